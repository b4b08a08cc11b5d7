"""Xinference: the repositories that its model specifications load, in the format of their makers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("xinference", packages=("xinference",))


def facts(folder: Path) -> Iterator[Fact]:
    """That Xinference runs each repository."""
    found = {
        name
        for path in (folder / "xinference" / "model").rglob("*.json")
        for name in _repositories(json.loads(path.read_text(encoding="utf-8")))
    }
    for model in sorted(found):
        yield Fact(model, "libraries", ["xinference"], ORIGIN.source)


def _repositories(specification: Any) -> Iterator[str]:
    """The Hub ids in a specification, wherever they stand in it."""
    if isinstance(specification, list):
        for entry in specification:
            yield from _repositories(entry)
    elif isinstance(specification, dict):
        hub = specification.get("huggingface")
        if isinstance(hub, dict) and isinstance(hub.get("model_id"), str):
            yield hub["model_id"]
        for entry in specification.values():
            yield from _repositories(entry)
