"""The command line from its start to its exit code, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import typer

from whichllm.base.errors import DataError, WhichllmError
from whichllm.cli.commands import app
from whichllm.cli.output import ExitCode, Messages, complain, in_plain_signs, leave_quietly
from whichllm.wording import plain

_OTHERWISE = "write the answer elsewhere, or run the command again"
_HOW_TO_GO_ON = {
    errno.ENOSPC: "make room, or write the answer elsewhere",
    errno.EDQUOT: "make room, or write the answer elsewhere",
    errno.EFBIG: "write the answer in smaller parts, or elsewhere",
    errno.EACCES: "see who may read and write there",
    errno.EPERM: "see who may read and write there",
    errno.EMFILE: "close other programs, or let more files be open (ulimit -n)",
    errno.ENFILE: "close other programs",
}


def main() -> None:
    """Run the command line and leave the process with the exit code of the contract."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed before the start: what would go there goes nowhere
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=in_plain_signs())
    with redirect_stderr(Messages(sys.stderr)):
        _run()


def _run() -> None:
    try:
        code = app(standalone_mode=False)
    except DataError as error:
        from whichllm.wording.of_mistakes import mistake, mistakes_above

        for problem in error.problems:
            typer.echo(mistake(problem), err=True)
        complain(*mistakes_above(error))
        sys.exit(ExitCode.MISUSE)
    except WhichllmError as error:
        complain(error.message, error.hint)
        sys.exit(ExitCode.MISUSE)
    except SystemExit as leaving:
        # What Typer and Rich leave for: they have no other word for it.
        if isinstance(leaving.__context__, BrokenPipeError):
            leave_quietly(ExitCode.ANSWERED)
        raise
    except BrokenPipeError:
        leave_quietly(ExitCode.ANSWERED)
    except OSError as error:
        where = f" ('{error.filename}')" if error.filename else ""
        complain(f"cannot go on: {error.strerror or error}{where}", _HOW_TO_GO_ON.get(error.errno or 0, _OTHERWISE))
        leave_quietly(ExitCode.MISUSE)
    except Exception as error:
        # Typer has no public name for all that it refuses.
        if not hasattr(error, "format_message"):
            raise
        _say_what_is_refused(error)
        sys.exit(ExitCode.MISUSE)
    if isinstance(code, int):  # of a command that was left before its end
        sys.exit(code)


def _say_what_is_refused(refusal: Any) -> None:
    from whichllm.wording.of_mistakes import meant, refused

    errors = getattr(refusal.__cause__, "errors", None)
    refusal.message = refused(str(refusal.message), errors() if callable(errors) else ())
    said = meant(refusal.message, getattr(refusal, "possibilities", None) or ())
    if said:
        # It would say the same.
        refusal.possibilities = None
    refusal.show()
    if said:
        typer.echo(f"  {plain.clean(said)}", err=True)
