"""What an earlier version of the catalog held. Read leniently: its blocks need not be sound by today's checks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from whichllm.errors import WhichllmError
from whichllm.loading.yaml_files import DataFile, parse

Outline = Mapping[str, frozenset[str]]
"""The ids of models, with the tasks and subtasks that each serves."""

_HINT = "name a folder that holds the data of an earlier version, or its wheel"


def read_outline(path: Path) -> Outline:
    """The models of an earlier version: of its data folder, of a checkout, of an unpacked package or of a wheel.

    Raises WhichllmError if there is no catalog, or one that cannot be read.
    """
    try:
        files = list(_in_folder(path) if path.is_dir() else _in_wheel(path))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        said = getattr(error, "strerror", None) or error
        raise WhichllmError(f"cannot read '{path}': {said}", _HINT) from None
    if not files:
        raise WhichllmError(f"there is no catalog in '{path}'", _HINT)
    models = {name: tasks for file in files for name, tasks in _models(file)}
    return MappingProxyType(models)


def _in_folder(path: Path) -> Iterator[DataFile]:
    for folder in (path, path / "data", path / "whichllm" / "data"):
        if (folder / "models").is_dir():
            for file in sorted((folder / "models").glob("*.yaml")):
                yield DataFile(file, str(file), file.read_text(encoding="utf-8-sig"))
            return


def _in_wheel(path: Path) -> Iterator[DataFile]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if Path(name).parts[:-1] == ("whichllm", "data", "models") and name.endswith(".yaml"):
                yield DataFile(path / name, f"{path}/{name}", archive.read(name).decode("utf-8-sig"))


def _models(file: DataFile) -> Iterator[tuple[str, frozenset[str]]]:
    parse(file)
    if file.problems:
        raise WhichllmError(f"the earlier version cannot be read: {file.problems[0]}", _HINT)
    blocks = file.content.get("models")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and isinstance(block.get("id"), str):
            yield block["id"], frozenset(_names(block.get("tasks"), block.get("subtasks")))


def _names(*lists: object) -> Iterable[str]:
    return (entry for names in lists if isinstance(names, list) for entry in names if isinstance(entry, str))
