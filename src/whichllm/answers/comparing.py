"""Models side by side: what they share, what tells them apart, and which one is better at what."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal

from whichllm.answers.formats import Shown
from whichllm.base.errors import WhichllmError
from whichllm.base.records import dataclass
from whichllm.catalog import MULTILINGUAL, SOURCED_FACTS, Catalog, Measurement, Model
from whichllm.catalog.quantities import is_later
from whichllm.reading.names import resolve
from whichllm.requirements import Preference

CautionKind = Literal["work", "specialty", "direction", "status", "license"]
DifferenceKind = Literal[
    "better",
    "worse",
    "smaller",
    "larger",
    "permissive",
    "conditions",
    "non-commercial",
    "open weights",
    "hosted",
    "cheaper",
    "longer context",
    "more languages",
    "fewer languages",
    "newer",
]

FEWEST, MOST = 2, 8
"""How many models can be compared at a time."""

READ_FOR_ONE_WRITTEN = 3
"""How many parts of what goes in a price is blended of for each part that comes out.

The usual 3:1 of published price comparisons (Artificial Analysis, methodology, "blended price").
"""

# What is compared, under the keys of `Model`; finer tasks count with the tasks, what became of a model with its status.
_FACTS = (
    "maker",
    "category",
    "tasks",
    "status",
    *(fact for fact in SOURCED_FACTS if fact not in ("tasks", "subtasks", "retired", "superseded_by")),
)
# Facts that are known of a model that has none: it is a generalist, works as it is, or translates any way.
_KNOWN_IF_NONE = ("untrained_for", "domains", "translates")


@dataclass(frozen=True, slots=True)
class Result:
    """What a model was measured at."""

    model: Model
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Contest:
    """A benchmark that measured several of the models on the same task: their results, best first."""

    task: str
    benchmark: str
    higher_is_better: bool
    results: tuple[Result, ...]

    @property
    def margin(self) -> float:
        """By how much the best figure is better than the next; 0 where they are equal."""
        first, second = (result.measurement.value for result in self.results[:2])
        return abs(first - second)

    @property
    def best(self) -> Model | None:
        """The model with the best result; None where two share it."""
        return self.results[0].model if self.margin else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that state the results."""
        return tuple(sorted({result.measurement.source for result in self.results}))

    def share(self, result: Result) -> float:
        """How near a result comes to the best one, from 0 to 1, which is the best.

        Of results that are better the lower they are, it is the best divided by the result.
        """
        best, value = self.results[0].measurement.value, result.measurement.value
        if value == best:
            return 1.0
        below, above = (value, best) if self.higher_is_better else (best, value)
        return max(0.0, below / above) if above > 0 else 0.0


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


@dataclass(frozen=True, slots=True)
class Caution:
    """What to mind before comparing.

    `work`: the models are for different tasks; `specialty`: for different parts of one; `direction`: they translate
    different ways; `status`: the model is no longer the one to take, `successor` is, if there is one; `license`: its
    license forbids commercial use.
    """

    kind: CautionKind
    models: tuple[Model, ...]
    successor: Model | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Models side by side, in the order in which they were named. All else does not depend on that order.

    `differing` holds the facts of which two different values are known; `shared_languages` the languages that all
    know, `own_languages` for each model those that no other knows; both are empty where the languages of a model are
    not known. `contests` are the benchmarks that measured several of the models, `alone` the measurements of each that
    have no counterpart.
    """

    shown = Shown("comparison", "comparisons", rows="models")

    models: tuple[Model, ...]
    differing: tuple[str, ...]
    shared_languages: tuple[str, ...]
    own_languages: tuple[tuple[str, ...], ...]
    contests: tuple[Contest, ...]
    alone: tuple[tuple[Measurement, ...], ...]
    verdicts: tuple[Verdict, ...]
    cautions: tuple[Caution, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that tells a model from another; `contest` holds the results of a measured one."""

    kind: DifferenceKind
    contest: Contest | None = None


