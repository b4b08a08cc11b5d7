"""Every mistake in a data file earns a message with file, line, what is wrong and how to mend it.

Each file in tests/broken replaces one file of the small catalog (`# file:`) and names the messages it must earn
(`# expect:`), all of them and no others.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from whichllm import DataError, load_catalog

HERE = Path(__file__).parent
CASES = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistakes_are_named(case: Path, tmp_path: Path) -> None:
    text = case.read_text(encoding="utf-8")
    notes = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    target = next(note.removeprefix("file: ") for note in notes if note.startswith("file: "))
    expected = [note.removeprefix("expect: ") for note in notes if note.startswith("expect: ")]
    folder = tmp_path / "catalog"
    shutil.copytree(HERE / "small", folder)
    (folder / target).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(folder)
    assert [str(problem) for problem in caught.value.problems] == expected
    assert caught.value.hint


def test_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(HERE / "small", folder)
    (folder / "licenses.yaml").write_text("licenses: [\n", encoding="utf-8")
    (folder / "sources.yaml").unlink()
    (folder / "models" / "speech.yaml").write_bytes(b"models: \xff")
    with pytest.raises(DataError) as caught:
        load_catalog(folder)
    said = "\n".join(map(str, caught.value.problems))
    assert "licenses.yaml:2: is not valid YAML here" in said
    assert "sources.yaml: cannot be read: No such file or directory (check the path and its permissions)" in said
    assert "models/speech.yaml: is not UTF-8 text (byte 8) (save it as UTF-8)" in said


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
