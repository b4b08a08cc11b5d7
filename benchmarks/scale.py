"""What one recommendation costs by how many models the catalog holds: `python benchmarks/scale.py`.

For the catalog that comes with whichllm and for generated ones (see loading.py), each kept as a snapshot, processes of
their own read the snapshot and answer one description. Time runs from the first look at the snapshot, and over the
whole process with all imports; each is the least of `--runs`, as is the peak of memory. `--profile N` shows where the
time goes with N models, instead.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from loading import DESCRIPTION, generated, peak

from whichllm import Catalog, load_catalog

FINGERPRINT = bytes(32)
SIZES = (0, 10_000, 100_000, 1_000_000)
WIDTH = 50


def _never() -> NoReturn:
    raise RuntimeError("the snapshot is damaged")


def answer(path: Path) -> tuple[float, int]:
    """The seconds that it takes to read a snapshot and answer, and how many models were weighed."""
    from whichllm.answers.recommending import recommend_from
    from whichllm.documents import document
    from whichllm.loading.snapshots import read

    started = time.perf_counter()
    catalog = read(path, FINGERPRINT, _never)
    assert catalog is not None
    answer = recommend_from(DESCRIPTION, catalog)
    document(answer)
    seconds = time.perf_counter() - started
    assert answer.best is not None
    ranking = answer.best.ranking
    return seconds, len(ranking.picks) + len(ranking.rejections)


def measured(path: Path, runs: int) -> tuple[float, float, float, int]:
    """The least of several processes: to answer, all in all, and memory in MB; and how many models were weighed."""
    results: list[tuple[float, float, float, int]] = []
    for _ in range(runs):
        started = time.perf_counter()
        told = subprocess.check_output([sys.executable, __file__, "--child", str(path)])
        whole = time.perf_counter() - started
        seconds, memory, weighed = json.loads(told)
        results.append((seconds, whole, memory, weighed))
    return tuple(min(column) for column in zip(*results, strict=True))  # type: ignore[return-value]


def write(catalog: Catalog, path: Path) -> None:
    """A snapshot of a catalog."""
    from whichllm.loading.snapshots import write

    write(catalog, FINGERPRINT, path)


def table(shipped: Catalog, sizes: list[int], runs: int) -> Iterator[str]:
    """One line for each size, then how time and memory grow, as multiples of those of the first."""
    yield f"{'models':>9} {'weighed':>8} {'answer ms':>10} {'process ms':>11} {'MB':>6} {'snapshot MB':>12}"
    rows: list[tuple[int, float, float]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="whichllm-") as folder:
            path = Path(folder) / "catalog.sqlite"
            catalog = generated(shipped, size) if size else shipped
            models = len(catalog.models)
            write(catalog, path)
            del catalog
            seconds, whole, memory, weighed = measured(path, runs)
            kept = path.stat().st_size / 2**20
        rows.append((models, seconds, memory))
        yield f"{models:9,} {weighed:8,} {seconds * 1000:10.0f} {whole * 1000:11.0f} {memory:6.0f} {kept:12.0f}"
    for title, column in (("time", 1), ("memory", 2)):
        yield f"\n{title}, times that of the first"
        largest = max(row[column] for row in rows)
        for row in rows:
            bar = "#" * max(1, round(WIDTH * row[column] / largest))
            yield f"{row[0]:9,} {bar} {row[column] / rows[0][column]:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="numbers of models; 0: as shipped")
    parser.add_argument("--runs", type=int, default=3, help="processes for each line, of which the fastest counts")
    parser.add_argument("--profile", type=int, metavar="N", help="show where the time goes with so many models")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        seconds, weighed = answer(options.child)
        print(json.dumps([seconds, peak(), weighed]))
        return
    shipped = load_catalog()
    if options.profile:
        with tempfile.TemporaryDirectory(prefix="whichllm-") as folder:
            path = Path(folder) / "catalog.sqlite"
            write(generated(shipped, options.profile), path)
            profile = cProfile.Profile()
            profile.runcall(answer, path)
            pstats.Stats(profile).sort_stats("cumulative").print_stats(25)
        return
    for line in table(shipped, options.sizes, options.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
