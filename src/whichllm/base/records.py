"""Data classes that take next to no time to define.

`dataclasses.dataclass` writes the methods of each class as text and compiles them: over all classes, longer than what
one answer takes. Here they are closures over the fields. `dataclasses.fields`, `replace`, `asdict` and their like work
as ever: what they look for is made when they first do.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from inspect import get_annotations
from itertools import count
from typing import Any, Literal, TypeVar, dataclass_transform

__all__ = ["FrozenDict", "dataclass", "field"]

# The constructor that `dataclasses` would write takes half the time of the one here; so many objects are worth it.
_MANY = 100

Class = TypeVar("Class", bound=type)
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass_transform(field_specifiers=(field,))
def dataclass(
    *,
    frozen: Literal[True],  # noqa: ARG001 - for readers and type checkers: there are no others
    slots: Literal[True],  # noqa: ARG001
    kw_only: bool = False,
    eq: bool = True,
    order: bool = False,
) -> Callable[[Class], Class]:
    """A class as `dataclasses.dataclass` makes it, from the same parameters.

    What cannot be changed is its own copy: `copy.deepcopy` gives the same object.

    Raises TypeError for a class that would inherit fields.
    """

    def decorate(cls: Class) -> Class:
        if any("__dataclass_fields__" in vars(base) for base in cls.__mro__[1:]):
            raise TypeError(f"{cls.__name__} inherits fields: take the decorator of dataclasses")
        names = tuple(get_annotations(cls))
        given = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        values = operator.attrgetter(*names)
        twin = _Twin(cls, given, kw_only)
        namespace = {
            name: value for name, value in cls.__dict__.items() if name not in (*given, "__dict__", "__weakref__")
        }
        namespace |= {
            "__slots__": names,
            "__dataclass_fields__": twin,
            "__repr__": _repr_of(names),
            "__setattr__": _refuse_setting,
            "__delattr__": _refuse_deleting,
            "__copy__": _itself,
            "__deepcopy__": _itself,
            "__getstate__": lambda self: [getattr(self, name) for name in names],
            "__setstate__": _set_state,
        }
        if not kw_only:
            namespace["__match_args__"] = names
        if eq:
            namespace |= {"__eq__": _compared(operator.eq, values), "__hash__": lambda self: hash(values(self))}
        if order:
            namespace |= {
                f"__{compare.__name__}__": _compared(compare, values)
                for compare in (operator.lt, operator.le, operator.gt, operator.ge)
            }
        made = type(cls)(cls.__name__, cls.__bases__, namespace)
        setattr(made, "__init__", _constructor(made, given, kw_only, twin))  # noqa: B010 - mypy thinks of subclasses
        return made

    return decorate


class _Twin:
    """The same class as `dataclasses` makes it: made when something in it is first needed."""

    def __init__(self, cls: type, given: dict[str, Any], kw_only: bool) -> None:
        self._cls = cls
        self._given = given
        self._kw_only = kw_only
        self._made: Any = None

    def __get__(self, instance: object, owner: type) -> dict[str, Field[Any]]:
        fields: dict[str, Field[Any]] = self.made().__dataclass_fields__
        return fields

    def made(self) -> Any:
        """The class."""
        if self._made is None:
            kept = ("__annotations__", "__module__", "__qualname__", "__post_init__")
            namespace = {name: self._cls.__dict__[name] for name in kept if name in self._cls.__dict__}
            twin = type(self._cls.__name__, (), namespace | self._given)
            # With slots, its constructor sets what nobody may give, too.
            made = dataclasses.dataclass(frozen=True, slots=True, kw_only=self._kw_only, eq=False, repr=False)
            self._made = made(twin)
        return self._made


def _constructor(cls: type, given: dict[str, Any], kw_only: bool, twin: _Twin) -> Callable[..., None]:
    fields = {name: given.get(name, MISSING) for name in cls.__dict__["__slots__"]}
    factories = []
    plan = []
    for name, value in fields.items():
        default, taken = (value.default, value.init) if isinstance(value, Field) else (value, True)
        set_ = cls.__dict__[name].__set__
        if isinstance(value, Field) and value.default_factory is not MISSING:
            factories.append((name, set_, value.default_factory))
        else:
            plan.append((name, set_, default, taken))
    names = () if kw_only else tuple(name for name, value in fields.items() if getattr(value, "init", True))
    initialize = getattr(cls, "__post_init__", None)
    constructed = count(1)

    def construct(self: Any, *positional: Any, **stated: Any) -> None:
        if next(constructed) == _MANY:
            cls.__init__ = twin.made().__init__  # type: ignore[misc]
        if positional:
            if len(positional) > len(names) or not stated.keys().isdisjoint(names[: len(positional)]):
                raise TypeError(f"{cls.__name__} takes the fields {', '.join(names)}, each once")
            stated.update(zip(names, positional, strict=False))
        for name, set_, default, taken in plan:
            value = stated.pop(name, default) if taken else default
            if value is MISSING:
                raise TypeError(f"{cls.__name__} needs the field '{name}'")
            set_(self, value)
        for name, set_, factory in factories:
            set_(self, stated.pop(name) if name in stated else factory())
        if stated:
            raise TypeError(f"{cls.__name__} has no field {', '.join(stated)} to be given")
        if initialize is not None:
            initialize(self)

    return construct


def _compared(compare: Callable[[Any, Any], Any], values: Callable[[Any], Any]) -> Callable[[Any, object], Any]:
    def compared(self: Any, other: object) -> Any:
        return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compared


def _repr_of(names: tuple[str, ...]) -> Callable[[Any], str]:
    def represented(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return represented


class FrozenDict(dict[Key, Value]):
    """A mapping for a field of a data class: it cannot be changed, and is hashable where its values are."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict[Key, Value]], tuple[dict[Key, Value]]]:
        return type(self), (dict(self),)

    def __copy__(self) -> FrozenDict[Key, Value]:
        return self

    def __deepcopy__(self, _: object) -> FrozenDict[Key, Value]:
        return self


def _refuse_changing(self: object, *_: object, **__: object) -> None:
    raise TypeError(f"a {type(self).__name__} cannot be changed")


for _name in ("__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update"):
    setattr(FrozenDict, _name, _refuse_changing)


def _itself(self: Any, *_: object) -> Any:
    return self


def _refuse_setting(_: object, name: str, __: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(type(self).__slots__, state, strict=True):
        object.__setattr__(self, name, value)
