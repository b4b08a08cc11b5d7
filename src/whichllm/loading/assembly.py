"""A folder of data files and the user's own files on top of it, read together, checked whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from whichllm.base.errors import Problem
from whichllm.catalog import (
    BLOCKS,
    Association,
    Block,
    Catalog,
    Category,
    Concept,
    DemandCue,
    Domain,
    Hardware,
    Library,
    License,
    Model,
    ModelsInMemory,
    OwnFile,
    OwnSource,
    Revision,
    Snippet,
    Source,
    StepCue,
    Succession,
    Task,
    Vocabulary,
    plain_hardware,
    plain_name,
)
from whichllm.loading.blocks import build, did_you_mean, draft, keys_of, nearly
from whichllm.loading.checks import check, check_names, check_snippet, check_what_is_named
from whichllm.loading.inventory import Inventory
from whichllm.loading.layers import Sheet, add_model, lay, lay_model, own_sheet
from whichllm.loading.model_checks import check_category, check_successors
from whichllm.loading.word_checks import (
    check_association,
    check_cued_demands,
    check_demand_cue,
    check_demands,
    check_step_cue,
    check_succession,
    check_vocabulary,
)
from whichllm.loading.yaml_files import DataFile, Location, TooManyMistakesError, read_file

OWN_KEYS = ("source", *BLOCKS, "vocabulary")
"""The top-level keys of a file of the user's own."""

Key = tuple[type[Block], str]
"""What tells a block from all others: its type and its id."""

