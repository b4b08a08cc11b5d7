"""The task pages of the Hub: which models each names, all of them with open weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Choice, Fact, Origin, table

ORIGIN = Origin("huggingface-tasks", packages=("@huggingface/tasks",), registry="npm")


def facts(folder: Path) -> Iterator[Fact]:
    """Each model of a page, and that it can be downloaded; a page's list of models ends where its indent does."""
    named: set[str] = set()
    known = table(__file__)
    for page in sorted(folder.glob("dist/commonjs/tasks/*/data.js")):
        listed = re.search(r"^    models: \[(.*?)^    \]", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        models = re.findall(r'^            id: "([^"]+)"', listed.group(1), re.MULTILINE) if listed else []
        named.update(models)
        for model in models:
            pages = () if known["astray"].get(model) == page.parent.name else (page.parent.name,)
            for task in (*pages, *known["finer"].get(model, ())):
                yield Fact(model, "recommended", Choice(task, "named on the Hub's task page"), ORIGIN.source)
    for model in sorted(named):
        yield Fact(model, "open_weights", True, ORIGIN.source)
