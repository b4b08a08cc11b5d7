"""From a description to what it asks for, by the rules of a catalog: the same words give the same answer."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from whichllm.catalog import Catalog
from whichllm.reading.demands import Demand, DemandReader, demand_patterns
from whichllm.reading.names import Named, near_names, nearest_names, resolve
from whichllm.reading.scanning import Scanner
from whichllm.reading.steps import Splitter
from whichllm.reading.tasks import Evidence, Match, TaskReader, task_patterns
from whichllm.reading.text import Text

__all__ = [
    "Demand",
    "Evidence",
    "Match",
    "Named",
    "Step",
    "Understanding",
    "nearest_names",
    "nearest_tasks",
    "read",
    "resolve",
]

# A part of a description that is understood less surely than this is no step of its own.
_SURE_STEP = 0.3


class Step(NamedTuple):
    """One of several things to do: the user's words, the tasks it may be, best first, and what it requires."""

    words: str
    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]


class Understanding(NamedTuple):
    """What a description was understood to ask for.

    `matches` covers the whole of it, best first, empty if no task was understood; `demands` is what it requires of
    a model, in the order of the words; `steps` has at least two entries if it asks for several things one after the
    other, else none.
    """

    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]
    steps: tuple[Step, ...]


def read(description: str, catalog: Catalog) -> Understanding:
    """Understand a description. Any text is fine; one that describes no task gives no matches."""
    reader = _reader(catalog)
    scan = reader.scanner.scan(description)
    matches = reader.tasks.matches(scan, reader.tasks.weigh(scan))
    steps = tuple(map(reader.step, reader.splitter.split(scan))) if matches else ()
    return Understanding(matches, reader.demands.demands(scan), steps if _are_steps(steps) else ())


def _are_steps(steps: tuple[Step, ...]) -> bool:
    """Whether each step is understood well enough by itself, and as something else than the one before it."""
    sure = all(step.matches and step.matches[0].confidence >= _SURE_STEP for step in steps)
    return sure and all(one.matches[0].task != next_.matches[0].task for one, next_ in pairwise(steps))


def nearest_tasks(description: str, catalog: Catalog) -> tuple[str, ...]:
    """The ids of the tasks that the words of a description hint at, nearest first; may be none."""
    reader = _reader(catalog)
    weighed = reader.tasks.weigh(reader.scanner.scan(description))
    return reader.tasks.nearest(weighed) or near_names(description, catalog)


class _Reader:
    """All that reads the descriptions for one catalog, over one lexicon."""

    def __init__(self, catalog: Catalog) -> None:
        for_tasks, for_demands = task_patterns(catalog), demand_patterns(catalog.vocabulary)
        self.scanner = Scanner(catalog.vocabulary, (pattern for pattern, _ in (*for_tasks, *for_demands)))
        self.tasks = TaskReader(catalog, for_tasks, self.scanner)
        self.splitter = Splitter(catalog.vocabulary, self.scanner, self.tasks)
        self.demands = DemandReader(catalog.vocabulary, for_demands, self.scanner)

    def step(self, part: Text) -> Step:
        scan = self.scanner.scan_text(part)
        matches = self.tasks.matches(scan, self.tasks.weigh(scan))
        return Step(part.quote(part.places[0], part.places[-1]), matches, self.demands.demands(scan))


@lru_cache(maxsize=4)
def _reader(catalog: Catalog) -> _Reader:
    return _Reader(catalog)
