"""Depth Anything 3: parameters and licence of each size, a table in its description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, count, facts_of, license_id

ORIGIN = Origin(source="depth-anything-3", packages=("depth-anything-3",))

OWNER = "depth-anything/"
_BILLIONS = re.compile(r"([\d.]+)B")


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of every row that states a number of parameters. The rows bear the names of the repositories."""
    for rows in readme.tables(readme.description(folder)):
        for row in rows:
            number = _BILLIONS.fullmatch(row[1]) if len(row) > 1 else None
            if number:
                stated = {
                    "license": license_id(row[-1]),
                    "open_weights": True,
                    "libraries": ["depth-anything-3"],
                    "parameters": count(float(number[1]) * 1e9),
                }
                yield from facts_of(OWNER + row[0], ORIGIN.source, stated)
