"""A recorded slice of each source, and what its importer makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.catalog.facts import Choice, Fact, Score
from tools.catalog.sources import importers

SLICES = Path(__file__).parent / "slices"

Stated = set[tuple[str, str, Any]]
"""Facts as (model, field, value).

A list or a block of keys is given as text; a figure as (task, benchmark, value, higher_is_better, date), a choice as
(task, by).
"""


def stated(source: str) -> Stated:
    """What the importer reads from the slice of its source; what runs the models is left to `libraries`."""
    return {(fact.model, fact.field, _plain(fact.value)) for fact in _facts(source) if fact.field != "libraries"}


def libraries(source: str) -> dict[str, list[str]]:
    """What runs each model, as the slice of a source states it."""
    return {fact.model: fact.value for fact in _facts(source) if fact.field == "libraries"}


def of(model: str, facts: Stated) -> dict[str, Any]:
    """What is stated of one model, figures and choices apart."""
    apart = ("evidence", "recommended")
    return {field: value for name, field, value in facts if name == model and field not in apart}


def figures(facts: Stated) -> dict[tuple[str, str], float]:
    """The figures, by model and benchmark."""
    return {(model, value[1]): value[2] for model, field, value in facts if field == "evidence"}


def _facts(source: str) -> list[Fact]:
    found = list(importers()[source].facts(SLICES / source))
    assert {fact.source for fact in found} == {source}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Score):
        return (value.task, value.benchmark, value.value, value.higher_is_better, value.date)
    if isinstance(value, Choice):
        return (value.task, value.by)
    return str(value) if isinstance(value, list | dict) else value
