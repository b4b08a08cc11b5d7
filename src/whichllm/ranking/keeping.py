"""Rankings that depend on nothing but the task, as plain values to be kept with what is compiled, and back again.

Most descriptions ask for nothing beside the task. What answers them has then been weighed already, once for all, and a
few of the picks are built: so it does not matter how many models the catalog holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, overload

from whichllm.base.compiled import Compiled, shelf
from whichllm.base.records import FrozenDict
from whichllm.catalog import Catalog, Model, Models, Task
from whichllm.ranking.picks import Credit, Pick, Picks, PicksInMemory, Place, Ranking, Rejection
from whichllm.requirements.wishes import NO_WISHES

# As many families as an answer shows by default lie with what is kept of the whole ranking.
_FAMILIES_A_PAGE = 5
_NAMES_A_PAGE = 64

_Values = Sequence[Any]
"""A pick as plain values: the position of its model, its score, its credits, its variants."""


def kept_rankings(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """What is kept of the rankings of all tasks, by key: a head for each, its further pages, and who stands where."""
    positions = {identifier: position for position, identifier in enumerate(catalog.models)}
    for task in catalog.tasks.values():
        ranking = _weighed(task, catalog)
        picks = [_plain(pick, positions) for pick in ranking.picks]
        pages = [picks[start : start + _FAMILIES_A_PAGE] for start in range(0, len(picks), _FAMILIES_A_PAGE)]
        names: list[dict[str, int]] = [{} for _ in range(1 + ranking.models // _NAMES_A_PAGE)]
        for place, pick in enumerate(ranking.picks):
            for entry in pick.family():
                names[shelf(entry.model.id, len(names))][entry.model.id] = place
        yield (
            task.id,
            {
                "families": len(picks),
                "models": ranking.models,
                "first": pages[0] if pages else [],
                "places": {place: _plain(pick, positions) for place, pick in ranking.places.items()},
                "left out": [positions[rejection.model.id] for rejection in ranking.rejections],
                "removed": [[*why, models] for why, models in ranking.removed.items()],
                "names": len(names),
                "small enough": dict(ranking.small_enough),
            },
        )
        yield from ((f"{task.id} page {number}", page) for number, page in enumerate(pages) if number)
        yield from ((f"{task.id} names {number}", page) for number, page in enumerate(names))


def kept_ranking(task: Task, catalog: Catalog) -> Ranking | None:
    """The ranking of a task, weighed earlier; None where none is kept."""
    if catalog.compiled is None:
        return None
    head = catalog.compiled.value("rankings", task.id)
    if head is None:
        return None
    places: dict[Place, Pick] = dict(zip(head["places"], _built(head["places"].values(), catalog.models), strict=True))
    return Ranking(
        _KeptPicks(task, catalog, catalog.compiled, head),
        _KeptRejections(catalog.models, head["left out"]),
        FrozenDict({(demand, known): models for demand, known, models in head["removed"]}),
        NO_WISHES,
        FrozenDict(places),
        FrozenDict(head["small enough"]),
    )


def _weighed(task: Task, catalog: Catalog) -> Ranking:
    # Needless where a ranking is kept.
    from whichllm.ranking.judging import Judge
    from whichllm.ranking.ordering import ordered

    return ordered(Judge(task, catalog), NO_WISHES)


def _plain(pick: Pick, positions: Mapping[str, int]) -> _Values:
    credits_ = [_plain_credit(credit, pick.model) for credit in pick.credits]
    return positions[pick.model.id], pick.score, credits_, [_plain(variant, positions) for variant in pick.variants]


def _plain_credit(credit: Credit, model: Model) -> _Values:
    """The fields of a credit, with the place of its measurement among those of the model; those at the end may lack."""
    figure = None if credit.measurement is None else model.evidence.index(credit.measurement)
    values = [credit.kind, credit.value, credit.task, credit.category, figure, credit.rank, credit.of, credit.about]
    while not values[-1]:
        values.pop()
    return values


def _built(kept: Iterable[_Values], models: Models) -> list[Pick]:
    """The picks that plain values stand for, their models fetched at once."""
    values = list(kept)
    positions = [position for entry in values for position in (entry[0], *[variant[0] for variant in entry[3]])]
    found = dict(zip(positions, models.at(positions), strict=True))
    return [_pick(entry, found) for entry in values]


def _pick(values: _Values, models: Mapping[int, Model]) -> Pick:
    position, score, credits_, variants = values
    model = models[position]
    return Pick(
        model,
        score,
        tuple([_credit(model, *entry) for entry in credits_]),
        tuple([_pick(variant, models) for variant in variants]),
    )


def _credit(
    model: Model,
    kind: Any,
    value: float = 0.0,
    task: str = "",
    category: str = "",
    figure: int | None = None,
    rank: int = 0,
    of: int = 0,
    about: str = "",
) -> Credit:
    return Credit(kind, value, task, category, None if figure is None else model.evidence[figure], rank, of, about)


class _KeptPicks(Picks):
    """Picks that are kept, built page by page."""

    def __init__(self, task: Task, catalog: Catalog, compiled: Compiled, head: Mapping[str, Any]) -> None:
        self._task = task
        self._catalog = catalog
        self._compiled = compiled
        self._head = head
        self._pages: dict[int, Sequence[Pick]] = {}

    def __reduce__(self) -> tuple[type[Picks], tuple[tuple[Pick, ...]]]:
        return PicksInMemory, (tuple(self),)

    def __len__(self) -> int:
        families: int = self._head["families"]
        return families

    @property
    def models(self) -> int:
        """See `Picks`."""
        models: int = self._head["models"]
        return models

    def at(self, place: int) -> Pick:
        """See `Picks`."""
        number, within = divmod(place, _FAMILIES_A_PAGE)
        if number not in self._pages:
            self._build_pages([number])
        return self._pages[number][within]

    def prepare(self, places: range) -> None:
        """See `Picks`."""
        numbers = dict.fromkeys(place // _FAMILIES_A_PAGE for place in places)
        self._build_pages([number for number in numbers if number not in self._pages])

    def place_of(self, identifier: str) -> int | None:
        """See `Picks`."""
        names = self._compiled.value("rankings", f"{self._task.id} names {shelf(identifier, self._head['names'])}")
        if names is None:
            return self._otherwise().place_of(identifier)
        place: int | None = names.get(identifier)
        return place

    def _build_pages(self, numbers: Sequence[int]) -> None:
        self._compiled.expect("rankings", [self._key(number) for number in numbers if number])
        kept = {number: self._kept(number) for number in numbers}
        built = iter(_built((entry for values in kept.values() for entry in values or ()), self._catalog.models))
        for number, values in kept.items():
            start = number * _FAMILIES_A_PAGE
            page = (
                self._otherwise()[start : start + _FAMILIES_A_PAGE]
                if values is None
                else tuple(islice(built, len(values)))
            )
            # Of two threads that build the same page the first wins, so that there is only one.
            self._pages.setdefault(number, page)

    def _kept(self, number: int) -> Sequence[_Values] | None:
        values: Sequence[_Values] | None = (
            self._compiled.value("rankings", self._key(number)) if number else self._head["first"]
        )
        return values

    def _otherwise(self) -> Picks:
        """The same picks, weighed now: what is kept has turned out to be damaged."""
        return _weighed(self._task, self._catalog).picks

    def _key(self, number: int) -> str:
        return f"{self._task.id} page {number}"


class _KeptRejections(Sequence[Rejection]):
    """Models that are left out because they are not current."""

    def __init__(self, models: Models, positions: Sequence[int]) -> None:
        self._models = models
        self._positions = positions

    def __reduce__(self) -> tuple[type[Sequence[Rejection]], tuple[tuple[Rejection, ...]]]:
        return tuple, (tuple(self),)

    def __len__(self) -> int:
        return len(self._positions)

    @overload
    def __getitem__(self, index: int) -> Rejection: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Rejection, ...]: ...
    def __getitem__(self, index: int | slice) -> Rejection | tuple[Rejection, ...]:
        if isinstance(index, slice):
            return tuple(Rejection(model, "status") for model in self._models.at(self._positions[index]))
        return self[index : index + 1 or None][0]

    def __iter__(self) -> Iterator[Rejection]:
        return iter(self[:])
