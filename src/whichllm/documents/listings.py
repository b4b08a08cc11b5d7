"""Lists of categories, tasks and models as plain values."""

from __future__ import annotations

from whichllm.answers.browsing import CategoryListing, Listing, TaskListing
from whichllm.documents.facts import category_facts, model_facts, task_facts
from whichllm.documents.lines import SCHEMA, Document


def document(answer: Listing) -> Document:
    """A list."""
    catalog = answer.catalog
    if isinstance(answer, CategoryListing):
        return {"schema": SCHEMA, "categories": [category_facts(entry, catalog) for entry in answer.categories]}
    if isinstance(answer, TaskListing):
        return {"schema": SCHEMA, "tasks": [task_facts(entry, catalog) for entry in answer.tasks]}
    return {"schema": SCHEMA, "models": [model_facts(entry, catalog) for entry in answer.models]}
