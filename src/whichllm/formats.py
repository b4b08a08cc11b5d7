"""How answers are shown, apart from what draws them: options name it, and most of what draws is slow to load."""

from __future__ import annotations

from enum import StrEnum

DEFAULT_LIMIT = 5
"""How many models an answer shows unless it is told."""


class Format(StrEnum):
    """The formats, as `--format` takes them."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"
