"""What a start costs by how the catalog is kept: `python benchmarks/loading.py`.

For the catalog that comes with whichllm and for one of `--models` generated models, each way to keep a catalog is timed
in processes of its own, from the first look at its files to one recommendation, and to the explanation of one model;
so is the peak of their memory. Each time is the least of `--runs`; what Python and whichllm take to be imported is not
counted, what a way imports by itself is. Times are also given as multiples of those of the snapshot in the same run,
since seconds depend on the machine. `--imports` lists what takes longest to be imported, instead.

Marshal stands for the fastest that plain values could do. It is not safe to read where others might have written, so it
is no option for whichllm; nor is pickle.
"""

from __future__ import annotations

import argparse
import json
import marshal
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whichllm import Catalog, load_catalog
from whichllm.catalog import (
    BLOCKS,
    Association,
    Models,
    ModelsInMemory,
    Snippet,
    StepCue,
    Succession,
    Vocabulary,
)

DESCRIPTION = "translate documents"
EXPLAINED = "openai/whisper-large-v3"
BEFORE = "JSON a file, checked"


def generated(catalog: Catalog, number: int) -> Catalog:
    """A catalog of so many models: its own, and again under other names."""
    models = dict(catalog.models)
    originals = list(catalog.models.values())
    for count, model in enumerate(islice(cycle(originals), number - len(originals))):
        copy = replace(
            model,
            id=f"{model.id}-{count}",
            name=f"{model.name} {count}",
            family=f"{model.family} {count // len(originals)}",
            aliases=tuple(f"{alias} {count}" for alias in model.aliases),
        )
        models[copy.id] = copy
    return replace(catalog, models=ModelsInMemory(models))


def values_of(catalog: Catalog) -> dict[str, Any]:
    """A catalog as plain values."""
    from whichllm.loading.plain import plain

    values: dict[str, Any] = {name: [plain(block) for block in getattr(catalog, name).values()] for name in BLOCKS}
    return {
        **values,
        "vocabulary": plain(catalog.vocabulary),
        "associations": plain(tuple(catalog.associations)),
        "step_cues": plain(tuple(catalog.step_cues)),
        "successions": plain(tuple(catalog.successions)),
        "snippets": plain(tuple(catalog.snippets)),
        "version": catalog.version,
    }


def catalog_of(values: dict[str, Any]) -> Catalog:
    """The catalog behind plain values, all of it built."""
    from whichllm.loading.plain import rebuilt

    built: dict[str, Mapping[str, Any]] = {
        name: MappingProxyType({block["id"]: rebuilt(kind, block) for block in values[name]})
        for name, kind in BLOCKS.items()
    }
    models: Models = ModelsInMemory(built.pop("models"))
    return Catalog(
        **built,  # type: ignore[arg-type]
        models=models,
        vocabulary=rebuilt(Vocabulary, values["vocabulary"]),
        associations=tuple(rebuilt(Association, entry) for entry in values["associations"]),
        step_cues=tuple(rebuilt(StepCue, entry) for entry in values["step_cues"]),
        successions=tuple(rebuilt(Succession, entry) for entry in values["successions"]),
        snippets=tuple(rebuilt(Snippet, entry) for entry in values["snippets"]),
        version=values["version"],
    )


def write_folder(catalog: Catalog, folder: Path) -> None:
    """The data files of a catalog, as JSON, which is YAML, too."""
    values = values_of(catalog)
    for license_ in values["licenses"]:
        license_["class"] = license_.pop("class_")
    by_category: dict[str, list[Any]] = {}
    for model in values["models"]:
        by_category.setdefault(model.pop("category"), []).append(model)
    files = {
        "categories": {"categories": values["categories"], "tasks": values["tasks"]},
        **{
            name: {name: values[name]}
            for name in ("licenses", "sources", "hardware", "libraries", "snippets", "associations")
        },
        "vocabulary": values["vocabulary"],
        "steps": {"cues": values["step_cues"], "successions": values["successions"]},
        **{f"models/{category}": {"models": models} for category, models in by_category.items()},
    }
    (folder / "models").mkdir(parents=True)
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content), encoding="utf-8")


def keep_all(catalog: Catalog, folder: Path) -> None:
    """A catalog kept in every way."""
    from whichllm.loading import cache
    from whichllm.loading.fingerprints import fingerprint
    from whichllm.loading.snapshots import write

    write_folder(catalog, folder / "data")
    made_from = fingerprint(folder / "data", ())
    assert made_from is not None
    cache.keep(made_from.hex(), partial(write, catalog, made_from))
    values = values_of(catalog)
    (folder / "json").write_text(json.dumps(values), encoding="utf-8")
    (folder / "marshal").write_bytes(marshal.dumps(values))


