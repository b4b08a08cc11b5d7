"""What the words require of a model: its language, license, memory, price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from whichllm.catalog import DemandName, DemandWords
from whichllm.compiled import Compiled
from whichllm.reading.lexicon import is_number
from whichllm.reading.matching import Matcher
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import Settings
from whichllm.reading.text import Text


class Demand(NamedTuple):
    """Something the user requires of a model, the value as the vocabulary writes it, and the words that say so.

    `by` tells whether they are words of the description or an option as it was typed.
    """

    name: DemandName
    value: str
    words: str
    by: Literal["words", "option"] = "words"


class DemandReader:
    """The demands of a vocabulary. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, settings: Settings, scanner: Scanner) -> None:
        self._matcher = Matcher(compiled, "demands", settings.demands, lambda values: DemandWords(**values))
        self._lexicon = scanner.lexicon
        self._codes = {tuple(words): code for words, code in settings.languages}
        self._longest = max(map(len, self._codes), default=0)

    def expect(self, scan: Scan) -> None:
        """Take notice of a text that will be read."""
        self._matcher.expect(scan)

    def demands(self, scan: Scan) -> tuple[Demand, ...]:
        """The demands of a text in the order of its words; of those that share words, the one with more of them."""
        found = self._matcher.find(scan, every=True)
        if not found:
            return ()
        text = scan.text
        found.sort(key=lambda item: (-item.mask.bit_count(), item.places, item.owner.demand, item.owner.value))
        taken = 0
        demands: list[tuple[int, Demand]] = []
        for words, places, mask in found:
            # What the askers do for a living says nothing of the material.
            if mask & taken or (words.demand == "domain" and mask & scan.introduction):
                continue
            taken |= mask
            first, last = places[0]
            value = words.value
            slots = self._slots(text, text.places.index(first), text.places.index(last))
            for number, slot in enumerate(slots, 1):
                value = value.replace(f"{{{number}}}", slot)
            demands.append((first, Demand(words.demand, value, text.quote(first, last))))
        unique: dict[tuple[str, str], Demand] = {}
        for _, demand in sorted(demands, key=lambda item: item[0]):
            unique.setdefault((demand.name, demand.value), demand)
        return tuple(unique.values())

    def _slots(self, text: Text, first: int, last: int) -> Iterator[str]:
        """The numbers and the codes of the languages from one word to another, by their numbers, in order."""
        index = first
        while index <= last:
            for length in range(min(self._longest, last + 1 - index), 0, -1):
                code = self._language(text, index, length)
                if code:
                    yield code
                    index += length - 1
                    break
            else:
                if is_number(text.words[index]):
                    yield text.words[index]
            index += 1

    def _language(self, text: Text, index: int, length: int) -> str | None:
        options: list[tuple[str, ...]] = [()]
        for offset in range(length):
            bases = self._lexicon.bases(text.words[index + offset])
            options = [(*option, base) for option in options for base in bases]
        return next((self._codes[option] for option in options if option in self._codes), None)
