"""A checked catalog in one SQLite file, from which models are built when they are asked for. The one door to SQLite.

A snapshot belongs to one fingerprint (see `fingerprints`). It is never changed, only written anew elsewhere and put in
place, so that it can be read without locks. Nothing in it is believed before its digest has been checked, which the
fingerprint goes into: a part that was damaged, forged, or made from other files or by other code counts as missing.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast, get_args, overload

from whichllm.base.compiled import Compiled, CompiledInMemory, Table, Tables, shelf
from whichllm.base.errors import WhichllmError
from whichllm.catalog import (
    BLOCKS,
    SEARCHED,
    Association,
    Block,
    Catalog,
    Category,
    DemandCue,
    Hardware,
    Library,
    License,
    Lookup,
    Model,
    Models,
    OwnFile,
    Revision,
    Snippet,
    Source,
    StepCue,
    Succession,
    Task,
    Vocabulary,
    positions_by_lookup,
)
from whichllm.loading.digests import blake2b
from whichllm.loading.plain import plain, rebuilt

_TABLES = (
    "CREATE TABLE models (position INTEGER PRIMARY KEY, content BLOB NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE parts (name TEXT PRIMARY KEY, content BLOB NOT NULL, digest BLOB NOT NULL)",
)
# Models lie in a table of their own.
_BLOCKS = {name: kind for name, kind in BLOCKS.items() if kind is not Model}
# What few keys find, with many models each, has a part for each key; names are many and share parts.
_FEW_KEYS: tuple[Lookup, ...] = ("task", "subtask", "category")
_NAMES: tuple[Lookup, ...] = tuple(by for by in get_args(Lookup) if by not in _FEW_KEYS)
_MODELS_A_SHELF = 32
# What was compiled lies on shelves of about so many bytes each: several fit on a page of SQLite.
_BYTES_A_SHELF = 1024
# After so many questions descriptions come in number, and all of what was compiled, or of a block, is fetched.
_FEW_QUESTIONS = 24
# As many values as one statement may name in every SQLite.
_AT_ONCE = 500
_KINDS = {kind.__name__: kind for kind in BLOCKS.values()}

_Named = TypeVar("_Named", Category, Task, License, Library, Source, Hardware)
_Listed = TypeVar("_Listed", Association, DemandCue, StepCue, Succession, Snippet)
_Content = TypeVar("_Content")


class _DamagedError(Exception):
    """Something in a snapshot is not what was written."""


_UNUSABLE = (_DamagedError, sqlite3.Error, OSError, ValueError)


def write(catalog: Catalog, fingerprint: bytes, path: Path) -> None:
    """Write a snapshot into an empty or missing file. Raises OSError if that fails."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            # Half a file is thrown away: there is no need for a journal beside it.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            for table in _TABLES:
                connection.execute(table)
            models = ((str(position), plain(model)) for position, model in enumerate(catalog.models.values()))
            for table, content in (("models", models), ("parts", _parts(catalog))):
                rows = _sealed(content, fingerprint)
                connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)  # noqa: S608 - two names
            connection.execute("COMMIT")
    except (sqlite3.Error, ValueError) as error:
        raise OSError(f"the snapshot cannot be written: {error}") from None


