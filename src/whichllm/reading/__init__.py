"""From a description to what it asks for, by the rules of a catalog: the same words give the same answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from whichllm.catalog import Catalog
from whichllm.reading.demands import Demand, DemandReader, demand_patterns
from whichllm.reading.names import Named, near_names, resolve
from whichllm.reading.steps import split
from whichllm.reading.tasks import Evidence, Match, TaskReader
from whichllm.reading.text import Text, read_text

__all__ = ["Demand", "Evidence", "Match", "Named", "Step", "Understanding", "read", "resolve"]


_Readers = tuple[TaskReader, DemandReader]


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
    readers = _readers(catalog)
    text = read_text(description, catalog.vocabulary.payload_marks)
    matches, demands = _read(text, readers)
    if not matches:
        nearest = readers[0].nearest(text) or near_names(description, catalog)
        return Understanding((), demands, (), nearest)
    parts = split(text, readers[0].matches)
    steps = tuple(Step(part.quote(0, len(part.words) - 1), *_read(part, readers)) for part in parts)
    return Understanding(matches, demands, steps)


def _read(text: Text, readers: _Readers) -> tuple[tuple[Match, ...], tuple[Demand, ...]]:
    tasks, demands = readers
    return tasks.matches(text), demands.demands(text, tasks.lexicon.spans(text), tasks.negated(text))


@lru_cache(maxsize=4)
def _readers(catalog: Catalog) -> _Readers:
    terms = [
        term
        for pattern, _ in demand_patterns(catalog.vocabulary)
        for part in pattern.wanted + pattern.unwanted
        for term in part.terms
    ]
    tasks = TaskReader(catalog, terms)
    return tasks, DemandReader(catalog.vocabulary, tasks.lexicon)
