"""Which models the words of a description speak of: what a model's name and note say of it, found in the words.

A note says in a line what a model is for ("Guesses an age bracket from a face"). A word that few models of a task
share tells which of them is meant; one that many share tells nothing, nor does one that people use whatever they ask
for ("detect", "message", "machine"): it speaks of the work, not of a model.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from whichllm.catalog import Catalog, Model, Task
from whichllm.catalog.derived import derived

_WORD = re.compile(r"[^\W\d_]{3,}")
# What only compiling needs is left as text, which `re` compiles when it is first used.
# Names run words together: "BirdNET", "SQLCoder".
_PART = r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+"
_CLAUSE = r"[.;:,()]"
# In such a clause a note says what a model is not for, or names another one.
_DENIES = (
    r"\b(?:not|no|never|nothing|without|needs?|take|beware|instead|than|unlike|may|dated|old|retrain|weak|poor|soft"
    r"|limited|unreliable|blurred)\b"
)
# A note with such a word warns off the model as a whole.
_WARNS = r"\b(?:are|is) (?:far|much|clearly) better\b|\btoy\b|\bsuperseded\b"
_SUFFIXES = re.compile(r"(?:(?<=\w{3})(?:ations?|ating|ated|ates?|ions?|ings?|ed|ers?|ors?|es|s))$")
# A word tells models apart if it is at least as rare as this: 1 is a word that only one of the models for the task
# has, a quarter one that as many have as the square root of their number. The rarest tell by far the most.
_RARE = 0.4
_FEWEST, _MANY = 5, 60
# A word that the rules and examples of so many tags use tells of no model; one for the task or a kind of data, sooner.
_COMMON, _COMMON_NAMED = 8, 6


class Mention(NamedTuple):
    """How much the words speak of a model, from 0 to 1 for each word that only it has, and these words."""

    value: float
    words: tuple[str, ...]


def mentions(words: Iterable[str], task: Task, catalog: Catalog) -> Mapping[str, Mention]:
    """The models for a task that words of a description speak of, by id."""
    spoken = {_stem(word): word for word in dict.fromkeys(words)}
    found: dict[str, list[tuple[float, str]]] = {}
    for stem, told in _told(spoken, task.tag, catalog):
        for identifier in told.models:
            found.setdefault(identifier, []).append((told.weight, spoken[stem]))
    return {identifier: _mention(said) for identifier, said in found.items()}


def beyond(words: Iterable[str], task: Task, catalog: Catalog) -> tuple[str, ...]:
    """The names of the classes (see `Classes`) of which words of a description name none, if they name any matter.

    Words that people use whatever they ask for name no matter, unless it is that of some of the classes.
    """
    if not task.classes:
        return ()
    spoken = _stems(words)
    meant = [not spoken.isdisjoint(_stems(entry.words)) for entry in task.classes]
    if not any(meant) and all(_is_common(stem, catalog) for stem in spoken):
        return ()
    return tuple(
        entry.name
        for entry, named in zip(task.classes, meant, strict=True)
        if not named and (entry.models or entry.benchmark)
    )


def _is_common(stem: str, catalog: Catalog) -> bool:
    if catalog.compiled is None:
        return stem in _common(catalog)
    key = f" {stem}"
    catalog.compiled.expect("mentions", (key,))
    return catalog.compiled.value("mentions", key) is not None


@derived()
def _common(catalog: Catalog) -> frozenset[str]:
    """The stems of words that people use whatever they ask for."""
    vocabulary = catalog.vocabulary
    kinds = [word for entry in vocabulary.concepts if entry.modality for word in entry.words]
    lists = (vocabulary.small_words, vocabulary.stop_words, vocabulary.mood_words, vocabulary.plain_words)
    used = {stem for stem, tags in _tags_by_stem(catalog).items() if tags >= _COMMON}
    return frozenset(_stems((*kinds, *(word for words in lists for word in words)))) | used


def _mention(said: Iterable[tuple[float, str]]) -> Mention:
    return Mention(round(sum(weight for weight, _ in said), 2), tuple(word for _, word in said))


class Told(NamedTuple):
    """What a stem tells: how much, from 0 to 1, and of which models."""

    weight: float
    models: Sequence[str]


def told_by_stems(catalog: Catalog) -> dict[str, Told]:
    """All that is told, by the tag and the stem with a space between them: a table to be kept with what is compiled.

    Of common words stands there, under no tag, that they tell nothing.
    """
    told = {f"{tag.id} {stem}": told for tag in catalog.tags() for stem, told in _index(catalog, tag.id).items()}
    return told | {f" {stem}": Told(0.0, ()) for stem in sorted(_common(catalog))}


def _told(stems: Iterable[str], tag: str, catalog: Catalog) -> Iterator[tuple[str, Told]]:
    """What stems tell of the models of a tag, for those that tell anything."""
    if catalog.compiled is None:
        index = _index(catalog, tag)
        yield from ((stem, index[stem]) for stem in stems if stem in index)
        return
    keys = {stem: f"{tag} {stem}" for stem in stems}
    catalog.compiled.expect("mentions", keys.values())
    for stem, key in keys.items():
        values = catalog.compiled.value("mentions", key)
        if values is not None:
            yield stem, Told(*values)


@derived(most=256)
def _index(catalog: Catalog, tag: str) -> Mapping[str, Told]:
    """What the stems tell that tell the models of a tag apart."""
    vocabulary = catalog.vocabulary
    tasks = [catalog.tasks[tag], *catalog.subtasks(tag)]
    names = [task.name for task in tasks]
    names += [alias for task in tasks for alias in task.aliases if len(_WORD.findall(alias)) == 1]
    names += [name for language in vocabulary.languages for name in language.words]
    handled = {name for task in tasks for name in (*task.reads, *task.writes)}
    concepts = [entry for entry in vocabulary.concepts if entry.modality or entry.id in handled]
    named = _stems(
        (*(alias for task in tasks for alias in task.aliases), *(word for entry in concepts for word in entry.words))
    )
    used = _tags_by_stem(catalog)
    known = _stems((*names, *vocabulary.stop_words, *vocabulary.small_words, *vocabulary.plain_words))
    common = known | {stem for stem, tags in used.items() if tags >= (_COMMON_NAMED if stem in named else _COMMON)}
    current = [model for model in catalog.models_for(catalog.tasks[tag]) if model.is_current]
    said = {model.id: _said(model) - common for model in current if not model.is_generalist}
    if len(said) < _FEWEST:
        return {}
    shared = Counter(stem for stems in said.values() for stem in stems)
    # To be the only one of a dozen tells less than to be the only one of a hundred.
    most = min(1.0, math.log(len(said)) / math.log(_MANY))
    weights = {stem: most * (1 - math.log(models) / math.log(len(said))) ** 2 for stem, models in shared.items()}
    models: dict[str, list[str]] = {}
    for identifier, stems in said.items():
        for stem in sorted(stems):
            if weights[stem] >= _RARE:
                models.setdefault(stem, []).append(identifier)
    return MappingProxyType({stem: Told(weights[stem], named) for stem, named in models.items()})


@derived()
def _tags_by_stem(catalog: Catalog) -> Mapping[str, int]:
    """Of how many tags the rules and examples use each stem."""
    used: dict[str, set[str]] = {}
    for task in catalog.tasks.values():
        for stem in _stems((*task.examples, *(rule.says for rule in task.rules))):
            used.setdefault(stem, set()).add(task.tag)
    return MappingProxyType({stem: len(tags) for stem, tags in used.items()})


def _said(model: Model) -> set[str]:
    """The stems of the words in the names and the note of a model, but for what it is not for."""
    note = model.note.casefold()
    clauses = (
        [] if re.search(_WARNS, note) else [part for part in re.split(_CLAUSE, note) if not re.search(_DENIES, part)]
    )
    names = " ".join((model.name, model.id.rpartition("/")[2], model.family))
    return _stems((names.casefold(), " ".join(re.findall(_PART, names)).casefold(), *clauses))


def _stems(texts: Iterable[str]) -> set[str]:
    return {_stem(word) for text in texts for word in _WORD.findall(text.casefold())}


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """A word without its ending: "guesses" and "guessing" are one."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    bare = word if word.endswith("ss") else _SUFFIXES.sub("", word)
    if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "sl":
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > 3 else bare
