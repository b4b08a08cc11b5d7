"""Many descriptions, one a line: read, answered and written as they come, so that memory does not grow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from math import isfinite
from typing import Protocol

from whichllm.answers.recommending import Recommendation
from whichllm.base.errors import DescriptionError, WhichllmError
from whichllm.catalog import Catalog
from whichllm.documents import SCHEMA, Document, json_line, shared_document

Answerer = Callable[[str, Catalog], Recommendation]
"""How a description is answered: `recommend_from`, its further arguments bound by `functools.partial`."""

Chunk = tuple[int, list[bytes]]
"""The number of the first line, and lines without their line breaks."""

Answered = tuple[str, bool]
"""A line of JSON without its line break, and whether the description could be read."""

_BYTES_AT_ONCE = 8192
# An answer is some hundred times as long as its line.
_LINES_AT_ONCE = 32

# A request has no more; what has is no text.
_LONGEST_LINE = 16 * 2**20
# What goes on for so long has no lines: a device, or the wrong file.
_NO_END = 256 * 2**20


class Readable(Protocol):
    """A file that is open for bytes. It should have no buffer: those wait until they are full."""

    def read(self, size: int, /) -> bytes | None:
        """At most so many bytes; none at the end."""


def answer_lines(file: Readable, catalog: Catalog, answer: Answerer) -> Iterator[Answered]:
    """One line of JSON for each line of a file, in order.

    A line is UTF-8: plain text, or a JSON object with "text" and an optional "id", which the answer repeats. A line
    that cannot be read gives `{"schema", "line", "error": {"message", "hint"}}` in its place. A line in which no task
    is understood is answered: with no matches.
    """
    for chunk in chunks(file):
        yield from answer_chunk(chunk, catalog, answer)


def chunks(file: Readable) -> Iterator[Chunk]:
    """The lines of a file as they come: one at a time if they are typed, several at once if they are there already.

    Of a line that is too long to be answered there is the beginning, which is too long, too.

    Raises WhichllmError if the file cannot be read any further, or a line has no end.
    """
    number = 1
    unfinished: list[bytes] = []
    length = 0
    while block := _read(file):
        whole, newline, rest = block.rpartition(b"\n")
        if newline:
            lines = b"".join([*unfinished, whole]).split(b"\n")
            for start in range(0, len(lines), _LINES_AT_ONCE):
                yield number + start, lines[start : start + _LINES_AT_ONCE]
            number += len(lines)
            unfinished = []
            length = 0
        if length <= _LONGEST_LINE and rest:
            unfinished.append(rest)
        length += len(rest)
        if length > _NO_END:
            raise WhichllmError(
                f"line {number} does not end within {_NO_END // 2**20} MB",
                "name a file that has one description a line",
            )
    if unfinished:
        yield number, [b"".join(unfinished)]


def _read(file: Readable) -> bytes | None:
    try:
        return file.read(_BYTES_AT_ONCE)
    except OSError as error:
        raise WhichllmError(f"the lines cannot be read any further: {error.strerror}") from None


def answer_chunk(chunk: Chunk, catalog: Catalog, answer: Answerer) -> Iterator[Answered]:
    """The answers to some of the lines of a file; see `answer_lines`."""
    first, lines = chunk
    for number, line in enumerate(lines, first):
        repeated: Document = {}
        try:
            value = _parse(line)
            repeated = {"id": value["id"]} if "id" in value else {}
            answered = shared_document(answer(_text(value), catalog))
        except WhichllmError as error:
            problem = {"message": error.message, "hint": error.hint}
            yield json_line({**repeated, "schema": SCHEMA, "line": number, "error": problem}), False
        else:
            yield json_line({**repeated, **answered}), True


def _parse(line: bytes) -> Document:
    """A line as an object with "text", whether it was written as one or as plain text."""
    if len(line) > _LONGEST_LINE:
        raise DescriptionError(
            f"the line is longer than {_LONGEST_LINE // 2**20} MB", "write one description a line, in fewer words"
        )
    try:
        text = line.decode("utf-8").removeprefix("\ufeff").strip()
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
    if "text" not in value:
        raise DescriptionError('the JSON object has no "text"', 'write {"text": "..."}')
    text = value["text"]
    if not isinstance(text, str):
        raise DescriptionError(f'"text" is {_kind(text)}, not text', 'put it in quotes: {"text": "..."}')
    return text


def _kind(value: object) -> str:
    """What a value of JSON that is no text is called."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "null" if value is None else "a list" if isinstance(value, list) else "an object"
