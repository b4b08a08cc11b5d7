"""From a description to what it asks for, by the rules of a catalog: the same words give the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from whichllm.catalog import Catalog
from whichllm.reading.demands import Demand, DemandReader, demand_patterns
from whichllm.reading.names import Named, near_names, resolve
from whichllm.reading.scanning import Scanner
from whichllm.reading.steps import split
from whichllm.reading.tasks import Evidence, Match, TaskReader, task_patterns
from whichllm.reading.text import Text, read_text

__all__ = ["Demand", "Evidence", "Match", "Named", "Step", "Understanding", "read", "resolve"]


@dataclass(frozen=True, slots=True)
class Step:
    """One of several things to do: the user's words, the tasks it may be, best first, and what it requires."""

    words: str
    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a description was understood to ask for.

    `matches` covers the whole of it, best first, empty if no task was understood; `demands` is what it requires of
    a model, in the order of the words; `steps` has at least two entries if it asks for several things one after the
    other, else none; `nearest` names tasks that the words only hint at, and is empty where there are matches.
    """

    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]
    steps: tuple[Step, ...]
    nearest: tuple[str, ...] = ()


def read(description: str, catalog: Catalog) -> Understanding:
    """Understand a description. Any text is fine; one that describes no task gives no matches."""
    reader = _reader(catalog)
    scan = reader.scan(read_text(description, catalog.vocabulary.payload_marks))
    matches = reader.tasks.matches(scan)
    demands = reader.demands.demands(scan)
    if not matches:
        nearest = reader.tasks.nearest(scan) or near_names(description, catalog)
        return Understanding((), demands, (), nearest)
    several = sum(match.plain for match in matches) > 1
    parts = split(scan, lambda part: reader.tasks.matches(reader.scan(part))) if several else ()
    return Understanding(matches, demands, tuple(reader.step(part) for part in parts))


class _Reader:
    """All that reads the descriptions for one catalog, over one lexicon."""

    def __init__(self, catalog: Catalog) -> None:
        for_tasks, for_demands = task_patterns(catalog), demand_patterns(catalog.vocabulary)
        scanner = Scanner(catalog.vocabulary, (pattern for pattern, _ in (*for_tasks, *for_demands)))
        self.scan = scanner.scan
        self.tasks = TaskReader(catalog, for_tasks, scanner)
        self.demands = DemandReader(catalog.vocabulary, for_demands, scanner)

    def step(self, part: Text) -> Step:
        scan = self.scan(part)
        words = part.quote(0, len(part.words) - 1)
        return Step(words, self.tasks.matches(scan), self.demands.demands(scan))


@lru_cache(maxsize=4)
def _reader(catalog: Catalog) -> _Reader:
    return _Reader(catalog)
