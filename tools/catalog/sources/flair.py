"""Flair's own figures for its taggers of named entities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin("flair", packages=("flair",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures that the table beside this file names."""
    yield from readme.evidence(folder, ORIGIN.source, table(__file__))
