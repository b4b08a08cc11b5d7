"""What leaves the process: answers on standard output, messages on standard error, and its exit code."""

from __future__ import annotations

import codecs
import os
import shutil
import sys
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

from whichllm.wording import plain

if TYPE_CHECKING:
    from rich.console import Console

    from whichllm.answers.formats import Format
    from whichllm.answers.kinds import Answer


# What stands for signs of ours where an encoding lacks them.
_PLAIN_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "–": "-", "—": "-", "→": "->", "•": "*", "≠": "!=", "─": "-"}
)


_LONGEST = 1_000


class ExitCode(IntEnum):
    """What the process tells the shell."""

    ANSWERED = 0
    NOTHING_SUITS = 1
    MISUSE = 2


def show(answer: Answer, format_: Format, no_color: bool, why: bool = False) -> None:
    """Write an answer to standard output."""
    from whichllm.rendering import render

    render(answer, format_, _console(no_color), why)


def _console(no_color: bool) -> Console:
    from rich.console import Console

    from whichllm.rendering import WIDEST

    colorless = no_color or bool(os.environ.get("NO_COLOR"))
    stated = os.environ.get("COLUMNS", "")
    # Some terminals and schedulers say 0 where they know no width: that is none, and the terminal is asked.
    bounded = sys.stdout.isatty() or (stated.isascii() and stated.isdigit() and int(stated[:9]) > 0)
    return Console(
        color_system=None if colorless else "auto",
        width=shutil.get_terminal_size().columns if bounded else WIDEST,
        highlight=False,
        markup=False,
        emoji=False,
    )


def complain(message: str, *hints: str) -> None:
    """Write what is wrong, and how to mend it, one way a line, to standard error."""
    # What was typed stands in it, and may be long; what helps is ours.
    typer.echo(f"Error: {plain.shorten(plain.clean(message), _LONGEST)}", err=True)
    for hint in filter(None, hints):
        typer.echo(f"  {plain.clean(hint)}", err=True)


def in_plain_signs() -> str:
    """The name under which streams find what writes signs that their encoding lacks: plain ones, or question marks."""
    codecs.register_error("plain signs", _plain_signs)
    return "plain signs"


def _plain_signs(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end].translate(_PLAIN_SIGNS)
    return "".join(sign if sign.isascii() else "?" for sign in signs), error.end


class Messages:
    """Standard error, whoever writes to it: control characters are shown as such, failing to write changes nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text as far as that is possible."""
        with suppress(OSError):
            self._stream.write(plain.printable(text))
        return len(text)

    def flush(self) -> None:
        """Pass on what was written as far as that is possible."""
        with suppress(OSError):
            self._stream.flush()


def leave_quietly(code: ExitCode) -> NoReturn:
    """Leave where nothing can be written any more, of which Python complains once more when it closes the stream."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
