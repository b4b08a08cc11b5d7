"""The files of `data/models/` as text: a header, and blocks whose keys can be written anew one by one.

PyYAML would lay out the whole file in its own way and lose the comments. Here a block is kept as lines; `set` and
`remove` touch the lines of one key and no other, so a diff shows what has changed and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.catalog.facts import load_yaml
from whichllm.catalog import Model
from whichllm.loading.blocks import keys_of

WIDTH = 120
KEYS = [key.written for key in keys_of(Model).values()]
"""The keys of a block, in their order."""


@dataclass(slots=True)
class Block:
    """One model: its values, and its lines by key."""

    values: dict[str, Any]
    lines: dict[str, list[str]]

    def set(self, key: str, value: Any) -> None:
        """State a key: in its place if it stands already, else where the order of keys wants it."""
        if key in self.values and self.values[key] == value and type(self.values[key]) is type(value):
            return
        self.values[key] = value
        lines = {**self.lines, key: key_lines(key, value)}
        if key not in self.lines:
            later = {known: lines.pop(known) for known in self.lines if KEYS.index(known) > KEYS.index(key)}
            lines.update(later)
        self.lines = lines

    def remove(self, key: str) -> None:
        """Drop a key and its lines."""
        self.values.pop(key, None)
        self.lines.pop(key, None)

    def text(self) -> str:
        """The block as it stands in the file."""
        return "".join(line for lines in self.lines.values() for line in lines)


@dataclass(slots=True)
class ModelFile:
    """One file of models: what stands above the first block, and the blocks."""

    path: Path
    header: str
    blocks: list[Block] = field(default_factory=list)

    def text(self) -> str:
        """The whole file, its blocks sorted by id."""
        blocks = sorted(self.blocks, key=lambda block: str(block.values["id"]).casefold())
        return self.header + "\n".join(block.text() for block in blocks)


def read_models(folder: Path) -> list[ModelFile]:
    """All files of models below the folder of the catalog."""
    return [_read(path) for path in sorted((folder / "models").glob("*.yaml"))]


def _read(path: Path) -> ModelFile:
    text = path.read_text(encoding="utf-8")
    start = text.index("  - id:")
    file = ModelFile(path, text[:start])
    pieces = re.split(r"^(?=  - id:)", text[start:], flags=re.MULTILINE)[1:]
    for values, piece in zip(load_yaml(path)["models"], pieces, strict=True):
        file.blocks.append(Block(values, _lines_by_key(piece.rstrip("\n") + "\n")))
    return file


def _lines_by_key(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        begins = re.match(r"(?:    |  - )([a-z_]+):", line)
        if begins:
            key = begins.group(1)
        found.setdefault(key, []).append(line)
    return found


def key_lines(key: str, value: Any) -> list[str]:
    """The lines of one key of a block, in the style of the files."""
    indent = "    "
    if key == "sources":
        return [f"{indent}sources:\n", *(f"{indent}  {source}: {_flow(facts)}\n" for source, facts in value.items())]
    if key in ("evidence", "recommended"):
        return [f"{indent}{key}:\n", *(line for entry in value for line in _entry(indent + "  ", entry))]
    return _pair("  - " if key == "id" else indent, key, value)


def _entry(indent: str, entry: Mapping[str, Any]) -> Iterable[str]:
    for number, (key, value) in enumerate(entry.items()):
        yield f"{indent}{'  ' if number else '- '}{key}: {scalar(value)}\n"


def _pair(indent: str, key: str, value: Any) -> list[str]:
    """`key: value` on one line; a list that is too long for it on several."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name}: {_flow(item)}" for name, item in value.items())
        return [f"{indent}{key}: {{{inner}}}\n"]
    if not isinstance(value, list):
        return [f"{indent}{key}: {scalar(value)}\n"]
    line = f"{indent}{key}: {_flow(value)}\n"
    if len(line) <= WIDTH + 1:
        return [line]
    lines, current = [f"{indent}{key}: [\n"], ""
    for position, item in enumerate(value):
        word = scalar(item, flow=True) + ("" if position == len(value) - 1 else ",")
        if current and len(indent) + 3 + len(current) + len(word) > WIDTH:
            lines.append(f"{indent}  {current}\n")
            current = ""
        current = f"{current} {word}" if current else word
    return [*lines, f"{indent}  {current}\n", f"{indent}]\n"]


def _flow(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(scalar(item, flow=True) for item in value) + "]"
    return scalar(value, flow=True)


_PLAIN = re.compile(r"[\w(/](?:[^:#\n]|:(?=[^\s])|(?<=[^\s])#)*")
_READS_AS_ANOTHER = re.compile(r"(?i:true|false|null|yes|no|on|off|y|n)|[-+]?[0-9][-+0-9_.:eE]*")


def scalar(value: Any, flow: bool = False) -> str:
    """Text, a number, true or false. Text that YAML would read as another thing is quoted."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else _decimal(value)
    if not isinstance(value, str):
        return str(value)
    plain = _PLAIN.fullmatch(value) and not _READS_AS_ANOTHER.fullmatch(value) and value == value.strip()
    if plain and not (flow and re.search(r"[,\[\]{}]", value)):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _decimal(value: float) -> str:
    """A number without an exponent, which the strict reader would take for text."""
    return f"{value:.12f}".rstrip("0") if "e" in repr(value) else repr(value)
