"""From a name somebody typed to what it names in the catalog, spelling mistakes forgiven."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar, overload

from rapidfuzz import fuzz, process

from whichllm.catalog import Catalog, Category, Lookup, Model, Task, plain_name
from whichllm.errors import UnknownNameError

Named = Category | Task | Model
Kind = TypeVar("Kind", Category, Task, Model)

# A misspelt name is taken for the one it resembles this much or more if the next one resembles it clearly less;
# what resembles it less than `_NEAR` is not worth offering.
_SAME = 86
_CLEARLY = 5
_NEAR = 60
_MOST_OFFERED = 5
_OFFERED_TASKS = 3
_READ_FOR_NAMES = 500

# Ids come before aliases, aliases before display names; near misses of families are not searched.
_RANKS: tuple[Lookup, ...] = ("id", "alias", "title", "family")
_SEARCHED: tuple[Lookup, ...] = ("id", "alias", "title")


@overload
def resolve(name: str, catalog: Catalog) -> Named: ...
@overload
def resolve(name: str, catalog: Catalog, kind: type[Kind]) -> Kind: ...
def resolve(name: str, catalog: Catalog, kind: type[Any] | None = None) -> Named:
    """What a name stands for: a category, a task or a model (`kind`: only one of these).

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things.
    """
    wanted = plain_name(name)
    for rank in _RANKS:
        found = list(_owners(wanted, rank, catalog, kind))
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownNameError(
                f"'{name}' may be any of: {', '.join(entry.id for entry in found[:_MOST_OFFERED])}",
                "name one of them",
                [entry.id for entry in found[:_MOST_OFFERED]],
            )
    candidates = list(dict.fromkeys(known for rank in _SEARCHED for known in _names(rank, catalog, kind)))
    near = process.extract(wanted, candidates, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_OFFERED * 2)
    offered: dict[str, float] = {}
    for known, similarity, _ in near:
        for owner in _all_owners(known, catalog, kind):
            offered.setdefault(owner.id, similarity)
    ranked = list(offered.items())[:_MOST_OFFERED]
    if ranked and ranked[0][1] >= _SAME and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEARLY):
        return next(owner for owner in _all_owners(near[0][0], catalog, kind) if owner.id == ranked[0][0])
    label = kind.__name__.lower() if kind else "category, task or model"
    nearest = [identifier for identifier, _ in ranked]
    raise UnknownNameError(
        f"no {label} is called '{name}'",
        f"did you mean: {', '.join(nearest)}?" if nearest else "'whichllm list' shows what there is",
        nearest,
    )


def nearest_names(name: str, known: list[str]) -> tuple[str, ...]:
    """Those of some plain names that are most like another, nearest first; may be none."""
    near = process.extract(name, known, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_OFFERED_TASKS)
    return tuple(found for found, _, _ in near)


def near_names(description: str, catalog: Catalog) -> tuple[str, ...]:
    """The tasks whose names share most with the words of a description, nearest first; may be none."""
    names = {plain_name(name): task.id for task in catalog.tags() if task.rules for name in (task.id, *task.aliases)}
    near = process.extract(
        plain_name(description[:_READ_FOR_NAMES]),
        list(names),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_NEAR,
        limit=9,
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in near))[:_OFFERED_TASKS]


def _owners(name: str, rank: Lookup, catalog: Catalog, kind: type[Any] | None) -> Iterator[Named]:
    """What goes by a plain name: categories, then tasks, then models."""
    yield from (owner for owner in _few(catalog)[rank].get(name, ()) if kind is None or isinstance(owner, kind))
    if kind is None or kind is Model:
        yield from catalog.models.find(rank, name)


def _all_owners(name: str, catalog: Catalog, kind: type[Any] | None) -> Iterator[Named]:
    """What goes by a plain name in any way that is searched for near misses; the same may come again."""
    return (owner for rank in _SEARCHED for owner in _owners(name, rank, catalog, kind))


def _names(rank: Lookup, catalog: Catalog, kind: type[Any] | None) -> Iterator[str]:
    """The plain names of all that is of a kind."""
    for name, owners in _few(catalog)[rank].items():
        if kind is None or any(isinstance(owner, kind) for owner in owners):
            yield name
    if kind is None or kind is Model:
        yield from catalog.models.names(rank)


@lru_cache(maxsize=4)
def _few(catalog: Catalog) -> dict[Lookup, dict[str, list[Category | Task]]]:
    """The categories and tasks of a catalog by their plain names. Models are found by the catalog itself."""
    few: dict[Lookup, dict[str, list[Category | Task]]] = {rank: {} for rank in _RANKS}
    entries: list[Category | Task] = [*catalog.categories.values(), *catalog.tasks.values()]
    for entry in entries:
        _add(few["id"], entry.id, entry)
        for alias in entry.aliases:
            _add(few["alias"], alias, entry)
        _add(few["title"], entry.name, entry)
    return few


def _add(names: dict[str, list[Category | Task]], name: str, entry: Category | Task) -> None:
    owners = names.setdefault(plain_name(name), [])
    if entry not in owners:
        owners.append(entry)
