"""The command from end to end, on a copy of the catalog and the slice of a source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from recorded import SLICES

from tools.catalog.__main__ import main
from whichllm.loading import data_folder

MODEL = "  - id: BAAI/bge-small-en-v1.5\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def update(data: Path, *further: str) -> int:
    return main(
        [
            "update",
            "--source",
            "hub-2026",
            "--offline",
            "--from",
            str(SLICES / "hub-2026"),
            "--data",
            str(data),
            *further,
        ]
    )


def retrieval(data: Path) -> Path:
    return data / "models" / "retrieval.yaml"


def age(data: Path) -> str:
    """Let a figure that the source states be an older one; returns the text as it was."""
    fresh = retrieval(data).read_text(encoding="utf-8")
    start = fresh.index(MODEL)
    block = fresh[start : fresh.index("\n\n", start)]
    assert "    downloads_month: 62671221\n" in block
    retrieval(data).write_text(fresh.replace("62671221", "5"), encoding="utf-8")
    return fresh


def test_an_update_brings_the_figure_back_and_a_second_one_changes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = age(data)
    assert update(data) == 0
    assert "BAAI/bge-small-en-v1.5: downloads_month: 5 -> 62671221 (hub-2026)" in capsys.readouterr().out
    assert retrieval(data).read_text(encoding="utf-8") == fresh
    assert update(data) == 0
    assert "\n0 changes" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(data: Path) -> None:
    age(data)
    aged = retrieval(data).read_text(encoding="utf-8")
    assert update(data, "--dry-run") == 0
    assert retrieval(data).read_text(encoding="utf-8") == aged


def test_what_does_not_hold_together_is_put_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    age(data)
    aged = retrieval(data).read_text(encoding="utf-8")
    licenses = data / "licenses.yaml"
    licenses.write_text(
        licenses.read_text(encoding="utf-8").replace("- id: cc-by-nc-4.0\n", "- id: gone\n"), encoding="utf-8"
    )
    assert update(data) == 2
    said = capsys.readouterr().err
    assert "nothing was written" in said
    assert "unknown license 'cc-by-nc-4.0'" in said
    assert retrieval(data).read_text(encoding="utf-8") == aged


def test_conflicts_are_listed_and_nothing_is_written(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    age(data)
    aged = retrieval(data).read_text(encoding="utf-8")
    assert (
        main(
            ["conflicts", "--source", "hub-2026", "--offline", "--from", str(SLICES / "hub-2026"), "--data", str(data)]
        )
        == 0
    )
    assert retrieval(data).read_text(encoding="utf-8") == aged
    assert "->" not in capsys.readouterr().out
