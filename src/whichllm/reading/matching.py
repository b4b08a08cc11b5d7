"""Where patterns hold in a text: the engine under tasks and demands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from sys import maxsize
from typing import Generic, NamedTuple, TypeVar

from whichllm.patterns import Pattern, Sequence
from whichllm.reading.memo import Memo
from whichllm.reading.scanning import Scan, Scanner, Span, word_mask

GAP_WORDS = 7
"""How many words may stand between two terms joined by '..'."""
SMALL_WORDS = 4
"""How many small words ("the", "all of our") may stand between two terms side by side."""
# So many of the atoms that a pattern requires, the rarest, decide whether it is looked at.
_SIEVED = 3

Owner = TypeVar("Owner")
Places = tuple[Span, ...]
"""The places of the first and the last word of each sequence of a pattern."""
Spans = Mapping[int, SequenceOf[Span]]
"""For each atom where it stands."""
_Place = tuple[int, int, int]
"""The places of the first and last word of a sequence, and the words that its terms met as a bit mask."""
_NO_MORE: tuple[Places, int] = ((), 0)


class Found(NamedTuple, Generic[Owner]):
    """A pattern that holds: what it belongs to, where its sequences stand, and a bit mask of the words it met."""

    owner: Owner
    places: Places
    mask: int


class _Sequence(NamedTuple):
    """One sequence as atoms. `negative` tells whether it holds a negation itself."""

    atoms: tuple[int, ...]
    gaps: tuple[bool, ...]
    negative: bool


class _Pattern(NamedTuple, Generic[Owner]):
    """A pattern: the sequences that must be found, those that must not, and all atoms it speaks of."""

    first: _Sequence
    others: tuple[_Sequence, ...]
    unwanted: tuple[_Sequence, ...]
    owner: Owner
    atoms: frozenset[int]


class Matcher(Generic[Owner]):
    """Many patterns, each with what it belongs to, matched at once. Immutable once built.

    A pattern can hold only if all its atoms occur. The patterns that an atom serves are the bits of a number, one
    field of bits for the first atom that a pattern requires, one for the second and so on; those numbers of all words
    of a text, joined by `|`, and their fields, joined by `&`, leave the patterns that need a closer look. So the time
    for a text depends on its words and hardly on the number of patterns.
    """

    def __init__(self, patterns: SequenceOf[tuple[Pattern, Owner]], scanner: Scanner) -> None:
        lexicon = scanner.lexicon
        self._patterns = [_compiled(pattern, owner, scanner) for pattern, owner in patterns]
        self._width = len(self._patterns)
        self._field = (1 << self._width) - 1
        self._every = 0
        self._served: dict[int, int] = {}
        for number, pattern in enumerate(self._patterns):
            required = {atom for sequence in (pattern.first, *pattern.others) for atom in sequence.atoms}
            rarest = sorted(required, key=lambda atom: (lexicon.breadth(atom), atom))[:_SIEVED]
            for field in range(_SIEVED):
                bit = 1 << (field * self._width + number)
                if field < len(rarest):
                    self._served[rarest[field]] = self._served.get(rarest[field], 0) | bit
                else:
                    self._every |= bit
        self._bits: Memo[frozenset[int], int] = Memo(self._bits_of)

    def find(self, scan: Scan, every: bool = False) -> list[Found[Owner]]:
        """Every pattern that holds.

        What starts at a negated word counts only for sequences that hold a negation themselves. Of a pattern that
        holds in several places the first is given; with `every`, all places of its first sequence.
        """
        possible = [self._patterns[number] for number in self._possible(scan)]
        spans = scan.locate(frozenset().union(*[pattern.atoms for pattern in possible]))
        found: list[Found[Owner]] = []
        for first, others, unwanted, owner, _ in possible:
            place = _place(first, scan, spans)
            if place is None:
                continue
            if others or unwanted:
                rest = _places(others, scan, spans)
                if rest is None or (unwanted and any(_place(sequence, scan, spans) for sequence in unwanted)):
                    continue
            else:
                rest = _NO_MORE
            found.append(Found(owner, ((place[0], place[1]), *rest[0]), place[2] | rest[1]))
            while every and (place := _place(first, scan, spans, place[0] + 1)):
                found.append(Found(owner, ((place[0], place[1]), *rest[0]), place[2] | rest[1]))
        return found

    def _bits_of(self, atoms: frozenset[int]) -> int:
        bits = 0
        for atom in atoms:
            bits |= self._served.get(atom, 0)
        return bits

    def _possible(self, scan: Scan) -> Iterator[int]:
        """The numbers of the patterns of which all sieved atoms occur."""
        bits = self._every
        known = self._bits
        for _, _, atoms in scan.found:
            bits |= known[atoms]
        met = bits & self._field
        for field in range(1, _SIEVED):
            met &= bits >> field * self._width
        digits = f"{met:b}"[::-1]
        number = digits.find("1")
        while number >= 0:
            yield number
            number = digits.find("1", number + 1)


def _compiled(pattern: Pattern, owner: Owner, scanner: Scanner) -> _Pattern[Owner]:
    first, *others = (_sequence(sequence, scanner) for sequence in pattern.wanted)
    unwanted = tuple(_sequence(sequence, scanner) for sequence in pattern.unwanted)
    atoms = frozenset(atom for sequence in (first, *others, *unwanted) for atom in sequence.atoms)
    return _Pattern(first, tuple(others), unwanted, owner, atoms)


def _sequence(sequence: Sequence, scanner: Scanner) -> _Sequence:
    return _Sequence(
        tuple(scanner.lexicon.atom(term) for term in sequence.terms),
        sequence.gaps,
        any(not scanner.negations.isdisjoint(word.split()) for term in sequence.terms for word in term.words),
    )


def _place(sequence: _Sequence, scan: Scan, spans: Spans, start: int = 0) -> _Place | None:
    """The first place of a sequence at or after a place."""
    atoms, gaps, negative = sequence
    negated = 0 if negative else scan.negated
    dead: set[tuple[int, int]] = set()
    for first, last in spans.get(atoms[0], ()):
        if first < start or negated >> first & 1:
            continue
        mask = word_mask(first, last)
        if not gaps:
            return first, last, mask
        rest = _rest(sequence, 1, last, scan, spans, negated, dead)
        if rest:
            return first, rest[0], mask | rest[1]
    return None


def _rest(
    sequence: _Sequence, index: int, last: int, scan: Scan, spans: Spans, negated: int, dead: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """The terms of a sequence from number `index` on, the one before them ending at place `last`: their last place
    and the words they met as a bit mask, or None.

    `dead` holds each term and place from which no way leads on, so that none is tried twice.
    """
    if (index, last) in dead:
        return None
    atoms, gaps, _ = sequence
    gap = gaps[index - 1]
    limit = last + 1 + (GAP_WORDS if gap else SMALL_WORDS)
    found = spans.get(atoms[index], ())
    for number in range(bisect_right(found, (last, maxsize)), len(found)):
        first, end = found[number]
        if first > limit or not (gap or _only_small(scan, last + 1, first)):
            break
        if negated >> first & 1:
            continue
        mask = word_mask(first, end)
        if index == len(gaps):
            return end, mask
        rest = _rest(sequence, index + 1, end, scan, spans, negated, dead)
        if rest:
            return rest[0], mask | rest[1]
    dead.add((index, last))
    return None


def _places(sequences: SequenceOf[_Sequence], scan: Scan, spans: Spans) -> tuple[Places, int] | None:
    """The first places of several sequences and the words they met as a bit mask; None if one is nowhere."""
    places: list[Span] = []
    mask = 0
    for sequence in sequences:
        place = _place(sequence, scan, spans)
        if place is None:
            return None
        places.append((place[0], place[1]))
        mask |= place[2]
    return tuple(places), mask


def _only_small(scan: Scan, first: int, stop: int) -> bool:
    """Whether nothing but small words stands from place `first` to before place `stop`, and no punctuation."""
    between = (1 << stop) - (1 << first)
    return not between & ~scan.small and not scan.text.breaks & (between | 1 << stop)
