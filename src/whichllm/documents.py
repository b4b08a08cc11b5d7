"""Answers as plain values: the JSON of the contract. A fact that is not known is absent."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from functools import cached_property, lru_cache
from typing import Any

from whichllm import wording
from whichllm.browsing import (
    CategoryExplanation,
    CategoryListing,
    Explanation,
    Listing,
    ModelExplanation,
    ModelListing,
    TaskExplanation,
)
from whichllm.catalog import Block, Catalog, Category, Measurement, Model, Revision, Task
from whichllm.checking import Report
from whichllm.ranking import Pick, Ranking
from whichllm.reading import Match
from whichllm.recommending import Recommendation, TaskAnswer
from whichllm.snippets import Running
from whichllm.surveying import Survey

SCHEMA = 1

Document = dict[str, Any]


class Fixed(list[Document]):
    """A list that is the same for many descriptions. It must not be changed; `line` keeps its JSON for the next."""

    @cached_property
    def line(self) -> str:
        """The list as JSON on one line."""
        return compact(self)


compact = json.JSONEncoder(separators=(",", ":")).encode
"""Any plain value as JSON on one line."""


def document(answer: Recommendation | Listing | Explanation | Survey | Report | Running) -> Document:
    """Any answer as the object that `--format json` prints."""
    if isinstance(answer, Survey):
        return {"schema": SCHEMA, **_survey(answer)}
    if isinstance(answer, Report):
        return {"schema": SCHEMA, **_report(answer)}
    if isinstance(answer, Running):
        return {"schema": SCHEMA, **_running(answer), "catalog": _catalog(answer.catalog)}
    if isinstance(answer, Recommendation):
        return _recommendation(answer)
    if isinstance(answer, CategoryExplanation | TaskExplanation | ModelExplanation):
        return {"schema": SCHEMA, **_explanation(answer), "catalog": _catalog(answer.catalog)}
    catalog = answer.catalog
    if isinstance(answer, CategoryListing):
        return {"schema": SCHEMA, "categories": [_category(entry, catalog) for entry in answer.categories]}
    if isinstance(answer, ModelListing):
        return {"schema": SCHEMA, "models": [model_facts(entry, catalog) for entry in answer.models]}
    return {"schema": SCHEMA, "tasks": [_task(entry, catalog) for entry in answer.tasks]}


def model_facts(model: Model, catalog: Catalog) -> Document:
    """Everything known about a model, with licence and sources spelled out, and what files of the user's own say."""
    return {**_model(model, catalog), **_known({"origins": _origins(model, catalog)})}


def _model(model: Model, catalog: Catalog) -> Document:
    license_ = catalog.licenses[model.license]
    facts: Document = {
        "id": model.id,
        "name": model.name,
        "maker": model.maker,
        "family": model.family,
        "category": model.category,
        "other_categories": list(model.other_categories),
        "tasks": list(model.tasks),
        "subtasks": list(model.subtasks),
        "aliases": list(model.aliases),
        "license": _known({"id": license_.id, "class": license_.class_, "clause": license_.clause}),
        "open_weights": model.open_weights,
        "gated": model.gated,
        "parameters": model.parameters,
        "active_parameters": model.active_parameters,
        "context": model.context,
        "languages": list(model.languages),
        "translates": list(model.translates),
        "released": model.released,
        "price": _known(asdict(model.price)) if model.price else None,
        "modalities": {key: list(value) for key, value in asdict(model.modalities).items()}
        if model.modalities
        else None,
        "libraries": list(model.libraries),
        "downloads_month": model.downloads_month,
        "status": model.status,
        "superseded_by": model.superseded_by,
        "retired": model.retired,
        "note": model.note,
    }
    return {
        **_known(facts),
        "evidence": [_measurement(entry, catalog) for entry in model.evidence],
        "sources": [
            {
                "id": source.id,
                "name": source.name,
                **_known(
                    {"version": source.version, "date": source.date, "checked": source.checked, "url": source.url}
                ),
                "facts": list(cited),
            }
            for source, cited in ((catalog.sources[key], cited) for key, cited in model.sources.items())
        ],
    }


