"""Categories, tasks and models explained, as plain values."""

from __future__ import annotations

from dataclasses import asdict

from whichllm.answers.browsing import CategoryExplanation, Explanation, TaskExplanation
from whichllm.documents.facts import catalog_facts, category_facts, model_facts, task_facts
from whichllm.documents.lines import SCHEMA, Document, known
from whichllm.wording import of_comparisons


def document(answer: Explanation) -> Document:
    """What is explained."""
    return {"schema": SCHEMA, **_explanation(answer), "catalog": catalog_facts(answer.catalog)}


def _explanation(answer: Explanation) -> Document:
    catalog = answer.catalog
    if isinstance(answer, CategoryExplanation):
        category = answer.category
        return {
            "kind": "category",
            **category_facts(category, catalog),
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
            **task_facts(answer.task, catalog),
            "subtasks": [task.id for task in answer.subtasks],
            "examples": list(answer.task.examples),
            "models": [model_facts(pick.model, catalog) for pick in answer.ranking.picks],
            "rejected": answer.ranking.rejected(),
        }
    return {
        "kind": "model",
        **model_facts(answer.model, catalog),
        "relatives": [model.id for model in answer.relatives],
        **known({"successor": answer.successor and answer.successor.id}),
        "predecessors": [model.id for model in answer.predecessors],
        "alternatives": [
            {
                "id": entry.model.id,
                "differs": [of_comparisons.difference(told, entry.model, catalog) for told in entry.differences],
            }
            for entry in answer.alternatives
        ],
    }
