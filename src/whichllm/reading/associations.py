"""Words that go with tasks: weak evidence from single words, where no rule says more.

The weights stand in data/associations.yaml and are fitted by tools/fit.py on sentences written for the purpose. A
text is a bag of features: its words in base form and the concepts it touches ("{image}").
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from whichllm.catalog import Association, Vocabulary
from whichllm.patterns import Term, words_of
from whichllm.reading.lexicon import Lexicon
from whichllm.reading.scanning import Scan, Scanner

# A text with fewer features is weighed as if it had so many. Of 12, 20 and 30, 20 read sentences best that nobody had
# looked at, and kept nearly all examples.
FEWEST = 20

Hint = tuple[float, int]
"""What a word weighs for a task, and its number in the text."""


class Features:
    """The features of texts, for reading and for fitting alike."""

    def __init__(self, vocabulary: Vocabulary, scanner: Scanner) -> None:
        self._lexicon: Lexicon = scanner.lexicon
        words = (*vocabulary.small_words, *vocabulary.stop_words, *vocabulary.negations)
        self._ignored = frozenset(piece for word in words for piece in words_of(word))
        self._concepts = {
            scanner.lexicon.atom(Term(concepts=(concept.id,))): f"{{{concept.id}}}" for concept in vocabulary.concepts
        }

    def of(self, scan: Scan) -> Iterator[tuple[str, int]]:
        """Each feature once, with the number of the word that shows it first."""
        seen: set[str] = set()
        for index, word in enumerate(scan.text.words):
            if index in scan.negated or word in self._ignored or word.isdecimal():
                continue
            feature = next(iter(self._lexicon.bases(word)), "") or _singular(word)
            if feature not in seen and feature not in self._ignored:
                seen.add(feature)
                yield feature, index
        for atom, places in scan.spans.items():
            concept = self._concepts.get(atom)
            if concept is not None:
                first = next((first for first, _ in places if first not in scan.negated), None)
                if first is not None:
                    yield concept, first


class Associations:
    """The associations of a catalog, ready to be added up. Immutable once built."""

    def __init__(self, associations: tuple[Association, ...], features: Features) -> None:
        self._features = features
        self._weights = {entry.word: tuple(entry.weights.items()) for entry in associations}

    def hints(self, scan: Scan) -> dict[str, list[Hint]]:
        """For each task (and for `NOTHING`) what the words of a text weigh for it and against it.

        Each of n features counts 1 / sqrt(n), as in fitting, so that long texts gather no more evidence than short; in
        very short ones it counts no more than if there were `FEWEST`, since rules read those better.
        """
        features = list(self._features.of(scan))
        share = 1 / math.sqrt(max(len(features), FEWEST))
        found: dict[str, list[Hint]] = defaultdict(list)
        for feature, index in features:
            for task, weight in self._weights.get(feature, ()):
                found[task].append((weight * share, index))
        return found


def _singular(word: str) -> str:
    """An unknown word without a plural ending, so that "orchid" and "orchids" are one feature."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
