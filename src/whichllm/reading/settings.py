"""What reading needs to know of a catalog for any description: the words with a part of their own, and the tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whichllm.base.compiled import Compiled

_Words = Sequence[str]
_Phrases = Sequence[Sequence[str]]


class KindOfData(NamedTuple):
    """A concept that is a kind of data: its atom, its id, and what it weighs where it is expected and where not."""

    atom: int
    id: str
    expected: float
    unexpected: float


class Work(NamedTuple):
    """A task or a subtask, as far as reading is concerned.

    `tag` is the number of its pipeline tag, `reads` and `writes` are the kinds of data that go in and come out,
    those that they include among them; `near` are the tasks next to it.
    """

    id: str
    tag: int
    category: str
    prior: float
    near: _Words
    reads: _Words
    writes: _Words


class Stock(NamedTuple):
    """How many patterns a table holds, and the atoms that it keeps them under."""

    patterns: int
    atoms: Sequence[int]


class Settings(NamedTuple):
    """The one value in the table of settings, field by field; sequences come as lists.

    Words of several pieces are split into them. `concepts` are the atoms of the concepts that somebody wrote, with
    their ids, `number` and `introduction` further atoms, `figures` the atoms of what `reading.figures` finds and of
    names of languages, by what they are; `codes` are the codes of languages and their names of one word, each with the
    code, `further_codes` other codes for them and `not_codes` those that are words, too. The tags come first in
    `works`, in the order of their numbers. `rules` and `demands` tell of the tables of these names, `cued` are the
    demands that cues speak for, by their names and values.
    """

    small_words: _Words
    negations: _Phrases
    negation_ends: _Words
    denials: _Phrases
    postponements: _Words
    contrasts: _Words
    subject_openings: _Phrases
    subject_ends: _Words
    introduction_ends: _Words
    asking_verbs: _Words
    askers: _Words
    wishing: _Phrases
    purposes: _Phrases
    orders: _Words
    payload_marks: _Words
    connectors: _Words
    listing: _Words
    earlier: _Phrases
    awaited: _Phrases
    onwards: _Phrases
    beforehand: _Phrases
    later: _Phrases
    ignored: _Words
    function_words: _Words
    not_typos: _Words
    number: int
    introduction: int
    figures: Sequence[tuple[str, int]]
    concepts: Sequence[tuple[int, str]]
    kinds: Sequence[KindOfData]
    tags: int
    works: Sequence[Work]
    codes: Sequence[tuple[str, str]]
    further_codes: Sequence[tuple[str, str]]
    not_codes: _Words
    rules: Stock
    demands: Stock
    cued: _Words


def settings_of(compiled: Compiled) -> Settings:
    """The settings among what was compiled."""
    settings = Settings(*compiled.value("settings", ""))
    return settings._replace(
        kinds=[KindOfData(*values) for values in settings.kinds],
        works=[Work(*values) for values in settings.works],
        rules=Stock(*settings.rules),
        demands=Stock(*settings.demands),
    )
