"""Answers as plain values: the JSON of the contract. A fact that is not known is absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never

from whichllm.documents.lines import SCHEMA, Document, changeable, json_line

if TYPE_CHECKING:
    from whichllm.answers.formats import Module
    from whichllm.answers.kinds import Answer

__all__ = ["SCHEMA", "Document", "document", "json_line", "shared_document"]


def document(answer: Answer) -> Document:
    """Any answer as the object that `--format json` prints. It belongs to the caller, who may change it."""
    copied: Document = changeable(shared_document(answer))
    return copied


def shared_document(answer: Answer) -> Document:
    """The same, to be written and not to be changed: parts of it are kept for further answers."""
    return _values(answer.shown.module)(answer)


def _values(module: Module) -> Callable[[Any], Document]:
    """What gives the values of an answer: only the module that does is loaded."""
    match module:
        case "recommendations":
            from whichllm.documents import recommendations

            return recommendations.document
        case "listings":
            from whichllm.documents import listings

            return listings.document
        case "explanations":
            from whichllm.documents import explanations

            return explanations.document
        case "comparisons":
            from whichllm.documents import comparisons

            return comparisons.document
        case "reports":
            from whichllm.documents import reports

            return reports.document
    assert_never(module)
