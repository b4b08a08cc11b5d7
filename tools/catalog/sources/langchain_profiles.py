"""LangChain's profiles of hosted models, in its packages for the makers: release date, context, modalities, client.

LangChain adds "reads PDF" and limits to all models of a package, those that draw or embed included; so context and
modalities are read of models that call tools only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

# The makers' own packages. Those of resellers (Groq, OpenRouter ...) state the limits of the reseller.
CLIENTS = clean.table(__file__)["clients"]
ORIGIN = Origin("langchain-profiles", packages=tuple(f"langchain-{maker}" for maker in CLIENTS))


def facts(folder: Path) -> Iterator[Fact]:
    """What one package states of the models of its maker."""
    for path in sorted(folder.glob("langchain_*/data/_profiles.py")):
        for name, profile in clean.literals(path)["_PROFILES"].items():
            maker = path.parts[-3].removeprefix("langchain_").replace("_", "-")
            stated = {"libraries": [CLIENTS[maker]], **_of_all(profile), **_of_chat(profile)}
            yield from clean.facts_of(name, ORIGIN.source, stated)


def _of_all(profile: Mapping[str, Any]) -> dict[str, Any]:
    return {"released": clean.date(profile.get("release_date")), "open_weights": profile.get("open_weights")}


def _of_chat(profile: Mapping[str, Any]) -> dict[str, Any]:
    if not profile.get("tool_calling"):
        return {}
    read, written = ([kind for kind in clean.KINDS if profile.get(f"{kind}_{way}s")] for way in ("input", "output"))
    return {
        "context": clean.context(profile.get("max_input_tokens")),
        "modalities": clean.modalities(read, written),
    }
