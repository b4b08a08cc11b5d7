"""The cache of parsed files changes nothing but the time: it is never needed and never believed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import SMALL

from whichllm import DataError, load_catalog
from whichllm.loading import forget


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small catalog, and a cache of its own in `cache` beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    forget()
    return Path(shutil.copytree(SMALL, tmp_path / "catalog"))


def _cached(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").rglob("*.json"))


def _loaded(folder: Path) -> tuple[str, list[str]]:
    forget()
    catalog = load_catalog(folder)
    return catalog.version, list(catalog.models)


def test_the_second_load_gives_the_same(folder: Path) -> None:
    first = _loaded(folder)
    assert len(_cached(folder)) == len(list(folder.rglob("*.yaml")))
    assert _loaded(folder) == first


def test_a_changed_file_is_read_anew(folder: Path) -> None:
    before = _loaded(folder)
    path = folder / "models" / "speech.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("ear/one", "ear/uno"), encoding="utf-8")
    after = _loaded(folder)
    assert after != before
    assert "ear/uno" in after[1]
    assert len(_cached(folder)) == len(list(folder.rglob("*.yaml")))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1, "digest": "x", "content": {}}', b"\xff\x00"])
def test_a_broken_cache_is_ignored(folder: Path, content: bytes) -> None:
    before = _loaded(folder)
    for path in _cached(folder):
        path.write_bytes(content)
    assert _loaded(folder) == before


def test_a_forged_cache_is_checked_like_a_file(folder: Path) -> None:
    _loaded(folder)
    for path in _cached(folder):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"license": "mit"', '"license": "forged"'), encoding="utf-8")
    with pytest.raises(DataError):
        _loaded(folder)


def test_no_place_to_write_is_no_hindrance(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _loaded(folder)
    (folder.parent / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "file"))
    assert _loaded(folder) == before
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", _no_home)
    assert _loaded(folder) == before


def _no_home() -> Path:
    raise RuntimeError
