"""FastEmbed's lists of supported models: licence and longest input, read from its Python files without running them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("fastembed", packages=("fastembed",))


def facts(folder: Path) -> Iterator[Fact]:
    """Licence and context of each model, by its Hub id."""
    for path in sorted((folder / "fastembed").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id.endswith("Description"):
                row = {keyword.arg: clean.value_of(keyword.value, {}) for keyword in call.keywords}
                length = re.search(r"(\d+) input tokens", row.get("description") or "")
                yield from clean.facts_of(
                    str(row.get("model")),
                    ORIGIN.source,
                    {
                        "license": clean.license_id(row.get("license")),
                        "open_weights": True,
                        "libraries": ["fastembed"],
                        "context": clean.context(int(length.group(1))) if length else None,
                    },
                )
