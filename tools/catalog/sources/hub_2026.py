"""Hugging Face Hub metadata, an extract of what llmfit ships: one JSON object a line, by exact Hub id.

Four rows are typed by hand at the origin, with rounded downloads and wrong counts: they are passed over. Active
parameters that are not round are estimates of the origin, and only stated ones are facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("hub-2026", files=("hub_models.jsonl",))

COUNTED, STATED = 100_000, 10_000_000
"""Downloads that are a multiple of the one were typed; active parameters that are none of the other are estimates."""

NOT_READ_AS_TOKENS = frozenset({"automatic-speech-recognition"})
"""Tasks whose models read no tokens: what the metadata calls context is the longest output."""

GENERAL = frozenset({"text-generation", "image-text-to-text"})
"""Tasks whose models read many languages, though the cards of many are only tagged as English."""


def facts(folder: Path) -> Iterator[Fact]:
    """Licence, counts, context, languages, date and downloads of each repository."""
    for line in (folder / "hub_models.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        downloads, active = row.get("downloads_month"), row.get("active_parameters") or 0
        if downloads and downloads % COUNTED == 0:
            continue
        languages = clean.languages(row.get("languages"))
        reads_tokens = row.get("task") not in NOT_READ_AS_TOKENS
        yield from clean.facts_of(
            row["id"],
            ORIGIN.source,
            {
                "license": clean.license_id(row.get("licence")),
                "open_weights": True,
                "parameters": clean.count(row.get("parameters")),
                "active_parameters": clean.count(active) if active % STATED == 0 else None,
                "context": clean.context(row.get("context")) if reads_tokens else None,
                "languages": [] if languages == ["en"] and row.get("task") in GENERAL else languages,
                "released": clean.date(row.get("released")),
                "downloads_month": clean.count(downloads),
            },
        )
