"""FoundationForecast: the licences of forecasting models, a table of families in its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of, table

ORIGIN = Origin(source="foundationforecast", packages=("foundationforecast",))

_ROW = re.compile(r"^\| <img [^|]*> \| \[(?P<family>[^\]]+)\]\(\S+\) \|.*\| (?P<license>[^|]+) \|$", re.MULTILINE)


def facts(folder: Path) -> Iterator[Fact]:
    """Licence and openness of the models of each family in the table beside this module."""
    known = table(__file__)
    for metadata in folder.glob("foundationforecast-*.dist-info/METADATA"):
        stated = {row["family"]: row["license"] for row in _ROW.finditer(metadata.read_text(encoding="utf-8"))}
        for family, models in known["families"].items():
            license_id = known["licenses"].get(stated.get(family, ""))
            for model in models:
                values = {
                    "license": license_id,
                    "open_weights": license_id != "proprietary",
                    "libraries": ["foundationforecast"],
                }
                yield from facts_of(model, ORIGIN.source, values if license_id else {})
