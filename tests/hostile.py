"""What the tests of hostile input share: seeds, what no terminal may be shown, processes that are held short."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from conftest import HERE, Ran

SEEDS = HERE / "fuzz"
DESCRIPTIONS = sorted((SEEDS / "descriptions").iterdir())
CATALOGS = sorted((SEEDS / "catalogs").iterdir())
LINES = sorted((SEEDS / "lines").iterdir())
OPTIONS = [json.loads(line) for line in (SEEDS / "options.jsonl").read_text(encoding="utf-8").splitlines()]

# Control characters but for the line break, and what hides text or turns its direction.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
MEMORY = 2**30


def assert_civil(ran: Ran) -> None:
    """An answer or a message, an exit code of the contract, and nothing that would steer a terminal."""
    assert ran.code in (0, 1, 2), ran
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err
    assert ran.code == 0 or ran.out or ran.err
    for text in (ran.out, ran.err):
        steering = STEERING.search(text)
        assert not steering, text[max(0, steering.start() - 60) : steering.end() + 60]


def started(
    *arguments: str | bytes,
    environment: Mapping[str, str | None] | None = None,
    python: tuple[str, ...] = (),
    stdin: bytes = b"",
    folder: Path | None = None,
) -> Ran:
    """The command line in a process of its own, with a bound on its memory; `None` takes a variable away."""
    changed = {**os.environ, **(environment or {})}
    done = subprocess.run(
        [sys.executable, *python, "-m", "whichllm", *arguments],
        input=stdin,
        capture_output=True,
        env={name: value for name, value in changed.items() if value is not None},
        cwd=folder,
        timeout=120,
        check=False,
        preexec_fn=_held_short if sys.platform == "linux" else None,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def _held_short() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
