"""Pyserini's reproductions: how well ranking by words and by vectors finds passages, by one and the same program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import mean
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, load_yaml, table

ORIGIN = Origin("pyserini", packages=("pyserini",), sdist=True)
ENCODER = re.compile(r"--encoder (\S+/\S+)")
FORUMS = "cqadupstack-"
"""Data sets that BEIR counts as one."""


def facts(folder: Path) -> Iterator[Fact]:
    """MS MARCO, BEIR, BRIGHT and Natural Questions for the runs that the table beside this file names."""
    runs = folder / "pyserini" / "2cr"
    names = table(__file__)
    passage = {
        run["name"]: score["MRR@10"]
        for run in _runs(runs, "msmarco-v1-passage")
        for topic in run["topics"]
        for score in topic["scores"]
        if "MRR@10" in score
    }
    yield from _evidence(names["passage"], passage, "text-retrieval", "MS MARCO passage dev, MRR@10")
    beir = {run["name"]: round(_beir(run), 4) for run in _runs(runs, "beir")}
    yield from _evidence(names["beir"], beir, "text-retrieval", "BEIR, mean nDCG@10 over 18 data sets")
    bright = {run["name"]: round(mean(_scores(run, "nDCG@10").values()), 4) for run in _runs(runs, "bright")}
    yield from _evidence(names["bright"], bright, "text-retrieval", "BRIGHT, mean nDCG@10 over 12 data sets")
    questions = {run["model_name"]: run["scores"][0]["Top20"] for run in _runs(runs, "naturalquestion")}
    benchmark = "Natural Questions test, top-20 accuracy in %"
    yield from _evidence(names["questions"], questions, "text-retrieval", benchmark)
    pages = {run["name"]: round(mean(_scores(run, "nDCG@5").values()), 4) for run in _runs(runs, "mmeb")}
    benchmark = "MMEB-V2 visual documents, mean nDCG@5 over 22 data sets"
    yield from _evidence(names["pages"], pages, "visual-document-retrieval", benchmark)
    yield from _open_weights(runs, {model for named in names.values() for model in named})


def _open_weights(folder: Path, models: Iterable[str]) -> Iterator[Fact]:
    """An encoder that a run loads by its Hub id can be downloaded."""
    loaded = {name for path in folder.glob("*.yaml") for name in ENCODER.findall(path.read_text(encoding="utf-8"))}
    for model in sorted(loaded.intersection(models)):
        yield Fact(model, "open_weights", True, ORIGIN.source)


def _evidence(names: Mapping[str, str], values: Mapping[str, float], task: str, benchmark: str) -> Iterator[Fact]:
    for model, name in names.items():
        if name in values:
            yield Fact(model, "evidence", Score(task, benchmark, values[name], True), ORIGIN.source)


def _runs(folder: Path, name: str) -> list[dict[str, Any]]:
    path = folder / f"{name}.yaml"
    return load_yaml(path)["conditions"] if path.is_file() else []


def _scores(run: Mapping[str, Any], metric: str) -> dict[str, float]:
    return {entry["dataset"]: entry["scores"][0][metric] for entry in run["datasets"]}


def _beir(run: Mapping[str, Any]) -> float:
    scores = _scores(run, "nDCG@10")
    forums = [value for name, value in scores.items() if name.startswith(FORUMS)]
    return mean([*(value for name, value in scores.items() if not name.startswith(FORUMS)), mean(forums)])
