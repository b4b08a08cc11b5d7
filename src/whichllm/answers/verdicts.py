"""Which of several models to take: for quality, cost, size or speed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whichllm.answers.contests import Contest
from whichllm.base.records import dataclass
from whichllm.catalog import Model
from whichllm.requirements import Preference

READ_FOR_ONE_WRITTEN = 3
"""How many parts of what goes in a price is blended of for each part that comes out.

The usual 3:1 of published price comparisons (Artificial Analysis, methodology, "blended price").
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which of the models to take for a preference.

    `leader` is the best of those of which enough is known, None where none is better than all others; `unknown` are
    the models of which it is not known, `own_cost` those that have open weights and no list price. `values` is what
    decides, least first: US dollars (see `blended`), parameters, active parameters; for quality the contests decide.
    There are none where prices cannot be compared (`comparable` is False).
    """

    preference: Preference
    leader: Model | None
    values: tuple[tuple[Model, float], ...]
    unknown: tuple[Model, ...] = ()
    own_cost: tuple[Model, ...] = ()
    comparable: bool = True

    @property
    def best(self) -> Model | None:
        """The model to take; None where none is better, or where too little is known to say so."""
        return None if self.unknown or self.own_cost else self.leader


def verdicts(models: Sequence[Model], contests: Sequence[Contest]) -> tuple[Verdict, ...]:
    """Which of two or more models to take, for each preference."""
    return (
        _on_quality(models, contests),
        on_cost(models),
        _fewest("size", models, lambda model: model.parameters),
        _fewest("speed", models, lambda model: model.active_parameters or model.parameters),
    )


def on_cost(models: Sequence[Model]) -> Verdict:
    """The verdict for the cheapest; what a price is for must be the same for all that have one."""
    own_cost = tuple(model for model in models if model.price is None and model.open_weights)
    kinds = {
        (model.price.unit, model.price.input is None, model.price.output is None) for model in models if model.price
    }
    if len(kinds) > 1:
        unknown = tuple(model for model in models if model.price is None and not model.open_weights)
        return Verdict("cost", None, (), unknown, own_cost, comparable=False)
    return _fewest("cost", models, blended, own_cost)


def blended(model: Model) -> float | None:
    """The price of a model in US dollars per unit: of its one side, or of three parts in for one out; None unknown."""
    if model.price is None:
        return None
    into, out = model.price.input, model.price.output
    if into is None or out is None:
        return into if out is None else out
    return (READ_FOR_ONE_WRITTEN * into + out) / (READ_FOR_ONE_WRITTEN + 1)


def _on_quality(models: Sequence[Model], contests: Sequence[Contest]) -> Verdict:
    """Only benchmarks that measured both of two models say which is better: the one that is so on most of them."""
    leads = {(one.id, other.id): _lead(one, other, contests) for one in models for other in models if one is not other}
    unknown = [
        model for model in models if all(leads[model.id, other.id] is None for other in models if other is not model)
    ]
    measured = [model for model in models if model not in unknown]
    leader = next(
        (
            model
            for model in measured
            if all((leads[model.id, other.id] or 0) > 0 for other in measured if other is not model)
        ),
        None,
    )
    return Verdict("quality", leader, (), tuple(unknown))


def _lead(one: Model, other: Model, contests: Iterable[Contest]) -> int | None:
    """On how many more benchmarks a model is better than another than it is worse; None where none measured both."""
    lead: int | None = None
    for contest in contests:
        values = {result.model.id: result.measurement.value for result in contest.results}
        if one.id in values and other.id in values:
            gain = (values[one.id] - values[other.id]) * (1 if contest.higher_is_better else -1)
            lead = (lead or 0) + (gain > 0) - (gain < 0)
    return lead


def _fewest(
    preference: Preference,
    models: Sequence[Model],
    amount: Callable[[Model], float | None],
    own_cost: tuple[Model, ...] = (),
) -> Verdict:
    """The verdict for the model that has least of something."""
    known = [(model, value) for model in models if (value := amount(model)) is not None]
    values = tuple(sorted(known, key=lambda entry: entry[1]))
    unknown = tuple(model for model in models if amount(model) is None and model not in own_cost)
    clear = len(values) > 1 and values[0][1] < values[1][1]
    return Verdict(preference, values[0][0] if clear else None, values, unknown, own_cost)
