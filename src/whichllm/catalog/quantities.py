"""Numbers with units, as people write them: "8GB", "7B", "128k", "200 pages", "$0.50 per image", "2025-06"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, get_args

from whichllm.base.errors import WhichllmError
from whichllm.catalog import PriceUnit

GIGABYTE = 2**30
"""Bytes in what memory is sold by; cards and boards of "8 GB" hold 8 GiB."""

# A page of single-spaced text holds about 500 words, and 100 tokens are about 75 words (OpenAI, "What are tokens and
# how to count them?").
_TOKENS_A_WORD = 4 / 3
_TOKENS_A_PAGE = 500 * _TOKENS_A_WORD

# Thousands are parted by commas, or by points where that cannot be a fraction: "1.500" is one and a half.
_BY_COMMAS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
_BY_POINTS = r"[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})"
_NUMBER = rf"({_BY_COMMAS}|{_BY_POINTS}|\d+(?:[.,]\d+)?)"
_SCALES = {
    "": 1,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "million": 1e6,
    "b": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "trillion": 1e12,
}
_LETTERS = ("", "k", "M", "B", "T")
_ENDINGS = ("b", "ib", "i", "")
GIGABYTE_UNITS = tuple(f"g{ending}" for ending in _ENDINGS)
"""What gigabytes are called, in small letters."""
_BYTES: dict[str, int] = {
    f"{letter}{ending}": 2**bits for letter, bits in zip("kmgt", (10, 20, 30, 40), strict=True) for ending in _ENDINGS
}
_TOKENS = {"token": 1.0, "word": _TOKENS_A_WORD, "page": _TOKENS_A_PAGE}
# Nothing that is counted here comes near it, and whatever a unit makes of less can still be reckoned with.
_MOST = 1e18
# What bare numbers can mean: the smallest models have some thousand parameters, and who counts gigabytes from a
# thousand on says so, for many more count megabytes then.
_FEWEST_PARAMETERS, _MOST_GIGABYTES = 1_000, 1_000
_DATE = r"(?a)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_LAST = "9998-12-31"
_CENTS = r"cents?\b|¢"
# Units that prices are named for beside those that they are kept in: the unit that is kept, and how many of it.
_AS_MANY: dict[str, tuple[PriceUnit, float]] = {
    "hour": ("minute", 60),
    "thousand token": ("million tokens", 1e-3),
    "thousand character": ("million characters", 1e-3),
    "thousand image": ("image", 1e3),
    "thousand page": ("page", 1e3),
    "thousand request": ("request", 1e3),
}


class Cost(NamedTuple):
    """US dollars per unit; `unit` is None for whatever a model is charged by."""

    dollars: float
    unit: PriceUnit | None = None


def read_count(text: str) -> int:
    """A number of parameters: "7B", "350M"; no model has so few that a bare number of at most three digits is meant.

    Raises WhichllmError for what is no such number, as all readers here do.
    """
    number, unit = _split(text, "a number of parameters", "7B or 350M")
    if not unit and number < _FEWEST_PARAMETERS:
        raise WhichllmError(f"'{text}' is a number of parameters without a unit", f"write {number:g}B or {number:g}M")
    if unit.removesuffix("parameters").strip() not in _SCALES:
        raise _refused(text, "a number of parameters", "7B or 350M")
    return round(number * _SCALES[unit.removesuffix("parameters").strip()])


def read_bytes(text: str) -> int:
    """An amount of memory, in bytes: "8GB", "512 MB"; a bare number counts gigabytes, if machines have so many."""
    number, unit = _split(text, "an amount of memory", "8GB or 512MB")
    if not unit and number > _MOST_GIGABYTES:
        # Megabytes are likeliest meant, or bytes.
        meant = f"{number:.0f}MB" if number < GIGABYTE // 1024 else f"{number / GIGABYTE:.4g}GB"
        raise WhichllmError(f"'{text}' is an amount of memory without a unit", f"write it with one: 8GB, or {meant}")
    scale = _BYTES.get(unit or "gb")
    if scale is None:
        raise _refused(text, "an amount of memory", "8GB or 512MB")
    return round(number * scale)


def read_tokens(text: str) -> int:
    """A length of text, in tokens: "128k", "1M", "5000 words", "200 pages"."""
    number, unit = _split(text, "a length", "128k, 1M or 200 pages")
    match = re.fullmatch(r"([a-z]*?)\s*(token|word|page)?s?", unit)
    if match is None or match[1] not in _SCALES:
        raise _refused(text, "a length", "128k, 1M or 200 pages")
    return round(number * _SCALES[match[1]] * _TOKENS[match[2] or "token"])


def read_cost(text: str) -> Cost:
    """A price: "0.50", "$0.50", "$0.04 per image", "2/million tokens", "4 cents per image", "$0.36 per hour"."""
    units = {_singular(unit): (unit, 1.0) for unit in get_args(PriceUnit)} | _AS_MANY
    match = re.fullmatch(
        rf"\$?\s*{_NUMBER}\s*(usd|dollars?|\$|cents?|¢)?\s*(?:(?:/|per\b|an?\b)\s*(.+))?", text.strip().casefold()
    )
    unit = _singular(match[3]) if match and match[3] else None
    if match is None or (unit and unit not in units) or _number(match[1]) > _MOST:
        raise _refused(text, "a price", f"$0.50, or $0.04 per image; units are {', '.join(get_args(PriceUnit))}")
    kept, many = units[unit] if unit else (None, 1.0)
    return Cost(_number(match[1]) / (100 if re.match(_CENTS, match[2] or "") else 1) / many, kept)


def read_date(text: str) -> str:
    """A date: "2025", "2025-06" or "2025-06-30"; "after 2024" is 2025, "after 2024-12" is 2025-01.

    What comes after the year 9998 has no date.
    """
    stated = text.strip()
    after = stated.casefold().startswith("after ")
    if after:
        stated = stated[len("after ") :].strip()
    if not is_date(stated) or (after and stated > _LAST):
        raise _refused(text, "a date", "2025, 2025-06 or 2025-06-30")
    year, _, rest = stated.partition("-")
    if not after:
        return stated
    if not rest:
        return f"{int(year) + 1:04}"
    if "-" in rest:
        return (date.fromisoformat(stated) + timedelta(days=1)).isoformat()
    return f"{int(year) + 1:04}-01" if rest == "12" else f"{year}-{int(rest) + 1:02}"


def is_date(text: str) -> bool:
    """Whether a text is a day that there is, its month or its year, in digits as ISO 8601 writes them."""
    written = re.fullmatch(_DATE, text)
    if written is None:
        return False
    try:
        date(*(int(part or 1) for part in written.groups()))
    except ValueError:
        return False
    return True


def is_later(one: str, other: str) -> bool | None:
    """Whether a date (YYYY, YYYY-MM or YYYY-MM-DD) is later than another; None where they are not exact enough to tell.

    "2024-09" may be later than "2024" or not, and is later than "2023". What is not known, "", tells nothing.
    """
    stated = min(len(one), len(other))
    if one[:stated] != other[:stated]:
        return one > other
    return False if len(one) == len(other) > 0 else None


def write_bytes(amount: float) -> str:
    """An amount of memory in the unit it is read best in, rounded up: "5.4 GB", "130 MB"."""
    megabytes = _three_digits(amount / 2**20, math.ceil)
    return f"{megabytes:g} MB" if megabytes < 2**10 else f"{_three_digits(amount / 2**30, math.ceil):g} GB"


def write_cost(cost: Cost) -> str:
    """A price as `read_cost` reads it: "$0.04 per image"."""
    dollars = f"{cost.dollars:.12f}".rstrip("0").rstrip(".")
    return f"${dollars} per {cost.unit}" if cost.unit else f"${dollars}"


def write_count(number: float, rounding: Callable[[float], int] = round) -> str:
    """A large number in three digits with its letter: "7.2B", "350M"."""
    shown = 0.0
    for letter in _LETTERS:
        shown = _three_digits(number, rounding)
        # Rounded, a number may need the next letter: 999.9M is 1B.
        if shown < 1000 or letter == _LETTERS[-1]:
            break
        number /= 1000
    return f"{shown:g}{letter}"


def _three_digits(number: float, rounding: Callable[[float], int]) -> float:
    if number <= 0:
        return 0.0
    places = 2 - math.floor(math.log10(number))
    return rounding(round(number * 10.0**places, 6)) / 10.0**places


def _split(text: str, what: str, example: str) -> tuple[float, str]:
    match = re.fullmatch(rf"{_NUMBER}\s*([a-z ]*)", text.strip().casefold())
    if match is None or _number(match[1]) > _MOST:
        raise _refused(text, what, example)
    return _number(match[1]), match[2].strip()


def _number(text: str) -> float:
    """What is written in the form of `_NUMBER`."""
    if re.fullmatch(_BY_COMMAS, text):
        return float(text.replace(",", ""))
    if re.fullmatch(_BY_POINTS, text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _singular(unit: str) -> str:
    spelled = re.sub(r"^(1m|m|1 million)\b", "million", unit.strip())
    spelled = re.sub(r"^(1k|k|1[,.]?000|1 thousand)\b", "thousand", spelled)
    return " ".join(word.removesuffix("s") for word in spelled.split())


def _refused(text: str, what: str, example: str) -> WhichllmError:
    return WhichllmError(f"'{text}' is not {what}", f"write it like {example}")
