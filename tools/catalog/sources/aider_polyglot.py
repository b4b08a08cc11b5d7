"""Aider's polyglot leaderboard: programming exercises in several languages, by hosted and open models."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, table

FILE = "coding_scores.jsonl"
ORIGIN = Origin("aider-polyglot", files=(FILE,))


def facts(folder: Path) -> Iterator[Fact]:
    """One figure a model that the table beside this file names."""
    yield from scores.evidence(scores.rows(folder / FILE), "text-generation", ORIGIN.source, table(__file__)["models"])
