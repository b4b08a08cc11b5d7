"""`python -m whichllm`, and the command."""

from __future__ import annotations

import gc
import sys

from whichllm import __version__


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        # Editors and scripts ask for it at each start: there is no need to load what reads options.
        sys.stdout.write(f"whichllm {__version__}\n")
        return
    # What is loaded stays: to look through it for garbage, as Python does by default, takes longer than to read a text.
    gc.set_threshold(50_000)
    from whichllm.cli import main

    main()


if __name__ == "__main__":
    main()
