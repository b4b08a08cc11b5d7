"""Lists of categories, tasks and models laid out."""

from __future__ import annotations

from collections.abc import Iterable

from whichllm.answers.browsing import CategoryListing, Listing, ModelListing
from whichllm.catalog import Catalog, Model, Task
from whichllm.pages.parts import Column, Grid, Line, Page
from whichllm.wording import of_models, plain

_OF_A_CATEGORY = ("explain CATEGORY", "list tasks --category CATEGORY")


def page(answer: Listing, _why: bool = False) -> Page:
    """A list laid out; nothing of one with nothing in it."""
    if answer.is_empty:
        return []
    if isinstance(answer, CategoryListing):
        return _category_listing(answer)
    if isinstance(answer, ModelListing):
        return _model_listing(answer)
    explained = plain.command("explain TASK", answer.catalog)
    return [task_grid(answer.tasks, answer.catalog), Line(f"More of one: {explained}", quiet=True)]


def _category_listing(answer: CategoryListing) -> Page:
    catalog = answer.catalog
    columns = (
        Column("Category", "id"),
        Column("Tasks", least=26),
        Column("Models", "number", keep=2),
        Column("What it is", keep=1, least=26),
    )
    rows = tuple(
        (
            f"{entry.name}\n{entry.id}",
            ", ".join(task.id for task in catalog.tasks_in(entry.id) if not task.subtask_of),
            str(len(catalog.models_in(entry.id))),
            entry.summary,
        )
        for entry in answer.categories
    )
    tasks = sum(1 for _ in catalog.tags())
    return [
        Grid(columns, rows),
        Line(
            f"{plain.count(len(answer.categories), 'category')}; in the whole catalog"
            f" {plain.count(tasks, 'task')} with {plain.count(len(catalog.tasks) - tasks, 'subtask')} and"
            f" {plain.count(len(catalog.models), 'model')}, checked {catalog.checked}",
            quiet=True,
        ),
        Line(f"More of one: {', '.join(plain.command(words, catalog) for words in _OF_A_CATEGORY)}", quiet=True),
    ]


def task_grid(tasks: Iterable[Task], catalog: Catalog) -> Grid:
    """Tasks, one a row."""
    columns = (
        Column("Task", "id"),
        Column("What it does", least=26),
        Column("Categories", keep=1),
        Column("Models", "number", keep=2),
    )
    rows = tuple(
        (
            f"{'  ' if task.subtask_of else ''}{task.id}",
            task.summary,
            ", ".join(task.categories),
            str(len(catalog.models_for(task))),
        )
        for task in tasks
    )
    return Grid(columns, rows)


def _model_listing(answer: ModelListing) -> Page:
    explained = plain.command("explain MODEL", answer.catalog)
    return [
        model_grid(answer.models, answer.catalog),
        Line(f"{plain.count(len(answer.models), 'model')}. More of one: {explained}", quiet=True),
    ]


def model_grid(models: Iterable[Model], catalog: Catalog) -> Grid:
    """Models, one a row. What people choose by is shown at any width."""
    columns = (
        Column("Model", "id"),
        Column("Maker", keep=1),
        Column("Size", "number", titled=True),
        Column("License"),
        Column("Context, price", titled=True),
        Column("Languages", titled=True),
        Column("Status", titled=True),
        Column("Tasks", least=26),
    )
    rows = tuple(
        (
            model.id,
            model.maker,
            of_models.size(model).replace(" (", "\n("),
            of_models.license_name(catalog.license_of(model)),
            of_models.context_or_price(model),
            of_models.languages(model),
            "" if model.is_current else model.status,
            ", ".join(model.subtasks or model.tasks),
        )
        for model in models
    )
    return Grid(columns, rows)
