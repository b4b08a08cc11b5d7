"""Words that go with tasks: weak evidence from single words, and from the words of rules for other tasks than theirs.

The weights stand in data/associations.yaml and are fitted by tools/fit.py on sentences written for the purpose. A
text is a bag of features: its words in base form, the concepts it touches ("{image}") and the rules that hold
("={image} .. {text}"). How it is put, by the word that it begins with ("^why") and by function words ("~want"), says
only whether it asks for a task; a function word and the one beside it ("~text into") may say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.lanes import Lanes
from whichllm.base.memo import Memo
from whichllm.catalog import NOTHING, OPENING, is_pair
from whichllm.reading.lexicon import Lexicon, is_number
from whichllm.reading.matching import Places
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import Settings

# A text with fewer features is weighed as if it had so many. Of 12, 20 and 30, 20 read sentences best that nobody had
# looked at, and kept nearly all examples.
_FEWEST = 20
# How much two words side by side count beside either alone. So the habits of writers tell little: at 1, and with
# function words alone, sentences left out were read better (0.804 at first choice, so 0.797), and 454 requests by
# others worse (0.773, so 0.797).
_SIDE_BY_SIDE = 0.7

Features = Mapping[str, int]
"""What a text shows, each with the place of the word that shows it first."""


class Weights(NamedTuple):
    """What a feature weighs: by tag, and for all tags as one number."""

    by_tag: Mapping[str, float]
    packed: int


class Hints(NamedTuple):
    """What speaks for or against tags in a text: its features, what all features weigh, what else weighs with its
    places, and what share of all that counts.
    """

    features: Features
    weights: Mapping[str, Weights]
    more: Sequence[tuple[Weights, Places]]
    share: float

    def any_weighs(self) -> bool:
        """Whether a word weighs anything for any tag."""
        return any(self.weights[feature].packed for feature in self.features)

    def two_weigh(self, tag: str, least: float) -> bool:
        """Whether at least two words, each with its concepts, weigh so much for a tag."""
        return sum([weight >= least for weight in self._by_word(tag).values()]) > 1

    def by_places(self, tag: str) -> dict[Places, float]:
        """What is weighed for or against a tag, by places: a word together with its concepts."""
        found = self._by_word(tag)
        for more, places in self.more:
            if tag in more.by_tag:
                found[places] = found.get(places, 0.0) + more.by_tag[tag] * self.share
        return found

    def _by_word(self, tag: str) -> dict[Places, float]:
        found: dict[Places, float] = {}
        for feature, place in self.features.items():
            by_tag = self.weights[feature].by_tag
            if tag in by_tag:
                places = ((place, place),)
                found[places] = found.get(places, 0.0) + by_tag[tag] * self.share
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


class Associations:
    """The associations of a catalog, added up for each of `tags`. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, lexicon: Lexicon, tags: Sequence[str]) -> None:
        self._compiled = compiled
        self._lexicon = lexicon
        self._lanes = Lanes(tags)
        self._weights: Memo[str, Weights] = Memo(self._find_weights)
        self._ways: Memo[tuple[str, str], Weights] = Memo(self._find_way)

    def expect(self, features: Features) -> None:
        """Take notice of features that will be weighed."""
        self._compiled.expect("words", features)

    def weights(self, by_tag: Mapping[str, float], share: float = 1.0) -> Weights:
        """What something weighs, or a share of it, ready to be added up."""
        shared = {tag: weight * share for tag, weight in by_tag.items()}
        return Weights(shared, self._lanes.packed(shared))

    def sums(self, hints: Hints) -> list[float]:
        """What speaks in a text weighs together for and against each tag.

        Each of n features counts 1 / sqrt(n), as in fitting, so that long texts gather no more evidence than short; in
        very short ones it counts no more than if there were `_FEWEST`, since rules read those better. A rule or a way
        to put it counts as much as a feature, and is not one of the n.
        """
        weights = self._weights
        total = sum([weights[feature].packed for feature in hints.features])
        return self._lanes.unpacked(total + sum([more.packed for more, _ in hints.more]), hints.share)

    def telling(self, scan: Scan, features: Features) -> float:
        """What it weighs for no task at all how a text is put."""
        return sum([way.by_tag.get(NOTHING, 0.0) for way, _ in self._put(scan)]) * share_of(features)

    def hints(self, scan: Scan, features: Features, rules: Sequence[tuple[Weights, Places]]) -> Hints:
        """What speaks in a text: its features, the rules that hold, with their places, and how it is put."""
        return Hints(features, self._weights, [*rules, *self._put(scan)], share_of(features))

    def _put(self, scan: Scan) -> Iterable[tuple[Weights, Places]]:
        words, ways = self._lexicon.words, self._ways
        found: dict[tuple[str, str], tuple[Weights, Places]] = {}
        for word, following, first, last in manner(scan):
            if following in words[word].manner and (word, following) not in found:
                found[word, following] = ways[word, following], ((first, last),)
        return found.values()

    def _find_way(self, way: tuple[str, str]) -> Weights:
        word, following = way
        return self.weights(self._lexicon.words[word].manner[following], way_share(following))

    def _find_weights(self, feature: str) -> Weights:
        return self.weights(self._lexicon.entry(feature).weights)


def _counted(scan: Scan) -> int:
    """The places of words that count, as a bit mask."""
    return ~(scan.negated | scan.subject | scan.asker | scan.stated)


def manner(scan: Scan) -> Iterator[tuple[str, str, int, int]]:
    """How a text is put, as `Association.manner` tells: each word that counts, with what follows it, and the places of
    the first and the last of them.
    """
    counted = _counted(scan) & ~scan.order
    before, start = "", 0
    for index, (word, place) in enumerate(scan.text.placed()):
        if before and not scan.order >> place & 1:
            yield before, word, start, place
        before, start = word if counted >> place & 1 else "", place
        if before:
            yield word, "", place, place
            if not index:
                yield word, OPENING, place, place


def way_share(following: str) -> float:
    """How much it counts that this follows a word, as `Association.manner` tells."""
    return _SIDE_BY_SIDE if is_pair(following) else 1.0


def share_of(features: Features) -> float:
    """How much of its weight each feature of a text counts."""
    return 1 / sqrt(max(len(features), _FEWEST))


def _singular(word: str) -> str:
    """An unknown word without a plural ending, so that "orchid" and "orchids" are one feature."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
