"""How names go on that somebody has begun to type: what shells complete from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import get_args

from whichllm.catalog import (
    HANDLED,
    SEARCHED,
    Catalog,
    Category,
    DemandName,
    Library,
    LicenseClass,
    Model,
    Task,
    plain_hardware,
    plain_name,
)
from whichllm.reading.names import Named

Begun = Named | Library
"""What has names that are completed."""


def names_from(begun: str, catalog: Catalog, kinds: Iterable[type[Begun]]) -> Iterator[tuple[str, str]]:
    """The ids and other names of some kinds that go on from what was typed, each once, with what it stands for.

    Case does not matter: what was typed stays as it is. A name of several words is one with hyphens, which means the
    same and needs no quotes. Models are too many to be offered before anything has been typed.
    """
    seen: set[str] = set()
    for kind in kinds:
        for entry in _entries(begun, catalog, kind):
            for name in _names(entry):
                if name.casefold().startswith(begun.casefold()) and name not in seen:
                    seen.add(name)
                    yield begun + name[len(begun) :], entry.name


def values_from(begun: str, catalog: Catalog, demand: DemandName) -> Iterator[tuple[str, str]]:
    """The values of a demand that go on from what was typed, each once, with what it stands for; see `names_from`.

    Of a list the last part goes on. Of some demands no values are known.
    """
    listed, comma, last = begun.rpartition(",")
    seen: set[str] = set()
    for value, meaning in _VALUES[demand](catalog) if demand in _VALUES else ():
        name = "-".join(value.split())
        if name.casefold().startswith(last.casefold()) and name not in seen:
            seen.add(name)
            yield f"{listed}{comma}{last}{name[len(last) :]}", meaning


def _licenses(catalog: Catalog) -> Iterator[tuple[str, str]]:
    yield from ((name, f"{name} licenses") for name in ("commercial", *get_args(LicenseClass)))
    yield from ((license_.id, license_.name) for license_ in catalog.licenses.values())


def _hardware(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for entry in catalog.hardware.values():
        # Nobody types the brand that goes without saying ("geforce-rtx-4090").
        short = entry.id.partition("-")[2]
        is_same = plain_hardware(short) == plain_hardware(entry.id)
        yield from ((name, entry.name) for name in (entry.id, *([short] if is_same else []), *entry.aliases))


def _languages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for language in catalog.vocabulary.languages:
        name = language.words[0].title() if language.words else language.code
        yield from ((value, name) for value in (language.code, *language.words))


def _makers(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Those that people speak of: to know all would take all models."""
    return ((name.value, name.value) for name in catalog.vocabulary.names if name.kind == "maker-name")


_VALUES: Mapping[DemandName, Callable[[Catalog], Iterable[tuple[str, str]]]] = MappingProxyType(
    {
        "license": _licenses,
        "gpu": _hardware,
        "language": _languages,
        "maker": _makers,
        "modality": lambda _: ((kind, kind) for kind in HANDLED),
    }
)


def _entries(begun: str, catalog: Catalog, kind: type[Begun]) -> Iterable[Begun]:
    if kind is Category:
        return catalog.categories.values()
    if kind is Task:
        return catalog.tasks.values()
    if kind is Library:
        return catalog.libraries.values()
    return _models(begun, catalog) if begun else ()


def _models(begun: str, catalog: Catalog) -> Iterable[Model]:
    """The models of which some name may go on from what was typed, without building any other."""
    wanted = plain_name(begun)
    positions = (
        position
        for by in SEARCHED
        for name in catalog.models.names(by)
        if name.startswith(wanted)
        for position in catalog.models.positions(by, name)
    )
    return catalog.models.at(sorted(set(positions)))


def _names(entry: Begun) -> Iterator[str]:
    yield entry.id
    if isinstance(entry, Model):
        yield entry.id.rpartition("/")[2]
    yield from ("-".join(alias.split()) for alias in entry.aliases)
