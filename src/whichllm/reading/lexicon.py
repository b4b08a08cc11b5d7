"""Words and what they stand for: inflections, spelling variants, typos, concepts.

The one door to rapidfuzz. A `Lexicon` numbers everything that rules can ask for (a word, a concept, a choice
of either: an "atom") and tells for each word of a text which atoms it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from whichllm.catalog import NUMBER, Concept, Vocabulary
from whichllm.patterns import Term, words_of
from whichllm.reading.memo import Memo

# A misspelt word is one slip (a letter too many, missing, wrong, or two swapped) away from a known one, a long one two;
# it starts and ends with the same letter, since ordinary words differ mostly at their ends. tools/typos.py measures
# how many typos that mends and how many ordinary words it mistakes.
TYPO_MIN_LETTERS, TYPO_LONG = 6, 10
_SAME_END = 1
# Spelling variants and joined compounds of fewer letters than this collide with other words.
_SHORTEST_VARIANT = 5
_VOWELS = "aeiou"

_Phrase = tuple[str, ...]


class Phrase(NamedTuple):
    """The end of a phrase: the base words that must follow its second word, and the atoms that the phrase is."""

    rest: _Phrase
    atoms: frozenset[int]


class Word(NamedTuple):
    """What a word of a text may be.

    `bases` are the words of the vocabulary that it is a form, a variant or a misspelling of; `atoms` what it is by
    itself; `begins` the phrases that it may begin, by their second word.
    """

    bases: tuple[str, ...]
    atoms: frozenset[int]
    begins: Mapping[str, tuple[Phrase, ...]]


class Lexicon:
    """The words of a vocabulary and of a set of rules, compiled for matching. Immutable once built."""

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[Term]) -> None:
        self._variants = _Variants(vocabulary.spellings)
        self._irregular = {entry.word: entry.forms for entry in vocabulary.irregular}
        self._not_typos = frozenset(vocabulary.not_typos)
        self._forms: dict[str, list[str]] = {}
        self._known: set[str] = set()
        self._numbers: dict[Term, int] = {}
        # The atoms that a phrase is by its own words, and those that an atom is as well: a choice that names a
        # concept, a concept that includes another.
        self._direct: dict[_Phrase, list[int]] = defaultdict(list)
        self._implied: dict[int, list[int]] = defaultdict(list)
        self._breadth: dict[int, int] = defaultdict(int)
        self._add_concepts(vocabulary.concepts_by_id())
        for term in terms:
            self.atom(term)
        for word in (*vocabulary.small_words, *vocabulary.negations, *vocabulary.negation_ends):
            for piece in words_of(word):
                self._learn(piece)
        self._alone: dict[str, frozenset[int]] = {}
        self._begins: dict[str, dict[str, list[Phrase]]] = defaultdict(lambda: defaultdict(list))
        for (first, *rest), atoms in self._direct.items():
            implied = self._all_of(atoms)
            if rest:
                self._begins[first][rest[0]].append(Phrase(tuple(rest[1:]), implied))
            else:
                self._alone[first] = implied
        self._candidates: dict[tuple[str, str], list[str]] = defaultdict(list)
        for form in self._forms:
            if len(form) >= _SHORTEST_VARIANT:
                self._candidates[form[0], form[-_SAME_END:]].append(form)
        self.words: Memo[str, Word] = Memo(self._find_word)

    def atom(self, term: Term) -> int:
        """The number of what a term of a rule asks for."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            for word in term.words:
                self._add_phrase(tuple(word.split()), number)
            for concept in term.concepts:
                self._imply(self.atom(Term(concepts=(concept,))), number)
        return number

    def breadth(self, atom: int) -> int:
        """How many phrases an atom stands for: the fewer, the rarer it is in texts."""
        return self._breadth[atom]

    def bases(self, word: str) -> tuple[str, ...]:
        """The words of the vocabulary that a word of a text is a form, a variant or a misspelling of."""
        return self.words[word].bases

    def _add_concepts(self, concepts: Mapping[str, Concept]) -> None:
        for concept in concepts.values():
            number = self._numbers[Term(concepts=(concept.id,))] = len(self._numbers)
            for phrase in concept.words:
                self._add_phrase(words_of(phrase), number)
        self._number = self._numbers[Term(concepts=(NUMBER,))]
        for concept in concepts.values():
            for included in concept.includes:
                self._imply(self._numbers[Term(concepts=(included,))], self._numbers[Term(concepts=(concept.id,))])

    def _imply(self, atom: int, other: int) -> None:
        self._implied[atom].append(other)
        self._breadth[other] += self._breadth[atom]

    def _add_phrase(self, phrase: _Phrase, atom: int) -> None:
        self._breadth[atom] += 1
        for word in phrase:
            self._learn(word)
        self._direct[phrase].append(atom)
        joined = "".join(phrase)
        if len(phrase) == 2 and len(joined) >= _SHORTEST_VARIANT:
            self._learn(joined)
            self._direct[(joined,)].append(atom)

    def _all_of(self, atoms: Iterable[int]) -> frozenset[int]:
        """The atoms and all that they imply."""
        found: set[int] = set()
        waiting = list(atoms)
        while waiting:
            atom = waiting.pop()
            if atom not in found:
                found.add(atom)
                waiting.extend(self._implied.get(atom, ()))
        return frozenset(found)

    def _learn(self, word: str) -> None:
        if word in self._known:
            return
        self._known.add(word)
        for form in {*inflections(word), *self._irregular.get(word, ())}:
            for variant in self._variants.of(form):
                self._forms.setdefault(variant, []).append(word)

    def _find_word(self, word: str) -> Word:
        bases = tuple(dict.fromkeys(self._forms.get(word, ()))) or self.mended(word)
        atoms = frozenset().union(*(self._alone.get(base, ()) for base in bases))
        if is_number(word):
            atoms |= {self._number}
        begins: dict[str, tuple[Phrase, ...]] = {}
        for base in bases:
            for second, phrases in self._begins.get(base, {}).items():
                begins[second] = (*begins.get(second, ()), *phrases)
        return Word(bases, atoms, begins)

    def knows(self, word: str) -> bool:
        """Whether a word is a form of a word of the vocabulary as it stands."""
        return word in self._forms

    def mended(self, word: str) -> tuple[str, ...]:
        """The base words that a word is most likely a misspelling of; none if it is too short or too far off."""
        if len(word) < TYPO_MIN_LETTERS or word in self._not_typos or not word.isalpha():
            return ()
        slips = 1 if len(word) < TYPO_LONG else 2
        known = self._candidates.get((word[0], word[-_SAME_END:]), ())
        best = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=slips)
        return tuple(dict.fromkeys(self._forms[best[0]])) if best else ()


