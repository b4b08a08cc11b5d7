"""Where the user's own files lie: the configuration folder, the environment, the options of a command."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "WHICHLLM_CATALOG"


def config_folder() -> Path | None:
    """The folder of this user for settings of whichllm, by the customs of the system; None if there is no home."""
    named = Path(os.environ.get("APPDATA" if sys.platform == "win32" else "XDG_CONFIG_HOME", ""))
    if named.is_absolute():
        return named / "whichllm"
    try:
        return Path.home() / ".config" / "whichllm"
    except RuntimeError:
        return None


Paths = str | Path | Iterable[str | Path]
"""One path, or several."""


def paths(named: Paths) -> tuple[Path, ...]:
    """The paths that are named. A text is one of them: letter by letter it would be many."""
    return (Path(named),) if isinstance(named, str | Path) else tuple(map(Path, named))


def own_files(named: Paths = ()) -> tuple[Path, ...]:
    """The files of the user's own, in the order in which they lie on the catalog: the last one wins.

    First those in the configuration folder, by name; then those that the environment variable WHICHLLM_CATALOG lists,
    separated as in PATH; then those `named`, one or several. What does not exist is named all the same, so that loading
    reports it.
    """
    folder = config_folder()
    listed = [Path(entry) for entry in os.environ.get(VARIABLE, "").split(os.pathsep) if entry.strip()]
    return (*(yaml_files_in(folder) if folder else ()), *map(_at_home, listed), *paths(named))


def yaml_files_in(folder: Path) -> list[Path]:
    """The YAML files in a folder, by name, but hidden ones, which editors leave; none where nobody may look."""
    try:
        return sorted(path for ending in ("[!.]*.yaml", "[!.]*.yml") for path in folder.glob(ending))
    except OSError:
        return []


def is_folder(path: Path) -> bool:
    """Whether a path is a folder. One that cannot be looked at is none: whoever reads it tells why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a file, as `is_folder` tells of folders."""
    try:
        return path.is_file()
    except OSError:
        return False


def unfolded(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files behind paths: a folder stands for the YAML files in it, a file named twice for its last place.

    A folder without any stays, since it is a mistake to name it.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for file in (yaml_files_in(path) if is_folder(path) else ()) or (path,):
            files.pop(whole_path(file), None)
            files[whole_path(file)] = file
    return tuple(files.values())


def whole_path(path: Path) -> Path:
    """The whole of a path; where the working folder is gone, as it stands."""
    try:
        return path.absolute()
    except OSError:
        return path


def _at_home(path: Path) -> Path:
    with contextlib.suppress(RuntimeError):
        return path.expanduser()
    return path
