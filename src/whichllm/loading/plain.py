"""Checked blocks as plain values that JSON can hold, and back again without checking them a second time."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from inspect import get_annotations
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from whichllm.base.records import FrozenDict

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Block = TypeVar("Block", bound="DataclassInstance")

_TUPLE_OF_TEXT = "tuple[str, ...]"
_AS_THEY_ARE = frozenset({"str", "int", "float", "bool", "str | None", "int | None", "float | None", "bool | None"})
"""Annotations, as they are written, of what JSON gives back as it was."""


def plain(value: Any) -> Any:
    """A block, or anything that stands in one, as plain values. What is left at its default is left out."""
    if is_dataclass(value):
        held = ((entry, getattr(value, entry.name)) for entry in fields(value))
        return {entry.name: plain(item) for entry, item in held if entry.default is MISSING or item != entry.default}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return value


def rebuilt(block: type[Block], values: dict[str, Any]) -> Block:
    """The block that `plain` was given. Takes over `values`."""
    for name, convert in _conversions(block).items():
        if name in values:
            values[name] = convert(values[name])
    return block(**values)


@cache
def _conversions(block: type[DataclassInstance]) -> dict[str, Callable[[Any], Any]]:
    """What is to be done to those fields of a block that plain values cannot hold as they are."""
    written = {name: kind for name, kind in get_annotations(block).items() if kind not in _AS_THEY_ARE}
    found: dict[str, Callable[[Any], Any] | None] = {
        name: tuple for name, kind in written.items() if kind == _TUPLE_OF_TEXT
    }
    # Evaluating annotations is slow, so that only those are that need it.
    others = SimpleNamespace(__annotations__={name: kind for name, kind in written.items() if name not in found})
    hints = get_type_hints(others, vars(sys.modules[block.__module__]))
    found.update((name, _conversion(kind)) for name, kind in hints.items())
    return {name: convert for name, convert in found.items() if convert is not None}


def _conversion(kind: Any) -> Callable[[Any], Any] | None:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return next((convert for convert in map(_conversion, arguments) if convert is not None), None)
    if origin is tuple:
        convert = _conversion(arguments[0])
        return tuple if convert is None else _tuple_of(convert)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        convert = _conversion(arguments[1])
        return FrozenDict if convert is None else _mapping_of(convert)
    # To ask `is_dataclass` would have the fields of the class made.
    if isinstance(kind, type) and "__dataclass_fields__" in vars(kind):
        return lambda values: rebuilt(kind, values)
    return None


def _tuple_of(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple([convert(value) for value in values])


def _mapping_of(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: FrozenDict({key: convert(value) for key, value in values.items()})
