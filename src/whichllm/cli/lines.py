"""The lines of a file answered, one line of JSON for each, with a bar on the terminal."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

import typer

from whichllm.answers.formats import Format
from whichllm.base.errors import WhichllmError
from whichllm.batch.jobs import answer_with_jobs
from whichllm.batch.lines import Answerer, Readable
from whichllm.cli.output import ExitCode, complain
from whichllm.loading.usual import usual_catalog
from whichllm.wording import plain

# How much of a file is looked at at once to count its lines.
_PART = 2**20


def answer_file(
    name: str, format_: Format, answer: Answerer, own: list[Path] | None, jobs: int, progress: bool
) -> None:
    """Answer the lines of a file ("-" is standard input) by so many processes, each with one line of JSON.

    Raises WhichllmError if the file cannot be read or another format is wished for, Exit if lines could not be read.
    """
    if format_ not in (Format.TABLE, Format.JSONL):
        raise WhichllmError(f"--file answers in JSON Lines, not in {format_}", "leave --format out, or name jsonl")
    load = partial(usual_catalog, own or ())
    failed = 0
    with ExitStack() as stack:
        file = stack.enter_context(_open(name)) if name != "-" else _stdin()
        answers = stack.enter_context(closing(answer_with_jobs(jobs, file, load, answer)))
        # Where answers run over the terminal themselves, they are progress enough.
        if progress and sys.stderr.isatty() and not sys.stdout.isatty():
            from rich.console import Console

            from whichllm.rendering import watched

            # Past what cleans messages: a bar is drawn with control characters.
            total = None if name == "-" else _lines_in(name)
            shown = watched(answers, total, Console(file=sys.__stderr__))
            answers = stack.enter_context(closing(shown))
        for line, answered in answers:
            typer.echo(line)
            failed += not answered
    if failed:
        complain(f"{plain.count(failed, 'line')} could not be read: see the error objects in the output")
        raise typer.Exit(ExitCode.MISUSE)


def _stdin() -> Readable:
    """Standard input as its bytes come; a buffer would wait for more, and Python for whoever waits at the buffer."""
    if sys.stdin is None:
        raise WhichllmError("standard input is closed", "name a file, or send lines to standard input")
    buffer = sys.stdin.buffer
    return getattr(buffer, "raw", buffer)


def _open(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb", buffering=0)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise WhichllmError(f"cannot read '{name}': {said}", "check the path; - is standard input") from None


def _lines_in(name: str) -> int | None:
    """How many lines a file has, None where that cannot be known before they have been read."""
    path = Path(name)
    if not path.is_file():
        return None
    count, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(_PART):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last not in (b"", b"\n"))
