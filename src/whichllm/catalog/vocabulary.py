"""The types of the vocabulary, concepts, languages, kinds of material, words of demands, and of what words weigh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from whichllm.base.records import dataclass
from whichllm.catalog.blocks import DemandName, Modality, Rule

LANGUAGE_NAME, NUMBER = "language-name", "number"
"""Concepts that every vocabulary has: the words of all its languages, and any number."""
LANGUAGE_PAIR, YEAR, MONEY = "language-pair", "year", "money"
"""Likewise: two codes of languages with a dash or an arrow between, a year with or without a month, US dollars."""
LANGUAGE_CODES, MOST, MOST_MONEY = "language-codes", "most", "most-money"
"""Likewise: codes of languages that might be something else where no language is spoken of ("EN/FR", "en-GB"), and
numbers and US dollars that are a limit by the sign before them ("< 8", "<= $1").
"""
FIGURES = (NUMBER, LANGUAGE_PAIR, LANGUAGE_CODES, YEAR, MONEY, MOST, MOST_MONEY)
"""All of these that are no words of the vocabulary."""

NOTHING = "nothing"
"""What associations call a description that asks for no task."""

OPENING, MOOD = "^", "~"
"""How associations begin that tell how a description is put: by its first word, or by others that name no matter."""

RULE = "="
"""How associations begin that tell what the words of a rule weigh for any tag, beside what the rule says of its own."""

ALWAYS, UNDEMANDING = "{always}", "none"
"""The cue of demands that counts in any clause, and what clauses without a demand are called."""

CUE_PLACES = ("joins", "first", "second", "within", "last", "sign")
"""Where a cue of steps may stand: its weights, as `StepCue` tells."""

STEP_SIGNS = {
    "always": "wherever something may begin",
    "bare": "no word joins what begins",
    "many": "how many such places the description has, as a logarithm",
    "late": "how many of them come before, likewise",
    "length": "tens of words that go before it, at most two",
    "sure": "how much more speaks for a task in what goes before than for none, in four points",
    "apart": "how much more speaks for tasks in both apart than together, in four points",
    "rest": "the same, with all that follows in place of what begins",
    "next": "how much more speaks in all that follows for what may come next than for the same, in four points",
    "demand": "what begins states a demand on models",
    "unmarked": "no mark stands right before",
    "arrow": "an arrow or a plus does",
    "other": "a mark does that is none of these",
    "comma": "a comma does",
    "semicolon": "a semicolon does",
    "colon": "a colon does",
    "sentence": "the end of a sentence does",
    "dash": "a dash does",
}
"""Signs of where another thing to do begins, and what they tell."""

MOST_WEIGHT = 100
"""What an association may weigh for a tag or against it: more, in a long text, could not be added up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A meaning and the words for it: what counts as an image, a recording, a question.

    `includes` takes in the words of other concepts. A concept with `modality` is a kind of data: where the
    description speaks of it, tasks that read or write it gain `expected`, all others lose `unexpected`.
    """

    id: str
    words: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    modality: Modality | Literal[""] = ""
    expected: float = 0.0
    unexpected: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A way of saying what goes in and what comes out: `says` has the slots `{in}` and `{out}`.

    It is tried for each task with what the task reads and writes in the slots.
    """

    says: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Irregular:
    """A word and those of its forms that no spelling rule gives ("speak": spoke, spoken)."""

    word: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: its ISO 639 code (639-1 where there is one) and the words for it.

    `also` are further codes for it, `members` those of the languages that belong to it, where it is a group of several
    (a macrolanguage of ISO 639-3: Quechua, Kurdish).
    """

    code: str
    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What people call something that demands are about: a maker, a license, a unit of prices.

    All names of a `kind` are a concept of that id. `value` is what stands in a demand for the words.
    """

    kind: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A kind of material that models are made for, whatever the task: the language of a field, a kind of scene."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandWords:
    """Words that state a demand: what they say, the demand they state and its value.

    In `value`, `{1}` and `{2}` stand for what meets the first and second concept in braces that has values: a number,
    a year, a price, a language (by its code), a name (see `Name`). Without one the words state nothing: they keep those
    that they share words with from stating it ("a Welsh dragon").
    """

    says: str
    demand: DemandName
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words that all tasks share."""

    small_words: tuple[str, ...]
    stop_words: tuple[str, ...]
    negations: tuple[str, ...]
    negation_ends: tuple[str, ...]
    denials: tuple[str, ...] = ()
    postponements: tuple[str, ...] = ()
    contrasts: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()
    subject_openings: tuple[str, ...] = ()
    subject_ends: tuple[str, ...] = ()
    introductions: tuple[str, ...]
    introduction_ends: tuple[str, ...]
    asking_verbs: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()
    wishing: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    silences: tuple[Rule, ...] = ()
    payload_marks: tuple[str, ...]
    connectors: tuple[str, ...]
    earlier: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    onwards: tuple[str, ...] = ()
    beforehand: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    irregular: tuple[Irregular, ...]
    spellings: tuple[tuple[str, str], ...]
    not_typos: tuple[str, ...]
    concepts: tuple[Concept, ...]
    frames: tuple[Frame, ...]
    languages: tuple[Language, ...]
    demands: tuple[DemandWords, ...]
    plain_words: tuple[str, ...] = ()
    mood_words: tuple[str, ...] = ()
    not_codes: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()
    names: tuple[Name, ...] = ()

    def concepts_by_id(self) -> dict[str, Concept]:
        """All concepts, those that every vocabulary has included."""
        words: dict[str, list[str]] = {LANGUAGE_NAME: [word for entry in self.languages for word in entry.words]}
        for name in self.names:
            words.setdefault(name.kind, []).extend(name.words)
        given = [Concept(id=kind, words=tuple(of_kind)) for kind, of_kind in words.items()]
        given += [Concept(id=name) for name in FIGURES]
        return {concept.id: concept for concept in (*self.concepts, *given)}

    def language_codes(self) -> dict[str, str]:
        """The code of each language by its words and by all its codes; of two that share one, the first."""
        codes = {language.code: language.code for language in self.languages}
        for language in self.languages:
            for name in (*language.words, *language.also):
                codes.setdefault(name, language.code)
        return codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A word, a concept in braces, or `RULE` and what a rule says, and what it weighs for or against pipeline tags.

    The tag `NOTHING` stands for descriptions that ask for no task. How a text is put is `OPENING` and the word it
    begins with, `MOOD` and a word, which weigh for or against it alone, or `MOOD`, a word and the next.
    """

    word: str
    weights: Mapping[str, float]

    @property
    def rule(self) -> str | None:
        """What the rule says, where it is one: also one that a name, a frame or jargon stands for."""
        return self.word.removeprefix(RULE) if self.word.startswith(RULE) else None

    @property
    def manner(self) -> tuple[str, str] | None:
        """For how a text is put, the word and what follows it: the next word, "" for any, `OPENING` for the first."""
        if self.word.startswith(OPENING):
            return self.word.removeprefix(OPENING), OPENING
        if self.word.startswith(MOOD):
            first, _, following = self.word.removeprefix(MOOD).partition(" ")
            return first, following
        return None


