"""Models found by their names, tasks and categories, without walking all of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from typing import Literal, overload

from whichllm.catalog.blocks import Model
from whichllm.catalog.names import plain_name

Lookup = Literal["task", "subtask", "category", "id", "alias", "title", "family", "superseded by"]
"""What models are found by; from the id on by names in their plain form."""

SEARCHED: tuple[Lookup, ...] = ("id", "alias", "title")
"""The names that are looked through where none is met as it stands, the first first; see `Models.names`."""


def lookups(model: Model) -> Iterator[tuple[Lookup, str]]:
    """All that a model is found by. Its titles are its name and its id without the maker."""
    yield from (("task", task) for task in model.tasks)
    yield from (("subtask", task) for task in model.subtasks)
    yield from (("category", category) for category in (model.category, *model.other_categories))
    yield "id", plain_name(model.id)
    yield from (("alias", plain_name(alias)) for alias in model.aliases)
    yield from (("title", plain_name(title)) for title in (model.name, model.id.rpartition("/")[2]))
    yield "family", plain_name(model.family)
    if model.superseded_by:
        yield "superseded by", plain_name(model.superseded_by)


def positions_by_lookup(models: Iterable[Model]) -> dict[Lookup, dict[str, list[int]]]:
    """The positions of models, in their order, by what they are found by."""
    found: dict[Lookup, dict[str, list[int]]] = {}
    for position, model in enumerate(models):
        for by, key in lookups(model):
            positions = found.setdefault(by, {}).setdefault(key, [])
            if not positions or positions[-1] != position:
                positions.append(position)
    return found


class Models(Mapping[str, Model]):
    """The models of a catalog by id, in the order of the files, found without walking all of them.

    What is immutable may lie anywhere: `at` and `positions` are all that a place to keep models must offer, with how
    many there are and the names they go by. Safe to share between threads.
    """

    @abstractmethod
    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """The models at positions of the order. The same position gives the same object."""

    @abstractmethod
    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """Where the models stand that are found by a key, in order; names are looked up in their plain form."""

    @abstractmethod
    def names(self, by: Lookup) -> Iterable[str]:
        """All plain names of one of the sorts that are `SEARCHED`."""

    def find(self, by: Lookup, key: str) -> Selection:
        """The models that are found by a key."""
        return Selection(self, self.positions(by, key))

    def __getitem__(self, identifier: str) -> Model:
        for model in self.find("id", plain_name(identifier)):
            if model.id == identifier:
                return model
        raise KeyError(identifier)

    def __iter__(self) -> Iterator[str]:
        return (model.id for model in self.values())

    def values(self) -> ValuesView[Model]:
        """All models."""
        return _AllModels(self)

    def items(self) -> ItemsView[str, Model]:
        """All models with their ids."""
        return _AllItems(self)


class _AllModels(ValuesView[Model]):
    """All models, without looking each one up."""

    _mapping: Models

    def __iter__(self) -> Iterator[Model]:
        return iter(self._mapping.at(range(len(self._mapping))))


class _AllItems(ItemsView[str, Model]):
    """All models with their ids, without looking each one up."""

    _mapping: Models

    def __iter__(self) -> Iterator[tuple[str, Model]]:
        return ((model.id, model) for model in self._mapping.values())

    def __reversed__(self) -> Iterator[tuple[str, Model]]:
        return reversed(list(self))


class Selection(Sequence[Model]):
    """Some of the models, in their order. To count them builds none."""

    __slots__ = ("_models", "_positions")

    def __init__(self, models: Models, positions: Sequence[int]) -> None:
        self._models = models
        self._positions = positions

    def __len__(self) -> int:
        return len(self._positions)

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.at(self._positions))

    @overload
    def __getitem__(self, index: int) -> Model: ...
    @overload
    def __getitem__(self, index: slice) -> Selection: ...
    def __getitem__(self, index: int | slice) -> Model | Selection:
        if isinstance(index, slice):
            return Selection(self._models, self._positions[index])
        return next(iter(self._models.at([self._positions[index]])))


class ModelsInMemory(Models):
    """Models that are all there already. How they are found is worked out when it is first asked for."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._by_id = dict(models)
        self._all = tuple(self._by_id.values())
        self._positions: Mapping[Lookup, Mapping[str, Sequence[int]]] | None = None

    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """See `Models`."""
        return (self._all[position] for position in positions)

    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """See `Models`."""
        return self._found().get(by, {}).get(key, ())

    def names(self, by: Lookup) -> Iterable[str]:
        """See `Models`."""
        return self._found().get(by, {})

    def __getitem__(self, identifier: str) -> Model:
        return self._by_id[identifier]

    def __len__(self) -> int:
        return len(self._all)

    def _found(self) -> Mapping[Lookup, Mapping[str, Sequence[int]]]:
        if self._positions is None:
            self._positions = positions_by_lookup(self._all)
        return self._positions
