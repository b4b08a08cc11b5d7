"""Transformers: the public checkpoints that its configurations name, that its examples load, and that pipelines run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Choice, Fact, Origin, facts_of, table

ORIGIN = Origin("transformers", packages=("transformers",))

_EXAMPLE = re.compile(
    r"""(?:from_pretrained\(|pipeline\([^()]*model=|"default": \{\s*"model": \{?\()\s*(?:\.\.\.\s*)?"""
    r""""(?P<model>[\w.-]+/[\w.-]+)\""""
)


def facts(folder: Path) -> Iterator[Fact]:
    """That these checkpoints can be downloaded and that it runs them, and what pipelines run if none is named."""
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
    others = table(__file__)["pipelines"]
    for pipeline, model in _defaults(folder / "transformers" / "pipelines" / "__init__.py"):
        for task in others.get(pipeline, [pipeline]):
            choice = Choice(task, f"default of the {pipeline} pipeline of Transformers")
            yield Fact(model, "recommended", choice, ORIGIN.source)


def _defaults(path: Path) -> Iterator[tuple[str, str]]:
    """Each pipeline of `SUPPORTED_TASKS` with the model that it runs by default."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body if path.is_file() else ():
        match node:
            case ast.Assign(targets=[ast.Name(id="SUPPORTED_TASKS")], value=ast.Dict(keys=keys, values=values)):
                for key, value in zip(keys, values, strict=True):
                    model = _default(value)
                    if isinstance(key, ast.Constant) and model:
                        yield str(key.value), model


def _default(pipeline: ast.expr) -> str:
    """The model under "default"; releases nest it in blocks of their own, and name a revision beside it."""
    if isinstance(pipeline, ast.Dict):
        for key, value in zip(pipeline.keys, pipeline.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "default":
                named = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
                return next((str(name) for name in named if "/" in str(name)), "")
    return ""


def _checkpoint(node: ast.ClassDef) -> str:
    """The argument of `@auto_docstring(checkpoint="...")`."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            for keyword in decorator.keywords:
                if keyword.arg == "checkpoint" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return ""
