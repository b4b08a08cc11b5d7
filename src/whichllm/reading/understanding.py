"""From a description to what it asks for, by the rules of a catalog: the same words give the same answer."""

from __future__ import annotations

from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.catalog import Catalog
from whichllm.catalog.derived import derived
from whichllm.reading.demands import Demand, DemandReader
from whichllm.reading.names import near_names
from whichllm.reading.pasting import PasteReader
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.steps import Splitter
from whichllm.reading.tasks import Match, TaskReader, Weighed

# A part of a description that is understood less surely than this is no step of its own.
_SURE_STEP = 0.25


class Step(NamedTuple):
    """One of several things to do: the user's words, the tasks it may be, best first, and what it requires.

    `asking` is as in `Understanding`.
    """

    words: str
    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]
    asking: tuple[str, ...]


class Understanding(NamedTuple):
    """What a description was understood to ask for.

    `matches` covers the whole of it, best first, empty if no task was understood; `demands` is what it requires of a
    model, in the order of the words; `steps` has at least two entries if it asks for several things one after the
    other, in the order in which they are to be done, else none. `asking` are the words that ask for something: case
    folded, without payload, what is denied and who it is that asks.
    """

    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]
    steps: tuple[Step, ...]
    asking: tuple[str, ...]


def read(description: str, catalog: Catalog) -> Understanding:
    """Understand a description. Any text is fine; one that describes no task gives no matches."""
    reader = _reader(catalog)
    scan = reader.pasting.without(reader.scanner.scan(description))
    required = reader.demands.note(scan)
    weighed = reader.tasks.weigh(scan)
    matches = reader.tasks.matches(scan, weighed)
    if not matches and scan.text.pasted:
        # "What I want is this: ..." announces a request.
        whole = reader.scanner.scan(description, announced=False)
        also_required = reader.demands.note(whole)
        also_weighed = reader.tasks.weigh(whole)
        matches = reader.tasks.matches(whole, also_weighed)
        if matches:
            scan, required, weighed = whole, also_required, also_weighed
    steps = reader.steps(scan, weighed) if matches else ()
    return Understanding(matches, reader.demands.demands(scan, required), steps, scan.asking())


def nearest_tasks(description: str, catalog: Catalog) -> tuple[str, ...]:
    """The ids of the tasks that the words of a description hint at, nearest first; may be none."""
    reader = _reader(catalog)
    scan = reader.scanner.scan(description)
    reader.demands.note(scan)
    return reader.tasks.nearest(reader.tasks.weigh(scan)) or near_names(description, catalog)


def is_foreign(description: str, catalog: Catalog) -> bool:
    """Whether a description is most likely not in English: most of its letters are not Latin, or most words unknown."""
    import unicodedata  # takes time to load, and most descriptions are understood

    letters = [character for character in description if character.isalpha()]
    if sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters) * 2 > len(letters):
        return True
    scanner = _reader(catalog).scanner
    words = scanner.scan(description).text.words
    unknown = [word for word in words if not scanner.lexicon.knows(word) and word.isalpha()]
    is_telling = len(unknown) > 1 or not description.isascii()
    return is_telling and len(unknown) * 2 > len(words)


class _Reader:
    """All that reads the descriptions for one catalog, over one lexicon."""

    def __init__(self, compiled: Compiled) -> None:
        settings = settings_of(compiled)
        self.scanner = Scanner(compiled, settings)
        self.tasks = TaskReader(compiled, settings, self.scanner)
        self.demands = DemandReader(compiled, settings, self.scanner)
        self.pasting = PasteReader(settings, self.scanner, self.tasks)
        self.splitter = Splitter(compiled, settings, self.scanner, self.tasks)

    def steps(self, scan: Scan, whole: Weighed) -> tuple[Step, ...]:
        """The steps of a description that speaks for `whole`, two at least, or none.

        What is not understood well enough by itself, or as the same as the step before it, belongs to that one.
        """
        parts, weighed = self.splitter.split(scan, whole)
        steps: list[Step] = []
        index = 0
        while index < len(parts) > 1:
            before = steps[-1].matches[0].task if steps else ""
            coming = weighed[parts[index + 1]] if index + 1 < len(parts) else None
            step = self._step(scan, parts[index], weighed[parts[index]], before, coming)
            if step.matches and step.matches[0].confidence >= _SURE_STEP and step.matches[0].task != before:
                steps.append(step)
                index += 1
            elif parts != sorted(parts):
                # Only what is understood is put into another order.
                parts.sort()
                steps.clear()
                index = 0
            else:
                index = max(index - 1, 0)
                del steps[index:]
                parts[index : index + 2] = [(parts[index][0], parts[index + 1][1])]
        return tuple(steps) if len(steps) > 1 else ()

    def _step(self, whole: Scan, place: tuple[int, int], weighed: Weighed, before: str, coming: Weighed | None) -> Step:
        scan = self.scanner.scan_part(whole, *place)
        part = scan.text
        matches = self.tasks.matches(scan, self.tasks.in_turn(weighed, scan, whole, before, coming))
        demands = self.demands.demands(scan, self.demands.find(scan))
        return Step(part.quote(part.places[0], part.places[-1]), matches, demands, scan.asking())


@derived()
def _reader(catalog: Catalog) -> _Reader:
    compiled = catalog.compiled
    if compiled is None:
        from whichllm.reading import compiling  # needless where a snapshot holds what it makes

        compiled = compiling.compiled(catalog)
    return _Reader(compiled)
