"""Several tasks in one description: where one ends and the next begins."""

from __future__ import annotations

from whichllm.reading.scanning import Scan, Scanner, word_mask
from whichllm.reading.settings import Settings
from whichllm.reading.tasks import TaskReader
from whichllm.reading.text import Text

# What has more parts than this is a text, and no list of things to do.
_MOST_PARTS = 60


class Splitter:
    """Splits descriptions by the connectors of a vocabulary. Immutable once built."""

    def __init__(self, settings: Settings, scanner: Scanner, tasks: TaskReader) -> None:
        self._scanner = scanner
        self._tasks = tasks
        self._connectors = frozenset(settings.connectors)
        self._no_beginning = frozenset(settings.no_beginning)

    def split(self, scan: Scan) -> tuple[Text, ...]:
        """The parts of a description that ask for one thing each, in their order: two at least, or none.

        Words that ask for nothing plainly, and those in which the askers say who they are, stay with what goes before
        them, those at the beginning with the first part.
        """
        text = scan.text
        parts = self._parts(text)
        if not 1 < len(parts) <= _MOST_PARTS:
            return ()
        steps: list[tuple[int, int, str]] = []
        for first, last in parts:
            asks = word_mask(text.places[first], text.places[last]) & ~scan.introduction
            task, plain = self._best(text.part(first, last)) if asks else ("", False)
            if plain and (not steps or task != steps[-1][2]):
                steps.append((first if steps else 0, last, task))
            elif steps:
                steps[-1] = (steps[-1][0], last, steps[-1][2])
        return tuple(text.part(first, last) for first, last, _ in steps) if len(steps) > 1 else ()

    def _best(self, part: Text) -> tuple[str, bool]:
        scan = self._scanner.scan_text(part)
        return self._tasks.best(self._tasks.weigh(scan))

    def _parts(self, text: Text) -> list[tuple[int, int]]:
        """The numbers of the first and the last word of each stretch with which a step can begin.

        A step begins after a connector, or after punctuation with what is to be done ("..., translate it"), and not
        with who wants it or what it is about ("We build a chatbot. It answers questions").
        """
        beginnings: list[int] = []
        after_connector = True
        for index, word in enumerate(text.words):
            if word in self._connectors:
                after_connector = True
                continue
            broken = text.breaks >> text.places[index] & 1
            if after_connector or (broken and word not in self._no_beginning):
                beginnings.append(index)
            after_connector = False
        ends = [self._end_before(index, text) for index in beginnings[1:]]
        return list(zip(beginnings, [*ends, len(text.words) - 1], strict=False))

    def _end_before(self, index: int, text: Text) -> int:
        """The last word before a beginning, connectors left out."""
        index -= 1
        while text.words[index] in self._connectors:
            index -= 1
        return index
