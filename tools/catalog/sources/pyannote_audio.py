"""pyannote.audio: how well its pipelines tell who speaks when, a table in its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin(source="pyannote-audio", packages=("pyannote.audio",))


def facts(folder: Path) -> Iterator[Fact]:
    """The error rates of the pipelines in the table beside this module."""
    yield from readme.evidence(folder, ORIGIN.source, table(__file__))
