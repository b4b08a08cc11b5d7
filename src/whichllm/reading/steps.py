"""Several tasks in one description: where one ends and the next begins.

Something else to do may begin after a connector and after any punctuation. What is said there speaks for it or against
it: the words that join and begin it, the marks before it, and what the words before and after it speak for, apart and
together. The weights stand in data/steps.yaml and are fitted by tools/fit_steps.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise
from math import log
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.memo import Memo
from whichllm.catalog import CUE_PLACES, STEP_SIGNS
from whichllm.reading.lexicon import is_number
from whichllm.reading.scanning import Scan, Scanner, by_first, phrases_in, word_mask
from whichllm.reading.settings import Settings
from whichllm.reading.tasks import TaskReader, Verdict, Weighed
from whichllm.reading.text import Text

# What has more parts than this is a text, and no list of things to do.
_MOST_PARTS = 60
_SIGNS = [f"{{{sign}}}" for sign in STEP_SIGNS]
_ALWAYS, _BARE, _MANY, _LATE, _LENGTH, _SURE, _APART, _REST, _NEXT, _DEMAND, _UNMARKED, _ARROW, _OTHER, *_ = _SIGNS
_MARKS = {",": "{comma}", ";": "{semicolon}", ":": "{colon}", "–": "{dash}", "—": "{dash}"}
_MARKS |= dict.fromkeys(".!?", "{sentence}")
_ENDS = ("{sentence}", "{semicolon}", "{colon}", _ARROW)
_ARROWS = ">+→⇒"
_NO_MARKS = " \t-/$"
_LISTS = "+"
_NUMBERING = ("step", "one", "two", "three", "four", "five")
_MOST_LENGTH, _TEN = 20, 10
# Evidence counts in so many points, between these bounds; what tells most comes first.
_EVIDENCE = (_SURE, _NEXT, _REST, _APART)
_POINTS, _LEAST, _MOST = 4, -1.0, 1.5


_JOINS, _FIRST, _SECOND, _WITHIN, _LAST, _SIGN = range(len(CUE_PLACES))
_NO_WEIGHTS = (0.0,) * len(CUE_PLACES)


class Place(NamedTuple):
    """Where something else to do may begin, by the numbers of words.

    What goes before ends before `gap`, with which the words begin that join it; what may begin goes from `first` to
    `last`, as far as the next such place.
    """

    gap: int
    first: int
    last: int


class Described(NamedTuple):
    """A description: its text, the places where something may begin, the words that state demands, as a bit mask, and
    what its words speak for.

    `weighed` and `verdicts` tell the last, from the number of one word to that of another.
    """

    text: Text
    places: Sequence[Place]
    stated: int
    weighed: Mapping[tuple[int, int], Weighed]
    verdicts: Mapping[tuple[int, int], Verdict]


Said = Iterator[tuple[str, int, float]]
"""Words and signs, each with the number in `CUE_PLACES` of the weight that counts, and how often it does."""


class Splitter:
    """Splits descriptions by the cues of a catalog. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, settings: Settings, scanner: Scanner, tasks: TaskReader) -> None:
        self._compiled = compiled
        self._scanner = scanner
        self._tasks = tasks
        self._connectors = frozenset(settings.connectors)
        self._joins = by_first([*settings.earlier, *settings.awaited, *settings.onwards])
        self._earlier = frozenset(map(tuple, settings.earlier))
        self._awaited = frozenset(map(tuple, settings.awaited))
        self._beforehand = by_first(settings.beforehand)
        self._later = by_first(settings.later)
        self._listing = frozenset(settings.listing)
        self._ignored = frozenset(settings.ignored)
        self._cues: Memo[str, Sequence[float]] = Memo(self._find_cue)

    def split(self, scan: Scan, whole: Weighed) -> tuple[list[tuple[int, int]], Mapping[tuple[int, int], Weighed]]:
        """The parts of a description that ask for one thing each, by the numbers of their first and last words.

        `whole` is what its words speak for together. The parts come in the order in which they are to be done, two at
        least, or none; with them what the words from one number to another speak for.
        """
        text = scan.text
        described = self.described(scan, whole)
        places = described.places
        if not 1 < len(places) <= _MOST_PARTS:
            return [], {}
        self._compiled.expect("step-cues", [*text.words, *_SIGNS])
        delayed = scan.delayed()
        parts: list[Place] = []
        gap, start, _ = places[0]
        for number, place in enumerate(places[1:], 1):
            if text.places[place.gap] in delayed and self._tasks.is_ruled(
                self._scanner.scan_part(scan, start, place.gap - 1)
            ):
                # "Don't translate it until it is typed" says so, however it is put.
                parts.append(Place(gap, start, place.gap - 1))
                gap, start = place.gap, place.first
                continue
            if self._begins(described, start, number):
                parts.append(Place(gap, start, place.gap - 1))
                gap, start = place.gap, place.first
        parts.append(Place(gap, start, places[-1].last))
        ordered = self._in_order(scan, parts) if len(parts) > 1 else []
        return [(part.first, part.last) for part in ordered], described.weighed

    def _in_order(self, scan: Scan, parts: list[Place]) -> list[Place]:
        """The parts in the order in which they are to be done ("before translating it, shorten it")."""
        text = scan.text
        ordered = parts[:1]
        for part in parts[1:]:
            ordered.insert(len(ordered) - self._is_earlier(scan, part), part)
        first = parts[0]
        is_later = any(index == first.gap for index, _ in phrases_in(text, self._later))
        if is_later and not text.breaks & _inner(text, first):
            ordered.remove(first)
            ordered.insert(1, first)
        return ordered

    def _is_earlier(self, scan: Scan, part: Place) -> bool:
        """Whether a part is to be done before the one that stands before it."""
        text = scan.text
        if text.places[part.gap] in scan.delayed():
            return True
        joins = [phrase for index, phrase in phrases_in(text, self._joins) if part.gap <= index < part.first]
        if not self._earlier.isdisjoint(joins):
            return True
        if any(index + len(phrase) - 1 == part.last for index, phrase in phrases_in(text, self._beforehand)):
            return True
        # "Type it up. Once you have done so, translate it" goes on after its clause, and in its order.
        if _mark(text, part.gap) in _ENDS or text.breaks & _inner(text, part):
            return False
        return not self._awaited.isdisjoint(joins)

    def places(self, scan: Scan) -> list[Place]:
        """Where something to do may begin, in order; the first is where the description does."""
        text = scan.text
        found: list[tuple[int, int]] = []
        joins = {index: len(phrase) for index, phrase in phrases_in(text, self._joins)}
        delayed = scan.delayed()
        gap: int | None = 0
        joined = 0
        for index, word in enumerate(text.words):
            # "Before it" joins what is to be done, but not in "don't translate it before it is typed".
            length = 1 if text.places[index] in delayed else joins.get(index, word in self._connectors)
            joined = max(joined, index + length)
            broken = text.breaks >> text.places[index] & 1
            if gap is None and (broken or index < joined):
                gap = index - _numbering(text, index) if broken else index
            if gap is not None and index >= joined:
                before = text.words[found[-1][1] : gap] if found else ()
                if found and all(map(_is_numbering, before)):
                    gap, _ = found.pop()
                # "And then, please, translate it" begins once.
                if not before or not self._ignored.issuperset(before):
                    found.append((gap, index))
                gap = None
        end = len(text.words)
        places = [Place(gap, first, stop - 1) for (gap, first), (stop, _) in pairwise([*found, (end, end)])]
        return self._without_delays(scan, self._without_lists(scan, places))

    def _without_lists(self, scan: Scan, places: list[Place]) -> list[Place]:
        """The places but those within a list of languages ("a reranker for German and English"): no more is asked for.

        After an arrow or "then" a language says into what ("scan -> text -> Polish").
        """
        languages = self._scanner.languages(scan) if len(places) > 1 else 0
        if not languages:
            return places
        kept = places[:1]
        for place in places[1:]:
            if _continues_list(scan.text, place, languages, self._listing):
                kept[-1] = kept[-1]._replace(last=place.last)
            else:
                kept.append(place)
        return kept

    def _without_delays(self, scan: Scan, places: list[Place]) -> list[Place]:
        """The places, where a negation begins one that only tells when it is to be done, without that negation."""
        text = scan.text
        negations = [delay.first for delay in scan.delays]
        for number, (gap, first, last) in enumerate(places if negations else ()):
            index = bisect_left(negations, text.places[first])
            if index == len(negations):
                break
            delay = scan.delays[index]
            start, leading = text.at(delay.start), text.words[first : text.at(delay.first)]
            if start <= last and delay.start < delay.until and self._ignored.issuperset(leading):
                places[number] = Place(gap, start, last)
        return places

    def described(self, scan: Scan, whole: Weighed) -> Described:
        """What is said at all places of a description whose words speak for `whole` together."""
        weighed: Memo[tuple[int, int], Weighed] = Memo(
            lambda part: self._tasks.weigh(self._scanner.scan_part(scan, *part))
        )
        if not scan.text.pasted:
            # A part is weighed without what is pasted behind the whole.
            weighed[0, len(scan.text.words) - 1] = whole
        verdicts: Memo[tuple[int, int], Verdict] = Memo(lambda part: self._tasks.verdict(weighed[part]))
        return Described(scan.text, self.places(scan), scan.stated, weighed, verdicts)

    def wording(self, described: Described, start: int, number: int) -> Said:
        """How something else to do at the place of a number, from 1, would be put, `start` being where what goes before
        begins.
        """
        text, places, stated, *_ = described
        words = text.words
        gap, first, last = places[number]
        yield _ALWAYS, _SIGN, 1
        yield _MANY, _SIGN, log(len(places))
        yield _LATE, _SIGN, log(number)
        yield _mark(text, gap), _SIGN, 1
        for word in words[gap:first]:
            yield word, _JOINS, 1
        if gap == first:
            yield _BARE, _SIGN, 1
        yield words[first], _FIRST, 1
        if first < last:
            yield words[first + 1], _SECOND, 1
        for word in dict.fromkeys(words[first : last + 1]):
            yield word, _WITHIN, 1
        yield words[gap - 1], _LAST, 1
        yield _LENGTH, _SIGN, min(gap - start, _MOST_LENGTH) / _TEN
        if stated:
            yield _DEMAND, _SIGN, bool(stated & word_mask(text.places[first], text.places[last]))

    def evidence(self, described: Described, start: int, place: Place) -> Said:
        """What the words before and after a place speak for, apart and together: the signs in `_EVIDENCE`, in order."""
        verdicts, end = described.verdicts, len(described.text.words) - 1
        before = verdicts[start, place.gap - 1]
        yield _SURE, _SIGN, _in_range(before.sure)
        yield _NEXT, _SIGN, _in_range(self._tasks.goes_on(described.weighed[place.first, end], before.task))
        for sign, last in ((_REST, end), (_APART, place.last)):
            after, together = verdicts[place.first, last], verdicts[start, last]
            yield sign, _SIGN, _in_range(before.sure + after.sure - together.sure)

    def _begins(self, described: Described, start: int, number: int) -> bool:
        """Whether something else to do begins at the place of a number.

        What words speak for costs much to find out, and is found out only as far as it may still change the answer.
        """
        said = self._weight(self.wording(described, start, number))
        evidence = self.evidence(described, start, described.places[number])
        for least, most in self._to_come:
            if said + most <= 0 or said + least > 0:
                break
            said += self._weight(islice(evidence, 1))
        return said > 0

    @cached_property
    def _to_come(self) -> list[tuple[float, float]]:
        """The least and the most that evidence may still weigh, before each piece of it."""
        bounds = [(0.0, 0.0)]
        for sign in reversed(_EVIDENCE):
            weight = self._cues[sign][_SIGN]
            least, most = sorted((weight * _LEAST, weight * _MOST))
            bounds.append((bounds[-1][0] + least, bounds[-1][1] + most))
        return bounds[:0:-1]

    def _weight(self, said: Said) -> float:
        return sum([self._cues[word][place] * times for word, place, times in said])

    def _find_cue(self, word: str) -> Sequence[float]:
        weights: Sequence[float] | None = self._compiled.value("step-cues", word)
        return weights or _NO_WEIGHTS


