"""Plain values as lines of JSON."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

SCHEMA = 1
Document = dict[str, Any]


class Fixed(list[Document]):
    """A list that is the same for many descriptions. It must not be changed; `line` keeps its JSON for the next."""

    @cached_property
    def line(self) -> str:
        """The list as JSON on one line."""
        return compact(self)


compact = json.JSONEncoder(separators=(",", ":")).encode
"""Any plain value as JSON on one line."""


def json_line(value: Document) -> str:
    """A document on one line, without the line break."""
    return "{" + ",".join([f"{compact(key)}:{_line_of(key, part)}" for key, part in value.items()]) + "}"


def _line_of(key: str, part: Any) -> str:
    if isinstance(part, Fixed):
        return part.line
    return f"[{','.join(map(json_line, part))}]" if key == "steps" else compact(part)


def known(values: Document) -> Document:
    """Without what is not known: None, and empty text, lists or blocks. False and 0 are facts."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}


def changeable(value: Any) -> Any:
    """A plain value with blocks and lists of its own."""
    if isinstance(value, dict):
        return {key: changeable(part) for key, part in value.items()}
    return [changeable(part) for part in value] if isinstance(value, list | tuple) else value
