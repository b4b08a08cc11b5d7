"""What takes several words once a text is cut, a sign that is no word or a number in words: "2025-06", "< 8", "six"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from whichllm.base.words import ARROW, BOTH_WAYS, Direction
from whichllm.catalog import LANGUAGE_CODES, LANGUAGE_PAIR, MONEY, MOST, MOST_MONEY, NUMBER, YEAR
from whichllm.reading.lexicon import is_number
from whichllm.reading.text import Text

_DIGITS = 4
_MONTH = r"0[1-9]|1[0-2]"
# What stands right before a number that is a limit, and where a dollar sign follows an amount: "0.5$".
_LIMIT = r"(?:<\s*=|<|≤|⩽)\s*(?:us)?\$?\s*"
_DOLLARS_AFTER, _CENTS_AFTER = r"\s?\$(?!\s?\d)", r"\s?¢"
_BEFORE_A_NUMBER = 8
_LISTED = r"\s*[/,|+&]\s*"
# What numbers in words are read before. Pages and tokens are more often spoken of than required: "one token at a time".
_MEMORY_UNITS = frozenset(
    {"gb", "gib", "gig", "gigs", "gigabyte", "gigabytes", "mb", "mib", "meg", "megs", "megabyte", "megabytes"}
    | {"kb", "kib", "kilobyte", "kilobytes"}
)
_DOLLARS = frozenset({"dollar", "dollars", "usd", "buck", "bucks"})
_CENTS = frozenset({"cent", "cents", "penny", "pennies"})
_COINS = _DOLLARS | _CENTS
_UNITS = _MEMORY_UNITS | _COINS | {"billion", "million", "seconds", "milliseconds"}
_HALVED = _MEMORY_UNITS | _CENTS
_BELOW_TWENTY = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_MULTIPLES = {"hundred": 100, "thousand": 1000}
_SPELLED = {
    **{word: number for number, word in enumerate(_BELOW_TWENTY, 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    **_MULTIPLES,
}
_AMOUNTS = frozenset({*_SPELLED, "half", "a"})
# So many letters have the codes that people write in lists.
_SHORT_CODE, _LONG_CODE = 2, 3


class Codes(NamedTuple):
    """Words that mean a language, each with its code.

    `known` are codes and names, `further` longer codes; `doubtful` are those that are more often something else.
    """

    known: Mapping[str, str]
    further: Mapping[str, str] = {}
    doubtful: frozenset[str] = frozenset()


NO_CODES = Codes({})


class Figure(NamedTuple):
    """What stands from one word to another, by their numbers: the concepts that it is, and how it is written plainly.

    A pair of languages is written as its codes, parted by a dash, a list of them parted by commas; what is paid as "$2"
    or "3 cents".
    """

    first: int
    last: int
    meanings: tuple[str, ...]
    written: str


def figures(text: Text, codes: Codes = NO_CODES) -> Iterator[Figure]:
    """All figures of a text, in order, but for numbers that mean nothing else."""
    index = 0
    while index < len(text.words):
        found = figure_at(text, index, codes)
        if found is None:
            index += 1
            continue
        if found.meanings != (NUMBER,) or not is_number(text.words[index]):
            yield found
        index = found.last + 1


def figure_at(text: Text, index: int, codes: Codes = NO_CODES) -> Figure | None:
    """The figure that begins at a word, None if none does."""
    words = text.words
    word = words[index]
    if not is_number(word):
        if word in codes.known:
            return _pair(text, index, codes) or _locale(text, index, codes) or _said_or_listed(text, index, codes)
        if word in codes.further:
            return _long_pair(text, index, codes)
        spelled = _spelled(text, index) if word in _AMOUNTS else None
        return _paid(text, spelled) if spelled else None
    if is_year(word):
        if _dashed(text, index) and re.fullmatch(_MONTH, words[index + 1]):
            return Figure(index, index + 1, (YEAR,), f"{word}-{words[index + 1]}")
        return Figure(index, index, (NUMBER, YEAR, MOST) if _is_limit(text, index) else (NUMBER, YEAR), word)
    return _paid(text, Figure(index, index, (NUMBER, MOST) if _is_limit(text, index) else (NUMBER,), word))


def _paid(text: Text, number: Figure) -> Figure:
    """A number with what it counts if that is money, else the number alone."""
    first, last, meanings, written = number
    after = text.raw[text.ends[last] :][:3]
    unit = text.words[last + 1] if last + 1 < len(text.words) and not _between(text, last, last + 1).strip() else ""
    if _sign_before(text, first) == "$" or re.match(_DOLLARS_AFTER, after):
        written = f"${written}"
    elif re.match(_CENTS_AFTER, after):
        written = _cents(written)
    elif unit in _COINS:
        last += 1
        written = f"${written}" if unit in _DOLLARS else _cents(written)
    else:
        return number
    return Figure(first, last, (NUMBER, MONEY, MOST_MONEY) if MOST in meanings else (NUMBER, MONEY), written)


def _cents(number: str) -> str:
    return f"{number} cent" if number == "1" else f"{number} cents"


def _spelled(text: Text, index: int) -> Figure | None:
    """A number in words before what it counts, where that is an amount: "six gigs", "half a gigabyte", "a cent"."""
    words = text.words
    if words[index] not in _SPELLED:
        article, written, units = (["a"], "1", _COINS) if words[index] == "a" else (["half", "a"], "0.5", _HALVED)
        last = index + len(article) - 1
        is_amount = words[index : last + 1] == article and not units.isdisjoint(words[last + 1 : last + 2])
        return Figure(index, last, (NUMBER,), written) if is_amount else None
    number, last = 0, index
    while last < len(words) and words[last] in _SPELLED:
        told = _SPELLED[words[last]]
        number = max(number, 1) * told if words[last] in _MULTIPLES else number + told
        last += 1
    is_amount = index < last < len(words) and words[last] in _UNITS
    return Figure(index, last - 1, (NUMBER,), str(number)) if is_amount else None


def is_year(word: str) -> bool:
    """Whether a word is a year in which models were made, or may be."""
    return len(word) == _DIGITS and word.startswith("20") and word.isdecimal()


def _dashed(text: Text, index: int) -> bool:
    """Whether nothing but a dash stands between a word and the next."""
    return index + 1 < len(text.words) and text.raw[text.ends[index] : text.starts[index + 1]] == "-"


def _is_limit(text: Text, index: int) -> bool:
    start = text.starts[index]
    return re.search(rf"(?i){_LIMIT}$", text.raw[max(0, start - _BEFORE_A_NUMBER) : start]) is not None


def _pair(text: Text, index: int, codes: Codes) -> Figure | None:
    """Two languages with a sign between them ("de->en", "de<->en" for both directions), in capitals ("DE to EN") or as
    one word ("German-to-English").
    """
    last = index + 1
    is_led = text.words[last : last + 1] == ["to"]
    shouted = is_led and _is_upper(text, index) and _is_upper(text, last + 1)
    dashed = is_led and _dashed(text, index) and _dashed(text, last)
    last += shouted or dashed
    if last >= len(text.words) or _is_locale(text, index):
        return None
    first, second = codes.known[text.words[index]], codes.known.get(text.words[last])
    between = _between(text, index, last)
    both = re.fullmatch(BOTH_WAYS, between)
    if second is None or second == first or _is_in_a_name(text, index):
        return None
    if not (shouted or dashed or both or re.fullmatch(ARROW, between)):
        return None
    there = str(Direction(first, second))
    return Figure(index, last, (LANGUAGE_PAIR,), f"{there}-{first}" if both else there)


def _long_pair(text: Text, index: int, codes: Codes) -> Figure | None:
    """Two languages by longer codes: "deu-eng"."""
    if index + 1 >= len(text.words) or _is_in_a_name(text, index):
        return None
    other = text.words[index + 1]
    first = codes.further[text.words[index]]
    second = codes.further.get(other) or (codes.known.get(other) if len(other) == _LONG_CODE else None)
    if second in (None, first) or not re.fullmatch(ARROW, _between(text, index, index + 1)):
        return None
    return Figure(index, index + 1, (LANGUAGE_CODES,), str(Direction(first, second)))


def _locale(text: Text, index: int, codes: Codes) -> Figure | None:
    """A language as it is written somewhere: "en-GB", "es_MX"."""
    word = text.words[index]
    if not _is_locale(text, index) or word in codes.doubtful or _is_in_a_name(text, index):
        return None
    return Figure(index, index + 1, (LANGUAGE_CODES,), codes.known[word])


def _is_locale(text: Text, index: int) -> bool:
    # EN is no region, and who writes "de-EN" means a direction.
    end = text.ends[index + 1] if index + 1 < len(text.words) else 0
    return re.fullmatch(r"(?a)[a-z]{2,3}[-_](?!EN)[A-Z]{2}", text.raw[text.starts[index] : end]) is not None


def _said_or_listed(text: Text, index: int, codes: Codes) -> Figure | None:
    """Languages by their codes in one of the ways in which those are no ordinary words: "de to en", "EN/FR", "(de)"."""
    if len(text.words[index]) != _SHORT_CODE or _is_in_a_name(text, index):
        return None
    return _said_pair(text, index, codes) or _list(text, index, codes)


def _said_pair(text: Text, index: int, codes: Codes) -> Figure | None:
    last = index + 2
    if last >= len(text.words) or text.words[index + 1] != "to" or len(text.words[last]) != _SHORT_CODE:
        return None
    first, second = text.words[index], text.words[last]
    # "Translate it to es" says nothing of Italian, "it to es translator" does.
    doubtful = first in codes.doubtful and not text.begins_clause(text.places[index])
    if doubtful or second in codes.doubtful or second not in codes.known or codes.known[first] == codes.known[second]:
        return None
    return Figure(index, last, (LANGUAGE_CODES,), str(Direction(codes.known[first], codes.known[second])))


def _list(text: Text, index: int, codes: Codes) -> Figure | None:
    last = index
    while (
        last + 1 < len(text.words)
        and text.words[last + 1] in codes.known
        and len(text.words[last + 1]) == _SHORT_CODE
        and re.fullmatch(_LISTED, _between(text, last, last + 1))
    ):
        last += 1
    listed = text.words[index : last + 1]
    after = text.raw[text.ends[last] : text.ends[last] + 1]
    is_bracketed = _sign_before(text, index) in ("(", "[") and after in (")", "]")
    is_written = (
        len(listed) > 1
        and after != "/"
        and (
            all(_is_upper(text, number) for number in range(index, last + 1))
            or ("/" in _between(text, index, index + 1) and codes.doubtful.isdisjoint(listed))
        )
    )
    if codes.doubtful.issuperset(listed) or not (is_bracketed or is_written):
        return None
    return Figure(index, last, (LANGUAGE_CODES,), ",".join(dict.fromkeys(codes.known[word] for word in listed)))


def _between(text: Text, index: int, last: int) -> str:
    return text.raw[text.ends[index] : text.starts[last]]


def _is_in_a_name(text: Text, index: int) -> bool:
    return _sign_before(text, index) in ("-", "_", "/")


def _sign_before(text: Text, index: int) -> str:
    """The character right before a word, "" before the first of a text."""
    start = text.starts[index]
    return text.raw[start - 1 : start]


def _is_upper(text: Text, index: int) -> bool:
    return index < len(text.words) and text.raw[text.starts[index] : text.ends[index]].isupper()
