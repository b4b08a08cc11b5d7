"""What an earlier version of the catalog held. Read leniently: its blocks need not be sound by today's checks."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from whichllm.base.errors import WhichllmError
from whichllm.base.records import FrozenDict
from whichllm.loading.fingerprints import MOST_BYTES
from whichllm.loading.own_files import is_folder
from whichllm.loading.yaml_files import DataFile, parse, read_file

Outline = Mapping[str, frozenset[str]]
"""The ids of models, with the tasks and subtasks that each serves."""

_HINT = "name a folder that holds the data of an earlier version, or its wheel"


def read_outline(path: Path) -> Outline:
    """The models of an earlier version: of its data folder, of a checkout, of an unpacked package or of a wheel.

    Raises WhichllmError if there is no catalog, or one that cannot be read.
    """
    try:
        files = list(_in_folder(path) if is_folder(path) else _in_wheel(path))
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        said = getattr(error, "strerror", None) or error
        raise WhichllmError(f"cannot read '{path}': {said}", _HINT) from None
    if not files:
        raise WhichllmError(f"there is no catalog in '{path}'", _HINT)
    models = {name: tasks for file in files for name, tasks in _models(file)}
    return FrozenDict(models)


def _in_folder(path: Path) -> Iterator[DataFile]:
    for folder in (path, path / "data", path / "whichllm" / "data"):
        if is_folder(folder / "models"):
            for file in sorted((folder / "models").glob("[!.]*.yaml")):
                found = read_file(file, str(file))
                if not found.text and found.problems:
                    raise OSError(None, str(found.problems[0]))
                yield found
            return


def _in_wheel(path: Path) -> Iterator[DataFile]:
    if not path.is_file():
        raise OSError(None, "it is neither a folder nor a file" if path.exists() else "there is no such file")
    with zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            name = entry.filename
            if Path(name).parts[:-1] == ("whichllm", "data", "models") and name.endswith(".yaml"):
                if entry.file_size > MOST_BYTES:
                    raise OSError(None, f"'{name}' in it is larger than {MOST_BYTES // 2**20} MB")
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise OSError(None, f"'{name}' in it is compressed in a way that no wheel is")
                file = DataFile(path / name, f"{path}/{name}", archive.read(entry).decode("utf-8-sig"))
                parse(file)
                yield file


def _models(file: DataFile) -> Iterator[tuple[str, frozenset[str]]]:
    if file.problems:
        raise WhichllmError(f"the earlier version cannot be read: {file.problems[0]}", _HINT)
    blocks = file.content.get("models")
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict) and isinstance(block.get("id"), str):
            yield block["id"], frozenset(_names(block.get("tasks"), block.get("subtasks")))


def _names(*lists: object) -> Iterable[str]:
    return (entry for names in lists if isinstance(names, list) for entry in names if isinstance(entry, str))
