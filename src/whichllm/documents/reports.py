"""The state of the catalog, findings of a check, and code that runs a model, as plain values."""

from __future__ import annotations

from dataclasses import asdict

from whichllm.answers.checking import FirstPicks, Report
from whichllm.answers.snippets import Running
from whichllm.answers.surveying import Survey
from whichllm.documents.facts import catalog_facts, values_of
from whichllm.documents.lines import SCHEMA, Document, known
from whichllm.wording import of_reports


def _running(answer: Running) -> Document:
    library = answer.library
    successor = answer.catalog.successor_of(answer.model)
    return {
        "kind": "snippet",
        "id": answer.model.id,
        "task": answer.task.tag,
        **({"subtask": answer.task.id} if answer.task.subtask_of else {}),
        "status": answer.model.status,
        **known(
            {
                "successor": successor.id if successor else "",
                "library": known({**values_of(library, answer.catalog), "aliases": []}) if library else {},
                "language": answer.language,
                "install": answer.install,
                "code": answer.code,
            }
        ),
        "other_libraries": [other.id for other in answer.others],
        "pages": list(answer.pages),
    }


def document(answer: Survey | Report | Running) -> Document:
    """The state of the catalog, findings or code."""
    if isinstance(answer, Running):
        return {"schema": SCHEMA, **_running(answer), "catalog": catalog_facts(answer.catalog)}
    return {"schema": SCHEMA, **(_survey(answer) if isinstance(answer, Survey) else _report(answer))}


def _survey(answer: Survey) -> Document:
    return {
        "catalog": catalog_facts(answer.catalog),
        "models": asdict(answer.total),
        "access": answer.access,
        "licenses": answer.licenses,
        "categories": [{"id": entry.id, "models": asdict(models)} for entry, models in answer.categories],
        "tasks": [
            {"id": entry.id, **known({"subtask_of": entry.subtask_of}), "models": asdict(models)}
            for entry, models in answer.tasks
        ],
        "evidence": [
            {"task": entry.task, "benchmark": entry.name, "models": entry.models} for entry in answer.benchmarks
        ],
        "sources": [
            {
                **known(asdict(entry.source)),
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
                **known({"line": finding.problem.line or None}),
                "message": finding.problem.message,
                **known({"hint": finding.problem.hint}),
            }
            for finding in answer.findings
        ],
        "checked": of_reports.was_checked(answer),
        "today": terms.today.isoformat(),
        "max_age": terms.max_age,
        **known({"folder": answer.folder, "own": list(answer.own), "against": terms.earlier_name}),
        **({"first_picks": _first_picks(answer.first_picks)} if answer.first_picks else {}),
        **({"catalog": catalog_facts(answer.catalog)} if answer.catalog else {}),
    }


def _first_picks(picks: FirstPicks) -> Document:
    return {
        "models": [model.id for model in picks.models],
        "license": [model.id for model in picks.license],
        "size": [model.id for model in picks.size],
        "snippet": [model.id for model in picks.snippet],
    }
