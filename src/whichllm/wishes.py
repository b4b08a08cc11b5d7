"""What is asked for beside the task: demands from words and options, settled into what the choice depends on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

from whichllm import memory
from whichllm.catalog import Catalog, DemandName, Model, Task
from whichllm.errors import UnknownNameError, WhichllmError
from whichllm.memory import Need
from whichllm.reading.demands import Demand
from whichllm.reading.names import find_hardware, pick_name
from whichllm.records import dataclass
from whichllm.requirements import (
    ANY,
    BESIDE_A_CARD,
    PREFERENCES,
    Kind,
    Machine,
    Prefer,
    Preference,
    Purpose,
    Situation,
    Use,
    kind_of,
)

Effect = Literal["filter", "preference", "use", "specialist", "overruled", "not understood", "not checked"]
"""What a demand does: remove models, move the weights, say what licenses are judged for, put specialists first, or
nothing: because an option overrules it, its value means nothing, or the facts are known of no model for the task."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A demand with what its value means. Two that mean the same are equal, whatever words stated them."""

    name: DemandName
    value: str
    limit: Hashable

    @property
    def kind(self) -> Kind:
        """The row of the table of demands."""
        return kind_of(self.name)

    def met_by(self, model: Model, situation: Situation) -> bool | None:
        """Whether a model is within the limit; None where the facts that decide are not known."""
        check = self.kind.check
        return True if check is None else check(model, self.limit, situation)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the choice depends on beside the task. Equal wishes give the same ranking.

    `requirements` remove models; `prefer` moves the weights, half as much where only the words suggest it, or that
    there is no graphics card (`hinted`); licenses are judged for `use`; models made for one of `domains` go first.
    """

    requirements: tuple[Requirement, ...] = ()
    prefer: Preference | None = None
    hinted: bool = False
    use: Use = "commercial"
    domains: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that a model must know."""
        named = (entry.limit for entry in self.requirements if entry.name == "language")
        codes = (code for codes in named if isinstance(codes, tuple) for code in codes if code != ANY)
        return tuple(dict.fromkeys(codes))

    @property
    def context(self) -> int | None:
        """How much must be read at a time, in tokens."""
        lengths = [entry.limit for entry in self.requirements if entry.name == "context"]
        return max((length for length in lengths if isinstance(length, int)), default=None)

    def situation(self, task: Task, catalog: Catalog) -> Situation:
        """What models are checked in. What must be read at a time must fit into memory, too."""
        hosted = any(entry.name == "openness" and entry.limit == "hosted" for entry in self.requirements)
        return Situation(task, catalog, self.context, hosted)

    def need(self, model: Model) -> Need | None:
        """The memory that a model takes at the usual precision or, where that is too much, at the most exact that fits.

        More exact weights are no reason to fill the memory.
        """
        machines = [entry.limit for entry in self.requirements if isinstance(entry.limit, Machine)]
        least = min((machine.memory for machine in machines if machine.memory is not None), default=None)
        usual = memory.usual(model, self.context)
        fits = least is None or (usual is not None and usual.total <= least)
        return usual if least is None or fits else memory.fitting(model, least, self.context)

    def without(self, requirements: Iterable[Requirement]) -> Wishes:
        """The same wishes with fewer requirements."""
        dropped = tuple(requirements)
        kept = tuple(entry for entry in self.requirements if entry not in dropped)
        return replace(self, requirements=kept)

    def instead(self, requirement: Requirement, value: str, catalog: Catalog) -> Wishes:
        """The same wishes with another value of a requirement.

        Raises WhichllmError for a value that means nothing.
        """
        other = Requirement(requirement.name, value, requirement.kind.limit(value, catalog))
        return replace(self, requirements=(*self.without([requirement]).requirements, other))


NO_WISHES = Wishes()

_INTO = ("to ", "into ")
# So many tokens some models do read, and to look for more means to look at all of them.
_ORDINARY_CONTEXT = 1_000_000


def for_languages(codes: Iterable[str]) -> Wishes:
    """Wishes for nothing but languages, by their ISO 639 codes."""
    return Wishes(tuple(Requirement("language", code, (code,)) for code in codes))


class Stated(NamedTuple):
    """A demand as it was stated (see `whichllm.reading.Demand`), and what it does; `machine` is what it names."""

    name: DemandName
    value: str
    words: str
    by: Literal["words", "option"]
    effect: Effect
    machine: Machine | None = None


def check_options(options: Iterable[Demand], catalog: Catalog) -> None:
    """Check that the values of options mean something.

    Raises WhichllmError for the first that does not.
    """
    for demand in options:
        kind_of(demand.name).limit(demand.value, catalog)


