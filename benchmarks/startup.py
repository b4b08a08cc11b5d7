"""What a cold start costs, beside a floor: `python benchmarks/startup.py`.

Builds a wheel and installs it into two environments of its own in a temporary folder, one with the lowest supported
dependencies and one with the newest. The floor is a script that imports the same Typer and prints a Rich table of the
rows that `recommend` shows; `--version`, `--help` and completion stand beside an app with a single command. All are run
by turns, so that whatever else the machine does hits each alike; shown are the least and the median of `--runs` wall
times, the least processor time, and the peak of memory. Ratios are those of the least processor times in the same
environment, which depend least on what else runs. A tool of others that is on the PATH takes part with `--beside`:
`--beside "llmfit recommend --json --limit 5"`.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
DESCRIPTION = "translate documents"
FLOOR = """\
import typer
from rich import box
from rich.console import Console
from rich.table import Table

app = typer.Typer()


@app.command()
def main(description: str) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for column in {columns!r}:
        table.add_column(column)
    for row in {rows!r}:
        table.add_row(*row)
    Console(width=200).print(table)


app()
"""
ONE_COMMAND = """\
from typing import Annotated

import typer

app = typer.Typer(name="one")


def show(wanted: bool) -> None:
    if wanted:
        typer.echo("one 0.1.0")
        raise typer.Exit


@app.command()
def main(
    name: str, version: Annotated[bool, typer.Option("--version", callback=show, is_eager=True)] = False
) -> None:
    typer.echo(name)


app(prog_name="one")
"""
# Prints the columns and rows of the first grid in the answer, as the environment's own whichllm shows it.
ROWS = """\
import json
from whichllm import recommend
from whichllm.pages import page
from whichllm.pages.parts import Grid
grid = next(part for part in page(recommend({description!r})) if isinstance(part, Grid))
print(json.dumps([[column.title for column in grid.columns], grid.rows]))
"""


class Run(NamedTuple):
    """One run: wall time and processor time in seconds, peak of memory in MB."""

    wall: float
    processor: float
    memory: float


class Command(NamedTuple):
    """What is run: its arguments, further variables of the environment, and the command it is compared with."""

    arguments: Sequence[str | Path]
    variables: Mapping[str, str] = {}
    beside: str = ""


def environment(folder: Path, wheel: Path, constraints: Sequence[str]) -> Path:
    """An environment with the wheel in it; returns the folder of its programs."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = [programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, wheel, *constraints], check=True)
    return programs


def commands(programs: Path, folder: Path, others: Sequence[str]) -> dict[str, Command]:
    """All that is run in an environment, by name."""
    python, ours = programs / "python", programs / "whichllm"
    shown = subprocess.check_output([python, "-c", ROWS.format(description=DESCRIPTION)], text=True, env=clean())
    columns, rows = json.loads(shown)
    floor, one = folder / "floor.py", folder / "one.py"
    floor.write_text(FLOOR.format(columns=columns, rows=rows), encoding="utf-8")
    one.write_text(ONE_COMMAND, encoding="utf-8")
    completing_one = {"_ONE_COMPLETE": "complete_bash", "COMP_WORDS": "one --v", "COMP_CWORD": "1"}
    completing = {"_WHICHLLM_COMPLETE": "complete_bash", "COMP_WORDS": "whichllm li", "COMP_CWORD": "1"}
    return {
        "python": Command([python, "-c", "pass"]),
        "floor": Command([python, floor, DESCRIPTION]),
        "recommend": Command([ours, "recommend", DESCRIPTION], beside="floor"),
        "recommend, JSON": Command([ours, "recommend", DESCRIPTION, "--format", "json"], beside="floor"),
        "one: --version": Command([python, one, "--version"]),
        "--version": Command([ours, "--version"], beside="one: --version"),
        "one: --help": Command([python, one, "--help"]),
        "--help": Command([ours, "--help"], beside="one: --help"),
        "recommend --help": Command([ours, "recommend", "--help"], beside="one: --help"),
        "one: completion": Command([python, one], completing_one),
        "completion": Command([ours], completing, beside="one: completion"),
        **{shlex.split(other)[0]: Command(shlex.split(other)) for other in others},
    }


def clean() -> dict[str, str]:
    """The variables of this environment, without those that would lead to another whichllm."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WHICHLLM"))}


def run(command: Command) -> Run:
    """Run a command once."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**clean(), **command.variables}
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command.arguments} ended with {process.returncode}")
    return Run(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 2**10)


def table(all_commands: Mapping[str, Command], runs: int) -> Iterator[str]:
    """One line a command."""
    for command in all_commands.values():
        run(command)  # byte code and caches are there from the second run on
    found: dict[str, list[Run]] = {name: [] for name in all_commands}
    for _ in range(runs):
        for name, command in all_commands.items():
            found[name].append(run(command))
    yield f"{'':18} wall ms: least median  processor ms    MB   x beside"
    least = {name: min(entry.processor for entry in entries) for name, entries in found.items()}
    for name, entries in found.items():
        walls = [entry.wall * 1000 for entry in entries]
        other = all_commands[name].beside
        ratio = f"{least[name] / least[other]:10.2f} {other}" if other else ""
        memory = min(entry.memory for entry in entries)
        yield (
            f"{name:18} {min(walls):14.0f} {statistics.median(walls):6.0f} {least[name] * 1000:13.0f} {memory:5.0f}"
            f"{ratio}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20, help="how often each command is run")
    parser.add_argument("--beside", action="append", default=[], metavar="COMMAND", help="a tool of others")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="whichllm-") as name:
        folder = Path(name)
        build = [sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT]
        subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
        wheel = next((folder / "dist").glob("*.whl"))
        lowest = ["--constraint", str(ROOT / "tools" / "lowest.txt")]
        for title, constraints in (("lowest", lowest), ("newest", [])):
            programs = environment(folder / title, wheel, constraints)
            print(f"\n{title} supported dependencies")
            for line in table(commands(programs, folder, options.beside), options.runs):
                print(line, flush=True)


if __name__ == "__main__":
    main()
