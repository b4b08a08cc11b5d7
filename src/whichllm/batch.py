"""Many descriptions, one a line: read, answered and written one at a time, so that memory does not grow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import BinaryIO

from whichllm.catalog import Catalog
from whichllm.documents import SCHEMA, Document, document
from whichllm.errors import DescriptionError, WhichllmError
from whichllm.recommending import recommend_from

# A request has no more; what has is no text, or holds no line breaks that end.
_LONGEST_LINE = 16 * 2**20


def lines_of(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The lines of a stream. Of one that is too long to be answered there is the beginning, which is too long, too.

    Raises WhichllmError if the stream, which people know by a name, cannot be read further.
    """
    try:
        while line := stream.readline(_LONGEST_LINE + 1):
            yield line
            while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
                line = stream.readline(_LONGEST_LINE + 1)
    except OSError as error:
        raise WhichllmError(f"cannot read '{name}' to its end: {error.strerror}", "check the path") from None


def answer_lines(lines: Iterable[bytes], catalog: Catalog, limit: int) -> Iterator[tuple[Document, bool]]:
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
            yield {**repeated, **document(recommend_from(_text(value), catalog, limit))}, True
        except WhichllmError as error:
            problem = {"message": error.message, "hint": error.hint}
            yield {**repeated, "schema": SCHEMA, "line": number, "error": problem}, False


def _parse(line: bytes) -> Document:
    """A line as an object with "text", whether it was written as one or as plain text."""
    if len(line) > _LONGEST_LINE:
        raise DescriptionError(
            f"the line is longer than {_LONGEST_LINE // 2**20} MB", "write one description a line, in fewer words"
        )
    try:
        text = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise DescriptionError(
            f"the line is not UTF-8 text (byte {error.start + 1})", "save the file as UTF-8"
        ) from None
    if not text.startswith("{"):
        return {"text": text}
    try:
        value: Document = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError):
        raise DescriptionError(
            "the line starts like a JSON object but is not one", 'write {"text": "..."} or plain text'
        ) from None
    return value


def _finite(written: str) -> float:
    """A number as JSON may hold it: NaN and the infinities could not be repeated."""
    number = float(written)
    if not isfinite(number):
        raise ValueError(written)
    return number


def _text(value: Document) -> str:
    text = value.get("text")
    if not isinstance(text, str):
        raise DescriptionError('the JSON object has no "text"', 'write {"text": "..."}')
    return text
