"""chronos-forecasting: the checkpoints of Chronos and their parameters, a table in its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, count, facts_of

ORIGIN = Origin(source="chronos-forecasting", packages=("chronos-forecasting",))

_ROW = re.compile(r"^\| \[`(?P<model>[\w./-]+)`\]\(\S+\)\s*\| (?P<millions>[\d.]+)M\s*\|", re.MULTILINE)


def facts(folder: Path) -> Iterator[Fact]:
    """The parameters of each checkpoint."""
    for metadata in folder.glob("chronos_forecasting-*.dist-info/METADATA"):
        for row in _ROW.finditer(metadata.read_text(encoding="utf-8")):
            stated = {
                "open_weights": True,
                "gated": False,
                "parameters": count(float(row["millions"]) * 1e6),
                "libraries": ["chronos-forecasting"],
            }
            yield from facts_of(row["model"], ORIGIN.source, stated)
