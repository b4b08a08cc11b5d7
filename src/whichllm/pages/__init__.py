"""Answers laid out for reading, whatever draws them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never

from whichllm.pages.parts import Line, Page
from whichllm.wording import of_own_files

if TYPE_CHECKING:
    from whichllm.answers.formats import Module
    from whichllm.answers.kinds import Answer


def page(answer: Answer, why: bool = False) -> Page:
    """Any answer laid out; with `why`, a recommendation with all evidence for and against each task."""
    parts = _layout(answer.shown.module)(answer, why)
    own = "" if answer.shown.tells_own_files or answer.catalog is None else of_own_files.own_files(answer.catalog)
    return [*parts, Line(own, quiet=True)] if own else parts


def _layout(module: Module) -> Callable[[Any, bool], Page]:
    """What lays out an answer: only the module that does is loaded."""
    match module:
        case "recommendations":
            from whichllm.pages import recommendations

            return recommendations.page
        case "listings":
            from whichllm.pages import listings

            return listings.page
        case "explanations":
            from whichllm.pages import explanations

            return explanations.page
        case "comparisons":
            from whichllm.pages import comparisons

            return comparisons.page
        case "reports":
            from whichllm.pages import reports

            return reports.page
    assert_never(module)
