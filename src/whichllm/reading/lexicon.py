"""Words and what they stand for: inflections, spelling variants, typos, concepts.

The one door to rapidfuzz, with `names`. A `Lexicon` tells for each word of a text which atoms it is (see `atoms`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.memo import Memo

# A misspelt word is one slip (a letter too many, missing, wrong, or two swapped) away from a known one, a long one two;
# it starts and ends with the same letter, since ordinary words differ mostly at their ends. tools/typos.py measures
# how many typos that mends and how many ordinary words it mistakes.
TYPO_MIN_LETTERS, TYPO_LONG = 6, 10


class Phrase(NamedTuple):
    """The end of a phrase: the base words that must follow its second word, and the atoms that the phrase is."""

    rest: tuple[str, ...]
    atoms: frozenset[int]


class Word(NamedTuple):
    """What a word of a text may be.

    `bases` are the words of the vocabulary that it is a form, a variant or a misspelling of; `atoms` what it is by
    itself; `begins` the phrases that it may begin, by their second word; `manner` what it weighs, as
    `Association.manner` tells, by what follows it.
    """

    bases: tuple[str, ...]
    atoms: frozenset[int]
    begins: Mapping[str, tuple[Phrase, ...]]
    manner: Mapping[str, Mapping[str, float]]


class Entry(NamedTuple):
    """What was compiled for a word, as plain values.

    `bases` are the words that it is a form or a variant of; `atoms` what it is as a base word, `begins` the phrases
    that it begins: for each second word the words that must follow, and the atoms. `weights` are those of its
    association, `manner` as in `Word`.
    """

    bases: Sequence[str] = ()
    atoms: Sequence[int] = ()
    begins: Mapping[str, Sequence[tuple[Sequence[str], Sequence[int]]]] = {}
    weights: Mapping[str, float] = {}
    manner: Mapping[str, Mapping[str, float]] = {}


_UNKNOWN = Entry()


class Lexicon:
    """The words of a vocabulary and of a set of rules. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, number: int, not_typos: Iterable[str]) -> None:
        self._compiled = compiled
        self._number = frozenset([number])
        self._not_typos = frozenset(not_typos)
        self.words: Memo[str, Word] = Memo(self._find_word)

    def look_up(self, words: Sequence[str]) -> list[Word]:
        """What the words of a text may be, in their order."""
        known = self.words
        # A set less the keys of a dictionary would go through all of the dictionary.
        new = {word for word in words if word not in known}
        if new:
            self._expect(new)
        return [known[word] for word in words]

    def _expect(self, words: Iterable[str]) -> None:
        self._compiled.expect("words", words)
        for word in words:
            bases = self.entry(word).bases
            if bases:
                self._compiled.expect("words", bases)
            elif self._may_be_misspelt(word):
                self._compiled.expect("near", [near(word)])

    def bases(self, word: str) -> tuple[str, ...]:
        """The words of the vocabulary that a word of a text is a form, a variant or a misspelling of."""
        return self.words[word].bases

    def base(self, word: str) -> str:
        """The first of these, "" if there is none."""
        return next(iter(self.words[word].bases), "")

    def entry(self, word: str) -> Entry:
        """What was compiled for a word."""
        values = self._compiled.value("words", word)
        return _UNKNOWN if values is None else Entry(*values)

    def _find_word(self, word: str) -> Word:
        bases = tuple(self.entry(word).bases) or self.mended(word)
        entries = [self.entry(base) for base in bases]
        atoms = frozenset[int]().union(*(entry.atoms for entry in entries))
        if is_number(word):
            atoms |= self._number
        begins: dict[str, tuple[Phrase, ...]] = {}
        for entry in entries:
            for second, phrases in entry.begins.items():
                ends = [Phrase(tuple(rest), frozenset(meant)) for rest, meant in phrases]
                begins[second] = (*begins.get(second, ()), *ends)
        return Word(bases, atoms, begins, self.entry(word).manner)

    def knows(self, word: str) -> bool:
        """Whether a word is a form of a word of the vocabulary as it stands."""
        return bool(self.entry(word).bases)

    def mended(self, word: str) -> tuple[str, ...]:
        """The base words that a word is most likely a misspelling of; none if it is too short or too far off."""
        if not self._may_be_misspelt(word):
            return ()
        from rapidfuzz import process  # slow to load, and most words are known
        from rapidfuzz.distance import OSA

        slips = 1 if len(word) < TYPO_LONG else 2
        known = self._compiled.value("near", near(word)) or ()
        best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=slips)
        return tuple(self.entry(best[0]).bases) if best else ()

    def _may_be_misspelt(self, word: str) -> bool:
        return len(word) >= TYPO_MIN_LETTERS and word.isalpha() and word not in self._not_typos


def near(word: str) -> str:
    """What a word has in common with all that it may be a misspelling of: its first letter and its last."""
    return word[0] + word[-1]


def is_number(word: str) -> bool:
    """Whether a word is a number, fractions and thousands included ("1.5", "1,000", "128k")."""
    return word.removesuffix("k").replace(".", "").replace(",", "").isdecimal()
