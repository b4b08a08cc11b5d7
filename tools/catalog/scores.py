"""Leaderboards at hand as files: one JSON object a line with id, benchmark, value and direction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.catalog.facts import Fact, Origin, Score


def read_scores(origin: Origin, folder: Path, task: str, names: Mapping[str, str]) -> Iterator[Fact]:
    """The figures of a leaderboard, all on one task. `names` maps the ids that the catalog spells otherwise."""
    for line in (folder / origin.files[0]).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        score = Score(task, row["benchmark"], row["value"], row["higher_is_better"], row.get("date", ""))
        yield Fact(names.get(row["id"], row["id"]), "evidence", score, origin.source)
