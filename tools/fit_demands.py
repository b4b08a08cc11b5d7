"""Fit data/demands.yaml on the phrases of tools/demands: `python tools/fit_demands.py`.

Each line of tools/demands is a demand, by its name and value, a tab, and a phrase that states it; or "none" and a
phrase with such words that states nothing (in promised.tsv what tests/hard_cases.jsonl promises). A phrase stands alone
and beside a part of a request (tools/steps), as people write both. What states nothing is learned from the clauses of
requests and of sentences (tools/sentences) and from fillers (tools/fillers.txt), too, but for those in which a
row of the vocabulary hears such a demand. A logistic regression (scikit-learn, in the extra `fit`) learns what each cue
speaks for; weights are rounded, and small ones dropped. The same lines give the same file. `--dry` writes nothing;
`--report` first fits on four fifths of the phrases at a time and prints how those left out are heard.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from fit import narrow
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from written import ROOT, Phrase, fillers, parts, phrases, sentences

from whichllm import Catalog, load_catalog
from whichllm.catalog import ALWAYS, UNDEMANDING, DemandCue
from whichllm.reading.compiling import compiled
from whichllm.reading.demands import DemandReader
from whichllm.reading.implied import ImpliedReader, cues
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import settings_of

TARGET = ROOT / "data" / "demands.yaml"
# Chosen on demands in requests of others: inverse strength of the L2 penalty; in how many phrases a cue must be met;
# the smallest weight that is kept.
PENALTY, MET, SMALLEST = 3.0, 3, 0.4
# Every so many requests and sentences one is taken.
EVERY = 6
# Files of requests that state demands beside what they ask for: rows of the vocabulary do not hear them all.
DEMANDING = frozenset({"demanded", "demands", "required"})
# The part of a request that stands beside a phrase: so far apart they are alike in nothing.
STRIDE = 7919
HEADER = """\
# What the words of a clause speak for together, where no row of `demands` in the vocabulary says it: "the ward has no
# internet". Written by `python tools/fit_demands.py` from the phrases in tools/demands; it overwrites this file. To
# mend an answer, add a row to the vocabulary or a phrase there.
#
#   word      a word in its base form; two that are neighbours ("no !internet"), or with a word between ("on * laptop");
#             ! marks what is denied; {always} counts in any clause
#   weights   a demand by its name and value -> weight, in log-odds; "none" is a clause that requires nothing
#
# Sorted by word.
cues:
"""

Features = Mapping[str, int]


class Labelled(NamedTuple):
    """What a clause shows, the demand that it states, and how much it counts."""

    shown: Features
    demand: str
    share: float = 1.0


class _Anything(Container[str]):
    def __contains__(self, _: object) -> bool:
        return True


class _Whatever(dict[str, Container[str]]):
    """Knows whatever a word may be followed by."""

    def __missing__(self, _: str) -> Container[str]:
        return _Anything()


class Reader:
    """Reads clauses as whichllm does."""

    def __init__(self, catalog: Catalog) -> None:
        tables = compiled(catalog)
        settings = settings_of(tables)
        self._scanner = Scanner(tables, settings)
        self._implied = ImpliedReader(tables, self._scanner.lexicon, settings.cued)
        self._demands = DemandReader(tables, settings, self._scanner)

    def whole(self, text: str) -> Features:
        """What a text shows that is one clause."""
        scan = self._scanner.scan(text)
        return self._shown(scan, 0, len(scan.text.words))

    def clauses(self, text: str) -> Iterator[Features]:
        """What the clauses of a text show."""
        scan = self._scanner.scan(text)
        yield from (self._shown(scan, first, end) for first, end in scan.text.clauses())

    def states(self, text: str, kinds: frozenset[str]) -> bool:
        """Whether a row of the vocabulary hears a demand of these kinds in a text."""
        found = self._demands.find(self._scanner.scan(text))
        return not kinds.isdisjoint(words.demand for words, *_ in found if words.value)

    def implied(self, text: str) -> set[str]:
        """The demands that the clauses of a text imply."""
        return {f"{name} {value}" for name, value, *_ in self._implied.implied(self._scanner.scan(text))}

    def _shown(self, scan: Scan, first: int, end: int) -> Features:
        met = cues(self._implied.words(scan, first, end), _Whatever())
        return Counter([ALWAYS, *(f"{word} {rest}".rstrip() for word, rest, *_ in met)])


class Fitted:
    """A logistic regression over what clauses show.

    `stated` holds for each phrase what it shows by itself and beside something else, `others` clauses without a demand.
    """

    def __init__(self, stated: Sequence[Sequence[Labelled]], others: Sequence[Labelled]) -> None:
        met = Counter(cue for phrase, *_ in stated for cue in phrase.shown)
        kept = {cue for cue, times in met.items() if times >= MET}
        clauses = [*chain.from_iterable(stated), *others]
        vectorizer = DictVectorizer()
        known = [{cue: times for cue, times in shown.items() if cue in kept} for shown, *_ in clauses]
        rows = narrow(vectorizer.fit_transform(known))
        model = LogisticRegression(C=PENALTY, max_iter=1000, fit_intercept=False)
        model.fit(rows, [demand for _, demand, _ in clauses], sample_weight=[share for *_, share in clauses])
        self.cues: list[DemandCue] = []
        for cue, weights in zip(vectorizer.get_feature_names_out().tolist(), model.coef_.T.tolist(), strict=True):
            large = zip(model.classes_.tolist(), weights, strict=True)
            found = {demand: round(weight, 1) for demand, weight in large if abs(weight) >= SMALLEST}
            if found:
                self.cues.append(DemandCue(word=cue, weights=found))


def report(
    catalog: Catalog, written: Sequence[Phrase], stated: Sequence[Sequence[Labelled]], others: Sequence[Labelled]
) -> Iterator[str]:
    """Lines on how phrases that were left out are heard, each by itself."""
    right, wrong, of = Counter[str](), Counter[str](), Counter[str]()
    for learn, held in KFold(5, shuffle=True, random_state=0).split(stated):
        fitted = Fitted([stated[number] for number in learn], others)
        reader = Reader(replace(catalog, demand_cues=fitted.cues))
        for demand, text, _ in (written[number] for number in held):
            heard = reader.implied(text) or {UNDEMANDING}
            of[demand] += 1
            right[demand] += demand in heard
            wrong[demand] += bool(heard - {demand, UNDEMANDING})
    for demand in sorted(of):
        yield f"{demand:24} {right[demand] / of[demand]:.2f} heard, {wrong[demand] / of[demand]:.2f} as another"


def write(fitted: Fitted) -> None:
    lines = [HEADER]
    for cue in sorted(fitted.cues, key=attrgetter("word")):
        shown = ", ".join(f"{demand}: {weight:.1f}" for demand, weight in sorted(cue.weights.items()))
        lines.append(f"  - {{word: {json.dumps(cue.word, ensure_ascii=False)}, weights: {{{shown}}}}}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    reader = Reader(catalog)
    written = phrases()
    asked = [part for part, _, file in parts() if file not in DEMANDING]
    stated: list[list[Labelled]] = []
    for number, (demand, phrase, share) in enumerate(written):
        if demand == UNDEMANDING:
            stated.append([Labelled(shown, demand, share) for shown in reader.clauses(phrase)])
            continue
        beside = asked[number * STRIDE % len(asked)]
        together = f"{phrase} {beside}" if number % 2 else f"{beside} {phrase}"
        stated.append([Labelled(reader.whole(text), demand) for text in (phrase, together)])
    kinds = frozenset(demand.partition(" ")[0] for demand, *_ in written)
    texts = [*asked[::EVERY], *(text for text, *_ in sentences()[::EVERY]), *fillers()]
    others = [
        Labelled(shown, UNDEMANDING)
        for text in texts
        if not reader.states(text, kinds)
        for shown in reader.clauses(text)
    ]
    if "--report" in arguments:
        for line in report(catalog, written, stated, others):
            print(line, flush=True)
    fitted = Fitted(stated, others)
    if "--dry" not in arguments:
        write(fitted)
        print(f"wrote {TARGET}: {len(fitted.cues)} cues from {len(stated)} phrases and {len(others)} other clauses")


if __name__ == "__main__":
    main(sys.argv[1:])
