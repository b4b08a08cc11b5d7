"""What the OpenMMLab packages share: a `metafile` beside each configuration lists its weights and their results.

A model `mmdet/rtmdet_l_8xb32-300e_coco` is the configuration of that name. One without weights is no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Score, count, facts_of, load_yaml

_COUNT = re.compile(r"([\d.]+)\s*([KMB]?)", re.IGNORECASE)
_UNITS = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9}


def facts(folder: Path, source: str, known: Mapping[str, Any]) -> Iterator[Fact]:
    """The facts of all weights in an unpacked package.

    `known` is the table beside the importer: the licence, and for each task, data set and metric of the package the
    task and benchmark of the catalog.
    """
    for entry in _entries(folder):
        if not entry.get("Weights"):
            continue
        model = f"{source}/{str(entry['Name']).strip()}"
        stated = {"license": known["license"], "open_weights": True, "parameters": _parameters(entry)}
        yield from facts_of(model, source, stated)
        for score in _scores(entry, known["benchmarks"]):
            yield Fact(model, "evidence", score, source)


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*/.mim/configs/**/*.y*ml")):
        read = load_yaml(path)
        entries = read.get("Models") if isinstance(read, dict) else None
        for entry in entries or ():
            if isinstance(entry, dict):
                yield entry


def _parameters(entry: Mapping[str, Any]) -> int | None:
    """The number of parameters, stated as a number or as text such as "62.9M"."""
    stated = (entry.get("Metadata") or {}).get("Parameters")
    if not isinstance(stated, str):
        return count(stated)
    found = _COUNT.fullmatch(stated.strip())
    return count(float(found[1]) * _UNITS[found[2].upper()]) if found else None


def _scores(entry: Mapping[str, Any], benchmarks: Mapping[str, Any]) -> Iterator[Score]:
    """The figures whose task, data set and metric the table knows; the first where a benchmark has several."""
    results = entry.get("Results") or ()
    seen: set[str] = set()
    for result in [results] if isinstance(results, dict) else results:
        metrics = benchmarks.get(f"{result.get('Task')} / {result.get('Dataset')}", {})
        for metric, value in (result.get("Metrics") or {}).items():
            known = metrics.get(metric)
            if known and known["benchmark"] not in seen and isinstance(value, int | float):
                seen.add(known["benchmark"])
                figure = round(value * known.get("times", 1), 4)
                yield Score(known["task"], known["benchmark"], figure, known.get("higher_is_better", True))
