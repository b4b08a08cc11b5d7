"""BTZSC: how well models sort texts into classes that they were not trained on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from tools.catalog.facts import Fact, Origin, Score, table

ORIGIN = Origin("btzsc", packages=("btzsc",))


def facts(folder: Path) -> Iterator[Fact]:
    """Macro F1 averaged over the data sets, for the models that the table beside this file names."""
    with (folder / "btzsc" / "_baselines" / "f1_scores.csv").open(encoding="utf-8", newline="") as file:
        rows = {row.pop("mdl"): row for row in csv.DictReader(file)}
    for model, name in table(__file__)["models"].items():
        if name in rows:
            value = round(mean(float(figure) for figure in rows[name].values()), 4)
            benchmark = f"BTZSC, mean macro F1 over {len(rows[name])} data sets"
            yield Fact(model, "evidence", Score("zero-shot-classification", benchmark, value, True), ORIGIN.source)
