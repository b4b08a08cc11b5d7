"""audio-separator: measured quality of the models that split music into stems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, table

ORIGIN = Origin(source="audio-separator", packages=("audio-separator",))


def facts(folder: Path) -> Iterator[Fact]:
    """The signal-to-distortion ratio of each stem that a model is made for. A model is named as its file is."""
    known = table(__file__)
    listed = json.loads((folder / "audio_separator" / "models-scores.json").read_text(encoding="utf-8"))
    for file, entry in listed.items():
        model = Path(file).stem
        yield Fact(model, "open_weights", True, ORIGIN.source)
        yield Fact(model, "gated", False, ORIGIN.source)
        yield Fact(model, "libraries", ["audio-separator"], ORIGIN.source)
        for stem in known["stems"]:
            ratio = _ratio(entry, stem)
            if ratio is not None:
                score = Score(known["task"], known["benchmark"].format(stem=stem), round(ratio, 2), True)
                yield Fact(model, "evidence", score, ORIGIN.source)


def _ratio(entry: dict[str, Any], stem: str) -> float | None:
    """The median ratio, if the model is listed as one that gives the stem."""
    measured = (entry.get("median_scores") or {}).get(stem)
    return measured.get("SDR") if stem in entry["stems"] and isinstance(measured, dict) else None
