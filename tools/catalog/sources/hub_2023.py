"""The Hub in early 2023, as HuggingGPT lists it: fine-tuned models of text, images and sound, by exact Hub id.

Its downloads are those of that time: they tell the classics of a task from what nobody took up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog import scores
from tools.catalog.facts import Fact, Origin

FILE = "hub_models_2023.jsonl"
ORIGIN = Origin("hub-2023", files=(FILE,))

# Organisations have names of their own on the Hub since then; the old ids redirect.
MOVED = clean.table(__file__)["moved"]


def facts(folder: Path) -> Iterator[Fact]:
    """Licence, languages and downloads of each repository."""
    for row in scores.rows(folder / FILE):
        yield from clean.facts_of(
            MOVED.get(row["id"], row["id"]),
            ORIGIN.source,
            {
                "license": clean.license_id(row.get("license")),
                "open_weights": True,
                "languages": clean.languages(row.get("language")),
                "downloads_month": clean.count(row.get("downloads")),
            },
        )
