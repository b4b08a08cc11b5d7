"""ClearVoice: how well it and others clean and part voices, tables in its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, facts_of, table

ORIGIN = Origin(source="clearvoice", packages=("clearvoice",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures of the models in the table beside this module; licence and openness of its own."""
    known = table(__file__)
    yield from readme.evidence(folder, ORIGIN.source, known)
    described = readme.description(folder)
    stated = {"open_weights": True, "gated": False, "libraries": ["clearvoice"]}
    for model in known["own"]:
        if f"huggingface.co/{model})" in described:
            yield from facts_of(model, ORIGIN.source, {**stated, "license": known["license"]})