def _files_as_json(folder: Path) -> Catalog:
    from whichllm.loading import yaml_files

    def parse(file: yaml_files.DataFile, *_: bool) -> None:
        file.content = json.loads(file.text)

    yaml_files.parse = parse
    return _files(folder)


def _files(folder: Path) -> Catalog:
    from whichllm.loading import read_catalog

    catalog = read_catalog(folder / "data").catalog
    assert catalog is not None
    return catalog


WAYS: dict[str, Callable[[Path], Catalog]] = {
    "snapshot (SQLite)": lambda folder: load_catalog(folder / "data"),
    "one JSON file": lambda folder: catalog_of(json.loads((folder / "json").read_bytes())),
    "one marshal file": lambda folder: catalog_of(marshal.loads((folder / "marshal").read_bytes())),
    BEFORE: _files_as_json,
    "YAML": _files,
}


def child(way: str, folder: Path) -> None:
    """Time one way in this process, and print what it took."""
    from whichllm.answers.browsing import explain
    from whichllm.answers.recommending import recommend_from
    from whichllm.documents import document

    started = time.perf_counter()
    catalog = WAYS[way](folder)
    loaded = time.perf_counter()
    document(explain(EXPLAINED, catalog))
    explained = time.perf_counter()
    document(recommend_from(DESCRIPTION, catalog))
    recommended = time.perf_counter()
    print(json.dumps([loaded - started, explained - started, recommended - explained + loaded - started, peak()]))


def peak() -> float:
    """The most memory that this process has had, in MB."""
    status = Path("/proc/self/status")
    if status.is_file():
        # On Linux, what the resource module tells begins with what the process had that started this one.
        return int(status.read_text(encoding="ascii").partition("VmHWM:")[2].split()[0]) / 2**10
    try:
        import resource
    except ImportError:
        return float("nan")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def measured(way: str, folder: Path, runs: int) -> list[float]:
    """The least of several runs: to load, to explain, to recommend, and memory."""
    command = [sys.executable, __file__, "--child", way, str(folder)]
    results = [json.loads(subprocess.check_output(command)) for _ in range(runs)]
    return [min(column) for column in zip(*results, strict=True)]


def table(catalog: Catalog, folder: Path, runs: int, yaml: bool) -> Iterator[str]:
    """One line a way."""
    yield f"{len(catalog.models):,} models"
    yield f"{'':21} load ms  + explain  + recommend     MB   recommend, x snapshot"
    keep_all(catalog, folder)
    first = 0.0
    for way in WAYS:
        if way == "YAML" and not yaml:
            continue
        load, explained, recommended, peak = measured(way, folder, runs)
        first = first or recommended
        times = f"{load * 1000:8.0f} {explained * 1000:10.0f} {recommended * 1000:12.0f}"
        yield f"{way:20} {times} {peak:6.0f} {recommended / first:12.1f}"


def imports() -> Iterator[str]:
    """What takes longest to be imported for the command line, with all that it imports itself."""
    code = "import whichllm.cli, whichllm.loading.snapshots"
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True, check=True)
    rows = [line.split(":", 1)[1].split("|") for line in done.stderr.splitlines() if line.startswith("import time:")]
    times = [(int(total), int(own), name.strip()) for own, total, name in rows if own.strip().isdecimal()]
    yield f"{'ms':>6} {'alone':>6}"
    yield from (
        f"{total / 1000:6.1f} {own / 1000:6.1f} {name}" for total, own, name in sorted(times, reverse=True)[:40]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=int, default=100_000, help="how many models to generate, 0 for none")
    parser.add_argument("--runs", type=int, default=3, help="processes for each line, of which the fastest counts")
    parser.add_argument("--imports", action="store_true", help="show what takes longest to be imported")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        way, folder = options.child
        child(way, Path(folder))
        return
    if options.imports:
        print(*imports(), sep="\n")
        return
    shipped = load_catalog()
    with tempfile.TemporaryDirectory(prefix="whichllm-") as folder:
        os.environ["XDG_CACHE_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(folder) / "cache")
        for line in table(shipped, Path(folder) / "shipped", options.runs, yaml=True):
            print(line, flush=True)
        if options.models:
            for line in table(generated(shipped, options.models), Path(folder) / "generated", options.runs, yaml=False):
                print(line, flush=True)


if __name__ == "__main__":
    main()
