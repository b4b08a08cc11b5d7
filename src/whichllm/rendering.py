"""Answers drawn in a format: one function each. The one door to Rich; styles are named here once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whichllm.browsing import Explanation, Listing
from whichllm.checking import Report
from whichllm.documents import Document, Fixed, compact, document
from whichllm.pages import Bullets, Code, Column, Diagram, Facts, Grid, Heading, Line, Part, page
from whichllm.recommending import Recommendation
from whichllm.snippets import Running
from whichllm.surveying import Survey

Answer = Recommendation | Listing | Explanation | Survey | Report | Running

_STYLES = {
    "heading": "bold",
    "part": "bold",
    "name": "bold",
    "id": "cyan",
    "quiet": "dim",
    "key": "dim",
    "grid": "bold",
}
_TEXT_MAX = 60
_GUTTER = 2
# Rich draws one space at each edge of a grid and between its columns, beside the gutter; older releases draw a gutter
# after the last column, too.
_BETWEEN = _GUTTER + 1
_EDGES = 1
# Output that no terminal bounds is as wide as its content asks for, up to this.
WIDEST = 200


def render_json(answer: Answer, console: Console, _why: bool = False) -> None:
    """The object of the contract, indented."""
    _write(json.dumps(document(answer), indent=2), console)


def render_jsonl(answer: Answer, console: Console, _why: bool = False) -> None:
    """The object of the contract on one line."""
    _write(json_line(document(answer)), console)


def json_line(value: Document) -> str:
    """A document on one line, without the line break."""
    return "{" + ",".join([f"{compact(key)}:{_line_of(key, part)}" for key, part in value.items()]) + "}"


def _line_of(key: str, part: Any) -> str:
    if isinstance(part, Fixed):
        return part.line
    return f"[{','.join(map(json_line, part))}]" if key == "steps" else compact(part)


def render_csv(answer: Answer, console: Console, _why: bool = False) -> None:
    """One row a model, task, category or finding, with a header. Lists are joined by "; "; unknown facts are empty."""
    rows = _csv_rows(document(answer))
    header = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write(buffer.getvalue().rstrip("\n"), console)


def render_markdown(answer: Answer, console: Console, why: bool = False) -> None:
    """The page as Markdown."""
    _write("\n\n".join(filter(None, map(_markdown_part, page(answer, why)))), console)


def render_table(answer: Answer, console: Console, why: bool = False) -> None:
    """The page in the terminal."""
    for part in page(answer, why):
        _draw(part, console)


class Format(StrEnum):
    """The formats, as `--format` takes them."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"


_RENDERERS: dict[Format, Callable[[Answer, Console, bool], None]] = {
    Format.TABLE: render_table,
    Format.JSON: render_json,
    Format.JSONL: render_jsonl,
    Format.MARKDOWN: render_markdown,
    Format.CSV: render_csv,
}


def render(answer: Answer, format_: Format, console: Console, why: bool = False) -> None:
    """Draw any answer in a format; with `why`, pages show all evidence for and against (values always hold it)."""
    _RENDERERS[format_](answer, console, why)


def _write(text: str, console: Console) -> None:
    console.out(text, highlight=False)


def _draw(part: Part, console: Console) -> None:
    match part:
        case Heading(text, level):
            console.print()
            console.print(Text(text, _STYLES["heading" if level == 1 else "part"]))
        case Line(text, quiet):
            console.print(Text(text, _STYLES["quiet"] if quiet else ""))
        case Diagram(text):
            console.print()
            console.print(Padding(Text(text.rstrip("\n"), no_wrap=True), (0, 2)), crop=False)
        case Code(text):
            _write(text, console)
        case Bullets(title, items):
            console.print()
            console.print(Text(title, _STYLES["part"]))
            grid = Table.grid(padding=(0, 1))
            for item in items:
                grid.add_row(" •", Text(item))
            console.print(grid)
        case Facts(pairs):
            grid = Table.grid(padding=(0, _GUTTER))
            for name, value in pairs:
                grid.add_row(Text(name, _STYLES["key"]), Text(value))
            longest_name = max(cell_len(name) for name, _ in pairs)
            longest_word = max(cell_len(word) for _, value in pairs for word in value.split())
            _print_at_least(grid, longest_name + _GUTTER + longest_word, console)
        case Grid():
            _draw_grid(part, console)


def _draw_grid(grid: Grid, console: Console) -> None:
    sizes = [_widths(grid, index) for index in range(len(grid.columns))]
    shown = _columns_that_fit(grid.columns, [least for least, _ in sizes], console.width)
    stacked = [index for index, column in enumerate(grid.columns) if not column.keep and index not in shown]
    if stacked:
        sizes[0] = sizes[0][0], max(sizes[0][0], _TEXT_MAX)
    widths = _shared_out(console.width, [sizes[index] for index in shown])
    table = Table(box=box.SIMPLE_HEAD, padding=(0, _GUTTER, 0, 0), pad_edge=False, header_style=_STYLES["grid"])
    for index, width in zip(shown, widths, strict=True):
        column = grid.columns[index]
        table.add_column(column.title, justify="right" if column.kind == "number" else "left", width=width)
    for row in grid.rows:
        cells = [_cell(grid.columns[index], row[index]) for index in shown]
        for index in stacked:
            cells[0].append(f"\n{row[index]}", _STYLES["quiet"])
        table.add_row(*cells)
    _print_at_least(table, _EDGES + sum(width + _BETWEEN for width in widths), console)


