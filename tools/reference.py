"""Write docs/reference.md from the help texts of the commands: `python tools/reference.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "docs" / "reference.md"
COMMANDS = (
    (),
    ("recommend",),
    ("list",),
    ("explain",),
    ("compare",),
    ("snippet",),
    ("check",),
    ("catalog",),
    ("schema",),
)
INTRODUCTION = """\
# Reference

Written by `python tools/reference.py` from the help texts; do not edit.
"""


def reference() -> str:
    """The page as the help texts of the installed whichllm give it."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    parts = [INTRODUCTION]
    for command in COMMANDS:
        arguments = [sys.executable, "-m", "whichllm", *command, "--help"]
        done = subprocess.run(arguments, capture_output=True, text=True, env=environment, check=True)
        text = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
        text = text.replace("python -m whichllm", "whichllm")
        parts.append(f"## {' '.join(('whichllm', *command))}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
    print(f"wrote {TARGET}")
