"""Answers laid out for reading, whatever draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whichllm.pages.parts import Line, Page
from whichllm.wording import of_own_files

if TYPE_CHECKING:
    from whichllm.answers import Answer


def page(answer: Answer, why: bool = False) -> Page:
    """Any answer laid out; with `why`, a recommendation with all evidence for and against each task."""
    return _page(type(answer).__name__, answer, why)


def _page(kind: str, answer: Any, why: bool) -> Page:
    """By the name of its type, since only the module that lays it out need be loaded."""
    match kind:
        case "Survey" | "Report" | "Running":
            from whichllm.pages import reports

            # They tell of files of one's own by themselves, or say the same with them.
            return reports.page(answer)
        case "Recommendation":
            from whichllm.pages import recommendations

            parts = recommendations.page(answer, why)
        case "Comparison":
            from whichllm.pages import comparisons

            parts = comparisons.page(answer)
        case "CategoryListing" | "ModelListing" | "TaskListing":
            from whichllm.pages import listings

            parts = listings.page(answer)
        case _:
            from whichllm.pages import explanations

            parts = explanations.page(answer)
    own = of_own_files.own_files(answer.catalog)
    return [*parts, Line(own, quiet=True)] if own else parts
