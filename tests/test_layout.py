"""The house keeps its shape: imports point one way, each dependency has one door, nothing happens at import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from conftest import holds_in_a_new_process

import whichllm
from whichllm.loading import fingerprints

SOURCE = Path(whichllm.__file__).parent

# From the bottom up: a module may import from the levels below its own, and from its own package.
LEVELS = (
    {"base"},
    {"catalog"},
    {"reading"},
    {"requirements"},
    {"ranking"},
    {"loading"},
    {"answers"},
    {"wording"},
    {"documents", "pages"},
    {"rendering", "batch"},
    {"library"},
    {"__init__"},
    {"cli"},
    {"__main__"},
)
DOORS = {
    "sqlite3": {"loading/snapshots.py"},
    "yaml": {"loading/yaml_files.py"},
    "genai_prices": {"loading/prices.py"},
    "rapidfuzz": {"reading/lexicon.py", "reading/names.py"},
    "rich": {"rendering.py", "cli/lines.py", "cli/output.py"},
    "typer": {f"cli/{name}.py" for name in ("commands", "lines", "options", "output", "registry", "running")},
}
FILES = sorted(SOURCE.rglob("*.py"))
MODULES = {
    ".".join(("whichllm", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in FILES
}


def _unit(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def _level(unit: str) -> int:
    return next(number for number, units in enumerate(LEVELS) if unit in units)


def _imports(path: Path, for_types: bool = True) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not for_types:
        tree.body = [
            node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if node.module == "whichllm" or name in MODULES else node.module for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_downwards(path: Path) -> None:
    unit = _unit(path)
    for name in _imports(path):
        if not name.startswith("whichllm"):
            continue
        imported = name.split(".")[1] if name.count(".") and name.split(".")[1] in set().union(*LEVELS) else "__init__"
        if imported != unit:
            assert _level(imported) < _level(unit), f"{unit} must not import {imported}"


def test_modules_of_a_package_build_on_one_another_in_one_direction() -> None:
    """Late imports count: no module waits for one that waits for it."""
    needs = {name: set(_imports(path, for_types=False)) & MODULES.keys() - {name} for name, path in MODULES.items()}
    TopologicalSorter(needs).prepare()


def test_snapshots_belong_to_all_code_that_makes_them() -> None:
    """What was compiled by other code than this is not believed."""
    made_by = {path for name, path in fingerprints.files(SOURCE, ()) if name.startswith("code ")}
    assert made_by == {path for path in FILES if _level(_unit(path)) <= _level("loading")} | {SOURCE / "__init__.py"}


@pytest.mark.parametrize("package", DOORS)
def test_each_dependency_has_one_door(package: str) -> None:
    users = {
        str(path.relative_to(SOURCE)) for path in FILES if any(name.split(".")[0] == package for name in _imports(path))
    }
    assert users == DOORS[package]


def test_importing_reads_no_file_and_no_environment() -> None:
    """A bare import of the library loads neither YAML nor Rich, and does not look at the environment."""
    code = (
        "import os, sys\n"
        "class Watched(dict):\n"
        "    def __getitem__(self, key): raise SystemExit(f'read {key}')\n"
        "    get = __getitem__\n"
        "import whichllm.catalog, whichllm.base.errors, whichllm.base.patterns\n"
        "os.environ = Watched()\n"
        "import whichllm\n"
        "whichllm.recommend\n"
        "assert 'typer' not in sys.modules and 'rich' not in sys.modules, 'the library imports the command line'\n"
    )
    holds_in_a_new_process(code)


def test_options_need_no_reader_of_descriptions() -> None:
    """Completion and help know every option, but read nothing: what reads would more than double their time."""
    code = (
        "import sys, whichllm.cli\n"
        "loaded = {name for name in sys.modules if name.startswith(('whichllm.reading.', 'whichllm.ranking'))}\n"
        "assert loaded <= {'whichllm.reading.names'}, loaded\n"
    )
    holds_in_a_new_process(code)
