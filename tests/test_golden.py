"""Every format of every answer, as it is printed: tests/golden, written anew by `pytest --update-golden`."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from whichllm import Catalog
from whichllm.answers.browsing import explain, list_categories, list_models, list_tasks
from whichllm.answers.checking import Report, Terms, check
from whichllm.answers.comparing import compare
from whichllm.answers.kinds import Answer
from whichllm.answers.recommending import recommend_from
from whichllm.answers.snippets import snippet
from whichllm.answers.surveying import survey
from whichllm.loading import read_catalog, read_outline
from whichllm.rendering import Format, render

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
    "snippet": lambda catalog: snippet("quill-2", catalog),
    "snippet-shell": lambda catalog: snippet("scribe", catalog),
    "snippet-nothing": lambda catalog: snippet("scribe small", catalog),
    "explain-measured": lambda catalog: explain("listener", catalog),
    "explain-retired": lambda catalog: explain("babel", catalog),
    "compare": lambda catalog: compare(["listener", "ear one", "ear two"], catalog),
    "compare-facts": lambda catalog: compare(["quill 2", "scribe", "babel"], catalog),
    "compare-work": lambda catalog: compare(["scribe small", "who turns"], catalog),
    "catalog": survey,
}
# These need files on top of the small catalog, by the names that they have in the folder of the tests.
OWN_ANSWERS: dict[str, Callable[[Catalog], Answer]] = {
    "own-recommend": lambda catalog: recommend_from("condense the minutes", catalog, 3),
    "own-explain-category": lambda catalog: explain("seq2seq", catalog),
    "own-explain-task": lambda catalog: explain("clause-lookup", catalog),
    "own-explain-added": lambda catalog: explain("contract translator", catalog),
    "own-explain-facts": lambda catalog: explain("scribe small", catalog),
    "own-explain-changed": lambda catalog: explain("scribe", catalog),
    "own-snippet": lambda catalog: snippet("house scribe", catalog, "summarization"),
    "own-catalog": survey,
}
REPORTS: dict[str, Callable[[], Report]] = {
    "check": lambda: _report("own/acme.yaml", "own/team.yaml", earlier="earlier"),
    "check-mistakes": lambda: _report("broken_own/names.yaml"),
}
ENDINGS = {Format.TABLE: "txt", Format.MARKDOWN: "md"}


def _report(*own: str, earlier: str = "") -> Report:
    outline = read_outline(Path(earlier)) if earlier else None
    terms = Terms(date(2026, 11, 26), max_age=24, earlier=outline, earlier_name=earlier)
    return check(read_catalog(Path("small"), map(Path, own)), terms, "small")


NAMES = (*ANSWERS, *OWN_ANSWERS, *REPORTS)
WIDTHS = {
    **dict.fromkeys(("recommend", "list-models", "explain-model", "snippet", "catalog"), (40, 60, 120, 200)),
    **dict.fromkeys(("compare", "compare-facts"), (40, 80, 120, 200)),
}
# Releases of Rich differ by a space here and there: tables are recorded for the newest.
TABLES = [
    pytest.param(name, Format.TABLE, width, marks=pytest.mark.newest)
    for name in NAMES
    for width in WIDTHS.get(name, (120,))
]
VALUES = [(name, format_, 120) for name in NAMES for format_ in Format if format_ is not Format.TABLE]


@pytest.mark.parametrize(("name", "format_", "width"), [*TABLES, *VALUES])
def test_output_is_as_recorded(
    name: str,
    format_: Format,
    width: int,
    small: Catalog,
    own: Catalog,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(Path(__file__).parent)
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, markup=False, highlight=False, emoji=False)
    if name in REPORTS:
        answer: Answer = REPORTS[name]()
    else:
        answer = ANSWERS[name](small) if name in ANSWERS else OWN_ANSWERS[name](own)
    render(answer, format_, console)
    printed = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    suffix = "" if width == 120 else f"-{width}"
    golden = GOLDEN / f"{name}{suffix}.{ENDINGS.get(format_, format_)}"
    if request.config.getoption("--update-golden"):
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")
