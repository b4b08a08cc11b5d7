"""Results of the Massive Text Embedding Benchmark: the mean over the tasks of MTEB(eng, v2)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, table

FILE = "embedding_scores.jsonl"
ORIGIN = Origin("mteb-results", files=(FILE,))


def facts(folder: Path) -> Iterator[Fact]:
    """One figure a model."""
    rows = scores.rows(folder / FILE)
    names = scores.same_names(rows, table(__file__)["models"])
    yield from scores.evidence(rows, "feature-extraction", ORIGIN.source, names)
