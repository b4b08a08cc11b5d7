"""YAML files as plain values, and the line that each value stands on. The one door to PyYAML."""

from __future__ import annotations

import contextlib
import os
import re
import select
import stat
import sys
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from whichllm.base.errors import Problem
from whichllm.loading.fingerprints import MOST_BYTES
from whichllm.loading.own_files import is_file, is_folder

_MOST_VALUES = 1_500_000
_MOST_LEVELS = 10_000
# Whoever wrote a file so wrong as to have more mistakes will not read them all.
_MOST_PROBLEMS = 1_000
# A pipe into which nothing comes for so many seconds was forgotten.
_PATIENCE = 10.0
_PART = 2**20
_DEPTH = "a catalog needs no more than five levels"

Segment = str | int
"""A key of a block or the position in a list."""

_TAG = "tag:yaml.org,2002:"


_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What plain text means, by its first sign. With a zero in front, YAML 1.1 counts by eights: "0100" would be 64.
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?")
_NUMBER_SIGNS = frozenset("-+0123456789")
_CANNOT_BEGIN = "cannot start any token"
# What YAML lets nobody write, not even in quotes.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class _MistakeError(Exception):
    """What a file holds beyond plain values: where, what and how to mend it."""

    def __init__(self, event: yaml.Event, said: str, hint: str) -> None:
        super().__init__(said)
        self.line = event.start_mark.line + 1 if event.start_mark else 0
        self.said = said
        self.hint = hint


class _TooMuchError(Exception):
    """A file holds more than there is memory for."""


class TooManyMistakesError(Exception):
    """A file holds so many mistakes that looking further is of no use. Those found until then are in the file."""


@dataclass(slots=True)
class DataFile:
    """One file of the catalog: its content, and the problems found in it.

    `shown` is the path as people should read it; `content` the top-level block, empty where the file could not
    be read (then `problems` says why).
    """

    path: Path
    shown: str
    text: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _tree: yaml.Node | None = None

    @property
    def unreadable(self) -> bool:
        """Whether nothing can be said of what stands in the file."""
        return not self.content and bool(self.problems)

    def tree(self) -> yaml.Node | None:
        """The file with the line of each value. Read only when a line is asked for, once."""
        if self._tree is None:
            with contextlib.suppress(yaml.YAMLError, RecursionError):
                self._tree = yaml.compose(self.text, Loader=_LOADER)
        return self._tree

    def top(self) -> Location:
        """The location of the file as a whole."""
        return Location(self, ())


@dataclass(frozen=True, slots=True)
class Location:
    """A value in a file, by the segments of the path that leads to it."""

    file: DataFile
    segments: tuple[Segment, ...]

    @property
    def key(self) -> str:
        """The key at which the value, or the list around it, stands, in quotes; "" at the top."""
        return next((f"'{segment}'" for segment in reversed(self.segments) if isinstance(segment, str)), "")

    def at(self, *segments: Segment) -> Location:
        """A value below this one."""
        return Location(self.file, (*self.segments, *segments))

    def source(self) -> Location:
        """Where the value is written: here, unless several files make up the block."""
        return self

    def problem(self, message: str, hint: str = "") -> Problem:
        """Something to say about this location."""
        location = self.source()
        return Problem(location.file.shown, _line(location), message, hint)

    def report(self, message: str, hint: str = "") -> None:
        """Note a mistake here. Raises TooManyMistakesError if there are many of them in its file already."""
        file = self.source().file
        file.problems.append(self.problem(message, hint))
        if len(file.problems) >= _MOST_PROBLEMS:
            raise TooManyMistakesError


def read_file(path: Path, shown: str, may_be_empty: bool = False) -> DataFile:
    """Read one YAML file whose top level is a block of keys. Never raises: see `DataFile.problems`."""
    file = DataFile(path, shown)
    try:
        content = _content(path)
        if content is None:
            file.top().report(f"the file is larger than {MOST_BYTES // 2**20} MB", "split it into several files")
            return file
        file.text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, ValueError) as error:
        if is_folder(path):
            file.top().report("is a folder without YAML files", _hint_for_folder(path))
        elif isinstance(error, UnicodeDecodeError):
            file.top().report(f"is not UTF-8 text (byte {error.start})", "save it as UTF-8")
        else:
            said = getattr(error, "strerror", None) or error
            file.top().report(f"cannot be read: {said}", "check the path and its permissions")
        return file
    parse(file, may_be_empty)
    return file


def _hint_for_folder(path: Path) -> str:
    below = path / "data"
    if is_file(below / "categories.yaml"):
        return f"the catalog of a checkout lies in its folder data: name '{below}'"
    return "name a file, or a folder that holds some whose names end in .yaml"


def _content(path: Path) -> bytes | None:
    """The bytes of a file, or None if there are more than `MOST_BYTES`; devices have no end.

    Raises OSError or ValueError if it cannot be read.
    """
    state = path.stat()
    if state.st_size > MOST_BYTES:
        return None
    # Elsewhere a pipe that nobody has opened yet cannot be told from one that is empty.
    may_wait = sys.platform == "linux" and stat.S_ISFIFO(state.st_mode)
    content = bytearray()
    with open(path, "rb", buffering=0, opener=_at_once if may_wait else None) as stream:
        if may_wait:
            if not select.select([stream], [], [], _PATIENCE)[0]:
                raise TimeoutError(None, f"nothing has come through this pipe for {_PATIENCE:g} seconds")
            os.set_blocking(stream.fileno(), True)
        while part := stream.read(_PART):
            content += part
            if len(content) > MOST_BYTES:
                return None
    return bytes(content)


