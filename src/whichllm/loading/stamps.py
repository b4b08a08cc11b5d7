"""Whether the files that come with whichllm are as they were when they were last read, told as git tells it."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path

from whichllm.loading import cache
from whichllm.loading.digests import blake2b
from whichllm.loading.fingerprints import files, fingerprint

SETTLED = 2_000_000_000
"""Nanoseconds. What has changed so shortly before may change again with no other time stamp: clocks tick in steps."""
_ENDING = ".json"


def fingerprint_by_stamps(folder: Path) -> bytes | None:
    """As `fingerprint` of a folder, without reading files whose stamps are those of the last time.

    Of a file there count its size, its number, and when its content and when anything of it changed; the last cannot
    be set. Windows does not tell that: there files are read each time.
    """
    if sys.platform == "win32":
        return fingerprint(folder, ())
    taken = time.time_ns()
    try:
        states = [(name, path.stat()) for name, path in files(folder, ())]
    except (OSError, ValueError):
        return fingerprint(folder, ())
    stamps = blake2b(digest_size=32)
    for name, state in states:
        each = (name, state.st_dev, state.st_ino, state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        stamps.update(f"{each}".encode())
    known_as = f"stamps-{blake2b(str(folder).encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
    made_from = _remembered(known_as, stamps.hexdigest())
    if made_from is not None:
        return made_from
    made_from = fingerprint(folder, ())
    newest = max((max(state.st_mtime_ns, state.st_ctime_ns) for _, state in states), default=taken)
    if made_from is not None and newest < taken - SETTLED:
        content = json.dumps({"stamps": stamps.hexdigest(), "fingerprint": made_from.hex()})
        cache.keep(known_as, partial(_write, content), _ENDING)
    return made_from


def _remembered(known_as: str, stamps: str) -> bytes | None:
    path = cache.kept(known_as, _ENDING)
    if path is None:
        return None
    try:
        content = json.loads(path.read_bytes())
        return bytes.fromhex(content["fingerprint"]) if content["stamps"] == stamps else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(content: str, path: Path) -> None:
    path.write_text(content, encoding="ascii")
