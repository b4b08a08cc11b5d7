"""What a page is made of: headings, lines, facts, lists, grids, bars."""

from __future__ import annotations

from typing import Literal

from whichllm.base.records import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the page (level 1) or of a part of it (level 2)."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `quiet` lines are asides."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """Text whose line breaks and spaces are its meaning."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, to be copied as they stand."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list with a title."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid.

    Whole columns leave a page that is too narrow, the lowest `keep` first; one with `keep` 0 goes last and then
    moves below the cell of the first, behind its title if it is `titled`. `kind` says how a cell may be broken: "id"
    only where it is longer than most, "text" between words, in lines of at least `least` characters; "number" stands on
    the right.
    """

    title: str
    kind: Literal["id", "text", "number"] = "text"
    keep: int = 0
    least: int = 14
    titled: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows. A cell may have several lines; in an "id" column the last line is the id."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact of several things: its name and its value for each; `differs` marks it."""

    name: str
    values: tuple[str, ...]
    differs: bool = False


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several things, by their ids, as columns; below one another where there is no room for that.

    `key` says what the sign means that marks rows which differ.
    """

    ids: tuple[str, ...]
    rows: tuple[FactRow, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar: `share` of the full length, from 0 to 1; `note` stands behind it."""

    id: str
    figure: str
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures that can be compared, with their title."""

    title: str
    bars: tuple[Bar, ...]


Part = Heading | Line | Diagram | Code | Bullets | Facts | Grid | SideBySide | Bars
Page = list[Part]
