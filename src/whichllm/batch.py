"""Many descriptions, one a line: read, answered and written one at a time, so that memory does not grow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from whichllm.catalog import Catalog
from whichllm.documents import SCHEMA, Document, document
from whichllm.errors import DescriptionError, WhichllmError
from whichllm.recommending import Recommendation

Answerer = Callable[[str, Catalog], Recommendation]
"""How a description is answered: `recommend_from`, its further arguments bound by `functools.partial`."""


def answer_lines(lines: Iterable[bytes], catalog: Catalog, answer: Answerer) -> Iterator[tuple[Document, bool]]:
    """One document for each line, in order, and whether the line could be answered.

    A line is UTF-8: plain text, or a JSON object with "text" and an optional "id", which the document repeats. A
    line that cannot be read gives `{"schema", "line", "error": {"message", "hint"}}` in its place. A line in
    which no task is understood is answered: with no matches.
    """
    for number, line in enumerate(lines, 1):
        repeated: Document = {}
        try:
            value = _parse(line)
            repeated = {"id": value["id"]} if "id" in value else {}
            yield {**repeated, **document(answer(_text(value), catalog))}, True
        except WhichllmError as error:
            problem = {"message": error.message, "hint": error.hint}
            yield {**repeated, "schema": SCHEMA, "line": number, "error": problem}, False


def _parse(line: bytes) -> Document:
    """A line as an object with "text", whether it was written as one or as plain text."""
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise DescriptionError(
            f"the line is not UTF-8 text (byte {error.start + 1})", "save the file as UTF-8"
        ) from None
    if not text.startswith("{"):
        return {"text": text}
    try:
        value: Document = json.loads(text)
    except (ValueError, RecursionError):
        raise DescriptionError(
            "the line starts like a JSON object but is not one", 'write {"text": "..."} or plain text'
        ) from None
    return value


def _text(value: Document) -> str:
    text = value.get("text")
    if not isinstance(text, str):
        raise DescriptionError('the JSON object has no "text"', 'write {"text": "..."}')
    return text