def _inner(text: Text, part: Place) -> int:
    """The places of the words of a part but the first, as a bit mask."""
    return word_mask(text.places[part.gap] + 1, text.places[part.last])


def _mark(text: Text, index: int) -> str:
    """The sign of what stands between the word before a place and the first that is not before it."""
    between = text.raw[text.ends[index - 1] : text.starts[index]].strip(_NO_MARKS)
    if any(sign in between for sign in _ARROWS):
        return _ARROW
    return _MARKS.get(between[:1], _OTHER) if between else _UNMARKED


def _continues_list(text: Text, place: Place, languages: int, listing: frozenset[str]) -> bool:
    """Whether what may begin at a place only goes on with a list of languages."""
    gap, first, last = place
    if not listing.issuperset(text.words[gap:first]):
        return False
    mark = _mark(text, gap)
    if languages >> text.places[gap - 1] & languages >> text.places[first] & 1:
        return mark not in _ENDS or text.raw[text.ends[gap - 1] : text.starts[gap]].strip() in _LISTS
    return mark not in _ENDS and all(languages >> place & 1 for place in text.places[first : last + 1])


def _numbering(text: Text, index: int) -> int:
    """How many words right before a place only number what follows ("2) ...", "step 2: ...")."""
    if index < 2 or not _is_numbering(text.words[index - 1]):
        return 0
    if text.words[index - 2] == "step":
        return 2
    return int(text.raw.startswith(")", text.ends[index - 1]))


def _is_numbering(word: str) -> bool:
    return is_number(word) or word in _NUMBERING


def _in_range(points: float) -> float:
    return min(max(points / _POINTS, _LEAST), _MOST)
