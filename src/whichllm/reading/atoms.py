"""The words of a vocabulary and of a set of rules, learned: what each of them, and each of their forms, stands for.

Everything that rules can ask for has a number (a word, a concept, a choice of either: an "atom").
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from whichllm.base.patterns import Term
from whichllm.catalog import LANGUAGE_NAME, Concept, Vocabulary
from whichllm.reading.text import words_in

# Spelling variants and joined compounds of fewer letters than this collide with other words.
SHORTEST_VARIANT = 5
_VOWELS = "aeiou"

Phrase = tuple[str, ...]


class Atoms:
    """Learns a vocabulary and the terms of rules, once; then tells what was learned."""

    def __init__(self, vocabulary: Vocabulary, terms: Iterable[Term]) -> None:
        self._variants = _Variants(vocabulary.spellings)
        self._irregular = {entry.word: entry.forms for entry in vocabulary.irregular}
        self.forms: dict[str, list[str]] = {}
        """The words that each form, or variant of one, belongs to."""
        self.spelled: set[str] = set()
        """Those of the forms that somebody may have meant who typed something near."""
        self._known: set[str] = set()
        self._numbers: dict[Term, int] = {}
        # The atoms that a phrase is by its own words, and those that an atom is as well: a choice that names a
        # concept, a concept that includes another.
        self._direct: dict[Phrase, list[int]] = defaultdict(list)
        self._implied: dict[int, list[int]] = defaultdict(list)
        self._add_concepts(vocabulary.concepts_by_id())
        for term in terms:
            self.number(term)
        for word in (*vocabulary.small_words, *vocabulary.negations, *vocabulary.negation_ends):
            for piece in words_in(word):
                self._learn(piece)

    def number(self, term: Term) -> int:
        """The number of what a term of a rule asks for."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._numbers)
            for word in term.words:
                if term.exact:
                    self._add_name(words_in(word), number)
                else:
                    self._add_phrase(words_in(word), number)
            for concept in term.concepts:
                self._implied[self.number(Term(concepts=(concept,)))].append(number)
        return number

    def breadths(self) -> Mapping[int, int]:
        """How many words and phrases each atom stands for: the fewer, the rarer it is in texts."""
        return Counter(atom for _, meant in self.phrases() for atom in meant)

    def phrases(self) -> Iterator[tuple[Phrase, frozenset[int]]]:
        """All words and phrases, each with the atoms that it is."""
        return ((phrase, self._all_of(atoms)) for phrase, atoms in self._direct.items())

    def _add_concepts(self, concepts: Mapping[str, Concept]) -> None:
        for concept in concepts.values():
            number = self._numbers[Term(concepts=(concept.id,))] = len(self._numbers)
            # Languages are not inflected, but misspelt: who "chewed" did not speak Chewa.
            is_language = concept.id == LANGUAGE_NAME
            for phrase in concept.words:
                if is_language:
                    self._add_name(words_in(phrase), number)
                    self.spelled.update(words_in(phrase))
                else:
                    self._add_phrase(words_in(phrase), number)
        for concept in concepts.values():
            for included in concept.includes:
                self._implied[self.number(Term(concepts=(included,)))].append(self.number(Term(concepts=(concept.id,))))

    def _add_phrase(self, phrase: Phrase, atom: int) -> None:
        for word in phrase:
            self._learn(word)
        self._direct[phrase].append(atom)
        joined = "".join(phrase)
        if len(phrase) == 2 and len(joined) >= SHORTEST_VARIANT:
            self._learn(joined)
            self._direct[(joined,)].append(atom)

    def _add_name(self, phrase: Phrase, atom: int) -> None:
        for word in phrase:
            for form in (word, word + "s"):
                self.forms.setdefault(form, []).append(word)
        self._direct[phrase].append(atom)

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
        # In a fixed order: of two forms that a misspelling is equally far from, the first counts.
        for form in sorted({*inflections(word), *self._irregular.get(word, ())}):
            for variant in sorted(self._variants.of(form)):
                self.forms.setdefault(variant, []).append(word)
                self.spelled.add(variant)


class _Variants:
    """British and American spelling: letter groups that stand for one another ("ize" and "ise")."""

    def __init__(self, spellings: Sequence[tuple[str, str]]) -> None:
        self._spellings = spellings
        groups = dict.fromkeys(group for pair in spellings for group in pair)
        self._any = re.compile("|".join(map(re.escape, groups))) if groups else None

    def of(self, word: str) -> set[str]:
        """The word and its variants; short words have none."""
        variants = {word}
        if self._any is None or len(word) < SHORTEST_VARIANT or not self._any.search(word):
            return variants
        for one, other in self._spellings:
            for variant in tuple(variants):
                variants |= {variant.replace(one, other), variant.replace(other, one)}
        return variants


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
