"""What a batch promises: the lines of a file answered in order, by one process or several, and an end that is quiet."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Literal

import pytest
from conftest import SMALL, Run

from whichllm import Catalog, Recommendation, WhichllmError, load_catalog
from whichllm.answers.recommending import recommend_from
from whichllm.batch.jobs import answer_with_jobs
from whichllm.batch.lines import Answered, answer_lines, chunks

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes as POSIX has them")

LOAD = partial(load_catalog, SMALL)
ANSWER = partial(recommend_from, limit=2)
MIXED = b"".join(
    line
    for number in range(60)
    for line in (
        b"transcribe my podcast\n",
        b'{"id": %d, "text": "summarise the minutes"}\n' % number,
        b"\n",
        b"hello\r\n",
        b"{not json\n",
        b"\xff\n",
        b"translate " * 2000 + b"\n",
    )
)


class Trickle:
    """A file that gives what it has in pieces of any size."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    def read(self, size: int, /) -> bytes:
        return next(self._pieces, b"")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"text": 5}', '"text" is a number, not text'),
        ('{"text": null}', '"text" is null, not text'),
        ('{"text": true}', '"text" is true or false, not text'),
        ('{"text": ["a"]}', '"text" is a list, not text'),
        ('{"text": {}}', '"text" is an object, not text'),
        ('{"txt": "a"}', 'the JSON object has no "text"'),
    ],
)
def test_a_line_says_what_is_wrong_with_its_text(line: str, said: str) -> None:
    ((answer, read),) = answer_lines(Trickle([line.encode()]), LOAD(), ANSWER)
    assert not read
    assert json.loads(answer)["error"]["message"] == said


def test_the_mark_that_editors_begin_a_file_with_is_no_part_of_its_text() -> None:
    file = Trickle(["transcribe my podcast\n".encode("utf-8-sig")])
    ((answer, _),) = answer_lines(file, LOAD(), ANSWER)
    assert json.loads(answer)["description"] == "transcribe my podcast"
    file = Trickle(['{"text": "transcribe my podcast"}'.encode("utf-8-sig")])
    ((answer, _),) = answer_lines(file, LOAD(), ANSWER)
    assert json.loads(answer)["description"] == "transcribe my podcast"


def test_lines_are_the_same_however_they_come() -> None:
    whole = b"one\n\ntwo\rstill two\r\nthree"
    for size in range(1, len(whole)):
        pieces = (whole[start : start + size] for start in range(0, len(whole), size))
        found = [
            (first + offset, line) for first, lines in chunks(Trickle(pieces)) for offset, line in enumerate(lines)
        ]
        assert found == [(1, b"one"), (2, b""), (3, b"two\rstill two\r"), (4, b"three")]


def test_a_line_is_handed_on_before_the_next_one_comes() -> None:
    def typed() -> Iterator[bytes]:
        yield b"one\ntw"
        assert seen == [(1, [b"one"])]
        yield b"o\n"

    seen: list[tuple[int, list[bytes]]] = []
    for chunk in chunks(Trickle(typed())):
        seen.append(chunk)
    assert seen == [(1, [b"one"]), (2, [b"two"])]


@pytest.mark.parametrize("start", [None, "spawn", *(["fork", "forkserver"] if sys.platform == "linux" else [])])
def test_several_processes_give_the_same_bytes(start: Literal["fork", "spawn", "forkserver"] | None) -> None:
    alone = list(answer_lines(io.BytesIO(MIXED), LOAD(), ANSWER))
    assert len(alone) == 60 * 7
    assert list(answer_with_jobs(2, io.BytesIO(MIXED), LOAD, ANSWER, start)) == alone


def test_no_lines_are_no_answers() -> None:
    assert list(answer_with_jobs(2, io.BytesIO(b""), LOAD, ANSWER)) == []


