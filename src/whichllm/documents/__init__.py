"""Answers as plain values: the JSON of the contract. A fact that is not known is absent."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from whichllm.documents.lines import SCHEMA, Document, json_line

if TYPE_CHECKING:
    from whichllm.answers import Answer

__all__ = ["SCHEMA", "Document", "document", "json_line"]

# By the name of their type, the modules that know the values of answers: only the one that is asked for is loaded.
_ROOMS = {
    "Recommendation": "recommendations",
    "CategoryListing": "explanations",
    "ModelListing": "explanations",
    "TaskListing": "explanations",
    "CategoryExplanation": "explanations",
    "ModelExplanation": "explanations",
    "TaskExplanation": "explanations",
    "Comparison": "comparisons",
    "Survey": "reports",
    "Report": "reports",
    "Running": "reports",
}


def document(answer: Answer) -> Document:
    """Any answer as the object that `--format json` prints."""
    return cast(Document, import_module(f"{__name__}.{_ROOMS[type(answer).__name__]}").document(answer))
