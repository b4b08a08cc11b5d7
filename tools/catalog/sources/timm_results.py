"""The results of pytorch-image-models on ImageNet: accuracy and parameters of each of its weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import scores
from tools.catalog.facts import Fact, Origin, facts_of, table

FILE = "imagenet_scores.jsonl"
ORIGIN = Origin(source="timm-results", files=(FILE,))


def facts(folder: Path) -> Iterator[Fact]:
    """Accuracy at the size of image at which the weights do best, parameters and openness."""
    rows = sorted(scores.rows(folder / FILE), key=lambda row: row["value"])
    names = scores.same_names(rows, table(__file__)["same_weights"])
    yield from scores.evidence(rows, "image-classification", ORIGIN.source, names)
    parameters = {row["id"]: round(row["parameters_millions"] * 1e6) for row in rows}
    for model, name in names.items():
        if name in parameters:
            yield from facts_of(model, ORIGIN.source, {"open_weights": True, "parameters": parameters[name]})
