"""What the words require of a model: its language, license, memory, price."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.memo import Memo
from whichllm.base.words import Direction
from whichllm.catalog import LANGUAGE_CODES, LANGUAGE_NAME, LANGUAGE_PAIR, DemandName, DemandWords
from whichllm.reading.figures import NO_CODES, figure_at
from whichllm.reading.implied import ImpliedReader
from whichllm.reading.matching import Found, Matcher
from whichllm.reading.scanning import Scan, Scanner, word_mask
from whichllm.reading.settings import Settings
from whichllm.reading.text import Text

# A concept in what a pattern says.
_CONCEPT = re.compile(r"\{([a-z0-9-]+)\}")

# How many cards there are, right before what they are called: "2x RTX 3090", "two A100", "8 H100s". A bare number
# counts only where more than one is spoken of: "Llama 3 H100".
_CARD = r"(?:nvidia\s+|geforce\s+|tesla\s+)*(?:[rg]tx\s*|rx\s*|mi|gb|[abhltv])?\d{1,4}[a-z]?"
_SEVERAL_CARDS = (
    rf"(?ai)(?<![\w.-])(?:(?P<word>two|dual|three|four|eight)\s+|(?P<times>[2-9]|1[0-6])\s*[x×]\s*"
    rf"|(?P<plain>[2-9]|1[0-6])\s+(?={_CARD}(?:s\b|\s+gpus\b|\s+cards\b))){_CARD}"
)
_COUNTS = {"two": "2", "dual": "2", "three": "3", "four": "4", "eight": "8"}
_BEFORE = 12
# What is required so hints at the task: what the material is and how long, what else was tried, who makes such models,
# what their API is for.
_TELLING = frozenset({"openness", "language", "domain", "modality", "context", "without", "maker", "library"})
# What stands between languages into which something is translated.
_FURTHER = r"(?i)\s*(?:[,/&]|,?\s+(?:and|or|as well as))\s*(?:(?:and|or|also|both|into)\s+)?"


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
        self._codes = scanner.codes
        self._after_a_target = {*settings.ignored, "translation", "translator", "offline", "locally"} - {"to", "into"}
        self._compiled = compiled
        self._implied = ImpliedReader(compiled, scanner.lexicon, settings.cued)
        self._names: Memo[str, dict[tuple[str, ...], str]] = Memo(self._find_names)

    def note(self, scan: Scan) -> list[Found[DemandWords]]:
        """Note in a text which words state what is required of a model; returns what they met, see `demands`.

        Those that tell of tasks, too, are left out.
        """
        self._matcher.expect(scan)
        found = self.find(scan)
        for words, _, mask in found:
            if words.value and words.demand not in _TELLING:
                scan.stated |= mask
        return found

    def find(self, scan: Scan) -> list[Found[DemandWords]]:
        """The words that may state demands in a text."""
        return self._matcher.find(scan, every=True)

    def demands(self, scan: Scan, found: list[Found[DemandWords]]) -> tuple[Demand, ...]:
        """The demands of a text in the order of its words: those that were found stated, and what else it implies."""
        demands = self._stated(scan, found) if found else []
        # Rows that say what is none speak of it, too.
        spoken_of = {words.demand for words, *_ in found}
        demands += [
            (first, Demand(name, value, scan.text.quote(first, last)))
            for name, value, _, first, last in self._implied.implied(scan)
            if name not in spoken_of
        ]
        unique: dict[tuple[str, str], Demand] = {}
        for _, demand in sorted(demands, key=lambda item: item[0]):
            unique.setdefault((demand.name, demand.value), demand)
        return tuple(unique.values())

    def _stated(self, scan: Scan, found: list[Found[DemandWords]]) -> list[tuple[int, Demand]]:
        """The demands that rows of the vocabulary state, each with the place of its first word.

        Of those that share words the one with more of them counts; rows with the same pattern count all: they say that
        its words state several demands.
        """
        text = scan.text
        found.sort(key=lambda item: (-item.mask.bit_count(), item.places, item.owner.demand, item.owner.value))
        # What the material is may be told by words that already require something of a model ("free music generator").
        taken = material = 0
        counted: dict[str, int] = {}
        demands: list[tuple[int, Demand]] = []
        for words, places, mask in found:
            first, last = places[0]
            # Words that only must stand somewhere ("& embedding") may state something else, too.
            own = mask & word_mask(first, last)
            is_material = words.demand == "domain"
            # What the askers do for a living says nothing of the material.
            if is_material and mask & scan.introduction:
                continue
            if own & (material if is_material else taken) and counted.get(words.says) != mask:
                continue
            counted[words.says] = mask
            if not words.value:
                taken |= own
                continue
            for demand, end in self._stated_by(words, text, first, last, mask):
                taken |= own | word_mask(last, end)
                demands.append((first, demand))
            material |= own * is_material
        return demands

    def _stated_by(
        self, words: DemandWords, text: Text, first: int, last: int, mask: int
    ) -> Iterator[tuple[Demand, int]]:
        """The demand that words from one place to another state, and those that go on from there, each with the place
        of its last word.
        """
        value = words.value
        if "{" in value:
            slots = self._slots(words.says, text, text.at(first), text.at(last), mask)
            for number, slot in enumerate(slots, 1):
                value = value.replace(f"{{{number}}}", slot)
        if words.demand == "language":
            value = _between_two(value)
        yield Demand(words.demand, *_of_several(words.demand, value, text, first, last)), last
        direction = Direction.parse(value) if words.demand == "language" else None
        if direction is not None:
            for code, end in self._further_targets(text, direction, text.at(last)):
                further = Direction(direction.source, code)
                yield Demand("language", str(further), text.quote(first, text.places[end])), text.places[end]

    def _slots(self, says: str, text: Text, first: int, last: int, met: int) -> Iterator[str]:
        """What meets the concepts of a pattern that have values, from one word to another, in order.

        Of these words only those count that the pattern met, by the bit mask `met`: others may stand in a gap.
        """
        wanted = dict.fromkeys(_CONCEPT.findall(says))
        names = [self._names[kind] for kind in wanted]
        longest = max((len(words) for named in names for words in named), default=0)
        codes = self._codes if wanted.keys() & {LANGUAGE_PAIR, LANGUAGE_CODES} else NO_CODES
        index = first
        while index <= last:
            if not met >> text.places[index] & 1:
                index += 1
                continue
            value, length = self._named(names, text, index, min(longest, last + 1 - index))
            if not length:
                figure = figure_at(text, index, codes)
                length = figure.last + 1 - index if figure else 1
                value = figure.written if figure and not wanted.keys().isdisjoint(figure.meanings) else ""
            if value:
                yield value
            index += length

    def _further_targets(self, text: Text, direction: Direction, last: int) -> Iterator[tuple[str, int]]:
        """The languages that are listed after that into which is translated, each with the number of its last word.

        "English into French, German and Dutch"; not where one begins another pair or tells of something else: "German
        to English and French to Dutch".
        """
        names = [self._names[LANGUAGE_NAME]]
        longest = max(map(len, names[0]), default=0)
        ends = (self._named(names, text, last + 1 - length, length) for length in range(1, min(longest, last + 1) + 1))
        if direction.target not in (code for code, _ in ends):
            return
        found: list[tuple[str, int]] = []
        while joint := re.compile(_FURTHER).match(text.raw, text.ends[last]):
            index = bisect_left(text.starts, joint.end())
            code, length = self._named(names, text, index, min(longest, len(text.words) - index))
            if not length or joint.end() != text.starts[index]:
                break
            last = index + length - 1
            if code not in direction:
                found.append((code, last))
        is_last = last + 1 == len(text.words)
        if found and (is_last or text.ends_clause(text.places[last]) or text.words[last + 1] in self._after_a_target):
            yield from found

    def _named(
        self, names: Sequence[Mapping[tuple[str, ...], str]], text: Text, index: int, most: int
    ) -> tuple[str, int]:
        """The value that the longest of some names from a word on stands for, and how many words it has."""
        for length in range(most, 0, -1):
            options: list[tuple[str, ...]] = [()]
            for offset in range(length):
                bases = self._lexicon.bases(text.words[index + offset])
                options = [(*option, base) for option in options for base in bases]
            for named in names:
                for option in options:
                    if option in named:
                        return named[option], length
        return "", 0

    def _find_names(self, kind: str) -> dict[tuple[str, ...], str]:
        return {tuple(words): value for words, value in self._compiled.value("names", kind) or ()}


def _between_two(languages: str) -> str:
    """A pair of languages; of one with itself ("says it in Tamil, gets written Tamil") the language alone."""
    first, *others = languages.split("-")
    return first if others and set(others) == {first} else languages


def _of_several(demand: DemandName, value: str, text: Text, first: int, last: int) -> tuple[str, str]:
    """A value and the words that state it; where these speak of several cards, with how many: "2x RTX 3090"."""
    quoted = text.quote(first, last)
    if demand != "gpu":
        return value, quoted
    start, end = text.starts[text.at(first)], text.ends[text.at(last)]
    beginning = max(0, start - _BEFORE)
    for several in re.finditer(_SEVERAL_CARDS, text.raw[beginning : end + _BEFORE]):
        told, ended = beginning + several.start(), beginning + several.end()
        # Other cards may be counted on both sides.
        if told < end and start < ended:
            count = _COUNTS.get((several["word"] or "").casefold()) or several["times"] or several["plain"]
            return f"{count}x {value}", " ".join(text.raw[min(start, told) : end].split())
    return value, quoted
