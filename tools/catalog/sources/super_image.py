"""super-image: fidelity of small upscalers, a table in its description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, facts_of, table

ORIGIN = Origin(source="super-image", packages=("super-image",))


def facts(folder: Path) -> Iterator[Fact]:
    """The figures of the models in the table beside this module, their licence and openness."""
    known = table(__file__)
    stated = {"open_weights": True, "gated": False, "libraries": ["super-image"]}
    for fact in readme.evidence(folder, ORIGIN.source, known):
        yield fact
        yield from facts_of(fact.model, ORIGIN.source, {**stated, "license": known["license"]})
