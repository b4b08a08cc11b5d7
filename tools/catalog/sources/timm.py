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
    """The licence and openness of the weights on the Hub, and of models elsewhere that hold the same weights.

    The owner's copies need no form: the package fetches them by itself. That says nothing of the repositories that
    they were copied from.
    """
    known = table(__file__)
    licenses: dict[str, str] = {}
    models = dict(known["same_weights"])
    for weights, configuration, helpers in _configurations(folder):
        name = license_id(_value(configuration, "license", helpers))
        licenses[weights] = known["licenses"].get(name, name)
        repository = _value(configuration, "hf_hub_id", helpers)
        if repository.startswith(OWNER):
            models[OWNER + weights if repository == OWNER else repository] = weights
    for model, weights in models.items():
        if weights in licenses:
            stated = {"license": licenses[weights], "open_weights": True}
            yield from facts_of(model, ORIGIN.source, stated)
            if model.startswith(OWNER):
                yield from facts_of(model, ORIGIN.source, {"gated": False, "libraries": ["timm"]})


Helpers = Mapping[str, ast.FunctionDef]
"""The functions of a module, by their names: some of them fill in what configurations have in common."""


def _configurations(folder: Path) -> Iterator[tuple[str, ast.expr, Helpers]]:
    """The names of all weights and what describes them: a call of a helper, or a dictionary."""
    for path in sorted((folder / "timm" / "models").glob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        helpers = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        for node in ast.walk(module):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Call | ast.Dict):
                        yield str(key.value), value, helpers


def _value(configuration: ast.expr, name: str, helpers: Helpers) -> str:
    """What a configuration states, or else what its helper fills in."""
    if isinstance(configuration, ast.Dict):
        return _entry(configuration, name)
    if not isinstance(configuration, ast.Call):
        return ""
    for keyword in configuration.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    helper = helpers.get(configuration.func.id) if isinstance(configuration.func, ast.Name) else None
    inner = list(ast.walk(helper)) if helper else []
    filled_in = (_entry(node, name) for node in inner if isinstance(node, ast.Dict))
    passed_on = (_value(node, name, helpers) for node in inner if isinstance(node, ast.Call))
    return next(filter(None, (*filled_in, *passed_on)), "")


def _entry(dictionary: ast.Dict, name: str) -> str:
    for key, value in zip(dictionary.keys, dictionary.values, strict=True):
        if isinstance(key, ast.Constant) and key.value == name and isinstance(value, ast.Constant):
            return str(value.value)
    return ""