def read(path: Path, fingerprint: bytes, otherwise: Callable[[], Catalog]) -> Catalog | None:
    """The catalog in a snapshot, or None if there is none with this fingerprint in the file.

    Damage that shows only later, where models are asked for, is mended with what `otherwise` gives: the same catalog
    by other means.
    """
    snapshot = _Snapshot(path, fingerprint)
    try:
        if not snapshot.is_whole():
            return None
        parts = snapshot.parts(("about", "revisions"))
    except _UNUSABLE:
        return None
    about = parts["about"]
    mended = _Mended(otherwise, about["version"])
    blocks: dict[str, Any] = {
        name: _BlocksOnDisk(kind, name, about["blocks"][name], snapshot, mended) for name, kind in _BLOCKS.items()
    }
    catalog = Catalog(
        **blocks,
        models=_ModelsOnDisk(snapshot, about["models"], about["shelves"], mended),
        vocabulary=_VocabularyOnDisk(_Part(snapshot, mended, "vocabulary", partial(rebuilt, Vocabulary))),
        associations=_ListOnDisk(_Part(snapshot, mended, "associations", partial(_entries, Association))),
        demand_cues=_ListOnDisk(_Part(snapshot, mended, "demand_cues", partial(_entries, DemandCue))),
        step_cues=_ListOnDisk(_Part(snapshot, mended, "step_cues", partial(_entries, StepCue))),
        successions=_ListOnDisk(_Part(snapshot, mended, "successions", partial(_entries, Succession))),
        snippets=_ListOnDisk(_Part(snapshot, mended, "snippets", partial(_entries, Snippet))),
        version=about["version"],
        own=tuple([rebuilt(OwnFile, values) for values in about["own"]]),
        revisions=MappingProxyType(
            {
                (_KINDS[kind], name): tuple([_revision(_KINDS[kind], *values) for values in said])
                for kind, name, said in parts["revisions"]
            }
        ),
    )
    return catalog.with_derived(_CompiledOnDisk(snapshot, about["compiled"], mended), about["checked"])


def _entries(kind: type[_Listed], entries: list[dict[str, Any]]) -> Sequence[_Listed]:
    return tuple([rebuilt(kind, entry) for entry in entries])


def _revision(kind: type[Block], file: str, fields: list[str], before: dict[str, Any] | None) -> Revision:
    return Revision(file=file, fields=tuple(fields), before=None if before is None else rebuilt(kind, before))


