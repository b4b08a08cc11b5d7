"""What is heard in hard cases, as it was recorded: tests/golden/readings.txt, written anew by `pytest --update-golden`.

Whoever changes a rule or how rules are applied sees here what else it moves. Words that go with a task are left out,
since fitting changes all of them at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten

import pytest
from conftest import hard_cases

from whichllm import Catalog
from whichllm.reading.tasks import Match
from whichllm.reading.understanding import read

GOLDEN = Path(__file__).parent / "golden" / "readings.txt"
# Each kind of hard case stands in a row, so that every so many of them is some of each.
EVERY = 4
FITTED = "goes with the task"


def _readings(text: str, catalog: Catalog) -> Iterator[str]:
    understood = read(text, catalog)
    yield text
    if understood.matches:
        yield from _heard(understood.matches[0])
    yield from (f"  {demand.name} {demand.value}: {demand.words!r}" for demand in understood.demands)
    for step in understood.steps:
        yield f"  step {step.words!r}"
        yield from (f"  {line}" for line in _heard(step.matches[0]))
    if list(understood.asking) != text.casefold().split():
        yield f"  asking: {' '.join(understood.asking)}"


def _heard(match: Match) -> Iterator[str]:
    yield f"  {match.subtask or match.task}"
    for entry in match.evidence:
        if entry.rule != FITTED and not entry.rule.startswith("near "):
            yield f"    {entry.weight:+.2f} {entry.words!r}: {shorten(entry.rule, 80, placeholder=' ...')}"


def test_readings_are_as_recorded(catalog: Catalog, request: pytest.FixtureRequest) -> None:
    read_now = "\n".join(line for case in hard_cases()[::EVERY] for line in _readings(case["text"], catalog)) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(read_now, encoding="utf-8")
    assert read_now == GOLDEN.read_text(encoding="utf-8")
