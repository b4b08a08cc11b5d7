"""Categories, tasks and models explained, laid out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from whichllm.answers.browsing import CategoryExplanation, Explanation, ModelExplanation, TaskExplanation
from whichllm.answers.comparing import Caution
from whichllm.catalog import Catalog, Category, Model
from whichllm.pages.listings import model_grid, task_grid
from whichllm.pages.parts import Bullets, Column, Diagram, Facts, Grid, Heading, Line, Page
from whichllm.pages.recommendations import NO_MODEL, left_out, pick_table
from whichllm.wording import of_comparisons, of_models, of_own_files, of_tasks, plain

_EXAMPLES_SHOWN = 4


def page(answer: Explanation, _why: bool = False) -> Page:
    """A category, a task or a model explained, laid out."""
    if isinstance(answer, CategoryExplanation):
        return _category(answer)
    return _task(answer) if isinstance(answer, TaskExplanation) else _model(answer)


def _category(answer: CategoryExplanation) -> Page:
    category, catalog = answer.category, answer.catalog
    own = of_own_files.own_words(category, catalog)
    parts: Page = [
        Heading(f"{category.name} ({category.id})"),
        Line(category.summary),
        *([Line(f"Your own files: {own}", quiet=True)] if own else []),
        Heading("How it is trained", 2),
        Line(category.training),
        Diagram(category.diagram),
        Bullets("Good for", category.good_for),
        Bullets("Not good for", category.not_for),
    ]
    if category.instead:
        parts.append(
            Bullets(
                "Take another family when",
                tuple(_instead(entry.take, entry.when, catalog) for entry in category.instead),
            )
        )
    parts += [Heading("Tasks", 2), task_grid(answer.tasks, catalog)]
    parts += [Heading(f"Models ({len(answer.models)})", 2), model_grid(answer.models, catalog)]
    return parts


def _instead(category: str, when: str, catalog: Catalog) -> str:
    other: Category = catalog.categories[category]
    return f"{when}: {other.name} ({other.id})"


def _task(answer: TaskExplanation) -> Page:
    task, catalog = answer.task, answer.catalog
    facts = [
        ("Kind", of_tasks.kind(task, catalog)),
        ("Categories", ", ".join(task.categories)),
    ]
    if task.reads:
        facts.append(("Goes in", ", ".join(task.reads).replace("-", " ")))
    if task.writes:
        facts.append(("Comes out", ", ".join(task.writes).replace("-", " ")))
    if task.aliases:
        facts.append(("Also called", ", ".join(task.aliases)))
    if task.usually:
        facts.append(("Usually meant", task.usually))
    own = of_own_files.own_words(task, catalog)
    if own:
        facts.append(("Your own files", own))
    parts: Page = [Heading(f"{task.name} ({task.id})"), Line(task.summary), Facts(tuple(facts))]
    if task.note:
        parts.append(Line(task.note))
    if task.examples:
        parts.append(Bullets("People say", task.examples[:_EXAMPLES_SHOWN]))
    if answer.subtasks:
        parts += [Heading("Subtasks", 2), task_grid(answer.subtasks, catalog)]
    picks = answer.ranking.picks
    models = sum(1 for _ in answer.ranking.all_picks())
    counted = f"{plain.count(len(picks), 'family')}, {plain.count(models, 'model')}" if picks else "0"
    parts.append(Heading(f"Models ({counted})", 2))
    if picks:
        parts += pick_table(tuple(picks), answer.ranking.wishes, catalog)
    else:
        parts.append(Line(NO_MODEL))
    return parts + left_out(answer.ranking)


def _model(answer: ModelExplanation) -> Page:
    model, catalog = answer.model, answer.catalog
    facts = [
        ("Id", model.id),
        *((entry.title, entry.said(model, catalog)) for entry in of_models.FACTS),
        ("Also called", ", ".join(model.aliases)),
        ("Takes the place of", ", ".join(entry.id for entry in answer.predecessors)),
    ]
    parts: Page = [Heading(model.name)]
    if not model.is_current:
        said = of_comparisons.caution(Caution("status", (model,), answer.successor), catalog)
        parts.append(Line(f"Caution: {said}"))
    if model.note:
        parts.append(Line(model.note))
    newer = of_models.newer(model, answer.relatives)
    if newer:
        parts.append(Line(newer))
    parts.append(Facts(tuple((name, value) for name, value in facts if value and value != plain.UNKNOWN)))
    parts.append(Heading("Evidence", 2))
    if model.evidence:
        columns = (
            Column("Benchmark"),
            Column("Value", "number"),
            Column("Task", keep=1),
            Column("Source", keep=2),
        )
        rows = tuple(
            (
                f"{entry.benchmark} ({'higher' if entry.higher_is_better else 'lower'} is better)",
                f"{entry.value:g}",
                entry.task,
                of_models.measured(entry, catalog),
            )
            for entry in model.evidence
        )
        parts.append(Grid(columns, rows))
    else:
        parts.append(Line("None: nobody has measured it in a source that the catalog reads."))
    parts += _recommended(model, catalog)
    parts += _alternatives(answer)
    parts.append(Heading("Sources", 2))
    parts.append(
        Grid(
            (Column("Source"), Column("Date"), Column("Facts", keep=2), Column("Address", "id", keep=1)),
            tuple(
                (
                    of_models.source_name(catalog.sources[key]),
                    catalog.sources[key].date or plain.UNKNOWN,
                    plain.keys(facts_cited),
                    catalog.sources[key].url,
                )
                for key, facts_cited in model.sources.items()
            ),
        )
    )
    if catalog.revisions_of(model):
        parts += [Heading("From your own files", 2), _own_facts(model, catalog)]
    if answer.relatives:
        parts.append(Line(f"Same family: {', '.join(entry.id for entry in answer.relatives)}", quiet=True))
    parts.append(Line(f"The task: {plain.command(f'explain {model.tasks[0]}', catalog)}", quiet=True))
    return parts


def _recommended(model: Model, catalog: Catalog) -> Page:
    if not model.recommended:
        return []
    columns = (Column("Task"), Column("Who names it", least=26), Column("Source", keep=1))
    rows = tuple((entry.task, entry.by, of_models.dated(entry.source, catalog)) for entry in model.recommended)
    return [Heading("Recommended", 2), Grid(columns, rows)]


def _alternatives(answer: ModelExplanation) -> Page:
    if not answer.alternatives:
        return []
    columns = (Column("Model", "id"), Column("What differs", least=26))
    rows = tuple(
        (
            f"{entry.model.name}\n{entry.model.id}",
            "; ".join(of_comparisons.difference(told, entry.model, answer.catalog) for told in entry.differences)
            or plain.UNKNOWN,
        )
        for entry in answer.alternatives
    )
    return [Heading(f"Alternatives for {answer.task.name.lower()}, of other families", 2), Grid(columns, rows)]


def _own_facts(model: Model, catalog: Catalog) -> Grid:
    """What each file of the user's own says of a model, and what stood there before, the file that wins first."""
    columns = (Column("Fact"), Column("Says", least=20), Column("File", "id"), Column("Instead of", keep=1, least=20))
    rows: list[tuple[str, ...]] = []
    after = model
    for revision in reversed(catalog.revisions_of(model)):
        before = revision.before if isinstance(revision.before, Model) else None
        for name in revision.fields:
            rows.append(
                (
                    plain.key(name),
                    of_models.fact(_without(after, name, before), name, catalog),
                    plain.clean(revision.file),
                    of_models.fact(_without(before, name, after), name, catalog) if before else plain.UNKNOWN,
                )
            )
        after = before or after
    return Grid(columns, tuple(rows))


def _without(model: Model, name: str, other: Model | None) -> Model:
    """A model with only those entries of a growing list that the other one does not have."""
    if other is None or name not in ("aliases", "evidence", "recommended"):
        return model
    entries: tuple[Any, ...] = tuple(entry for entry in getattr(model, name) if entry not in getattr(other, name))
    if name == "aliases":
        return replace(model, aliases=entries)
    return replace(model, evidence=entries) if name == "evidence" else replace(model, recommended=entries)
