"""The task pages of the Hub: which models they recommend, all of them with open weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("huggingface-tasks", packages=("@huggingface/tasks",), registry="npm")


def facts(folder: Path) -> Iterator[Fact]:
    """One fact a model that a page names; a page's list of models ends where its indent does."""
    named: set[str] = set()
    for page in sorted(folder.glob("dist/commonjs/tasks/*/data.js")):
        listed = re.search(r"^    models: \[(.*?)^    \]", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        named.update(re.findall(r'^            id: "([^"]+)"', listed.group(1), re.MULTILINE) if listed else ())
    for model in sorted(named):
        yield Fact(model, "open_weights", True, ORIGIN.source)
