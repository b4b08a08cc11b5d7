"""Answers drawn in a format: one function each. The one door to Rich; styles are named here once."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from whichllm.answers.formats import Format
from whichllm.documents import json_line, shared_document
from whichllm.pages import page
from whichllm.pages.fitting import GUTTER, fits, fitted, wrapped
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
    from whichllm.answers.kinds import Answer

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

_REDRAWN_AFTER = 0.1
_BULLET = " • "
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


def render_csv(answer: Answer, console: Console, _why: bool = False) -> None:
    """One row a model, task, category or finding, below a header that is the same for all answers of a kind."""
    import csv  # only here

    from whichllm.documents.tables import table  # neither is needed elsewhere

    header, rows = table(answer)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    _write(plain.printable(buffer.getvalue().rstrip("\n")), console)


def render_markdown(answer: Answer, console: Console, why: bool = False) -> None:
    """The page as Markdown."""
    parts = (_markdown_part(part, console) for part in _page(answer, why))
    _write("\n\n".join(filter(None, parts)), console)


def render_table(answer: Answer, console: Console, why: bool = False) -> None:
    """The page in the terminal."""
    before: Part | None = None
    without: list[str] = []
    for part in _page(answer, why):
        # A grid ends with an empty line of its own.
        if isinstance(part, (Heading, Diagram, Bullets, Bars)) and not isinstance(before, Grid):
            console.print()
        without += _draw(part, console)
        before = part
    if without:
        _draw(Line(plain.no_room(list(dict.fromkeys(without))), quiet=True), console)


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


def _draw(part: Part, console: Console) -> Sequence[str]:
    """Draw a part of a page. Returns the titles of the columns that there is no room for."""
    match part:
        case Heading(text, level):
            _print_wrapped(text, _STYLES["heading" if level == 1 else "part"], console)
        case Line(text, quiet):
            _print_wrapped(text, _STYLES["quiet"] if quiet else "", console)
        case Diagram(text):
            console.print(Padding(Text(text.rstrip("\n"), no_wrap=True), (0, 2)), crop=False)
        case Code(text):
            _write(text, console)
        case Bullets(title, items):
            console.print(Text(title, _STYLES["part"]))
            for item in items:
                first, *others = wrapped(item, console.width - len(_BULLET), cell_len)
                _print_whole([Text(_BULLET + first), *(Text(" " * len(_BULLET) + line) for line in others)], console)
        case Facts(pairs):
            _draw_facts(pairs, console)
        case Grid():
            return _draw_grid(part, console)
        case SideBySide():
            _draw_side_by_side(part, console)
        case Bars():
            _draw_bars(part, console)
    return ()


def _print_whole(lines: Sequence[Text], console: Console) -> None:
    """Print lines that are broken already."""
    console.print(Text("\n").join(lines), soft_wrap=True)


def _print_wrapped(text: str, style: str, console: Console, indent: int = 0) -> None:
    lines = wrapped(text, console.width - indent, cell_len)
    _print_whole([Text(" " * indent + line, style) for line in lines], console)


def _draw_facts(pairs: Sequence[tuple[str, str]], console: Console) -> None:
    """Names and values beside one another; below one another where a word of the value would have to be broken."""
    beside = max(cell_len(name) for name, _ in pairs) + GUTTER
    lines = []
    for name, value in pairs:
        longest_word = max((cell_len(word) for word in value.split()), default=0)
        is_beside = longest_word <= console.width - beside
        indent = beside if is_beside else 2 * GUTTER
        first, *others = wrapped(value, console.width - indent, cell_len)
        label = Text(name, _STYLES["key"])
        if is_beside:
            label.append(" " * (beside - cell_len(name)) + first, "default")
        else:
            others.insert(0, first)
        lines += [label, *(Text(" " * indent + line) for line in others)]
    _print_whole(lines, console)


def _draw_grid(grid: Grid, console: Console) -> Sequence[str]:
    """Draw a grid. Returns the titles of the columns that there is no room for."""
    fit = fitted(grid, console.width, cell_len)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, GUTTER, 0, 0), pad_edge=False, header_style=_STYLES["grid"])
    for index, width in fit.columns:
        column = grid.columns[index]
        justify: Literal["left", "right"] = "right" if column.kind == "number" else "left"
        table.add_column(column.title, justify=justify, width=width, overflow="fold")
    (_, room), *others = fit.columns
    for row in grid.rows:
        table.add_row(_first_cell(grid.columns, row, fit.below, room), *(Text(row[index]) for index, _ in others))
    console.print(table)
    return fit.without


def _first_cell(columns: Sequence[Column], row: Sequence[str], below: Sequence[int], width: int) -> Text:
    """The first cell of a row, an id broken only where it must be, with what has no column of its own below it."""
    cell = Text(row[0])
    if columns[0].kind == "id":
        *names, identifier = row[0].split("\n")
        cell = Text("\n".join([*names, ""]), _STYLES["name"])
        cell.append("\n".join(wrapped(identifier, width, cell_len)), _STYLES["id"])
    for index in below:
        said = "; ".join(row[index].split("\n"))
        if said in ("", plain.UNKNOWN):
            continue
        cell.append(f"\n{columns[index].title}: {said}" if columns[index].titled else f"\n{said}", _STYLES["quiet"])
    return cell


def _draw_side_by_side(part: SideBySide, console: Console) -> None:
    grid = _columns_of(part, console)
    if fits(grid, console.width, cell_len):
        _draw_grid(grid, console)
    else:
        for number, identifier in enumerate(part.ids):
            console.print()
            _print_wrapped(identifier, _STYLES["id"], console)
            pairs = [(f"{mark:1} {name}", values[number]) for mark, name, *values in grid.rows]
            _draw_facts(pairs, console)
    console.print(Text(f"{_sign(_DIFFERS, console)} {part.key}", _STYLES["quiet"]))


def _columns_of(part: SideBySide, console: Console) -> Grid:
    mark = _sign(_DIFFERS, console)
    columns = (Column("", least=1), Column("Fact"), *(Column(name) for name in part.ids))
    return Grid(columns, tuple((mark if row.differs else "", row.name, *row.values) for row in part.rows))


def _draw_bars(part: Bars, console: Console) -> None:
    console.print(Text(part.title, _STYLES["part"]))
    named, figured, noted = (
        max(cell_len(getattr(bar, name)) for bar in part.bars) for name in ("id", "figure", "note")
    )
    room = console.width - 1 - figured - noted - 2 * GUTTER
    beside = room - named - GUTTER >= _BAR_LEAST
    length = max(_BAR_LEAST, min(_BAR_MAX, room - (named + GUTTER if beside else 0)))
    for bar in part.bars:
        if not beside:
            _print_wrapped(bar.id, _STYLES["id"], console, indent=1)
        line = Text(f" {bar.id:<{named}}" if beside else "", _STYLES["id"], no_wrap=True)
        line.append(f"{' ' * (GUTTER if beside else 1)}{bar.figure:>{figured}}  ", "default")
        line.append(f"{_bar(bar.share, length, console):<{length}}{' ' * GUTTER}{bar.note}".rstrip(), "default")
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
            titles = [_escaped(column.title) for column in columns]
            rules = ["---:" if column.kind == "number" else "---" for column in columns]
            lines = [titles, rules, *(list(map(_markdown_cell, row)) for row in rows)]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case SideBySide():
            key = f"{_escaped(_sign(_DIFFERS, console))} {_escaped(part.key)}"
            return f"{_markdown_part(_columns_of(part, console), console)}\n\n{key}"
        case Bars(title, bars):
            columns = (Column("Model"), Column("Figure", "number"), Column(""), Column(""))
            rows = tuple((bar.id, bar.figure, _bar(bar.share, _BAR_MAX, console), bar.note) for bar in bars)
            return f"**{_escaped(title)}**\n\n{_markdown_part(Grid(columns, rows), console)}"


def _markdown_cell(text: str) -> str:
    """The text of a cell, with the space at its beginning, which tells what belongs to what stands above."""
    inner = text.lstrip(" ")
    return "&nbsp;" * (len(text) - len(inner)) + _escaped(inner).replace("\n", "<br>")


def _escaped(text: str) -> str:
    for character in "\\`*_[]<>|":
        text = text.replace(character, "\\" + character)
    return text
