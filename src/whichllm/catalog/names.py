"""Names in the plain form in which they are looked up."""

from __future__ import annotations

import re

_SEPARATORS = re.compile(r"[\s_\-/:]+")


def plain_name(name: str) -> str:
    """A name without what nobody means to tell apart: case, and the signs between words."""
    return _SEPARATORS.sub(" ", name.casefold()).strip()


# Compiled when hardware is first looked for, which is seldom.
_MARKS = r"(?i)\((?:r|tm|c)\)|[®™©]|\brev \d[\d.]*"
_SAID_OF_ALL_HARDWARE = frozenset(
    {"nvidia", "geforce", "amd", "radeon", "intel", "apple", "gpu", "graphics", "card", "vram"}
)


def hardware_words(name: str) -> list[str]:
    """The words of a name of hardware, without those that tell nothing apart: makers, marks and revisions."""
    return [word for word in plain_name(re.sub(_MARKS, " ", name)).split() if word not in _SAID_OF_ALL_HARDWARE]


def plain_hardware(name: str) -> str:
    """A name of hardware without what nobody means to tell apart: case, blanks, signs, and words that say nothing."""
    return "".join(hardware_words(name))