@pytest.mark.parametrize("jobs", ["0", "1", "3"])
def test_jobs_change_nothing_but_the_time(jobs: str, run: Run) -> None:
    lines = b"".join(f"translate {number} letters\n".encode() for number in range(150)) + b"\n"
    alone = run("recommend", "--file", "-", stdin=lines)
    several = run("recommend", "--file", "-", "--jobs", jobs, stdin=lines)
    assert several == alone
    assert several.code == 2
    assert "1 line could not be read" in several.err


def _follow(answers: Iterable[Answered], seen: list[str]) -> None:
    for line, _ in answers:
        seen.append(line)


def _dies(description: str, catalog: Catalog) -> Recommendation:
    if "die" in description:
        os._exit(3)
    return recommend_from(description, catalog)


def _is_killed(description: str, catalog: Catalog) -> Recommendation:
    os.kill(os.getpid(), signal.SIGKILL)
    return recommend_from(description, catalog)


def test_a_process_that_ends_early_is_an_error_after_the_lines_before_it() -> None:
    lines = io.BytesIO(b"translate this\n" * 500 + b"die\n" + b"translate that\n" * 500)
    seen: list[str] = []
    with pytest.raises(WhichllmError, match=r"has ended before its time \(exit code 3\)") as caught:
        _follow(answer_with_jobs(2, lines, LOAD, _dies), seen)
    assert 400 < len(seen) <= 500
    assert "--jobs" in caught.value.hint


@posix
@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_a_process_that_is_killed_is_an_error(start: Literal["fork", "spawn"]) -> None:
    with pytest.raises(WhichllmError, match=r"has ended before its time \(signal 9\)"):
        list(answer_with_jobs(2, io.BytesIO(b"translate\n" * 99), LOAD, _is_killed, start))


def _other_catalog(of: int) -> Catalog:
    return load_catalog(SMALL) if os.getpid() == of else load_catalog()


def test_a_catalog_that_changed_is_an_error() -> None:
    with pytest.raises(WhichllmError, match="the catalog has changed"):
        list(answer_with_jobs(2, io.BytesIO(b"translate\n"), partial(_other_catalog, os.getpid()), ANSWER))


class Unreadable:
    """A disk that fails after the first lines."""

    def __init__(self) -> None:
        self._first = True

    def read(self, size: int, /) -> bytes:
        if not self._first:
            raise OSError(5, "Input/output error")
        self._first = False
        return b"translate\nsummarise\n"


def test_a_file_that_cannot_be_read_on_is_an_error() -> None:
    seen: list[str] = []
    with pytest.raises(WhichllmError, match="cannot be read any further: Input/output error"):
        _follow(answer_with_jobs(2, Unreadable(), LOAD, ANSWER), seen)
    assert len(seen) == 2


def test_processes_end_with_the_iterator() -> None:
    import multiprocessing

    with closing(answer_with_jobs(2, io.BytesIO(b"translate\n" * 5000), LOAD, ANSWER)) as answers:
        next(answers)
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


class Endless:
    """A file with always one more line, that notes how many have been asked for."""

    def __init__(self) -> None:
        self.lines = 0

    def read(self, size: int, /) -> bytes:
        self.lines += 1
        return b"translate\n"


def test_no_more_is_read_ahead_than_a_few_chunks() -> None:
    file = Endless()
    with closing(answer_with_jobs(2, file, LOAD, ANSWER)) as answers:
        for count, _ in enumerate(answers, 1):
            assert file.lines <= count + 20
            if count == 500:
                break


# Seconds, for what ends at once or is stuck.
_PATIENCE = 60


def _started(*options: str, stdin: int | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "whichllm", "recommend", "--file", "-", *options]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE if stdin is None else stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _ask(process: subprocess.Popen[bytes], text: str) -> None:
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{text}\n".encode())
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["description"] == text


def _reaped(group: int) -> bool:
    """Whether no process of a group is left. (The pipes of an ended group are at their end.)"""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