def _origins(block: Block, catalog: Catalog) -> list[Document]:
    """What each file of the user's own says of a block, and what that takes the place of, the one that wins last."""
    revisions = catalog.revisions_of(block)
    states = [*(revision.before for revision in revisions[1:]), block]
    return [
        {
            "file": revision.file,
            "facts": list(revision.fields),
            "adds": revision.before is None,
            **_known({"before": _replaced(revision, after, catalog) if after else {}}),
        }
        for revision, after in zip(revisions, states, strict=False)
    ]


def _replaced(revision: Revision, after: Block, catalog: Catalog) -> Document:
    """The facts that a file has replaced, as they were; lists that it only added to are left out."""
    if revision.before is None:
        return {}
    before, now = _values(revision.before, catalog), _values(after, catalog)
    return {key: before[key] for key in revision.fields if key in before and not _grew(before[key], now.get(key))}


def _grew(before: Any, now: Any) -> bool:
    return isinstance(before, list) and isinstance(now, list) and now[: len(before)] == before


def _values(block: Block, catalog: Catalog) -> Document:
    if isinstance(block, Model):
        return _model(block, catalog)
    return {entry.name.rstrip("_"): _plain(getattr(block, entry.name)) for entry in fields(block)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _recommendation(answer: Recommendation) -> Document:
    catalog = answer.catalog
    return {
        "schema": SCHEMA,
        "description": answer.description,
        "matches": [_match(match) for match in answer.matches],
        "steps": [
            {
                "words": entry.step.words,
                "matches": [_match(match) for match in entry.step.matches],
                "models": _models(entry.best, answer.limit, catalog),
            }
            for entry in answer.steps
        ],
        "demands": [{"name": entry.name, "value": entry.value, "words": entry.words} for entry in answer.demands],
        "models": _models(answer.best, answer.limit, catalog) if answer.best else [],
        "rejected": answer.best.ranking.rejected() if answer.best else {},
        "catalog": _catalog(catalog),
    }


def _match(match: Match) -> Document:
    return {
        "task": match.task,
        **({"subtask": match.subtask} if match.subtask else {}),
        "category": match.category,
        "confidence": match.confidence,
        "evidence": [{"words": entry.words, "rule": entry.rule, "weight": entry.weight} for entry in match.evidence],
    }


def _models(answer: TaskAnswer, limit: int, catalog: Catalog) -> Fixed:
    return _shown(answer.ranking, answer.match.task, answer.match.subtask, limit, catalog)


@lru_cache(maxsize=1024)
def _shown(ranking: Ranking, task: str, subtask: str, limit: int, catalog: Catalog) -> Fixed:
    return Fixed(_pick(pick, task, subtask, catalog) for pick in ranking.picks[: limit or None])


def _pick(pick: Pick, task: str, subtask: str, catalog: Catalog) -> Document:
    facts = model_facts(pick.model, catalog)
    return {
        "id": facts.pop("id"),
        "task": task,
        **({"subtask": subtask} if subtask else {}),
        "category": facts.pop("category"),
        "score": pick.score,
        "reasons": wording.reasons(pick.credits, pick.model, catalog),
        **facts,
    }


def _explanation(answer: Explanation) -> Document:
    catalog = answer.catalog
    if isinstance(answer, CategoryExplanation):
        category = answer.category
        return {
            "kind": "category",
            **_category(category, catalog),
            "training": category.training,
            "diagram": category.diagram,
            "good_for": list(category.good_for),
            "not_for": list(category.not_for),
            "instead": [asdict(entry) for entry in category.instead],
            "models": [model_facts(model, catalog) for model in answer.models],
        }
    if isinstance(answer, TaskExplanation):
        return {
            "kind": "task",
            **_task(answer.task, catalog),
            "subtasks": [task.id for task in answer.subtasks],
            "examples": list(answer.task.examples),
            "models": [model_facts(pick.model, catalog) for pick in answer.ranking.picks],
            "rejected": answer.ranking.rejected(),
        }
    return {
        "kind": "model",
        **model_facts(answer.model, catalog),
        "relatives": [model.id for model in answer.relatives],
    }


def _running(answer: Running) -> Document:
    library = answer.library
    return {
        "kind": "snippet",
        "id": answer.model.id,
        "task": answer.task.tag,
        **({"subtask": answer.task.id} if answer.task.subtask_of else {}),
        **_known(
            {
                "library": _known(
                    {entry.name: getattr(library, entry.name) for entry in fields(library)} | {"aliases": []}
                )
                if library
                else {},
                "language": answer.language,
                "install": answer.install,
                "code": answer.code,
            }
        ),
        "other_libraries": [other.id for other in answer.others],
        "pages": list(answer.pages),
    }


def _category(category: Category, catalog: Catalog) -> Document:
    return {
        "id": category.id,
        "name": category.name,
        "summary": category.summary,
        "aliases": list(category.aliases),
        "tasks": [task.id for task in catalog.tasks_in(category.id) if not task.subtask_of],
        "model_count": len(catalog.models_in(category.id)),
        **_known({"origins": _origins(category, catalog)}),
    }


def _task(task: Task, catalog: Catalog) -> Document:
    return {
        "id": task.id,
        "name": task.name,
        "summary": task.summary,
        **_known({"subtask_of": task.subtask_of, "note": task.note}),
        "aliases": list(task.aliases),
        "categories": list(task.categories),
        "reads": list(task.reads),
        "writes": list(task.writes),
        "model_count": len(catalog.models_for(task)),
        **_known({"origins": _origins(task, catalog)}),
    }


def _survey(answer: Survey) -> Document:
    return {
        "catalog": _catalog(answer.catalog),
        "models": asdict(answer.total),
        "access": answer.access,
        "licenses": answer.licenses,
        "categories": [{"id": entry.id, "models": asdict(models)} for entry, models in answer.categories],
        "tasks": [
            {"id": entry.id, **_known({"subtask_of": entry.subtask_of}), "models": asdict(models)}
            for entry, models in answer.tasks
        ],
        "evidence": [
            {"task": entry.task, "benchmark": entry.name, "models": entry.models} for entry in answer.benchmarks
        ],
        "sources": [
            {
                **_known(asdict(entry.source)),
                "facts": entry.facts,
                "figures": entry.figures,
                "models": entry.models,
            }
            for entry in answer.sources
        ],
        "missing": {
            **{name: [model.id for model in models] for name, models in answer.missing.items()},
            "models": [{"task": task.id, "models": number} for task, number in answer.short],
        },
        "own": [
            {
                "file": part.file.file,
                "source": part.file.source,
                "adds": part.adds,
                "changes": part.changes,
                "words": part.file.words,
            }
            for part in answer.own
        ],
    }


def _report(answer: Report) -> Document:
    terms = answer.terms
    return {
        "sound": not answer.errors,
        "errors": len(answer.errors),
        "warnings": len(answer.warnings),
        "findings": [
            {
                "level": finding.level,
                "file": finding.problem.file,
                **_known({"line": finding.problem.line or None}),
                "message": finding.problem.message,
                **_known({"hint": finding.problem.hint}),
            }
            for finding in answer.findings
        ],
        "checked": wording.was_checked(answer),
        "today": terms.today.isoformat(),
        "max_age": terms.max_age,
        **_known({"folder": answer.folder, "own": list(answer.own), "against": terms.earlier_name}),
        **({"catalog": _catalog(answer.catalog)} if answer.catalog else {}),
    }


def _measurement(entry: Measurement, catalog: Catalog) -> Document:
    return {
        "task": entry.task,
        "benchmark": entry.benchmark,
        "value": entry.value,
        "higher_is_better": entry.higher_is_better,
        "source": entry.source,
        **_known({"date": entry.date or catalog.sources[entry.source].date}),
    }


@lru_cache(maxsize=4)
def _catalog(catalog: Catalog) -> Document:
    return {
        "version": catalog.version,
        "models": len(catalog.models),
        "checked": catalog.checked,
        **_known({"own": [entry.file for entry in catalog.own]}),
    }


def _known(values: Document) -> Document:
    """Without what is not known: None, and empty text, lists or blocks. False and 0 are facts."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}
