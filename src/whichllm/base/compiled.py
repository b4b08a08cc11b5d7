"""What is compiled from a catalog for answering descriptions: plain values in tables, wherever they are kept."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Literal

Table = Literal[
    "settings",
    "words",
    "near",
    "names",
    "rules",
    "demands",
    "demand-cues",
    "step-cues",
    "successions",
    "mentions",
    "rankings",
]
"""The tables: `whichllm.reading.compiling` describes all but the last two: see `affinity` and `ranking`."""

Tables = Mapping[Table, Mapping[str, Any]]
"""All of what was compiled: for each table its values by their keys. Values are such as JSON can hold."""


def shelf(name: str, shelves: int) -> int:
    """On which of so many shelves, numbered from 0, a name lies: the same everywhere and always."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % shelves


class Compiled(ABC):
    """Looks values up, so that one description need not wait for what only others ask for.

    Nothing that is looked up may be changed. Safe to share between threads.
    """

    @abstractmethod
    def value(self, table: Table, key: str) -> Any:
        """The value of a key, None if it has none."""

    @abstractmethod
    def expect(self, table: Table, keys: Iterable[str]) -> None:
        """Take notice of keys that are likely to be asked for next, so that they can be fetched at once."""

    @abstractmethod
    def everything(self, table: Table) -> Iterable[Any]:
        """All values of a table."""


class CompiledInMemory(Compiled):
    """What was compiled, all of it there already."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def value(self, table: Table, key: str) -> Any:
        """See `Compiled`."""
        return self._tables.get(table, {}).get(key)

    def expect(self, table: Table, keys: Iterable[str]) -> None:
        """See `Compiled`."""

    def everything(self, table: Table) -> Iterable[Any]:
        """See `Compiled`."""
        return self._tables[table].values()
