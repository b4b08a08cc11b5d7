"""What `check` finds in a catalog, on a given day, beside an earlier version."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from conftest import HERE, SMALL, Run

from whichllm.answers.checking import Report, Terms, check
from whichllm.base.errors import WhichllmError
from whichllm.loading import read_catalog, read_outline

DAY = date(2026, 11, 26)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a copy of the small catalog in `catalog`, without what `check` has to say of it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SMALL, tmp_path / "catalog")
    speech = tmp_path / "catalog" / "models" / "speech.yaml"
    head, first, *others = speech.read_text(encoding="utf-8").split("  - id: ")
    speech.write_text("  - id: ".join([head, *others[:-1], f"{first}", others[-1]]), encoding="utf-8")
    tasks = tmp_path / "catalog" / "categories.yaml"
    _change(tasks, "    note: Long texts need a long context.\n", "")
    _change(tasks, "    categories:", "    note: Apart from these there is no well-known open model.\n    categories:")
    return tmp_path


def _change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def _checked(own: str = "", terms: Terms | None = None) -> Report:
    paths = []
    if own:
        paths = [Path("own.yaml")]
        paths[0].write_text(own, encoding="utf-8")
    return check(read_catalog(Path("catalog"), paths), terms or Terms(DAY), "catalog")


def _said(report: Report) -> list[tuple[str, str]]:
    return [(finding.level, str(finding.problem)) for finding in report.findings]


def test_a_sound_catalog_earns_nothing(folder: Path) -> None:
    report = _checked()
    assert _said(report) == []
    assert report.catalog


def test_what_is_not_known_of_first_picks_is_counted_and_no_mistake(folder: Path) -> None:
    picks = _checked().first_picks
    assert picks
    assert {model.id for model in (*picks.license, *picks.size, *picks.snippet)} < {model.id for model in picks.models}
    assert ([model.id for model in picks.license], [model.id for model in picks.size]) == ([], ["turns/who"])
    own = "licenses: [{id: none, name: None, class: unknown}]\nmodels: [{id: quill-2, license: none}]\n"
    lacking = _checked(own)
    assert not lacking.findings
    assert lacking.first_picks
    assert [model.id for model in lacking.first_picks.license] == ["quill-2"]


def test_dates_in_the_future_are_mistakes_that_warn_in_own_files(folder: Path) -> None:
    own = """\
