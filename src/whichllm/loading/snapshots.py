"""A checked catalog in one SQLite file, from which models are built when they are asked for. The one door to SQLite.

A snapshot belongs to one fingerprint (see `fingerprints`). It is never changed, only written anew elsewhere and put in
place, so that it can be read without locks. Nothing in it is believed before its digest has been checked, which the
fingerprint goes into: a part that was damaged, forged, or made from other files or by other code counts as missing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, overload

from whichllm.catalog import (
    Association,
    Block,
    Catalog,
    Category,
    Library,
    License,
    Lookup,
    Model,
    Models,
    OwnFile,
    Revision,
    Snippet,
    Source,
    Task,
    Vocabulary,
    positions_by_lookup,
)
from whichllm.errors import WhichllmError
from whichllm.loading.plain import plain, rebuilt

_TABLES = (
    "CREATE TABLE models (position INTEGER PRIMARY KEY, content BLOB NOT NULL, digest BLOB NOT NULL)",
    "CREATE TABLE parts (name TEXT PRIMARY KEY, content BLOB NOT NULL, digest BLOB NOT NULL)",
)
_DEFINITIONS = ("about", "categories", "tasks", "licenses", "libraries", "sources", "vocabulary", "revisions")
# What few keys find, with many models each, has a part for each key; names are many and share parts.
_FEW_KEYS: tuple[Lookup, ...] = ("task", "subtask", "category")
_NAMES: tuple[Lookup, ...] = ("id", "alias", "title", "family")
_SEARCHED: tuple[Lookup, ...] = ("id", "alias", "title")
_MODELS_A_SHELF = 32
# As many values as one statement may name in every SQLite.
_AT_ONCE = 500
_KINDS: Mapping[str, type[Block]] = MappingProxyType(
    {kind.__name__: kind for kind in (Category, Task, Model, License, Library, Source)}
)

_Listed = TypeVar("_Listed", Association, Snippet)
_Named = TypeVar("_Named", Category, Task, License, Library, Source)


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
        parts = snapshot.parts(_DEFINITIONS)
    except _UNUSABLE:
        return None
    about = parts["about"]
    mended = _Mended(otherwise, about["version"])
    return Catalog(
        categories=_by_id(Category, parts["categories"]),
        tasks=_by_id(Task, parts["tasks"]),
        models=_ModelsOnDisk(snapshot, about["models"], about["shelves"], mended),
        licenses=_by_id(License, parts["licenses"]),
        libraries=_by_id(Library, parts["libraries"]),
        sources=_by_id(Source, parts["sources"]),
        vocabulary=rebuilt(Vocabulary, parts["vocabulary"]),
        associations=_ListOnDisk(Association, "associations", snapshot, mended),
        snippets=_ListOnDisk(Snippet, "snippets", snapshot, mended),
        version=about["version"],
        own=tuple([rebuilt(OwnFile, values) for values in about["own"]]),
        revisions=MappingProxyType(
            {
                (_KINDS[kind], name): tuple([_revision(_KINDS[kind], *values) for values in said])
                for kind, name, said in parts["revisions"]
            }
        ),
    )


def _by_id(kind: type[_Named], blocks: list[dict[str, Any]]) -> Mapping[str, _Named]:
    return MappingProxyType({values["id"]: rebuilt(kind, values) for values in blocks})


def _revision(kind: type[Block], file: str, fields: list[str], before: dict[str, Any] | None) -> Revision:
    return Revision(file=file, fields=tuple(fields), before=None if before is None else rebuilt(kind, before))


def _parts(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """All parts of a snapshot, by name, except for the models."""
    shelves = max(1, len(catalog.models) // _MODELS_A_SHELF)
    yield (
        "about",
        {
            "version": catalog.version,
            "models": len(catalog.models),
            "shelves": shelves,
            "own": plain(catalog.own),
        },
    )
    for name in ("categories", "tasks", "licenses", "libraries", "sources"):
        yield name, [plain(block) for block in getattr(catalog, name).values()]
    yield "vocabulary", plain(catalog.vocabulary)
    yield "associations", plain(tuple(catalog.associations))
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
    for by in _SEARCHED:
        yield f"{by}s", list(found.get(by, {}))
    shelved: list[dict[Lookup, dict[str, list[int]]]] = [{by: {} for by in _NAMES} for _ in range(shelves)]
    for by in _NAMES:
        for key, positions in found.get(by, {}).items():
            shelved[_shelf(key, shelves)][by][key] = positions
    yield from ((f"shelf {number}", shelf) for number, shelf in enumerate(shelved))


def _shelf(name: str, shelves: int) -> int:
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % shelves


def _sealed(parts: Iterable[tuple[str, Any]], fingerprint: bytes) -> Iterator[tuple[str, bytes, bytes]]:
    for name, values in parts:
        content = json.dumps(values, separators=(",", ":")).encode("ascii")
        yield name, content, _digest(fingerprint, name, content)


def _digest(fingerprint: bytes, name: str, content: bytes) -> bytes:
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), key=fingerprint, digest_size=16)
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
        found: dict[str, Any] = {}
        for start in range(0, len(positions), _AT_ONCE):
            some = positions[start : start + _AT_ONCE]
            found.update(self._read("SELECT position, content, digest FROM models WHERE position", some))
        return found

    def _read(self, query: str, keys: Sequence[str] | Sequence[int]) -> dict[str, Any]:
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


class _ListOnDisk(Sequence[_Listed]):
    """A list in a snapshot, built when it is first asked for: few commands need it. Its name is that in the catalog."""

    def __init__(self, kind: type[_Listed], name: str, snapshot: _Snapshot, mended: _Mended) -> None:
        self._kind: type[_Listed] = kind
        self._name = name
        self._snapshot = snapshot
        self._mended = mended
        self._built: Sequence[_Listed] | None = None

    @overload
    def __getitem__(self, index: int) -> _Listed: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[_Listed]: ...
    def __getitem__(self, index: int | slice) -> _Listed | Sequence[_Listed]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[_Listed]:
        return iter(self._all())

    def _all(self) -> Sequence[_Listed]:
        if self._built is None:
            try:
                values = self._snapshot.parts([self._name])[self._name]
            except _UNUSABLE:
                self._built = getattr(self._mended.catalog(), self._name)
            else:
                self._built = tuple([rebuilt(self._kind, entry) for entry in values])
        return self._built


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
                found: Sequence[int] = self._part(f"shelf {_shelf(key, self._shelves)}")[by].get(key, ())
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
