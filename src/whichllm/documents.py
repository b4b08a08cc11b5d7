"""Answers as plain values: the JSON of the contract. A fact that is not known is absent."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, is_dataclass
from functools import cached_property, lru_cache
from typing import Any

from whichllm.browsing import (
    CategoryExplanation,
    CategoryListing,
    Explanation,
    Listing,
    ModelExplanation,
    ModelListing,
    TaskExplanation,
)
from whichllm.catalog import Block, Catalog, Category, Measurement, Model, Revision, Source, Task
from whichllm.checking import Report
from whichllm.comparing import Comparison, Contest, Verdict
from whichllm.memory import Need
from whichllm.prices import SOURCE
from whichllm.quantities import GIGABYTE
from whichllm.ranking import Credit, Pick, Ranking, Relaxation
from whichllm.reading import Match
from whichllm.recommending import Chain, Recommendation, TaskAnswer
from whichllm.requirements import permission
from whichllm.snippets import Running
from whichllm.surveying import Survey
from whichllm.wishes import Stated
from whichllm.wording import of_comparisons, of_recommendations, of_reports

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


def json_line(value: Document) -> str:
    """A document on one line, without the line break."""
    return "{" + ",".join([f"{compact(key)}:{_line_of(key, part)}" for key, part in value.items()]) + "}"


def _line_of(key: str, part: Any) -> str:
    if isinstance(part, Fixed):
        return part.line
    return f"[{','.join(map(json_line, part))}]" if key == "steps" else compact(part)


def document(answer: Recommendation | Listing | Explanation | Comparison | Survey | Report | Running) -> Document:
    """Any answer as the object that `--format json` prints."""
    if isinstance(answer, Comparison):
        return {"schema": SCHEMA, **_comparison(answer)}
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
    """Everything known about a model, with license and sources spelled out, and what files of the user's own say."""
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
        "untrained_for": list(model.untrained_for),
        "domains": list(model.domains),
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
        "price": {**_known(asdict(model.price)), **_priced(model, catalog)} if model.price else None,
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
        **_known(facts),
        "evidence": [_measurement(entry, catalog) for entry in model.evidence],
        "recommended": [
            {"task": entry.task, "by": entry.by, **_stated_in(entry.source, catalog)} for entry in model.recommended
        ],
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


def _priced(model: Model, catalog: Catalog) -> Document:
    """Where a price comes from that is not the catalog's own, and of what day it is."""
    return {"source": SOURCE, "date": catalog.sources[SOURCE].date} if SOURCE in model.sources else {}


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
    catalog, best = answer.catalog, answer.best
    return {
        "schema": SCHEMA,
        "description": answer.description,
        "matches": [_match(match) for match in answer.matches],
        "steps": [
            {
                "words": entry.step.words,
                "matches": [_match(match) for match in entry.step.matches],
                "demands": [_demand(stated) for stated in entry.best.demands],
                "models": _models(entry.best, answer.limit, catalog),
                **_left_out(entry.best),
                **_beside(entry.best, catalog),
            }
            for entry in answer.steps
        ],
        "demands": [_demand(stated) for stated in answer.demands],
        "models": _models(best, answer.limit, catalog) if best else [],
        **(_left_out(best) if best else {"rejected": {}, "unknown": {}}),
        **(_beside(best, catalog) if best else {}),
        **({"chain": _chain(answer.chain)} if answer.chain else {}),
        "catalog": _catalog(catalog),
    }


def _demand(stated: Stated) -> Document:
    return stated._asdict()


def _left_out(answer: TaskAnswer) -> Document:
    """What was left out and why, and where nothing is left, what to give up."""
    return {
        "rejected": answer.ranking.rejected(),
        "unknown": answer.ranking.unknown(),
        **_known({"relaxations": [_relaxation(entry) for entry in answer.relaxations]}),
    }


def _relaxation(entry: Relaxation) -> Document:
    names = [requirement.name for requirement in entry.without]
    return {"without": names, "models": entry.models, **_known({"enough": entry.enough})}


def _beside(answer: TaskAnswer, catalog: Catalog) -> Document:
    """What stands beside the list: the named places where they differ, and the general language model."""
    places = {place: pick.model.id for place, pick in answer.ranking.places.items()}
    general = answer.general
    compared = general and {
        "id": general.pick.model.id,
        "better": general.better,
        "why": general.why,
        "differs": of_recommendations.differences(general.pick.model, answer.ranking.picks[0].model, catalog),
    }
    return _known({"places": places if len(set(places.values())) > 1 else {}, "general": compared})


