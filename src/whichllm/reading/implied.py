"""Demands that no row of the vocabulary states, told by the words of a clause together: "the ward has no internet".

The weights stand in data/demands.yaml and are fitted by tools/fit_demands.py on phrases written for the purpose. A
clause is a bag of its words in base form, of pairs of neighbours ("no !internet") and of pairs with a word between
("on * laptop"); what is denied is marked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, cast

from whichllm.base.compiled import Compiled
from whichllm.base.lanes import Lanes
from whichllm.base.memo import Memo
from whichllm.catalog import ALWAYS, UNDEMANDING, DemandName
from whichllm.reading.lexicon import Lexicon
from whichllm.reading.scanning import Scan

APART = "* "
"""What stands before the second word of a pair with a word between."""

SURE = 1.2
"""How much more must speak for a demand than for any other and for none.

Of 1,029 demands in 900 requests of others .861 are heard so, and .834 by the rows of the vocabulary alone; of what is
heard .895 is demanded, and .900.
"""

_DENIED = "!"
# The words that say so are those that speak for it so much, and what stands between them.
_TELLING = 0.5

Cue = tuple[str, str, int, int]
"""A word, the rest of the cue where it is a pair, and the numbers of its first and its last word within a clause."""


class Implied(NamedTuple):
    """A demand that a clause implies, how sure it is, and the places of the first and the last word that tell it."""

    name: DemandName
    value: str
    sure: float
    first: int
    last: int


class ImpliedReader:
    """Reads what clauses imply. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, lexicon: Lexicon, demands: Iterable[str]) -> None:
        """`demands` are all that cues speak for, `UNDEMANDING` among them."""
        self._compiled = compiled
        self._lexicon = lexicon
        self._lanes = Lanes([*demands])
        self._weights: Memo[str, Mapping[str, Mapping[str, float]]] = Memo(self._find_weights)
        self._packed: Memo[tuple[str, str], int] = Memo(self._pack)

    def implied(self, scan: Scan) -> Iterable[Implied]:
        """What the clauses of a text imply, of each demand the value that is surest."""
        if len(self._lanes.names) < 2:
            return ()
        text = scan.text
        clauses = [(first, self.words(scan, first, end)) for first, end in text.clauses()]
        self._compiled.expect("demand-cues", [ALWAYS, *chain.from_iterable(words for _, words in clauses)])
        surest: dict[str, Implied] = {}
        for first, words in clauses:
            found = self._implied_by(words, text.places[first : first + len(words)])
            if found and (found.name not in surest or found.sure > surest[found.name].sure):
                surest[found.name] = found
        return surest.values()

    def _implied_by(self, words: Sequence[str], places: Sequence[int]) -> Implied | None:
        known, packed = self._weights, self._packed
        met = cues(words, known)
        sums = self._lanes.unpacked(packed[ALWAYS, ""] + sum([packed[word, rest] for word, rest, *_ in met]))
        most = max(sums)
        demand = self._lanes.names[sums.index(most)]
        if demand == UNDEMANDING:
            return None
        sums.remove(most)
        sure = most - max(sums)
        if sure < SURE:
            return None
        telling = [cue[2:] for cue in met if known[cue[0]][cue[1]].get(demand, 0.0) >= _TELLING]
        if not telling:
            return None
        firsts, lasts = zip(*telling, strict=True)
        name, _, value = demand.partition(" ")
        return Implied(cast(DemandName, name), value, sure, places[min(firsts)], places[max(lasts)])

    def words(self, scan: Scan, first: int, end: int) -> list[str]:
        """The words from number `first` to before number `end` in their base forms, denied ones with a mark."""
        text = scan.text
        words = [self._lexicon.base(word) or word for word in text.words[first:end]]
        if scan.negated:
            denied = [scan.negated >> place & 1 for place in text.places[first:end]]
            words = [_DENIED * is_denied + word for is_denied, word in zip(denied, words, strict=True)]
        return words

    def _find_weights(self, word: str) -> Mapping[str, Mapping[str, float]]:
        return self._compiled.value("demand-cues", word) or {}

    def _pack(self, cue: tuple[str, str]) -> int:
        word, rest = cue
        return self._lanes.packed(self._weights[word].get(rest, {}))


def cues(words: Sequence[str], known: Mapping[str, Container[str]]) -> list[Cue]:
    """What the words of a clause show, as far as it is known: for each word alone and with others what follows it."""
    found: list[Cue] = []
    count = len(words)
    for index, word in enumerate(words):
        rests = known[word]
        if not rests:
            continue
        if "" in rests:
            found.append((word, "", index, index))
        if index + 1 < count and words[index + 1] in rests:
            found.append((word, words[index + 1], index, index + 1))
        if index + 2 < count and (apart := APART + words[index + 2]) in rests:
            found.append((word, apart, index, index + 2))
    return found
