"""Transformers: the public checkpoints that its configurations name, and that its examples and pipelines load."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of

ORIGIN = Origin("transformers", packages=("transformers",))

_EXAMPLE = re.compile(
    r"""(?:from_pretrained\(|pipeline\([^()]*model=|"default": \{\s*"model": \{?\()\s*(?:\.\.\.\s*)?"""
    r""""(?P<model>[\w.-]+/[\w.-]+)\""""
)


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of these checkpoints can be downloaded, and that it runs them."""
    found = {
        example["model"]
        for path in (folder / "transformers").rglob("*.py")
        for example in _EXAMPLE.finditer(path.read_text(encoding="utf-8"))
    }
    for model in sorted(found):
        yield Fact(model, "libraries", ["transformers"], ORIGIN.source)
    for path in sorted((folder / "transformers" / "models").glob("*/configuration_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            checkpoint = _checkpoint(node) if isinstance(node, ast.ClassDef) else ""
            if checkpoint:
                stated = {"open_weights": True, "libraries": ["transformers"]}
                yield from facts_of(checkpoint, ORIGIN.source, stated)


def _checkpoint(node: ast.ClassDef) -> str:
    """The argument of `@auto_docstring(checkpoint="...")`."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            for keyword in decorator.keywords:
                if keyword.arg == "checkpoint" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""
