"""A sample of the catalog beside the packages that it cites: `pytest -m sources --sources FOLDER`, by hand only."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from tools.catalog.__main__ import gather
from tools.catalog.merge import agree
from tools.catalog.sources import importers
from whichllm import Catalog
from whichllm.catalog import Measurement, Modalities, Price

SIZE = 100
SEED = 20261126


@pytest.mark.sources
def test_a_sample_of_facts_stands_in_the_sources(catalog: Catalog, request: pytest.FixtureRequest) -> None:
    """A fact that its source states must be the same there; one that it states no longer is left to the update."""
    roots = request.config.getoption("--sources")
    if not roots:
        pytest.skip("needs --sources FOLDER")
    gathered = gather(importers(), roots, None)
    assert gathered.ran, f"none of the sources lies in {roots}"
    stated = {}
    for fact in gathered.facts:
        key = (fact.source, fact.model, fact.field, getattr(fact.value, "benchmark", ""))
        stated[key] = getattr(fact.value, "value", fact.value)
    held = sorted((key, value) for key, value in _held(catalog).items() if key in stated)
    sample = random.Random(SEED).sample(held, SIZE)
    wrong = [(key, value, stated[key]) for key, value in sample if not agree(key[2], value, stated[key])]
    assert not wrong, f"checked on {datetime.now(UTC).date()}"


def _held(catalog: Catalog) -> dict[tuple[str, str, str, str], object]:
    """What the catalog cites from sources, by source, model, field and benchmark."""
    held: dict[tuple[str, str, str, str], object] = {}
    for model in catalog.models.values():
        for source, fields in model.sources.items():
            for field in fields:
                held[source, model.id, field, ""] = _plain(getattr(model, field))
        for entry in model.evidence:
            held[entry.source, model.id, "evidence", entry.benchmark] = entry.value
    return held


def _plain(value: object) -> object:
    """A value as importers give it."""
    if isinstance(value, Price):
        ways = {"input": value.input, "output": value.output}
        return {**{way: cost for way, cost in ways.items() if cost is not None}, "unit": value.unit}
    if isinstance(value, Modalities):
        return {"input": list(value.input), "output": list(value.output)}
    assert not isinstance(value, Measurement)
    return list(value) if isinstance(value, tuple) else value
