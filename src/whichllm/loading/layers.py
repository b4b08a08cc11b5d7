"""Blocks of the user's own laid over those that stand below: what they state wins, what they add is added.

All this happens to plain values, before they are checked, so that a block made of several is checked like any other
and each mistake is found at the line that holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args, get_origin

from whichllm.catalog import (
    SOURCED_FACTS,
    Category,
    Concept,
    DemandWords,
    Domain,
    Frame,
    Hardware,
    Irregular,
    Language,
    Library,
    Measurement,
    Model,
    Name,
    Recommended,
    Rule,
    Task,
    Vocabulary,
)
from whichllm.loading.blocks import keys_of
from whichllm.loading.yaml_files import Location, Segment

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Values = dict[str, Any]
Segments = tuple[Segment, ...]

# Lists of a model whose entries each name their source.
_SOURCED_LISTS = ("evidence", "recommended")
# Lists to which a block above adds; all other values take the place of those below.
_ADDED: Mapping[type, frozenset[str]] = {
    Category: frozenset({"aliases"}),
    Task: frozenset({"aliases", "rules", "examples"}),
    Library: frozenset({"aliases"}),
    Model: frozenset({"aliases", *_SOURCED_LISTS}),
    Hardware: frozenset({"aliases"}),
    Vocabulary: frozenset(keys_of(Vocabulary)),
    Concept: frozenset({"words", "includes"}),
    Irregular: frozenset({"forms"}),
    Language: frozenset({"words", "also", "members"}),
    Name: frozenset({"words"}),
}
# What tells whether two entries of such a list are about the same: then the one above takes the other's place, or is
# laid over it if its kind is in the table above.
_SAME: Mapping[type, tuple[str, ...]] = {
    Rule: ("says",),
    Measurement: ("task", "benchmark"),
    Recommended: ("task", "source"),
    Concept: ("id",),
    Frame: ("says",),
    Irregular: ("word",),
    Language: ("code",),
    DemandWords: ("says",),
    Domain: ("id",),
    Name: ("kind", "value"),
}


@dataclass(frozen=True, slots=True)
class _LayeredLocation(Location):
    """A value of a block that several files make up. `routes` leads to the file that a value stands in.

    Where no route leads, the mistake is that of the block on top: those below are sound by themselves.
    """

    top_block: Location
    routes: Mapping[Segments, Location]

    def at(self, *segments: Segment) -> Location:
        return _LayeredLocation(self.file, (*self.segments, *segments), self.top_block, self.routes)

    def source(self) -> Location:
        for length in range(len(self.segments), 0, -1):
            location = self.routes.get(self.segments[:length])
            if location is not None:
                return location.at(*self.segments[length:]).source()
        return self.top_block


@dataclass(frozen=True, slots=True)
class Sheet:
    """A block as plain values: where it stands, and where those of its values stand that are in other files."""

    value: Values
    location: Location
    routes: Mapping[Segments, Location] = field(default_factory=dict)

    def where(self) -> Location:
        """The location to check the block at."""
        return _LayeredLocation(self.location.file, (), self.location, self.routes) if self.routes else self.location


def own_sheet(value: Values, location: Location) -> Sheet:
    """A block that a file of the user's own adds: each of its values is to be found there, whatever lies above."""
    return Sheet(value, location, {(key,): location.at(key) for key in value})


def lay(kind: type[DataclassInstance], below: Sheet, above: Sheet) -> Sheet:
    """One block from two of the same kind; a key without a value takes away what stands below."""
    keys = keys_of(kind, own=True)
    value = dict(below.value)
    routes = dict(below.routes)
    for key, said in above.value.items():
        for segments in [segments for segments in routes if segments[0] == key]:
            if key not in _ADDED.get(kind, ()):
                del routes[segments]
        if said is None and key in keys and not keys[key].required:
            value.pop(key, None)
        elif key in _ADDED.get(kind, ()) and isinstance(said, list) and isinstance(value.get(key), list):
            value[key] = _add(get_args(keys[key].kind)[0], key, value[key], above, routes)
        else:
            value[key] = said
            routes[key,] = above.location.at(key)
    routes.update(above.routes)
    return Sheet(value, above.location, routes)


def _add(kind: Any, key: str, below: list[Any], above: Sheet, routes: dict[Segments, Location]) -> list[Any]:
    """The entries of two lists. Fills in where they stand."""
    entries = list(below)
    positions = {_identity(kind, entry): index for index, entry in enumerate(below)}
    for index, entry in enumerate(above.value[key]):
        location = above.location.at(key, index)
        # Each entry below is met once: what stands twice above is as much a mistake as in one file.
        known = positions.pop(_identity(kind, entry), None)
        if known is None:
            known = len(entries)
            entries.append(entry)
        elif kind in _ADDED and isinstance(entries[known], dict):
            laid = lay(kind, _taken_out(entries[known], (key, known), routes, location), Sheet(entry, location))
            entries[known] = laid.value
            routes.update({(key, known, *segments): there for segments, there in laid.routes.items()})
        else:
            entries[known] = entry
        routes[key, known] = location
    return entries


