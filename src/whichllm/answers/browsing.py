"""What there is and what it is: the answers to `list` and `explain`, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from whichllm.answers.comparing import Difference, differences
from whichllm.answers.formats import Shown
from whichllm.base.records import dataclass
from whichllm.catalog import MULTILINGUAL, Catalog, Category, Model, Task, plain_name
from whichllm.ranking import Ranking, rank
from whichllm.reading.names import resolve
from whichllm.requirements.wishes import NO_WISHES, for_languages

_ALTERNATIVES = 3
# A model for no more languages than this is there for them: whatever takes its place must know them, too.
_FEW_LANGUAGES = 2


@dataclass(frozen=True, slots=True)
class CategoryListing:
    """Categories, in the order of the catalog; `narrowed` by what was asked for ("category", "task")."""

    shown = Shown("categories", "listings", rows="categories")

    categories: tuple[Category, ...]
    catalog: Catalog
    narrowed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not self.categories


@dataclass(frozen=True, slots=True)
class TaskListing:
    """Tasks, each followed by its subtasks; `narrowed` by what was asked for ("category", "task")."""

    shown = Shown("tasks", "listings", rows="tasks")

    tasks: tuple[Task, ...]
    catalog: Catalog
    narrowed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not self.tasks


@dataclass(frozen=True, slots=True)
class ModelListing:
    """Models, by id; `narrowed` by what was asked for ("category", "task")."""

    shown = Shown("models", "listings", rows="models")

    models: tuple[Model, ...]
    catalog: Catalog
    narrowed: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not self.models


@dataclass(frozen=True, slots=True)
class CategoryExplanation:
    """A family of models with its tasks (subtasks left out) and its models by id."""

    shown = Shown("category", "explanations")

    category: Category
    tasks: tuple[Task, ...]
    models: tuple[Model, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class TaskExplanation:
    """A task with its subtasks and its models, ranked."""

    shown = Shown("task", "explanations")

    task: Task
    subtasks: tuple[Task, ...]
    ranking: Ranking
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Alternative:
    """A model that can be taken instead of another one, and what tells it from that."""

    model: Model
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ModelExplanation:
    """A model with all that is known of it, and others of its family by id.

    `task` is what it does first of all, its first subtask if it has one; `alternatives` are the best models of other
    families for that, at most three. `successor` is the model that has taken its place in the end, `predecessors` are
    those whose place it has taken.
    """

    shown = Shown("model", "explanations")

    model: Model
    relatives: tuple[Model, ...]
    task: Task
    alternatives: tuple[Alternative, ...]
    successor: Model | None
    predecessors: tuple[Model, ...]
    catalog: Catalog


Explanation = CategoryExplanation | TaskExplanation | ModelExplanation
Listing = CategoryListing | TaskListing | ModelListing


def list_categories(catalog: Catalog, category: str = "", task: str = "") -> CategoryListing:
    """The categories; with `task`, those that serve it. Names may be aliases; see `explain` for errors."""
    wanted = _category(category, catalog)
    served = _task(task, catalog)
    return CategoryListing(
        tuple(
            entry
            for entry in catalog.categories.values()
            if (wanted is None or entry is wanted) and (served is None or entry.id in served.categories)
        ),
        catalog,
        _narrowed(category, task),
    )


def list_tasks(catalog: Catalog, category: str = "", task: str = "") -> TaskListing:
    """The tasks and subtasks; with `category`, those it serves; with `task`, that one and its subtasks."""
    wanted = _category(category, catalog)
    chosen = _task(task, catalog)
    return TaskListing(
        tuple(
            entry
            for tag in catalog.tags()
            for entry in (tag, *catalog.subtasks(tag.id))
            if (wanted is None or wanted.id in entry.categories)
            and (chosen is None or chosen.id in (entry.id, entry.subtask_of))
        ),
        catalog,
        _narrowed(category, task),
    )


def list_models(catalog: Catalog, category: str = "", task: str = "") -> ModelListing:
    """The models; with `category`, those that belong to it; with `task`, those that serve it."""
    wanted = _category(category, catalog)
    served = _task(task, catalog)
    models: Iterable[Model] = catalog.models.values()
    if served is not None:
        models = catalog.models_for(served)
        if wanted is not None:
            models = (model for model in models if model.in_category(wanted.id))
    elif wanted is not None:
        models = catalog.models_in(wanted.id)
    return ModelListing(_by_id(models), catalog, _narrowed(category, task))


def explain(name: str, catalog: Catalog) -> Explanation:
    """What a category, a task or a model is; `name` may be an alias or slightly misspelt.

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things.
    """
    entry = resolve(name, catalog)
    if isinstance(entry, Category):
        tasks = tuple(task for task in catalog.tasks_in(entry.id) if not task.subtask_of)
        return CategoryExplanation(entry, tasks, _by_id(catalog.models_in(entry.id)), catalog)
    if isinstance(entry, Task):
        return TaskExplanation(entry, tuple(catalog.subtasks(entry.id)), rank(entry, catalog), catalog)
    return _explained(entry, catalog)


def _explained(model: Model, catalog: Catalog) -> ModelExplanation:
    namesakes = catalog.models.find("family", plain_name(model.family))
    task = catalog.tasks[(*model.subtasks, *model.tasks)[0]]
    successor = catalog.successor_of(model)
    return ModelExplanation(
        model=model,
        relatives=_by_id(entry for entry in namesakes if entry.family == model.family and entry.id != model.id),
        task=task,
        alternatives=tuple(
            Alternative(entry, differences(model, entry, catalog))
            for entry in islice(_of_other_families(model, task, catalog), _ALTERNATIVES)
        ),
        successor=successor,
        predecessors=_by_id(catalog.predecessors_of(model)),
        catalog=catalog,
    )


def _of_other_families(model: Model, task: Task, catalog: Catalog) -> Iterator[Model]:
    """The models for a task, best first, but for the family of one of them."""
    few = len(model.languages) <= _FEW_LANGUAGES and MULTILINGUAL not in model.languages
    # Where no language is asked for, models for English go first.
    wishes = for_languages(model.languages) if few and model.languages != ("en",) else NO_WISHES
    family = plain_name(model.family)
    return (pick.model for pick in rank(task, catalog, wishes).picks if plain_name(pick.model.family) != family)


def _narrowed(category: str, task: str) -> tuple[str, ...]:
    return tuple(name for name, asked in (("category", category), ("task", task)) if asked)


def _by_id(models: Iterable[Model]) -> tuple[Model, ...]:
    return tuple(sorted(models, key=lambda model: model.id.casefold()))


def _category(name: str, catalog: Catalog) -> Category | None:
    return resolve(name, catalog, Category) if name else None


def _task(name: str, catalog: Catalog) -> Task | None:
    return resolve(name, catalog, Task) if name else None