_Kind = TypeVar("_Kind", Category, Hardware, Library, License, Model, Source, Task)
_Fixed = TypeVar("_Fixed", Association, DemandCue, StepCue, Succession, Snippet)
# An id that is no more unlike a known one than this was probably meant to be that one.
_MISSPELT = 0.85
_PLAIN = re.compile(r"[a-z0-9]+(?:[.+][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Assembled:
    """What was read: the catalog, None if there are mistakes; the mistakes; where each block stands, in order.

    The location of a block that several files make up is that of the one on top. `own` are the own files, as people
    should read them.
    """

    catalog: Catalog | None
    problems: tuple[Problem, ...]
    locations: Mapping[Key, Location]
    own: tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    """A block as it was read: its values, those that its place gives it, and what own files say of it."""

    sheet: Sheet
    given: dict[str, Any]
    own: bool = False
    revisions: list[Revision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Lists:
    """The sound entries of the lists that no own file adds to, each with its location."""

    associations: list[tuple[Association, Location]]
    demand_cues: list[tuple[DemandCue, Location]]
    step_cues: list[tuple[StepCue, Location]]
    successions: list[tuple[Succession, Location]]
    snippets: list[tuple[Snippet, Location]]


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The sound blocks by their ids, in the order of the files. They are built in the order of these fields."""

    categories: dict[str, Category]
    tasks: dict[str, Task]
    licenses: dict[str, License]
    libraries: dict[str, Library]
    sources: dict[str, Source]
    models: dict[str, Model]
    hardware: dict[str, Hardware]


def assemble(folder: Path, own: Sequence[Path] = ()) -> Assembled:
    """Read a folder of data files, and own files on top of it, the last of which wins. Never raises."""
    assembly = _Assembly(folder)
    try:
        return assembly.run(own)
    except TooManyMistakesError:
        return assembly.given_up()


class _Assembly:
    """One reading. Mistakes gather in the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[DataFile] = []
        # Every id that stands in a file, that of a broken block, too: one mistake must not cause others.
        self._declared: dict[type, set[str]] = {kind: set() for kind in (*BLOCKS.values(), Concept, Domain)}
        self._entries: dict[type[Block], list[_Entry]] = {kind: [] for kind in BLOCKS.values()}
        self._by_id: dict[Key, _Entry] = {}
        self._located: dict[Key, tuple[Block, Location]] = {}
        # What could be made of broken blocks: what they name is looked at all the same.
        self._spoilt: list[tuple[Block, Location]] = []
        self._words = self._shipped_words = Sheet({}, Location(DataFile(folder, str(folder)), ()))
        self._own: list[OwnFile] = []
        self._own_sources: dict[str, tuple[Source, Location]] = {}

    def run(self, own: Sequence[Path]) -> Assembled:
        lists = self._read()
        for path in own:
            self._own_file(path)
        vocabulary = self._vocabulary(self._words)
        built = self._all_blocks()
        # What stands in a file that cannot be read is missed everywhere: only the file is at fault.
        known = vocabulary or self._vocabulary(self._shipped_words)
        if known is not None and not any(file.unreadable for file in self._files):
            self._check(built, lists, known, is_sound=vocabulary is not None)
        if vocabulary is None or self._problems():
            return self._assembled(None)
        catalog = self._catalog(built, lists, vocabulary)
        # What a value means depends on all that the catalog holds.
        check_demands(catalog, self._words.where())
        check_cued_demands(lists.demand_cues, catalog)
        return self._assembled(catalog)

    def given_up(self) -> Assembled:
        """What was found until there were too many mistakes to go on."""
        return Assembled(None, self._problems(), MappingProxyType({}), self._own_names())

    def _assembled(self, catalog: Catalog | None) -> Assembled:
        problems = self._problems()
        locations = MappingProxyType({key: location for key, (_, location) in self._located.items()})
        return Assembled(None if problems else catalog, problems, locations, self._own_names())

    def _read(self) -> _Lists:
        """Take down all that stands in the folder; the lists that no own file adds to are built at once."""
        definitions = self._file("categories.yaml")
        self._gather(definitions, "categories")
        self._gather(definitions, "tasks")
        words = self._file("vocabulary.yaml")
        self._words = self._shipped_words = Sheet(words.content, words.top())
        self._gather(self._file("licenses.yaml"), "licenses")
        self._gather(self._file("libraries.yaml"), "libraries")
        self._gather(self._file("sources.yaml"), "sources")
        self._gather(self._file("hardware.yaml"), "hardware")
        associations = self._entries_of(Association, self._file("associations.yaml"), "associations")
        demand_cues = self._entries_of(DemandCue, self._file("demands.yaml"), "cues")
        steps = self._file("steps.yaml")
        step_cues = self._entries_of(StepCue, steps, "cues")
        successions = self._entries_of(Succession, steps, "successions")
        snippets = self._entries_of(Snippet, self._file("snippets.yaml"), "snippets")
        for path in sorted((self._folder / "models").glob("[!.]*.yaml")):
            file = self._file(f"models/{path.name}")
            if (Category, path.stem) not in self._by_id:
                file.top().report(f"no category is called '{path.stem}'", "name the file after its category")
            self._gather(file, "models", category=path.stem)
        return _Lists(associations, demand_cues, step_cues, successions, snippets)

    def _all_blocks(self) -> _Blocks:
        """All sound blocks, those of own files and what stands for these files included."""
        built = _Blocks(
            categories=self._built(Category),
            tasks=self._built(Task),
            licenses=self._built(License),
            libraries=self._built(Library),
            sources=self._built(Source),
            models=self._built(Model),
            hardware=self._built(Hardware),
        )
        dated = next(file for file in self._files if file.shown == "sources.yaml")
        if not self._declared[Source] and not dated.problems:
            dated.top().report("holds no source", "add one with its date: how old models are is told from the newest")
        for source, location in self._own_sources.values():
            if source.id in built.sources:
                location.report(f"'{source.id}' is already the id of a source", "give it another 'id'")
            built.sources[source.id] = source
            self._located[Source, source.id] = source, location
        return built

    def _check(self, built: _Blocks, lists: _Lists, vocabulary: Vocabulary, is_sound: bool) -> None:
        """Check all that was built against all else. A vocabulary that is not sound only tells what others may name."""
        broken = {
            kind: {name for name in names if (kind, name) not in self._located}
            for kind, names in self._declared.items()
        }
        inventory = Inventory(
            built.categories,
            built.tasks,
            built.models,
            built.licenses,
            built.libraries,
            built.sources,
            vocabulary,
            broken,
        )
        for key, (block, location) in self._located.items():
            check(block, location, inventory)
            if isinstance(block, Model) and self._is_own(key):
                check_category(block, location, inventory)
        for block, location in self._spoilt:
            check_what_is_named(block, location, inventory)
        check_successors((block, location) for block, location in self._own_last() if isinstance(block, Model))
        if is_sound:
            check_vocabulary(vocabulary, self._words.where(), inventory)
        for association, location in lists.associations:
            check_association(association, location, inventory)
        for demand_cue, location in lists.demand_cues:
            check_demand_cue(demand_cue, location)
        for cue, location in lists.step_cues:
            check_step_cue(cue, location)
        for succession, location in lists.successions:
            check_succession(succession, location, inventory)
        for snippet, location in lists.snippets:
            check_snippet(snippet, location, inventory)
        check_names(self._names(), plain_name)
        check_names(self._names_of(Library), plain_name)
        check_names(self._names_of(Hardware), plain_hardware)

    def _catalog(self, built: _Blocks, lists: _Lists, vocabulary: Vocabulary) -> Catalog:
        return Catalog(
            categories=MappingProxyType(built.categories),
            tasks=MappingProxyType(built.tasks),
            models=ModelsInMemory(built.models),
            licenses=MappingProxyType(built.licenses),
            libraries=MappingProxyType(built.libraries),
            sources=MappingProxyType(built.sources),
            vocabulary=vocabulary,
            associations=tuple(association for association, _ in lists.associations),
            demand_cues=tuple(cue for cue, _ in lists.demand_cues),
            step_cues=tuple(cue for cue, _ in lists.step_cues),
            successions=tuple(succession for succession, _ in lists.successions),
            snippets=tuple(snippet for snippet, _ in lists.snippets),
            version=self._version(),
            hardware=MappingProxyType(built.hardware),
            own=tuple(self._own),
            revisions=MappingProxyType(
                {key: tuple(entry.revisions) for key, entry in self._by_id.items() if entry.revisions}
            ),
        )

    def _problems(self) -> tuple[Problem, ...]:
        return tuple(sorted({problem for file in self._files for problem in file.problems}))

    def _own_names(self) -> tuple[str, ...]:
        return tuple(file.file for file in self._own)

    def _file(self, name: str) -> DataFile:
        file = read_file(self._folder / name, name)
        self._files.append(file)
        return file

    def _gather(self, file: DataFile, key: str, **given: Any) -> None:
        """Take down the blocks below a key of a data file."""
        for value, location in self._listed(file, key):
            self._note(BLOCKS[key], _Entry(Sheet(value, location), given))

    def _listed(self, file: DataFile, key: str) -> Iterator[tuple[Any, Location]]:
        """The values below a key, with their locations; they may be anything."""
        location = file.top().at(key)
        values = file.content.get(key) if file.content else []
        if not isinstance(values, list):
            begin = f"start the list with '{key}:'" if values is None else "begin each block with '- id: ...'"
            location.report(f"expected a list of blocks under '{key}:'", begin)
            return
        yield from ((value, location.at(index)) for index, value in enumerate(values))

    def _note(self, kind: type[Block], entry: _Entry) -> None:
        self._entries[kind].append(entry)
        identifier = _id_of(entry.sheet.value)
        if identifier:
            self._declared[kind].add(identifier)
            self._by_id.setdefault((kind, identifier), entry)

    def _vocabulary(self, words: Sheet) -> Vocabulary | None:
        """The vocabulary, or None if it holds mistakes: then its concepts and domains are known all the same."""
        vocabulary = build(Vocabulary, words.value, words.where()) if words.value else None
        for kind, key in ((Concept, "concepts"), (Domain, "domains")):
            blocks = words.value.get(key)
            if vocabulary is None and isinstance(blocks, list):
                self._declared[kind].update(map(_id_of, blocks))
        return vocabulary

    def _entries_of(self, kind: type[_Fixed], file: DataFile, key: str) -> list[tuple[_Fixed, Location]]:
        """The sound entries of a list that no own file adds to."""
        built = ((build(kind, value, location), location) for value, location in self._listed(file, key))
        return [(entry, location) for entry, location in built if entry is not None]

    def _own_file(self, path: Path) -> None:
        """Lay a file of the user's own over what has been gathered."""
        file = read_file(path, str(path), may_be_empty=True)
        self._files.append(file)
        for key in file.content:
            if key not in OWN_KEYS:
                file.top().at(key).report(f"unknown key '{key}'", did_you_mean(key, OWN_KEYS))
        source = self._own_source(file)
        words = file.content.get("vocabulary")
        if words is not None:
            self._own_words(words, file.top().at("vocabulary"))
        self._own.append(OwnFile(file=file.shown, source=source, words=bool(words)))
        seen: set[Key] = set()
        for key, kind in BLOCKS.items():
            if file.content.get(key) is None:
                continue
            for value, location in self._listed(file, key):
                identifier = _id_of(value)
                below = self._by_id.get((kind, identifier))
                if (kind, identifier) in seen:
                    location.at("id").report(f"'{identifier}' already stands in this file", "merge the two blocks")
                    continue
                if identifier:
                    seen.add((kind, identifier))
                if below is not None:
                    self._revise(kind, below, Sheet(value, location), source)
                else:
                    self._add(kind, value, location, source)

    def _own_source(self, file: DataFile) -> str:
        """The id of the source that stands for an own file."""
        said = file.content.get("source")
        location = file.top().at("source")
        stated = (build(OwnSource, said, location) if said is not None else None) or OwnSource()
        identifier = _id_of(said) or self._free_source(file.path.name)
        if identifier in self._own_sources or (Source, identifier) in self._by_id:
            location.at("id").report(f"'{identifier}' is already the id of a source", "give it another")
        else:
            named = replace(stated, id=identifier, name=stated.name or f"own catalog {file.path.name}")
            source = Source(**{key.field: getattr(named, key.field) for key in keys_of(OwnSource).values()})
            self._own_sources[identifier] = source, location
        return identifier

    def _free_source(self, name: str) -> str:
        wanted = free = f"own-{'-'.join(_PLAIN.findall(name.casefold())) or 'catalog'}"
        number = 1
        while free in self._own_sources or (Source, free) in self._by_id:
            number += 1
            free = f"{wanted}-{number}"
        return free

    def _own_words(self, words: Any, location: Location) -> None:
        if not isinstance(words, dict):
            location.report("expected a block of keys", "for example: vocabulary: {concepts: [...]}")
        elif self._words.value:
            self._words = lay(Vocabulary, self._words, Sheet(words, location))

    def _revise(self, kind: type[Block], entry: _Entry, above: Sheet, source: str) -> None:
        """Lay a block of an own file over the one that has its id."""
        before = build(kind, entry.sheet.value, entry.sheet.where(), entry.own, **entry.given)
        if before is None:
            return
        below = replace(entry.sheet, value={**entry.sheet.value, **entry.given})
        entry.sheet = lay_model(below, above, source) if kind is Model else lay(kind, below, above)
        entry.given, entry.own = {}, True
        entry.revisions.append(Revision(file=above.location.file.shown, fields=_stated(above.value), before=before))

    def _add(self, kind: type[Block], value: Any, location: Location, source: str) -> None:
        """Take down a block that an own file adds."""
        if not isinstance(value, dict):
            self._note(kind, _Entry(Sheet(value, location), {}, own=True))
            return
        sheet = own_sheet(value, location)
        if kind is Model:
            sheet = add_model(sheet, source)
        elif kind is Hardware:
            sheet = replace(sheet, value={"sources": [source], **value})
        if any(key.required and key.written not in sheet.value for key in keys_of(kind, own=True).values()):
            known = (identifier for other, identifier in self._by_id if other is kind)
            meant = nearly(_id_of(value), known, _MISSPELT)
            if meant:
                location.at("id").report(
                    f"'{_id_of(value)}' is not in the catalog yet, and too little to add it", meant
                )
        revision = Revision(file=location.file.shown, fields=_stated(value))
        self._note(kind, _Entry(sheet, {}, own=True, revisions=[revision]))

    def _built(self, kind: type[_Kind]) -> dict[str, _Kind]:
        """The sound blocks of a kind, by id, in the order of the files."""
        found: dict[str, _Kind] = {}
        for entry in self._entries[kind]:
            location = entry.sheet.where()
            block, sound = draft(kind, entry.sheet.value, location, entry.own, **entry.given)
            if block is None:
                continue
            if not sound:
                self._spoilt.append((block, location))
                continue
            if block.id in found:
                location.at("id").report(f"'{block.id}' already stands in the catalog", "merge the two blocks")
                continue
            found[block.id] = block
            self._located[kind, block.id] = block, location
        return found

    def _is_own(self, key: Key) -> bool:
        return key in self._by_id and self._by_id[key].own

    def _own_last(self) -> Iterator[tuple[Block, Location]]:
        """All blocks, those in own files last: where two do not go together, the own one is to be changed."""
        for own in (False, True):
            yield from (found for key, found in self._located.items() if self._is_own(key) is own)

    def _names(self) -> Iterator[tuple[str, str, Location]]:
        """All names by which people may ask for whatever there is."""
        named = [
            (block, location) for block, location in self._own_last() if isinstance(block, Category | Task | Model)
        ]
        kinds = {plain_name(block.id): type(block) for block, _ in named if not isinstance(block, Model)}
        for block, location in named:
            yield block.id, block.id, location.at("id")
            for index, alias in enumerate(block.aliases):
                # The id of a category goes before the alias of a task, which serves where only tasks are meant.
                if isinstance(block, Model) or kinds.get(plain_name(alias), type(block)) is type(block):
                    yield alias, block.id, location.at("aliases", index)

    def _names_of(self, kind: type[Library | Hardware]) -> Iterator[tuple[str, str, Location]]:
        """All names of what is asked for by its kind alone."""
        for block, location in self._own_last():
            if isinstance(block, kind):
                yield block.id, block.id, location.at("id")
                yield block.name, block.id, location.at("name")
                for index, alias in enumerate(block.aliases):
                    yield alias, block.id, location.at("aliases", index)

    def _version(self) -> str:
        digest = hashlib.sha256()
        for file in self._files:
            name = file.path.name if any(file.shown == own.file for own in self._own) else file.shown
            digest.update(name.encode("utf-8", "surrogatepass"))
            digest.update(file.text.encode())
        return digest.hexdigest()[:12]


def _id_of(value: Any) -> str:
    """The id of a block, "" where it has none that can be read."""
    identifier = value.get("id") if isinstance(value, dict) else None
    return identifier.strip() if isinstance(identifier, str) else ""


def _stated(value: dict[str, Any]) -> tuple[str, ...]:
    """The facts that a block of an own file states."""
    return tuple(key for key in value if key not in ("id", "sources"))
