"""What a demand is: its options, what its values mean, and how a model is held against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from whichllm.base.records import dataclass
from whichllm.catalog import Catalog, DemandName, Model, Task, plain_name
from whichllm.reading.names import pick_name

if TYPE_CHECKING:
    from whichllm.reading.demands import Demand  # needless for the completion of commands

Preference = Literal["quality", "cost", "size", "speed"]
"""What the choice is to favour."""

# As many names of a long list as are read at a glance.
_EXAMPLES = 12

FactColumn = Literal["maker", "size", "context or price", "released", "libraries"]
"""A column of a table of models that shows what may be asked for."""

PREFERENCES: tuple[Preference, ...] = get_args(Preference)


class Prefer(NamedTuple):
    """A limit that removes no model and moves the weights instead."""

    what: Preference


class Circumstances(NamedTuple):
    """What demands bring about for other demands: the context that must have room, in tokens, and whether a service is
    to run the model.
    """

    context: int | None = None
    hosted: bool = False


class Situation(NamedTuple):
    """What a check may depend on beside the model: the task, and the circumstances, see `Circumstances`."""

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
    `topic`. Where an option is given several times, `repeated` tells whether each counts ("each"), one value parted by
    commas says the same ("any"), or it is a mistake ("no").

    Of words: `as_said` makes of a value and the words that state it the value that they mean; `together` puts demands
    of the words together that mean one thing; `is_idle` tells whether another demand of the words takes the limit away;
    `is_likely` whether words that state such a limit can mean one model. `is_complete` is False where what a model has
    of it is never known completely: the words count only if some model has it.

    What follows: `favors` is preferred where nothing else is; `brings_about` changes the circumstances that models are
    checked in, from least to most, whatever comes first; a demand `of_one_step` does not hold for the steps around it.

    In answers: `refusal` completes "left out: 5 ...", `bound` goes before a number that is asked for, `unchecked` says
    why words do nothing for want of facts, and `column` is the one that shows what was asked for, if there is one.
    """

    name: DemandName
    topic: str
    refusal: str
    limit: Callable[[str, Catalog], Any]
    check: Callable[[Model, Any, Situation], bool | None] | None = None
    options: tuple[Option, ...] = ()
    scale: Scale | None = None
    repeated: Literal["no", "each", "any"] = "no"
    as_said: Callable[[str, str], str] | None = None
    together: Callable[[Sequence[Demand], Catalog], Sequence[Demand]] | None = None
    is_idle: Callable[[Demand, Sequence[Demand]], bool] | None = None
    is_likely: Callable[[Any, Catalog], bool] | None = None
    is_complete: bool = True
    favors: Preference | None = None
    brings_about: Callable[[Circumstances, Any], Circumstances] | None = None
    of_one_step: bool = False
    bound: str = ""
    unchecked: str = "not applied, for no model states it here"
    column: FactColumn | None = None


def one_of(what: str, valid: Sequence[str], value: str, _: Catalog) -> str:
    """One of a few words."""
    return pick_name(value, {word: word for word in valid}, what, ", ".join(valid))


def is_word(value: str, word: str) -> bool:
    """Whether a value that may be a number, too, is a word, as forgiving as `one_of` is."""
    return plain_name(value) == plain_name(word)


def commonest(names: Iterable[str]) -> str:
    """Some of the names that models state, those that most of them do, and how to see all."""
    named = ", ".join(name for name, _ in Counter(names).most_common(_EXAMPLES))
    return f"{named} and others; 'whichllm list models --format csv' shows them all"
