"""Models side by side: what they share, what tells them apart, and which one is better at what."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal

from whichllm.answers.contests import Contest, by_id, contests
from whichllm.answers.formats import Shown
from whichllm.answers.verdicts import Verdict, on_cost, verdicts
from whichllm.base.errors import WhichllmError
from whichllm.base.records import dataclass
from whichllm.catalog import MULTILINGUAL, SOURCED_FACTS, Catalog, Measurement, Model
from whichllm.catalog.quantities import is_later
from whichllm.reading.names import resolve

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
    in_order = sorted(models, key=by_id)
    found = contests(in_order)
    shared, own = _languages(models)
    return Comparison(
        models=tuple(models),
        differing=tuple(name for name in _FACTS if _differs(name, models, catalog)),
        shared_languages=shared,
        own_languages=own,
        contests=found,
        alone=tuple(_alone(model, found) for model in models),
        verdicts=verdicts(in_order, found),
        cautions=tuple(_cautions(in_order, catalog)),
        catalog=catalog,
    )


def differences(model: Model, other: Model, catalog: Catalog) -> tuple[Difference, ...]:
    """What tells another model from the first, as far as both are known: what was measured, then facts."""
    found = [
        Difference("better" if contest.best is other else "worse", contest)
        for contest in contests((model, other))
        if contest.best is not None
    ]
    return (*found, *map(Difference, _unlike(model, other, catalog)))


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
    if on_cost((model, other)).best is other:
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
