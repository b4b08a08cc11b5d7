"""Diffusers: the checkpoints in the examples of its pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin

ORIGIN = Origin(source="diffusers", packages=("diffusers",))

_EXAMPLE = re.compile(r"Pipeline\.from_pretrained\(\s*(?:\.\.\.\s*)?\"(?P<model>[\w.-]+/[\w.-]+)\"")


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of each checkpoint are open."""
    found = {
        example["model"]
        for path in (folder / "diffusers" / "pipelines").rglob("*.py")
        for example in _EXAMPLE.finditer(path.read_text(encoding="utf-8"))
    }
    for model in sorted(found):
        yield Fact(model, "open_weights", True, ORIGIN.source)
