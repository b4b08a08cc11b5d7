"""The texts that were written to be learned from, in tools/: sentences, requests, phrases and fillers.

tools/sentences holds sentences that ask for one thing, a file a pipeline tag; tools/steps requests for one thing or
several (see tools/fit_steps.py); tools/demands phrases that state a demand (see tools/fit_demands.py);
tools/fillers.txt what is said around requests and tells nothing of what is asked for.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from whichllm.catalog import NOTHING

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tools" / "sentences"
REQUESTS = ROOT / "tools" / "steps"
PHRASES = ROOT / "tools" / "demands"
FILLERS = ROOT / "tools" / "fillers.txt"
BAR = " | "
CASES = ROOT / "tests" / "hard_cases.jsonl"
# Examples of tasks and hard cases are promised to be understood.
EXAMPLE_SHARE = 4.0
# What tests/hard_cases.jsonl promises and stands in a promised.tsv counts so much where steps and demands are learned.
PROMISED, PROMISED_SHARE = "promised", 8.0


class Labelled(NamedTuple):
    """A text, its tag, and the name of the file that it stands in."""

    text: str
    tag: str
    file: str


class Phrase(NamedTuple):
    """A phrase, the demand that it states, and how much it counts."""

    demand: str
    text: str
    share: float


def sentences() -> list[Labelled]:
    """The sentences that ask for one thing."""
    return [
        Labelled(line, path.stem, path.stem)
        for path in sorted(SENTENCES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def request_files() -> list[tuple[str, list[list[str]]]]:
    """The files of requests, each with the fields of its lines."""
    return [
        (path.stem, [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()])
        for path in sorted(REQUESTS.glob("*.tsv"))
    ]


def parts() -> list[Labelled]:
    """The parts of the requests, each of which asks for one thing."""
    return [
        Labelled(part.strip(" ,;"), tag, name)
        for name, lines in request_files()
        for marked, tags, *_ in lines
        for part, tag in zip(marked.split(BAR), tags.split(","), strict=True)
    ]


def promised() -> list[Labelled]:
    """The hard cases that ask for one thing, or for nothing."""
    cases = map(json.loads, CASES.read_text(encoding="utf-8").splitlines())
    tags = [(case["text"], NOTHING if case["kind"] == "nothing" else case.get("tasks", [""])[0]) for case in cases]
    return [Labelled(text, tag, "") for text, tag in tags if tag]


def phrases() -> list[Phrase]:
    """The phrases that state a demand or, being like some that do, none."""
    return [
        Phrase(*line.split("\t"), PROMISED_SHARE if path.stem == PROMISED else 1.0)
        for path in sorted(PHRASES.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def fillers() -> list[str]:
    """What is said around requests, a line each."""
    return FILLERS.read_text(encoding="utf-8").splitlines()
