"""What the OpenMMLab packages share: a `metafile` beside each configuration lists its weights and their results.

A model `mmdet/rtmdet_l_8xb32-300e_coco` is the configuration of that name. One without weights is no model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, count, facts_of, load_yaml
from tools.catalog.papers import published

_COUNT = re.compile(r"([\d.]+)\s*([KMB]?)", re.IGNORECASE)
_UNITS = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9}


class Package:
    """The importer of one package. The YAML file that describes it is named as the package is, and holds

    - `license` of the package, and `converted`: weights of others, for which it does not hold
    - `benchmarks`: "task / data set" and metric in the package -> task and benchmark in the catalog
    - `groups`: benchmarks that hold for the listed models only
    - `same_weights`: models of other owners -> the entry that was converted from them
    """

    def __init__(self, path: Path) -> None:
        self._known: dict[str, Any] = load_yaml(path)
        self.ORIGIN = Origin(source=path.stem, packages=(path.stem,))

    def facts(self, folder: Path) -> Iterator[Fact]:
        """The facts of all weights in an unpacked package."""
        known, source = self._known, self.ORIGIN.source
        special = {name: group["benchmarks"] for group in known.get("groups", ()) for name in group["models"]}
        elsewhere = {name: model for model, name in known.get("same_weights", {}).items()}
        for name, entries in _by_name(folder).items():
            stated = {
                "license": None if _converted(name, entries, known) else known["license"],
                "open_weights": True,
                "gated": False,
                "libraries": [source],
                "parameters": next(filter(None, map(_parameters, entries)), None),
                "released": published(entries[0].get("Paper")),
            }
            yield from facts_of(f"{source}/{name}", source, stated)
            benchmarks = {**known["benchmarks"], **special.get(name, {})}
            for score in _agreed([list(_scores(entry, benchmarks)) for entry in entries]):
                for model in filter(None, (f"{source}/{name}", elsewhere.get(name))):
                    yield Fact(model, "evidence", score, source)


def _by_name(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The entries that have weights, by their names."""
    named: dict[str, list[dict[str, Any]]] = {}
    for entry in _entries(folder):
        if entry.get("Weights"):
            named.setdefault(str(entry["Name"]).strip(), []).append(entry)
    return named


def _converted(name: str, entries: list[dict[str, Any]], known: Mapping[str, Any]) -> bool:
    """Whether the weights come from somebody else, so that the licence of the package is not theirs."""
    return name in known.get("converted", ()) or any("Converted From" in entry for entry in entries)


def _agreed(listed: list[list[Score]]) -> Iterator[Score]:
    """The figures on which all entries of one name agree: some names are given to two trainings by mistake."""
    values: dict[str, set[float]] = {}
    for score in chain.from_iterable(listed):
        values.setdefault(score.benchmark, set()).add(score.value)
    return (score for score in listed[0] if len(values[score.benchmark]) == 1)


def _entries(folder: Path) -> Iterator[dict[str, Any]]:
    """All entries, each with the address of its paper: its own, or that of the collection that it names."""
    for path in sorted(folder.glob("*/.mim/configs/**/*.y*ml")):
        read = load_yaml(path)
        listed = read if isinstance(read, dict) else {}
        papers = {one["Name"]: one.get("Paper") for one in _blocks(listed.get("Collections"))}
        for entry in _blocks(listed.get("Models")):
            paper = entry.get("Paper") or papers.get(str(entry.get("In Collection")))
            yield {**entry, "Paper": paper.get("URL") if isinstance(paper, dict) else None}


def _blocks(listed: object) -> Iterator[dict[str, Any]]:
    """The blocks of a list; some files hold loose words in between."""
    return (block for block in listed if isinstance(block, dict)) if isinstance(listed, list) else iter(())


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
        for metric, value in _flat(result.get("Metrics") or {}):
            known = metrics.get(metric)
            if known and known["benchmark"] not in seen and isinstance(value, int | float):
                seen.add(known["benchmark"])
                figure = round(value * known.get("times", 1), 4)
                yield Score(known["task"], known["benchmark"], figure, known.get("higher_is_better", True))


def _flat(metrics: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Metrics and figures; those that stand below a common heading as "heading / metric"."""
    for metric, value in metrics.items():
        if isinstance(value, dict):
            yield from ((f"{metric} / {inner}", figure) for inner, figure in value.items())
        else:
            yield metric, value