def compare(names: Sequence[str], catalog: Catalog) -> Comparison:
    """The models of these names side by side; names may be aliases or slightly misspelt.

    Raises WhichllmError for fewer than 2 or more than 8 names, and for two that mean the same model, UnknownNameError
    for one that means no model or several.
    """
    if not FEWEST <= len(names) <= MOST:
        raise WhichllmError(
            f"{len(names)} {'model' if len(names) == 1 else 'models'} to compare",
            f"name {FEWEST} to {MOST} of them, for example: whichllm compare t5 bart",
        )
    models: dict[str, str] = {}
    for name in names:
        model = resolve(name, catalog, Model)
        if model.id in models:
            raise WhichllmError(
                f"'{models[model.id]}' and '{name}' are the same model: {model.id}", "name two that are different"
            )
        models[model.id] = name
    return side_by_side([catalog.models[identifier] for identifier in models], catalog)


def side_by_side(models: Sequence[Model], catalog: Catalog) -> Comparison:
    """Two or more different models side by side."""
    in_order = sorted(models, key=_order)
    found = contests(in_order)
    shared, own = _languages(models)
    return Comparison(
        models=tuple(models),
        differing=tuple(name for name in _FACTS if _differs(name, models, catalog)),
        shared_languages=shared,
        own_languages=own,
        contests=found,
        alone=tuple(_alone(model, found) for model in models),
        verdicts=(
            _quality(in_order, found),
            _cost(in_order),
            _fewest("size", in_order, lambda model: model.parameters),
            _fewest("speed", in_order, lambda model: model.active_parameters or model.parameters),
        ),
        cautions=tuple(_cautions(in_order, catalog)),
        catalog=catalog,
    )


def contests(models: Iterable[Model]) -> tuple[Contest, ...]:
    """The benchmarks that measured several models on the same task, by task and name.

    Where a model has several results, the one counts whose source measured most of the models, then the newest.
    """
    measured: dict[tuple[str, str, bool], list[Result]] = {}
    for model in models:
        for entry in model.evidence:
            key = entry.task, entry.benchmark, entry.higher_is_better
            measured.setdefault(key, []).append(Result(model, entry))
    found = []
    for (task, benchmark, higher), results in sorted(measured.items()):
        chosen = _one_of_each(results)
        if len(chosen) > 1:
            sign = -1 if higher else 1
            chosen.sort(key=lambda result, sign=sign: (sign * result.measurement.value, _order(result.model)))  # type: ignore[misc]
            found.append(Contest(task, benchmark, higher, tuple(chosen)))
    return tuple(found)


def differences(model: Model, other: Model, catalog: Catalog) -> tuple[Difference, ...]:
    """What tells another model from the first, as far as both are known: what was measured, then facts."""
    found = [
        Difference("better" if contest.best is other else "worse", contest)
        for contest in contests((model, other))
        if contest.best is not None
    ]
    return (*found, *map(Difference, _unlike(model, other, catalog)))


def blended(model: Model) -> float | None:
    """The price of a model in US dollars per unit: of its one side, or of three parts in for one out; None unknown."""
    if model.price is None:
        return None
    into, out = model.price.input, model.price.output
    if into is None or out is None:
        return into if out is None else out
    return (READ_FOR_ONE_WRITTEN * into + out) / (READ_FOR_ONE_WRITTEN + 1)


def _order(model: Model) -> tuple[str, str]:
    return model.id.casefold(), model.id


def _one_of_each(results: Sequence[Result]) -> list[Result]:
    """One result a model."""
    reach: dict[str, set[str]] = {}
    for result in results:
        reach.setdefault(result.measurement.source, set()).add(result.model.id)
    chosen: dict[str, Result] = {}
    for result in sorted(
        results,
        key=lambda result: (len(reach[result.measurement.source]), result.measurement.date, result.measurement.source),
    ):
        chosen[result.model.id] = result
    return list(chosen.values())


def _alone(model: Model, found: Iterable[Contest]) -> tuple[Measurement, ...]:
    shared = {
        (contest.task, contest.benchmark) for contest in found for result in contest.results if result.model is model
    }
    return tuple(entry for entry in model.evidence if (entry.task, entry.benchmark) not in shared)


def _differs(name: str, models: Sequence[Model], catalog: Catalog) -> bool:
    values = {_value(model, name, catalog) for model in models}
    if name not in _KNOWN_IF_NONE:
        values -= {None, "", ()}
    return len(values) > 1


