"""`python -m whichllm`, and the command."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from whichllm import __version__

# The exit code beside those of `whichllm.cli.output.ExitCode`, which take time to load.
_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line, and end the process."""
    try:
        _run()
    except KeyboardInterrupt:
        _end(_INTERRUPTED)
    except SystemExit as leaving:
        _end(leaving.code)
    _end(0)


def _run() -> None:
    # Editors and scripts ask for the version at each start: there is no need to load what reads options.
    if sys.argv[1:] == ["--version"] and _version_is_told():
        return
    # What is loaded stays: to look through it for garbage, as Python does by default, takes longer than to read a text.
    gc.set_threshold(200_000)
    # Slow enough that somebody may have had enough before it is done.
    from whichllm.cli import main

    main()


def _version_is_told() -> bool:
    """Write the version. Where that is not possible, the command line knows what to say."""
    try:
        sys.stdout.write(f"whichllm {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):  # there is no stream if it was closed before the start
        return False
    return True


def _end(code: str | int | None) -> NoReturn:
    """End the process without taking apart first all that was loaded, which takes longer than to read a text.

    Who watches what runs, like a debugger or a profiler, and streams that cannot be written to are left to Python.
    """
    if not isinstance(code, str) and not (sys.gettrace() or sys.getprofile()):
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            sys.exit(code)
        os._exit(code or 0)
    sys.exit(code)


if __name__ == "__main__":
    main()
