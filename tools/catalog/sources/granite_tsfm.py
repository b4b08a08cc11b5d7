"""granite-tsfm: the longest past that each release of the TinyTimeMixers reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, context, facts_of, load_yaml

ORIGIN = Origin(source="granite-tsfm", packages=("granite-tsfm",))

SECTION = "ibm-granite-models"


def facts(folder: Path) -> Iterator[Fact]:
    """Context and openness. A release has a branch for each length; the longest is what the model can read."""
    listed = load_yaml(folder / "tsfm_public" / "resources" / "model_paths_config" / "ttm.yaml")
    stated = {"open_weights": True, "gated": False, "libraries": ["granite-tsfm"]}
    longest: dict[str, int] = {}
    for entry in listed[SECTION].values():
        model = entry["model_card"]
        longest[model] = max(longest.get(model, 0), entry["context_length"])
    for model, length in longest.items():
        yield from facts_of(model, ORIGIN.source, {**stated, "context": context(length)})
