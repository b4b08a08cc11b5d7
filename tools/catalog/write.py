"""Put what changed into the files, so that a second run finds nothing to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tools.catalog.blocks import ModelFile


def write_models(files: Iterable[ModelFile]) -> dict[Path, str]:
    """Write the files whose text differs from what is there. Returns what stood there before, to put it back."""
    before: dict[Path, str] = {}
    for file in files:
        old = file.path.read_text(encoding="utf-8")
        new = file.text()
        if new != old:
            before[file.path] = old
            file.path.write_text(new, encoding="utf-8")
    return before


def note_version(text: str, source: str, version: str, published: str, today: str) -> str:
    """The text of sources.yaml with the release of a source that was read now; the same text if it stands there."""
    pattern = re.compile(rf"^  - id: {re.escape(source)}\n(?:    .*\n)+", re.MULTILINE)
    found = pattern.search(text)
    stated = re.search(r'^    version: "?([^"\n]+)"?$', found.group(), re.MULTILINE) if found else None
    if found is None or stated is None or stated.group(1) == version:
        return text
    # A version of one dot reads as a number unless it is quoted.
    written = f'"{version}"' if re.fullmatch(r"[\d]+(\.\d+)?", version) else version
    block = found.group().replace(stated.group(), f"    version: {written}")
    block = re.sub(r"^    checked: .*$", f'    checked: "{today}"', block, flags=re.MULTILINE)
    if published:
        block = re.sub(r"^    date: .*$", f'    date: "{published}"', block, flags=re.MULTILINE)
    return text[: found.start()] + block + text[found.end() :]
