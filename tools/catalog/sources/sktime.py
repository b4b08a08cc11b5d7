"""sktime: the checkpoints that its forecasters load by default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of

ORIGIN = Origin(source="sktime", packages=("sktime",))

ARGUMENTS = frozenset({"checkpoint", "model_name", "model_path", "pretrained_model_name_or_path", "repo_id"})
"""What forecasters call the argument that names a repository of the Hub."""

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of each default checkpoint are open."""
    found = {
        name
        for path in (folder / "sktime" / "forecasting").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
        for name in _defaults(node)
    }
    for model in sorted(found):
        yield from facts_of(model, ORIGIN.source, {"open_weights": True, "libraries": ["sktime"]})


def _defaults(function: ast.FunctionDef) -> Iterator[str]:
    arguments = function.args.args
    for argument, default in zip(arguments[::-1], function.args.defaults[::-1], strict=False):
        name = default.value if argument.arg in ARGUMENTS and isinstance(default, ast.Constant) else None
        if isinstance(name, str) and _REPOSITORY.fullmatch(name):
            yield name
