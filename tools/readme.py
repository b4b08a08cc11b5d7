"""Write the output of every command in the console blocks of README.md and docs/ anew: `python tools/readme.py`."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
PAGES = sorted(
    path for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")) if BLOCK.search(path.read_text("utf-8"))
)
PROGRAMS = ("whichllm", "printf")


def output_of(command: str) -> str:
    """What a terminal of 100 columns shows for a line that bash runs at the top of the checkout, without own files."""
    program = shlex.split(command)[0]
    if program not in PROGRAMS:
        raise ValueError(f"a console block runs '{program}': only {' and '.join(PROGRAMS)} are allowed there")
    with tempfile.TemporaryDirectory(prefix="whichllm-") as folder:
        whichllm = Path(folder) / "whichllm"
        whichllm.write_text(f"#!{sys.executable}\nfrom whichllm.cli import main\n\nmain()\n", encoding="utf-8")
        whichllm.chmod(0o755)
        done = subprocess.run(
            ["bash", "-c", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={
                **os.environ,
                "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "WHICHLLM_CATALOG": "",
                "WHICHLLM_PRICES": "catalog",
                **dict.fromkeys(("XDG_CONFIG_HOME", "APPDATA"), os.devnull),
            },
            cwd=ROOT,
            check=False,
        )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def refreshed(text: str) -> str:
    """A page with the true output below each command ("$ ...") of its console blocks."""

    def run(block: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", block.group(), re.MULTILINE)
        return "\n\n".join(f"$ {command}\n{output_of(command)}" for command in commands) + "\n"

    return BLOCK.sub(run, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"wrote {page}")