def _print_at_least(table: Table, needed: int, console: Console) -> None:
    """Print a table; what may not be cut goes beyond the edge of a terminal that is narrower than it needs."""
    width = console.width
    console.width = max(width, needed)
    console.print(table)
    console.width = width


def _widths(grid: Grid, index: int) -> tuple[int, int]:
    """The least and the most room that a column can use."""
    column = grid.columns[index]
    lines = [line for row in grid.rows for line in row[index].splitlines()] + [column.title]
    longest = max(map(cell_len, lines))
    if column.kind != "text":
        return longest, longest
    longest_word = max(cell_len(word) for line in lines for word in line.split() or [""])
    least = max(longest_word, min(longest, column.least))
    return least, max(least, min(longest, _TEXT_MAX))


def _columns_that_fit(columns: Sequence[Column], least: Sequence[int], width: int) -> list[int]:
    """The columns to show, in their order: the first, then as many as there is room for, the worthiest first."""
    shown = [0]
    room = width - _EDGES - least[0] - _BETWEEN
    by_worth = sorted(range(1, len(columns)), key=lambda index: -(columns[index].keep or len(columns)))
    for index in by_worth:
        room -= least[index] + _BETWEEN
        if room < 0:
            break
        shown.append(index)
    return sorted(shown)


def _shared_out(width: int, sizes: Sequence[tuple[int, int]]) -> list[int]:
    """The width of each column: its least, and a fair share of what is left up to its most."""
    widths = [least for least, _ in sizes]
    room = width - _EDGES - sum(least + _BETWEEN for least, _ in sizes)
    while room > 0:
        growing = [index for index, (_, most) in enumerate(sizes) if widths[index] < most]
        if not growing:
            break
        for index in growing[:room]:
            widths[index] += 1
        room -= len(growing)
    return widths


def _cell(column: Column, value: str) -> Text:
    if column.kind != "id":
        return Text(value)
    *names, identifier = value.splitlines() or [""]
    text = Text("\n".join([*names, ""]), _STYLES["name"])
    return text.append(identifier, _STYLES["id"])


def _markdown_part(part: Part) -> str:
    match part:
        case Heading(text, level):
            return f"{'#' * level} {_escaped(text)}"
        case Line(text):
            return _escaped(text)
        case Diagram(text):
            return f"```text\n{text.rstrip()}\n```"
        case Code(text, language):
            return f"```{language}\n{text}\n```"
        case Bullets(title, items):
            return f"**{_escaped(title)}**\n\n" + "\n".join(f"- {_escaped(item)}" for item in items)
        case Facts(pairs):
            return "\n".join(f"- **{_escaped(name)}**: {_escaped(value)}" for name, value in pairs)
        case Grid(columns, rows):
            titles = [column.title for column in columns]
            rules = ["---:" if column.kind == "number" else "---" for column in columns]
            lines = [titles, rules, *([_escaped(cell).replace("\n", "<br>") for cell in row] for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escaped(text: str) -> str:
    for character in "\\`*_[]<>|":
        text = text.replace(character, "\\" + character)
    return text


def _csv_rows(answer: Document) -> list[dict[str, Any]]:
    if answer.get("steps"):
        return [
            {"step": number, **_flat(model)}
            for number, step in enumerate(answer["steps"], 1)
            for model in step["models"]
        ]
    if "kind" in answer:
        shown = {key: value for key, value in answer.items() if key not in ("schema", "catalog", "models")}
        return [_flat(shown)]
    rows = next(
        answer[key] for key in ("findings", "models", "tasks", "categories") if isinstance(answer.get(key), list)
    )
    return [_flat(row) for row in rows]


def _flat(block: Document) -> dict[str, Any]:
    """A block with nested blocks as "outer.inner" and lists as text."""
    flat: dict[str, Any] = {}
    for key, value in block.items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": content for inner, content in _flat(value).items()})
        elif isinstance(value, list):
            flat[key] = "; ".join(map(_csv_item, value))
        elif isinstance(value, bool):
            flat[key] = str(value).lower()
        else:
            flat[key] = value
    return flat


def _csv_item(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    if "benchmark" in item:
        where = ", ".join(item[key] for key in ("source", "date") if key in item)
        return f"{item['task']}: {item['value']} {item['benchmark']} ({where})"
    if "file" in item:
        return f"{item['file']} ({', '.join(item['facts'])})"
    if "facts" in item:
        return f"{item['id']} ({item['date']})" if "date" in item else str(item["id"])
    return ", ".join(f"{key}: {value}" for key, value in item.items())
