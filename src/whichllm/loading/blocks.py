"""From plain values to the types of `whichllm.catalog`, by their annotations."""

from __future__ import annotations

import contextlib
import types
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from whichllm.base.errors import WhichllmError
from whichllm.base.records import FrozenDict, dataclass
from whichllm.catalog import PROSE
from whichllm.catalog.quantities import read_count
from whichllm.loading.yaml_files import Location

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Block = TypeVar("Block", bound="DataclassInstance")

_NOT_BUILT: Any = object()
_KEYS_NAMED = 40
_MOST_LETTERS = 10_000
_MOST_COUNTED = 2**63 - 1
# Longer than any key or id that somebody might have meant.
_LONGEST_MEANT = 200
_HOW_TO_WRITE = {
    str: "write a text, or leave the key out",
    int: "write it in digits, or leave the key out",
    float: "write it in digits, or leave the key out",
    bool: "write true or false, without quotes",
    dict: "write its keys below it, or in braces: {key: value}",
}
_KINDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class _Key:
    """One key a block may have: as people write it, the field it fills, its type."""

    written: str
    field: str
    kind: Any
    required: bool


def keys_of(block: type[DataclassInstance], own: bool = False) -> Mapping[str, _Key]:
    """The keys that people may write in a block of this type. A trailing underscore keeps a field legal Python.

    In a file of the user's `own`, blocks also state what the place of a file says elsewhere.
    """
    return _keys(block, own)


@cache
def _keys(block: type[DataclassInstance], own: bool) -> Mapping[str, _Key]:
    hints = get_type_hints(block)
    return {
        key.written: key
        for key in (
            _Key(entry.name.rstrip("_"), entry.name, hints[entry.name], _is_required(entry) or not _is_authored(entry))
            for entry in fields(block)
            if own or _is_authored(entry)
        )
    }


def build(block: type[Block], value: object, location: Location, own: bool = False, **given: object) -> Block | None:
    """One block, or None if it holds mistakes; those are reported at their locations. `given` fills further fields."""
    built, sound = draft(block, value, location, own, **given)
    return built if sound else None


def draft(
    block: type[Block], value: object, location: Location, own: bool = False, **given: object
) -> tuple[Block | None, bool]:
    """What can be made of a block, and whether it is sound.

    Mistakes are reported at their locations; what they spoil is empty in the block, so that the rest can be looked at.
    None stands for what is no block of keys.
    """
    if not isinstance(value, dict):
        location.report(_expected("a block of keys", value, location), _HOW_TO_WRITE[dict])
        return None, False
    keys = keys_of(block, own)
    sound = True
    for written in value:
        if written not in keys:
            location.at(written).report(f"unknown key '{written}'", did_you_mean(written, keys, _KEYS_NAMED))
            sound = False
    filled: dict[str, Any] = dict(given)
    for key in keys.values():
        if key.written not in value:
            if key.required:
                location.report(f"the key '{key.written}' is missing", f"add '{key.written}: ...' to this block")
                sound = False
            continue
        built = _value(key.kind, value[key.written], location.at(key.written))
        if built is _NOT_BUILT:
            sound = False
        else:
            filled[key.field] = built
    if not sound:
        filled = {**{key.field: _empty(key.kind) for key in keys.values() if key.required}, **filled}
    return block(**filled), sound


def _empty(kind: Any) -> Any:
    """What stands for a value that is missing or spoilt."""
    origin = get_origin(kind)
    if origin is tuple:
        return ()
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return types.MappingProxyType({})
    return kind() if kind in _KINDS else ""


def did_you_mean(word: str, known: Mapping[str, object] | tuple[str, ...], most: int = 30) -> str:
    """A hint that names the nearest of the known words, or all of them if they are no more than `most`."""
    near = nearly(word, known, 0.6)
    if near:
        return near
    if len(known) <= most:
        return "known: " + ", ".join(known)
    return ""


def nearly(word: str, known: Iterable[str], likeness: float) -> str:
    """A hint that names those of the known words that are at least so much like a word; "" if none is."""
    near = get_close_matches(word, list(known), n=3, cutoff=likeness) if len(word) <= _LONGEST_MEANT else []
    return f"did you mean {' or '.join(repr(name) for name in near)}?" if near else ""