def _taken_out(value: Values, segments: Segments, routes: dict[Segments, Location], location: Location) -> Sheet:
    """An entry of a list as a sheet of its own, with the routes to its values. Takes these out of those of the list."""
    inner = {inner: routes.pop(inner) for inner in list(routes) if inner[: len(segments)] == segments}
    whole = inner.pop(segments, None)
    found: dict[Segments, Location] = {(key,): whole.at(key) for key in value} if whole is not None else {}
    return Sheet(value, location, {**found, **{there[len(segments) :]: location for there, location in inner.items()}})


def _identity(kind: Any, entry: Any) -> object:
    """What an entry of a list is about; a broken entry is about nothing but itself."""
    if kind in _SAME:
        if not isinstance(entry, dict):
            return id(entry)
        values = [entry.get(key) for key in _SAME[kind]]
        return tuple(values) if all(isinstance(value, str) for value in values) else id(entry)
    if get_origin(kind) is tuple:
        return repr(entry)
    return entry if isinstance(entry, str) else id(entry)


def add_model(above: Sheet, source: str) -> Sheet:
    """A model that a file of the user's own adds. What it leaves out follows from its id, or is not known.

    `source` is the id of the source that stands for the file: facts that name no other come from there.
    """
    value = above.value
    identifier = value.get("id")
    maker, _, bare = identifier.strip().rpartition("/") if isinstance(identifier, str) else ("?", "", "?")
    name = value.get("name")
    given: Values = {
        "name": bare,
        "family": name if isinstance(name, str) else bare,
        "license": "unknown",
        "status": "current",
    }
    if maker:
        given["maker"] = maker.split("/")[0]
    value = _with_source({**given, **value}, source)
    stated = [fact for fact in SOURCED_FACTS if value.get(fact) not in (None, "", [])]
    if value["license"] == "unknown":
        stated.remove("license")
    cited = _citations(value)
    if cited is not None:
        value["sources"] = _with_rest(cited, stated, source)
    return Sheet(value, above.location, above.routes)


def lay_model(below: Sheet, above: Sheet, source: str) -> Sheet:
    """A model from two blocks. A fact that the one above states, or names a source for, loses its source below."""
    value = _with_source(above.value, source)
    stated = [fact for fact in SOURCED_FACTS if fact in value]
    cited, old = _citations(value), _citations(below.value)
    routes = dict(above.routes)
    if cited is not None and old is not None:
        renewed = [*stated, *(fact for facts in cited.values() for fact in facts)]
        sources: dict[str, list[Any]] = {}
        for name, facts in old.items():
            for index, fact in enumerate(facts):
                if fact not in renewed:
                    location = below.where().at("sources", name)
                    routes["sources", name, len(sources.setdefault(name, []))] = location.at(index)
                    routes.setdefault(("sources", name), location)
                    sources[name].append(fact)
        known = [fact for fact in stated if value[fact] not in (None, "", [])]
        if value.get("license") == "unknown":
            known.remove("license")
        for name, facts in _with_rest(cited, known, source).items():
            for index in range(len(facts)):
                location = above.location.at("sources", name)
                routes["sources", name, len(sources.get(name, [])) + index] = location.at(index)
                routes["sources", name] = location
            sources.setdefault(name, []).extend(facts)
        value["sources"] = sources
    return lay(Model, below, Sheet(value, above.location, routes))


def _with_source(value: Values, source: str) -> Values:
    """A model whose figures and recommendations all name a source: the own file where they name no other."""
    listed = {key: value[key] for key in _SOURCED_LISTS if isinstance(value.get(key), list)}
    return {
        **value,
        **{
            key: [{"source": source, **entry} if isinstance(entry, dict) else entry for entry in entries]
            for key, entries in listed.items()
        },
    }


def _citations(value: Values) -> dict[str, list[Any]] | None:
    """The facts by source that a block names, or None if it names them wrongly."""
    said = value.get("sources")
    if said is None:
        return {}
    if isinstance(said, dict) and all(isinstance(facts, list) for facts in said.values()):
        return said
    return None


def _with_rest(cited: dict[str, list[Any]], stated: Iterable[str], source: str) -> dict[str, list[Any]]:
    """Citations with those facts added that name no source: they come from the file itself."""
    named = [fact for facts in cited.values() for fact in facts]
    rest = [fact for fact in stated if fact not in named]
    return {**cited, source: [*cited.get(source, []), *rest]} if rest else dict(cited)
