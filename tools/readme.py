"""Write the output of every command in the console blocks of README.md anew: `python tools/readme.py`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def output_of(command: str) -> str:
    """What a terminal of 100 columns shows for a command line that starts with `whichllm`, without own files."""
    program, *arguments = shlex.split(command)
    if program != "whichllm":
        raise ValueError(f"a console block of the README runs '{program}': only whichllm is allowed there")
    done = subprocess.run(
        [sys.executable, "-m", program, *arguments],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "WHICHLLM_CATALOG": "",
            "WHICHLLM_PRICES": "catalog",
            **dict.fromkeys(("XDG_CONFIG_HOME", "APPDATA"), os.devnull),
        },
        cwd=TARGET.parent,
        check=False,
    )
    lines = (done.stdout + done.stderr).splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def refreshed(text: str) -> str:
    """A page with the true output below each command ("$ ...") of its console blocks."""

    def run(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", block.group(), re.MULTILINE)
        return "\n\n".join(f"$ {command}\n{output_of(command)}" for command in commands) + "\n"

    return BLOCK.sub(run, text)


if __name__ == "__main__":
    TARGET.write_text(refreshed(TARGET.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {TARGET}")
