"""MTEB's metadata of embedding and retrieval models, read from its Python files without running them.

Its release dates are often those of a revision, and the context and languages of models that see, and all it says of
models that hear, are the wrapper's: they are passed over.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("mteb", packages=("mteb",))
FRAMEWORKS: dict[str, str] = clean.table(__file__)["frameworks"]
"""The libraries behind what MTEB calls frameworks, the first choice first; file formats are none."""

IDS = {name: model for model, name in clean.table(__file__)["models"].items()}


def facts(folder: Path) -> Iterator[Fact]:
    """Licence, size, context, languages and libraries of each model."""
    for path in sorted((folder / "mteb" / "models" / "model_implementations").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = clean.literals(path)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ModelMeta":
                stated = {keyword.arg: clean.value_of(keyword.value, constants) for keyword in call.keywords}
                modalities = set(stated.get("modalities") or ["text"])
                yield from _libraries(stated)
                if modalities <= {"text", "image"}:
                    yield from _of_model(stated, reads=modalities == {"text"})


def _libraries(row: Mapping[str | None, Any]) -> Iterator[Fact]:
    """What runs a model. Rows of hosted models name the libraries of what MTEB compares them with."""
    name = str(row.get("name"))
    stated = row.get("framework") or ()
    if row.get("open_weights") is not False and "API" not in stated:
        libraries = list(dict.fromkeys(library for one, library in FRAMEWORKS.items() if one in stated))
        yield from clean.facts_of(IDS.get(name, name), ORIGIN.source, {"libraries": libraries})


def _of_model(row: Mapping[str | None, Any], reads: bool) -> Iterator[Fact]:
    name = str(row.get("name"))
    yield from clean.facts_of(
        IDS.get(name, name),
        ORIGIN.source,
        {
            "license": clean.license_id(row.get("license")),
            # A hosted model is not open; what MTEB calls open may still be behind a form.
            "open_weights": row.get("open_weights"),
            "parameters": clean.count(row.get("n_parameters")),
            "context": clean.context(row.get("max_tokens")) if reads else None,
            "languages": clean.languages(row.get("languages")) if reads else None,
        },
    )
