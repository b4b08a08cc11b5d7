"""What the tests share: the catalogs, and the command line run in this process."""

from __future__ import annotations

import importlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import jsonschema
import pytest

from whichllm import Catalog, load_catalog
from whichllm.cli import main

# Caches and own files of the person who runs the tests must not mix with theirs; processes they start inherit this.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="whichllm-tests-")
os.environ["XDG_CONFIG_HOME"] = os.path.join(os.environ["XDG_CACHE_HOME"], "no-settings")  # noqa: PTH118
os.environ.pop("WHICHLLM_CATALOG", None)
# Nor must the width of their terminal, which pytest-xdist sets for the processes that share the tests.
for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)
# Answers must not change with the day.
os.environ["WHICHLLM_PRICES"] = "catalog"
# A shell lets what it starts in the background ignore Ctrl-C, and processes inherit that; the tests interrupt some.
signal.signal(signal.SIGINT, signal.default_int_handler)

HERE = Path(__file__).parent
NO_NETWORK = HERE / "no_network"
ROOT = HERE.parent
SMALL = HERE / "small"

Found = TypeVar("Found")


def changed_small(folder: Path, files: Mapping[str, str]) -> Path:
    """A copy of the small catalog in a new folder, with another content of some of its files."""
    shutil.copytree(SMALL, folder)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def hard_cases() -> list[dict[str, Any]]:
    """Descriptions that mislead, each with what it must be understood as."""
    return [json.loads(line) for line in (HERE / "hard_cases.jsonl").read_text(encoding="utf-8").splitlines()]


def holds_in_a_new_process(code: str) -> None:
    """Run code where nothing is loaded yet; its assertions are those of the test."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def at_once(number: int, call: Callable[[int], Found]) -> list[Found]:
    """What threads get that all call at the same moment, each with its number; one that fails gets nothing."""
    start = threading.Barrier(number)
    found: list[Found] = []

    def run_one(turn: int) -> None:
        start.wait()
        found.append(call(turn))

    threads = [threading.Thread(target=run_one, args=(turn,)) for turn in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def tool(name: str) -> ModuleType:
    """A module of the folder with tools."""
    spec = util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def validate_output(answer: dict[str, Any]) -> None:
    """Hold what was printed as JSON against its schema. Raises jsonschema.ValidationError if it does not fit."""
    _validator(_kind(answer)).validate(answer)


def _kind(answer: dict[str, Any]) -> str:
    """The name of the schema that comes nearest to the keys of an answer."""
    keys = answer.keys()
    by_likeness = {
        name: len(keys - schema["properties"].keys()) + len(set(schema["required"]) - keys)
        for name, schema in _schemas().items()
        if schema["properties"].get("kind", {}).get("enum", [answer.get("kind")]) == [answer.get("kind")]
    }
    return min(by_likeness, key=by_likeness.__getitem__)


@lru_cache
def _schemas() -> dict[str, dict[str, Any]]:
    """What a command prints, by the name of its schema."""
    folder = ROOT / "data" / "schemas" / "output"
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


@lru_cache
def _validator(name: str) -> Any:
    return jsonschema.Draft202012Validator(_schemas()[name])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption(
        "--sources",
        action="append",
        default=[],
        type=Path,
        metavar="FOLDER",
        help="compare a sample of the catalog with the packages and files in this folder",
    )


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Neither the tests nor the processes that they start reach the network; see `tests/no_network`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(NO_NETWORK))
        sys.modules.pop("sitecustomize", None)
        importlib.import_module("sitecustomize")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(NO_NETWORK), os.environ.get("PYTHONPATH")])))
        yield


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalog that comes with whichllm."""
    return load_catalog()


@pytest.fixture(scope="session")
def small() -> Catalog:
    """A catalog made for tests, which does not change when models are added."""
    return load_catalog(SMALL)


@pytest.fixture(scope="session")
def own() -> Catalog:
    """The catalog made for tests with two own files on top, by the names that they have in the folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(HERE)
        return load_catalog(SMALL, own=["own/acme.yaml", "own/team.yaml"])


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("recommend", "translate", columns=80, stdin=b"...")` as a user would, exit code included.

    What it prints as JSON is held against its schema, unless it is not `checked`, since anything is typed.
    """

    def _run(*arguments: str, columns: int | None = None, stdin: bytes = b"", checked: bool = True) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["whichllm", *arguments])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            patch.delenv("COLUMNS", raising=False)
            if columns is not None:
                patch.setenv("COLUMNS", str(columns))
            try:
                main()
            except SystemExit as leaving:
                code = leaving.code if isinstance(leaving.code, int) else 0
            else:
                code = 0
        ran = Ran(code, out.getvalue(), err.getvalue())
        if not checked or (code == 2 and not ran.out):
            return ran
        if "json" in arguments:
            validate_output(json.loads(ran.out))
        elif "jsonl" in arguments or "--file" in arguments:
            for line in ran.out.splitlines():
                validate_output(json.loads(line))
        return ran

    return _run
