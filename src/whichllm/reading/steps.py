"""Several tasks in one description: where one ends and the next begins."""

from __future__ import annotations

from typing import NamedTuple

from whichllm.catalog import Vocabulary
from whichllm.reading.scanning import Scan, word_mask
from whichllm.reading.tasks import Said, TaskReader
from whichllm.reading.text import Text

# A part in which rules weigh less than this for every task asks for nothing plainly.
_HINTED = 1.5
# What has more parts than this is a text, and no list of things to do.
_MOST_PARTS = 60


class _Part(NamedTuple):
    """The numbers of the first and the last word of a stretch, and whether a new step can begin with it."""

    first: int
    last: int
    begins: bool


class Splitter:
    """Splits descriptions by the connectors of a vocabulary. Immutable once built."""

    def __init__(self, vocabulary: Vocabulary, tasks: TaskReader) -> None:
        self._tasks = tasks
        self._connectors = frozenset(vocabulary.connectors)
        self._no_beginning = frozenset((*vocabulary.small_words, *vocabulary.stop_words))

    def split(self, scan: Scan, said: Said) -> tuple[Text, ...]:
        """The parts of a description that ask for one thing each, in their order: two at least, or none.

        Words that ask for nothing plainly, and those in which the askers say who they are, stay with what goes before
        them, those at the beginning with the first part.
        """
        text = scan.text
        parts = self._parts(text)
        if len(parts) > _MOST_PARTS or not _may_be_several([_mask(text, part) for part in parts], said):
            return ()
        everywhere = self._tasks.said(scan, every=True)
        steps: list[tuple[int, int, str]] = []
        for part in parts:
            within = _mask(text, part)
            asks = (part.begins or not steps) and within & ~scan.introduction
            task, plain = self._tasks.best(self._tasks.weigh(scan, everywhere, within)) if asks else ("", False)
            if plain and (not steps or task != steps[-1][2]):
                steps.append((part.first if steps else 0, part.last, task))
            elif steps:
                steps[-1] = (steps[-1][0], part.last, steps[-1][2])
        return tuple(text.part(first, last) for first, last, _ in steps) if len(steps) > 1 else ()

    def _parts(self, text: Text) -> list[_Part]:
        """The stretches between connectors and punctuation, these left out.

        Where no connector stands, a new step begins with what is to be done ("..., translate it"), and not with who
        wants it or what it is about ("We build a chatbot. It answers questions").
        """
        parts: list[_Part] = []
        start, begins = 0, True
        for index, word in enumerate(text.words):
            connects = word in self._connectors
            if connects or text.breaks >> text.places[index] & 1:
                if start < index:
                    parts.append(_Part(start, index - 1, begins))
                    begins = False
                start = index + connects
                begins = begins or connects or word not in self._no_beginning
        if start < len(text.words):
            parts.append(_Part(start, len(text.words) - 1, begins))
        return parts


def _may_be_several(masks: list[int], said: Said) -> bool:
    """Whether rules hint at different tasks in different parts: spares most descriptions a closer look."""
    hinted: list[set[int]] = []
    for mask in masks if len(masks) > 1 else ():
        tags = {
            number
            for number, pieces in said.items()
            if sum([piece.weight for _, piece in pieces if piece.weight > 0 and not piece.mask & ~mask]) >= _HINTED
        }
        if tags:
            hinted.append(tags)
    return len(hinted) > 1 and len(set().union(*hinted)) > 1


def _mask(text: Text, part: _Part) -> int:
    """The words of a part as a bit mask of their places."""
    return word_mask(text.places[part.first], text.places[part.last])
