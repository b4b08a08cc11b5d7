"""VoxCPM's comparison of speech synthesis on Seed-TTS-eval, as its makers measured or cite it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin("voxcpm", packages=("voxcpm",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures that the table beside this file names."""
    yield from readme.evidence(folder, ORIGIN.source, table(__file__))
