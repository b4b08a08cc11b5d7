"""Models, tasks, categories and sources as plain values."""

from __future__ import annotations

from dataclasses import asdict, fields, is_dataclass
from typing import Any

from whichllm.catalog import Block, Catalog, Category, Measurement, Model, Revision, Source, Task
from whichllm.catalog.derived import derived
from whichllm.documents.lines import Document, known
from whichllm.loading.prices import SOURCE


def model_facts(model: Model, catalog: Catalog) -> Document:
    """Everything known about a model, with license and sources spelled out, and what files of the user's own say."""
    return {**_model(model, catalog), **known({"origins": _origins(model, catalog)})}


def _model(model: Model, catalog: Catalog) -> Document:
    license_ = catalog.license_of(model)
    facts: Document = {
        "id": model.id,
        "name": model.name,
        "maker": model.maker,
        "family": model.family,
        "category": model.category,
        "other_categories": list(model.other_categories),
        "tasks": list(model.tasks),
        "subtasks": list(model.subtasks),
        "untrained_for": list(model.untrained_for),
        "domains": list(model.domains),
        "aliases": list(model.aliases),
        "license": known({"id": license_.id, "class": license_.class_, "clause": license_.clause}),
        "open_weights": model.open_weights,
        "gated": model.gated,
        "parameters": model.parameters,
        "active_parameters": model.active_parameters,
        "file_size": model.file_size,
        "context": model.context,
        "languages": list(model.languages),
        "translates": list(model.translates),
        "released": model.released,
        "price": {**known(asdict(model.price)), **_priced(model)} if model.price else None,
        "modalities": {key: list(value) for key, value in asdict(model.modalities).items()}
        if model.modalities
        else None,
        "libraries": list(model.libraries),
        "gguf": model.gguf,
        "downloads_month": model.downloads_month,
        "status": model.status,
        "superseded_by": model.superseded_by,
        "retired": model.retired,
        "note": model.note,
    }
    return {
        **known(facts),
        "evidence": [measurement_facts(entry, catalog) for entry in model.evidence],
        "recommended": [
            {"task": entry.task, "by": entry.by, **stated_in(entry.source, catalog)} for entry in model.recommended
        ],
        "sources": [
            {
                "id": source.id,
                "name": source.name,
                **known({"version": source.version, "date": source.date, "checked": source.checked, "url": source.url}),
                "facts": list(cited),
            }
            for source, cited in ((catalog.sources[key], cited) for key, cited in model.sources.items())
        ],
    }


def _priced(model: Model) -> Document:
    """Where a price comes from that is not the catalog's own."""
    return {"source": SOURCE} if SOURCE in model.sources else {}


def _origins(block: Block, catalog: Catalog) -> list[Document]:
    """What each file of the user's own says of a block, and what that takes the place of, the one that wins last."""
    revisions = catalog.revisions_of(block)
    states = [*(revision.before for revision in revisions[1:]), block]
    return [
        {
            "file": revision.file,
            "facts": list(revision.fields),
            "adds": revision.before is None,
            **known({"before": _replaced(revision, after, catalog) if after else {}}),
        }
        for revision, after in zip(revisions, states, strict=False)
    ]


def _replaced(revision: Revision, after: Block, catalog: Catalog) -> Document:
    """The facts that a file has replaced, as they were; lists that it only added to are left out."""
    if revision.before is None:
        return {}
    before, now = values_of(revision.before, catalog), values_of(after, catalog)
    return {key: before[key] for key in revision.fields if key in before and not _grew(before[key], now.get(key))}


def _grew(before: Any, now: Any) -> bool:
    return isinstance(before, list) and isinstance(now, list) and now[: len(before)] == before


def values_of(block: Block, catalog: Catalog) -> Document:
    """A block with all its fields."""
    if isinstance(block, Model):
        return _model(block, catalog)
    return {entry.name.rstrip("_"): _plain(getattr(block, entry.name)) for entry in fields(block)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def category_facts(category: Category, catalog: Catalog) -> Document:
    """Everything known about a category but what `explain` adds."""
    return {
        "id": category.id,
        "name": category.name,
        "summary": category.summary,
        "aliases": list(category.aliases),
        "tasks": [task.id for task in catalog.tasks_in(category.id) if not task.subtask_of],
        "model_count": len(catalog.models_in(category.id)),
        **known({"origins": _origins(category, catalog)}),
    }


def task_facts(task: Task, catalog: Catalog) -> Document:
    """Everything known about a task but what `explain` adds."""
    return {
        "id": task.id,
        "name": task.name,
        "summary": task.summary,
        **known({"subtask_of": task.subtask_of, "usually": task.usually, "note": task.note}),
        "aliases": list(task.aliases),
        "categories": list(task.categories),
        "reads": list(task.reads),
        "writes": list(task.writes),
        "model_count": len(catalog.models_for(task)),
        **known({"origins": _origins(task, catalog)}),
    }


def measurement_facts(entry: Measurement, catalog: Catalog) -> Document:
    """A figure with its source."""
    return {
        "task": entry.task,
        "benchmark": entry.benchmark,
        "value": entry.value,
        "higher_is_better": entry.higher_is_better,
        **figure_source(entry, catalog),
    }


def figure_source(entry: Measurement, catalog: Catalog) -> Document:
    """Where a figure comes from, and of what day it is."""
    return stated_in(entry.source, catalog, entry.date)


def stated_in(source: str, catalog: Catalog, date: str = "") -> Document:
    """A source, and the day of what it says: that of the source unless it has its own."""
    return {"source": source, **known({"date": date or catalog.sources[source].date})}


@derived()
def catalog_facts(catalog: Catalog) -> Document:
    """Which catalog was asked."""
    return {
        "version": catalog.version,
        "models": len(catalog.models),
        "checked": catalog.checked,
        **known({"own": [entry.file for entry in catalog.own]}),
        **({"prices": _prices(catalog.sources[SOURCE])} if SOURCE in catalog.sources else {}),
    }


def _prices(source: Source) -> Document:
    return {"source": source.id, **known({"version": source.version})}