def settle(
    said: Sequence[Demand], chosen: Sequence[Demand], prefer: Preference | None, task: Task, catalog: Catalog
) -> tuple[tuple[Stated, ...], Wishes]:
    """All demands with what they do for a task, those of the words first, and what the choice depends on.

    `said` are demands in the words, `chosen` those that options state, which win; so does `prefer`.

    Raises WhichllmError for an option or a preference that means nothing.
    """
    if prefer is not None:
        pick_name(prefer, {name: name for name in PREFERENCES}, "preference", ", ".join(PREFERENCES))
    topics = {kind_of(demand.name).topic for demand in chosen} | ({"preference"} if prefer else set())
    stated: list[Stated] = []
    limits: list[tuple[Effect, Requirement]] = []
    for demand in (*_put_together(said, catalog), *chosen):
        effect, entry = _effect(demand, topics if demand.by == "words" else set(), task, catalog)
        machine = entry.limit if entry is not None and isinstance(entry.limit, Machine) else None
        stated.append(Stated(*demand, effect, machine))
        if entry is not None:
            limits.append((effect, entry))
    suggested = [entry.limit.what for _, entry in limits if isinstance(entry.limit, Prefer)]
    devices = {entry.value for effect, entry in limits if effect == "filter" and entry.name == "device"}
    preferred = prefer or next(iter(suggested), "speed" if devices else None)
    purposes = [entry.limit.use for _, entry in limits if isinstance(entry.limit, Purpose)]
    return tuple(stated), Wishes(
        requirements=tuple(dict.fromkeys(entry for effect, entry in limits if effect == "filter")),
        prefer=preferred,
        hinted=preferred is not None and prefer is None and devices <= {"cpu"},
        use=purposes[-1] if purposes else "commercial",
        domains=tuple(dict.fromkeys(str(entry.limit) for effect, entry in limits if effect == "specialist")),
    )


def _value(demand: Demand) -> str:
    """The value of a demand; words that say which language is wanted out ("to French") say a direction."""
    into = demand.name == "language" and demand.by == "words" and demand.words.casefold().startswith(_INTO)
    return f"{ANY}-{demand.value}" if into and "-" not in demand.value else demand.value


def _put_together(said: Sequence[Demand], catalog: Catalog) -> list[Demand]:
    """The demands of the words, those that mean one thing together as one.

    Of several licenses any will do ("MIT or Apache-2.0"); of hardware that is sold with several memories, the one that
    is told beside it is meant ("an RTX 3060 with 12 GB of VRAM"), and the memory around a card is not where models run.
    """
    has_card = any(demand.name == "gpu" or demand.value.endswith(" VRAM") for demand in said)
    licenses = [demand for demand in said if _names_licenses(demand, catalog)]
    told = [demand.value for demand in said if demand.name == "memory"]
    sizes = {"gpu": {value.removesuffix(" VRAM") for value in told}, "device": {value.split()[0] for value in told}}
    together: list[Demand] = []
    for demand in said:
        if demand in licenses[1:]:
            continue
        if licenses and demand == licenses[0]:
            values, words = zip(*((entry.value, entry.words) for entry in licenses), strict=True)
            together.append(demand._replace(value=",".join(values), words=" … ".join(words)))
        elif demand.name in sizes and told:
            sold = [f"{size:g}GB" for size in _sold(demand.value, catalog)]
            size = next((size for size in sold if size in sizes[demand.name]), "")
            together.append(demand._replace(value=f"{demand.value} {size}".strip()))
        elif has_card and demand.name == "memory" and demand.value.endswith(" RAM"):
            together.append(demand._replace(value=demand.value + BESIDE_A_CARD))
        else:
            together.append(demand)
    return together


def _names_licenses(demand: Demand, catalog: Catalog) -> bool:
    return demand.name == "license" and catalog.licenses.keys() >= set(demand.value.split(","))


def _sold(hardware: str, catalog: Catalog) -> tuple[float, ...]:
    """The memories, in GB, that hardware is sold with, if several, and none is told with its name."""
    try:
        memories = find_hardware(hardware, catalog).memories if hardware != "cpu" else ()
    except UnknownNameError:
        return ()
    return memories if len(memories) > 1 else ()


def _effect(demand: Demand, overruled: set[str], task: Task, catalog: Catalog) -> tuple[Effect, Requirement | None]:
    """What a demand does, and with what its value means, unless it does nothing."""
    kind = kind_of(demand.name)
    try:
        limit = kind.limit(_value(demand), catalog)
    except WhichllmError as error:
        if demand.by == "option":
            raise
        # A name that the catalog does not hold means something all the same.
        return "not checked" if isinstance(error, UnknownNameError) else "not understood", None
    entry = Requirement(demand.name, demand.value, limit)
    if kind.topic in overruled or (isinstance(limit, Prefer) and "preference" in overruled):
        return "overruled", None
    if isinstance(limit, Prefer):
        return "preference", entry
    if isinstance(limit, Purpose):
        return "use", entry
    if kind.check is None:
        return ("specialist", entry) if _served(demand.value, task.tag, catalog) else ("not checked", None)
    if demand.by == "words" and not _checkable(entry, task, catalog):
        return "not checked", None
    return "filter", entry


@lru_cache(maxsize=1024)
def _served(domain: str, tag: str, catalog: Catalog) -> bool:
    """Whether a model for a tag was made for material of this kind, or takes whatever comes."""
    models = (model for model in catalog.models_for(catalog.tasks[tag]) if model.status == "current")
    return any(domain in model.domains or model.is_generalist for model in models)


@lru_cache(maxsize=1024)
def _checkable(entry: Requirement, task: Task, catalog: Catalog) -> bool:
    """Whether the facts that decide are known of any model for the task.

    What runs a model is never listed completely, so it must be known of one that it does. More than any model reads at
    a time tells the size of a collection.
    """
    if entry.name == "context" and not _is_read_by_any(entry, catalog):
        return False
    situation = Situation(task, catalog)
    found = (entry.met_by(model, situation) for model in catalog.models_for(catalog.tasks[task.tag]))
    return any(met if entry.name == "library" else met is not None for met in found)


def _is_read_by_any(entry: Requirement, catalog: Catalog) -> bool:
    length = entry.limit
    if not isinstance(length, int) or length <= _ORDINARY_CONTEXT:
        return True
    return any(model.context is not None and model.context >= length for model in catalog.models.values())
