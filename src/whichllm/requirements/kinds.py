"""What a demand is: its options, what its values mean, and how a model is held against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, NamedTuple, get_args

from whichllm.catalog import Catalog, DemandName, Model, Task
from whichllm.reading.names import pick_name
from whichllm.records import dataclass

Preference = Literal["quality", "cost", "size", "speed"]
"""What the choice is to favour."""

PREFERENCES: tuple[Preference, ...] = get_args(Preference)


class Prefer(NamedTuple):
    """A limit that removes no model and moves the weights instead."""

    what: Preference


class Situation(NamedTuple):
    """What a check may depend on beside the model: the task, the context that it must have room for, in tokens, and
    whether a service is to run it.
    """

    task: Task
    catalog: Catalog
    context: int | None = None
    hosted: bool = False


class Option(NamedTuple):
    """An option of the command line that states a demand. Without `metavar` it is a flag that stands for `value`."""

    name: str
    help: str
    metavar: str = ""
    value: str = ""


class Scale(NamedTuple):
    """For a demand on a number: what a model has of what is limited, and which of several is nearest to being allowed.

    `measure` is None where a model has nothing that can be held against the limit. `write` makes of it a value that
    would be enough, of the same kind as another value ("16GB RAM").
    """

    measure: Callable[[Model, Any, Situation], Any]
    nearest: Callable[[Iterable[Any]], Any]
    write: Callable[[Any, str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A demand: its name, the options that state it, what its values mean, and how a model is held against them.

    `limit` makes of a value, as an option or the vocabulary writes it, what `check` compares with; it raises
    WhichllmError for one that means nothing. `check` says whether a model is within the limit, None where the facts
    that decide are not known; a demand without it removes no model. An option overrules what the words say on the same
    `topic`. `refusal` completes "left out: 5 ...". Where an option is given several times, `repeated` tells whether
    each counts ("each"), one value parted by commas says the same ("any"), or it is a mistake ("no").
    """

    name: DemandName
    topic: str
    refusal: str
    limit: Callable[[str, Catalog], Any]
    check: Callable[[Model, Any, Situation], bool | None] | None = None
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    repeated: Literal["no", "each", "any"] = "no"


def one_of(what: str, valid: Sequence[str], value: str, _: Catalog) -> str:
    """One of a few words."""
    return pick_name(value, {word: word for word in valid}, what, ", ".join(valid))
