"""InvokeAI: the models that it offers to install."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of

ORIGIN = Origin(source="invokeai", packages=("invokeai",))

_REPOSITORY = re.compile(r"(?P<model>[\w.-]+/[\w.-]+)(?:::.*)?")


def facts(folder: Path) -> Iterator[Fact]:
    """That the weights of each main model are open. Parts (encoders, adapters) are passed over."""
    path = folder / "invokeai" / "backend" / "model_manager" / "starter_models.py"
    found = set(_main_models(ast.parse(path.read_text(encoding="utf-8"))))
    for model in sorted(found):
        yield from facts_of(model, ORIGIN.source, {"open_weights": True, "libraries": ["invokeai"]})


def _main_models(module: ast.Module) -> Iterator[str]:
    for call in ast.walk(module):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "StarterModel"):
            continue
        stated = {keyword.arg: keyword.value for keyword in call.keywords}
        kind, source = stated.get("type"), stated.get("source")
        if isinstance(kind, ast.Attribute) and kind.attr == "Main" and isinstance(source, ast.Constant):
            found = _REPOSITORY.fullmatch(str(source.value))
            if found:
                yield found["model"]