def is_pair(following: str) -> bool:
    """Whether what follows a word, as `Association.manner` tells, is the next word."""
    return following not in ("", OPENING)


def manner_word(word: str, following: str) -> str:
    """What an association calls a manner: what `Association.manner` takes apart."""
    return f"{OPENING}{word}" if following == OPENING else f"{MOOD}{word} {following}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandCue:
    """A word or a pair of words, and what it speaks for: demands, each by its name and value, in log-odds.

    Pairs are neighbours ("no !internet") or have a word between ("on * laptop"); `!` marks what is denied. `ALWAYS`
    counts in any clause, `UNDEMANDING` stands for what requires nothing.
    """

    word: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCue:
    """What a word or a sign speaks for or against another thing to do that begins at a place, in log-odds.

    `joins` counts where the word joins what begins there to what goes before, `first` and `second` where it is the
    first or second word there, `within` where it stands there or later in the same clause, `last` where it ends what
    goes before. A sign, in braces, is one of `STEP_SIGNS`, and counts `sign`.
    """

    word: str
    joins: float = 0.0
    first: float = 0.0
    second: float = 0.0
    within: float = 0.0
    last: float = 0.0
    sign: float = 0.0

    @property
    def weights(self) -> tuple[float, ...]:
        """All weights, in the order of `CUE_PLACES`."""
        return self.joins, self.first, self.second, self.within, self.last, self.sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What is asked for right after a task, by its tag: for other tags, how much speaks for them or against them."""

    task: str
    weights: Mapping[str, float]
