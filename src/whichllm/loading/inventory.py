"""What there is for the blocks of a catalog to name, and what any name and value must be like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from whichllm.base.patterns import PatternError, parse, words_of
from whichllm.catalog import (
    Category,
    Concept,
    Domain,
    Library,
    License,
    Model,
    Source,
    Task,
    Vocabulary,
)
from whichllm.catalog.quantities import is_date
from whichllm.loading.blocks import did_you_mean
from whichllm.loading.yaml_files import Location

_SLUG = re.compile(r"[a-z0-9]+(?:[-.+][a-z0-9]+)*\+{0,2}")
_KINDS: Mapping[str, type] = {
    "category": Category,
    "task": Task,
    "subtask": Task,
    "model": Model,
    "license": License,
    "library": Library,
    "source": Source,
    "concept": Concept,
    "domain": Domain,
}
_HOW_LANGUAGES_ARE_WRITTEN = (
    "write its ISO 639-1 code, or 639-3 where there is none; what the vocabulary lacks is added there under 'languages'"
)


class Inventory:
    """All that stands in the files of one catalog. Mistakes are reported where they stand.

    `broken` holds, by their kind, the ids of blocks that stand in the files but are too broken to be built.
    """

    def __init__(
        self,
        categories: Mapping[str, Category],
        tasks: Mapping[str, Task],
        models: Mapping[str, Model],
        licenses: Mapping[str, License],
        libraries: Mapping[str, Library],
        sources: Mapping[str, Source],
        vocabulary: Vocabulary,
        broken: Mapping[type, Set[str]],
    ) -> None:
        self.categories = categories
        self.tags = {task.id: task for task in tasks.values() if not task.subtask_of}
        self.subtasks = {task.id: task for task in tasks.values() if task.subtask_of}
        self.models = models
        self.licenses = licenses
        self.libraries = libraries
        self.sources = sources
        self.broken = broken
        self.concepts = vocabulary.concepts_by_id()
        self.domains = {domain.id: domain for domain in vocabulary.domains}
        self.languages = {language.code: language for language in vocabulary.languages}
        self.codes = vocabulary.language_codes()

    def expect(self, name: str, known: Mapping[str, object], kind: str, location: Location) -> None:
        """Check that what a block names is there, unless it is only too broken to be built."""
        if name and name not in known and name not in self.broken[_KINDS[kind]]:
            location.report(f"unknown {kind} '{name}'", did_you_mean(name, known))

    def check_pattern(self, says: str, location: Location) -> None:
        """Check that a pattern can be read, and that its concepts exist."""
        try:
            pattern = parse(says)
        except PatternError as error:
            location.report(str(error), "the header of the file shows how rules are written")
            return
        for concept in sorted(pattern.concepts()):
            self.expect(concept, self.concepts, "concept", location)

    def check_language(self, code: str, location: Location) -> None:
        """Check that a language has a code that people can ask for it by."""
        if code in self.languages:
            return
        named = self.codes.get(code.casefold())
        location.report(f"unknown language '{code}'", f"write '{named}'" if named else _HOW_LANGUAGES_ARE_WRITTEN)


def check_slug(name: str, location: Location) -> None:
    """Check that a name can be an id."""
    if not _SLUG.fullmatch(name):
        location.at("id").report(f"'{name}' is not an id", "use lower case letters, digits and dashes")


def check_words(words: Sequence[str], location: Location) -> None:
    """Check that words hold something to be read."""
    for index, word in enumerate(words):
        if not words_of(word):
            location.at(index).report(f"'{word}' holds no letter or digit", "write a word, or leave it out")


def check_date(text: str, location: Location) -> None:
    """Check that a text is a date."""
    if not is_date(text):
        location.report(f"'{text}' is not a date", 'write "YYYY-MM-DD", "YYYY-MM" or "YYYY"')


def rings(following: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Each ring of names that follow one another, once, from the name that stands last in the files."""
    finished: set[str] = set()
    for start in following:
        path: dict[str, Iterator[str]] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name in path:
                ring = list(path)[list(path).index(name) :]
                last = max(ring, key=list(following).index)
                yield [*ring[ring.index(last) :], *ring[: ring.index(last)]]
            elif name not in finished and name in following:
                path[name] = iter(following[name])
            while path and not waiting:
                latest = next(reversed(path))
                onward = next(path[latest], None)
                if onward is None:
                    finished.add(latest)
                    del path[latest]
                else:
                    waiting.append(onward)


def chain(ring: Sequence[str]) -> str:
    """A ring in words."""
    return " > ".join([*ring, ring[0]])
