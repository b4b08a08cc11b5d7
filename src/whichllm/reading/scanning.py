"""One look at a text, shared by all who read it: which words and concepts stand where, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from whichllm.catalog import Vocabulary
from whichllm.patterns import Pattern, Term, words_of
from whichllm.patterns import Sequence as TermSequence
from whichllm.reading.lexicon import Lexicon, Spans
from whichllm.reading.matching import Matcher, Owner, word_mask
from whichllm.reading.text import Text

# A negation denies what follows it, but not all the rest of a long sentence.
_NEGATED_WORDS = 5
# Negations of several words ("something other than YOLO to find cracks") deny a name, and the request goes on.
_REPLACED_WORDS = 1


@dataclass(frozen=True, slots=True)
class Scan:
    """A text with what was found in it.

    `spans` tells where each atom stands, `negated` numbers the words that a negation denies, `introduction` marks the
    words in which the askers say who they are, as a bit mask (0 if they say nothing else).
    """

    text: Text
    spans: Spans
    negated: frozenset[int]
    introduction: int


class Scanner:
    """The words of a vocabulary and of the patterns that will be looked for. Immutable once built."""

    def __init__(self, vocabulary: Vocabulary, patterns: Iterable[Pattern]) -> None:
        introductions = [_phrase_pattern(phrase) for phrase in vocabulary.introductions]
        self.lexicon = Lexicon(
            vocabulary,
            (
                term
                for pattern in (*patterns, *introductions)
                for sequence in pattern.wanted + pattern.unwanted
                for term in sequence.terms
            ),
        )
        self.small_words = frozenset(vocabulary.small_words)
        self._negations = frozenset(word for entry in vocabulary.negations for word in words_of(entry))
        self._negation_phrases = sorted((words_of(entry) for entry in vocabulary.negations), key=len, reverse=True)
        self._negation_ends = frozenset(vocabulary.negation_ends)
        self._introductions = self.matcher([(pattern, None) for pattern in introductions])
        self._introduction_ends = frozenset(vocabulary.introduction_ends)

    def matcher(self, patterns: Sequence[tuple[Pattern, Owner]]) -> Matcher[Owner]:
        """A matcher for some of the patterns, each with what it belongs to."""
        return Matcher(patterns, self.lexicon, self.small_words, self._negations)

    def scan(self, text: Text) -> Scan:
        """Look at a text."""
        spans = self.lexicon.spans(text)
        return Scan(text, spans, self._negated(text), self._introduction(text, spans))

    def _negated(self, text: Text) -> frozenset[int]:
        words = text.words
        if self._negations.isdisjoint(words):
            return frozenset()
        negated: set[int] = set()
        for index in range(len(words)):
            for phrase in self._negation_phrases:
                if words[index : index + len(phrase)] == phrase:
                    most = _NEGATED_WORDS if len(phrase) == 1 else _REPLACED_WORDS
                    negated.update(self._scope(text, index + len(phrase), most))
                    break
        return frozenset(negated)

    def _scope(self, text: Text, start: int, most: int) -> Iterator[int]:
        """The words that a negation denies, from the word after it: so many, small words not counted."""
        for index in range(start, len(text.words)):
            if most <= 0:
                return
            most -= text.words[index] not in self.small_words
            ends_here = text.words[index] in self._negation_ends or text.breaks[index]
            if index > start and (ends_here or text.sentences[index] != text.sentences[start]):
                return
            yield index

    def _introduction(self, text: Text, spans: Spans) -> int:
        mask = 0
        for _, ((first, last),), _ in self._introductions.find(text, spans, frozenset()):
            end = last
            while (
                end + 1 < len(text.words)
                and text.sentences[end + 1] == text.sentences[first]
                and not text.breaks[end + 1]
                and text.words[end + 1] not in self._introduction_ends
            ):
                end += 1
            mask |= word_mask(first, end)
        everything = word_mask(0, len(text.words) - 1)
        return 0 if mask == everything else mask


def _phrase_pattern(phrase: str) -> Pattern:
    terms = tuple(Term(words=(word,)) for word in words_of(phrase))
    return Pattern((TermSequence(terms, (False,) * (len(terms) - 1)),))
