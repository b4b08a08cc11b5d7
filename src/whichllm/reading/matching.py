"""Where patterns hold in a text: the engine under tasks and demands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from collections.abc import Sequence as SequenceOf
from sys import maxsize
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from whichllm.base.compiled import Compiled, Table
from whichllm.base.memo import Memo
from whichllm.reading.scanning import Scan, Span, word_mask
from whichllm.reading.settings import Stock

GAP_WORDS = 7
"""How many words may stand between two terms joined by '..'."""
SMALL_WORDS = 4
"""How many small words ("the", "all of our") may stand between two terms side by side."""
SIEVED = 3
"""So many of the atoms that a pattern requires, the rarest, decide whether it is looked at."""
# Patterns are fetched a few at a time for so many descriptions: after that, for all that may follow.
_FEW = 8

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
    """One sequence as atoms. `negative` tells whether it holds a negation itself, the others as in the pattern."""

    atoms: SequenceOf[int]
    gaps: SequenceOf[bool]
    negative: bool
    begins: bool
    ends: bool


class Row(NamedTuple):
    """A pattern as it was compiled, as plain values.

    `rarest` are those of the atoms that it requires which occur least, `owner` is what it belongs to; then the
    sequences that must be found, and those that must not.
    """

    number: int
    rarest: SequenceOf[int]
    owner: Any
    wanted: SequenceOf[_Sequence]
    unwanted: SequenceOf[_Sequence]


class _Pattern(NamedTuple, Generic[Owner]):
    """A pattern: the sequences that must be found, those that must not, and all atoms it speaks of."""

    number: int
    rarest: tuple[int, ...]
    first: _Sequence
    others: tuple[_Sequence, ...]
    unwanted: tuple[_Sequence, ...]
    owner: Owner
    atoms: frozenset[int]


class _Sieve(Generic[Owner]):
    """Some patterns, to be sieved by the atoms that occur. Immutable once built.

    The patterns that an atom serves are the bits of a number, one field of bits for the first atom that a pattern
    requires, one for the second and so on; those numbers of all words of a text, joined by `|`, and their fields,
    joined by `&`, leave the patterns that need a closer look.
    """

    def __init__(self, patterns: Mapping[int, _Pattern[Owner]], width: int) -> None:
        self.patterns = patterns
        self._width = width
        self._every = 0
        self._served: dict[int, int] = {}
        for number, pattern in patterns.items():
            for field in range(SIEVED):
                bit = 1 << (field * width + number)
                if field < len(pattern.rarest):
                    atom = pattern.rarest[field]
                    self._served[atom] = self._served.get(atom, 0) | bit
                else:
                    self._every |= bit
        self._bits: Memo[frozenset[int], int] = Memo(self._bits_of)

    def possible(self, scan: Scan) -> list[_Pattern[Owner]]:
        """The patterns of which all sieved atoms occur, in the order of their numbers."""
        bits = self._every
        known = self._bits
        for _, _, atoms in scan.found:
            bits |= known[atoms]
        # The last field first: it is the shortest number.
        met = bits >> (SIEVED - 1) * self._width
        for field in range(SIEVED - 1):
            met &= bits >> field * self._width
        possible: list[_Pattern[Owner]] = []
        digits = f"{met:b}"[::-1]
        number = digits.find("1")
        while number >= 0:
            possible.append(self.patterns[number])
            number = digits.find("1", number + 1)
        return possible

    def _bits_of(self, atoms: frozenset[int]) -> int:
        bits = 0
        for atom in atoms:
            bits |= self._served.get(atom, 0)
        return bits


class Matcher(Generic[Owner]):
    """Many patterns, each with what it belongs to, matched at once. Immutable but for what it has fetched.

    A pattern can hold only if all its atoms occur, so it is kept under the rarest of them and fetched when that occurs
    for the first time, soon all together. So the time for a text depends on its words and hardly on the number of
    patterns.
    """

    def __init__(self, compiled: Compiled, table: Table, stock: Stock, owner: Callable[[Any], Owner]) -> None:
        self._compiled = compiled
        self._table = table
        self._width = stock.patterns
        self._missing: frozenset[int] = frozenset(stock.atoms)
        self._owner = owner
        self._sieve: _Sieve[Owner] = _Sieve({}, stock.patterns)
        self._lock = Lock()
        self._fetches = 0

    def expect(self, scan: Scan) -> None:
        """Take notice of a text that will be looked at."""
        if self._missing:
            self._compiled.expect(self._table, map(str, scan.atoms() & self._missing))

    def find(self, scan: Scan, every: bool = False, aside: int = 0) -> list[Found[Owner]]:
        """Every pattern that holds.

        What starts at a negated word counts only for sequences that hold a negation themselves. Of a pattern that
        holds in several places the first is given; with `every`, all places of its first sequence. Words at the places
        in the bit mask `aside` count for no pattern.
        """
        possible = self._sieve_for(scan).possible(scan)
        spans = scan.locate(frozenset().union(*[pattern.atoms for pattern in possible]))
        found: list[Found[Owner]] = []
        for _, _, first, others, unwanted, owner, _ in possible:
            place = _place(first, scan, spans, aside)
            if place is None:
                continue
            if others or unwanted:
                rest = _places(others, scan, spans, aside)
                if rest is None or (unwanted and any(_place(sequence, scan, spans, aside) for sequence in unwanted)):
                    continue
            else:
                rest = _NO_MORE
            found.append(Found(owner, ((place[0], place[1]), *rest[0]), place[2] | rest[1]))
            while every and (place := _place(first, scan, spans, aside, place[0] + 1)):
                found.append(Found(owner, ((place[0], place[1]), *rest[0]), place[2] | rest[1]))
        return found

    def _sieve_for(self, scan: Scan) -> _Sieve[Owner]:
        """A sieve with all patterns that may hold in a text."""
        if self._missing and not self._missing.isdisjoint(scan.atoms()):
            with self._lock:
                self._fetch(scan.atoms() & self._missing)
        return self._sieve

    def _fetch(self, atoms: frozenset[int]) -> None:
        """Add the patterns that are kept under these atoms, or all."""
        self._fetches += bool(atoms)
        if self._fetches > _FEW:
            atoms = self._missing
            groups = self._compiled.everything(self._table)
        else:
            self._compiled.expect(self._table, map(str, atoms))
            groups = (self._compiled.value(self._table, str(atom)) for atom in atoms)
        patterns = dict(self._sieve.patterns)
        for rows in groups:
            for values in rows:
                pattern = self._pattern(Row(*values))
                patterns.setdefault(pattern.number, pattern)
        # The sieve goes first: another thread that misses nothing must find all its patterns.
        self._sieve = _Sieve(patterns, self._width)
        self._missing -= atoms

    def _pattern(self, row: Row) -> _Pattern[Owner]:
        first, *others = (_Sequence(*values) for values in row.wanted)
        unwanted = tuple(_Sequence(*values) for values in row.unwanted)
        atoms = frozenset(atom for sequence in (first, *others, *unwanted) for atom in sequence.atoms)
        return _Pattern(row.number, tuple(row.rarest), first, tuple(others), unwanted, self._owner(row.owner), atoms)


def _place(sequence: _Sequence, scan: Scan, spans: Spans, aside: int, start: int = 0) -> _Place | None:
    """The first place of a sequence at or after a place."""
    atoms, gaps, negative, begins, ends = sequence
    silent = aside if negative else scan.negated | aside
    dead: set[tuple[int, int]] = set()
    for first, last in spans.get(atoms[0], ()):
        if first < start or silent >> first & 1 or (begins and not scan.text.begins_clause(first)):
            continue
        mask = word_mask(first, last)
        if not gaps:
            if ends and not scan.text.ends_clause(last):
                continue
            return first, last, mask
        rest = _rest(sequence, 1, last, scan, spans, silent, dead)
        if rest:
            return first, rest[0], mask | rest[1]
    return None


def _rest(
    sequence: _Sequence, index: int, last: int, scan: Scan, spans: Spans, silent: int, dead: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """The terms of a sequence from number `index` on, the one before them ending at place `last`: their last place
    and the words they met as a bit mask, or None.

    `dead` holds each term and place from which no way leads on, so that none is tried twice.
    """
    if (index, last) in dead:
        return None
    atoms, gaps, _, _, ends = sequence
    gap = gaps[index - 1]
    limit = last + 1 + (GAP_WORDS if gap else SMALL_WORDS)
    found = spans.get(atoms[index], ())
    for number in range(bisect_right(found, (last, maxsize)), len(found)):
        first, end = found[number]
        if first > limit or not (gap or _only_small(scan, last + 1, first)):
            break
        if silent >> first & 1:
            continue
        mask = word_mask(first, end)
        if index == len(gaps):
            if ends and not scan.text.ends_clause(end):
                continue
            return end, mask
        rest = _rest(sequence, index + 1, end, scan, spans, silent, dead)
        if rest:
            return rest[0], mask | rest[1]
    dead.add((index, last))
    return None


def _places(sequences: SequenceOf[_Sequence], scan: Scan, spans: Spans, aside: int) -> tuple[Places, int] | None:
    """The first places of several sequences and the words they met as a bit mask; None if one is nowhere."""
    places: list[Span] = []
    mask = 0
    for sequence in sequences:
        place = _place(sequence, scan, spans, aside)
        if place is None:
            return None
        places.append((place[0], place[1]))
        mask |= place[2]
    return tuple(places), mask


def _only_small(scan: Scan, first: int, stop: int) -> bool:
    """Whether nothing but small words stands from place `first` to before place `stop`, and no punctuation."""
    between = (1 << stop) - (1 << first)
    return not between & ~scan.small and not scan.text.breaks & (between | 1 << stop)
