"""Pages fitted into a width: texts broken into lines, and the columns of grids that there is room for."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from whichllm.base.records import dataclass
from whichllm.pages.parts import Column, Grid

Measure = Callable[[str], int]
"""How many places of a terminal a text takes."""

GUTTER = 2
# Rich draws one space at each edge of a grid and between its columns, beside the gutter; older releases draw a gutter
# after the last column, too.
_BETWEEN = GUTTER + 1
_EDGE = 1
# A column of text is drawn no wider if others need the room.
_TEXT_MAX = 60
# A word that is longer may be broken: "zero-shot-image-classification," is not.
_LONG_WORD = 32
# The part of the ids that their column must have room for; one that is longer is broken.
_USUAL = 0.9
# Where a word that is too long is broken: after a sign that no word ends at by itself.
_PIECES = re.compile(r"[^/\-_.,:?&=|]*[/\-_.,:?&=|]+|[^/\-_.,:?&=|]+")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The columns of a grid that there is room for, by number, each with its width.

    `below` are those that move below the cell of the first, `without` the titles of those that are left out.
    """

    columns: tuple[tuple[int, int], ...]
    below: tuple[int, ...]
    without: tuple[str, ...]


def wrapped(text: str, width: int, measure: Measure) -> list[str]:
    """A text in lines of a width: broken between words, and within a word only where it is too long for a line.

    Line breaks of the text stay, and so does the space at the beginning of its lines, wherever these are broken.
    """
    return [line for given in text.split("\n") for line in _wrapped_line(given, max(width, 1), measure)]


def _wrapped_line(text: str, width: int, measure: Measure) -> list[str]:
    if measure(text) <= width:
        return [text]
    indent = text[: len(text) - len(text.lstrip())][: width // 2]
    room = width - measure(indent)
    lines, line = [], ""
    for word in text.split():
        between = " " if line else ""
        if measure(line) + len(between) + measure(word) <= room:
            line += between + word
            continue
        if line:
            lines.append(line)
        *whole, line = _broken(word, room, measure)
        lines += whole
    return [indent + line for line in (*lines, line)]


def _broken(word: str, width: int, measure: Measure) -> list[str]:
    """A word in parts that fit into a width, broken after signs where it has some."""
    parts, part = [], ""
    for piece in _PIECES.findall(word):
        if measure(part) + measure(piece) <= width:
            part += piece
            continue
        if part:
            parts.append(part)
        part = ""
        for character in piece:
            if part and measure(part) + measure(character) > width:
                parts.append(part)
                part = ""
            part += character
    return [*parts, part]


def fitted(grid: Grid, width: int, measure: Measure) -> Fitted:
    """The columns of a grid in a width."""
    columns = grid.columns
    sizes = [_widths(grid, index, width, measure) for index in range(len(columns))]
    shown = _columns_that_fit(columns, [least for least, _ in sizes], width)
    below = tuple(index for index, column in enumerate(columns) if not column.keep and index not in shown)
    if below:
        sizes[0] = sizes[0][0], max(sizes[0][1], _TEXT_MAX)
    widths = _shared_out(width, [sizes[index] for index in shown])
    if columns[0].kind == "id":
        room = widths[0] + max(0, width - _taken(widths))
        lengths = (measure(row[0].rpartition("\n")[2]) for row in grid.rows)
        widths[0] = max((length for length in lengths if widths[0] <= length <= room), default=widths[0])
    without = (column.title for index, column in enumerate(columns) if column.keep and index not in shown)
    return Fitted(tuple(zip(shown, widths, strict=True)), below, tuple(without))


def fits(grid: Grid, width: int, measure: Measure) -> bool:
    """Whether there is room for all columns of a grid beside one another."""
    least = [_widths(grid, index, width, measure)[0] for index in range(len(grid.columns))]
    return len(_columns_that_fit(grid.columns, least, width)) == len(least)


def _widths(grid: Grid, index: int, width: int, measure: Measure) -> tuple[int, int]:
    """The least and the most room that a column can use."""
    column = grid.columns[index]
    title = measure(column.title)
    cells = [row[index].split("\n") for row in grid.rows]
    if column.kind == "id" and not index:
        lengths = sorted(measure(cell[-1]) for cell in cells)
        usual = lengths[math.ceil(len(lengths) * _USUAL) - 1] if lengths else 0
        least, most = _text_widths([name for cell in cells for name in cell[:-1]], column.least, measure)
        least = max(title, least, min(usual, width // 2))
        return least, max(least, min(max(most, usual), _TEXT_MAX))
    lines = [column.title, *(line for cell in cells for line in cell)]
    if column.kind == "text":
        return _text_widths(lines, column.least, measure)
    longest = max(map(measure, lines))
    return longest, longest


def _text_widths(lines: Sequence[str], least: int, measure: Measure) -> tuple[int, int]:
    """The least room that a column of text needs, and the most that it can use."""
    longest = max(map(measure, lines), default=0)
    longest_word = max((measure(word) for line in lines for word in line.split()), default=0)
    needed = max(min(longest_word, _LONG_WORD), min(longest, least))
    return needed, max(needed, min(longest, _TEXT_MAX))


def _columns_that_fit(columns: Sequence[Column], least: Sequence[int], width: int) -> list[int]:
    """The columns to show, in their order: the first, then as many as there is room for, the worthiest first."""
    shown = [0]
    room = width - _EDGE - least[0] - _BETWEEN
    by_worth = sorted(range(1, len(columns)), key=lambda index: -(columns[index].keep or len(columns)))
    for index in by_worth:
        room -= least[index] + _BETWEEN
        if room < 0:
            break
        shown.append(index)
    return sorted(shown)


def _taken(widths: Sequence[int]) -> int:
    """What a line takes: the columns with what is between them, and the edges."""
    return _EDGE + sum(widths) + (_BETWEEN * len(widths) if len(widths) > 1 else 0)


def _shared_out(width: int, sizes: Sequence[tuple[int, int]]) -> list[int]:
    """The width of each column: its least, and a fair share of what is left up to its most."""
    widths = [least for least, _ in sizes]
    room = width - _taken(widths)
    while room > 0:
        growing = [index for index, (_, most) in enumerate(sizes) if widths[index] < most]
        if not growing:
            break
        for index in growing[:room]:
            widths[index] += 1
        room -= len(growing)
    return widths
