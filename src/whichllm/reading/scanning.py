"""One look at a text, shared by all who read it: which words and concepts stand where, and which of them count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.catalog import LANGUAGE_NAME
from whichllm.reading.figures import Codes, figures
from whichllm.reading.lexicon import Lexicon
from whichllm.reading.settings import Settings
from whichllm.reading.text import SENTENCE_GAP, Reader, Text

# A negation denies what follows it, but not all the rest of a long sentence.
_NEGATED_WORDS = 5
# Negations of several words ("something other than YOLO to find cracks") deny a name, and the request goes on.
_REPLACED_WORDS = 1
# What a book or a lecture is about is told in a few words.
_SUBJECT_WORDS = 4
# Who asks is told in a few words ("our local radio station wants").
_ASKER_WORDS = 5

Span = tuple[int, int]
"""The places of the first and the last word of what was found."""


class Delay(NamedTuple):
    """A negation that only tells when something is to be done ("don't translate it until ..."), by places of words.

    It begins at `first`; what is to be done later follows from `start` on, and what is to be done before it from
    `until` on, where the word stands that says so.
    """

    first: int
    start: int
    until: int


class Scan:
    """A text with what was found in it.

    `found` lists the words and phrases that mean something, with the atoms they are. `small`, `negated`, `subject` and
    `introduction` are bit masks of places: of small words, of the words that a negation denies, of those that tell what
    a book or a lecture is about, and of those in which the askers say who they are (0 if they say nothing else);
    `asker` those of them that name who asks; `told` what only tells, where other words ask: sentences, and what it is
    for; `stated` what states demands on a model, once it was looked for. `delays` are the negations that deny nothing
    but tell an order, `order` the words that do so: they sound like a report or a refusal, and are neither.
    """

    __slots__ = (
        *("_quotes", "_spans", "asker", "delays", "found", "introduction", "negated", "order", "small", "subject"),
        *("stated", "text", "told"),
    )

    def __init__(self, text: Text, found: list[tuple[int, int, frozenset[int]]], small: int) -> None:
        self.text = text
        self.found = found
        self.small = small
        self.negated = 0
        self.subject = 0
        self.introduction = 0
        self.asker = 0
        self.order = 0
        self.told = 0
        self.stated = 0
        self.delays: Sequence[Delay] = ()
        self._spans: dict[int, list[Span]] = {}
        self._quotes: dict[tuple[Span, ...], str] = {}

    def beside(self) -> int:
        """The words beside the request, as a bit mask: who asks, and what is only told."""
        return self.introduction | self.told

    def delayed(self) -> frozenset[int]:
        """The places of the words by which delays say until when."""
        return frozenset([delay.until for delay in self.delays])

    def atoms(self) -> frozenset[int]:
        """All atoms that were found."""
        return frozenset[int]().union(*[atoms for _, _, atoms in self.found])

    def locate(self, atoms: AbstractSet[int]) -> Mapping[int, Sequence[Span]]:
        """Where atoms stand, each in order; those that do not occur are absent. Others may be present."""
        spans = self._spans
        wanted = atoms - spans.keys()
        if wanted:
            for first, last, meant in self.found:
                for atom in meant & wanted:
                    if atom in spans:
                        spans[atom].append((first, last))
                    else:
                        spans[atom] = [(first, last)]
        return spans

    def asking(self) -> tuple[str, ...]:
        """The words that ask for something: not denied, and not about who asks."""
        silent = self.negated | self.introduction
        if not silent:
            return tuple(self.text.words)
        return tuple(word for word, place in self.text.placed() if not silent >> place & 1)

    def quote(self, spans: tuple[Span, ...]) -> str:
        """The user's words in these spans, in the order of the text."""
        quote = self._quotes.get(spans)
        if quote is None:
            text = self.text
            quote = " … ".join(dict.fromkeys([text.quote(first, last) for first, last in sorted(spans)]))
            self._quotes[spans] = quote
        return quote