def _parts(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """All parts of a snapshot, by name, except for the models."""
    from whichllm.ranking import kept_rankings  # needless to read a snapshot

    shelves = max(1, len(catalog.models) // _MODELS_A_SHELF)
    compiled = dict(_compiled_shelves(_tables(catalog)))
    yield (
        "about",
        {
            "version": catalog.version,
            "checked": catalog.checked,
            "models": len(catalog.models),
            "shelves": shelves,
            "own": plain(catalog.own),
            "blocks": {name: list(getattr(catalog, name)) for name in _BLOCKS},
            "compiled": {table: len(shelved) for table, shelved in compiled.items()},
        },
    )
    for name in _BLOCKS:
        yield from ((f"{name} {key}", plain(block)) for key, block in getattr(catalog, name).items())
    for table, table_shelves in compiled.items():
        yield from ((f"{table} {number}", shelf) for number, shelf in enumerate(table_shelves))
    # One description needs few rankings, and all of them are large: each value lies by itself.
    yield from ((f"rankings {key}", {key: value}) for key, value in kept_rankings(catalog))
    yield "vocabulary", plain(catalog.vocabulary)
    yield "associations", plain(tuple(catalog.associations))
    yield "demand_cues", plain(tuple(catalog.demand_cues))
    yield "step_cues", plain(tuple(catalog.step_cues))
    yield "successions", plain(tuple(catalog.successions))
    yield "snippets", plain(tuple(catalog.snippets))
    yield (
        "revisions",
        [
            [kind.__name__, name, [[entry.file, entry.fields, plain(entry.before)] for entry in said]]
            for (kind, name), said in catalog.revisions.items()
        ],
    )
    found = positions_by_lookup(catalog.models.values())
    for by in _FEW_KEYS:
        yield by, sorted(found.get(by, {}))
        yield from ((f"{by} {key}", positions) for key, positions in found.get(by, {}).items())
    for by in SEARCHED:
        yield f"{by}s", list(found.get(by, {}))
    shelved: list[dict[Lookup, dict[str, list[int]]]] = [{by: {} for by in _NAMES} for _ in range(shelves)]
    for by in _NAMES:
        for key, positions in found.get(by, {}).items():
            shelved[shelf(key, shelves)][by][key] = positions
    yield from ((f"shelf {number}", shelf) for number, shelf in enumerate(shelved))


def _tables(catalog: Catalog) -> Tables:
    """All that is compiled from a catalog."""
    # Needless to read a snapshot.
    from whichllm.ranking.affinity import told_by_stems
    from whichllm.reading.compiling import tables

    return {**tables(catalog), "mentions": told_by_stems(catalog)}


def _compiled_shelves(compiled: Tables) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    for table, values in compiled.items():
        count = 1 + len(json.dumps(values)) // _BYTES_A_SHELF if len(values) > 1 else 1
        shelved: list[dict[str, Any]] = [{} for _ in range(count)]
        for key, value in values.items():
            shelved[shelf(key, count)][key] = value
        yield table, shelved


def _sealed(parts: Iterable[tuple[str, Any]], fingerprint: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    for name, values in parts:
        content = json.dumps(values, separators=(",", ":")).encode("ascii")
        yield name, content, _digest(fingerprint, name, content)


def _digest(fingerprint: bytes, name: str, content: bytes) -> bytes:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), key=fingerprint, digest_size=16)
    digest.update(b"\0" + content)
    return digest.digest()


class _Snapshot:
    """A snapshot as a place to read from.

    The file is opened for each question and closed again, which takes less than a thousandth of a second: so threads
    and processes that fork share nothing, and what is known of models is kept once they are built.
    """

    def __init__(self, path: Path, fingerprint: bytes) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._fingerprint = fingerprint

    def is_whole(self) -> bool:
        """Whether the file holds the tables of a snapshot, and nothing that could compute instead of lying there."""
        tables = self._asked("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", ())
        return tuple(sql for (sql,) in tables) == _TABLES

    def parts(self, names: Sequence[str]) -> dict[str, Any]:
        """The values of parts."""
        return self._read("SELECT name, content, digest FROM parts WHERE name", names)

    def models(self, positions: Sequence[int]) -> dict[str, Any]:
        """The values of models, by their positions as text."""
        return self._read("SELECT position, content, digest FROM models WHERE position", positions)

    def _read(self, query: str, keys: Sequence[str] | Sequence[int]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for start in range(0, len(keys), _AT_ONCE):
            found.update(self._read_some(query, keys[start : start + _AT_ONCE]))
        return found

    def _read_some(self, query: str, keys: Sequence[str] | Sequence[int]) -> dict[str, Any]:
        rows = self._asked(f"{query} IN ({','.join('?' * len(keys))})", keys)
        for name, content, digest in rows:
            if not isinstance(content, bytes) or digest != _digest(self._fingerprint, str(name), content):
                raise _DamagedError
        if len(rows) != len(keys):
            raise _DamagedError
        # Read as one, JSON takes a third less time, since the keys in it repeat.
        values = json.loads(b"[" + b",".join(content for _, content, _ in rows) + b"]")
        return dict(zip((str(name) for name, _, _ in rows), values, strict=True))

    def _asked(self, query: str, values: Sequence[Any]) -> list[Any]:
        with closing(sqlite3.connect(self._address, uri=True, isolation_level=None)) as connection:
            return connection.execute(query, tuple(values)).fetchall()


class _Mended:
    """The catalog of a snapshot by other means, for when it has turned out to be damaged."""

    def __init__(self, otherwise: Callable[[], Catalog], version: str) -> None:
        self._otherwise = otherwise
        self._version = version
        self._catalog: Catalog | None = None
        self._lock = threading.Lock()

    def catalog(self) -> Catalog:
        """The same catalog. Raises WhichllmError if that is no longer to be had."""
        with self._lock:
            if self._catalog is None:
                catalog = self._otherwise()
                if catalog.version != self._version:
                    raise WhichllmError("the catalog has changed while it was read", "try again")
                self._catalog = catalog
            return self._catalog


class _BlocksOnDisk(Mapping[str, _Named]):
    """Blocks in a snapshot by their ids. Each is built once: when it is first asked for, or with all once many are."""

    def __init__(self, kind: type[_Named], name: str, ids: Sequence[str], snapshot: _Snapshot, mended: _Mended) -> None:
        self._rebuilt: Callable[[dict[str, Any]], _Named] = partial(rebuilt, kind)
        self._name = name
        self._ids = dict.fromkeys(ids)
        self._snapshot = snapshot
        self._mended = mended
        self._built: dict[str, _Named] = {}
        self._questions = 0

    def __getitem__(self, key: str) -> _Named:
        if key not in self._built and key in self._ids:
            self._questions += 1
            if self._questions > _FEW_QUESTIONS:
                self._build_all()
            else:
                self._build([key])
        return self._built[key]

    def __iter__(self) -> Iterator[str]:
        self._build_all()
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: object) -> bool:
        return key in self._ids

    def _build_all(self) -> None:
        missing = [key for key in self._ids if key not in self._built]
        if missing:
            self._build(missing)

    def _build(self, keys: Sequence[str]) -> None:
        try:
            values = self._snapshot.parts([f"{self._name} {key}" for key in keys])
        except _UNUSABLE:
            blocks = getattr(self._mended.catalog(), self._name)
            found = {key: blocks[key] for key in keys}
        else:
            found = {key: self._rebuilt(values[f"{self._name} {key}"]) for key in keys}
        for key, block in found.items():
            # Of two threads that build the same block the first wins, so that there is only one.
            self._built.setdefault(key, block)


class _CompiledOnDisk(Compiled):
    """What was compiled, in a snapshot: fetched shelf by shelf, and all of it once it is asked for often.

    Of tables without shelves each value lies by itself, and is only ever fetched when it is asked for.
    """

    def __init__(self, snapshot: _Snapshot, shelves: Mapping[Table, int], mended: _Mended) -> None:
        self._snapshot = snapshot
        self._shelves = shelves
        self._mended = mended
        self._fetched: dict[str, Mapping[str, Any]] = {}
        self._expected: set[str] = set()
        self._questions = 0
        self._complete = False
        self._instead: Compiled | None = None

    def value(self, table: Table, key: str) -> Any:
        """See `Compiled`."""
        name = self._place(table, key)
        if name not in self._fetched and self._instead is None:
            # Of what lies by itself, how much is asked for does not tell how many descriptions there are.
            self._questions += table in self._shelves
            self._fetch([name])
        return self._fetched[name].get(key) if self._instead is None else self._instead.value(table, key)

    def expect(self, table: Table, keys: Iterable[str]) -> None:
        """See `Compiled`."""
        if table not in self._shelves or not self._complete:
            self._expected.update([self._place(table, key) for key in keys])

    def everything(self, table: Table) -> Iterable[Any]:
        """See `Compiled`."""
        names = self._all_of(table)
        self._fetch(names)
        if self._instead is not None:
            return self._instead.everything(table)
        return chain.from_iterable(self._fetched[name].values() for name in names)

    def _place(self, table: Table, key: str) -> str:
        return f"{table} {shelf(key, self._shelves[table]) if table in self._shelves else key}"

    def _all_of(self, table: Table) -> list[str]:
        return [f"{table} {number}" for number in range(self._shelves[table])]

    def _fetch(self, names: Iterable[str]) -> None:
        wanted = dict.fromkeys((*names, *self._expected))
        self._expected.clear()
        if self._questions > _FEW_QUESTIONS and not self._complete:
            self._complete = True
            wanted |= dict.fromkeys(name for table in self._shelves for name in self._all_of(table))
        try:
            self._fetched.update(self._snapshot.parts([name for name in wanted if name not in self._fetched]))
        except _UNUSABLE:
            self._complete = True
            catalog = self._mended.catalog()
            self._instead = catalog.compiled or CompiledInMemory(_tables(catalog))


class _Part(Generic[_Content]):
    """A part of a snapshot that few answers need, and a field of the catalog: built when it is first asked for."""

    def __init__(self, snapshot: _Snapshot, mended: _Mended, name: str, build: Callable[[Any], _Content]) -> None:
        self._snapshot = snapshot
        self._mended = mended
        self._name = name
        self._build = build
        self._built: _Content | None = None

    def content(self) -> _Content:
        """The same content each time."""
        if self._built is None:
            try:
                values = self._snapshot.parts([self._name])[self._name]
            except _UNUSABLE:
                self._built = getattr(self._mended.catalog(), self._name)
            else:
                self._built = self._build(values)
        return cast(_Content, self._built)


class _VocabularyOnDisk(Vocabulary):
    """The vocabulary in a snapshot: to read, what was compiled is enough."""

    __slots__ = ("_part",)
    _part: _Part[Vocabulary]

    def __init__(self, part: _Part[Vocabulary]) -> None:
        object.__setattr__(self, "_part", part)

    def __getattr__(self, name: str) -> Any:
        """Called for what has not been set: no field has, at first."""
        if name not in Vocabulary.__slots__:
            raise AttributeError(name)
        vocabulary = self._part.content()
        for each in Vocabulary.__slots__:
            object.__setattr__(self, each, getattr(vocabulary, each))
        return getattr(vocabulary, name)

    @property  # type: ignore[misc]
    def __class__(self) -> type[Vocabulary]:  # type: ignore[override]
        """What it passes for: it equals others, and `dataclasses.replace` makes one of these."""
        return Vocabulary

    def __reduce__(self) -> Any:
        return self._part.content().__reduce_ex__(4)


class _ListOnDisk(Sequence[_Listed]):
    """A list in a snapshot that few answers need."""

    def __init__(self, part: _Part[Sequence[_Listed]]) -> None:
        self._part: _Part[Sequence[_Listed]] = part

    @overload
    def __getitem__(self, index: int) -> _Listed: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Listed]: ...
    def __getitem__(self, index: int | slice) -> _Listed | Sequence[_Listed]:
        return self._part.content()[index]

    def __len__(self) -> int:
        return len(self._part.content())

    def __iter__(self) -> Iterator[_Listed]:
        return iter(self._part.content())


