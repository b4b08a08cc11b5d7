"""Wherever it is run, it answers: odd homes, environments, terminals and streams, and a user who has had enough."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from operator import itemgetter
from pathlib import Path

import pytest
from conftest import SMALL, Run
from hostile import assert_civil, started

REQUEST = ("recommend", "translate documents")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux only")


def _shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line of shell in which `whichllm` is the command line; exits as the first part of a pipe does."""
    line = f'whichllm() {{ {sys.executable} -m whichllm "$@"; }}; {command}; exit ${{PIPESTATUS[0]}}'
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, cwd=folder)


class TestEnvironments:
    @pytest.mark.parametrize(
        "environment",
        [
            {"HOME": None, "XDG_CONFIG_HOME": None},
            {"HOME": "nowhere/at/all", "XDG_CONFIG_HOME": None},
            {"HOME": "/dev/null", "XDG_CONFIG_HOME": None},
            {"HOME": "/" + "a" * 5_000, "XDG_CONFIG_HOME": "/" + "a" * 5_000},
            {"XDG_CONFIG_HOME": "some/where"},
            {"XDG_CONFIG_HOME": "/dev/zero", "WHICHLLM_CATALOG": ":::"},
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            {"LC_ALL": "xx_YY.nonsense", "PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
            {"COLUMNS": "abc", "LINES": "-1"},
            {"COLUMNS": "9" * 30},
            {"TERM": "\x1b[31m", "COLUMNS": "-5", "JUPYTER_COLUMNS": "x"},
            {"PYTHONOPTIMIZE": "2", "PYTHONHASHSEED": "7"},
        ],
        ids=lambda environment: ascii(environment)[:80],
    )
    def test_answers_in(self, environment: dict[str, str | None], tmp_path: Path) -> None:
        ran = started(*REQUEST, environment=environment, folder=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert "Translation (translation)" in ran.out
        assert_civil(ran)
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("cache", ["relative", pytest.param("/dev/null", marks=pytest.mark.newest)])
    def test_a_cache_that_cannot_be_is_none(self, cache: str, tmp_path: Path) -> None:
        environment = {"XDG_CACHE_HOME": cache, "HOME": "relative/too"}
        ran = started("explain", "seq2seq", environment=environment, folder=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert not list(tmp_path.iterdir())

    @pytest.mark.parametrize("python", [("-W", "error"), ("-X", "utf8=0"), ("-OO",)], ids=str)
    def test_answers_under_other_rules_of_python(self, python: tuple[str, ...]) -> None:
        ran = started(*REQUEST, python=python)
        assert (ran.code, ran.err) == (0, "")

    def test_odd_catalogs_are_named(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        named = ("/" + "a" * 5_000, "~nobody-of-that-name/x.yaml", "\udcff\x1b[31m", "/", "/dev/null/x", "[*]?**")
        monkeypatch.setenv("WHICHLLM_CATALOG", os.pathsep.join(named))
        ran = run(*REQUEST)
        assert_civil(ran)
        assert (ran.code, ran.err.count("cannot be read")) == (2, len(named) - 1)
        assert "/: is a folder without YAML files" in ran.err

    @LINUX
    def test_a_pipe_that_nobody_fills_is_given_up(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        os.mkfifo(tmp_path / "pipe")
        monkeypatch.setattr("whichllm.loading.yaml_files._PATIENCE", 0.01)
        ran = run("check", str(SMALL), str(tmp_path / "pipe"))
        assert_civil(ran)
        assert "nothing has come through this pipe" in ran.out

    @POSIX
    @pytest.mark.parametrize(
        "arguments", ["recommend 'translate documents'", "recommend --file gone.txt", f"check '{SMALL}' gone.yaml"]
    )
    def test_the_folder_may_be_gone(self, arguments: str, tmp_path: Path) -> None:
        done = _shell(f"rmdir '{tmp_path}/gone'; whichllm {arguments}", _folder(tmp_path / "gone"))
        assert done.returncode == (2 if "gone" in arguments else 0), done.stderr
        assert done.returncode == 0 or "gone" in done.stdout + done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("columns", [1, 20, 400, 5_000])
    def test_terminals_of_any_width(self, columns: int, run: Run) -> None:
        for arguments in (REQUEST, ("list",), ("explain", "t5"), ("catalog",)):
            assert_civil(run(*arguments, columns=columns))


class TestStreams:
    @POSIX
    @pytest.mark.parametrize(
        ("command", "code"),
        [
            ("whichllm recommend 'translate documents' >&-", 0),
            ("whichllm recommend 'translate documents' <&- 2>&-", 0),
            ("whichllm recommend asdfgh >&- 2>&-", 1),
            ("whichllm recommend --file - <&-", 2),
            ("whichllm recommend --limit x 2>&-", 2),
            ("whichllm list | true", 0),
            ("whichllm list models | head -c 10", 0),
            ("whichllm list models --format json | head -c 10", 0),
            ("whichllm recommend --file <(yes translate) | head -n 1", 0),
        ],
    )
    def test_closed(self, command: str, code: int, tmp_path: Path) -> None:
        done = _shell(command, tmp_path)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr

    @LINUX
    @pytest.mark.parametrize(
        ("command", "code"),
        [
            ("recommend 'translate documents'", 2),
            ("list tasks --format json", 2),
            ("recommend --file <(echo translate)", 2),
            ("--version", 2),
            ("recommend asdfgh 2>/dev/full", 1),
            ("recommend --limit x 2>/dev/full", 2),
        ],
    )
    def test_full(self, command: str, code: int, tmp_path: Path) -> None:
        done = _shell(f"whichllm {command} >/dev/full", tmp_path)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        assert "/dev/full" in command or "cannot go on: No space left on device" in done.stderr

    @LINUX
    def test_an_input_that_breaks_off(self) -> None:
        ran = started("recommend", "--file", "/proc/self/mem")
        assert_civil(ran)
        assert (ran.code, "cannot be read any further" in ran.err) == (2, True)

    @POSIX
    @pytest.mark.parametrize("arguments", [("check", str(SMALL)), ("recommend", "--file")], ids=itemgetter(0))
    def test_an_interrupt_ends_it_quietly(self, arguments: tuple[str, ...], tmp_path: Path) -> None:
        """The pipe opens for writing when the command has begun to read from it."""
        pipe = tmp_path / "pipe.yaml"
        os.mkfifo(pipe)
        command = [sys.executable, "-m", "whichllm", *arguments, str(pipe)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with process, pipe.open("wb"):
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (process.returncode, out, err) == (130, b"", b"")

    def test_an_interrupt_while_modules_are_loaded_ends_it_quietly(self, tmp_path: Path) -> None:
        (tmp_path / "typer.py").write_text("raise KeyboardInterrupt", encoding="utf-8")
        path = os.pathsep.join([str(tmp_path), os.environ["PYTHONPATH"]])
        ran = started("list", environment={"PYTHONPATH": path})
        assert (ran.code, ran.out, ran.err) == (130, "", "")


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
