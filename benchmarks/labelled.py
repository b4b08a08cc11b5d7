"""Files of labelled descriptions, as the benchmarks read them: one JSON object a line, with its `text`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whichllm import Catalog, load_catalog

Item = dict[str, Any]
Show = Callable[[str, Sequence[Item], Catalog, bool], None]
"""Prints what was measured: of a file with this name, on these items, with every miss or without."""


def show_each(description: str, misses: str, show: Show) -> None:
    """Read the files that the command line names and show what was measured on each; `misses` tells what that adds."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help=misses)
    arguments = parser.parse_args()
    catalog = load_catalog()
    for path in arguments.files:
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        show(path.name, items, catalog, arguments.misses)
