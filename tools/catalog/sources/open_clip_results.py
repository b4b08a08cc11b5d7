"""The results of open_clip: zero-shot accuracy of its weights on ImageNet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, table

FILE = "zero_shot_image_scores.jsonl"
ORIGIN = Origin(source="open-clip-results", files=(FILE,))


def facts(folder: Path) -> Iterator[Fact]:
    """The accuracy of each of the weights that the catalog has under a name of the Hub."""
    names = {model: f"open_clip/{name}" for model, name in table(__file__)["models"].items()}
    yield from scores.evidence(scores.rows(folder / FILE), "zero-shot-image-classification", ORIGIN.source, names)
