"""ColPali's list of models that retrieve pages by sight, with their score on ViDoRe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin("colpali-engine", packages=("colpali-engine",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures that the table beside this file names."""
    yield from readme.evidence(folder, ORIGIN.source, table(__file__))
