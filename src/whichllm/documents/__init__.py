"""Answers as plain values: the JSON of the contract. A fact that is not known is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whichllm.documents.lines import SCHEMA, Document, changeable, json_line

if TYPE_CHECKING:
    from whichllm.answers import Answer

__all__ = ["SCHEMA", "Document", "document", "json_line", "shared_document"]


def document(answer: Answer) -> Document:
    """Any answer as the object that `--format json` prints. It belongs to the caller, who may change it."""
    copied: Document = changeable(shared_document(answer))
    return copied


def shared_document(answer: Answer) -> Document:
    """The same, to be written and not to be changed: parts of it are kept for further answers."""
    return _document(type(answer).__name__, answer)


def _document(kind: str, answer: Any) -> Document:
    """By the name of its type, since only the module that knows its values need be loaded."""
    match kind:
        case "Recommendation":
            from whichllm.documents import recommendations

            return recommendations.document(answer)
        case "Comparison":
            from whichllm.documents import comparisons

            return comparisons.document(answer)
        case "Survey" | "Report" | "Running":
            from whichllm.documents import reports

            return reports.document(answer)
    from whichllm.documents import explanations

    return explanations.document(answer)
