"""From what the user typed to words that count: tokens, sentences, and what is payload rather than request."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A quotation that runs longer than this is still one quotation; without a bound, one stray mark would make the
# search quadratic in the length of the text.
_QUOTE_LIMIT = 20_000

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;:](?=\s|$)|[。！？；]|\n+|\s[-–—]\s")
_QUOTED = re.compile(
    rf'"[^"]{{1,{_QUOTE_LIMIT}}}"|“[^”]{{1,{_QUOTE_LIMIT}}}”|«[^»]{{1,{_QUOTE_LIMIT}}}»|```.{{1,{_QUOTE_LIMIT}}}?```'
    rf"|`[^`\n]{{1,{_QUOTE_LIMIT}}}`|(?<![\w'])'[^'\n]{{2,{_QUOTE_LIMIT}}}'(?!\w)",
    re.DOTALL,
)
_MACHINE_TEXT = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|\{[^{}]{0,2000}\}|<[^<>\s][^<>]{0,200}>")
_UNIT = re.compile(r"(\d+)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A description, cut into words.

    `words[i]` is the i-th word, case folded; `starts[i]` and `ends[i]` its place in `raw`; `sentences[i]` the
    number of its sentence; `breaks[i]` whether punctuation stands right before it.
    """

    raw: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]
    breaks: tuple[bool, ...]

    def quote(self, first: int, last: int) -> str:
        """What the user wrote from word `first` to word `last`, inclusive, with white space folded."""
        return " ".join(self.raw[self.starts[first] : self.ends[last]].split())

    def part(self, first: int, last: int) -> Text:
        """The words from `first` to `last`, inclusive, as a text of their own over the same raw string."""
        cut = slice(first, last + 1)
        return Text(
            self.raw,
            self.words[cut],
            self.starts[cut],
            self.ends[cut],
            self.sentences[cut],
            self.breaks[cut],
        )


def read_text(raw: str, payload_marks: Sequence[str] = ()) -> Text:
    """Cut a description into words, leaving out payload: quoted and pasted text, addresses, code.

    `payload_marks` are words ("input", "text") that announce payload when a colon follows. A description that
    is payload as a whole ('"translate documents"') is read as it stands.
    """
    raw = unicodedata.normalize("NFC", raw)
    masked = _mask(raw, payload_marks)
    text = _cut(raw, masked)
    return text if text.words else _cut(raw, raw)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _mask(raw: str, payload_marks: Sequence[str]) -> str:
    masked = _MACHINE_TEXT.sub(_blank, raw)
    masked = _QUOTED.sub(_blank, masked)
    if payload_marks and ":" in masked:
        marks = "|".join(re.escape(mark) for mark in payload_marks)
        announced = re.search(rf"\b(?:{marks})[ \t]*:\s", masked, re.IGNORECASE)
        # Only what follows a request can be its payload: "Text: translate documents" asks for a translation.
        if announced and _TOKEN.search(masked[: announced.start()]):
            masked = masked[: announced.end()] + " " * (len(raw) - announced.end())
    return masked


def _cut(raw: str, masked: str) -> Text:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    breaks: list[bool] = []
    bounds = [match.end() for match in _SENTENCE_END.finditer(masked)]
    sentence, last_end = 0, 0
    for match in _TOKEN.finditer(masked):
        start, end = match.span()
        while sentence < len(bounds) and bounds[sentence] <= start:
            sentence += 1
        word = match.group().casefold().replace("’", "'")
        if word.endswith("'s"):
            word = word[:-2]
        between = masked[last_end:start]
        broken = bool(between.strip(" \t-/"))
        unit = _UNIT.fullmatch(word)
        pieces = [word] if unit is None or unit.group(2) in ("d", "k") else [unit.group(1), unit.group(2)]
        for number, piece in enumerate(pieces):
            words.append(piece)
            starts.append(start)
            ends.append(end)
            sentences.append(sentence)
            breaks.append(broken and number == 0)
        last_end = end
    return Text(raw, tuple(words), tuple(starts), tuple(ends), tuple(sentences), tuple(breaks))
