"""YAML files as plain values, and the line that each value stands on. The one door to PyYAML."""

from __future__ import annotations

import contextlib
import os
import re
import select
import stat
import sys
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import yaml

from whichllm.errors import Problem
from whichllm.loading.fingerprints import MOST_BYTES

_MOST_VALUES = 500_000
_MOST_LEVELS = 10_000
# Each value in a file has one of these before or after it.
_SIGNS = ",\n:[{-?"
# Whoever wrote a file so wrong as to have more mistakes will not read them all.
_MOST_PROBLEMS = 1_000
# A pipe into which nothing comes for so many seconds was forgotten.
_PATIENCE = 10.0
_PART = 2**20
_DEPTH = "a catalog needs no more than five levels"

Step = str | int
"""A key of a block or the position in a list."""

_TAG = "tag:yaml.org,2002:"
_PLAIN = frozenset(f"{_TAG}{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq"))


class _StrictLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain values only: text, numbers, true and false. No dates, no aliases, no tags, no key twice."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}

    def construct_object(self, node: yaml.Node, deep: bool = True) -> Any:
        seen = self.__dict__.setdefault("seen_nodes", set())
        if id(node) in seen:
            raise yaml.MarkedYAMLError(problem="an alias (*name) repeats another value", problem_mark=node.start_mark)
        seen.add(id(node))
        if node.tag not in _PLAIN:
            written = node.tag.replace(_TAG, "!!")
            raise yaml.MarkedYAMLError(problem=f"a tag ({written}) changes a value", problem_mark=node.start_mark)
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError):
            # "!!int words", or a number of more digits than Python reads.
            raise yaml.MarkedYAMLError(problem="a value that cannot be read", problem_mark=node.start_mark) from None


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if not isinstance(key, str):
            raise yaml.MarkedYAMLError(problem=f"the key {key!r} is not text", problem_mark=key_node.start_mark)
        if key in mapping:
            raise yaml.MarkedYAMLError(
                problem=f"the key '{key}' stands twice in one block", problem_mark=key_node.start_mark
            )
        mapping[key] = loader.construct_object(value_node)
    return mapping


def _sequence(loader: _StrictLoader, node: yaml.SequenceNode) -> list[Any]:
    return [loader.construct_object(child) for child in node.value]


_StrictLoader.add_constructor(f"{_TAG}map", _mapping)
_StrictLoader.add_constructor(f"{_TAG}seq", _sequence)
for _kind, _pattern, _first in (
    ("bool", r"(?:true|false)$", "tf"),
    ("null", r"(?:null|~|)$", ["n", "~", ""]),
    # With a zero in front, YAML 1.1 counts by eights: "0100" would be 64.
    ("int", r"[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?$", "-+0123456789"),
):
    _StrictLoader.add_implicit_resolver(f"{_TAG}{_kind}", re.compile(_pattern), list(_first))


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
        """The file with the line of each value. Read only when a place is asked for, once."""
        if self._tree is None:
            with contextlib.suppress(yaml.YAMLError, RecursionError):
                self._tree = yaml.compose(self.text, Loader=_StrictLoader)
        return self._tree

    def top(self) -> Place:
        """The place of the file as a whole."""
        return Place(self, ())


@dataclass(frozen=True, slots=True)
class Place:
    """A value in a file, by the steps that lead to it."""

    file: DataFile
    steps: tuple[Step, ...]

    def at(self, *steps: Step) -> Place:
        """A value below this one."""
        return Place(self.file, (*self.steps, *steps))

    def source(self) -> Place:
        """Where the value is written: here, unless several files make up the block."""
        return self

    def problem(self, message: str, hint: str = "") -> Problem:
        """Something to say about this place."""
        place = self.source()
        return Problem(place.file.shown, _line(place), message, hint)

    def report(self, message: str, hint: str = "") -> None:
        """Note a mistake at this place. Raises TooManyMistakesError if there are many of them in its file already."""
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
        if isinstance(error, UnicodeDecodeError):
            file.top().report(f"is not UTF-8 text (byte {error.start})", "save it as UTF-8")
        else:
            said = getattr(error, "strerror", None) or error
            file.top().report(f"cannot be read: {said}", "check the path and its permissions")
        return file
    parse(file, may_be_empty)
    return file


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
        if _has_too_many_values(file.text):
            file.top().report(f"holds more than {_MOST_VALUES:,} values", "split it into several files")
            return
        if _nests_too_deeply(file.text):
            file.top().report("nests too deeply", _DEPTH)
            return
        content = yaml.load(file.text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        said = error.problem or "cannot be read"
        file.problems.append(
            Problem(file.shown, mark.line + 1 if mark else 0, f"is not valid YAML here: {said}", _hint(said))
        )
    except yaml.YAMLError as error:
        file.top().report(f"is not valid YAML: {' '.join(str(error).split())}")
    except RecursionError:
        file.top().report("nests too deeply", _DEPTH)
    else:
        if isinstance(content, dict):
            file.content = content
        elif content is not None or not may_be_empty:
            file.top().report(
                "must start with a key such as 'models:'", "write below it a list of blocks, each from '- id: ...' on"
            )


def _has_too_many_values(text: str) -> bool:
    """Whether a text holds more values than there is memory for. Most are told by their signs, which takes no time."""
    if sum(map(text.count, _SIGNS)) < _MOST_VALUES:
        return False
    values = (event for event in yaml.parse(text, Loader=_StrictLoader) if isinstance(event, yaml.NodeEvent))
    return next(islice(values, _MOST_VALUES, None), None) is not None


def _nests_too_deeply(text: str) -> bool:
    """Whether a text nests so deeply that the loader would end the process (libyaml, some 50,000 levels).

    Each level takes a bracket or a column, so that ordinary files are told by counting.
    """
    if text.count("[") + text.count("{") + max(map(len, text.split("\n"))) < _MOST_LEVELS:
        return False
    level = 0
    for event in yaml.parse(text, Loader=_StrictLoader):
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level >= _MOST_LEVELS:
            return True
    return False


def _hint(said: str) -> str:
    if "tab" in said or "\\t" in said:
        return "indent with spaces, not tabs"
    if "tag (" in said:
        return "write the plain value; quote text that starts with an exclamation mark"
    if "depth" in said:
        return _DEPTH
    if "alias" in said:
        return "write the value out in each place"
    if "twice" in said:
        return "remove one of them"
    if "mapping values" in said or "expected" in said:
        return "quote text that holds ': ', '#', '[' or '{', and check the indentation"
    return "check quotes and indentation"


def _line(place: Place) -> int:
    """The line of a value, or of the nearest one around it that stands in the file."""
    node = place.file.tree() if place.steps else None
    if node is None:
        return 0
    line = 0
    for step in place.steps:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            key, node = pair
            line = key.start_mark.line
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line
        else:
            break
    return line + 1
