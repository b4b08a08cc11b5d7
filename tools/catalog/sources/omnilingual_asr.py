"""Omnilingual ASR: the exact number of parameters of each model, a table in its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, count, facts_of, table

ORIGIN = Origin(source="omnilingual-asr", packages=("omnilingual-asr",))


def facts(folder: Path) -> Iterator[Fact]:
    """Parameters, licence and openness of the models in the table beside this module."""
    known = table(__file__)
    listed = {row[0]: row for rows in readme.tables(readme.description(folder)) for row in rows}
    for model, name in known["models"].items():
        if name in listed:
            parameters = count(int(listed[name][2].replace("_", "")))
            stated = {
                "license": known["license"],
                "open_weights": True,
                "gated": False,
                "parameters": parameters,
                "libraries": ["omnilingual-asr"],
            }
            yield from facts_of(model, ORIGIN.source, stated)
