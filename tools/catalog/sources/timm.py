"""timm: the licence of each of its weights on the Hub."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of, license_id, table

ORIGIN = Origin(source="timm", packages=("timm",))

OWNER = "timm/"
"""What a configuration states as Hub id when the repository is the owner's and bears the name of the weights."""


def facts(folder: Path) -> Iterator[Fact]:
    """The licence and openness of the weights on the Hub, and of models elsewhere that hold the same weights."""
    known = table(__file__)
    stated = {weights: known["licenses"].get(name, name) for weights, name in _stated(folder)}
    models = {OWNER + weights: weights for weights in stated} | known["same_weights"]
    for model, weights in models.items():
        yield from facts_of(model, ORIGIN.source, {"license": stated.get(weights), "open_weights": True})


def _stated(folder: Path) -> Iterator[tuple[str, str]]:
    """The names of all weights that lie in repositories of the owner, and their licences."""
    for path in sorted((folder / "timm" / "models").glob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        helpers = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(module):
            if not isinstance(node, ast.Dict):
                continue
            for key, value in zip(node.keys, node.values, strict=True):
                if (
                    isinstance(key, ast.Constant)
                    and isinstance(value, ast.Call)
                    and _argument(value, "hf_hub_id") == OWNER
                ):
                    yield str(key.value), license_id(_license(value, helpers))


def _license(call: ast.Call, helpers: Mapping[str, ast.FunctionDef]) -> str:
    """The licence in a configuration, or else the one that its helper fills in."""
    stated = _argument(call, "license")
    helper = helpers.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if stated or helper is None:
        return stated
    for node in ast.walk(helper):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "license" and isinstance(value, ast.Constant):
                    return str(value.value)
    inner = (node for node in ast.walk(helper) if isinstance(node, ast.Call) and node is not call)
    return next(filter(None, (_license(node, helpers) for node in inner)), "")


def _argument(call: ast.Call, name: str) -> str:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return ""