class TestEnding:
    def test_answers_come_while_lines_go_in(self, jobs: str) -> None:
        with _started("--jobs", jobs) as process:
            for text in ("summarize", "translate", "transcribe"):
                _ask(process, text)
            assert process.stdin
            process.stdin.close()
            assert process.wait(_PATIENCE) == 0

    @pytest.mark.parametrize("everyone", [True, False], ids=["by the terminal", "by another process"])
    def test_an_interrupt_ends_all_quietly(self, everyone: bool, jobs: str) -> None:
        """A terminal interrupts the whole group, `kill -INT` one process."""
        with _started("--jobs", jobs) as process:
            _ask(process, "translate")
            (os.killpg if everyone else os.kill)(process.pid, signal.SIGINT)
            assert process.wait(_PATIENCE) == 130
            assert process.stdout
            assert process.stderr
            assert (process.stdout.read(), process.stderr.read()) == (b"", b"")
        assert _reaped(process.pid)

    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
    def test_processes_do_not_outlive_the_one_that_started_them(self, how: signal.Signals, jobs: str) -> None:
        with _started("--jobs", jobs) as process:
            _ask(process, "translate")
            process.send_signal(how)
            assert process.wait(_PATIENCE) == -how
            # Each of them holds the other end: it is read to its end once the last one is gone.
            assert process.stdout
            assert process.stdout.read() == b""

    def test_a_reader_that_leaves_ends_all_quietly(self, jobs: str) -> None:
        with _started("--jobs", jobs) as process:
            _ask(process, "translate")
            assert process.stdin
            assert process.stdout
            assert process.stderr
            process.stdout.close()
            process.stdin.write(b"translate\n")
            process.stdin.flush()
            assert process.wait(_PATIENCE) == 0
            assert process.stderr.read() == b""
        assert _reaped(process.pid)


def test_jobs_without_a_file_are_misuse(run: Run) -> None:
    ran = run("recommend", "translate", "--jobs", "2")
    assert (ran.code, ran.out) == (2, "")
    assert "--jobs is for the lines of a file" in ran.err


@posix
class TestProgress:
    def test_a_bar_on_a_terminal_and_no_trace_of_it_in_the_answers(self, tmp_path: Path) -> None:
        shown, answers = _on_a_terminal(tmp_path)
        assert "500" in shown
        assert "a second" in shown
        assert "\x1b[" in shown
        assert "\N{REPLACEMENT CHARACTER}" not in shown
        assert len(answers.splitlines()) == 500
        assert all(json.loads(line)["schema"] == 1 for line in answers.splitlines())

    def test_none_where_it_is_not_wanted(self, tmp_path: Path) -> None:
        shown, answers = _on_a_terminal(tmp_path, "--no-progress")
        assert shown == ""
        assert len(answers.splitlines()) == 500

    def test_standard_input_is_no_file_of_that_name(self, tmp_path: Path) -> None:
        (tmp_path / "-").write_bytes(b"")
        shown, answers = _on_a_terminal(tmp_path, "--file", "-")
        assert "/0" not in shown
        assert "lines" in shown
        assert len(answers.splitlines()) == 500


def _on_a_terminal(folder: Path, *options: str) -> tuple[str, bytes]:
    """What a run shows on a terminal that its errors go to, and what it answers to 500 lines.

    They stand in a file, and come through standard input, too.
    """
    import pty

    file = folder / "lines.txt"
    file.write_bytes(b"translate this letter\n" * 500)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "whichllm", "recommend", "--file", str(file), *options]
    answers = folder / "answers.jsonl"
    with (
        file.open("rb") as lines,
        answers.open("wb") as out,
        subprocess.Popen(command, stdin=lines, stdout=out, stderr=theirs, cwd=folder) as process,
    ):
        os.close(theirs)
        shown = b"".join(iter(partial(_read, ours), b""))
        assert process.wait(_PATIENCE) == 0
    os.close(ours)
    return shown.decode(), answers.read_bytes()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1024)
    except OSError:  # Linux says so when nobody else has the terminal any more
        return b""
