"""HELM's metadata of models: release dates and parameters, also of closed and older ones.

Where it knows only the month, it writes the first day of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("helm", packages=("crfm-helm",))


def facts(folder: Path) -> Iterator[Fact]:
    """Date and parameters of the models that the table beside this file names."""
    rows = {row["name"]: row for row in clean.load_yaml(folder / "helm" / "config" / "model_metadata.yaml")["models"]}
    for model, name in clean.table(__file__)["models"].items():
        row = rows.get(name, {})
        yield from clean.facts_of(
            model,
            ORIGIN.source,
            {
                "released": clean.date(row.get("release_date")).removesuffix("-01"),
                "parameters": clean.count(row.get("num_parameters")),
            },
        )
