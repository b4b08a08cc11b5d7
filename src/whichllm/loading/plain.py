"""Checked blocks as plain values that JSON can hold, and back again without checking them a second time."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Block = TypeVar("Block", bound="DataclassInstance")


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
    found = ((name, _conversion(kind)) for name, kind in get_type_hints(block).items())
    return {name: convert for name, convert in found if convert is not None}


def _conversion(kind: Any) -> Callable[[Any], Any] | None:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return next((convert for convert in map(_conversion, arguments) if convert is not None), None)
    if origin is tuple:
        convert = _conversion(arguments[0])
        return tuple if convert is None else _tuple_of(convert)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        convert = _conversion(arguments[1])
        return types.MappingProxyType if convert is None else _mapping_of(convert)
    if is_dataclass(kind) and isinstance(kind, type):
        return lambda values: rebuilt(kind, values)
    return None


def _tuple_of(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: tuple([convert(value) for value in values])


def _mapping_of(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda values: types.MappingProxyType({key: convert(value) for key, value in values.items()})
