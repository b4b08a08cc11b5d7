"""The data classes of the house behave as those of `dataclasses` do, the first object and the thousandth."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from whichllm.base.records import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    name: str
    size: int = 3
    tags: list[str] = field(default_factory=list)
    kept: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tags", [*self.tags, "seen"])


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    name: str
    size: int = 3
    tags: list[str] = dataclasses.field(default_factory=list)
    kept: str = dataclasses.field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tags", [*self.tags, "seen"])


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    first: int
    second: str = "b"


def _made(number: int, **values: Any) -> tuple[Any, Any]:
    """The same object of both classes, as the so many-th of its class."""
    pairs = [(Ours(**values), Theirs(**values)) for _ in range(number)]
    return pairs[-1]


@pytest.mark.parametrize("number", [1, 1000])
@pytest.mark.parametrize("values", [{"name": "a"}, {"name": "a", "size": 4, "tags": ["x"]}])
def test_objects_are_alike(number: int, values: dict[str, Any]) -> None:
    ours, theirs = _made(number, **values)
    assert dataclasses.is_dataclass(ours)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert [entry.name for entry in dataclasses.fields(ours)] == [entry.name for entry in dataclasses.fields(theirs)]
    assert ours == Ours(**values) != theirs
    assert dataclasses.replace(ours, size=9).size == 9
    assert pickle.loads(pickle.dumps(ours)) == copy.deepcopy(ours) == ours
    for change in (lambda: setattr(ours, "size", 1), lambda: delattr(ours, "size")):
        with pytest.raises(dataclasses.FrozenInstanceError, match="field 'size'"):
            change()


@pytest.mark.parametrize("number", [1, 1000])
@pytest.mark.parametrize("values", [{}, {"name": "a", "more": 1}, {"name": "a", "kept": "b"}])
def test_wrong_fields_are_refused(number: int, values: dict[str, Any]) -> None:
    _made(number, name="a")
    for kind in (Ours, Theirs):
        with pytest.raises(TypeError):
            kind(**values)


def test_places_order_and_patterns() -> None:
    assert sorted([Pair(2), Pair(1, "c"), Pair(1)]) == [Pair(1), Pair(1, second="c"), Pair(first=2)]
    assert len({Pair(1), Pair(1, "b")}) == 1
    match Pair(1, "x"):
        case Pair(first, second):
            assert (first, second) == (1, "x")
    for wrong in ((1, "x", 2), ()):
        with pytest.raises(TypeError):
            Pair(*wrong)


def test_who_would_inherit_fields_is_told() -> None:
    with pytest.raises(TypeError, match="inherits fields"):

        @dataclass(frozen=True, slots=True)
        class _More(Pair):
            third: int
