"""Where patterns hold in a text: the engine under tasks and demands."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Sequence as SequenceOf
from typing import Generic, TypeVar

from whichllm.patterns import Pattern, Sequence
from whichllm.reading.lexicon import Lexicon, Spans
from whichllm.reading.text import Text

GAP_WORDS = 7
"""How many words may stand between two terms joined by '..'."""
SMALL_WORDS = 4
"""How many small words ("the", "all of our") may stand between two terms side by side."""

Owner = TypeVar("Owner")
Places = tuple[tuple[int, int], ...]
"""The (first, last) word numbers of each sequence of a pattern."""


class _Compiled:
    """One sequence as atom numbers."""

    __slots__ = ("atoms", "gaps", "negative")

    def __init__(self, sequence: Sequence, lexicon: Lexicon, negations: frozenset[str]) -> None:
        self.atoms = tuple(lexicon.atom(term) for term in sequence.terms)
        self.gaps = sequence.gaps
        self.negative = any(not negations.isdisjoint(word.split()) for term in sequence.terms for word in term.words)


class Matcher(Generic[Owner]):
    """Many patterns, each with what it belongs to, matched at once.

    Patterns are found by their rarest atom, so that the time for a text depends on its words and not on the
    number of patterns.
    """

    def __init__(
        self,
        patterns: SequenceOf[tuple[Pattern, Owner]],
        lexicon: Lexicon,
        small_words: frozenset[str],
        negations: frozenset[str],
    ) -> None:
        self._small = small_words
        self._lexicon = lexicon
        self._by_atom: dict[int, list[tuple[frozenset[int], tuple[_Compiled, ...], tuple[_Compiled, ...], Owner]]] = (
            defaultdict(list)
        )
        for pattern, owner in patterns:
            wanted = tuple(_Compiled(sequence, lexicon, negations) for sequence in pattern.wanted)
            unwanted = tuple(_Compiled(sequence, lexicon, negations) for sequence in pattern.unwanted)
            required = frozenset(atom for sequence in wanted for atom in sequence.atoms)
            key = min(required, key=lambda atom: (lexicon.breadth(atom), atom))
            self._by_atom[key].append((required, wanted, unwanted, owner))

    def find(
        self, text: Text, spans: Spans, negated: frozenset[int], every: bool = False
    ) -> list[tuple[Owner, Places, int]]:
        """Every pattern that holds: its owner, where its sequences stand, and a bit mask of the words it met.

        What starts at a word numbered in `negated` counts only for sequences that hold a negation themselves. Of a
        pattern that holds in several places the first is given; with `every`, all places of its first sequence.
        """
        found: list[tuple[Owner, Places, int]] = []
        present = spans.keys()
        for atom in spans:
            for required, wanted, unwanted, owner in self._by_atom.get(atom, ()):
                if not required <= present:
                    continue
                rest, rest_mask = [], 0
                for sequence in wanted[1:]:
                    place = next(self._places(sequence, text, spans, negated), None)
                    if place is None:
                        break
                    rest.append(place[:2])
                    rest_mask |= place[2]
                else:
                    if any(next(self._places(sequence, text, spans, negated), None) for sequence in unwanted):
                        continue
                    for first, last, mask in self._places(wanted[0], text, spans, negated):
                        found.append((owner, ((first, last), *rest), mask | rest_mask))
                        if not every:
                            break
        return found

    def _places(
        self, sequence: _Compiled, text: Text, spans: Spans, negated: frozenset[int]
    ) -> Iterator[tuple[int, int, int]]:
        """The places of a sequence: its first and last word and a mask of the words its terms met."""
        if sequence.negative:
            negated = frozenset()
        for first, last in spans.get(sequence.atoms[0], ()):
            if first not in negated:
                rest = self._follow(sequence, 0, last, text, spans, negated)
                if rest is not None:
                    yield first, rest[0], rest[1] | word_mask(first, last)

    def _follow(
        self, sequence: _Compiled, index: int, last: int, text: Text, spans: Spans, negated: frozenset[int]
    ) -> tuple[int, int] | None:
        """The rest of a sequence whose term `index` ends at word `last`: its last word and mask, or None."""
        if index == len(sequence.gaps):
            return last, 0
        candidates = spans.get(sequence.atoms[index + 1], ())
        limit = last + 1 + (GAP_WORDS if sequence.gaps[index] else SMALL_WORDS)
        sentence = text.sentences[last]
        for first, end in candidates[bisect_right(candidates, (last, len(text.words))) :]:
            if first > limit or text.sentences[first] != sentence:
                break
            if not sequence.gaps[index] and not self._only_small(text, last + 1, first):
                break
            if first in negated:
                continue
            rest = self._follow(sequence, index + 1, end, text, spans, negated)
            if rest is not None:
                return rest[0], rest[1] | word_mask(first, end)
        return None

    def _only_small(self, text: Text, first: int, stop: int) -> bool:
        if any(text.breaks[index] for index in range(first, stop + 1)):
            return False
        return all(text.words[index] in self._small for index in range(first, stop))


def word_mask(first: int, last: int) -> int:
    """The words from `first` to `last`, inclusive, as a bit mask."""
    return (1 << (last + 1)) - (1 << first)
