"""Whatever is typed, piped in or written into own files earns an answer or a clear message, and steers no terminal."""

from __future__ import annotations

import io
import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SMALL, Run
from hostile import CATALOGS, DESCRIPTIONS, LINES, OPTIONS, STEERING, assert_civil, started
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from whichllm import load_catalog
from whichllm.answers.browsing import explain, list_models
from whichllm.answers.comparing import compare
from whichllm.answers.formats import Format
from whichllm.answers.recommending import recommend_from
from whichllm.answers.snippets import snippet
from whichllm.batch.lines import answer_lines
from whichllm.loading import read_catalog
from whichllm.rendering import render
from whichllm.wording.of_mistakes import mistake

some = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
pieces = st.one_of(
    st.sampled_from(
        [
            *("translate", "to", "French", "then", "summarize", "it", "8gb", "{image}", "<", "[red]", "[/]", ":smile:"),
            *("\x1b[31m", "\x1b]0;t\x07", "\x9b2J", "\u202e", "\u200b", "\x00", "\r", "\n", "\t", "\u2028", "\x85"),
            *("🙂", "\udcff", '"', "'", "`", "|", "\\", "e\u0301" * 40, "x" * 3000),
        ]
    ),
    st.text(max_size=6),
)
texts = st.lists(pieces, max_size=12).map(" ".join)
COMMANDS = ("recommend", "list", "explain", "catalog", "compare", "snippet", "schema")
VALUES = ("tasks", "models", "translation", "seq2seq", "t5", "-1", "0", "3", "9" * 30, "table", "json", "csv", "-")
NAMES = ("--limit", "-n", "--format", "-f", "--why", "--no-color", "--task", "-t", "--category", "-c", "--file", "--")


def _drawn(answer: Any, format_: Format) -> str:
    """An answer as `--format` writes it on a terminal without colours."""
    file = io.StringIO()
    render(answer, format_, Console(file=file, width=80, markup=False, emoji=False, highlight=False), why=True)
    return file.getvalue()


def _assert_harmless(path: Path) -> None:
    """An own file is sound, and then every answer about it is harmless; or its mistakes are named in lines that are."""
    read = read_catalog(SMALL, [path])
    assert (read.catalog is None) == bool(read.problems)
    for problem in read.problems:
        assert problem.message
        assert not STEERING.search(mistake(problem))
    if read.catalog is not None:
        answers = [list_models(read.catalog), recommend_from("translate it", read.catalog)]
        added = [model for model in read.catalog.models.values() if read.catalog.is_added(model)]
        for model in added:
            answers += [explain(model.id, read.catalog), snippet(model.id, read.catalog)]
            answers.append(compare([model.id, next(iter(read.catalog.models))], read.catalog))
        for answer in answers:
            for format_ in Format:
                assert not STEERING.search(_drawn(answer, format_))


class TestDescriptions:
    @pytest.mark.parametrize("format_", Format)
    @pytest.mark.parametrize("seed", DESCRIPTIONS, ids=lambda path: path.stem)
    def test_the_seeds(self, seed: Path, format_: str, run: Run) -> None:
        assert_civil(run("recommend", os.fsdecode(seed.read_bytes()), "--why", "--format", format_))

    @some
    @given(text=texts, format_=st.sampled_from(Format))
    def test_any_text(self, text: str, format_: str, run: Run) -> None:
        assert_civil(run("recommend", "--format", format_, "--", text))

    def test_markup_is_text(self, run: Run) -> None:
        assert "[red]" in run("recommend", "summarize [red]this[/red] text, then translate [red]that[/red] text").out

    def test_a_rule_that_nearly_holds_in_very_many_ways_is_given_up(self, tmp_path: Path) -> None:
        says = " .. ".join(["ada", "bob"] * 9)
        path = tmp_path / "own.yaml"
        path.write_text(f"tasks: [{{id: translation, rules: [{{says: {says} .. cyd, weight: 9}}]}}]", encoding="utf-8")
        catalog = load_catalog(SMALL, own=path)
        assert recommend_from("ada bob " * 9 + "cyd", catalog).matches
        assert not recommend_from("cyd. " + "ada bob " * 5_000, catalog).matches


class TestOptions:
    @pytest.mark.parametrize("arguments", OPTIONS, ids=lambda arguments: ascii(arguments)[:40])
    def test_the_seeds(self, arguments: list[str], run: Run) -> None:
        assert_civil(run(*arguments, checked=False))

    @some
    @given(
        st.sampled_from(COMMANDS),
        st.lists(st.one_of(st.sampled_from((*NAMES, *VALUES)), texts), max_size=6),
    )
    def test_any_options(self, run: Run, command: str, arguments: list[str]) -> None:
        assert_civil(run(command, *arguments, checked=False))


