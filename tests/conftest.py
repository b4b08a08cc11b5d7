"""What the tests share: the catalogs, and the command line run in this process."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from whichllm import Catalog, load_catalog
from whichllm.cli import main

# Caches and own files of the person who runs the tests must not mix with theirs; processes they start inherit this.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="whichllm-tests-")
os.environ["XDG_CONFIG_HOME"] = os.path.join(os.environ["XDG_CACHE_HOME"], "no-settings")  # noqa: PTH118
os.environ.pop("WHICHLLM_CATALOG", None)
# Answers must not change with the day.
os.environ["WHICHLLM_PRICES"] = "catalog"

HERE = Path(__file__).parent
SMALL = HERE / "small"


def hard_cases() -> list[dict[str, Any]]:
    """Descriptions that mislead, each with what it must be understood as."""
    return [json.loads(line) for line in (HERE / "hard_cases.jsonl").read_text(encoding="utf-8").splitlines()]


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
    """`run("recommend", "translate", columns=80, stdin=b"...")` as a user would, exit code included."""

    def _run(*arguments: str, columns: int | None = None, stdin: bytes = b"") -> Ran:
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
        return Ran(code, out.getvalue(), err.getvalue())

    return _run