source: {date: "2026-12"}
sources: [{id: s, name: S, date: "2027", checked: "2026-11-27", license: mit, url: https://example.org}]
models:
  - id: ear/one
    released: "2026-11-27"
    evidence:
      - {task: automatic-speech-recognition, benchmark: b, value: 1, higher_is_better: true, date: "2026-11-26"}
      - {task: automatic-speech-recognition, benchmark: c, value: 1, higher_is_better: true, date: "2026-12"}
  - id: old-babel
    retired: "2027"
"""
    hint = " lies in the future (today is 2026-11-26)"
    assert _said(_checked(own)) == [
        ("warning", f"own.yaml:1: '2026-12'{hint}"),
        ("warning", f"own.yaml:2: '2026-11-27'{hint}"),
        ("warning", f"own.yaml:2: '2027'{hint}"),
        ("warning", f"own.yaml:5: '2026-11-27'{hint}"),
        ("warning", f"own.yaml:8: '2026-12'{hint}"),
        ("warning", f"own.yaml:10: '2027'{hint}"),
    ]
    assert _said(_checked(own, Terms(date(2027, 1, 1)))) == []
    said = _said(_checked(terms=Terms(date(2020, 1, 1))))
    assert said
    assert {level for level, problem in said if "lies in the future" in problem} == {"error"}


def test_an_own_file_that_commands_answer_from_is_no_mistake(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("models:\n  - {id: openai/whisper-large-v3, released: '2099-01-01'}\n", encoding="utf-8")
    checked = run("check", str(own), "--format", "json")
    assert (checked.code, run("explain", "openai/whisper-large-v3", "--catalog", str(own)).code) == (0, 0)
    (found,) = [found for found in json.loads(checked.out)["findings"] if found["file"] == str(own)]
    assert (found["level"], found["line"]) == ("warning", 2)
    assert run("check", str(own), "--strict").code == 2


def test_old_sources_are_warnings(folder: Path) -> None:
    renew = "days ago (open it again and renew its facts)"
    assert _said(_checked(terms=Terms(DAY, max_age=24))) == [
        ("warning", f"sources.yaml:5: 'board' was checked 25 {renew}")
    ]
    assert len(_said(_checked(terms=Terms(DAY, max_age=23)))) == 2
    next_day = _said(_checked("source: {checked: '2026-11-25'}\n", terms=Terms(DAY, max_age=0)))
    assert any("was checked a day ago" in problem for _, problem in next_day)
    assert len(_said(_checked(terms=Terms(date(2027, 6, 1))))) == 2


@pytest.mark.parametrize(("checked", "old"), [("2025", True), ("2026", False), ("2026-04", True), ("2026-06", False)])
def test_the_age_of_a_date_that_names_no_day(checked: str, old: bool, folder: Path) -> None:
    assert bool(_said(_checked(f"source: {{checked: '{checked}'}}\n"))) is old


def test_blocks_out_of_order_are_mistakes_in_the_catalog_only(folder: Path) -> None:
    _change(folder / "catalog" / "licenses.yaml", "id: mit", "id: z-mit")
    _change(folder / "catalog" / "licenses.yaml", "proprietary, name", "mit, name")
    for path in (folder / "catalog" / "models").glob("*.yaml"):
        path.write_text("models: []\n", encoding="utf-8")
    (folder / "catalog" / "snippets.yaml").write_text("snippets: []\n", encoding="utf-8")
    own = "licenses: [{id: z, name: Z, class: unknown}, {id: a, name: A, class: unknown}]\n"
    message = "licenses.yaml:4: 'mit' stands after 'z-mit' (move it before 'z-mit')"
    assert _said(_checked(own)) == [("error", message)]


def test_tags_with_few_models_are_warnings_unless_a_note_says_why(folder: Path) -> None:
    _change(
        folder / "catalog" / "categories.yaml", "    note: Apart from these there is no well-known open model.\n", ""
    )
    found = _said(_checked())
    hint = "(add models, or say in its note that there is no well-known open model)"
    assert ("warning", f"categories.yaml:22: 'translation' has 3 of at least 5 models that can be had {hint}") in found
    assert len(found) == 4, "a tag each, and no subtask"
    added = "tasks: [{id: new, name: New, summary: New., categories: [speech], rules: [{says: new, weight: 1}]}]\n"
    assert len(_said(_checked(added))) == 4, "whoever adds a task need not fill it"


def test_successors_that_cannot_be_had_are_warnings(folder: Path) -> None:
    own = """\
models:
  - {id: quill-2, status: superseded, superseded_by: acme/scribe-small}
  - id: acme/scribe-small
    status: superseded
    superseded_by: old-babel
"""
    hint = "leads to 'old-babel', which is retired (name a model that can be had)"
    assert _said(_checked(own)) == [("warning", f"own.yaml:2: {hint}"), ("warning", f"own.yaml:5: {hint}")]


def test_examples_in_own_files_that_land_elsewhere_are_warnings(folder: Path) -> None:
    own = """\
tasks:
  - id: translation
    examples:
      - translate the letter
      - summarize the letter
  - {id: summarization, summary: Ours.}
  - id: diarization
    examples: [voice activity, who spoke first]
  - id: new
    name: New
    summary: New.
    categories: [speech]
    examples: ["fly me to the moon"]
"""
    hint = "(add a rule, or say it otherwise)"
    assert _said(_checked(own)) == [
        ("warning", f"own.yaml:5: the example 'summarize the letter' is read as summarization {hint}"),
        ("warning", f"own.yaml:8: the example 'voice activity' is read as voice-activity-detection {hint}"),
        ("warning", f"own.yaml:13: the example 'fly me to the moon' is read as no task {hint}"),
    ]


def test_mistakes_that_keep_it_from_being_read_come_with_those_of_order(folder: Path) -> None:
    _change(folder / "catalog" / "licenses.yaml", "id: mit", "id: z-mit")
    report = _checked("models: 3\n")
    assert report.catalog is None
    assert [line for _, line in _said(report)][:2] == [
        "licenses.yaml:4: 'proprietary' stands after 'z-mit' (move it before 'z-mit')",
        "models/seq2seq.yaml:27: unknown license 'mit' (did you mean 'z-mit'?)",
    ]
    assert (
        "error",
        "own.yaml:1: expected a list of blocks under 'models:' (begin each block with '- id: ...')",
    ) in _said(report)


class TestEarlierVersions:
    @pytest.fixture
    def earlier(self, folder: Path) -> Path:
        """An earlier version: two more models of transcription, one of them renamed since, and a task more."""
        target = folder / "earlier" / "data"
        shutil.copytree(folder / "catalog", target)
        block = "  - {{id: {}, tasks: [{}], subtasks: 5}}\n"
        blocks = [
            block.format("gone/one", "automatic-speech-recognition"),
            block.format("Scribe", "automatic-speech-recognition, old-task"),
            "  - {id: 3}\n  - 5\n",
        ]
        (target / "models" / "speech.yaml").write_text(
            (target / "models" / "speech.yaml").read_text(encoding="utf-8") + "".join(blocks), encoding="utf-8"
        )
        return target

    def _lost(self, path: Path) -> list[tuple[str, str]]:
        return _said(_checked(terms=Terms(DAY, earlier=read_outline(path), earlier_name="before")))

    def test_what_is_gone(self, earlier: Path) -> None:
        expected = [
            (
                "warning",
                "before: 'gone/one' is gone (keep it with its status, or its id as an alias of what replaced it)",
            ),
            ("warning", "before: 'old-task' has 0 models, 1 before (see whether more than 10% were meant to go)"),
            (
                "warning",
                "categories.yaml:46: 'automatic-speech-recognition' has 3 models, 5 before"
                " (see whether more than 10% were meant to go)",
            ),
        ]
        assert self._lost(earlier) == expected
        assert self._lost(earlier.parent) == expected
        wheel = earlier.parent / "whichllm-0.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            for path in earlier.rglob("*.yaml"):
                archive.write(path, f"whichllm/data/{path.relative_to(earlier).as_posix()}")
        assert self._lost(wheel) == expected

    def test_the_same_version_has_lost_nothing(self, folder: Path) -> None:
        assert self._lost(folder / "catalog") == []

    def test_what_is_no_earlier_version(self, earlier: Path) -> None:
        empty = earlier.parent / "empty.whl"
        zipfile.ZipFile(empty, "w").close()
        (earlier / "models" / "bad.yaml").write_text("models: [", encoding="utf-8")
        (earlier.parent / "binary" / "models").mkdir(parents=True)
        (earlier.parent / "binary" / "models" / "a.yaml").write_bytes(b"\xff")
        for path, said in (
            (earlier / "categories.yaml", "cannot read"),
            (earlier / "nowhere", "cannot read"),
            (earlier.parent / "binary", "cannot read"),
            (empty, "there is no catalog in"),
            (HERE, "there is no catalog in"),
            (earlier, "the earlier version cannot be read: "),
        ):
            with pytest.raises(WhichllmError) as caught:
                read_outline(path)
            assert caught.value.message.startswith(said)
            assert "wheel" in caught.value.hint


class TestCommand:
    def test_the_shipped_catalog_is_sound(self, run: Run) -> None:
        ran = run("check", "--format", "json")
        report = json.loads(ran.out)
        assert (ran.code, ran.err, report["errors"], report["sound"]) == (0, "", 0, True)
        picks = report["first_picks"]
        assert set(picks["license"] + picks["size"] + picks["snippet"]) <= set(picks["models"])
        table = run("check").out
        assert ("All is well" in table) is not (report["warnings"] or picks["license"] or picks["size"])
        assert f"Not known of the {len(picks['models'])} models that are recommended first" in table
        assert f"the license of {len(picks['license'])}\n" in table

    def test_exit_codes(self, folder: Path, run: Run) -> None:
        (folder / "own.yaml").write_text("models: [{id: quill-2, note: fine}]\n", encoding="utf-8")
        day = ("--today", "2026-11-26")
        assert run("check", "catalog", "own.yaml", *day, "--strict").code == 0
        warned = run("check", "catalog", "--catalog", "own.yaml", *day, "--max-age", "1")
        assert (warned.code, warned.err) == (0, "")
        assert "No mistakes, 2 warnings" in warned.out
        assert run("check", "catalog", *day, "--max-age", "1", "--strict").code == 2
        failed = run("check", "catalog", "nowhere.yaml", *day)
        assert (failed.code, failed.err) == (2, "")
        assert "nowhere.yaml: cannot be read" in failed.out
        assert "1 mistake to mend" in failed.out
        assert run("check", "catalog", *day, "--against", "catalog").code == 0

    def test_the_day_is_today_unless_it_is_named(self, folder: Path, run: Run) -> None:
        report = json.loads(run("check", "catalog", "--format", "json").out)
        assert report["today"] == date.today().isoformat()

    def test_without_files_it_reads_what_other_commands_read(
        self, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "own.yaml").write_text("models: 3\n", encoding="utf-8")
        monkeypatch.setenv("WHICHLLM_CATALOG", "own.yaml")
        assert run("check").code == 2
        assert run("check", "catalog", "--today", "2026-11-26").code == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("catalog", "."), "is a folder without YAML files"),
            (("catalog", str(SMALL)), "more than one whole catalog"),
            (("--against", "nowhere"), "cannot read 'nowhere'"),
            (("--today", "tomorrow"), "'tomorrow'"),
            (("--max-age", "-1"), "--max-age"),
        ],
    )
    def test_misuse(self, arguments: tuple[str, ...], said: str, folder: Path, run: Run) -> None:
        ran = run("check", *arguments)
        assert ran.code == 2
        assert said in ran.out + ran.err
        assert "Traceback" not in ran.err


def test_catalog_counts_what_there_is(run: Run) -> None:
    ran = run("catalog", "--format", "json")
    answer = json.loads(ran.out)
    models = json.loads(run("list", "models", "--format", "json").out)["models"]
    current = [model for model in models if model["status"] == "current"]
    assert (ran.code, ran.err) == (0, "")
    assert answer["models"]["all"] == answer["catalog"]["models"] == len(models)
    assert answer["models"]["current"] == sum(answer["access"].values()) == sum(answer["licenses"].values())
    assert answer["models"]["measured"] + len(answer["missing"]["evidence"]) == len(current)
    assert sum(entry["facts"] for entry in answer["sources"]) == sum(
        len(source["facts"]) for model in models for source in model["sources"]
    )