def _value(model: Model, name: str, catalog: Catalog) -> Hashable:
    """A fact in a form that is equal where two models do not differ, and empty where it is not known."""
    match name:
        case "tasks":
            return tuple(sorted({*model.tasks, *model.subtasks}))
        case "license":
            return None if catalog.license_of(model).class_ == "unknown" else model.license
    value = getattr(model, name)
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _languages(models: Sequence[Model]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What all know, and what only one of them knows. Multilingual models know whatever another one does."""
    known = [set(model.languages) for model in models]
    if not all(known):
        return (), ((),) * len(models)
    listed = [languages for languages in known if MULTILINGUAL not in languages]
    shared = set.intersection(*(listed or known))
    own = [
        languages - {MULTILINGUAL}.union(*(other for other in known if other is not languages))
        if all(MULTILINGUAL not in other for other in known if other is not languages)
        else set()
        for languages in known
    ]
    return tuple(sorted(shared)), tuple(tuple(sorted(entry)) for entry in own)


def _quality(models: Sequence[Model], found: Sequence[Contest]) -> Verdict:
    """Only benchmarks that measured both of two models say which is better: the one that is so on most of them."""
    leads = {(one.id, other.id): _lead(one, other, found) for one in models for other in models if one is not other}
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


def _lead(one: Model, other: Model, found: Iterable[Contest]) -> int | None:
    """On how many more benchmarks a model is better than another than it is worse; None where none measured both."""
    lead: int | None = None
    for contest in found:
        values = {result.model.id: result.measurement.value for result in contest.results}
        if one.id in values and other.id in values:
            gain = (values[one.id] - values[other.id]) * (1 if contest.higher_is_better else -1)
            lead = (lead or 0) + (gain > 0) - (gain < 0)
    return lead


def _cost(models: Sequence[Model]) -> Verdict:
    own_cost = tuple(model for model in models if model.price is None and model.open_weights)
    kinds = {
        (model.price.unit, model.price.input is None, model.price.output is None) for model in models if model.price
    }
    if len(kinds) > 1:
        unknown = tuple(model for model in models if model.price is None and not model.open_weights)
        return Verdict("cost", None, (), unknown, own_cost, comparable=False)
    return _fewest("cost", models, blended, own_cost)


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


def _cautions(models: Sequence[Model], catalog: Catalog) -> Iterator[Caution]:
    shared = set.intersection(*(set(model.tasks) for model in models))
    if not shared:
        yield Caution("work", tuple(models))
    elif any(_made_for_others(one, other, shared, catalog) for one, other in combinations(models, 2)):
        yield Caution("specialty", tuple(models))
    directed = tuple(model for model in models if model.translates)
    if any(not _share_a_direction(one, other) for one, other in combinations(directed, 2)):
        yield Caution("direction", directed)
    for model in models:
        if not model.is_current:
            yield Caution("status", (model,), catalog.successor_of(model))
    for model in models:
        if catalog.license_of(model).class_ == "non-commercial":
            yield Caution("license", (model,))


def _made_for_others(one: Model, other: Model, tags: set[str], catalog: Catalog) -> bool:
    """Whether two models are for different finer work inside the tasks that they share."""
    finer = [{name for name in model.subtasks if catalog.tasks[name].tag in tags} for model in (one, other)]
    return all(finer) and not finer[0] & finer[1]


def _share_a_direction(one: Model, other: Model) -> bool:
    """Whether two models that do not translate any way have one in common."""
    return any(way.meets(another) for way in one.directions for another in other.directions)


def _unlike(model: Model, other: Model, catalog: Catalog) -> Iterator[DifferenceKind]:
    if model.parameters and other.parameters and model.parameters != other.parameters:
        yield "smaller" if other.parameters < model.parameters else "larger"
    allowed, now = (catalog.license_of(entry).class_ for entry in (model, other))
    if now != allowed and now in ("permissive", "conditions", "non-commercial"):
        yield now
    if (model.open_weights, other.open_weights) == (False, True):
        yield "open weights"
    if (model.open_weights, other.open_weights) == (True, False):
        yield "hosted"
    cost = _cost((model, other))
    if cost.best is other:
        yield "cheaper"
    if model.context and other.context and other.context > model.context:
        yield "longer context"
    if _are_listed(model) and _are_listed(other) and len(model.languages) != len(other.languages):
        yield "more languages" if len(other.languages) > len(model.languages) else "fewer languages"
    if is_later(other.released, model.released):
        yield "newer"


def _are_listed(model: Model) -> bool:
    """Whether the languages of a model are known one by one."""
    return bool(model.languages) and MULTILINGUAL not in model.languages
