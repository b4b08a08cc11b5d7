"""Comparisons as plain values."""

from __future__ import annotations

from whichllm.answers.comparing import Comparison
from whichllm.answers.contests import Contest
from whichllm.answers.verdicts import Verdict
from whichllm.catalog import Catalog
from whichllm.documents.facts import catalog_facts, figure_source, measurement_facts, model_facts
from whichllm.documents.lines import SCHEMA, Document, known
from whichllm.wording import of_comparisons


def document(answer: Comparison) -> Document:
    """A comparison."""
    catalog = answer.catalog
    names = [model.id for model in answer.models]
    return {
        "schema": SCHEMA,
        "models": [model_facts(model, catalog) for model in answer.models],
        "differing": list(answer.differing),
        "languages": {
            "shared": list(answer.shared_languages),
            "own": known({name: list(own) for name, own in zip(names, answer.own_languages, strict=True)}),
        },
        "evidence": {
            "shared": [_contest(entry, catalog) for entry in answer.contests],
            "own": known(
                {
                    name: [measurement_facts(entry, catalog) for entry in alone]
                    for name, alone in zip(names, answer.alone, strict=True)
                }
            ),
        },
        "verdicts": [_verdict(entry, answer) for entry in answer.verdicts],
        "cautions": [of_comparisons.caution(entry, catalog) for entry in answer.cautions],
        "catalog": catalog_facts(catalog),
    }


def _contest(entry: Contest, catalog: Catalog) -> Document:
    return {
        "task": entry.task,
        "benchmark": entry.benchmark,
        "higher_is_better": entry.higher_is_better,
        **known({"best": entry.best and entry.best.id}),
        "margin": float(f"{entry.margin:.10g}"),
        "figures": [
            {
                "id": result.model.id,
                "value": result.measurement.value,
                **figure_source(result.measurement, catalog),
            }
            for result in entry.results
        ],
    }


def _verdict(entry: Verdict, answer: Comparison) -> Document:
    return {
        "preference": entry.preference,
        **known({"model": entry.best and entry.best.id}),
        "reason": of_comparisons.judgement(entry, answer),
    }
