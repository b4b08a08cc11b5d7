"""Transformers' configurations: the public checkpoint that each names as its default."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("transformers", packages=("transformers",))


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of these checkpoints can be downloaded."""
    for path in sorted((folder / "transformers" / "models").glob("*/configuration_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            checkpoint = _checkpoint(node) if isinstance(node, ast.ClassDef) else ""
            if checkpoint:
                yield Fact(checkpoint, "open_weights", True, ORIGIN.source)


def _checkpoint(node: ast.ClassDef) -> str:
    """The argument of `@auto_docstring(checkpoint="...")`."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            for keyword in decorator.keywords:
                if keyword.arg == "checkpoint" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""
