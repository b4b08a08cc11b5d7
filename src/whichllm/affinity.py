"""Which models the words of a description speak of: what a model's name and note say of it, found in the words.

A note says in a line what a model is for ("Guesses an age bracket from a face"). A word that few models of a task
share tells which of them is meant; one that many share tells nothing.
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

_WORD = re.compile(r"[^\W\d_]{3,}")
_CLAUSE = re.compile(r"[.;:,()]")
# In such a clause a note says what a model is not for, or names another one.
_DENIES = re.compile(r"\b(?:not|no|never|without|needs?|take|beware|instead|than|unlike|may|dated|old|retrain)\b")
_SUFFIXES = re.compile(r"(?:(?<=\w{3})(?:ations?|ating|ated|ates?|ings?|ed|ers?|ors?|es|s))$")
# A word tells models apart if it is at least as rare as one that so many of the models for the task share.
_RARE = 0.5
_FEWEST, _MANY = 5, 60


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


def _mention(said: Iterable[tuple[float, str]]) -> Mention:
    return Mention(round(sum(weight for weight, _ in said), 2), tuple(word for _, word in said))


class Told(NamedTuple):
    """What a stem tells: how much, from 0 to 1, and of which models."""

    weight: float
    models: Sequence[str]


def told_by_stems(catalog: Catalog) -> dict[str, Told]:
    """All that is told, by the tag and the stem with a space between them: a table to be kept with what is compiled."""
    return {f"{tag.id} {stem}": told for tag in catalog.tags() for stem, told in _index(tag.id, catalog).items()}


def _told(stems: Iterable[str], tag: str, catalog: Catalog) -> Iterator[tuple[str, Told]]:
    """What stems tell of the models of a tag, for those that tell anything."""
    if catalog.compiled is None:
        index = _index(tag, catalog)
        yield from ((stem, index[stem]) for stem in stems if stem in index)
        return
    keys = {stem: f"{tag} {stem}" for stem in stems}
    catalog.compiled.expect("mentions", keys.values())
    for stem, key in keys.items():
        values = catalog.compiled.value("mentions", key)
        if values is not None:
            yield stem, Told(*values)


@lru_cache(maxsize=256)
def _index(tag: str, catalog: Catalog) -> Mapping[str, Told]:
    """What the stems tell that tell the models of a tag apart."""
    vocabulary = catalog.vocabulary
    tasks = [catalog.tasks[tag], *catalog.subtasks(tag)]
    names = [name.casefold() for task in tasks for name in (task.name, *task.aliases)]
    names += [name for language in vocabulary.languages for name in language.words]
    handled = {name for task in tasks for name in (*task.reads, *task.writes)}
    names += [
        word for concept in vocabulary.concepts if concept.modality or concept.id in handled for word in concept.words
    ]
    known = (*vocabulary.stop_words, *vocabulary.small_words, *vocabulary.plain_words)
    common = {_stem(word) for name in (*names, *known) for word in _WORD.findall(name)}
    current = [model for model in catalog.models_for(catalog.tasks[tag]) if model.status == "current"]
    said = {model.id: _said(model) - common for model in current if not model.is_generalist}
    if len(said) < _FEWEST:
        return {}
    shared = Counter(stem for stems in said.values() for stem in stems)
    # To be the only one of a dozen tells less than to be the only one of a hundred.
    most = min(1.0, math.log(len(said)) / math.log(_MANY))
    weights = {stem: most * (1 - math.log(models) / math.log(len(said))) for stem, models in shared.items()}
    models: dict[str, list[str]] = {}
    for identifier, stems in said.items():
        for stem in sorted(stems):
            if weights[stem] >= _RARE:
                models.setdefault(stem, []).append(identifier)
    return MappingProxyType({stem: Told(weights[stem], named) for stem, named in models.items()})


def _said(model: Model) -> set[str]:
    """The stems of the words in the names and the note of a model, but for what it is not for."""
    clauses = [clause for clause in _CLAUSE.split(model.note.casefold()) if not _DENIES.search(clause)]
    names = " ".join((model.name, model.id.rpartition("/")[2], model.family)).casefold()
    return {_stem(word) for text in (names, *clauses) for word in _WORD.findall(text)}


@lru_cache(maxsize=16_384)
def _stem(word: str) -> str:
    """A word without its ending: "guesses" and "guessing" are one."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    bare = word if word.endswith("ss") else _SUFFIXES.sub("", word)
    if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] not in "sl":
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > 3 else bare