class Scanner:
    """Looks for the words of a catalog. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, settings: Settings) -> None:
        self._compiled = compiled
        self.lexicon = Lexicon(compiled, settings.number, settings.not_typos)
        self.read_text = Reader(settings.payload_marks).read
        self._small_words = frozenset(settings.small_words)
        self._negations = by_first(settings.negations)
        self._denials = by_first(settings.denials)
        self._postponements = frozenset(settings.postponements)
        self._contrasts = frozenset(settings.contrasts)
        self._ordering = by_first(phrase for phrase in settings.awaited if len(phrase) > 1)
        self._auxiliaries = frozenset(settings.ignored)
        self._negation_ends = frozenset(settings.negation_ends)
        self._subject_openings = by_first(settings.subject_openings)
        self._subject_ends = frozenset(settings.subject_ends)
        self._introduction = settings.introduction
        self._introduction_ends = frozenset(settings.introduction_ends)
        self._asking_verbs = frozenset(settings.asking_verbs)
        self._askers = frozenset(settings.askers)
        self._wishing = by_first(settings.wishing)
        self._purposes = by_first(settings.purposes)
        self._orders = frozenset(settings.orders)
        self.codes = Codes(dict(settings.codes), dict(settings.further_codes), frozenset(settings.not_codes))
        self._figures = dict(settings.figures)

    def scan(self, description: str, announced: bool = True) -> Scan:
        """Look at a description; what words announce as payload counts if it is not `announced`."""
        return self.scan_text(self.read_text(description, announced))

    def scan_part(self, whole: Scan, first: int, last: int) -> Scan:
        """Look at the words of a text from number `first` to number `last`; its delays stay such in its parts."""
        return self.scan_text(whole.text.part(first, last), whole)

    def scan_text(self, text: Text, whole: Scan | None = None) -> Scan:
        """Look at a text, which may be part of another."""
        known = self.lexicon.look_up(text.words)
        places = text.places
        count = len(known)
        found: list[tuple[int, int, frozenset[int]]] = []
        small = 0
        for number, word in enumerate(known):
            place = places[number]
            if word.atoms:
                found.append((place, place, word.atoms))
            if word.begins and number + 1 < count:
                for second in known[number + 1].bases:
                    for rest, atoms in word.begins.get(second, ()):
                        last = number + 1 + len(rest)
                        if not rest or (
                            last < count
                            and all(base in known[number + 2 + offset].bases for offset, base in enumerate(rest))
                        ):
                            found.append((place, places[last], atoms))
            if text.words[number] in self._small_words:
                small |= 1 << place
        written = list(self._figures_in(text, found))
        if written:
            found = sorted([*found, *written], key=lambda entry: entry[:2])
        scan = Scan(text, found, small)
        if whole:
            scan.delays, scan.order, scan.stated = whole.delays, whole.order, whole.stated
        if not self._negations.keys().isdisjoint(text.words):
            if not whole:
                scan.delays = list(self._delays(text))
            scan.negated = self._negated(scan)
        if not whole and (scan.negated or scan.delays or not self._ordering.keys().isdisjoint(text.words)):
            scan.order = self._order(scan)
        if not self._denials.keys().isdisjoint(text.words):
            scan.negated |= self._denied(text)
        if not self._subject_openings.keys().isdisjoint(text.words):
            scan.subject = self._subject(text)
        introductions = [(first, last) for first, last, atoms in found if self._introduction in atoms]
        if introductions:
            scan.introduction = self._introduced(text, introductions)
        if not self._asking_verbs.isdisjoint(text.words):
            scan.asker = self._asked_by(text)
            scan.introduction |= scan.asker
        if text.places and text.places[-1] > count:
            scan.told = self._told(scan)
        if not self._purposes.keys().isdisjoint(text.words):
            scan.told |= self._purpose(text)
        return scan

    def _figures_in(
        self, text: Text, found: Sequence[tuple[int, int, frozenset[int]]]
    ) -> Iterator[tuple[int, int, frozenset[int]]]:
        """The figures of a text with their places and atoms. Words that name one language ("pt-br") are no pair."""
        names: set[Span] | None = None
        for figure in figures(text, self.codes):
            if names is None:
                name = self._figures[LANGUAGE_NAME]
                names = {(first, last) for first, last, atoms in found if name in atoms}
            place, end = text.places[figure.first], text.places[figure.last]
            if (place, end) not in names:
                yield place, end, frozenset(self._figures[meaning] for meaning in figure.meanings)

    def languages(self, scan: Scan) -> int:
        """The places of words that name a language, as a bit mask."""
        name, mask = self._figures[LANGUAGE_NAME], 0
        for first, last, atoms in scan.found:
            if name in atoms:
                mask |= word_mask(first, last)
        return mask

    def _negated(self, scan: Scan) -> int:
        """What negations deny, from the word after each."""
        delays = {delay.first for delay in scan.delays}
        openings = (
            (index + len(phrase), _NEGATED_WORDS if len(phrase) == 1 else _REPLACED_WORDS)
            for index, phrase in phrases_in(scan.text, self._negations)
            if scan.text.places[index] not in delays and not _is_an_answer(scan.text, index)
        )
        return _mask_of(self._scopes(scan.text, openings, self._negation_ends), scan.text)

    def _delays(self, text: Text) -> Iterator[Delay]:
        """The negations whose clause goes on to say when it will be done after all ("don't translate it until ...")."""
        # For each word and the end, the word by which the clause goes on to say so.
        until: list[int | None] = [None] * (len(text.words) + 1)
        for index in range(len(text.words) - 1, -1, -1):
            if not _ends_before(index, text, self._introduction_ends):
                until[index] = index if text.words[index] in self._postponements else until[index + 1]
        for first, phrase in phrases_in(text, self._negations):
            start = first + len(phrase)
            last = until[start]
            if last is not None:
                yield Delay(text.places[first], text.places[start], text.places[last])

    def _order(self, scan: Scan) -> int:
        """The words that only tell an order, or lead over to what is asked for in place of something else.

        That is "do not" in "do not translate it until it is typed", with the clause that says until when, and in "do
        not translate it, only type it".
        """
        text, order = scan.text, 0
        delays = {delay.first for delay in scan.delays}
        contrasted = self._contrasted(scan)
        for index, phrase in phrases_in(text, self._negations):
            start = index + len(phrase)
            begins = text.begins_clause(text.places[index])
            is_led = not begins and text.words[index - 1] in self._auxiliaries
            # "I'm not angry, just tired" asks for nothing, other than "do not".
            begins |= is_led and text.begins_clause(text.places[index - 1]) and text.words[index - 1].isalpha()
            if text.places[index] in delays or (begins and contrasted[start]):
                order |= word_mask(text.places[index - is_led], text.places[start - 1])
        clauses = scan.delayed() | {text.places[index] for index, _ in phrases_in(text, self._ordering)}
        is_clause = False
        for place in text.places if clauses else ():
            is_clause = place in clauses or (is_clause and not text.begins_clause(place))
            order |= is_clause << place
        return order

    def _contrasted(self, scan: Scan) -> Sequence[bool]:
        """For each word and the end, whether what is denied from there is followed by what is asked for instead."""
        text = scan.text
        contrasted = [False] * (len(text.words) + 1)
        for index in range(len(text.words) - 1, -1, -1):
            place = text.places[index]
            is_contrast = text.words[index] in self._contrasts and text.begins_clause(place)
            contrasted[index] = contrasted[index + 1] if scan.negated >> place & 1 else is_contrast
        return contrasted

    def _denied(self, text: Text) -> int:
        """What is denied only after it was named ("outlines aren't needed"), back to where the clause begins."""
        counted = self._counted(text)
        begins = [0] * len(text.words)
        for index in range(1, len(text.words)):
            begun = text.words[index - 1] in self._negation_ends or text.breaks >> text.places[index] & 1
            begins[index] = index if begun else begins[index - 1]
        denied: list[tuple[int, int]] = []
        for end, _ in phrases_in(text, self._denials):
            first = bisect_left(counted, end) - _NEGATED_WORDS
            denied.append((max(begins[end], counted[first] if first >= 0 else 0), end))
        return _mask_of(denied, text)

    def _subject(self, text: Text) -> int:
        """The words that tell what a book, a lecture or the like is about: that asks for nothing by itself.

        Which of two things it is about ("is the article about sport or politics") may be what is asked.
        """
        openings = ((index + len(phrase), _SUBJECT_WORDS) for index, phrase in phrases_in(text, self._subject_openings))
        scopes = self._scopes(text, openings, self._subject_ends)
        return _mask_of(((first, end) for first, end in scopes if "or" not in text.words[first:end]), text)

    def _scopes(
        self, text: Text, openings: Iterable[tuple[int, int]], ends: frozenset[str]
    ) -> Iterator[tuple[int, int]]:
        """The words from each of some on, by the number of the first and of the one after the last.

        They reach to where the clause ends, at one of `ends` for example, but no further than as many words as are
        given with each, small ones not counted.
        """
        clause_ends = _clause_ends(text, ends)
        counted = self._counted(text)
        for start, most in openings:
            # "or not, it must" denies nothing that follows.
            if start < len(text.words) and not text.breaks >> text.places[start] & 1:
                last = bisect_left(counted, start) + most - 1
                yield start, min(clause_ends[start + 1], counted[last] + 1 if last < len(counted) else len(text.words))

    def _counted(self, text: Text) -> Sequence[int]:
        """The numbers of the words that count where so many are spoken of."""
        return [index for index, word in enumerate(text.words) if word not in self._small_words]

    def _introduced(self, text: Text, introductions: Sequence[Span]) -> int:
        ends = _clause_ends(text, self._introduction_ends)
        mask = _mask_of([(text.at(first), ends[text.at(last) + 1]) for first, last in introductions], text)
        return 0 if mask == _mask_of([(0, len(text.words))], text) else mask

    def _told(self, scan: Scan) -> int:
        """The sentences that only tell, where another asks for something ("We have a fair in May. I'd like ...")."""
        text = scan.text
        wishes = [index for index, _ in phrases_in(text, self._wishing) if not scan.negated >> text.places[index] & 1]
        asks, told = False, 0
        for first, end in text.sentences():
            is_wish = bisect_left(wishes, first) < bisect_left(wishes, end)
            if is_wish or text.words[first] in self._orders or text.is_asked(end - 1):
                asks = True
            else:
                told |= word_mask(text.places[first], text.places[end - 1])
        return told if asks else 0

    def _purpose(self, text: Text) -> int:
        """The words that tell what it is for, after what is asked for ("transcribe it so that we can search it")."""
        phrases = [(index, len(phrase)) for index, phrase in phrases_in(text, self._purposes) if index]
        if not phrases:
            return 0
        ends = _clause_ends(text, frozenset())
        return _mask_of([(index, ends[index + length]) for index, length in phrases], text)

    def _asked_by(self, text: Text) -> int:
        """The words that tell who asks, from the small word that leads them or where the sentence begins.

        "From its cameras a shop wants ..." says more than who asks: only "a shop" tells that.
        """
        mask, start = 0, 0
        for index, word in enumerate(text.words):
            if (
                word in self._asking_verbs
                and text.words[index - 1] in self._askers
                and 0 < index - start <= _ASKER_WORDS
            ):
                mask |= word_mask(text.places[start], text.places[index - 1])
            if word in self._small_words or _ends_before(index, text, self._introduction_ends):
                start = index
        return mask


def by_first(phrases: Iterable[Sequence[str]]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Phrases by their first word, the longer before the shorter."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(map(tuple, phrases), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def phrases_in(text: Text, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The phrases in a text, the longest at each word, with the number of the word that they begin with."""
    words = tuple(text.words)
    for index, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[index : index + len(phrase)] == phrase:
                yield index, phrase
                break


