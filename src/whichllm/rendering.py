"""Answers drawn in a format: one function each. The one door to Rich; styles are named here once."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whichllm.documents import Document, json_line, shared_document
from whichllm.formats import Format
from whichllm.pages import page
from whichllm.pages.parts import (
    Bars,
    Bullets,
    Code,
    Column,
    Diagram,
    Facts,
    Grid,
    Heading,
    Line,
    Page,
    Part,
    SideBySide,
)
from whichllm.wording import plain

if TYPE_CHECKING:
    from whichllm.answers import Answer

_STYLES = {
    "heading": "bold",
    "part": "bold",
    "name": "bold",
    "id": "cyan",
    "quiet": "dim",
    "key": "dim",
    "grid": "bold",
}
Entry = TypeVar("Entry")

_TEXT_MAX = 60
_REDRAWN_AFTER = 0.1
_GUTTER = 2
# Rich draws one space at each edge of a grid and between its columns, beside the gutter; older releases draw a gutter
# after the last column, too.
_BETWEEN = _GUTTER + 1
_EDGES = 1
_BAR_MAX = 30
_BAR_LEAST = 8
# Signs that not every encoding has, each with what stands for it where it is missing.
_BLOCKS = ("█▏▎▍▌▋▊▉", "#")
_DIFFERS = ("≠", "*")
# Output that no terminal bounds is as wide as its content asks for, up to this.
WIDEST = 200


def render_json(answer: Answer, console: Console, _why: bool = False) -> None:
    """The object of the contract, indented."""
    _write(json.dumps(shared_document(answer), indent=2), console)


def render_jsonl(answer: Answer, console: Console, _why: bool = False) -> None:
    """The object of the contract on one line."""
    _write(json_line(shared_document(answer)), console)


# What the header names where there is no row below it.
_FIRST_COLUMN = {"Report": "level"}


def render_csv(answer: Answer, console: Console, _why: bool = False) -> None:
    """One row a model, task, category or finding, with a header. Lists are joined by "; "; unknown facts are empty."""
    import csv  # only here

    rows = [{key: _printable(value) for key, value in row.items()} for row in _csv_rows(shared_document(answer))]
    header = list(dict.fromkeys(key for row in rows for key in row)) or [_FIRST_COLUMN.get(type(answer).__name__, "id")]
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    _write(buffer.getvalue().rstrip("\n"), console)


def render_markdown(answer: Answer, console: Console, why: bool = False) -> None:
    """The page as Markdown."""
    parts = (_markdown_part(part, console) for part in _page(answer, why))
    _write("\n\n".join(filter(None, parts)), console)


def render_table(answer: Answer, console: Console, why: bool = False) -> None:
    """The page in the terminal."""
    before: Part | None = None
    for part in _page(answer, why):
        # A grid ends with an empty line of its own.
        if isinstance(part, (Heading, Diagram, Bullets, Bars)) and not isinstance(before, Grid):
            console.print()
        _draw(part, console)
        before = part


def _page(answer: Answer, why: bool) -> Page:
    """The page with nothing in it that would steer a terminal: files and users may write anything."""
    return list(map(_printable, page(answer, why)))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return plain.printable(value)
    if isinstance(value, tuple):
        return tuple(map(_printable, value))
    # Parts of pages have their fields here. To ask `dataclasses` for them would have their classes made a second time.
    fields = getattr(value, "__match_args__", None)
    return type(value)(*[_printable(getattr(value, field)) for field in fields]) if fields else value


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


def watched(answers: Iterable[Entry], total: int | None, console: Console) -> Generator[Entry, None, None]:
    """The same answers, with a bar on a terminal that shows how many have gone by, and how fast.

    `total` is how many there will be, None where nobody knows.
    """
    # Slow to load, and rarely needed.
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        *([BarColumn(), MofNCompleteColumn()] if total is not None else [TextColumn("{task.completed:,.0f}")]),
        TextColumn("lines, {task.fields[rate]:,.0f} a second"),
        *([TimeRemainingColumn()] if total is not None else []),
    )
    # No thread draws it, since processes are started meanwhile.
    with Progress(*columns, console=console, auto_refresh=False, redirect_stdout=False, transient=True) as bar:
        task = bar.add_task("", total=total, rate=0.0)
        started = drawn = time.monotonic()
        for count, answer in enumerate(answers, 1):
            yield answer
            now = time.monotonic()
            if now - drawn >= _REDRAWN_AFTER:
                bar.update(task, completed=count, rate=count / (now - started), refresh=True)
                drawn = now


def _write(text: str, console: Console) -> None:
    # Rich would measure each line, which takes longer than to make them.
    console.file.write(f"{text}\n")
    console.file.flush()


def _draw(part: Part, console: Console) -> None:
    match part:
        case Heading(text, level):
            console.print(Text(text, _STYLES["heading" if level == 1 else "part"]))
        case Line(text, quiet):
            console.print(Text(text, _STYLES["quiet"] if quiet else ""))
        case Diagram(text):
            console.print(Padding(Text(text.rstrip("\n"), no_wrap=True), (0, 2)), crop=False)
        case Code(text):
            _write(text, console)
        case Bullets(title, items):
            console.print(Text(title, _STYLES["part"]))
            grid = Table.grid(padding=(0, 1))
            for item in items:
                grid.add_row(" •", Text(item))
            console.print(grid)
        case Facts(pairs):
            _draw_facts(pairs, console)
        case Grid():
            _draw_grid(part, console)
        case SideBySide():
            _draw_side_by_side(part, console)
        case Bars():
            _draw_bars(part, console)


def _draw_facts(pairs: Sequence[tuple[str, str]], console: Console) -> None:
    grid = Table.grid(padding=(0, _GUTTER))
    for name, value in pairs:
        grid.add_row(Text(name, _STYLES["key"]), Text(value))
    longest_name = max(cell_len(name) for name, _ in pairs)
    longest_word = max(cell_len(word) for _, value in pairs for word in value.split())
    _print_at_least(grid, longest_name + _GUTTER + longest_word, console)


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


def _draw_side_by_side(part: SideBySide, console: Console) -> None:
    grid = _columns_of(part, console)
    least = [_widths(grid, index)[0] for index in range(len(grid.columns))]
    if len(_columns_that_fit(grid.columns, least, console.width)) == len(least):
        _draw_grid(grid, console)
    else:
        for number, identifier in enumerate(part.ids):
            console.print()
            console.print(Text(identifier, _STYLES["id"]), soft_wrap=True)
            pairs = [(f"{mark:1} {name}", values[number]) for mark, name, *values in grid.rows]
            _draw_facts(pairs, console)
    console.print(Text(f"{_sign(_DIFFERS, console)} {part.key}", _STYLES["quiet"]))


def _columns_of(part: SideBySide, console: Console) -> Grid:
    mark = _sign(_DIFFERS, console)
    columns = (Column("", least=1), Column("Fact", least=1), *(Column(name) for name in part.ids))
    return Grid(columns, tuple((mark if row.differs else "", row.name, *row.values) for row in part.rows))


def _draw_bars(part: Bars, console: Console) -> None:
    console.print(Text(part.title, _STYLES["part"]))
    named, figured, noted = (
        max(cell_len(getattr(bar, name)) for bar in part.bars) for name in ("id", "figure", "note")
    )
    room = console.width - 1 - figured - noted - 2 * _GUTTER
    beside = room - named - _GUTTER >= _BAR_LEAST
    length = max(_BAR_LEAST, min(_BAR_MAX, room - (named + _GUTTER if beside else 0)))
    for bar in part.bars:
        line = Text(f" {bar.id:<{named}}" if beside else f" {bar.id}\n", _STYLES["id"], no_wrap=True)
        line.append(f"{' ' * (_GUTTER if beside else 1)}{bar.figure:>{figured}}  ", "default")
        line.append(f"{_bar(bar.share, length, console):<{length}}{' ' * _GUTTER}{bar.note}".rstrip(), "default")
        console.print(line, crop=False, soft_wrap=True)


def _bar(share: float, length: int, console: Console) -> str:
    """A bar in steps of an eighth of a character, or of a whole one where there are no blocks."""
    blocks = _sign(_BLOCKS, console)
    whole, rest = divmod(round(share * length * len(blocks)), len(blocks))
    return blocks[0] * whole + (blocks[rest] if rest else "")


def _sign(signs: tuple[str, str], console: Console) -> str:
    """A sign, or what stands for it where the output cannot show it."""
    try:
        signs[0].encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return signs[1]
    return signs[0]


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


def _markdown_part(part: Part, console: Console) -> str:
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
        case SideBySide():
            key = f"{_escaped(_sign(_DIFFERS, console))} {_escaped(part.key)}"
            return f"{_markdown_part(_columns_of(part, console), console)}\n\n{key}"
        case Bars(title, bars):
            columns = (Column("Model"), Column("Figure", "number"), Column(""), Column(""))
            rows = tuple((bar.id, bar.figure, _bar(bar.share, _BAR_MAX, console), bar.note) for bar in bars)
            return f"**{_escaped(title)}**\n\n{_markdown_part(Grid(columns, rows), console)}"


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
    if "verdicts" in answer:
        return [{"id": "", "best_for": _best_for(model["id"], answer), **_flat(model)} for model in answer["models"]]
    rows = next(
        answer[key] for key in ("findings", "models", "tasks", "categories") if isinstance(answer.get(key), list)
    )
    return [_flat(row) for row in rows]


def _best_for(model: str, answer: Document) -> str:
    return "; ".join(entry["preference"] for entry in answer["verdicts"] if entry.get("model") == model)


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
