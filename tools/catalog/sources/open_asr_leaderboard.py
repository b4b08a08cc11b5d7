"""The Open ASR Leaderboard: word error rates of speech recognition in English, and which models are open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, table

FILE = "asr_scores.jsonl"
ORIGIN = Origin(source="open-asr-leaderboard", files=(FILE,))

OPENNESS = {"Open": True, "Proprietary": False}


def facts(folder: Path) -> Iterator[Fact]:
    """The error rate of each model on the board, to the two digits that the board shows, and its openness."""
    rows = [{**row, "value": round(row["value"], 2)} for row in scores.rows(folder / FILE)]
    names = scores.same_names(rows, table(__file__)["models"])
    yield from scores.evidence(rows, "automatic-speech-recognition", ORIGIN.source, names)
    stated = {row["id"]: OPENNESS.get(str(row.get("openness"))) for row in rows}
    for model, name in names.items():
        if stated.get(name) is not None:
            yield Fact(model, "open_weights", stated[name], ORIGIN.source)
