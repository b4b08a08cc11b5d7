"""fev-bench: skill of forecasting models over the seasonal naive forecast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, table

FILE = "forecasting_scores.jsonl"
ORIGIN = Origin(source="fev-bench", files=(FILE,))


def facts(folder: Path) -> Iterator[Fact]:
    """The skill of each model on the board."""
    rows = scores.rows(folder / FILE)
    yield from scores.evidence(rows, "time-series-forecasting", ORIGIN.source, table(__file__)["models"])
