"""What a catalog was made from, as one number: the files with its data, and the code that reads them."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

# More than any file of a catalog needs, and less than it takes to bring a machine down.
MOST_BYTES = 64 * 2**20
_DIGEST_BYTES = 32
_PACKAGE = Path(__file__).parent.parent
# The code whose change can change a catalog, or what a snapshot of one looks like; the first holds the version.
_CODE = (
    "__init__.py",
    "base/*.py",
    "catalog/*.py",
    "reading/*.py",
    "requirements/*.py",
    "ranking/*.py",
    "loading/*.py",
)
# Hidden files are none of it: editors leave locks and copies.
_DATA = ("[!.]*.yaml", "models/[!.]*.yaml")


def fingerprint(folder: Path, own: Sequence[Path]) -> bytes | None:
    """A digest over the names and contents of all files that a catalog is made from, the own ones in their order.

    None where one of them cannot be read, or only once, like a pipe, or is too large to be read.
    """
    from whichllm.loading.digests import blake2b  # needless for the completion of commands

    digest = blake2b(digest_size=_DIGEST_BYTES)
    try:
        for name, path in files(folder, own):
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > MOST_BYTES:
                return None
            content = blake2b(path.read_bytes()).digest()
            digest.update(blake2b(name.encode("utf-8", "surrogatepass")).digest() + content)
    except (OSError, ValueError):
        return None
    return digest.digest()


def files(folder: Path, own: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """All files, with names that are the same wherever whichllm is installed; own files have those that are shown."""
    for kind, place, patterns in (("code", _PACKAGE, _CODE), ("data", folder, _DATA)):
        for pattern in patterns:
            paths = sorted(place.glob(pattern)) if "*" in pattern else [place / pattern]
            yield from ((f"{kind} {path.relative_to(place).as_posix()}", path) for path in paths)
    yield from ((f"own {path}", path) for path in own)
