"""How names go on that somebody has begun to type: what shells complete from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whichllm.catalog import SEARCHED, Catalog, Category, Library, Model, Task, plain_name
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
