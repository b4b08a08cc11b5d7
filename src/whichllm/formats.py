"""The formats of answers, apart from what draws them: options name them, and most of what draws is slow to load."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The formats, as `--format` takes them."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"
