"""From a name somebody typed to what it names in the catalog, spelling mistakes forgiven."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, overload

from whichllm.base.errors import UnknownNameError
from whichllm.catalog import (
    SEARCHED,
    Catalog,
    Category,
    Hardware,
    Library,
    Lookup,
    Model,
    Task,
    hardware_words,
    plain_hardware,
    plain_name,
)
from whichllm.catalog.derived import derived
from whichllm.catalog.quantities import GIGABYTE_UNITS

Named = Category | Task | Model
Known = Named | Hardware
Meant = TypeVar("Meant")
Kind = TypeVar("Kind", Category, Task, Model, Hardware)

# A misspelt name is taken for the one it resembles this much or more if the next one resembles it clearly less;
# what resembles it less than `_NEAR` is not worth offering.
_SAME = 86
_CLEARLY = 5
_NEAR = 65
_MOST_OFFERED = 5
_OFFERED_TASKS = 3
_READ_FOR_NAMES = 500
# A part of a name that is shorter stands in many.
_TELLING = 3

# How much memory a name of hardware states: "A100-SXM4-80GB". In "A10G" it states none.
_MEMORY = rf"(?i)(?<![\w.])(\d+(?:\.\d+)?)\s*(?:{'|'.join(GIGABYTE_UNITS)})\b"
# Words of hardware that are no longer than this are part of a number: "RTX A6000" is not "RTX 6000".
_SHORT = 4
_WORDS = r"[^\W\d_]+|\d+"
_RUNS = r"\d+|[^\W\d]+"

# What stands between the names of models of which one is to be chosen; where a text asks to compare, more does.
_THAN = r"(?:(?:better|worse|faster|slower|smaller|cheaper|newer)\s+)?than"
_BETWEEN_NAMES = rf"(?i)\s*[,/;]\s+(?:or\s+)?|\s+(?:or|vs\.?|versus|against|{_THAN}|compared (?:to|with))\s+"
_BETWEEN_COMPARED = rf"{_BETWEEN_NAMES}|\s+(?:and|with|to)\s+"
_COMPARED = r"(?i)\b(?:compar(?:e|ing|ison)|differences?|better|between|which)\b"
_AROUND_NAMES = " \t\n.,;:!?\"'“”‘’()"
_WORDS_OF_A_NAME = 5

# Families come last, and near misses of them are not searched.
_RANKS: tuple[Lookup, ...] = (*SEARCHED, "family")


@overload
def resolve(name: str, catalog: Catalog) -> Named: ...
@overload
def resolve(name: str, catalog: Catalog, kind: type[Kind]) -> Kind: ...
def resolve(name: str, catalog: Catalog, kind: type[Any] | None = None) -> Known:
    """What a name stands for: a category, a task or a model; `kind`: only one of these, or hardware.

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things.
    """
    wanted = _plain(name, kind)
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
    from rapidfuzz import fuzz, process  # slow to load, and most names are known

    candidates = list(dict.fromkeys(known for rank in SEARCHED for known in _names(rank, catalog, kind)))
    sought = _spaced(name, kind)
    near = process.extract(sought, candidates, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_OFFERED * 2)
    offered: dict[str, float] = {}
    for known, similarity, _ in near:
        for owner in _all_owners(known, catalog, kind):
            offered.setdefault(owner.id, similarity)
    ranked = list(offered.items())[:_MOST_OFFERED]
    if (
        ranked
        and ranked[0][1] >= _SAME
        and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= _CLEARLY)
        and (kind is not Hardware or _shape(sought) == _shape(near[0][0]))
    ):
        return next(owner for owner in _all_owners(near[0][0], catalog, kind) if owner.id == ranked[0][0])
    label = kind.__name__.lower() if kind else "category, task or model"
    nearest = [owner.id for owner in _holding(wanted, candidates, catalog, kind)] or [
        identifier for identifier, _ in ranked
    ]
    raise UnknownNameError(
        f"no {label} is called '{name}'",
        f"did you mean: {', '.join(nearest)}?" if nearest else _valid(catalog, kind),
        nearest,
    )


def _holding(name: str, candidates: Iterable[str], catalog: Catalog, kind: type[Any] | None) -> list[Known]:
    """What has all words of a name in one of its own names, what can be had and is new first."""
    sought = set(re.findall(_WORDS, name))
    if not sought or len(name) < _TELLING or kind is Hardware:
        return []
    holding = (known for known in candidates if sought <= set(re.findall(_WORDS, known)))
    owners = {owner.id: owner for known in holding for owner in _all_owners(known, catalog, kind)}
    return sorted(owners.values(), key=_newest_first)[:_MOST_OFFERED]


def _newest_first(owner: Known) -> tuple[bool, bool, int]:
    if not isinstance(owner, Model):
        return False, False, 0
    digits = owner.released.replace("-", "").ljust(8, "0")
    return True, not owner.is_current, -int(digits)


def _valid(catalog: Catalog, kind: type[Any] | None) -> str:
    """Which names of a kind there are; of those that are too many to read, where they are listed."""
    if kind is Hardware:
        return "name it as its maker does, for example 'RTX 4090'"
    if kind is Category:
        return f"valid: {', '.join(catalog.categories)}"
    if kind is Task:
        tags = ", ".join(task.id for task in catalog.tags())
        return f"valid: {tags}; their subtasks: 'whichllm list tasks'"
    if kind is Model:
        return "'whichllm list models' shows what there is"
    return "'whichllm list', 'whichllm list tasks' and 'whichllm list models' show what there is"


def set_against(text: str, catalog: Catalog) -> tuple[str, ...]:
    """The names of different models that a text sets against one another, in its order, as commands take them.

    "whisper or parakeet?", "llama 3 vs mistral 7b", "compare t5 with bart". Empty where there are fewer than two.
    """
    between = _BETWEEN_COMPARED if re.search(_COMPARED, text) else _BETWEEN_NAMES
    before, *parts = [part.split() for part in re.split(between, text[:_READ_FOR_NAMES])]
    named: dict[str, str] = {}
    for after in parts:
        lengths = range(_WORDS_OF_A_NAME, 0, -1)
        one = _first_named([before[-length:] for length in lengths], catalog)
        other = _first_named([after[:length] for length in lengths], catalog)
        if one and other:
            named.setdefault(*one)
            named.setdefault(*other)
        before = after
    return tuple(named.values()) if len(named) > 1 else ()


def name_alone(text: str, catalog: Catalog) -> str:
    """The name of a model, as commands take it, if a text is nothing else; else ""."""
    found = _first_named([text[:_READ_FOR_NAMES].split()], catalog)
    return found[1] if found else ""


def _first_named(candidates: Iterable[Sequence[str]], catalog: Catalog) -> tuple[str, str] | None:
    """The id of the model that the first words name that name exactly one, and the name as one word."""
    for words in candidates:
        wanted = plain_name(" ".join(words).strip(_AROUND_NAMES))
        found = next((found for rank in _RANKS if len(found := catalog.models.find(rank, wanted))), None)
        if found is not None and len(found) == 1:
            return found[0].id, "-".join(wanted.split())
    return None


def find_hardware(name: str, catalog: Catalog) -> Hardware:
    """The hardware that a name stands for, as people or drivers write it; it may state the memory, "A100 80GB".

    The result has only the memory that is stated; where none is, all that it is sold with.

    Raises UnknownNameError, with the nearest names, if there is no such hardware, or none with that memory.
    """
    stated = re.search(_MEMORY, name)
    if stated is None:
        return resolve(name, catalog, Hardware)
    rest = " ".join(f"{name[: stated.start()]} {name[stated.end() :]}".split())
    hardware = resolve(rest or name, catalog, Hardware)
    memory = float(stated.group(1))
    if memory not in hardware.memories:
        sold = " or ".join(f"{known:g}" for known in hardware.memories)
        raise UnknownNameError(f"no {hardware.name} has {memory:g} GB", f"it has {sold} GB", [hardware.id])
    return replace(hardware, memories=(memory,), usual=None)


def find_library(name: str, catalog: Catalog, hint: str | Callable[[], str] = "") -> Library:
    """The library of that name; `hint` tells which ones are valid, by default all, see `pick_name`.

    Raises UnknownNameError, with the nearest names, if there is none.
    """
    named = {
        name: library for library in catalog.libraries.values() for name in (library.id, library.name, *library.aliases)
    }
    return pick_name(name, named, "library", hint or ", ".join(catalog.libraries))


def pick_name(
    name: str, valid: Mapping[str, Meant], label: str, hint: str | Callable[[], str], may_begin: bool = False
) -> Meant:
    """What a name stands for among those that are valid; case and the signs between words do not matter.

    With `may_begin`, the first words of a name will do where all names that begin so go on from the shortest. A hint
    that takes long to write is one to call: it is written only if it is needed.

    Raises UnknownNameError, with the nearest names and the `hint` to what is valid, if it is none of them.
    """
    plain = {plain_name(known): known for known in valid}
    wanted = plain_name(name)
    if wanted in plain:
        return valid[plain[wanted]]
    begun = [known for form, known in plain.items() if may_begin and wanted and form.startswith(f"{wanted} ")]
    shortest = min(begun, key=len, default="")
    if begun and all(known.startswith(shortest) for known in begun):
        return valid[shortest]
    if begun:
        raise UnknownNameError(f"'{name}' may be any of: {', '.join(begun)}", "name one of them", begun)
    from rapidfuzz import fuzz, process  # slow to load, and most names are known

    found = process.extract(wanted, list(plain), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST_OFFERED)
    nearest = list(dict.fromkeys(plain[known] for known, _, _ in found))
    offered = f"did you mean {', '.join(nearest)}? " if nearest else ""
    told = hint() if callable(hint) else hint
    raise UnknownNameError(f"no {label} is called '{name}'", f"{offered}Valid: {told}", nearest)


def near_names(description: str, catalog: Catalog) -> tuple[str, ...]:
    """The tasks whose names share most with the words of a description, nearest first; may be none."""
    from rapidfuzz import fuzz, process  # slow to load, and rarely needed

    names = {plain_name(name): task.id for task in catalog.tags() if task.rules for name in (task.id, *task.aliases)}
    near = process.extract(
        plain_name(description[:_READ_FOR_NAMES]),
        list(names),
        scorer=fuzz.token_set_ratio,
        score_cutoff=_NEAR,
        limit=9,
    )
    return tuple(dict.fromkeys(names[name] for name, _, _ in near))[:_OFFERED_TASKS]


def _plain(name: str, kind: type[Any] | None) -> str:
    return plain_hardware(name) if kind is Hardware else plain_name(name)


def _spaced(name: str, kind: type[Any] | None) -> str:
    """A plain name with its blanks, for likeness: words are misspelt one by one."""
    return " ".join(hardware_words(name)) if kind is Hardware else plain_name(name)


def _shape(name: str) -> list[str]:
    """What no misspelt name of hardware may lack: its numbers, its short words, and a place for each long one."""
    return [run if run.isdigit() or len(run) <= _SHORT else "" for run in re.findall(_RUNS, name)]


def _owners(name: str, rank: Lookup, catalog: Catalog, kind: type[Any] | None) -> Iterator[Known]:
    """What goes by a plain name: categories, then tasks, then models."""
    few = _few(catalog, kind is Hardware)
    yield from (owner for owner in few[rank].get(name, ()) if kind is None or isinstance(owner, kind))
    if kind is None or kind is Model:
        yield from catalog.models.find(rank, name)


def _all_owners(name: str, catalog: Catalog, kind: type[Any] | None) -> Iterator[Known]:
    """What goes by a plain name in any way that is searched for near misses; the same may come again."""
    return (owner for rank in SEARCHED for owner in _owners(name, rank, catalog, kind))


def _names(rank: Lookup, catalog: Catalog, kind: type[Any] | None) -> Iterator[str]:
    """The plain names of all that is of a kind."""
    for name, owners in _few(catalog, kind is Hardware)[rank].items():
        if kind is None or any(isinstance(owner, kind) for owner in owners):
            yield name
    if kind is None or kind is Model:
        yield from catalog.models.names(rank)


@derived(most=2)
def _few(catalog: Catalog, hardware: bool) -> dict[Lookup, dict[str, list[Category | Task | Hardware]]]:
    """The categories and tasks of a catalog, or its hardware, by their plain names. Models it finds by itself."""
    few: dict[Lookup, dict[str, list[Category | Task | Hardware]]] = {rank: {} for rank in _RANKS}
    entries: list[Category | Task | Hardware] = (
        [*catalog.hardware.values()] if hardware else [*catalog.categories.values(), *catalog.tasks.values()]
    )
    for entry in entries:
        _add(few["id"], entry.id, entry)
        for alias in entry.aliases:
            _add(few["alias"], alias, entry)
        _add(few["title"], entry.name, entry)
    return few


def _add(names: dict[str, list[Category | Task | Hardware]], name: str, entry: Category | Task | Hardware) -> None:
    for form in {_plain(name, type(entry)), _spaced(name, type(entry))}:
        owners = names.setdefault(form, [])
        if entry not in owners:
            owners.append(entry)
