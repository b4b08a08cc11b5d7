"""Words that go with tasks: weak evidence from single words, where no rule says more.

The weights stand in data/associations.yaml and are fitted by tools/fit.py on sentences written for the purpose. A
text is a bag of features: its words in base form and the concepts it touches ("{image}"). How it is put, by the word
that it begins with ("^why"), by function words and words beside them ("~want", "~looking for"), says only whether it
asks for a task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.lanes import Lanes
from whichllm.base.memo import Memo
from whichllm.catalog import OPENING
from whichllm.reading.lexicon import Lexicon, is_number
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import Settings

# A text with fewer features is weighed as if it had so many. Of 12, 20 and 30, 20 read sentences best that nobody had
# looked at, and kept nearly all examples.
FEWEST = 20

Features = Mapping[str, int]
"""What a text shows, each with the place of the word that shows it first."""


class Hints(NamedTuple):
    """Features of a text: what each weighs for and against the tags, and its place; and what share of it counts."""

    weights: list[tuple[Mapping[str, float], int]]
    share: float

    def two_weigh(self, tag: str, least: float) -> bool:
        """Whether at least two words, each with its concepts, weigh so much for a tag."""
        return sum([weight >= least for weight in self.by_place(tag).values()]) > 1

    def by_place(self, tag: str) -> dict[int, float]:
        """What the words weigh for or against a tag, by place: a word together with its concepts."""
        found: dict[int, float] = {}
        for weights, place in self.weights:
            if tag in weights:
                found[place] = found.get(place, 0.0) + weights[tag] * self.share
        return found


class FeatureReader:
    """The features of texts, for reading and for fitting alike."""

    def __init__(self, settings: Settings, scanner: Scanner) -> None:
        self._lexicon: Lexicon = scanner.lexicon
        self._ignored = frozenset(settings.ignored)
        self._concepts = {atom: f"{{{concept}}}" for atom, concept in settings.concepts}
        self._of_word: Memo[str, str] = Memo(self._find_word)
        self._of_atoms: Memo[frozenset[int], tuple[str, ...]] = Memo(self._find_concepts)

    def of(self, scan: Scan) -> Features:
        """The features of a text.

        What is negated does not count, nor what a book is about, who asks, and what is required of a model.
        """
        found: dict[str, int] = {}
        counted = _counted(scan)
        for word, place in scan.text.placed():
            feature = self._of_word[word]
            if feature and feature not in found and counted >> place & 1:
                found[feature] = place
        for first, _, atoms in scan.found:
            for concept in self._of_atoms[atoms]:
                if concept not in found and counted >> first & 1:
                    found[concept] = first
        return found

    def _find_word(self, word: str) -> str:
        """The base form of a word, or "" for one that says nothing by itself."""
        if word in self._ignored or is_number(word):
            return ""
        feature = self._lexicon.base(word) or _singular(word)
        return "" if feature in self._ignored else feature

    def _find_concepts(self, atoms: frozenset[int]) -> tuple[str, ...]:
        return tuple(sorted(self._concepts[atom] for atom in atoms & self._concepts.keys()))


class _Weights(NamedTuple):
    """What a feature weighs: by tag, and for all tags as one number."""

    by_tag: Mapping[str, float]
    packed: int


class Associations:
    """The associations of a catalog, added up for each of `tags`. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, lexicon: Lexicon, tags: Sequence[str]) -> None:
        self._compiled = compiled
        self._lexicon = lexicon
        self._lanes = Lanes(tags)
        self._weights: Memo[str, _Weights] = Memo(self._find_weights)

    def expect(self, features: Features) -> None:
        """Take notice of features that will be weighed."""
        self._compiled.expect("words", features)

    def sums(self, features: Features) -> list[float]:
        """What the features of a text weigh together for and against each tag.

        Each of n features counts 1 / sqrt(n), as in fitting, so that long texts gather no more evidence than short; in
        very short ones it counts no more than if there were `FEWEST`, since rules read those better.
        """
        weights = self._weights
        return self._lanes.unpacked(sum([weights[feature].packed for feature in features]), _share(features))

    def nothing(self, scan: Scan, features: Features) -> float:
        """What it weighs for no task at all how a text is put."""
        words = self._lexicon.words
        put = {(word, following): words[word].manner.get(following, 0.0) for word, following in manner(scan)}
        return sum(put.values()) * _share(features)

    def hints(self, features: Features) -> Hints:
        """The features of a text that weigh anything for any tag."""
        weights = self._weights
        found = [(weights[feature].by_tag, place) for feature, place in features.items()]
        return Hints([(by_tag, place) for by_tag, place in found if by_tag], _share(features))

    def _find_weights(self, feature: str) -> _Weights:
        by_tag = self._lexicon.entry(feature).weights
        return _Weights(by_tag, self._lanes.packed(by_tag))


def _counted(scan: Scan) -> int:
    """The places of words that count, as a bit mask."""
    return ~(scan.negated | scan.subject | scan.asker | scan.stated)


def manner(scan: Scan) -> Iterator[tuple[str, str]]:
    """How a text is put, as `Association.manner` tells: each word that counts, with what follows it."""
    counted = _counted(scan) & ~scan.order
    before = ""
    for index, (word, place) in enumerate(scan.text.placed()):
        if before and not scan.order >> place & 1:
            yield before, word
        before = word if counted >> place & 1 else ""
        if before:
            yield word, ""
            if not index:
                yield word, OPENING


def _share(features: Features) -> float:
    return 1 / sqrt(max(len(features), FEWEST))


def _singular(word: str) -> str:
    """An unknown word without a plural ending, so that "orchid" and "orchids" are one feature."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
