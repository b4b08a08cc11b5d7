"""The types people author: what stands in `data/`, once it has been read and found sound.

Each class is one kind of block in a YAML file and each field one key of that block: `whichllm.loading` reads
the annotations to check the files, so a field added here can be written there at once.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from types import MappingProxyType
from typing import Literal, overload

from whichllm.compiled import Compiled
from whichllm.records import dataclass, field

LicenseClass = Literal["permissive", "conditions", "non-commercial", "proprietary", "unknown"]
Status = Literal["current", "superseded", "retired", "unreleased"]
PriceUnit = Literal["million tokens", "image", "minute", "second", "million characters", "page", "request"]
HardwareKind = Literal["gpu", "apple", "board", "phone", "cpu"]
LibraryKind = Literal["local library", "local server", "hosted client"]
Modality = Literal["text", "image", "video", "audio", "3d", "table", "time series", "graph", "actions", "any"]

DemandName = Literal[
    "translation",
    "language",
    "license",
    "openness",
    "runs",
    "device",
    "memory",
    "gpu",
    "size",
    "speed",
    "quality",
    "price",
    "context",
    "domain",
    "gated",
    "modality",
    "released",
    "library",
    "maker",
]
MULTILINGUAL = "multilingual"
"""What stands among the languages of a model that knows many, where its source does not list them."""

LANGUAGE_NAME, NUMBER = "language-name", "number"
"""Concepts that every vocabulary has: the words of all its languages, and any number."""

NOTHING = "nothing"
"""What associations call a description that asks for no task."""

_TAGS_OF_A_GENERALIST = 3

MOST_WEIGHT = 100
"""What an association may weigh for a tag or against it: more, in a long text, could not be added up."""

MAX_AGE = 180
"""After so many days, a source ought to be opened again."""

SOURCED_FACTS = (
    "tasks",
    "subtasks",
    "untrained_for",
    "domains",
    "license",
    "open_weights",
    "gated",
    "parameters",
    "active_parameters",
    "context",
    "languages",
    "translates",
    "released",
    "price",
    "modalities",
    "libraries",
    "gguf",
    "downloads_month",
    "retired",
    "superseded_by",
)
"""The fields of a `Model` that need a source, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts come from.

    `date` is the publisher's; `checked` the day it was opened for the catalog, "" for a work that is cited for
    well-known facts and was not opened. Only a file of the user's own may leave date, license and address open.
    """

    id: str
    name: str
    date: str
    license: str
    url: str
    checked: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSource:
    """What a file of the user's own says of itself: the source of the facts in it that name no other."""

    id: str = ""
    name: str = ""
    date: str = ""
    license: str = ""
    url: str = ""
    checked: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """A license: what it allows (`class_`, the key `class`) and the clause that matters."""

    id: str
    name: str
    class_: LicenseClass
    clause: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What models run on: a graphics card, an Apple chip, a board, a phone, a processor.

    `memories` are those that it is sold with, in GB (2^30 bytes, as makers of memory count), `bandwidth` that of the
    memory in GB/s, the least of all that goes by the name. Only kind `gpu` has memory of its own; the others share
    it with all else that runs. `sources` are ids of sources.
    """

    id: str
    name: str
    kind: HardwareKind
    memories: tuple[float, ...]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    bandwidth: float | None = None
    note: str = ""

    @property
    def memory(self) -> float:
        """The memory to count on, in GB: the least where it is sold with several."""
        return min(self.memories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What runs models: a package in the same process, a server on the same machine, or a client of a hosted service.

    `install` is what to type into a shell. For a hosted client, `key` is the environment variable that holds the key,
    and `address` where its requests go, if a client made for another service is used.
    """

    id: str
    name: str
    kind: LibraryKind
    install: str
    aliases: tuple[str, ...] = ()
    key: str = ""
    address: str = ""
    url: str = ""


