"""Answers laid out for reading, whatever draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whichllm.pages.parts import Line, Page
from whichllm.wording import of_own_files

if TYPE_CHECKING:
    from whichllm.answers import Answer

# What these say is the same with files of one's own, or told by themselves.
_WITHOUT_OWN_FILES = ("Survey", "Report", "Running")


def page(answer: Answer, why: bool = False) -> Page:
    """Any answer laid out; with `why`, a recommendation with all evidence for and against each task."""
    parts = _laid_out(type(answer).__name__, answer, why)
    if type(answer).__name__ in _WITHOUT_OWN_FILES or answer.catalog is None:
        return parts
    own = of_own_files.own_files(answer.catalog)
    return [*parts, Line(own, quiet=True)] if own else parts


def _laid_out(kind: str, answer: Any, why: bool) -> Page:
    """By the name of its type, since only the module that lays it out need be loaded."""
    match kind:
        case "Recommendation":
            from whichllm.pages import recommendations

            return recommendations.page(answer, why)
        case "CategoryListing" | "ModelListing" | "TaskListing":
            from whichllm.pages import listings

            return listings.page(answer)
        case "CategoryExplanation" | "ModelExplanation" | "TaskExplanation":
            from whichllm.pages import explanations

            return explanations.page(answer)
        case "Comparison":
            from whichllm.pages import comparisons

            return comparisons.page(answer)
    from whichllm.pages import reports

    return reports.page(answer)
