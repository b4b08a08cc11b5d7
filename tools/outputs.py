"""Write data/schemas/output/*.json and docs/output.md from tools/outputs.yaml: `python tools/outputs.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import yaml

import whichllm.answers.surveying
import whichllm.catalog
import whichllm.ranking
import whichllm.requirements
import whichllm.requirements.memory
import whichllm.requirements.wishes

ROOT = Path(__file__).parent.parent
SOURCE = Path(__file__).parent / "outputs.yaml"
TARGET = ROOT / "data" / "schemas" / "output"
PAGE = ROOT / "docs" / "output.md"
# The modules whose literal types the answers use.
HOLDERS = (
    whichllm.catalog,
    whichllm.requirements.memory,
    whichllm.ranking,
    whichllm.requirements,
    whichllm.answers.surveying,
    whichllm.requirements.wishes,
)
SCALARS = ("string", "integer", "number", "boolean")
INTRODUCTION = """\
# What is printed

Written by `python tools/outputs.py` from `tools/outputs.yaml`; do not edit.

`--format json` prints an answer as one JSON object, `--format jsonl` the same object on one line, and
`recommend --file` one such line for each line of the file. A field that has a "when" is absent otherwise; all others
are always there. Each kind of answer has a JSON Schema (draft 2020-12) in `data/schemas/output/`, printed by

```sh
whichllm schema                 # their names
whichllm schema recommendation  # one of them
```

Fields may be added; when one goes or changes its meaning, `schema` goes up.
"""

Block = dict[str, Any]


def blocks() -> dict[str, Block]:
    """The objects that are printed and their parts, by id, with the fields of those that they extend."""
    read: list[Block] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    known = {block["id"]: block for block in read}
    if len(known) != len(read):
        raise ValueError(f"{SOURCE}: an id stands there twice")
    for block in read:
        own = {field["key"] for field in block["fields"] if "key" in field}
        block["fields"] = [
            entry
            for field in block["fields"]
            for entry in (known[field["extends"]]["fields"] if "extends" in field else [field])
            if "extends" not in field or entry["key"] not in own
        ]
    return known


def schemas() -> dict[str, Block]:
    """The schema of each kind of answer, by the name of its file without the ending. It needs no other file."""
    known = blocks()
    found = {}
    for name, block in known.items():
        if "prints" in block:
            parts = _parts(name, known)
            found[name] = {
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": f"{block['prints']} --format json",
                **_object(block, known),
                "$defs": {part: _object(known[part], known) for part in sorted(parts - {name})},
            }
    return found


def _object(block: Block, known: dict[str, Block]) -> Block:
    return {
        "type": "object",
        "description": block["says"],
        "properties": {field["key"]: _value(field, known) for field in block["fields"]},
        "required": [field["key"] for field in block["fields"] if "when" not in field],
        "additionalProperties": False,
    }


def _value(field: Block, known: dict[str, Block]) -> Block:
    when = f" Only when {field['when']}." if "when" in field else ""
    return {**_type(field["type"], known), "description": field["says"] + when}


def _type(written: Any, known: dict[str, Block]) -> Block:
    if isinstance(written, list):
        return {"type": "array", "items": _type(written[0], known)}
    if isinstance(written, dict):
        ((way, what),) = written.items()
        if way == "any":
            return {"type": "object", "additionalProperties": _type(what, known)}
        return {"enum": list(what if way == "exactly" else _literal(what))}
    if written in SCALARS:
        return {"type": written}
    if written == "any":
        return {}
    if written not in known:
        raise ValueError(f"{SOURCE}: there is no block '{written}'")
    return {"$ref": f"#/$defs/{written}"}


def _literal(name: str) -> tuple[str, ...]:
    return get_args(next(found for module in HOLDERS if (found := getattr(module, name, None))))


def _parts(name: str, known: dict[str, Block]) -> set[str]:
    """The blocks that a block consists of, itself included."""
    found: set[str] = set()
    left = [name]
    while left:
        part = left.pop()
        if part not in found:
            found.add(part)
            left += [use for field in known[part]["fields"] for use in _uses(field["type"]) if use in known]
    return found


def _uses(written: Any) -> list[str]:
    if isinstance(written, str):
        return [written]
    inner = written[0] if isinstance(written, list) else written.get("any", "")
    return _uses(inner)


def page() -> str:
    """The page of the documentation."""
    parts = [INTRODUCTION]
    for name, block in blocks().items():
        title = f"`{block['prints']}`" if "prints" in block else f"A part: {name}"
        lines = [f"## {title}", "", block["says"]]
        if "prints" in block:
            lines[-1] += f" Schema: `data/schemas/output/{name}.json`."
        lines += ["", "| field | type | what it holds | when |", "|---|---|---|---|"]
        for field in block["fields"]:
            lines.append(
                f"| `{field['key']}` | {_said(field['type'])} | {field['says']} | {field.get('when', 'always')} |"
            )
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _said(written: Any) -> str:
    if isinstance(written, list):
        return f"list of {_said(written[0])}"
    if isinstance(written, dict):
        ((way, what),) = written.items()
        if way == "any":
            return f"object of {_said(what)}"
        return " or ".join(f"`{value}`" for value in (what if way == "exactly" else _literal(what)))
    if written in (*SCALARS, "any"):
        return str(written)
    return f"[{written}](#a-part-{written})"


def text_of(schema: Block) -> str:
    """A schema as it is written to its file."""
    return json.dumps(schema, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (TARGET / f"{name}.json").write_text(text_of(schema), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {TARGET}/*.json and {PAGE}")
