"""Pyserini's reproductions: how well ranking by words and by vectors finds passages, by one and the same program."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from statistics import mean
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, facts_of, load_yaml, table

ORIGIN = Origin("pyserini", packages=("pyserini",), sdist=True)
TEXTS, PAGES = "text-retrieval", "visual-document-retrieval"
LANGUAGES = 18
Board = tuple[str, str, dict[str, float]]
"""The task, the benchmark, and the figure of each run by its name."""

ENCODER = re.compile(r"--encoder (\S+/\S+)")
FORUMS = "cqadupstack-"
"""Data sets that BEIR counts as one."""


def facts(folder: Path) -> Iterator[Fact]:
    """The figures of the runs that the table beside this file names, and that their encoders can be downloaded."""
    runs = folder / "pyserini" / "2cr"
    names = table(__file__)
    for board, read in BOARDS.items():
        task, benchmark, values = read(runs)
        for model, name in names[board].items():
            if name in values:
                yield Fact(model, "evidence", Score(task, benchmark, values[name], True), ORIGIN.source)
    yield from _open_weights(runs, {model for named in names.values() for model in named})


def _passage(runs: Path) -> Board:
    figures = {
        run["name"]: score["MRR@10"]
        for run in _runs(runs, "msmarco-v1-passage")
        for topic in run["topics"]
        for score in topic["scores"]
        if "MRR@10" in score
    }
    return TEXTS, "MS MARCO passage dev, MRR@10", figures


def _beir(runs: Path) -> Board:
    figures = {run["name"]: _mean_with_forums_as_one(_scores(run, "nDCG@10")) for run in _runs(runs, "beir")}
    return TEXTS, "BEIR, mean nDCG@10 over 18 data sets", figures


def _bright(runs: Path) -> Board:
    figures = {run["name"]: round(mean(_scores(run, "nDCG@10").values()), 4) for run in _runs(runs, "bright")}
    return TEXTS, "BRIGHT, mean nDCG@10 over 12 data sets", figures


def _miracl(runs: Path) -> Board:
    by_name: dict[str, list[float]] = defaultdict(list)
    for run in _runs(runs, "miracl"):
        scores = {split["split"]: split["scores"][0] for split in run["splits"]}
        by_name[run["name"].rsplit(".", 1)[0]].append(scores["dev"]["nDCG@10"])
    figures = {name: round(mean(values), 4) for name, values in by_name.items() if len(values) == LANGUAGES}
    return TEXTS, f"MIRACL dev, mean nDCG@10 over {LANGUAGES} languages", figures


def _questions(runs: Path) -> Board:
    figures = {run["model_name"]: run["scores"][0]["Top20"] for run in _runs(runs, "odqa_nq")}
    return TEXTS, "Natural Questions test, top-20 accuracy in %", figures


def _pages(runs: Path) -> Board:
    figures = {run["name"]: round(mean(_scores(run, "nDCG@5").values()), 4) for run in _runs(runs, "mmeb")}
    return PAGES, "MMEB-V2 visual documents, mean nDCG@5 over 22 data sets", figures


def _slides(runs: Path) -> Board:
    figures = {run["name"]: _scores(run, "nDCG@10")["slidevqa"] for run in _runs(runs, "dse")}
    return PAGES, "SlideVQA, nDCG@10 in %", figures


BOARDS: dict[str, Callable[[Path], Board]] = {
    "passage": _passage,
    "beir": _beir,
    "bright": _bright,
    "miracl": _miracl,
    "questions": _questions,
    "pages": _pages,
    "slides": _slides,
}


def _open_weights(folder: Path, models: Iterable[str]) -> Iterator[Fact]:
    """An encoder that a run loads by its Hub id can be downloaded."""
    loaded = {name for path in folder.glob("*.yaml") for name in ENCODER.findall(path.read_text(encoding="utf-8"))}
    for model in sorted(loaded.intersection(models)):
        yield from facts_of(model, ORIGIN.source, {"open_weights": True, "libraries": ["pyserini"]})


def _evidence(names: Mapping[str, str], values: Mapping[str, float], task: str, benchmark: str) -> Iterator[Fact]:
    for model, name in names.items():
        if name in values:
            yield Fact(model, "evidence", Score(task, benchmark, values[name], True), ORIGIN.source)


def _runs(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.yaml"
    return load_yaml(path)["conditions"] if path.is_file() else []


def _scores(run: Mapping[str, Any], metric: str) -> dict[str, float]:
    scores = {entry["dataset"]: entry["scores"][0] for entry in run["datasets"]}
    return {name: score[metric] for name, score in scores.items() if metric in score}


def _mean_with_forums_as_one(scores: Mapping[str, float]) -> float:
    forums = [value for name, value in scores.items() if name.startswith(FORUMS)]
    others = [value for name, value in scores.items() if not name.startswith(FORUMS)]
    return round(mean([*others, mean(forums)]), 4)
