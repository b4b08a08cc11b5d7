"""Parsed YAML kept for the next start: reading it back is ten times faster than parsing.

Only the parser's work is saved. What comes out is checked like anything else from a file, so a cache that somebody
changed can do no more harm than a data file. Nothing here fails: without a place to write, files are parsed each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_FORMAT = 1


def cache_folder() -> Path | None:
    """The folder of this user for caches of whichllm, by the customs of the system; None if there is no home."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    if named:
        return Path(named) / "whichllm"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "whichllm"


def recall(path: Path, text: str) -> dict[str, Any] | None:
    """The values that the text of a file was parsed to before, or None if they are not known."""
    place = _place(path)
    if place is None:
        return None
    try:
        kept = json.loads(place.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(kept, dict) or kept.get("format") != _FORMAT or kept.get("digest") != _digest(text):
        return None
    content = kept.get("content")
    return content if isinstance(content, dict) else None


def remember(path: Path, text: str, content: dict[str, Any]) -> None:
    """Keep the values that the text of a file was parsed to, in place of older ones. Readers never see half of it."""
    place = _place(path)
    if place is None:
        return
    kept = json.dumps({"format": _FORMAT, "digest": _digest(text), "content": content})
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, suffix=".tmp")
        written = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(kept)
            written.replace(place)
        except OSError:
            written.unlink(missing_ok=True)


def _place(path: Path) -> Path | None:
    folder = cache_folder()
    return folder / f"{_digest(str(path.absolute()))[:24]}.json" if folder else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
