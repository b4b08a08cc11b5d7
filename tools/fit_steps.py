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
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from fit import Corpus, narrow
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from written import BAR, EXAMPLE_SHARE, PROMISED, PROMISED_SHARE, ROOT, request_files

from whichllm import Catalog, load_catalog
from whichllm.catalog import CUE_PLACES, STEP_SIGNS, Succession
from whichllm.reading.compiling import compiled
from whichllm.reading.demands import DemandReader
from whichllm.reading.scanning import Scanner
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
# How many successions of any kind are added to those that were met.
OFTEN = 5
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
        scan = self._scanner.scan(" ".join(parts))
        self._demands.note(scan)
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


def successions(orders: Iterable[Sequence[str]]) -> dict[str, dict[str, float]]:
    """What is asked for right after each tag, as log-odds against how often it is asked for after any.

    Counts are smoothed by `OFTEN` more of what follows any. Only what was met has a weight.
    """
    pairs = Counter(pair for order in orders for pair in pairwise(order))
    after, following = Counter[str](), Counter[str]()
    for (one, next_), times in pairs.items():
        after[one] += times
        following[next_] += times
    found: dict[str, dict[str, float]] = {}
    for (one, next_), times in sorted(pairs.items()):
        usual = following[next_] / pairs.total()
        weight = math.log((times + OFTEN * usual) / (after[one] + OFTEN) / usual)
        if abs(weight) >= SMALLEST:
            found.setdefault(one, {})[next_] = round(weight, 1)
    return found


def write(weights: dict[str, float], follow: dict[str, dict[str, float]]) -> None:
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
    for task, tags in sorted(follow.items()):
        shown = ", ".join(f"{tag}: {weight:.1f}" for tag, weight in tags.items())
        lines.append(f"  - {{task: {task}, weights: {{{shown}}}}}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


def readers(catalog: Catalog) -> Iterator[tuple[Reader, set[str], Sequence[str]]]:
    """For each fold a reader that has learned from the others, with the files and the sentences of the fold."""
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
        yield Reader(learned), {name for name in names if numbers[name] == fold}, left_out


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    lines = dict(request_files())
    orders = [tags.split(",") for file in lines.values() for _, tags, *is_reversed in file if not is_reversed]
    follow = successions(orders)
    known = [Succession(task=task, weights=weights) for task, weights in sorted(follow.items())]
    files: dict[str, list[Request]] = {}
    ones: list[Request] = []
    for reader, names, texts in readers(replace(catalog, successions=known)):
        for name in sorted(names):
            share = PROMISED_SHARE if name == PROMISED else 1.0
            files[name] = [reader.request(marked, share) for marked, *_ in lines[name]]
        ones += [reader.request(text) for text in texts[::EVERY]]
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
