"""What can go wrong, as people should hear of it: what happened, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.base.records import dataclass

# Of many mistakes the message tells the first.
_SAID, _LONGEST = 3, 300


class WhichllmError(Exception):
    """Anything whichllm refuses to do.

    `message` says what is wrong, `hint` how to mend it (empty where the message says it all).
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DescriptionError(WhichllmError):
    """The description cannot be read: it is empty, or holds nothing but blanks."""


class UnknownNameError(WhichllmError):
    """A name, or the value of an option, that is not in the catalog, or that fits several things in it.

    `nearest` lists the names that were probably meant, best first.
    """

    def __init__(self, message: str, hint: str = "", nearest: Sequence[str] = ()) -> None:
        super().__init__(message, hint)
        self.nearest = tuple(nearest)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a data file. `line` counts from 1; 0 means the file as a whole."""

    file: str
    line: int
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class DataError(WhichllmError):
    """The data files hold mistakes. `problems` has all of them, in order of file and line; `message` the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        said = "; ".join(map(_beginning, self.problems[:_SAID]))
        more = f"; and {count - _SAID:,} more" if count > _SAID else ""
        super().__init__(
            f"{count:,} {'mistake' if count == 1 else 'mistakes'} in the data files: {said}{more}",
            "mend them: the 'problems' of this error are all of them",
        )

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def _beginning(problem: Problem) -> str:
    """A problem on a line of its message: what stands in a file may be long."""
    said = " ".join(str(problem).split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
