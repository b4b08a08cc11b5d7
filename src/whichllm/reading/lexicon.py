"""Words and what they stand for: inflections, spelling variants, typos, concepts.

The one door to rapidfuzz. A `Lexicon` numbers everything that rules can ask for (a word, a concept, a choice
of either: an "atom") and tells for each word of a text which atoms it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from whichllm.catalog import NUMBER, Concept, Vocabulary
from whichllm.patterns import Term, words_of
from whichllm.reading.text import Text

# Measured by tools/typos.py over an English word list and generated typos: at 85, five letters or more, all of
# one inserted, dropped, doubled or swapped letter in a word of eight is found; the ordinary words that come as
# near are listed under `not_typos` in data/vocabulary.yaml.
TYPO_SIMILARITY = 85
TYPO_MIN_LETTERS = 5
_CACHE_SIZE = 65_536
_VOWELS = "aeiou"

Spans = dict[int, list[tuple[int, int]]]
"""For each atom that occurs: the (first, last) word numbers of its places, in order."""


class Lexicon:
    """The words of a vocabulary and of a set of rules, compiled for matching. Immutable once built."""

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[Term]) -> None:
        self._spellings = vocabulary.spellings
        self._irregular = {entry.word: entry.forms for entry in vocabulary.irregular}
        self._not_typos = frozenset(vocabulary.not_typos)
        self._forms: dict[str, list[str]] = defaultdict(list)
        self._known: set[str] = set()
        self._atoms: dict[object, int] = {}
        self._word_atoms: dict[str, list[int]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._concepts = vocabulary.concepts_by_id()
        self._phrase_counts: dict[int, int] = {}
        for concept in self._concepts:
            self.atom(Term(concepts=(concept,)))
        self._number = self.atom(Term(concepts=(NUMBER,)))
        for term in terms:
            self.atom(term)
        for word in (*vocabulary.small_words, *vocabulary.negations, *vocabulary.negation_ends):
            for piece in words_of(word):
                self._learn(piece)
        self._candidates: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            if len(form) >= TYPO_MIN_LETTERS:
                self._candidates[form[0]].append(form)
        self._of_word = lru_cache(maxsize=_CACHE_SIZE)(self._find_word)

    def atom(self, term: Term) -> int:
        """The number of what a term of a rule asks for."""
        if len(term.words) + len(term.concepts) == 1:
            key: object = ("concept", *term.concepts) if term.concepts else ("word", *term.words)
        else:
            key = term
        if key in self._atoms:
            return self._atoms[key]
        number = self._atoms[key] = len(self._atoms)
        self._phrase_counts[number] = 0
        for word in term.words:
            self._add_phrase(tuple(word.split()), number)
        for concept in term.concepts:
            for phrase in self._phrases_of(self._concepts[concept], set()):
                self._add_phrase(phrase, number)
        return number

    def breadth(self, atom: int) -> int:
        """How many phrases an atom stands for: the fewer, the rarer it is in texts."""
        return self._phrase_counts[atom]

    def bases(self, word: str) -> tuple[str, ...]:
        """The words of the vocabulary that a word of a text is a form, a variant or a misspelling of."""
        return self._of_word(word)[0]

    def spans(self, text: Text) -> Spans:
        """Where each atom occurs in a text."""
        found: Spans = {}
        looked_up = [self._of_word(word) for word in text.words]
        count = len(looked_up)
        for index, (_, atoms, phrases) in enumerate(looked_up):
            for atom in atoms:
                found.setdefault(atom, []).append((index, index))
            for rest, atom in phrases:
                last = index + len(rest)
                if last < count and all(word in looked_up[index + 1 + offset][0] for offset, word in enumerate(rest)):
                    found.setdefault(atom, []).append((index, last))
        return found

    def _phrases_of(self, concept: Concept, seen: set[str]) -> Iterable[tuple[str, ...]]:
        if concept.id in seen:
            return
        seen.add(concept.id)
        for entry in concept.words:
            yield words_of(entry)
        for included in concept.includes:
            yield from self._phrases_of(self._concepts[included], seen)

    def _add_phrase(self, phrase: tuple[str, ...], atom: int) -> None:
        self._phrase_counts[atom] += 1
        for word in phrase:
            self._learn(word)
        if len(phrase) == 1:
            if atom not in self._word_atoms[phrase[0]]:
                self._word_atoms[phrase[0]].append(atom)
            return
        self._phrases[phrase[0]].append((phrase[1:], atom))
        if len(phrase) == 2 and len("".join(phrase)) >= TYPO_MIN_LETTERS:
            joined = "".join(phrase)
            self._learn(joined)
            if atom not in self._word_atoms[joined]:
                self._word_atoms[joined].append(atom)

    def _learn(self, word: str) -> None:
        if word in self._known:
            return
        self._known.add(word)
        for form in {*inflections(word), *self._irregular.get(word, ())}:
            for variant in (form, *spelling_variants(form, self._spellings)):
                if word not in self._forms[variant]:
                    self._forms[variant].append(word)

    def _find_word(self, word: str) -> tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[tuple[str, ...], int], ...]]:
        bases = tuple(self._forms.get(word, ())) or self._mend(word)
        atoms = tuple(dict.fromkeys(atom for base in bases for atom in self._word_atoms.get(base, ())))
        if word.isdecimal():
            atoms += (self._number,)
        phrases = tuple(dict.fromkeys(phrase for base in bases for phrase in self._phrases.get(base, ())))
        return bases, atoms, phrases

    def _mend(self, word: str) -> tuple[str, ...]:
        if len(word) < TYPO_MIN_LETTERS or word in self._not_typos or not word.isalpha():
            return ()
        best = process.extractOne(
            word, self._candidates.get(word[0], ()), scorer=fuzz.ratio, score_cutoff=TYPO_SIMILARITY
        )
        return tuple(self._forms[best[0]]) if best else ()


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


def spelling_variants(word: str, spellings: Sequence[tuple[str, str]]) -> set[str]:
    """The word with each pair of endings or letter groups exchanged ("colorize": "colourize", "colorise")."""
    if len(word) < TYPO_MIN_LETTERS:
        return set()
    variants = {word}
    for one, other in spellings:
        for variant in tuple(variants):
            if one in variant:
                variants.add(variant.replace(one, other))
            if other in variant:
                variants.add(variant.replace(other, one))
    return variants - {word}
