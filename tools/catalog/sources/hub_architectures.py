"""The architectures of Hub repositories, read out of the program that llmfit ships: what their configurations name.

A repository whose configuration names an architecture of Transformers is loaded by it; others bring code of their own
or run elsewhere, and nothing is said of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, table

ORIGIN = Origin("hub-architectures", packages=("llmfit",))

_LIST = re.compile(rb'\[\s*\{\s*"name"')


def facts(folder: Path) -> Iterator[Fact]:
    """That Transformers runs each repository whose architecture it has."""
    known = table(__file__)["transformers"]
    for row in rows(folder):
        if row.get("architecture") in known:
            yield Fact(row["name"], "libraries", ["transformers"], ORIGIN.source)


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """What llmfit knows of each repository."""
    for path in sorted(folder.glob("llmfit-*.data/scripts/llmfit")):
        yield from _longest_list(path.read_bytes())


def _longest_list(program: bytes) -> list[dict[str, Any]]:
    """The longest list of models that stands in the program as JSON."""
    longest: list[dict[str, Any]] = []
    for found in _LIST.finditer(program):
        text = program[found.start() :].decode("utf-8", errors="ignore")
        try:
            rows, _ = json.JSONDecoder().raw_decode(text)
        except json.JSONDecodeError:
            continue
        longest = max(longest, rows, key=len)
    return longest
