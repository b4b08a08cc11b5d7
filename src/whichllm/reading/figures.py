"""What takes several words once a text is cut, or a sign that is no word: "2025-06", "$0.50", "de->en"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from whichllm.catalog import LANGUAGE_PAIR, MONEY, NUMBER, YEAR
from whichllm.reading.lexicon import is_number
from whichllm.reading.text import Text
from whichllm.words import ARROW, BOTH_WAYS

_DIGITS = 4
NO_CODES: Mapping[str, str] = {}
_MONTH = r"0[1-9]|1[0-2]"


class Figure(NamedTuple):
    """What stands from one word to another, by their numbers: the concepts that it is, and how it is written plainly.

    A pair of languages is written as its codes, parted by a dash; what is paid without its sign.
    """

    first: int
    last: int
    meanings: tuple[str, ...]
    written: str


def figures(text: Text, codes: Mapping[str, str] = NO_CODES) -> Iterator[Figure]:
    """All figures of a text, in order, but for numbers that mean nothing else.

    `codes` tells of words that mean a language the code of it.
    """
    index = 0
    while index < len(text.words):
        found = figure_at(text, index, codes)
        if found is None:
            index += 1
            continue
        if found.meanings != (NUMBER,):
            yield found
        index = found.last + 1


def figure_at(text: Text, index: int, codes: Mapping[str, str] = NO_CODES) -> Figure | None:
    """The figure that begins at a word, None if none does."""
    words = text.words
    word = words[index]
    if not is_number(word):
        return _pair(text, index, codes) if word in codes else None
    if is_year(word):
        if _dashed(text, index) and re.fullmatch(_MONTH, words[index + 1]):
            return Figure(index, index + 1, (YEAR,), f"{word}-{words[index + 1]}")
        return Figure(index, index, (NUMBER, YEAR), word)
    return Figure(index, index, (NUMBER, MONEY) if _sign_before(text, index) == "$" else (NUMBER,), word)


def is_year(word: str) -> bool:
    """Whether a word is a year in which models were made, or may be."""
    return len(word) == _DIGITS and word.startswith("20") and word.isdecimal()


def _dashed(text: Text, index: int) -> bool:
    """Whether nothing but a dash stands between a word and the next."""
    return index + 1 < len(text.words) and text.raw[text.ends[index] : text.starts[index + 1]] == "-"


def _pair(text: Text, index: int, codes: Mapping[str, str]) -> Figure | None:
    """Two languages with a sign between them ("de->en", "de<->en" for both directions), or in capitals ("DE to EN")."""
    last = index + 1
    shouted = text.words[last : last + 1] == ["to"] and _is_upper(text, index) and _is_upper(text, last + 1)
    last += shouted
    if last >= len(text.words):
        return None
    first, second = codes[text.words[index]], codes.get(text.words[last])
    between = text.raw[text.ends[index] : text.starts[last]]
    in_a_name = _sign_before(text, index) in ("-", "_", "/")
    both = re.fullmatch(BOTH_WAYS, between)
    if second is None or second == first or in_a_name or not (shouted or both or re.fullmatch(ARROW, between)):
        return None
    return Figure(index, last, (LANGUAGE_PAIR,), f"{first}-{second}-{first}" if both else f"{first}-{second}")


def _sign_before(text: Text, index: int) -> str:
    """The character right before a word, "" before the first of a text."""
    start = text.starts[index]
    return text.raw[start - 1 : start]


def _is_upper(text: Text, index: int) -> bool:
    return index < len(text.words) and text.raw[text.starts[index] : text.ends[index]].isupper()
