"""Write data/schemas/*.json, with which editors complete and check data files: `python tools/schemas.py`.

The schemas come from the types in `whichllm.catalog` and the ids in the catalog, as the loader's own checks do.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from whichllm import load_catalog
from whichllm.catalog import (
    BLOCKS,
    SOURCED_FACTS,
    Association,
    Catalog,
    Category,
    DemandCue,
    Hardware,
    Library,
    License,
    Model,
    OwnSource,
    Snippet,
    Source,
    StepCue,
    Succession,
    Task,
    Vocabulary,
)
from whichllm.loading.blocks import keys_of

TARGET = Path(__file__).parent.parent / "data" / "schemas"
SCALARS = {str: {"type": "string"}, int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}}


def schemas(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """The schema of each data file, by the name of the file without its ending."""
    files = {
        "associations": {"associations": Association},
        "categories": {"categories": Category, "tasks": Task},
        "demands": {"cues": DemandCue},
        "hardware": {"hardware": Hardware},
        "libraries": {"libraries": Library},
        "licenses": {"licenses": License},
        "models": {"models": Model},
        "snippets": {"snippets": Snippet},
        "sources": {"sources": Source},
        "steps": {"cues": StepCue, "successions": Succession},
    }
    found = {
        name: _object({key: {"type": "array", "items": _block(kind)} for key, kind in lists.items()}, list(lists))
        for name, lists in files.items()
    }
    found["vocabulary"] = _block(Vocabulary)
    model = found["models"]["properties"]["models"]["items"]["properties"]
    model["tasks"]["items"] = {"enum": [task.id for task in catalog.tags()]}
    model["subtasks"]["items"] = {"enum": [task.id for task in catalog.tasks.values() if task.subtask_of]}
    model["domains"]["items"] = {"enum": [domain.id for domain in catalog.vocabulary.domains]}
    model["license"] = {"enum": list(catalog.licenses)}
    model["libraries"]["items"] = {"enum": list(catalog.libraries)}
    model["sources"]["additionalProperties"]["items"] = {"enum": list(SOURCED_FACTS)}
    snippet = found["snippets"]["properties"]["snippets"]["items"]["properties"]
    snippet["library"] = {"enum": list(catalog.libraries)}
    snippet["tasks"]["items"] = {"enum": list(catalog.tasks)}
    found["own"] = _own(catalog)
    for name, schema in found.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = f"whichllm: {name}"
    return found


def _own(catalog: Catalog) -> dict[str, Any]:
    """The schema of a file of the user's own: any part of a catalog, and of a block with a known id any key."""
    lists: dict[str, Any] = {key: {"type": "array", "items": _own_block(kind)} for key, kind in BLOCKS.items()}
    model = lists["models"]["items"]["properties"]
    for key in ("evidence", "recommended"):
        model[key]["anyOf"][0]["items"]["required"].remove("source")
    tags = [task.id for task in catalog.tags()]
    model["tasks"] = {"type": "array", "items": _suggested(tags)}
    model["subtasks"]["anyOf"][0]["items"] = _suggested([task.id for task in catalog.tasks.values() if task.subtask_of])
    model["domains"]["anyOf"][0]["items"] = _suggested([domain.id for domain in catalog.vocabulary.domains])
    model["license"] = _suggested(catalog.licenses)
    model["libraries"]["anyOf"][0]["items"] = _suggested(catalog.libraries)
    model["category"] = _suggested(catalog.categories)
    model["sources"]["additionalProperties"]["items"] = {"enum": list(SOURCED_FACTS)}
    words = _object({key.written: _value(key.kind) for key in keys_of(Vocabulary).values()}, [])
    return _object({"source": _block(OwnSource), **lists, "vocabulary": words}, [])


def _own_block(kind: Any) -> dict[str, Any]:
    """A block that may change another: only its id is required, and a key without a value takes a fact away."""
    keys = keys_of(kind, own=True).values()
    nothing = {"type": "null"}
    return _object(
        {key.written: _value(key.kind) if key.required else {"anyOf": [_value(key.kind), nothing]} for key in keys},
        ["id"],
    )


def _suggested(names: Iterable[str]) -> dict[str, Any]:
    """Text that an editor completes from names; others may be added by an own file."""
    return {"anyOf": [{"enum": list(names)}, {"type": "string"}]}


def _block(kind: Any) -> dict[str, Any]:
    keys = keys_of(kind)
    return _object(
        {key.written: _value(key.kind) for key in keys.values()}, [key.written for key in keys.values() if key.required]
    )


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _value(kind: Any) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        choices = [choice for option in arguments if get_origin(option) is Literal for choice in get_args(option)]
        return (
            {"enum": choices} if choices else _value(next(option for option in arguments if option is not type(None)))
        )
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        length = {} if arguments[-1] is ... else {"minItems": len(arguments), "maxItems": len(arguments)}
        return {"type": "array", "items": _value(arguments[0]), **length}
    if origin is not None:
        return {"type": "object", "additionalProperties": _value(arguments[1])}
    return _block(kind) if is_dataclass(kind) else dict(SCALARS[kind])


def text_of(schema: dict[str, Any]) -> str:
    """A schema as it is written to its file."""
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for name, schema in schemas(load_catalog()).items():
        (TARGET / f"{name}.json").write_text(text_of(schema), encoding="utf-8")
        print(f"wrote {TARGET / name}.json")