def _is_authored(entry: Field[Any]) -> bool:
    return bool(entry.metadata.get("authored", True))


def _is_required(entry: Field[Any]) -> bool:
    return entry.default is MISSING and entry.default_factory is MISSING


def _value(kind: Any, value: object, location: Location) -> Any:
    if kind is float or kind is str:  # most are, and to ask what else a kind may be takes longer than to read them
        return _scalar(kind, value, location)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        literals = [choice for option in arguments if get_origin(option) is Literal for choice in get_args(option)]
        if literals:
            return _choice(tuple(literals), value, location)
        return _value(next(option for option in arguments if option is not type(None)), value, location)
    if origin is Literal:
        return _choice(arguments, value, location)
    if origin is tuple:
        return _list(arguments, value, location)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(arguments[1], value, location)
    if is_dataclass(kind) and isinstance(kind, type):
        built = build(kind, value, location)
        return _NOT_BUILT if built is None else built
    return _scalar(kind, value, location)


def _scalar(kind: Any, value: object, location: Location) -> Any:
    if isinstance(value, int | float) and not -_MOST_COUNTED <= value <= _MOST_COUNTED:
        location.report(f"{location.key or 'it'} is too large a number", "leave out what is not known")
        return _NOT_BUILT
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is kind:
        if kind is str and not str(value).strip():
            location.report(f"{location.key or 'it'} is empty", "write the text, or leave the key out")
            return _NOT_BUILT
        if kind is str and len(str(value)) > _MOST_LETTERS:
            location.report(f"is longer than {_MOST_LETTERS:,} characters", "shorten it")
            return _NOT_BUILT
        if kind is str and len(str(value).strip().splitlines()) > 1 and PROSE.isdisjoint(location.segments):
            location.report("has several lines", "write it in one; a text that is folded begins with '>-'")
            return _NOT_BUILT
        return value.strip() if isinstance(value, str) else value
    hint = ""
    if kind is str and isinstance(value, int | float | bool):
        hint = "put it in quotes"
    elif kind is int and isinstance(value, str):
        with contextlib.suppress(WhichllmError):
            hint = f"write it as {value.lstrip('0') if value.isdecimal() else read_count(value)}"
    location.report(_expected(_KINDS[kind], value, location), hint or _HOW_TO_WRITE[kind])
    return _NOT_BUILT


def _choice(choices: tuple[str, ...], value: object, location: Location) -> Any:
    if value in choices:
        return value
    location.report(f"{value!r} is not one of: {', '.join(choice for choice in choices if choice)}")
    return _NOT_BUILT


def _list(kinds: tuple[Any, ...], value: object, location: Location) -> Any:
    if not isinstance(value, list):
        location.report(_expected("a list", value, location), "write it as [one, two]")
        return _NOT_BUILT
    if kinds[-1] is ...:
        wanted = [kinds[0]] * len(value)
    elif len(kinds) == len(value):
        wanted = list(kinds)
    else:
        location.report(f"expected a list of {len(kinds)}, found {len(value)}")
        return _NOT_BUILT
    built = [
        _value(kind, item, location.at(index)) for index, (kind, item) in enumerate(zip(wanted, value, strict=True))
    ]
    return _NOT_BUILT if any(item is _NOT_BUILT for item in built) else tuple(built)


def _mapping(kind: Any, value: object, location: Location) -> Any:
    if not isinstance(value, dict):
        location.report(_expected("a block of keys", value, location), _HOW_TO_WRITE[dict])
        return _NOT_BUILT
    built = {key: _value(kind, item, location.at(key)) for key, item in value.items()}
    return _NOT_BUILT if any(item is _NOT_BUILT for item in built.values()) else FrozenDict(built)


def _expected(what: str, value: object, location: Location) -> str:
    """What is said of a value of the wrong kind, with the key that it stands at."""
    return f"expected {what}{' for ' * bool(location.key)}{location.key}, found {_described(value)}"


def _described(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    kind = "true or false" if isinstance(value, bool) else "the text" if isinstance(value, str) else "the number"
    return f"{kind} {value!r}"
