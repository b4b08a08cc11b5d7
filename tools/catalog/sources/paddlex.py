"""PaddleX: the models that it has published weights for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of, load_yaml

ORIGIN = Origin(source="paddlex", packages=("paddlex",))


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of a model are open, if its configuration says where they lie. The file bears its name."""
    for path in sorted((folder / "paddlex" / "configs" / "modules").glob("*/*.yaml")):
        weights = (load_yaml(path).get("Export") or {}).get("weight_path")
        if str(weights).startswith("https://"):
            stated = {"open_weights": True, "gated": False, "libraries": ["paddlex"]}
            yield from facts_of(path.stem, ORIGIN.source, stated)
