"""Answers laid out for reading, whatever draws them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from whichllm.pages.parts import Line, Page
from whichllm.wording import of_own_files

if TYPE_CHECKING:
    from whichllm.answers import Answer

# By the name of their type, the modules that lay answers out: only the one that is asked for is loaded.
_ROOMS = {
    "Recommendation": "recommendations",
    "CategoryListing": "listings",
    "ModelListing": "listings",
    "TaskListing": "listings",
    "CategoryExplanation": "explanations",
    "ModelExplanation": "explanations",
    "TaskExplanation": "explanations",
    "Comparison": "comparisons",
    "Survey": "reports",
    "Report": "reports",
    "Running": "reports",
}
# What these say is the same with files of one's own, or told by themselves.
_WITHOUT_OWN_FILES = ("Survey", "Report", "Running")


def page(answer: Answer, why: bool = False) -> Page:
    """Any answer laid out; with `why`, a recommendation with all evidence for and against each task."""
    kind = type(answer).__name__
    parts = cast(Page, import_module(f"{__name__}.{_ROOMS[kind]}").page(answer, why))
    if kind in _WITHOUT_OWN_FILES or answer.catalog is None:
        return parts
    own = of_own_files.own_files(answer.catalog)
    return [*parts, Line(own, quiet=True)] if own else parts
