"""How answers are shown, apart from what draws them: options name it, and most of what draws is slow to load."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple

DEFAULT_LIMIT = 5
"""How many models an answer shows unless it is told."""

Module = Literal["recommendations", "listings", "explanations", "comparisons", "reports"]
"""The modules of `pages` and of `documents` that show answers."""


class Format(StrEnum):
    """The formats, as `--format` takes them."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"

    @property
    def is_values(self) -> bool:
        """Whether it holds what programs read: an object that is there even where there is nothing to tell a person."""
        return self in (Format.JSON, Format.JSONL)


class Shown(NamedTuple):
    """How a kind of answer is shown, whatever the format.

    `schema` names the JSON schema of its values. `module` is the one of `pages` and of `documents` that makes its page
    and its values; it is loaded when an answer is shown. `rows` is the key of the list that has a row an entry in a
    table of values, "" where the answer itself is the row. With `tells_own_files`, the page tells by itself which files
    of the user's own it rests on.
    """

    schema: str
    module: Module
    rows: str = ""
    tells_own_files: bool = False
