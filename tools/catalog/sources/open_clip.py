"""open_clip: which of its pretrained weights lie in which repository of the Hub."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of

ORIGIN = Origin(source="open-clip", packages=("open_clip_torch",))


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of each repository are open: the package fetches them with no token."""
    module = ast.parse((folder / "open_clip" / "pretrained.py").read_text(encoding="utf-8"))
    repositories = {
        str(keyword.value.value).strip("/")
        for call in ast.walk(module)
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "hf_hub" and isinstance(keyword.value, ast.Constant)
    }
    for model in sorted(repositories - {""}):
        yield from facts_of(model, ORIGIN.source, {"open_weights": True, "gated": False, "libraries": ["open_clip"]})