class _Variants:
    """British and American spelling: letter groups that stand for one another ("ize" and "ise")."""

    def __init__(self, spellings: Sequence[tuple[str, str]]) -> None:
        self._spellings = spellings
        groups = sorted({group for pair in spellings for group in pair}, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, groups))) if groups else None

    def of(self, word: str) -> set[str]:
        """The word and its variants; short words have none."""
        variants = {word}
        if self._any is None or len(word) < _SHORTEST_VARIANT or not self._any.search(word):
            return variants
        for one, other in self._spellings:
            for variant in tuple(variants):
                variants |= {variant.replace(one, other), variant.replace(other, one)}
        return variants


def is_number(word: str) -> bool:
    """Whether a word is a number, thousands included ("128k")."""
    return word.removesuffix("k").isdecimal()


def inflections(word: str) -> set[str]:
    """A word and its regular English forms: plural, third person, past, participle.

    Forms that do not exist ("informations") are harmless: nobody types them except by mistake.
    """
    forms = {word, word + "s"}
    if len(word) < 3 or not word.isalpha():
        return forms
    if word.endswith(("s", "x", "z", "ch", "sh")):
        forms |= {word + "es", word + "ed", word + "ing"}
    elif word.endswith("y") and word[-2] not in _VOWELS:
        forms |= {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    elif word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    else:
        forms |= {word + "ed", word + "ing"}
        if word[-1] not in _VOWELS + "wxy" and word[-2] in _VOWELS and (len(word) < 4 or word[-3] not in _VOWELS):
            forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return forms
