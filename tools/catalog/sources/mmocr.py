"""MMOCR: text detectors and readers, with their measured quality."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import openmmlab
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin(source="mmocr", packages=("mmocr",))


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of all weights that the package lists."""
    yield from openmmlab.facts(folder, ORIGIN.source, table(__file__))
