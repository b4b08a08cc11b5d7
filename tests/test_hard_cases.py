"""Descriptions that mislead: payload, lines of business, named models, denials, several tasks, demands, no task at all.

The cases stand in hard_cases.jsonl. One marked `"missed": true` is not understood yet; the mark must go when it is.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import hard_cases

from whichllm import Catalog
from whichllm.reading.understanding import read


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, marks=pytest.mark.xfail(reason="not understood yet") if case.get("missed") else ())
        for case in hard_cases()
    ],
    ids=lambda case: f"{case['kind']}: {case['text'][:60]}",
)
def test_case(case: dict[str, Any], catalog: Catalog) -> None:
    understood = read(case["text"], catalog)
    first = understood.matches[0].task if understood.matches else None
    steps = [step.matches[0].task for step in understood.steps]
    if case["kind"] == "nothing":
        assert first is None
    if "tasks" in case:
        assert first in case["tasks"]
    if "steps" in case:
        assert steps == case["steps"]
    if "demands" in case:
        found = [[demand.name, demand.value] for demand in understood.demands]
        assert all(demand in found for demand in case["demands"])
    named = {demand.name for demand in understood.demands}
    assert not named.intersection(case.get("without", ()))
    if case["kind"] == "no demand" and "without" not in case:
        assert named <= {"domain"}
