"""Nothing that is read can run: no network, no loader that builds objects, no shell, nothing from the environment."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from hostile import started
from test_layout import FILES, SOURCE

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_MODULES = {
    *("pickle", "marshal", "shelve", "dill", "subprocess", "multiprocessing", "ctypes", "code", "runpy", "importlib"),
    *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "webbrowser", "requests", "httpx"),
}
# Each with what it is for, and nothing that was read has a say in it.
ALLOWED = {
    "requirements/here.py": {
        "subprocess",
        "ctypes",
    },  # asks two programs, by fixed lists of words, what graphics cards there are
    "batch/jobs.py": {"multiprocessing"},  # starts copies of itself, and talks to nobody else
    "loading/prices.py": {"importlib"},  # looks whether a package is there
}
FORBIDDEN_ATTRIBUTES = {
    *("system", "popen", "execv", "execve", "execvp", "spawnl", "spawnv", "startfile", "fork"),
    *("unsafe_load", "full_load", "load_all", "unsafe_load_all", "safe_load", "add_multi_constructor"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_source_runs_nothing_that_it_reads(path: Path) -> None:
    forbidden = FORBIDDEN_MODULES - ALLOWED.get(str(path.relative_to(SOURCE)), set())
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                assert forbidden.isdisjoint(part for alias in names for part in (alias.name, alias.name.split(".")[0]))
            case ast.ImportFrom(module=str(module), names=names):
                parts = (f"{module}.{alias.name}" for alias in names)
                assert forbidden.isdisjoint((module, module.split(".")[0], *parts))
            case ast.Call(ast.Name(name)):
                assert name not in FORBIDDEN_CALLS
            case ast.Call(ast.Attribute(ast.Name("yaml"), name, _), keywords=keywords):
                # These two make no values of what they read.
                assert name in ("compose", "parse")
                loaders = [word.value for word in keywords if word.arg == "Loader"]
                assert [loader.id for loader in loaders if isinstance(loader, ast.Name)] == ["_LOADER"]
            case ast.Attribute(attr=attribute):
                assert attribute not in FORBIDDEN_ATTRIBUTES


def test_paths_and_the_environment_are_no_commands(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    wicked = f"$(touch {mark}):`touch {mark}`:!touch {mark}:|touch {mark}:%n%s:file://{mark}"
    names = ("WHICHLLM_CATALOG", "XDG_CONFIG_HOME", "TERM", "COLUMNS", "LC_ALL", "PAGER", "_WHICHLLM_COMPLETE")
    for name in names:
        started("explain", "seq2seq", "--format", "json", environment={name: wicked}, folder=tmp_path)
    started("recommend", wicked, "--catalog", wicked, folder=tmp_path)
    assert not mark.exists()


def test_tests_have_no_network() -> None:
    with pytest.raises(RuntimeError, match="offline"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    with pytest.raises(RuntimeError, match="offline"):
        socket.getaddrinfo("example.org", 443)


def test_processes_that_tests_start_have_no_network() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', 9), timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "whichllm works offline" in done.stderr


def test_answers_need_no_network(run: Run) -> None:
    """The tests would fail where anything asked for it; this one says so for the whole way of a request."""
    assert run("recommend", "translate documents").code == 0
