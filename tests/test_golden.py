"""Every format of every answer, as it is printed: tests/golden, written anew by `pytest --update-golden`."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from whichllm import Catalog
from whichllm.browsing import explain, list_categories, list_models, list_tasks
from whichllm.recommending import recommend_from
from whichllm.rendering import Answer, Format, render

GOLDEN = Path(__file__).parent / "golden"

ANSWERS: dict[str, Callable[[Catalog], Answer]] = {
    "recommend": lambda catalog: recommend_from("please transcribe my podcast", catalog),
    "recommend-nothing": lambda catalog: recommend_from("where should I go on holiday", catalog),
    "recommend-steps": lambda catalog: recommend_from("transcribe the podcast and summarise it", catalog),
    "recommend-subtask": lambda catalog: recommend_from("who spoke when in this recording", catalog),
    "list-categories": list_categories,
    "list-tasks": list_tasks,
    "list-models": list_models,
    "explain-category": lambda catalog: explain("seq2seq", catalog),
    "explain-task": lambda catalog: explain("translation", catalog),
    "explain-model": lambda catalog: explain("scribe", catalog),
}
ENDINGS = {Format.TABLE: "txt", Format.JSON: "json", Format.JSONL: "jsonl", Format.MARKDOWN: "md", Format.CSV: "csv"}
# Releases of Rich differ by a space here and there: tables are recorded for the newest.
TABLES = [
    pytest.param(name, Format.TABLE, width, marks=pytest.mark.newest)
    for name in ANSWERS
    for width in ((40, 60, 120, 200) if name in ("recommend", "list-models", "explain-model") else (120,))
]
VALUES = [(name, format_, 120) for name in ANSWERS for format_ in Format if format_ is not Format.TABLE]


@pytest.mark.parametrize(("name", "format_", "width"), [*TABLES, *VALUES])
def test_output_is_as_recorded(
    name: str, format_: Format, width: int, small: Catalog, request: pytest.FixtureRequest
) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False, highlight=False, emoji=False)
    render(ANSWERS[name](small), format_, console)
    printed = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    suffix = "" if width == 120 else f"-{width}"
    golden = GOLDEN / f"{name}{suffix}.{ENDINGS[format_]}"
    if request.config.getoption("--update-golden"):
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")
