"""What the words require of a model: its language, licence, memory, price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whichllm.catalog import DemandName, DemandWords, Vocabulary
from whichllm.patterns import Pattern, parse, words_of
from whichllm.reading.lexicon import is_number
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.text import Text


@dataclass(frozen=True, slots=True)
class Demand:
    """Something the user requires of a model, the value as the vocabulary writes it, and the words that say so."""

    name: DemandName
    value: str
    words: str


def demand_patterns(vocabulary: Vocabulary) -> list[tuple[Pattern, DemandWords]]:
    """The patterns of all demands of a vocabulary."""
    return [(parse(words.says), words) for words in vocabulary.demands]


class DemandReader:
    """The demands of a vocabulary, compiled. Immutable once built."""

    def __init__(
        self, vocabulary: Vocabulary, patterns: Sequence[tuple[Pattern, DemandWords]], scanner: Scanner
    ) -> None:
        self._matcher = scanner.matcher(patterns)
        self._lexicon = scanner.lexicon
        self._codes = {words_of(word): language.code for language in vocabulary.languages for word in language.words}
        self._longest = max(map(len, self._codes), default=0)

    def demands(self, scan: Scan) -> tuple[Demand, ...]:
        """The demands of a text in the order of its words; of those that share words, the one with more of them."""
        text = scan.text
        found = sorted(
            self._matcher.find(text, scan.spans, scan.negated, every=True),
            key=lambda item: (-item[2].bit_count(), item[1], item[0].demand, item[0].value),
        )
        taken = 0
        demands: list[tuple[int, Demand]] = []
        for words, places, mask in found:
            if mask & taken:
                continue
            taken |= mask
            first, last = places[0]
            value = words.value
            for number, slot in enumerate(self._slots(text, first, last), 1):
                value = value.replace(f"{{{number}}}", slot)
            demands.append((first, Demand(words.demand, value, text.quote(first, last))))
        unique: dict[tuple[str, str], Demand] = {}
        for _, demand in sorted(demands, key=lambda item: item[0]):
            unique.setdefault((demand.name, demand.value), demand)
        return tuple(unique.values())

    def _slots(self, text: Text, first: int, last: int) -> Iterator[str]:
        """The numbers and the codes of the languages between two words, in order."""
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