def _at_once(path: str, flags: int) -> int:
    """Open a pipe without waiting for whoever writes to it."""
    return os.open(path, flags | os.O_NONBLOCK)


def parse(file: DataFile, may_be_empty: bool = False) -> None:
    """Fill the content of a file from its text. Never raises: see `DataFile.problems`."""
    try:
        content = _value_of(file.text)
    except _MistakeError as mistake:
        _note(file, mistake.line, mistake.said, mistake.hint)
    except _TooMuchError as error:
        file.top().report(*error.args)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        said = error.problem or "cannot be read"
        if said.endswith(_CANNOT_BEGIN) and mark:
            found = file.text.split("\n")[mark.line][mark.column : mark.column + 1]
            said = "a tab stands before a value" if found == "\t" else f"no value begins with {found!r}"
        _note(file, mark.line + 1 if mark else 0, said, _hint(said))
    except yaml.YAMLError as error:
        found_at = _FORBIDDEN.search(file.text)
        if found_at is None:
            file.top().report(f"is not valid YAML: {' '.join(str(error).split())}")
            return
        line = file.text.count("\n", 0, found_at.start()) + 1
        _note(file, line, f"the character U+{ord(found_at[0]):04X} is not allowed", "remove it")
    else:
        if isinstance(content, dict):
            file.content = content
        elif content is not None or not may_be_empty:
            file.top().report(
                "must start with a key such as 'models:'", "write below it a list of blocks, each from '- id: ...' on"
            )


def _note(file: DataFile, line: int, said: str, hint: str) -> None:
    """Note why a file is not valid YAML at a line, counted from 1, or 0 where none is known."""
    file.problems.append(Problem(file.shown, line, f"is not valid YAML here: {said}", hint))


def _value_of(text: str) -> Any:
    """What a YAML text holds: plain values only, no dates, no aliases, no tags, no key twice; None if it is empty.

    The values are made straight from the events of the parser: nodes with their marks are ten times as many objects,
    and nesting them takes the stack. Raises yaml.YAMLError, _MistakeError or _TooMuchError.
    """
    document: list[Any] = []
    around: list[dict[str, Any] | list[Any]] = []
    block: dict[str, Any] | list[Any] = document
    key: str | None = None
    values = 0
    for event in yaml.parse(text, Loader=_LOADER):
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            _check_tag(event, "map")
            value = {}
        elif isinstance(event, yaml.SequenceStartEvent):
            _check_tag(event, "seq")
            value = []
        elif isinstance(event, yaml.CollectionEndEvent):
            block = around.pop()
            continue
        elif isinstance(event, yaml.AliasEvent):
            raise _MistakeError(event, "an alias (*name) repeats another value", "write the value out in each place")
        elif isinstance(event, yaml.DocumentStartEvent) and document:
            raise _MistakeError(event, "a second document begins", "write one document in each file")
        else:
            continue
        values += 1
        if values > _MOST_VALUES:
            raise _TooMuchError(f"holds more than {_MOST_VALUES:,} values", "split it into several files")
        if isinstance(block, list):
            block.append(value)
        elif key is None:
            key = _new_key(event, value, block)
            continue
        else:
            block[key] = value
            key = None
        if isinstance(event, yaml.CollectionStartEvent):
            around.append(block)
            block = value
            if len(around) > _MOST_LEVELS:
                raise _TooMuchError("nests too deeply", _DEPTH)
    return document[0] if document else None


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if not event.implicit[0]:
        _check_tag(event, "str")
        return text
    if text[:1] in _NUMBER_SIGNS:
        if _DECIMAL.fullmatch(text):
            return float(text)
        if _INTEGER.fullmatch(text):
            try:
                return int(text)
            except ValueError:
                raise _MistakeError(event, "a number of too many digits", "write it shorter, or quote it") from None
    return _WORDS.get(text, text)


def _check_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent, kind: str) -> None:
    """Refuse a tag, but for one that says what the value is anyway."""
    if event.tag not in (None, "!", f"{_TAG}{kind}"):
        written = event.tag.replace(_TAG, "!!")
        hint = "write the plain value; quote text that starts with an exclamation mark"
        raise _MistakeError(event, f"a tag ({written}) changes a value", hint)


def _new_key(event: yaml.NodeEvent, key: Any, block: Container[str]) -> str:
    if not isinstance(key, str):
        written = f" {key!r}" if isinstance(event, yaml.ScalarEvent) else ""
        raise _MistakeError(event, f"the key{written} is not text", "put it in quotes")
    if key in block:
        raise _MistakeError(event, f"the key '{key}' stands twice in one block", "remove one of them")
    return key


def _hint(said: str) -> str:
    """How to mend what the parser complains of, in its words."""
    if said.startswith("no value begins"):
        return "quote the text"
    if "tab" in said or "\\t" in said:
        return "indent with spaces, not tabs"
    if "depth" in said:
        return _DEPTH
    if "mapping values" in said or "expected" in said:
        return "quote text that holds ': ', '#', '[' or '{', and check the indentation"
    return "check quotes and indentation"


def _line(location: Location) -> int:
    """The line of a value, or of the nearest one around it that stands in the file."""
    node = location.file.tree() if location.segments else None
    if node is None:
        return 0
    line = 0
    for segment in location.segments:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == segment), None)
            if pair is None:
                break
            key, node = pair
            line = key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(segment, int) and segment < len(node.value):
            node = node.value[segment]
            line = node.start_mark.line
        else:
            break
    return line + 1
