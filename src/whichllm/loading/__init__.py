"""From the files in `data/`, and the user's own on top of them, to a `Catalog`: read safely, checked whole."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from whichllm.base.errors import DataError
from whichllm.catalog import Catalog
from whichllm.loading import cache
from whichllm.loading.fingerprints import fingerprint
from whichllm.loading.own_files import Paths, is_file, is_folder, own_files, paths, unfolded, whole_path

# A snapshot makes the readers of YAML needless, and they are slow to load: only functions that call them import them.
if TYPE_CHECKING:
    from whichllm.loading.assembly import Assembled
    from whichllm.loading.outlines import Outline

__all__ = [
    "SNAPSHOT",
    "Paths",
    "data_folder",
    "forget",
    "is_catalog",
    "load_catalog",
    "output_schema",
    "output_schemas",
    "own_files",
    "paths",
    "read_catalog",
    "read_outline",
    "write_snapshot",
]

SNAPSHOT = "catalog.sqlite"
"""The snapshot that an installed package has in its data folder."""

# What is derived from a catalog is kept beside it: threads that load it at once must get the same one.
_ONE_AT_A_TIME = threading.Lock()
_OUTPUT_SCHEMAS = Path("schemas", "output")


def data_folder() -> Path:
    """Where the catalog lies: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent.parent / "data"


def is_catalog(path: Path) -> bool:
    """Whether a path is a folder that holds a whole catalog, not files to be laid on top of one."""
    return is_folder(path) and (is_folder(path / "models") or is_file(path / "categories.yaml"))


def load_catalog(folder: str | Path | None = None, own: Paths = ()) -> Catalog:
    """The catalog in `folder`, by default the one that comes with whichllm, with files of your own on top.

    `own` is one path or several, of files or of folders with YAML files; where they contradict one another or the
    catalog, the last wins. What the command line would read is `own_files()`. Nothing is read twice, unless an own
    file has changed. What was read once is kept for the next start, as a snapshot in the user's folder for caches.

    Raises DataError, with every mistake found, if a file is missing, is not YAML or does not hold together.
    """
    files = unfolded(paths(own))
    stamped = tuple((file, whole_path(file), _stamp(file)) for file in files)
    with _ONE_AT_A_TIME:
        return _load(whole_path(Path(folder)) if folder is not None else data_folder(), stamped)


def read_catalog(folder: Path | None = None, own: Iterable[Path] = ()) -> Assembled:
    """What `load_catalog` returns, or the mistakes that keep it from doing so, and where each block stands."""
    from whichllm.loading.assembly import assemble

    files = unfolded(own)
    assembled = assemble(folder if folder is not None else data_folder(), files)
    if assembled.catalog is not None:
        assembled.catalog.loaded_by(_loader(folder, files))
    return assembled


def read_outline(path: Path) -> Outline:
    """The models of an earlier version: of its data folder, of a checkout, of an unpacked package or of a wheel.

    Raises WhichllmError if there is no catalog, or one that cannot be read.
    """
    from whichllm.loading.outlines import read_outline

    return read_outline(path)


def write_snapshot(path: Path, folder: Path) -> None:
    """Write a snapshot of the catalog in a folder, for a package that will hold both.

    Raises DataError if the catalog holds mistakes, OSError if the file cannot be written.
    """
    from whichllm.loading.snapshots import write

    made_from = fingerprint(folder, ())
    if made_from is None:
        raise OSError(f"the files in '{folder}' cannot be read")
    write(_assembled(folder, ()), made_from, path)


def output_schemas() -> tuple[str, ...]:
    """What there is a JSON schema of among all that whichllm prints."""
    from whichllm.loading.schema_files import names_in

    return names_in(data_folder() / _OUTPUT_SCHEMAS)


def output_schema(name: str) -> str:
    """The JSON schema of something that whichllm prints.

    Raises UnknownNameError, with the nearest names, if there is none of that name.
    """
    from whichllm.loading.schema_files import schema_in

    return schema_in(data_folder() / _OUTPUT_SCHEMAS, name)


def forget() -> None:
    """Read all files anew when they are asked for the next time."""
    _load.cache_clear()


@lru_cache(maxsize=4)
def _load(folder: Path, own: tuple[tuple[Path, Path, tuple[int, int]], ...]) -> Catalog:
    """A catalog by where its files lie, wherever the process is; own files are named in messages as they were given."""
    shipped = folder == data_folder()
    catalog = _recalled(folder, [file for file, *_ in own], shipped=shipped and not own)
    return catalog.loaded_by(_loader(None if shipped else folder, [place for _, place, _ in own]))


def _loader(folder: Path | None, own: Sequence[Path]) -> Callable[[], Catalog]:
    """What loads a catalog once more, even where whichllm lies elsewhere."""
    return partial(load_catalog, folder, tuple(own))


def _recalled(folder: Path, own: Sequence[Path], shipped: bool) -> Catalog:
    """A catalog from a snapshot of the files as they are now, else from the files themselves."""
    from whichllm.loading.stamps import fingerprint_by_stamps  # needless for the completion of commands

    # Most runs start with what comes with whichllm, whose files are many; those of others are read each time.
    made_from = fingerprint_by_stamps(folder) if shipped else fingerprint(folder, own)
    if made_from is None:
        return _assembled(folder, own)
    with contextlib.suppress(ImportError):  # a Python built without SQLite
        from whichllm.loading.snapshots import read

        if shipped and is_file(folder / SNAPSHOT):
            catalog = read(folder / SNAPSHOT, made_from, partial(_recalled, folder, own, shipped=False))
            if catalog is not None:
                return catalog
        path = cache.kept(made_from.hex())
        if path is not None:
            catalog = read(path, made_from, partial(_compiled, folder, own, made_from))
            if catalog is not None:
                return catalog
    return _compiled(folder, own, made_from)


def _compiled(folder: Path, own: Sequence[Path], made_from: bytes) -> Catalog:
    """A catalog from its files, and a snapshot of it for the next time."""
    catalog = _assembled(folder, own)
    with contextlib.suppress(ImportError):
        from whichllm.loading.snapshots import write

        # Had a file changed in the meantime, the snapshot would belong to neither of its contents.
        if fingerprint(folder, own) == made_from:
            cache.keep(made_from.hex(), partial(write, catalog, made_from))
    return catalog


def _assembled(folder: Path, own: Sequence[Path]) -> Catalog:
    from whichllm.loading.assembly import assemble

    assembled = assemble(folder, own)
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