SNIPPET_SLOTS = ("id", "title", "gguf", "name", "task", "prompt", "key", "address", "call", "module", "class")
"""What the code of a snippet may leave open, in braces; see data/snippets.yaml."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """The few lines with which a library runs models for some tasks.

    `code` leaves open what `SNIPPET_SLOTS` names. `calls` maps the ids of models to what the library calls them. With
    `calls`, `families` or `categories`, the code is only for models that these name, and goes before code for any.
    `install` takes the place of the library's.
    """

    library: str
    tasks: tuple[str, ...]
    code: str
    language: Literal["python", "shell"] = "python"
    categories: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    calls: Mapping[str, str] = field(default_factory=dict)
    install: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Which other category to take, and when."""

    take: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A family of models that share an architecture or a purpose."""

    id: str
    name: str
    summary: str
    training: str
    diagram: str
    good_for: tuple[str, ...]
    not_for: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    instead: tuple[Instead, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A phrase that speaks for a task (weight above 0) or against it (below 0).

    `says` is written in the small language of `whichllm.patterns`.
    """

    says: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Whether a general language model does a task better than the models made for it, and why.

    `task` is the task whose best model stands for the general ones.
    """

    task: str
    better: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One kind of work: a Hugging Face pipeline tag, or a subtask of one (`subtask_of`).

    `categories` serve it, the default first. `reads` and `writes` name the kinds of data (concepts of the vocabulary)
    that go in and come out; `usually` is the subtask that is meant where none is named; `measured_by` names further
    tasks whose benchmarks measure this one, too. `prompt` is
    what one writes to a model that chats to have it done, an example. `near` names tags that people ask for in much
    the same words; `prior` is added to the evidence: below 0 for what is seldom asked for. `general` compares with
    general language models, where those do the task, too.
    """

    id: str
    name: str
    summary: str
    categories: tuple[str, ...]
    subtask_of: str = ""
    aliases: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    usually: str = ""
    measured_by: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    prior: float = 0.0
    prompt: str = ""
    general: Advice | None = None
    note: str = ""
    rules: tuple[Rule, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The pipeline tag: the parent's for a subtask, else its own id."""
        return self.subtask_of or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """A word, or a concept in braces, and what it weighs for each pipeline tag that it goes with or against.

    The tag `NOTHING` stands for descriptions that ask for no task.
    """

    word: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars per `unit`, for what goes in and what comes out."""

    unit: PriceUnit
    input: float | None = None
    output: float | None = None

    @property
    def sides(self) -> tuple[float, ...]:
        """What is known of both."""
        return tuple(side for side in (self.input, self.output) if side is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modalities:
    """Kinds of data that go in and come out of a model."""

    input: tuple[str, ...]
    output: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A measured quality of a model on one task. `date` is the source's unless the figure has its own."""

    task: str
    benchmark: str
    value: float
    higher_is_better: bool
    source: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """That a library takes a model by default for a task, or that its maker names it there as the one to begin with.

    `by` says in a few words who names it, and as what. It is a choice that others made, no measurement: a source names
    several models for a task where it leaves the choice open.
    """

    task: str
    by: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One published checkpoint, algorithm or hosted model. A fact that is not known is None or empty.

    `untrained_for` are those of its tasks that it does only once it has been trained on examples of one's own;
    `domains` are the kinds of material that it was made for, none for a generalist. `parameters` counts weights,
    `context` tokens, `downloads_month` downloads from the Hub in a month; `released` and `retired` are dates (YYYY,
    YYYY-MM or YYYY-MM-DD); `translates` lists fixed directions ("de-en", "*-en" for any of its languages) and is empty
    where any of the languages goes both ways; `libraries` are the ids of what runs the model, the first choice first;
    `gguf` is the Hub repository of its files in the format of llama.cpp; `sources` maps the id of a source to the facts
    that were taken from it. `category` is given by the file that the block stands in; a block in a file of the user's
    own names it.
    """

    id: str
    name: str
    maker: str
    family: str
    tasks: tuple[str, ...]
    license: str
    status: Status
    sources: Mapping[str, tuple[str, ...]]
    category: str = field(default="", metadata={"authored": False})
    aliases: tuple[str, ...] = ()
    subtasks: tuple[str, ...] = ()
    untrained_for: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    other_categories: tuple[str, ...] = ()
    open_weights: bool | None = None
    gated: bool | None = None
    parameters: int | None = None
    active_parameters: int | None = None
    context: int | None = None
    languages: tuple[str, ...] = ()
    translates: tuple[str, ...] = ()
    released: str = ""
    price: Price | None = None
    modalities: Modalities | None = None
    libraries: tuple[str, ...] = ()
    gguf: str = ""
    downloads_month: int | None = None
    superseded_by: str = ""
    retired: str = ""
    note: str = ""
    evidence: tuple[Measurement, ...] = ()
    recommended: tuple[Recommended, ...] = ()

    @property
    def is_generalist(self) -> bool:
        """Whether it lists so many tags that no finer work, and no note, says what it is for."""
        return len(self.tasks) >= _TAGS_OF_A_GENERALIST

    def serves(self, task: Task) -> bool:
        """Whether the catalog lists this model for the task."""
        return task.id in (self.subtasks if task.subtask_of else self.tasks)

    def in_category(self, category: str) -> bool:
        """Whether the model belongs to the category, as its own or as a further one."""
        return category == self.category or category in self.other_categories


Lookup = Literal["task", "subtask", "category", "id", "alias", "title", "family", "superseded by"]
"""What models are found by; from the id on by names in their plain form."""

_SEPARATORS = re.compile(r"[\s_\-/:]+")


def plain_name(name: str) -> str:
    """A name without what nobody means to tell apart: case, and the signs between words."""
    return _SEPARATORS.sub(" ", name.casefold()).strip()


_MARKS = re.compile(r"\((?:r|tm|c)\)|[®™©]|\brev \d[\d.]*", re.IGNORECASE)
_SAID_OF_ALL_HARDWARE = frozenset(
    {"nvidia", "geforce", "amd", "radeon", "intel", "apple", "gpu", "graphics", "card", "vram"}
)


def hardware_words(name: str) -> list[str]:
    """The words of a name of hardware, without those that tell nothing apart: makers, marks and revisions."""
    return [word for word in plain_name(_MARKS.sub(" ", name)).split() if word not in _SAID_OF_ALL_HARDWARE]


def plain_hardware(name: str) -> str:
    """A name of hardware without what nobody means to tell apart: case, blanks, signs, and words that say nothing."""
    return "".join(hardware_words(name))


def lookups(model: Model) -> Iterator[tuple[Lookup, str]]:
    """All that a model is found by. Its titles are its name and its id without the maker."""
    yield from (("task", task) for task in model.tasks)
    yield from (("subtask", task) for task in model.subtasks)
    yield from (("category", category) for category in (model.category, *model.other_categories))
    yield "id", plain_name(model.id)
    yield from (("alias", plain_name(alias)) for alias in model.aliases)
    yield from (("title", plain_name(title)) for title in (model.name, model.id.rpartition("/")[2]))
    yield "family", plain_name(model.family)
    if model.superseded_by:
        yield "superseded by", plain_name(model.superseded_by)


def positions_by_lookup(models: Iterable[Model]) -> dict[Lookup, dict[str, list[int]]]:
    """The positions of models, in their order, by what they are found by."""
    found: dict[Lookup, dict[str, list[int]]] = {}
    for position, model in enumerate(models):
        for by, key in lookups(model):
            positions = found.setdefault(by, {}).setdefault(key, [])
            if not positions or positions[-1] != position:
                positions.append(position)
    return found


class Models(Mapping[str, Model]):
    """The models of a catalog by id, in the order of the files, found without walking all of them.

    What is immutable may lie anywhere: `at` and `positions` are all that a place to keep models must offer, with how
    many there are and the names they go by. Safe to share between threads.
    """

    @abstractmethod
    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """The models at positions of the order. The same position gives the same object."""

    @abstractmethod
    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """Where the models stand that are found by a key, in order; names are looked up in their plain form."""

    @abstractmethod
    def names(self, by: Lookup) -> Iterable[str]:
        """All plain names that some model goes by as its id, alias or title."""

    def find(self, by: Lookup, key: str) -> Selection:
        """The models that are found by a key."""
        return Selection(self, self.positions(by, key))

    def __getitem__(self, identifier: str) -> Model:
        for model in self.find("id", plain_name(identifier)):
            if model.id == identifier:
                return model
        raise KeyError(identifier)

    def __iter__(self) -> Iterator[str]:
        return (model.id for model in self.values())

    def values(self) -> ValuesView[Model]:
        """All models."""
        return _AllModels(self)

    def items(self) -> ItemsView[str, Model]:
        """All models with their ids."""
        return _AllItems(self)


class _AllModels(ValuesView[Model]):
    """All models, without looking each one up."""

    _mapping: Models

    def __iter__(self) -> Iterator[Model]:
        return iter(self._mapping.at(range(len(self._mapping))))


class _AllItems(ItemsView[str, Model]):
    """All models with their ids, without looking each one up."""

    _mapping: Models

    def __iter__(self) -> Iterator[tuple[str, Model]]:
        return ((model.id, model) for model in self._mapping.values())

    def __reversed__(self) -> Iterator[tuple[str, Model]]:
        return reversed(list(self))


class Selection(Sequence[Model]):
    """Some of the models, in their order. To count them builds none."""

    __slots__ = ("_models", "_positions")

    def __init__(self, models: Models, positions: Sequence[int]) -> None:
        self._models = models
        self._positions = positions

    def __len__(self) -> int:
        return len(self._positions)

    def __iter__(self) -> Iterator[Model]:
        return iter(self._models.at(self._positions))

    @overload
    def __getitem__(self, index: int) -> Model: ...
    @overload
    def __getitem__(self, index: slice) -> Selection: ...
    def __getitem__(self, index: int | slice) -> Model | Selection:
        if isinstance(index, slice):
            return Selection(self._models, self._positions[index])
        return next(iter(self._models.at([self._positions[index]])))


class ModelsInMemory(Models):
    """Models that are all there already. How they are found is worked out when it is first asked for."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._by_id = dict(models)
        self._all = tuple(self._by_id.values())
        self._positions: Mapping[Lookup, Mapping[str, Sequence[int]]] | None = None

    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """See `Models`."""
        return (self._all[position] for position in positions)

    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """See `Models`."""
        return self._found().get(by, {}).get(key, ())

    def names(self, by: Lookup) -> Iterable[str]:
        """See `Models`."""
        return self._found().get(by, {})

    def __getitem__(self, identifier: str) -> Model:
        return self._by_id[identifier]

    def __len__(self) -> int:
        return len(self._all)

    def _found(self) -> Mapping[Lookup, Mapping[str, Sequence[int]]]:
        if self._positions is None:
            self._positions = positions_by_lookup(self._all)
        return self._positions


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
    """A natural language: its ISO 639 code (639-1 where there is one) and the words for it."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A kind of material that models are made for, whatever the task: the language of a field, a kind of scene."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandWords:
    """Words that state a demand: what they say, the demand they state and its value.

    In `value`, `{1}` and `{2}` stand for the first and second number or language (by its code) among the words.
    """

    says: str
    demand: DemandName
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words that all tasks share."""

    small_words: tuple[str, ...]
    stop_words: tuple[str, ...]
    negations: tuple[str, ...]
    negation_ends: tuple[str, ...]
    introductions: tuple[str, ...]
    introduction_ends: tuple[str, ...]
    asking_verbs: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()
    payload_marks: tuple[str, ...]
    connectors: tuple[str, ...]
    irregular: tuple[Irregular, ...]
    spellings: tuple[tuple[str, str], ...]
    not_typos: tuple[str, ...]
    concepts: tuple[Concept, ...]
    frames: tuple[Frame, ...]
    languages: tuple[Language, ...]
    demands: tuple[DemandWords, ...]
    plain_words: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()

    def concepts_by_id(self) -> dict[str, Concept]:
        """All concepts, those that every vocabulary has included."""
        names = tuple(word for language in self.languages for word in language.words)
        given = (Concept(id=LANGUAGE_NAME, words=names), Concept(id=NUMBER))
        return {concept.id: concept for concept in (*self.concepts, *given)}


Block = Category | Task | Model | License | Library | Source | Hardware
"""What stands in a file under an id."""

BLOCKS: Mapping[str, type[Block]] = MappingProxyType(
    {
        "categories": Category,
        "tasks": Task,
        "licenses": License,
        "libraries": Library,
        "sources": Source,
        "hardware": Hardware,
        "models": Model,
    }
)
"""The lists of blocks that files and catalogs hold, in the order in which names are looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a file of the user's own says of a block.

    `fields` are those that it states; `before` is the block as it was without this file, None where the file adds it.
    """

    file: str
    fields: tuple[str, ...]
    before: Block | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFile:
    """A file of the user's own that lies on top of the catalog.

    `file` is its path as people should read it, `source` the id of the source that stands for it; `words` tells
    whether it adds to the vocabulary.
    """

    file: str
    source: str
    words: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """Everything in `data/`, with the user's own files on top: immutable, cross-checked, in the order of the files.

    `own` holds the files of the user's own, the last of which wins; `revisions` what they say of each block, by its
    type and its id, in the same order. Both are empty for the catalog as it comes with whichllm.

    Two catalogs are the same only if they are one object, so that whatever is derived from a catalog can be
    kept beside it. For `models`, any mapping may be given. `compiled` is what reading made of the catalog earlier, if
    it comes from a snapshot; a changed copy has none.
    """

    categories: Mapping[str, Category]
    tasks: Mapping[str, Task]
    models: Models
    licenses: Mapping[str, License]
    libraries: Mapping[str, Library]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    associations: Sequence[Association]
    snippets: Sequence[Snippet]
    version: str
    hardware: Mapping[str, Hardware] = field(default_factory=dict)
    own: tuple[OwnFile, ...] = ()
    revisions: Mapping[tuple[type[Block], str], tuple[Revision, ...]] = field(default_factory=dict)
    compiled: Compiled | None = field(default=None, init=False)
    _checked: str = field(default="", init=False)

    def __post_init__(self) -> None:
        if not isinstance(self.models, Models):
            object.__setattr__(self, "models", ModelsInMemory(self.models))

    def with_derived(self, compiled: Compiled, checked: str) -> Catalog:
        """The same catalog, told what was derived from it earlier."""
        object.__setattr__(self, "compiled", compiled)
        object.__setattr__(self, "_checked", checked)
        return self

    def revisions_of(self, block: Block) -> tuple[Revision, ...]:
        """What files of the user's own say of a block, the one that wins last."""
        return self.revisions.get((type(block), block.id), ())

    def is_added(self, block: Block) -> bool:
        """Whether a block is there only because a file of the user's own adds it."""
        revisions = self.revisions_of(block)
        return bool(revisions) and revisions[0].before is None

    def added_models(self) -> Iterator[str]:
        """The ids of the models that are there only because a file of the user's own adds them."""
        for (kind, name), revisions in self.revisions.items():
            if kind is Model and revisions[0].before is None:
                yield name

    @property
    def checked(self) -> str:
        """The newest day on which a source was read."""
        return self._checked or max((source.checked for source in self.sources.values()), default="")

    def advice_for(self, task: Task) -> Advice | None:
        """How general language models compare for a task; what is said of a tag holds for its subtasks, too."""
        return task.general or self.tasks[task.tag].general

    def tags(self) -> Iterator[Task]:
        """The tasks that are pipeline tags, in the order of the file."""
        return (task for task in self.tasks.values() if not task.subtask_of)

    def subtasks(self, tag: str) -> Iterator[Task]:
        """The subtasks of a pipeline tag."""
        return (task for task in self.tasks.values() if task.subtask_of == tag)

    def tasks_in(self, category: str) -> Iterator[Task]:
        """The tasks that name the category among those that serve them."""
        return (task for task in self.tasks.values() if category in task.categories)

    def models_in(self, category: str) -> Selection:
        """The models of a category, those that belong to it as a further one included."""
        return self.models.find("category", category)

    def models_for(self, task: Task) -> Selection:
        """The models that serve a task or a subtask."""
        return self.models.find("subtask" if task.subtask_of else "task", task.id)

    def successor_of(self, model: Model) -> Model | None:
        """The model that has taken the place of another in the end, whose own successors are followed; or None."""
        last = model
        while last.superseded_by:
            last = self.models[last.superseded_by]
        return None if last is model else last

    def predecessors_of(self, model: Model) -> tuple[Model, ...]:
        """The models whose place a model has taken directly, in the order of the files."""
        namesakes = self.models.find("superseded by", plain_name(model.id))
        return tuple(entry for entry in namesakes if entry.superseded_by == model.id)
