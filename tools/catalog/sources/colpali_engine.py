"""ColPali's list of models that retrieve pages by sight: score on ViDoRe, licence, and that they are on the Hub."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog import readme
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("colpali-engine", packages=("colpali-engine",))
LICENSE = 2
"""The column of the licence, counted from 0."""


def facts(folder: Path) -> Iterator[Fact]:
    """The figures that the table beside this file names, and the licence of each of its models."""
    wanted = clean.table(__file__)
    yield from readme.evidence(folder, ORIGIN.source, wanted)
    (board,) = wanted["tables"]
    for rows in readme.tables(readme.description(folder)):
        for row in rows:
            if row[0] in board["models"].values() and len(row) > LICENSE:
                values = {"license": clean.license_id(row[LICENSE]), "open_weights": True}
                yield from clean.facts_of(row[0], ORIGIN.source, values)
