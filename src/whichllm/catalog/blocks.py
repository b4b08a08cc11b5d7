"""The types people author: what stands in `data/`, once it has been read and found sound.

Each class is one kind of block in a YAML file and each field one key of that block: `whichllm.loading` reads
the annotations to check the files, so a field added here can be written there at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from whichllm.base.records import FrozenDict, dataclass, field
from whichllm.base.words import Direction

LicenseClass = Literal["permissive", "conditions", "non-commercial", "proprietary", "unknown"]
Status = Literal["current", "superseded", "retired", "unreleased"]
PriceUnit = Literal["million tokens", "image", "minute", "second", "million characters", "page", "request"]
HardwareKind = Literal["gpu", "apple", "board", "phone", "cpu", "microcontroller"]
LibraryKind = Literal["local library", "local server", "hosted client"]
Modality = Literal["text", "image", "video", "audio", "3d", "table", "time series", "graph", "actions", "any"]
HANDLED: tuple[str, ...] = (*get_args(Modality), "pdf")
"""Kinds of data that a model may be said to read or write."""

DemandName = Literal[
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
    "without",
]

MULTILINGUAL = "multilingual"
"""What stands among the languages of a model that knows many, where its source does not list them."""

_TAGS_OF_A_GENERALIST = 3
_BYTES_OF_A_WEIGHT = 4

MAX_AGE = 180
"""After so many days, a source ought to be opened again."""

PROSE = frozenset(
    (
        *("summary", "training", "diagram", "good_for", "not_for", "take", "when", "clause", "code"),
        *("note", "prompt", "why", "examples", "by"),
    )
)
"""The keys of texts that may have several lines: no names, nor what stands in the middle of a line elsewhere."""

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
    "file_size",
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
    """What models run on: a graphics card, an Apple chip, a board, a phone, a processor, a microcontroller.

    `memories` are those that it is sold with, in GB (2^30 bytes, as makers of memory count), `bandwidth` that of the
    memory in GB/s, the least of all that goes by the name. Only kind `gpu` has memory of its own; the others share
    it with all else that runs. That of a microcontroller is its flash. `usual` is the one of several memories that is
    meant where none is told, if that is not the least. `sources` are ids of sources.
    """

    id: str
    name: str
    kind: HardwareKind
    memories: tuple[float, ...]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    bandwidth: float | None = None
    usual: float | None = None
    note: str = ""

    @property
    def memory(self) -> float:
        """The memory to count on, in GB: the usual one or the least where it is sold with several."""
        return min(self.memories) if self.usual is None else self.usual


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
    `calls`, `families` or `categories`, the code is only for models that these name, and goes before code for any;
    it is for none of those whose family or id `not_for` names. `install` takes the place of the library's.
    """

    library: str
    tasks: tuple[str, ...]
    code: str
    language: Literal["python", "shell"] = "python"
    categories: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    calls: Mapping[str, str] = field(default_factory=FrozenDict)
    install: str = ""
    not_for: tuple[str, ...] = ()


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

    `says` is written in the small language of `whichllm.base.patterns`.
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
class Classes:
    """What many models for a task were trained to tell apart, and nothing else: the classes of a data set.

    `name` completes "knows". Of `words`, one at least is met where these classes, or the training of others, are meant.
    The models are those that `benchmark` measures, and `models` (ids) of which no figure tells it; none that was made
    for material of its own. Classes with neither are those that no model of the catalog knows: asked for, they tell
    that all others are beside the point.
    """

    name: str
    words: tuple[str, ...]
    benchmark: str = ""
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredIn:
    """Benchmarks, by their names, that measure in some languages (ISO 639 codes) only: of others they tell nothing."""

    languages: tuple[str, ...]
    benchmarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One kind of work: a Hugging Face pipeline tag, or a subtask of one (`subtask_of`).

    `categories` serve it, the default first. `reads` and `writes` name the kinds of data (concepts of the vocabulary)
    that go in and come out; `usually` is the subtask that is meant where none is named; `measured_by` names further
    tasks whose benchmarks measure this one, too. `prompt` is
    what one writes to a model that chats to have it done, an example. `near` names tags that people ask for in much
    the same words; `prior` is added to the evidence: below 0 for what is seldom asked for. `general` compares with
    general language models, where those do the task, too. `jargon` lists datasets, metrics, architectures and terms by
    which those who work on the task speak of it. `classes` are those that many of its models know alone, and
    `any_classes` is the tag of models that are told in words which to look for. `measured_in` tells of benchmarks for
    the task which languages they measure in, where that is not all that models know.
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
    classes: tuple[Classes, ...] = ()
    any_classes: str = ""
    measured_in: tuple[MeasuredIn, ...] = ()
    rules: tuple[Rule, ...] = ()
    jargon: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """The pipeline tag: the parent's for a subtask, else its own id."""
        return self.subtask_of or self.id


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

    The fields stand in the order of the keys in a block.

    `untrained_for` are those of its tasks that it does only once it has been trained on examples of one's own;
    `domains` are the kinds of material that it was made for, none for a generalist. `parameters` counts weights,
    `file_size` bytes of the files that a model is published in whose weights nobody counts, 0 for an algorithm, which
    has none before it is trained; `context` counts tokens, `downloads_month` downloads from the Hub in a month;
    `released` and `retired` are dates (YYYY, YYYY-MM or YYYY-MM-DD); `translates` lists fixed directions ("de-en",
    "*-en" for any of its languages) and is empty where any of the languages goes both ways; `libraries` are the ids of
    what runs the model, the first choice first; `gguf` is the Hub repository of its files in the format of llama.cpp;
    `sources` maps the id of a source to the facts that were taken from it. `category` is given by the file that the
    block stands in; a block in a file of the user's own names it.
    """

    id: str
    name: str
    maker: str
    family: str
    category: str = field(default="", metadata={"authored": False})
    aliases: tuple[str, ...] = ()
    tasks: tuple[str, ...]
    subtasks: tuple[str, ...] = ()
    untrained_for: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    other_categories: tuple[str, ...] = ()
    license: str
    open_weights: bool | None = None
    gated: bool | None = None
    parameters: int | None = None
    active_parameters: int | None = None
    file_size: int | None = None
    context: int | None = None
    languages: tuple[str, ...] = ()
    translates: tuple[str, ...] = ()
    released: str = ""
    price: Price | None = None
    modalities: Modalities | None = None
    libraries: tuple[str, ...] = ()
    gguf: str = ""
    downloads_month: int | None = None
    status: Status
    superseded_by: str = ""
    retired: str = ""
    note: str = ""
    evidence: tuple[Measurement, ...] = ()
    recommended: tuple[Recommended, ...] = ()
    sources: Mapping[str, tuple[str, ...]]

    @property
    def is_current(self) -> bool:
        """Whether it is the one to take: neither replaced, nor gone, nor kept back."""
        return self.status == "current"

    @property
    def directions(self) -> tuple[Direction, ...]:
        """The fixed directions in which it translates, which `translates` writes."""
        return tuple(filter(None, map(Direction.parse, self.translates)))

    @property
    def is_generalist(self) -> bool:
        """Whether it lists so many tags that no finer work, and no note, says what it is for."""
        return len(self.tasks) >= _TAGS_OF_A_GENERALIST

    @property
    def has_known_size(self) -> bool:
        """Whether its weights are counted, or the bytes of its files."""
        return self.parameters is not None or self.file_size is not None

    @property
    def weights(self) -> int | None:
        """Its parameters or, where only the size of its files is known, as many as these hold at 32 bits each.

        None where neither is known, and for an algorithm, which has none.
        """
        return self.parameters or (self.file_size or 0) // _BYTES_OF_A_WEIGHT or None

    def serves(self, task: Task) -> bool:
        """Whether the catalog lists this model for the task."""
        return task.id in (self.subtasks if task.subtask_of else self.tasks)

    def in_category(self, category: str) -> bool:
        """Whether the model belongs to the category, as its own or as a further one."""
        return category == self.category or category in self.other_categories
