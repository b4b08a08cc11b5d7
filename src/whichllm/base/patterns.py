"""The small language in which rules say what they look for.

    translate                     the word, in any inflection
    sentiment analysis            one word after the other ("analysis of the ..." too: small words do not count)
    photo|picture                 either word
    {image}                       any word for the concept `image` (data/vocabulary.yaml)
    classify .. {image}           the second within a few words after the first, in the same sentence
    {image} & {question}          both, anywhere in the description
    label & !{image}              the first, and the second nowhere
    , local ,                     the word by itself, between punctuation or where the text begins or ends; a comma on
                                  one side only stands for that side

A pattern is parsed once, when the data is loaded; matching is done by `whichllm.reading`.
"""

from __future__ import annotations

import re
import unicodedata

from whichllm.base.records import dataclass
from whichllm.base.words import WORD

GAP = ".."
EDGE = ","
AND = "&"
NOT = "!"

_MOST_TERMS = 20

_WORD = re.compile(WORD)
_CONCEPT = re.compile(r"\{([a-z0-9-]+)\}")
_ALTERNATIVE = re.compile(r"[^\W_]+(?:['’\-+#.][^\W_]+)*[+#]*")


class PatternError(ValueError):
    """A pattern that cannot be parsed; the message says where and how to write it."""


@dataclass(frozen=True, slots=True)
class Term:
    """One place in a sequence: any of these words, or of the words for these concepts.

    A hyphenated word ("u-net") stands as its parts with a space between them. What is `exact` is a name: it has no
    forms but a plural, and no misspelling is taken for it.
    """

    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """Terms in order. `gaps[i]` tells whether words may stand between term i and term i + 1.

    What `begins` stands right after punctuation or first in the text, what `ends` right before it or last.
    """

    terms: tuple[Term, ...]
    gaps: tuple[bool, ...]
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Sequences that must all be found, and sequences that must not be."""

    wanted: tuple[Sequence, ...]
    unwanted: tuple[Sequence, ...] = ()

    def concepts(self) -> set[str]:
        """The ids of all concepts the pattern mentions."""
        return {
            concept for sequence in self.wanted + self.unwanted for term in sequence.terms for concept in term.concepts
        }


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase, case folded and split at hyphens. (`whichllm.reading.text` cuts them as it does texts.)"""
    return tuple(match.group().casefold().replace("’", "'") for match in _WORD.finditer(_composed(phrase)))


def parse(says: str) -> Pattern:
    """Parse what a rule says.

    Raises PatternError with a message for the author if it is not in the language above.
    """
    wanted: list[Sequence] = []
    unwanted: list[Sequence] = []
    for part in _composed(says).split(AND):
        text = part.strip()
        negative = text.startswith(NOT)
        sequence = _parse_sequence(text.removeprefix(NOT).strip(), says)
        (unwanted if negative else wanted).append(sequence)
    if not wanted:
        raise PatternError(f"'{says}' names only what must be absent: add a word that must be there")
    return Pattern(tuple(wanted), tuple(unwanted))


def _composed(text: str) -> str:
    """A text in which letters and their accents are one (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _parse_sequence(text: str, says: str) -> Sequence:
    terms: list[Term] = []
    gaps: list[bool] = []
    gap = False
    chunks = text.split()
    begins, ends = chunks[:1] == [EDGE], chunks[1:][-1:] == [EDGE]
    for chunk in chunks[begins : len(chunks) - ends]:
        if chunk == GAP:
            if not terms or gap:
                raise PatternError(f"'{GAP}' in '{says}' must stand between two words")
            gap = True
            continue
        for position, term in enumerate(_parse_chunk(chunk, says)):
            if terms:
                gaps.append(gap and position == 0)
            terms.append(term)
        gap = False
    if gap:
        raise PatternError(f"'{GAP}' in '{says}' must stand between two words")
    if not terms:
        raise PatternError(f"'{says}' has a part without a word")
    if len(terms) > _MOST_TERMS:
        raise PatternError(f"'{says[:60]}…' has a part of more than {_MOST_TERMS} words: nobody says it like that")
    return Sequence(tuple(terms), tuple(gaps), begins, ends)


def _parse_chunk(chunk: str, says: str) -> list[Term]:
    if "{" not in chunk and "|" not in chunk:
        words = words_of(chunk)
        if not words or NOT in chunk:
            raise PatternError(
                f"'{chunk}' in '{says}' is not a word, a {{concept}}, '{GAP}', '{AND}' or a leading '{NOT}'"
            )
        return [Term(words=(word,)) for word in words]
    words_found: list[str] = []
    concepts: list[str] = []
    for alternative in chunk.split("|"):
        concept = _CONCEPT.fullmatch(alternative)
        if concept:
            concepts.append(concept.group(1))
        elif _ALTERNATIVE.fullmatch(alternative):
            words_found.append(" ".join(words_of(alternative)))
        else:
            raise PatternError(
                f"'{alternative}' in '{says}' must be one word or one {{concept}}; write several words as a concept"
            )
    return [Term(tuple(words_found), tuple(concepts))]
