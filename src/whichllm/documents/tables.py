"""Answers as tables of plain values: the same columns for each answer of a kind, as its JSON schema has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from whichllm.documents import Document, shared_document
from whichllm.loading import output_schema

if TYPE_CHECKING:
    from whichllm.answers.kinds import Answer

Cell = str | int | float
# What an answer that is a row by itself has beside its facts.
_BESIDE = ("schema", "catalog", "models")


class _Field(NamedTuple):
    """A field of a row: the keys that lead to it, and of what block of the schema the entries are that it lists."""

    path: tuple[str, ...]
    listed: str = ""

    @property
    def title(self) -> str:
        return ".".join(self.path)


def table(answer: Answer) -> tuple[list[str], list[list[Cell]]]:
    """A header, and a row a model, task, category or finding, or one for what was explained.

    Blocks within are columns "outer.inner", lists are joined by "; ", and what is not known is empty.
    """
    document, columns = shared_document(answer), list(_columns(answer.shown.schema, answer.shown.rows))
    rows: list[Document] = document[answer.shown.rows] if answer.shown.rows else [document]
    if document.get("steps"):
        columns.insert(0, _Field(("step",)))
        rows = [{"step": number, **row} for number, step in enumerate(document["steps"], 1) for row in step["models"]]
    elif "verdicts" in document:
        columns.insert(1, _Field(("best_for",)))
        rows = [{**row, "best_for": _best_for(row["id"], document)} for row in rows]
    return [column.title for column in columns], [[_cell(row, column) for column in columns] for row in rows]


@lru_cache(maxsize=16)
def _columns(schema: str, rows: str) -> tuple[_Field, ...]:
    """The columns of the rows of a kind of answer."""
    whole: Document = json.loads(output_schema(schema))
    if not rows:
        return tuple(column for column in _fields(whole, whole) if column.path[0] not in _BESIDE)
    return tuple(_fields(whole["properties"][rows]["items"], whole))


def _fields(block: Document, whole: Document) -> list[_Field]:
    """The fields of a block of a schema, and in place of a block within its own."""
    known = whole["$defs"][_block(block)] if "$ref" in block else block
    return [
        _Field((name, *inner.path), inner.listed)
        for name, field in known.get("properties", {}).items()
        for inner in _fields(field, whole) or [_Field((), _block(field.get("items", {})))]
    ]


def _block(field: Document) -> str:
    """The name of the block that a field of a schema holds, "" where it holds plain values."""
    name: str = field.get("$ref", "").rpartition("/")[2]
    return name


def _best_for(model: str, document: Document) -> str:
    return "; ".join(entry["preference"] for entry in document["verdicts"] if entry.get("model") == model)


def _cell(row: Document, column: _Field) -> Cell:
    value: Any = row
    for key in column.path:
        value = value.get(key, "")
        if value == "":
            break
    if isinstance(value, dict):
        value = [f"{key}: {inner}" for key, inner in value.items()]
    if isinstance(value, list):
        return "; ".join(map(_ENTRIES.get(column.listed, _entry), value))
    return str(value).lower() if isinstance(value, bool) else value


def _entry(entry: Any) -> str:
    """An entry of a list that is written no other way."""
    if not isinstance(entry, dict):
        return str(entry)
    return ", ".join(f"{key}: {value}" for key, value in entry.items())


def _measurement(entry: Document) -> str:
    return f"{entry['task']}: {entry['value']} {entry['benchmark']} ({_stated_in(entry)})"


def _recommended(entry: Document) -> str:
    return f"{entry['task']}: {entry['by']} ({_stated_in(entry)})"


def _stated_in(entry: Document) -> str:
    return ", ".join(entry[key] for key in ("source", "date") if key in entry)


def _alternative(entry: Document) -> str:
    return f"{entry['id']} ({', '.join(entry['differs'])})" if entry["differs"] else str(entry["id"])


def _origin(entry: Document) -> str:
    return f"{entry['file']} ({', '.join(entry['facts'])})"


def _citation(entry: Document) -> str:
    return f"{entry['id']} ({entry['date']})" if "date" in entry else str(entry["id"])


# How entries of lists are written, by the names of their blocks in the schemas (tools/outputs.yaml).
_ENTRIES: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "measurement": _measurement,
        "recommended": _recommended,
        "alternative": _alternative,
        "origin": _origin,
        "citation": _citation,
    }
)