def _is_an_answer(text: Text, index: int) -> bool:
    """Whether a word only names one of two answers: "yes or no", "yes/no"."""
    return text.words[max(0, index - 1) : index] == ["yes"] or text.words[max(0, index - 2) : index] == ["yes", "or"]


def _ends_before(index: int, text: Text, ends: frozenset[str]) -> bool:
    """Whether a clause ends before a word: at one of the words that end it, at punctuation, where a sentence begins."""
    place = text.places[index]
    if text.words[index] in ends or text.breaks >> place & 1:
        return True
    return place - text.places[index - 1] > SENTENCE_GAP


def _clause_ends(text: Text, ends: frozenset[str]) -> Sequence[int]:
    """For each word and the end, the number of the next word, or of itself, before which a clause ends."""
    found = [len(text.words)] * (len(text.words) + 1)
    for index in range(len(text.words) - 1, -1, -1):
        found[index] = index if _ends_before(index, text, ends) else found[index + 1]
    return found


def _mask_of(ranges: Iterable[tuple[int, int]], text: Text) -> int:
    """The places of words as a bit mask: of those from one number to before another, for some pairs of them."""
    changes = [0] * (len(text.words) + 1)
    for first, end in ranges:
        changes[first] += 1
        changes[end] -= 1
    mask = 0
    for place, covering in zip(text.places, accumulate(changes), strict=False):
        if covering:
            mask |= 1 << place
    return mask


def word_mask(first: int, last: int) -> int:
    """The places from `first` to `last`, inclusive, as a bit mask."""
    return (1 << (last + 1)) - (1 << first)