def _chain(chain: Chain) -> Document:
    total = chain.memory
    return {
        "models": [pick.model.id for pick in chain.picks],
        **_known({"memory": _gigabytes(total) if total else None}),
        "prices": [_known(asdict(pick.model.price)) for pick in chain.picks if pick.model.price],
        **(
            {"single": {"id": chain.single.id, "covers": [number + 1 for number in chain.covers]}}
            if chain.single
            else {}
        ),
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
    return Fixed(_pick(pick, task, subtask, ranking, catalog) for pick in ranking.shown(limit))


def _pick(pick: Pick, task: str, subtask: str, ranking: Ranking, catalog: Catalog) -> Document:
    model, wishes = pick.model, ranking.wishes
    facts = model_facts(model, catalog)
    need = wishes.need(model)
    return {
        "id": facts.pop("id"),
        "task": task,
        **({"subtask": subtask} if subtask else {}),
        "category": facts.pop("category"),
        "score": pick.score,
        "reasons": of_recommendations.reasons(pick.credits, model, catalog),
        "credits": [_credit(credit, catalog) for credit in pick.credits],
        "verdict": _known(permission(catalog.licenses[model.license], wishes.use)._asdict()),
        **_known({"memory": _need(need) if need else None}),
        "variants": [variant.model.id for variant in pick.variants],
        **facts,
    }


def _credit(credit: Credit, catalog: Catalog) -> Document:
    measured = credit.measurement
    return {
        "kind": credit.kind,
        "value": credit.value,
        **_known({"task": credit.task, "category": credit.category, "about": credit.about}),
        **(
            {
                **_measurement(measured, catalog),
                "value": credit.value,
                "figure": measured.value,
                "rank": credit.rank,
                "of": credit.of,
            }
            if measured
            else {}
        ),
    }


def _need(need: Need) -> Document:
    parts = {"total": need.total, "weights": need.weights, "cache": need.cache, "overhead": need.overhead}
    return {"precision": need.precision, **{name: _gigabytes(amount) for name, amount in parts.items()}}


def _gigabytes(amount: float) -> float:
    return round(amount / GIGABYTE, 2)


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
        **_known({"successor": answer.successor and answer.successor.id}),
        "predecessors": [model.id for model in answer.predecessors],
        "alternatives": [
            {
                "id": entry.model.id,
                "differs": [of_comparisons.difference(told, entry.model, catalog) for told in entry.differences],
            }
            for entry in answer.alternatives
        ],
    }


def _comparison(answer: Comparison) -> Document:
    catalog = answer.catalog
    names = [model.id for model in answer.models]
    return {
        "models": [model_facts(model, catalog) for model in answer.models],
        "differing": list(answer.differing),
        "languages": {
            "shared": list(answer.shared_languages),
            "own": _known({name: list(own) for name, own in zip(names, answer.own_languages, strict=True)}),
        },
        "evidence": {
            "shared": [_contest(entry, catalog) for entry in answer.contests],
            "own": _known(
                {
                    name: [_measurement(entry, catalog) for entry in alone]
                    for name, alone in zip(names, answer.alone, strict=True)
                }
            ),
        },
        "verdicts": [_verdict(entry, answer) for entry in answer.verdicts],
        "cautions": [of_comparisons.caution(entry, catalog) for entry in answer.cautions],
        "catalog": _catalog(catalog),
    }


def _contest(entry: Contest, catalog: Catalog) -> Document:
    return {
        "task": entry.task,
        "benchmark": entry.benchmark,
        "higher_is_better": entry.higher_is_better,
        **_known({"best": entry.best and entry.best.id}),
        "margin": float(f"{entry.margin:.10g}"),
        "figures": [
            {
                "id": figure.model.id,
                "value": figure.measurement.value,
                **_figure_source(figure.measurement, catalog),
            }
            for figure in entry.figures
        ],
    }


def _verdict(entry: Verdict, answer: Comparison) -> Document:
    return {
        "preference": entry.preference,
        **_known({"model": entry.best and entry.best.id}),
        "reason": of_comparisons.judgement(entry, answer),
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
                "library": _known({**_values(library, answer.catalog), "aliases": []}) if library else {},
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
                "recommendations": entry.recommendations,
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
        "checked": of_reports.was_checked(answer),
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
        **_figure_source(entry, catalog),
    }


def _figure_source(entry: Measurement, catalog: Catalog) -> Document:
    return _stated_in(entry.source, catalog, entry.date)


def _stated_in(source: str, catalog: Catalog, date: str = "") -> Document:
    """A source, and the day of what it says: that of the source unless it has its own."""
    return {"source": source, **_known({"date": date or catalog.sources[source].date})}


@lru_cache(maxsize=4)
def _catalog(catalog: Catalog) -> Document:
    return {
        "version": catalog.version,
        "models": len(catalog.models),
        "checked": catalog.checked,
        **_known({"own": [entry.file for entry in catalog.own]}),
        **({"prices": _prices(catalog.sources[SOURCE])} if SOURCE in catalog.sources else {}),
    }


def _prices(source: Source) -> Document:
    return {"source": source.id, **_known({"version": source.version, "date": source.date})}


def _known(values: Document) -> Document:
    """Without what is not known: None, and empty text, lists or blocks. False and 0 are facts."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}
