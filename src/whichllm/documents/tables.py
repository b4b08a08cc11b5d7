"""Answers as tables of plain values: the same columns for each answer of a kind, as its JSON schema has them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from whichllm.documents import Document, shared_document
from whichllm.loading import output_schema

if TYPE_CHECKING:
    from whichllm.answers.kinds import Answer

Cell = str | int | float
# What an answer that is a row by itself has beside its facts.
_BESIDE = ("schema", "catalog", "models")


def table(answer: Answer) -> tuple[list[str], list[list[Cell]]]:
    """A header, and a row a model, task, category or finding, or one for what was explained.

    Blocks within are columns "outer.inner", lists are joined by "; ", and what is not known is empty.
    """
    document, columns = shared_document(answer), list(_columns(answer.shown.schema, answer.shown.rows))
    rows: list[Document] = document[answer.shown.rows] if answer.shown.rows else [document]
    if document.get("steps"):
        columns.insert(0, "step")
        rows = [{"step": number, **row} for number, step in enumerate(document["steps"], 1) for row in step["models"]]
    elif "verdicts" in document:
        columns.insert(1, "best_for")
        rows = [{**row, "best_for": _best_for(row["id"], document)} for row in rows]
    return columns, [[_cell(row, column) for column in columns] for row in rows]


@lru_cache(maxsize=16)
def _columns(schema: str, rows: str) -> tuple[str, ...]:
    """The columns of the rows of a kind of answer."""
    whole: Document = json.loads(output_schema(schema))
    if not rows:
        return tuple(name for name in _paths(whole, whole) if name.partition(".")[0] not in _BESIDE)
    return tuple(_paths(whole["properties"][rows]["items"], whole))


def _paths(block: Document, whole: Document) -> list[str]:
    """The fields of a block of a schema, those of blocks within as "outer.inner"."""
    known = whole["$defs"][block["$ref"].rpartition("/")[2]] if "$ref" in block else block
    return [
        ".".join(filter(None, (name, inner)))
        for name, field in known.get("properties", {}).items()
        for inner in _paths(field, whole) or [""]
    ]


def _best_for(model: str, document: Document) -> str:
    return "; ".join(entry["preference"] for entry in document["verdicts"] if entry.get("model") == model)


def _cell(row: Document, column: str) -> Cell:
    value: Any = row
    for key in column.split("."):
        value = value.get(key, "")
        if value == "":
            break
    if isinstance(value, dict):
        value = [f"{key}: {inner}" for key, inner in value.items()]
    if isinstance(value, list):
        return "; ".join(map(_item, value))
    return str(value).lower() if isinstance(value, bool) else value


def _item(item: Any) -> str:
    """An entry of a list."""
    if not isinstance(item, dict):
        return str(item)
    where = ", ".join(item[key] for key in ("source", "date") if key in item)
    if "benchmark" in item:
        return f"{item['task']}: {item['value']} {item['benchmark']} ({where})"
    if "by" in item:
        return f"{item['task']}: {item['by']} ({where})"
    if "differs" in item:
        return f"{item['id']} ({', '.join(item['differs'])})" if item["differs"] else str(item["id"])
    if "file" in item:
        return f"{item['file']} ({', '.join(item['facts'])})"
    if "facts" in item:
        return f"{item['id']} ({item['date']})" if "date" in item else str(item["id"])
    return ", ".join(f"{key}: {value}" for key, value in item.items())
