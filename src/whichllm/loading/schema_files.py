"""The JSON schemas of what whichllm prints, as the package has them."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from whichllm.base.errors import UnknownNameError


def names_in(folder: Path) -> tuple[str, ...]:
    """What there is a schema of, in alphabetical order."""
    return tuple(sorted(path.stem for path in folder.glob("*.json")))


def schema_in(folder: Path, name: str) -> str:
    """A schema as JSON. Raises UnknownNameError, with the nearest names, if there is none of that name."""
    known = names_in(folder)
    if name not in known:
        nearest = get_close_matches(name.casefold(), known)
        hint = f"did you mean: {', '.join(nearest)}?" if nearest else f"there is: {', '.join(known)}"
        raise UnknownNameError(f"no schema is called '{name}'", hint, nearest)
    return (folder / f"{name}.json").read_text(encoding="utf-8")
