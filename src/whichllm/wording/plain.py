"""The small pieces that sentences are made of: lists, counts, and texts of others without what steers a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.catalog import Catalog

UNKNOWN = "–"
_MOST_COMPARED = 8  # as `comparing` has it, which few answers load


def clean(text: str) -> str:
    """Text of unknown origin as one line that a terminal can show: no control or direction characters."""
    return _without_controls(" ".join(text.split()))


def printable(text: str) -> str:
    """Text of unknown origin whose lines are kept, without control or direction characters."""
    return text if text.isprintable() else "\n".join(map(_without_controls, text.split("\n")))


def _without_controls(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in line
    )


def shorten(text: str, length: int) -> str:
    """The beginning of a long text, with an ellipsis in place of the rest."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def percent(confidence: float) -> str:
    """A confidence between 0 and 1 as people say it."""
    return f"{round(confidence * 100)} %"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def no_room(titles: Sequence[str]) -> str:
    """Which columns of a page its width has no room for, and what shows them."""
    return f"No room for {'; '.join(titles)}: widen the window, or take --format markdown."


def command(words: str, catalog: Catalog) -> str:
    """A command as it is to be typed to reach the same catalog: "whichllm list models --catalog ours.yaml"."""
    if not catalog.named:
        return f"whichllm {words}"
    import shlex  # rarely needed

    return " ".join(("whichllm", words, *(f"--catalog {shlex.quote(clean(path))}" for path in catalog.named)))


def comparison(names: Sequence[str], catalog: Catalog) -> str:
    """The command that shows models side by side."""
    import shlex  # rarely needed

    return command(f"compare {shlex.join(names[:_MOST_COMPARED])}", catalog)


def key(name: str) -> str:
    """A key of the data as people say it."""
    return name.replace("_", " ")


def keys(names: Sequence[str]) -> str:
    """Keys of the data as people say them."""
    return ", ".join(map(key, names))


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 model", "2 models"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"
