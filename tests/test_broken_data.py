"""Every mistake in a data file earns a message with file, line, what is wrong and how to mend it.

Each file in tests/broken replaces one file of the small catalog (`# file:`) and names the messages it must earn
(`# expect:`), all of them and no others.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from conftest import changed_small

from whichllm import DataError, load_catalog, recommend, usual_catalog

HERE = Path(__file__).parent
CASES = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistakes_are_named(case: Path, tmp_path: Path) -> None:
    text = case.read_text(encoding="utf-8")
    notes = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    target = next(note.removeprefix("file: ") for note in notes if note.startswith("file: "))
    expected = [note.removeprefix("expect: ") for note in notes if note.startswith("expect: ")]
    folder = changed_small(tmp_path / "catalog", {target: text})
    with pytest.raises(DataError) as caught:
        load_catalog(folder)
    assert [str(problem) for problem in caught.value.problems] == expected
    assert caught.value.hint


def test_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = changed_small(tmp_path / "catalog", {"licenses.yaml": "licenses: [\n"})
    (folder / "sources.yaml").unlink()
    (folder / "models" / "speech.yaml").write_bytes(b"models: \xff")
    with pytest.raises(DataError) as caught:
        load_catalog(folder)
    said = "\n".join(map(str, caught.value.problems))
    assert "licenses.yaml:2: is not valid YAML here" in said
    assert "sources.yaml: cannot be read: No such file or directory (check the path and its permissions)" in said
    assert "models/speech.yaml: is not UTF-8 text (byte 8) (save it as UTF-8)" in said


def test_a_character_that_yaml_forbids_is_named_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("models:\n  - id: x\n    name: a\0b\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(HERE / "small", own)
    (problem,) = caught.value.problems
    assert (problem.line, problem.message) == (3, "is not valid YAML here: the character U+0000 is not allowed")
    assert "whichllm check" not in caught.value.hint


def test_a_folder_without_files_is_told_as_such(tmp_path: Path) -> None:
    for folder, hint in ((tmp_path, "whose names end in .yaml"), (HERE.parent, f"name '{HERE.parent / 'data'}'")):
        with pytest.raises(DataError) as caught:
            load_catalog(HERE / "small", folder)
        (problem,) = caught.value.problems
        assert problem.message == "is a folder without YAML files"
        assert problem.hint.endswith(hint)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        load_catalog(tmp_path / "nowhere")
    assert "categories.yaml: cannot be read" in "\n".join(map(str, caught.value.problems))


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(HERE / "small", folder)
    (folder / "vocabulary.yaml").write_text("[" * 20_000 + "]" * 20_000, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(folder)
    assert "vocabulary.yaml" in str(caught.value.problems[0])


def test_a_catalog_whose_sources_say_only_when_they_are_from_is_answered_from(tmp_path: Path) -> None:
    """How old models are is told from the newest source, whether somebody wrote down when it was read or not."""
    folder = tmp_path / "catalog"
    shutil.copytree(HERE / "small", folder)
    sources = folder / "sources.yaml"
    lines = sources.read_text(encoding="utf-8").splitlines(keepends=True)
    sources.write_text("".join(line for line in lines if "checked:" not in line), encoding="utf-8")
    best = recommend("translate this", catalog=load_catalog(folder)).best
    assert best
    assert best.ranking.picks


@pytest.mark.parametrize("own", ["", "source: {id: ours, name: Ours}\n"])
def test_a_catalog_without_sources_is_refused(own: str, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(HERE / "small", folder)
    (folder / "sources.yaml").write_text("sources: []\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text(own or "{}\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(folder, own=[tmp_path / "own.yaml"])
    assert any(str(problem).startswith("sources.yaml: holds no source") for problem in caught.value.problems)


def test_a_relative_folder_is_that_of_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, version in (("one", "1.1"), ("two", "1.2")):
        shutil.copytree(HERE / "small", tmp_path / place / "catalog")
        sources = tmp_path / place / "catalog" / "sources.yaml"
        sources.write_text(sources.read_text(encoding="utf-8").replace('"1.2"', f'"{version}"'), encoding="utf-8")
        own = tmp_path / place / "own.yaml"
        own.write_text(f"models: [{{id: quill-2, note: From {place}.}}]\n", encoding="utf-8")
        os.utime(own, (1_700_000_000, 1_700_000_000))
    for place, version in (("one", "1.1"), ("two", "1.2"), ("one", "1.1")):
        monkeypatch.chdir(tmp_path / place)
        catalog = load_catalog("catalog", own=["own.yaml"])
        assert catalog.sources["list"].version == version
        assert catalog.models["quill-2"].note == f"From {place}."
        assert [file.file for file in catalog.own] == ["own.yaml"]


@pytest.mark.skipif(sys.platform == "win32", reason="asks how long a path may be")
def test_a_folder_that_cannot_be_looked_into_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the path of a file in it is too long, as where permissions are missing, the system refuses to look."""
    monkeypatch.chdir(tmp_path)
    longest = os.pathconf("/", "PC_PATH_MAX")
    deep = Path("/".join(["x" * 200] * (longest // 201)))
    rest = longest - 8 - len(str(deep))
    deep = Path(f"{deep}/{'y' * (rest - 1)}") if rest > 1 else deep
    deep.mkdir(parents=True)
    with pytest.raises(DataError):
        usual_catalog([deep])
