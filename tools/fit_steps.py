"""Fit data/steps.yaml on the requests of tools/steps and on sentences of tools/sentences: `python tools/fit_steps.py`.

Each line of tools/steps is a request, with a bar where the words of the next thing to do begin; a tab; the tag of each
thing, in the order of the words; and, where the last is to be done first, a tab and the word "reversed". A sentence of
tools/sentences and an example of a task ask for one thing, also with a demand or a filler beside it. A logistic
regression (scikit-learn, in the extra `fit`) learns from the cues at each place where something could begin whether it
does; weights are rounded, and small ones dropped. What words speak for is told by associations that were learned
without the file at hand, as it will be of descriptions that nobody has seen: so this takes longer than `tools/fit.py`.
The same lines give the same file. `--dry` writes nothing; `--report` first fits on all files of tools/steps but one at
a time and prints how well that one is split.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from fit import SCALE, Corpus, descended, narrow
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from written import BAR, EXAMPLE_SHARE, PROMISED, PROMISED_SHARE, ROOT, request_files

from whichllm import Catalog, load_catalog
from whichllm.catalog import CUE_PLACES, NOTHING, STEP_SIGNS, Succession
from whichllm.reading.compiling import compiled
from whichllm.reading.demands import DemandReader
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.steps import Splitter
from whichllm.reading.tasks import TaskReader

TARGET = ROOT / "data" / "steps.yaml"
# What is learned for a part of the files comes from the others, in so many turns.
FOLDS = 3
# Every so many sentences one is taken.
EVERY = 2
# Chosen on files left out and on requests for one thing: inverse strength of the L2 penalty; how often a word must be
# met; the smallest weight that is kept; what is added everywhere, as most of what is learned from asks for one thing.
PENALTY, MET, SMALLEST, ALLOWANCE = 1.0, 3, 0.2, 0.7
# Chosen likewise: inverse strength of the L2 penalty on what is asked for right after a task.
TURN_PENALTY = 1.0
HEADER = """\
# Words and signs that tell where in a description another thing to do begins, and how much they speak for it or, below
# 0, against it. Something may begin after one of the `connectors` of the vocabulary and after any punctuation; it does
# where all that is said there adds up to more than 0. Written by `python tools/fit_steps.py` from the requests in
# tools/steps; it overwrites this file. To mend an answer, add a request there.
#
#   word      a word as it stands in a description, or a sign in braces
#   joins     its weight where it joins what begins to what goes before ("and", "then")
#   first     where it is the first word of what begins
#   second    where it is the second
#   within    where it stands anywhere in it, up to the next place where something may begin
#   last      where it is the last word of what goes before
#   sign      the weight of a sign:
"""
SUCCESSIONS = """\
#
# After them, what is asked for right after a task:
#
#   task      a pipeline tag
#   weights   pipeline tag -> weight, in points like those of rules
#
# Both are sorted.
"""


class Choice(NamedTuple):
    """A place where something may begin: what is said there, and whether it does."""

    said: dict[str, float]
    begins: bool


class Request(NamedTuple):
    """Where things may begin in a request, how many begin where nothing is looked for, and how much it counts."""

    choices: list[Choice]
    missed: int
    share: float


class Turn(NamedTuple):
    """A part of a request that comes right after one of the tag `before`: its own tag, and what speaks for each tag."""

    before: str
    tag: str
    scores: dict[str, float]


class Reader:
    """Reads requests as whichllm does, but for the cues that are there already."""

    def __init__(self, catalog: Catalog) -> None:
        tables = compiled(catalog)
        settings = settings_of(tables)
        self._scanner = Scanner(tables, settings)
        self._tasks = TaskReader(tables, settings, self._scanner)
        self._demands = DemandReader(tables, settings, self._scanner)
        self._splitter = Splitter(tables, settings, self._scanner, self._tasks)

    def request(self, marked: str, share: float = 1.0) -> Request:
        """What can be learned from a request with its bars."""
        parts = marked.split(BAR)
        scan = self._scan(" ".join(parts))
        text = scan.text
        ends = np.cumsum([len(part) + 1 for part in parts[:-1]]).tolist()
        begins = {next((number for number, start in enumerate(text.starts) if start >= end), -1) for end in ends}
        described = self._splitter.described(scan, self._tasks.weigh(scan))
        choices: list[Choice] = []
        places = described.places
        start = places[0].first if places else 0
        for number, place in enumerate(places[1:], 1):
            said = Counter[str]()
            wording = self._splitter.wording(described, start, number)
            for word, field, times in chain(wording, self._splitter.evidence(described, start, place)):
                said[f"{CUE_PLACES[field]} {word}"] += times
            here = begins.intersection(range(place.gap, place.first + 1))
            begins -= here
            choices.append(Choice(dict(said), bool(here)))
            start = place.first if here else start
        return Request(choices, len(begins), share)

    def turns(self, marked: str, tags: Sequence[str]) -> Iterator[Turn]:
        """The parts of a request with its bars, but the first."""
        parts = [part.strip(" ,;") for part in marked.split(BAR)]
        for (before, tag), part in zip(pairwise(tags), parts[1:], strict=True):
            scan = self._scan(part)
            weighed = self._tasks.in_turn(self._tasks.weigh(scan), scan, scan, before, None)
            scores = dict(self._tasks.scores(weighed))
            del scores[NOTHING]
            yield Turn(before, tag, scores)

    def _scan(self, text: str) -> Scan:
        scan = self._scanner.scan(text)
        self._demands.note(scan)
        return scan


class Fitted:
    """A logistic regression over what is said at places."""

    def __init__(self, requests: Iterable[Request]) -> None:
        choices, shares = [], []
        for request in requests:
            choices += request.choices
            shares += [request.share] * len(request.choices)
        met = Counter(name for choice in choices for name in choice.said)
        kept = [{name: times for name, times in said.items() if met[name] >= MET} for said, _ in choices]
        self._vectorizer = DictVectorizer()
        rows = narrow(self._vectorizer.fit_transform(kept))
        model = LogisticRegression(C=PENALTY, max_iter=5000, fit_intercept=False)
        model.fit(rows, [begins for _, begins in choices], sample_weight=shares)
        names = self._vectorizer.get_feature_names_out().tolist()
        found = dict(zip(names, model.coef_[0].tolist(), strict=True))
        found["sign {always}"] += ALLOWANCE
        self.weights = {name: round(weight, 1) for name, weight in found.items() if abs(weight) >= SMALLEST}

    def split(self, request: Request) -> list[bool]:
        """For each place of a request whether something begins there."""
        sums = (sum(self.weights.get(name, 0) * times for name, times in said.items()) for said, _ in request.choices)
        return [total > 0 for total in sums]


def report(files: Sequence[list[Request]], ones: list[Request]) -> Iterator[str]:
    """Lines on how well the requests of each file are split by what the others teach."""
    right: Counter[bool] = Counter()
    several: Counter[bool] = Counter()
    for number, left_out in enumerate(files):
        fitted = Fitted([*ones, *(request for other in files if other is not left_out for request in other)])
        for request in left_out:
            wanted = [choice.begins for choice in request.choices]
            is_several = any(wanted) or bool(request.missed)
            several[is_several] += 1
            right[is_several] += not request.missed and fitted.split(request) == wanted
        yield f"{number + 1} of {len(files)} files left out"
    yield f"several things: {right[True] / several[True]:.3f} of {several[True]} split rightly"
    yield f"one thing: {right[False] / several[False]:.3f} of {several[False]} not split"


def successions(turns: Sequence[Turn]) -> list[Succession]:
    """What speaks for each tag right after each, beside the words: of what was met in some turn, in points."""
    befores = sorted({turn.before for turn in turns})
    tags = sorted(turns[0].scores)
    wanted = np.array([[tag == turn.tag for tag in tags] for turn in turns], dtype=np.float32)
    offsets = np.array([[turn.scores[tag] for tag in tags] for turn in turns], dtype=np.float32) / SCALE
    rows = csr_matrix([[before == turn.before for before in befores] for turn in turns], dtype=np.float32)
    free = np.asarray(rows.T @ wanted > 0, dtype=np.float32)
    weights = descended(rows, offsets, wanted, np.zeros_like(free), free, TURN_PENALTY) * SCALE
    return [
        Succession(
            task=before,
            weights={tag: round(weight, 1) for tag, weight in zip(tags, row, strict=True) if abs(weight) >= SMALLEST},
        )
        for before, row in zip(befores, weights.tolist(), strict=True)
    ]


def write(weights: dict[str, float], follow: Iterable[Succession]) -> None:
    lines = [HEADER, *(f"#     {{{sign}}}".ljust(20) + f"{tells}\n" for sign, tells in STEP_SIGNS.items())]
    lines.append(f"{SUCCESSIONS}cues:\n")
    by_word: dict[str, dict[str, float]] = {}
    for name, weight in weights.items():
        field, _, word = name.partition(" ")
        by_word.setdefault(word, {})[field] = weight
    for word, fields in sorted(by_word.items()):
        shown = ", ".join(f"{field}: {fields[field]:.1f}" for field in CUE_PLACES if field in fields)
        lines.append(f"  - {{word: {json.dumps(word, ensure_ascii=False)}, {shown}}}\n")
    lines.append("\nsuccessions:\n")
    for entry in follow:
        shown = ", ".join(f"{tag}: {weight:.1f}" for tag, weight in entry.weights.items())
        lines.append(f"  - {{task: {entry.task}, weights: {{{shown}}}}}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


class Fold(NamedTuple):
    """A catalog that has learned from the other folds, with the files of requests and the sentences of this one."""

    learned: Catalog
    files: list[str]
    texts: list[str]


def folds(catalog: Catalog) -> Iterator[Fold]:
    corpus = Corpus(catalog)
    names = [name for name, _ in request_files()]
    numbers = {name: number % FOLDS for number, name in enumerate(names)}
    fold_of = np.array([numbers.get(file, number % FOLDS) for number, (_, _, file) in enumerate(corpus.written)])
    for fold in range(FOLDS):
        weights = corpus.learn(np.flatnonzero(fold_of != fold))
        learned = replace(catalog, associations=tuple(corpus.associations(weights)))
        held = np.flatnonzero(fold_of == fold).tolist()
        left_out = [corpus.written[number].text for number in held if corpus.written[number].file not in numbers]
        left_out += [corpus.accompanied[number].text for number in corpus.beside(held).tolist()]
        yield Fold(learned, [name for name in names if numbers[name] == fold], left_out)


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    lines = dict(request_files())
    learned = list(folds(replace(catalog, successions=())))
    turns: list[Turn] = []
    for fold in learned:
        reader = Reader(fold.learned)
        for marked, tags, *is_reversed in chain.from_iterable(lines[name] for name in fold.files):
            turns += () if is_reversed else reader.turns(marked, tags.split(","))
    follow = successions(turns)
    files: dict[str, list[Request]] = {}
    ones: list[Request] = []
    for fold in learned:
        reader = Reader(replace(fold.learned, successions=follow))
        for name in fold.files:
            share = PROMISED_SHARE if name == PROMISED else 1.0
            files[name] = [reader.request(marked, share) for marked, *_ in lines[name]]
        ones += [reader.request(text) for text in fold.texts[::EVERY]]
    # All readers have learned from these.
    ones += [reader.request(text, EXAMPLE_SHARE) for task in catalog.tasks.values() for text in task.examples]
    if "--report" in arguments:
        for line in report(list(files.values()), ones):
            print(line, flush=True)
    fitted = Fitted([*ones, *(request for requests in files.values() for request in requests)])
    if "--dry" not in arguments:
        write(fitted.weights, follow)
        print(f"wrote {TARGET}: {len(fitted.weights)} weights from {sum(map(len, files.values()))} requests")


if __name__ == "__main__":
    main(sys.argv[1:])
