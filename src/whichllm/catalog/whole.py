"""The catalog as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from types import MappingProxyType
from typing import Any

from whichllm.base.compiled import Compiled
from whichllm.base.errors import WhichllmError
from whichllm.base.memo import Memo
from whichllm.base.records import dataclass, field
from whichllm.catalog.blocks import (
    Advice,
    Category,
    Hardware,
    Library,
    License,
    Model,
    Snippet,
    Source,
    Task,
)
from whichllm.catalog.lookups import Models, ModelsInMemory, Selection
from whichllm.catalog.names import plain_name
from whichllm.catalog.vocabulary import Association, DemandCue, StepCue, Succession, Vocabulary

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

    Two catalogs are the same only if they are one object. For `models`, any mapping may be given. `compiled` is what
    reading made of the catalog earlier, if it comes from a snapshot, and `derived` what functions have worked out of
    it since, which `catalog.derived` fills; a changed copy has neither. `named` are the paths that a command has to
    name to get it.

    To pickle, a catalog that was loaded is how it was loaded: where it is unpickled it is loaded there, which raises
    WhichllmError if the files hold something else by then. A changed copy is all that it holds.
    """

    categories: Mapping[str, Category]
    tasks: Mapping[str, Task]
    models: Models
    licenses: Mapping[str, License]
    libraries: Mapping[str, Library]
    sources: Mapping[str, Source]
    vocabulary: Vocabulary
    associations: Sequence[Association]
    step_cues: Sequence[StepCue]
    demand_cues: Sequence[DemandCue]
    successions: Sequence[Succession]
    snippets: Sequence[Snippet]
    version: str
    hardware: Mapping[str, Hardware] = field(default_factory=dict)
    own: tuple[OwnFile, ...] = ()
    revisions: Mapping[tuple[type[Block], str], tuple[Revision, ...]] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    compiled: Compiled | None = field(default=None, init=False)
    derived: dict[Callable[..., Any], Memo[tuple[Any, ...], Any]] = field(default_factory=dict, init=False)
    _checked: str = field(default="", init=False)
    _load: Callable[[], Catalog] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if not isinstance(self.models, Models):
            object.__setattr__(self, "models", ModelsInMemory(self.models))

    def with_derived(self, compiled: Compiled, checked: str) -> Catalog:
        """The same catalog, told what was derived from it earlier."""
        object.__setattr__(self, "compiled", compiled)
        object.__setattr__(self, "_checked", checked)
        return self

    def reached_by(self, named: tuple[str, ...]) -> Catalog:
        """The same catalog, as another object where a command has to name paths to get it, and told which."""
        if not named:
            return self
        copy = replace(self, named=named)
        if self._load is not None:
            copy.loaded_by(partial(_reached, self._load, named))
        return copy.with_derived(self.compiled, self._checked) if self.compiled else copy

    def loaded_by(self, load: Callable[[], Catalog]) -> Catalog:
        """The same catalog, told what loads it once more: something that pickle takes."""
        object.__setattr__(self, "_load", load)
        return self

    def __reduce__(self) -> tuple[Callable[..., Catalog], tuple[Any, ...]]:
        if self._load is not None:
            return _loaded, (self._load, self.version)
        names = [entry.name for entry in fields(self) if entry.init]
        return _made, ({name: _in_memory(getattr(self, name)) for name in names},)

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

    @property
    def as_of(self) -> str:
        """The day that counts as today where models are judged: the newest on which a source was read, or its date."""
        return self.checked or max(source.date for source in self.sources.values())

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

    def license_of(self, model: Model) -> License:
        """The license that a model is published under."""
        return self.licenses[model.license]

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


def _in_memory(value: Any) -> Any:
    """A field of a catalog, wherever it lies, as what pickle takes."""
    if isinstance(value, Mapping):
        return dict(value.items())
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _reached(load: Callable[[], Catalog], named: tuple[str, ...]) -> Catalog:
    return load().reached_by(named)


def _loaded(load: Callable[[], Catalog], version: str) -> Catalog:
    catalog = load()
    if catalog.version != version:
        raise WhichllmError("the catalog has changed since this was pickled", "ask once more")
    return catalog


def _made(content: Mapping[str, Any]) -> Catalog:
    return Catalog(**content)
