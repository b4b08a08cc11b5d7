"""What a word is, in rules and in texts alike, and how two languages are put together, in data, texts and options."""

from __future__ import annotations

from typing import NamedTuple

WORD = r"\d+(?:[.,]\d+)+[^\W\d_]*|[^\W_]+(?:['’][^\W_]+)*"
"""A regular expression: "1.5" and "1,000" are one word, and so is "team's"."""

ARROW, BOTH_WAYS = r"\s*(?:-+>|=>|>|→|⇒|-|–)\s*", r"\s*(?:<-+>|<=>|<>|↔|⇔|⇄)\s*"
"""Regular expressions: what stands between two languages, of which one is translated into the other, or each."""

ANY = "*"
"""Any language, in a direction of translation."""


class Direction(NamedTuple):
    """From which language a translation leads to which: ISO 639 codes, or `ANY` for one of both. Written "de-en"."""

    source: str
    target: str

    @classmethod
    def parse(cls, written: str) -> Direction | None:
        """The direction that is written so, None where none is."""
        source, _, target = written.partition("-")
        found = cls(source, target)
        return found if all(map(_is_side, found)) and found != (ANY, ANY) else None

    def __str__(self) -> str:
        return "-".join(self)

    @property
    def back(self) -> Direction:
        """The other way round."""
        return Direction(self.target, self.source)

    def meets(self, other: Direction) -> bool:
        """Whether some translation goes both ways at once, this one and the other."""
        return all(ANY in sides or sides[0] == sides[1] for sides in zip(self, other, strict=True))

    def said(self, any_: str) -> str:
        """In words, with those for `ANY`: "de to en"."""
        return " to ".join(any_ if code == ANY else code for code in self)


def _is_side(code: str) -> bool:
    return code == ANY or (len(code) in (2, 3) and code.isascii() and code.isalpha() and code.islower())
