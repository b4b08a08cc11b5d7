"""The folder in which this user keeps snapshots of catalogs: never needed, never trusted where others can write.

Nothing here fails: without a place to write, catalogs are read from their files each time.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

_ENDING, _UNFINISHED = ".sqlite", ".tmp"
# Of the snapshots beside the newest, so many are kept, and not more than so many bytes together.
_MOST_OTHERS = 7
_MOST_BYTES = 256 * 2**20
# What is unfinished for so many seconds was left behind by a process that was ended.
_LEFT_BEHIND = 3600


def cache_folder() -> Path | None:
    """The folder of this user for caches of whichllm, by the customs of the system; None if there is no home."""
    named = Path(os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named / "whichllm"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if not home.is_absolute():
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "whichllm"


def kept(name: str, ending: str = _ENDING) -> Path | None:
    """The file of a snapshot, or None if there is none that only this user could have written.

    Other things that are quicker to keep than to work out have endings of their own.
    """
    folder = _folder()
    if folder is None:
        return None
    path = folder / f"{name}{ending}"
    return path if _is_ours(folder, stat.S_ISDIR) and _is_ours(path, stat.S_ISREG) else None


def keep(name: str, write: Callable[[Path], None], ending: str = _ENDING) -> None:
    """Keep a snapshot, which `write` puts into an empty file, in place of an older one. Readers never see half of it.

    Then old snapshots are removed.
    """
    folder = _folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if not _is_ours(folder, stat.S_ISDIR):
            return
        target = folder / f"{name}{ending}"
        _put(target, write)
        if ending == _ENDING:
            _tidy(folder, target)


def _folder() -> Path | None:
    folder = cache_folder()
    return folder / "snapshots" if folder else None


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind, no link, and only this user can write to it."""
    try:
        state = path.lstat()
    except OSError:
        return False
    if not is_kind(state.st_mode):
        return False
    return sys.platform == "win32" or (state.st_uid == os.geteuid() and not state.st_mode & 0o022)


def _put(target: Path, write: Callable[[Path], None]) -> None:
    import tempfile  # slow to load, and rarely needed

    handle, name = tempfile.mkstemp(dir=target.parent, suffix=_UNFINISHED)
    written = Path(name)
    try:
        try:
            write(written)
            os.fsync(handle)
        finally:
            os.close(handle)
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def _tidy(folder: Path, newest: Path) -> None:
    """Remove what is old: snapshots beyond those that are kept, files that were never finished."""
    others = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            state = path.lstat()
            if path.suffix == _ENDING and path != newest:
                others.append((state.st_mtime, state.st_size, path))
            elif path.suffix == _UNFINISHED and state.st_mtime < time.time() - _LEFT_BEHIND:
                path.unlink()
    total = 0
    for number, (_, size, path) in enumerate(sorted(others, reverse=True)):
        total += size
        if number >= _MOST_OTHERS or total > _MOST_BYTES:
            with contextlib.suppress(OSError):
                path.unlink()
