"""Diffusers: the checkpoints in the examples of its pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of

ORIGIN = Origin(source="diffusers", packages=("diffusers",))

_EXAMPLE = re.compile(r"Pipeline\.from_pretrained\(\s*(?:\.\.\.\s*)?\"(?P<model>[\w.-]+/[\w.-]+)\"")


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of each checkpoint are open, and run with it."""
    found = {
        example["model"]
        for path in (folder / "diffusers" / "pipelines").rglob("*.py")
        for example in _EXAMPLE.finditer(path.read_text(encoding="utf-8"))
    }
    for model in sorted(found):
        yield from facts_of(model, ORIGIN.source, {"open_weights": True, "libraries": ["diffusers"]})
