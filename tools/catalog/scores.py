"""Leaderboards at hand as files: one JSON object a line with id, benchmark, value and direction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Score


def rows(path: Path) -> list[dict[str, Any]]:
    """All rows of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def same_names(listed: Iterable[Mapping[str, Any]], others: Mapping[str, str]) -> dict[str, str]:
    """What a board calls each model, by our id: the same id for most, another name for those in `others`."""
    return {**{row["id"]: row["id"] for row in listed}, **others}


def evidence(listed: Iterable[Mapping[str, Any]], task: str, source: str, names: Mapping[str, str]) -> Iterator[Fact]:
    """The figure of each model in `names` (our id -> the board's name). Boards append: the last of two rows counts."""
    by_name = {row["id"]: row for row in listed}
    for model, name in names.items():
        row = by_name.get(name)
        if row is not None:
            score = Score(task, row["benchmark"], row["value"], row["higher_is_better"], row.get("date", ""))
            yield Fact(model, "evidence", score, source)
