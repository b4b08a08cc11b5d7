"""Several tasks in one description: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable

from whichllm.reading.tasks import Match
from whichllm.reading.text import Text

# Words that may stand between two things to do. A comma or the end of a sentence may, too.
_CONNECTORS = frozenset({"and", "then", "afterwards", "next", "finally", "plus", "before"})


def split(text: Text, matches_of: Callable[[Text], tuple[Match, ...]]) -> tuple[Text, ...]:
    """The parts of a description that ask for one thing each, in their order: two at least, or none.

    `matches_of` reads the tasks of a part. Words that ask for nothing plainly stay with what goes before them, those
    at the beginning with the first part.
    """
    steps: list[tuple[int, int, str]] = []
    for first, last in _parts(text):
        matches = matches_of(text.part(first, last))
        plain = bool(matches) and matches[0].plain
        if plain and (not steps or matches[0].task != steps[-1][2]):
            steps.append((first if steps else 0, last, matches[0].task))
        elif steps:
            steps[-1] = (steps[-1][0], last, steps[-1][2])
    parts = [text.part(first, last) for first, last, _ in steps]
    return tuple(parts) if len(parts) > 1 and all(matches_of(part) for part in parts) else ()


def _parts(text: Text) -> list[tuple[int, int]]:
    """The (first, last) words of each stretch between connectors and punctuation, the connectors left out."""
    parts: list[tuple[int, int]] = []
    start = 0
    for index in range(len(text.words) + 1):
        at_end = index == len(text.words)
        if at_end or text.breaks[index] or text.words[index] in _CONNECTORS:
            if start < index:
                parts.append((start, index - 1))
            start = index if not at_end and text.words[index] not in _CONNECTORS else index + 1
    return parts
