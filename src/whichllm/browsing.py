"""What there is and what it is: the answers to `list` and `explain`, as data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whichllm.catalog import Catalog, Category, Model, Task, plain_name
from whichllm.ranking import Ranking, rank
from whichllm.reading import resolve


@dataclass(frozen=True, slots=True)
class CategoryListing:
    """Categories, in the order of the catalog."""

    categories: tuple[Category, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class TaskListing:
    """Tasks, each followed by its subtasks."""

    tasks: tuple[Task, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class ModelListing:
    """Models, by id."""

    models: tuple[Model, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class CategoryExplanation:
    """A family of models with its tasks (subtasks left out) and its models by id."""

    category: Category
    tasks: tuple[Task, ...]
    models: tuple[Model, ...]
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class TaskExplanation:
    """A task with its subtasks and its models, ranked."""

    task: Task
    subtasks: tuple[Task, ...]
    ranking: Ranking
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class ModelExplanation:
    """A model with all that is known of it, and others of its family by id."""

    model: Model
    relatives: tuple[Model, ...]
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
    return ModelListing(_by_id(models), catalog)


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
    namesakes = catalog.models.find("family", plain_name(entry.family))
    relatives = (model for model in namesakes if model.family == entry.family and model.id != entry.id)
    return ModelExplanation(entry, _by_id(relatives), catalog)


def _by_id(models: Iterable[Model]) -> tuple[Model, ...]:
    return tuple(sorted(models, key=lambda model: model.id.casefold()))


def _category(name: str, catalog: Catalog) -> Category | None:
    return resolve(name, catalog, Category) if name else None


def _task(name: str, catalog: Catalog) -> Task | None:
    return resolve(name, catalog, Task) if name else None
