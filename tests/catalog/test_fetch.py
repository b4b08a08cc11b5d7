"""What a source published is found unpacked, installed or at hand; packages are unpacked, never installed."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.catalog.facts import Origin
from tools.catalog.fetch import NotFoundError, folders, published, unpack, version

METADATA = "Metadata-Version: 2.1\nName: Some-Package\nVersion: 1.2\n\nA description.\n"


def lay(folder: Path, file: str, text: str) -> Path:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def found(origin: Origin, *roots: Path) -> list[Path]:
    return list(folders(origin, roots, None))


def test_a_package_in_a_folder_of_its_own(tmp_path: Path) -> None:
    folder = lay(tmp_path / "some_package", "some_package-1.2.dist-info/METADATA", METADATA)
    assert found(Origin("x", packages=("some-package",)), tmp_path) == [folder]
    assert version(folder, "some-package") == "1.2"


def test_a_package_among_others_that_are_installed(tmp_path: Path) -> None:
    lay(tmp_path, "some_package-1.2.dist-info/METADATA", METADATA)
    lay(tmp_path, "other-3.dist-info/METADATA", METADATA.replace("1.2", "3"))
    assert found(Origin("x", packages=("some-package",)), tmp_path) == [tmp_path]
    assert version(tmp_path, "some-package") == "1.2"


def test_an_npm_package(tmp_path: Path) -> None:
    folder = lay(tmp_path / "huggingface-tasks", "package.json", '{"name": "@huggingface/tasks", "version": "0.21"}')
    assert found(Origin("x", packages=("@huggingface/tasks",), registry="npm"), tmp_path) == [folder]
    assert version(folder, "@huggingface/tasks") == "0.21"


def test_sources_of_a_package(tmp_path: Path) -> None:
    folder = lay(tmp_path / "some_package", "PKG-INFO", METADATA)
    assert found(Origin("x", packages=("some-package",), sdist=True), tmp_path) == [folder]
    assert version(folder, "some-package") == "1.2"


def test_the_folder_that_holds_a_file(tmp_path: Path) -> None:
    lay(tmp_path / "b", "scores.jsonl", "{}")
    assert found(Origin("x", files=("scores.jsonl",)), tmp_path / "a", tmp_path / "b") == [tmp_path / "b"]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"x: no folder given with --from holds some-package; leave out --offline"):
        found(Origin("x", packages=("some-package",)), tmp_path)
    with pytest.raises(NotFoundError, match=r"x: no folder given with --from holds scores.jsonl"):
        found(Origin("x", files=("scores.jsonl",)), tmp_path)


def test_a_wheel_is_unpacked_as_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some_package-1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr("some_package/data.json", "{}")
        wheel.writestr(zipfile.ZipInfo("some_package-1.2.dist-info/METADATA", (2026, 5, 11, 9, 0, 0)), METADATA)
    unpack(tmp_path / "some_package-1.2-py3-none-any.whl", tmp_path / "out")
    assert (tmp_path / "out" / "some_package" / "data.json").read_text() == "{}"
    assert published(tmp_path / "out", "some-package") == "2026-05-11"


def test_a_made_up_time_tells_no_date(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some_package-1.2-py3-none-any.whl", "w") as wheel:
        wheel.writestr(zipfile.ZipInfo("some_package-1.2.dist-info/METADATA", (2020, 2, 2, 0, 0, 0)), METADATA)
    unpack(tmp_path / "some_package-1.2-py3-none-any.whl", tmp_path / "out")
    assert published(tmp_path / "out", "some-package") == ""


def test_a_tarball_is_unpacked_without_its_top_folder(tmp_path: Path) -> None:
    lay(tmp_path / "package", "dist/data.js", "x")
    with tarfile.open(tmp_path / "tasks.tgz", "w:gz") as tarball:
        tarball.add(tmp_path / "package", "package")
    (tmp_path / "out").mkdir()
    unpack(tmp_path / "tasks.tgz", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["dist"]