class _ModelsOnDisk(Models):
    """The models in a snapshot. Each is built once, when it is first asked for."""

    def __init__(self, snapshot: _Snapshot, count: int, shelves: int, mended: _Mended) -> None:
        self._snapshot = snapshot
        self._count = count
        self._shelves = shelves
        self._mended = mended
        self._built: dict[int, Model] = {}
        self._known: dict[str, Any] = {}

    def __len__(self) -> int:
        return self._count

    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """See `Models`."""
        built = self._built
        missing = [position for position in dict.fromkeys(positions) if position not in built]
        if missing:
            try:
                values = self._snapshot.models(missing)
            except _UNUSABLE:
                return self._mended.catalog().models.at(positions)
            for position in missing:
                # Of two threads that build the same model the first wins, so that there is only one.
                built.setdefault(position, rebuilt(Model, values[str(position)]))
        return [built[position] for position in positions]

    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """See `Models`."""
        try:
            if by not in _FEW_KEYS:
                found: Sequence[int] = self._part(f"shelf {shelf(key, self._shelves)}")[by].get(key, ())
                return found
            return self._part(f"{by} {key}") if key in self._part(by) else ()
        except _UNUSABLE:
            return self._mended.catalog().models.positions(by, key)

    def names(self, by: Lookup) -> Iterable[str]:
        """See `Models`."""
        try:
            found: Sequence[str] = self._part(f"{by}s")
            return found
        except _UNUSABLE:
            return self._mended.catalog().models.names(by)

    def _part(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._snapshot.parts([name])[name]
        return self._known[name]
