"""From what the user typed to words that count: tokens, sentences, and what is payload rather than request."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from whichllm.base.memo import Memo
from whichllm.base.words import WORD

SENTENCE_GAP = 16
"""How much further the places of words are apart where a new sentence begins."""

# A quotation that runs longer than this is still one quotation; without a bound, one stray mark would make the
# search quadratic in the length of the text.
_QUOTE_LIMIT = 20_000
# No request has more characters. Of a longer text the beginning and the end are read: what is asked stands before or
# after what was pasted.
_MOST_FIRST, _MOST_LAST = 40_000, 10_000

# A mark of a missing word, as models of masked language take it or people draw it, and the word that it counts as.
_GAP = r"\[(?i:mask|blank|gap)\]|<(?i:mask|blank|gap)>|(?<!\w)_{3,}(?!\w)"
_GAP_SIGNS, _GAP_WORD = ("[", "<", "_"), "cloze"
_TOKEN = re.compile(rf"({WORD}|{_GAP})")
# Looked for in what stands between two words.
_SENTENCE_END = re.compile(r"[.!?;:]\s|[。！？；]|\n|\s[-–—]\s")
# These are compiled when a text first has signs of what they look for.
_QUOTED = (
    rf'"[^"]{{1,{_QUOTE_LIMIT}}}"|“[^”]{{1,{_QUOTE_LIMIT}}}”|«[^»]{{1,{_QUOTE_LIMIT}}}»|```.{{1,{_QUOTE_LIMIT}}}?```'
    rf"|`[^`\n]{{1,{_QUOTE_LIMIT}}}`|(?<![\w'])'[^'\n]{{2,{_QUOTE_LIMIT}}}'(?!\w)"
)
_MACHINE_TEXT = r"https?://\S+|www\.\S+|(?<!\S)[^\s@]{1,64}@[^\s@]+\.\S+|\{[^{}]{0,2000}\}|<[^<>\s\d$=][^<>]{0,200}>"
# After a colon at the end of a line with a few words, all is pasted, unless it is a list of what is wanted.
_PASTED = r"(?<!\w)(?:\w{1,40}[^\w\n:]{1,9}){3}\w{1,40}[^\w\n:]{0,9}:[ \t]{0,9}\n\s*+(?![-*•·–+\d]|\w[.)])"
_HEADING_END = r":\s|(?<![.\s])\s*\n"
# The name of a field in a pasted record (JSON, a dict of Python): it tells what the data are.
_FIELD = r"""(["'])([^\W\d]\w{1,39})\1(?=\s*:)"""
_RECORD_SIGN = "{"
_QUOTE_SIGNS = ('"', "'", "`", "“", "«")
_MACHINE_SIGNS = ("://", "www.", "@", "{", "<")
_NEVER = "(?!)"
_QUESTION_MARKS = frozenset("?？")
# A bracket and a quotation may end before it.
_MARK_WITHIN = 3
# A line of a program: a definition, an import, a query of a database, an assignment, a call of a method, a loop.
_CODE = (
    r"\s*(?:(?:def|class|func|fn|function)\s+\w+\s*[({:].*|(?:const|let|var)\s+[^\s=]+\s*=.*|import\s[\w.]+(?:\sas\s\w+)?;?"
    r"|from\s[\w.]+\simport\s[\w.*,() ]+|(?:for|while|if|elif|with)\s[^.?!]*[:{]\s*\w*\(.*\)|SELECT\s.+\sFROM\s.*"
    r"|(?:INSERT\sINTO|DELETE\sFROM|CREATE\sTABLE|DROP\sTABLE|ALTER\sTABLE)\s.*|[\w.\[\]]+\s*[-+*/]?=\s*[^=>\s][^|]*[)\]};\"'\d]"
    r"|[\w.\[\]]+\.\w+\(.*\);?|#include\s.*|[})\]]+[;,]?)\s*"
)
# One of these stands in each such line; what is longer than so many characters is no line that somebody pasted alone.
_CODE_SIGNS, _MOST_CODE = ("(", "=", "import ", "FROM ", "INTO ", "TABLE ", "#include"), 2_000
_UNIT = r"(\d+(?:[.,]\d+)*)([^\W\d_]+)"
# "3d" and "128k" are words of their own.
_NO_UNITS = ("d", "k")


class Text(NamedTuple):
    """A description, cut into words.

    `words[i]` is the i-th word, case folded; `starts[i]` and `ends[i]` where it stands in `raw`. `places[i]` numbers
    it: one more from word to word, and `SENTENCE_GAP` more from sentence to sentence, so that whatever looks a few
    places ahead stays within a sentence. `breaks` has the bits of the places right before which punctuation stands.
    `pasted` tells how many words were left out as payload.
    """

    raw: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    places: Sequence[int]
    breaks: int
    pasted: int = 0

    def quote(self, first: int, last: int) -> str:
        """What the user wrote from place `first` to place `last`, inclusive, with white space folded."""
        start = self.starts[self.at(first)]
        end = self.ends[self.at(last)]
        return " ".join(self.raw[start:end].split())

    def placed(self) -> Iterator[tuple[str, int]]:
        """The words, each with its place."""
        return zip(self.words, self.places, strict=True)

    def at(self, place: int) -> int:
        """The number of the word at a place."""
        return bisect_left(self.places, place)

    def heading(self) -> int:
        """How many words stand before the first colon, or line break where no sentence ends; 0 if there is neither."""
        end = re.search(_HEADING_END, self.raw)
        return bisect_left(self.starts, end.start()) if end else 0

    def sentences(self) -> Iterator[tuple[int, int]]:
        """The sentences, each by the numbers of its first word and of the one after its last."""
        first = 0
        for index in range(1, len(self.words)):
            if self.places[index] - self.places[index - 1] > SENTENCE_GAP:
                yield first, index
                first = index
        if self.words:
            yield first, len(self.words)

    def clauses(self) -> Iterator[tuple[int, int]]:
        """What stands between marks, each by the numbers of its first word and of the one after its last."""
        ends = [index for index in range(1, len(self.words)) if self.breaks >> self.places[index] & 1]
        yield from pairwise([0, *ends, len(self.words)])

    def is_asked(self, index: int) -> bool:
        """Whether a question mark stands right after the word of this number."""
        end = self.ends[index]
        return not _QUESTION_MARKS.isdisjoint(self.raw[end : end + _MARK_WITHIN])

    def is_code(self) -> bool:
        """Whether each line is one of a program, and nothing is asked about it."""
        if len(self.raw) > _MOST_CODE or not any(sign in self.raw for sign in _CODE_SIGNS):
            return False
        return all(re.fullmatch(_CODE, line) for line in self.raw.splitlines() if line.strip())

    def begins_clause(self, place: int) -> bool:
        """Whether a word is the first, or punctuation stands right before it."""
        return place == self.places[0] or bool(self.breaks >> place & 1)

    def ends_clause(self, place: int) -> bool:
        """Whether a word is the last, or punctuation stands right after it."""
        return place == self.places[-1] or self.begins_clause(self.places[self.at(place) + 1])

    def part(self, first: int, last: int) -> Text:
        """The words from number `first` to number `last`, inclusive, as a text of their own over the same raw text."""
        cut = slice(first, last + 1)
        return Text(self.raw, self.words[cut], self.starts[cut], self.ends[cut], self.places[cut], self.breaks)


class Reader:
    """Cuts descriptions into words, leaving out payload: quoted and pasted text, addresses, code.

    `payload_marks` are words ("input", "text") that announce payload when a colon follows. Of records (JSON) the names
    of the fields are left in. A description that is payload as a whole ('"translate documents"') is read as it stands.
    """

    def __init__(self, payload_marks: Sequence[str]) -> None:
        marks = "|".join(map(re.escape, payload_marks)) or _NEVER
        self._announced = rf"(?i)\b(?:{marks})[ \t]*:\s"

    def read(self, raw: str, announced: bool = True) -> Text:
        """Cut a description; what words announce as payload counts if it is not `announced`."""
        if len(raw) > _MOST_FIRST + _MOST_LAST:
            raw = f"{raw[:_MOST_FIRST]}\n{raw[-_MOST_LAST:]}"
        raw = _composed(raw)
        masked = self._mask(raw, announced)
        text = _cut(raw, masked)
        if masked == raw:
            return text
        pasted = len(_TOKEN.findall(raw)) - len(_TOKEN.findall(masked))
        return text._replace(pasted=pasted) if text.words else _cut(raw, raw)

    def _mask(self, raw: str, announced: bool) -> str:
        masked = raw
        if any(sign in masked for sign in _MACHINE_SIGNS):
            masked = re.sub(_MACHINE_TEXT, lambda match: _blank(match.group()), masked)
        if any(sign in masked for sign in _QUOTE_SIGNS):
            masked = re.sub(_QUOTED, lambda match: _blank(match.group()), masked, flags=re.DOTALL)
        if announced and ":" in masked:
            announcement = re.search(self._announced, masked) or re.search(_PASTED, masked)
            # Only what follows a request can be its payload: "Text: translate documents" asks for a translation.
            if announcement and _TOKEN.search(masked[: announcement.start()]):
                masked = masked[: announcement.end()] + _blank(masked[announcement.end() :])
        return _with_fields(masked, raw) if _RECORD_SIGN in raw else masked


def words_in(phrase: str) -> tuple[str, ...]:
    """The words of a phrase in the rules or the vocabulary, cut as descriptions are: else it would never be met."""
    written = _composed(phrase)
    return tuple(_cut(written, written).words)


def _composed(text: str) -> str:
    """A text with each letter and its marks as one sign where there is one."""
    if text.isascii():
        return text
    import unicodedata  # takes time to load

    return unicodedata.normalize("NFC", text)


def _blank(payload: str) -> str:
    """Nothing in place of payload but the marks of missing words: they tell what is done with it."""
    if not any(sign in payload for sign in _GAP_SIGNS):
        return " " * len(payload)
    return re.sub(rf"({_GAP})|.", lambda piece: piece.group(1) or " ", payload, flags=re.DOTALL)


def _with_fields(masked: str, raw: str) -> str:
    """What is left of a text, and where each first stood, the names of the fields of records."""
    pieces, known, end = [], set(), 0
    for field in re.finditer(_FIELD, raw):
        name = field.group(2)
        if name not in known:
            known.add(name)
            pieces += [masked[end : field.start()], f",{name},"]
            end = field.end()
    return "".join([*pieces, masked[end:]])


def _cut(raw: str, masked: str) -> Text:
    # What stands before a word and the word in turn; nothing counts that comes after the last.
    pieces: list[str] = _TOKEN.split(masked)[:-1]
    edges = list(accumulate(map(len, pieces)))
    separators, words = pieces[::2], [word.casefold() for word in pieces[1::2]]
    starts, ends = edges[::2], edges[1::2]
    if any(sign in masked for sign in _GAP_SIGNS):
        words = [_GAP_WORD if word[0] in _GAP_SIGNS else word for word in words]
    if "'" in masked or "’" in masked:
        words = [word.replace("’", "'").removesuffix("'s") for word in words]
    if any(word[0].isdecimal() and not word[-1].isdecimal() for word in words):
        words, starts, ends, separators = _units_apart(words, starts, ends, separators)
    steps = [_STEPS[separator] for separator in separators]
    places: list[int] = []
    place, breaks = -1, 0
    for step, broken in steps:
        place += step
        places.append(place)
        if broken:
            breaks |= 1 << place
    return Text(raw, words, starts, ends, places, breaks)


def _units_apart(
    words: Iterable[str], starts: Iterable[int], ends: Iterable[int], separators: Iterable[str]
) -> tuple[list[str], list[int], list[int], list[str]]:
    """Numbers and their units as words of their own ("8gb"); nothing parts them."""
    apart: tuple[list[str], list[int], list[int], list[str]] = [], [], [], []
    for word, start, end, separator in zip(words, starts, ends, separators, strict=True):
        unit = re.fullmatch(_UNIT, word)
        pieces = (word,) if unit is None or unit.group(2) in _NO_UNITS else unit.groups()
        for number, piece in enumerate(pieces):
            apart[0].append(piece)
            apart[1].append(start)
            apart[2].append(end)
            apart[3].append("" if number else separator)
    return apart


def _step(separator: str) -> tuple[int, bool]:
    """How much further the next word's place is, and whether punctuation stands right before it."""
    ends = _SENTENCE_END.search(separator) is not None
    return 1 + SENTENCE_GAP * ends, bool(separator.strip(" \t-/$¢"))


_STEPS: Memo[str, tuple[int, bool]] = Memo(_step, most=1024)