class TestLines:
    @staticmethod
    def _answers(content: bytes) -> list[dict[str, Any]]:
        """The answers to a file, each read back from its line of JSON."""
        answer = partial(recommend_from, limit=1)
        written = [line for line, _ in answer_lines(io.BytesIO(content), load_catalog(), answer)]
        assert all(line.isascii() and line.isprintable() for line in written)
        return [json.loads(line, parse_constant=pytest.fail) for line in written]

    @pytest.mark.parametrize("seed", LINES, ids=lambda path: path.stem)
    def test_the_seeds(self, seed: Path) -> None:
        content = seed.read_bytes()
        assert len(self._answers(content)) == len(content.removesuffix(b"\n").split(b"\n"))

    @some
    @given(st.lists(st.one_of(st.binary(max_size=40), texts.map(lambda text: text.encode("utf-8", "replace")))))
    def test_any_bytes(self, lines: list[bytes]) -> None:
        content = b"".join(line.replace(b"\n", b"") + b"\n" for line in lines)
        assert len(self._answers(content)) == len(lines)

    @some
    @given(
        st.dictionaries(
            st.sampled_from(["text", "id", "x"]),
            st.recursive(
                st.none() | st.booleans() | st.floats() | st.integers() | texts,
                lambda inner: st.lists(inner, max_size=3),
            ),
        )
    )
    def test_any_object(self, value: dict[str, Any]) -> None:
        (answer,) = self._answers(json.dumps(value).encode())
        assert "error" in answer or answer["description"] == value["text"]

    def test_a_line_of_ten_megabytes_is_answered(self) -> None:
        long, short = self._answers(b"translate this " + b"x" * 10_000_000 + b"\nsummarize\n")
        assert [answer["matches"][0]["task"] for answer in (long, short)] == ["translation", "summarization"]

    def test_a_longer_line_keeps_its_place(self) -> None:
        long, short = self._answers(b"\0" * (33 * 2**20) + b"\nsummarize\n")
        assert "longer than" in long["error"]["message"]
        assert short["matches"]

    @pytest.mark.parametrize("depth", [50, 300, 900, 990, 5_000])
    def test_an_id_may_nest(self, depth: int) -> None:
        content = b'{"text": "translate", "id": ' + b"[" * depth + b"]" * depth + b"}\nsummarize\n"
        assert len(self._answers(content)) == 2


class TestOwnFiles:
    @pytest.mark.parametrize("seed", CATALOGS, ids=lambda path: path.stem)
    def test_the_seeds(self, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        _assert_harmless(seed)
        assert not list(tmp_path.iterdir())

    @some
    @given(
        seed=st.sampled_from(CATALOGS),
        place=st.floats(0, 1),
        length=st.integers(0, 40),
        spliced=st.one_of(st.binary(max_size=12), texts.map(lambda text: text.encode("utf-8", "replace"))),
    )
    def test_seeds_with_something_else_in_them(
        self, seed: Path, place: float, length: int, spliced: bytes, tmp_path: Path
    ) -> None:
        content = seed.read_bytes()
        start = int(place * len(content))
        path = tmp_path / "own.yaml"
        path.write_bytes(content[:start] + spliced + content[start + length :])
        _assert_harmless(path)

    @some
    @given(
        st.dictionaries(
            st.sampled_from(["models", "tasks", "categories", "licenses", "sources", "vocabulary", "source", "x"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | texts | st.dates(),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from(
                            ["id", "tasks", "category", "name", "rules", "says", "weight", "evidence", "words"]
                        )
                        | texts,
                        inner,
                        max_size=4,
                    )
                ),
                max_leaves=12,
            ),
            max_size=3,
        )
    )
    def test_any_values(self, tmp_path: Path, values: dict[str, Any]) -> None:
        path = tmp_path / "own.yaml"
        path.write_text(yaml.safe_dump(values), encoding="utf-8")
        _assert_harmless(path)

    @some
    @given(name=texts, note=texts, maker=texts)
    def test_any_words_about_a_model(self, tmp_path: Path, name: str, note: str, maker: str) -> None:
        block = {"id": "acme/x", "category": "seq2seq", "tasks": ["translation"], "license": "mit"}
        block.update(name=name, note=note, maker=maker)
        path = tmp_path / "own.yaml"
        path.write_text(json.dumps({"models": [block]}), encoding="utf-8")
        _assert_harmless(path)

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("models: " + "[" * 100_000, "five levels"),
            ("{a: " * 100_000, "five levels"),
            ("models: [" + "a," * 1_500_000 + "a]", "holds more than 1,500,000 values"),
            ("".join(f"k{number}: 1\n" for number in range(20_000)), "unknown key"),
            (f"models: [{{id: x, note: {'y' * 1_000_000}}}]", "longer than 10,000 characters"),
        ],
        ids=["lists", "blocks", "values", "keys", "text"],
    )
    def test_what_is_too_much_is_refused(self, content: str, said: str, tmp_path: Path) -> None:
        path = tmp_path / "own.yaml"
        path.write_text(content, encoding="utf-8")
        problems = read_catalog(SMALL, [path]).problems
        assert said in str(problems[0])
        assert len(problems) <= 1_000


class TestProcesses:
    """A sample of the above in processes with little memory."""

    @staticmethod
    def _assert_refused(path: Path, said: str, folder: Path) -> None:
        ran = started("check", str(SMALL), str(path), folder=folder)
        assert_civil(ran)
        assert ran.code == 2
        assert path.name in ran.out
        assert said in ran.out

    @pytest.mark.parametrize("name", ["bomb", "python-tag", "escapes-in-mistakes"])
    def test_own_files(self, name: str, tmp_path: Path) -> None:
        self._assert_refused(next(path for path in CATALOGS if path.stem == name), "Mistakes", tmp_path)
        assert not list(tmp_path.iterdir())

    def test_a_file_without_end(self, tmp_path: Path) -> None:
        large = tmp_path / "large.yaml"
        with large.open("wb") as stream:
            stream.truncate(2**40)
        endless = [Path("/dev/zero")] if Path("/dev/zero").exists() else []
        for path in (large, *endless):
            self._assert_refused(path, "larger than 64 MB", tmp_path)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a device without an end")
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_line_without_end(self, jobs: str) -> None:
        ran = started("recommend", "--file", "/dev/zero", "--jobs", jobs)
        assert_civil(ran)
        assert (ran.code, "line 1 does not end" in ran.err) == (2, True)

    def test_bytes_on_the_command_line(self) -> None:
        for seed in DESCRIPTIONS[:3]:
            assert_civil(started(b"recommend", seed.read_bytes()))
