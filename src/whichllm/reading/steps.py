"""Several tasks in one description: where one ends and the next begins."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from whichllm.reading.matching import word_mask
from whichllm.reading.scanning import Scan
from whichllm.reading.tasks import Match
from whichllm.reading.text import Text

# Words that may stand between two things to do. A comma or the end of a sentence may, too.
_CONNECTORS = frozenset({"and", "then", "afterwards", "next", "finally", "plus", "before"})


def split(scan: Scan, matches_of: Callable[[Text], tuple[Match, ...]]) -> tuple[Text, ...]:
    """The parts of a description that ask for one thing each, in their order: two at least, or none.

    `matches_of` reads the tasks of a part. Words that ask for nothing plainly, and those in which the askers say who
    they are, stay with what goes before them, those at the beginning with the first part.
    """
    text = scan.text
    steps: list[tuple[int, int, str]] = []
    for first, last in _parts(text):
        matches = matches_of(text.part(first, last)) if word_mask(first, last) & ~scan.introduction else ()
        if matches and matches[0].plain and (not steps or matches[0].task != steps[-1][2]):
            steps.append((first if steps else 0, last, matches[0].task))
        elif steps:
            steps[-1] = (steps[-1][0], last, steps[-1][2])
    parts = [text.part(first, last) for first, last, _ in steps]
    tasks = [matches[0].task if matches else "" for matches in map(matches_of, parts)]
    different = all(tasks) and all(one != next_ for one, next_ in pairwise(tasks))
    return tuple(parts) if len(parts) > 1 and different else ()


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
