"""RF-DETR: accuracy, parameters and licences of detectors, measured by its makers and listed in its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, Score, count, facts_of, table

ORIGIN = Origin(source="rfdetr", packages=("rfdetr",))

ACCURACY, PARAMETERS, LICENSE = "COCO AP50:95", "Params (M)", "License"


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of the models that stand in the tables beside this module."""
    known = table(__file__)
    listed = [rows for rows in readme.tables(readme.description(folder)) if PARAMETERS in rows[0]]
    for one in known["tables"]:
        header, *rows = next((rows for rows in listed if any(row[0] == one["holds"] for row in rows)), [[]])
        stated = {row[0]: dict(zip(header, row, strict=False)) for row in rows}
        for model, name in one["models"].items():
            row = stated.get(name, {})
            if row:
                score = Score(one["task"], one["benchmark"], float(row[ACCURACY]), higher_is_better=True)
                yield Fact(model, "evidence", score, ORIGIN.source)
                values = {
                    "license": known["licenses"].get(row[LICENSE]),
                    "open_weights": True,
                    "gated": False if model in known["own"] else None,
                    "libraries": ["rfdetr"] if model in known["own"] else None,
                    "parameters": count(float(row[PARAMETERS]) * 1e6),
                }
                yield from facts_of(model, ORIGIN.source, values)
