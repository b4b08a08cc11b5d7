"""torchvision: the weights that its builders load by default, with their parameters and measured quality.

A model `torchvision/resnet50` is the builder `resnet50` with the weights that its enumeration calls `DEFAULT`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, count, facts_of, table

ORIGIN = Origin(source="torchvision", packages=("torchvision",))

WANTED = ("license", "num_params", "_metrics")
"""The keys of the metadata that are read; others hold code."""


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of every builder whose default weights state a metric."""
    known = table(__file__)
    parameters: dict[str, int | None] = {}
    for path in sorted((folder / "torchvision" / "models").rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        shared = _named(module.body)
        weights = {node.name: _default_meta(node, shared) for node in module.body if isinstance(node, ast.ClassDef)}
        for builder in (node for node in module.body if isinstance(node, ast.FunctionDef)):
            meta = weights.get(_weights_of(builder))
            if meta:
                parameters[builder.name] = count(meta.get("num_params"))
                yield from _facts_of(f"torchvision/{builder.name}", meta, known)
    for model, name in known["same_architecture"].items():
        yield from facts_of(model, ORIGIN.source, {"parameters": parameters.get(name)})


def _facts_of(model: str, meta: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Fact]:
    source = ORIGIN.source
    license_id = known["licenses"].get(meta["license"]) if "license" in meta else known["license"]
    values = {
        "license": license_id,
        "open_weights": True,
        "gated": False,
        "parameters": count(meta.get("num_params")),
        "libraries": ["torchvision"],
    }
    yield from facts_of(model, source, values)
    for data, figures in meta.get("_metrics", {}).items():
        for name, value in figures.items():
            for task, benchmark in known["benchmarks"].get(data, {}).get(name, {}).items():
                yield Fact(model, "evidence", Score(task, benchmark, value, higher_is_better=True), source)


def _weights_of(builder: ast.FunctionDef) -> str:
    """The enumeration that a builder names in the annotation of its argument `weights`."""
    for argument in builder.args.kwonlyargs:
        if argument.arg == "weights" and argument.annotation:
            names = (node.id for node in ast.walk(argument.annotation) if isinstance(node, ast.Name))
            return next((name for name in names if name.endswith("_Weights")), "")
    return ""


def _named(body: list[ast.stmt]) -> dict[str, ast.expr]:
    """What is assigned to plain names."""
    return {
        node.targets[0].id: node.value
        for node in body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


def _default_meta(weights: ast.ClassDef, shared: Mapping[str, ast.expr]) -> dict[str, Any]:
    """What an enumeration of weights says of its member `DEFAULT`; {} where it has none.

    `shared` are the module's own names: metadata that several weights have in common stand there.
    """
    members = _named(weights.body)
    member = members.get("DEFAULT")
    call = members.get(member.id) if isinstance(member, ast.Name) else member
    if not isinstance(call, ast.Call):
        return {}
    return _literals(next((keyword.value for keyword in call.keywords if keyword.arg == "meta"), None), shared)


def _literals(meta: ast.expr | None, shared: Mapping[str, ast.expr]) -> dict[str, Any]:
    """The keys that count in a dictionary, those that it takes over from a shared one included."""
    if isinstance(meta, ast.Name):
        return _literals(shared.get(meta.id), shared)
    found: dict[str, Any] = {}
    for key, value in zip(meta.keys, meta.values, strict=True) if isinstance(meta, ast.Dict) else ():
        if key is None:
            found |= _literals(value, shared)
        elif isinstance(key, ast.Constant) and key.value in WANTED:
            found[key.value] = ast.literal_eval(value)
    return found
