"""From the files in `data/`, and the user's own on top of them, to a `Catalog`: read safely, checked whole."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from whichllm.catalog import Catalog
from whichllm.errors import DataError
from whichllm.loading.assembly import Assembled, assemble
from whichllm.loading.outlines import Outline, read_outline
from whichllm.loading.own_files import own_files, unfolded

__all__ = [
    "Assembled",
    "Outline",
    "data_folder",
    "forget",
    "is_catalog",
    "load_catalog",
    "own_files",
    "read_catalog",
    "read_outline",
]


def data_folder() -> Path:
    """Where the catalog lies: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent.parent / "data"


def is_catalog(path: Path) -> bool:
    """Whether a path is a folder that holds a whole catalog, not files to be laid on top of one."""
    return (path / "models").is_dir() or (path / "categories.yaml").is_file()


def load_catalog(folder: str | Path | None = None, own: str | Path | Iterable[str | Path] = ()) -> Catalog:
    """The catalog in `folder`, by default the one that comes with whichllm, with files of your own on top.

    `own` is one path or several, of files or of folders with YAML files; where they contradict one another or the
    catalog, the last wins. What the command line would read is `own_files()`. Nothing is read twice, unless an own
    file has changed.

    Raises DataError, with every mistake found, if a file is missing, is not YAML or does not hold together.
    """
    paths = (own,) if isinstance(own, str | Path) else own
    files = unfolded(map(Path, paths))
    return _load(Path(folder) if folder is not None else data_folder(), tuple((file, _stamp(file)) for file in files))


def read_catalog(folder: Path | None = None, own: Iterable[Path] = ()) -> Assembled:
    """What `load_catalog` returns, or the mistakes that keep it from doing so, and where each block stands."""
    return assemble(folder if folder is not None else data_folder(), unfolded(own))


def forget() -> None:
    """Read all files anew when they are asked for the next time."""
    _load.cache_clear()


@lru_cache(maxsize=4)
def _load(folder: Path, own: tuple[tuple[Path, tuple[int, int]], ...]) -> Catalog:
    assembled = assemble(folder, [file for file, _ in own])
    if assembled.catalog is None:
        raise DataError(assembled.problems)
    return assembled.catalog


def _stamp(file: Path) -> tuple[int, int]:
    """What changes with the content of a file."""
    try:
        state = file.stat()
    except (OSError, ValueError):
        return 0, 0
    return state.st_mtime_ns, state.st_size
