"""`python -m whichllm`, and the command."""

from __future__ import annotations

import gc
import sys

from whichllm import __version__

# The exit code beside those of `whichllm.cli.ExitCode`, which take time to load.
_INTERRUPTED = 130


def main() -> None:
    """Run the command line."""
    try:
        # Editors and scripts ask for the version at each start: there is no need to load what reads options.
        if sys.argv[1:] == ["--version"] and _version_is_told():
            return
        # What is loaded stays: to look through it for garbage, as Python does by default, takes longer than to read a
        # text.
        gc.set_threshold(50_000)
        # Slow enough that somebody may have had enough before it is done.
        from whichllm.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _version_is_told() -> bool:
    """Write the version. Where that is not possible, the command line knows what to say."""
    try:
        sys.stdout.write(f"whichllm {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError):  # there is no stream if it was closed before the start
        return False
    return True


if __name__ == "__main__":
    main()
