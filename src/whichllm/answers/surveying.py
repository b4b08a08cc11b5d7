"""What a catalog holds and what it lacks: the answer to `catalog`, as data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

from whichllm.answers.formats import Shown
from whichllm.base.records import FrozenDict, dataclass
from whichllm.catalog import Catalog, Category, LicenseClass, Model, OwnFile, Source, Task

FEW_MODELS = 5
"""A task with fewer models that can be had is short of them."""

NO_MORE = "no well-known open model"
"""What the note of a task says where there are not as many."""

Access = Literal["open weights", "open weights behind a form", "hosted only", "unknown"]
Gap = Literal["license", "parameters", "price", "released", "evidence"]

_Name = TypeVar("_Name", bound=str)


@dataclass(frozen=True, slots=True)
class ModelCounts:
    """Numbers of models: all of them, those that can be had, of these the open and the hosted and the measured ones."""

    all: int
    current: int
    open: int
    hosted: int
    measured: int


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is measured for a task, and how many models that can be had were."""

    task: str
    name: str
    models: int


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, the facts, figures and recommendations that come from it, and how many models they belong to."""

    source: Source
    facts: int
    figures: int
    recommendations: int
    models: int


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A file of the user's own, with how many blocks it adds and changes."""

    file: OwnFile
    adds: int
    changes: int


@dataclass(frozen=True, slots=True)
class Survey:
    """A catalog counted.

    `missing` names, for each fact that people choose by, the models that can be had and lack it: parameters where
    weights are open, prices where they are not. `short` are the tasks that have fewer than `FEW_MODELS` of them.
    """

    shown = Shown("catalog", "reports", rows="tasks", tells_own_files=True)

    total: ModelCounts
    categories: tuple[tuple[Category, ModelCounts], ...]
    tasks: tuple[tuple[Task, ModelCounts], ...]
    access: Mapping[Access, int]
    licenses: Mapping[LicenseClass, int]
    benchmarks: tuple[Benchmark, ...]
    sources: tuple[Cited, ...]
    missing: Mapping[Gap, tuple[Model, ...]]
    short: tuple[tuple[Task, int], ...]
    own: tuple[OwnPart, ...]
    catalog: Catalog


def survey(catalog: Catalog) -> Survey:
    """Count what a catalog holds, and find what it lacks."""
    current = [model for model in catalog.models.values() if model.is_current]
    return Survey(
        total=_counted(catalog.models.values()),
        categories=tuple((entry, _counted(catalog.models_in(entry.id))) for entry in catalog.categories.values()),
        tasks=tuple(
            (entry, _counted(catalog.models_for(entry)))
            for tag in catalog.tags()
            for entry in (tag, *catalog.subtasks(tag.id))
        ),
        access=_by_size(map(_access, current)),
        licenses=_by_size(catalog.license_of(model).class_ for model in current),
        benchmarks=_benchmarks(current),
        sources=_cited(catalog),
        missing=FrozenDict(
            {
                "license": _lacking(current, lambda model: catalog.license_of(model).class_ == "unknown"),
                "parameters": _lacking(current, lambda model: bool(model.open_weights) and not model.has_known_size),
                "price": _lacking(current, lambda model: model.open_weights is False and model.price is None),
                "released": _lacking(current, lambda model: not model.released),
                "evidence": _lacking(current, lambda model: not model.evidence),
            }
        ),
        short=tuple(short_of_models(catalog)),
        own=tuple(_own_part(file, catalog) for file in catalog.own),
        catalog=catalog,
    )


def short_of_models(catalog: Catalog) -> Iterator[tuple[Task, int]]:
    """The tasks that fewer than `FEW_MODELS` models that can be had serve, with how many there are.

    Tasks that no description is read as (those without rules) and those in files of the user's own are left out.
    """
    for task in catalog.tasks.values():
        if task.rules and not catalog.is_added(task):
            number = sum(model.is_current for model in catalog.models_for(task))
            if number < FEW_MODELS:
                yield task, number


def says_no_more(task: Task) -> bool:
    """Whether the data says that few models serve a task because there are no more."""
    return NO_MORE in task.note.casefold()


def count_facts(catalog: Catalog) -> tuple[int, int]:
    """How many facts and how many figures the models of a catalog state."""
    models = catalog.models.values()
    facts = sum(len({fact for facts in model.sources.values() for fact in facts}) for model in models)
    return facts, sum(len(model.evidence) for model in models)


def _counted(models: Iterable[Model]) -> ModelCounts:
    listed = list(models)
    current = [model for model in listed if model.is_current]
    return ModelCounts(
        all=len(listed),
        current=len(current),
        open=sum(model.open_weights is True for model in current),
        hosted=sum(model.open_weights is False for model in current),
        measured=sum(bool(model.evidence) for model in current),
    )


def _access(model: Model) -> Access:
    if model.open_weights is None:
        return "unknown"
    if not model.open_weights:
        return "hosted only"
    return "open weights behind a form" if model.gated else "open weights"


def _by_size(names: Iterable[_Name]) -> Mapping[_Name, int]:
    """How often each name occurs, the most frequent first."""
    return FrozenDict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _benchmarks(models: Iterable[Model]) -> tuple[Benchmark, ...]:
    measured = Counter(pair for model in models for pair in {(entry.task, entry.benchmark) for entry in model.evidence})
    return tuple(Benchmark(task, name, number) for (task, name), number in sorted(measured.items()))


def _cited(catalog: Catalog) -> tuple[Cited, ...]:
    facts: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    recommendations: Counter[str] = Counter()
    models: defaultdict[str, set[str]] = defaultdict(set)
    for model in catalog.models.values():
        for source, cited in model.sources.items():
            facts[source] += len(cited)
            models[source].add(model.id)
        for entry in model.evidence:
            figures[entry.source] += 1
            models[entry.source].add(model.id)
        for choice in model.recommended:
            recommendations[choice.source] += 1
            models[choice.source].add(model.id)
    return tuple(
        Cited(source, facts[source.id], figures[source.id], recommendations[source.id], len(models[source.id]))
        for source in catalog.sources.values()
    )


def _lacking(models: Iterable[Model], lacks: Callable[[Model], bool]) -> tuple[Model, ...]:
    return tuple(sorted(filter(lacks, models), key=lambda model: model.id.casefold()))


def _own_part(file: OwnFile, catalog: Catalog) -> OwnPart:
    said = [
        revision.before is None
        for revisions in catalog.revisions.values()
        for revision in revisions
        if revision.file == file.file
    ]
    return OwnPart(file, sum(said), len(said) - sum(said))
