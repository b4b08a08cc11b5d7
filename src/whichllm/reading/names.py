"""From a name somebody typed to what it names in the catalog, spelling mistakes forgiven."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, overload

from rapidfuzz import fuzz, process

from whichllm.catalog import Catalog, Category, Model, Task
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

_SEPARATORS = re.compile(r"[\s_\-/:]+")


@dataclass(frozen=True, slots=True)
class _Names:
    """All names of a catalog in their plain form. Ids come before aliases, aliases before display names."""

    by_rank: tuple[dict[str, list[Named]], ...]
    everything: dict[str, list[Named]]


@overload
def resolve(name: str, catalog: Catalog) -> Named: ...
@overload
def resolve(name: str, catalog: Catalog, kind: type[Kind]) -> Kind: ...
def resolve(name: str, catalog: Catalog, kind: type[Any] | None = None) -> Named:
    """What a name stands for: a category, a task or a model (`kind`: only one of these).

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things.
    """
    wanted = _plain(name)
    names = _names(catalog)
    for rank in names.by_rank:
        found = _of_kind(rank.get(wanted, ()), kind)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownNameError(
                f"'{name}' may be any of: {', '.join(entry.id for entry in found[:_MOST_OFFERED])}",
                "name one of them",
                [entry.id for entry in found[:_MOST_OFFERED]],
            )
    candidates = [known for known, owners in names.everything.items() if _of_kind(owners, kind)]
    near = process.extract(wanted, candidates, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_OFFERED * 2)
    offered: dict[str, float] = {}
    for known, similarity, _ in near:
        for owner in _of_kind(names.everything[known], kind):
            offered.setdefault(owner.id, similarity)
    ranked = list(offered.items())[:_MOST_OFFERED]
    if ranked and ranked[0][1] >= _SAME and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEARLY):
        return next(owner for owner in names.everything[near[0][0]] if owner.id == ranked[0][0])
    label = kind.__name__.lower() if kind else "category, task or model"
    nearest = [identifier for identifier, _ in ranked]
    raise UnknownNameError(
        f"no {label} is called '{name}'",
        f"did you mean: {', '.join(nearest)}?" if nearest else "'whichllm list' shows what there is",
        nearest,
    )


def near_names(description: str, catalog: Catalog) -> tuple[str, ...]:
    """The tasks whose names share most with the words of a description, nearest first; may be none."""
    names = {_plain(name): task.id for task in catalog.tags() if task.rules for name in (task.id, *task.aliases)}
    near = process.extract(
        _plain(description[:_READ_FOR_NAMES]),
        list(names),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_NEAR,
        limit=9,
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in near))[:_OFFERED_TASKS]


def _plain(name: str) -> str:
    return _SEPARATORS.sub(" ", name.casefold()).strip()


def _of_kind(owners: list[Named] | tuple[Named, ...], kind: type[Any] | None) -> list[Named]:
    return [owner for owner in owners if kind is None or isinstance(owner, kind)]


@lru_cache(maxsize=4)
def _names(catalog: Catalog) -> _Names:
    ids: dict[str, list[Named]] = defaultdict(list)
    aliases: dict[str, list[Named]] = defaultdict(list)
    titles: dict[str, list[Named]] = defaultdict(list)
    entries: list[Named] = [*catalog.categories.values(), *catalog.tasks.values(), *catalog.models.values()]
    for entry in entries:
        ids[_plain(entry.id)].append(entry)
        for alias in entry.aliases:
            _add(aliases, alias, entry)
        _add(titles, entry.name, entry)
        if isinstance(entry, Model):
            _add(titles, entry.id.rpartition("/")[2], entry)
    families: dict[str, list[Named]] = defaultdict(list)
    for model in catalog.models.values():
        _add(families, model.family, model)
    everything: dict[str, list[Named]] = defaultdict(list)
    for rank in (ids, aliases, titles):
        for name, owners in rank.items():
            everything[name].extend(owner for owner in owners if owner not in everything[name])
    return _Names((ids, aliases, titles, families), everything)


def _add(names: dict[str, list[Named]], name: str, entry: Named) -> None:
    owners = names[_plain(name)]
    if entry not in owners:
        owners.append(entry)
