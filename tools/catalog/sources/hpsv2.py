"""HPS v2: how much people would prefer the pictures of a model, measured on its own benchmark of prompts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin("hpsv2", packages=("hpsv2",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures that the table beside this file names."""
    yield from readme.evidence(folder, ORIGIN.source, table(__file__))
