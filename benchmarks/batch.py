"""How fast and in how much memory the lines of a file are answered: `python benchmarks/batch.py`.

For each number of lines and of jobs, one run of the command line in processes of its own, standard output thrown away
once it has been counted: seconds, seconds of processor time, lines a second once the first answer is there, and the
most memory of the process and of those it starts (a page that two of them share counts half for each; Linux only). With
a plot of memory over lines: flat is right. The descriptions are made from the examples of the catalog, so no two lines
are the same. `--million` adds a million lines.

Seconds depend on the machine and on what else it does; its load is printed beside. What several jobs could gain on
cores that do nothing else is the processor time of one, divided by that of all, times their number.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from whichllm import load_catalog

LINES = (1_000, 10_000, 100_000)
MILLION = 1_000_000
JOBS = (1, 2)
_LOOKED_EVERY = 0.2
_WIDTH = 50


@dataclass(frozen=True)
class Run:
    """What one run took."""

    lines: int
    jobs: int
    seconds: float
    processor: float
    until_first: float
    megabytes: float
    written: int
    load: float

    @property
    def rate(self) -> float:
        """Lines a second, once the first answer is there."""
        return (self.lines - 1) / (self.seconds - self.until_first)


def descriptions(number: int) -> Iterator[str]:
    """So many descriptions, no two the same."""
    examples = [example for task in load_catalog().tasks.values() for example in task.examples]
    for count, example in enumerate(islice(cycle(examples), number)):
        yield f"{example} of folder {count}"


def measured(path: Path, lines: int, jobs: int) -> Run:
    """Answer a file, and look at the memory of all processes meanwhile."""
    command = [sys.executable, "-m", "whichllm", "recommend", "--file", str(path), "--jobs", str(jobs)]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    before = _processor_time()
    started = time.perf_counter()
    until_first = 0.0
    written = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        memory = _Memory(process.pid)
        assert process.stdout
        for line in process.stdout:
            until_first = until_first or time.perf_counter() - started
            written += len(line)
        seconds = time.perf_counter() - started
        memory.stop()
    return Run(lines, jobs, seconds, _processor_time() - before, until_first, memory.most, written, load)


def _processor_time() -> float:
    """What the processes that have ended took, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


class _Memory(threading.Thread):
    """The most memory of a process and of its children, in MB, looked at now and then."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self._pid = pid
        self._over = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._over.wait(_LOOKED_EVERY):
            self.most = max(self.most, sum(map(_share, [self._pid, *_children(self._pid)])))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _share(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(status.partition("\nPss:")[2].split()[0]) / 2**10 if "\nPss:" in status else 0.0


def _children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()))
    except OSError:
        return []


def table(runs: list[Run]) -> Iterator[str]:
    """One line a run."""
    yield f"{'lines':>9} jobs  seconds  processor  to first  lines/s  x one  could be     MB  GB out  load"
    for run in runs:
        alone = next(other for other in runs if (other.lines, other.jobs) == (run.lines, 1))
        yield (
            f"{run.lines:9,} {run.jobs:4} {run.seconds:8.1f} {run.processor:10.1f} {run.until_first:9.2f}"
            f" {run.rate:8,.0f} {run.rate / alone.rate:6.2f} {alone.processor / run.processor * run.jobs:9.2f}"
            f" {run.megabytes:6.0f} {run.written / 1e9:7.2f} {run.load:5.1f}"
        )


def plot(runs: list[Run]) -> Iterator[str]:
    """Memory over lines, a bar a run."""
    most = max(run.megabytes for run in runs)
    for run in runs:
        bar = "#" * round(run.megabytes / most * _WIDTH)
        yield f"{run.lines:9,} lines, {run.jobs} jobs  {bar} {run.megabytes:.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, nargs="+", default=LINES, help="how many lines to answer")
    parser.add_argument("--jobs", type=int, nargs="+", default=JOBS, help="by how many processes; 1 comes first")
    parser.add_argument("--million", action="store_true", help="a million lines, too")
    options = parser.parse_args()
    runs = []
    with tempfile.TemporaryDirectory(prefix="whichllm-") as folder:
        path = Path(folder) / "descriptions.txt"
        for lines in (*options.lines, *([MILLION] if options.million else [])):
            with path.open("w", encoding="utf-8") as file:
                file.writelines(f"{text}\n" for text in descriptions(lines))
            for jobs in options.jobs:
                runs.append(measured(path, lines, jobs))
                print(f"{lines:,} lines, {jobs} jobs: {runs[-1].seconds:.1f} s", file=sys.stderr, flush=True)
    print(*table(runs), "", *plot(runs), sep="\n")


if __name__ == "__main__":
    main()
