"""Repositories of GGUF files on the Hub, read out of the program that llmfit ships: which one holds which model.

Llama.cpp, whose format it is, and Ollama run such a repository by its name: the package @huggingface/tasks, which
writes the Hub's own pages, has both commands in its local-apps.ts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin
from tools.catalog.sources.hub_architectures import rows

ORIGIN = Origin("hub-gguf", packages=("llmfit",))

# Those who make llama.cpp go before others who convert for everybody; the makers of a model go before all.
_CONVERTERS = ("ggml-org", "unsloth", "bartowski", "lmstudio-community", "TheBloke", "mradermacher")


def facts(folder: Path) -> Iterator[Fact]:
    """The repository of each model, and what runs it."""
    for row in rows(folder):
        repositories = [entry["repo"] for entry in row.get("gguf_sources") or ()]
        if repositories:
            best = min(repositories, key=lambda repository: _rank(repository, row["name"]))
            yield Fact(row["name"], "gguf", best, ORIGIN.source)
            yield Fact(row["name"], "libraries", ["llama.cpp", "ollama"], ORIGIN.source)


def _rank(repository: str, model: str) -> tuple[int, str]:
    owner = repository.partition("/")[0]
    if owner == model.partition("/")[0]:
        return -1, repository
    return _CONVERTERS.index(owner) if owner in _CONVERTERS else len(_CONVERTERS), repository
