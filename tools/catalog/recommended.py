"""Which models libraries take by default, or name as the one to begin with: `recommended.yaml`, and no code.

A choice counts as long as the words that make it stand where the table says, so that one that was changed is lost, not
kept. The table explains its keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facts import Choice, Fact, Origin, load_yaml
from tools.catalog.readme import description

TABLE = Path(__file__).with_suffix(".yaml")


class Chooser:
    """The importer of what one package recommends."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._choices = row["choices"]
        self.ORIGIN = Origin(row["source"], packages=(row["package"],), sdist=row.get("sdist", False))

    def facts(self, folder: Path) -> Iterator[Fact]:
        """The choices whose words still stand in their file."""
        for choice in self._choices:
            if _one_line(choice["says"]) in _one_line(_text(folder, choice.get("file", ""))):
                for task in choice["tasks"]:
                    yield Fact(choice["model"], "recommended", Choice(task, choice["by"]), self.ORIGIN.source)


def choosers() -> list[Chooser]:
    """One importer for each package of the table."""
    return [Chooser(row) for row in load_yaml(TABLE)["packages"]]


def _text(folder: Path, file: str) -> str:
    """A file of a package, or its description where none is named; nothing where that is gone."""
    if not file:
        return description(folder) if any(folder.glob("*.dist-info/METADATA")) else ""
    path = folder / file
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
