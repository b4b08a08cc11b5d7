"""What is asked for beside the task: demands from words and options, settled into what the choice depends on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from whichllm.base.errors import UnknownNameError, WhichllmError
from whichllm.base.records import dataclass
from whichllm.base.words import ANY
from whichllm.catalog import Catalog, DemandName, Model, Task
from whichllm.catalog.derived import derived
from whichllm.reading.demands import Demand
from whichllm.reading.names import pick_name
from whichllm.requirements import (
    KINDS,
    PREFERENCES,
    Capacity,
    Circumstances,
    Kind,
    Prefer,
    Preference,
    Purpose,
    Situation,
    Use,
    kind_of,
    limit_of,
    memory,
    room_for,
)
from whichllm.requirements.memory import Need

Effect = Literal[
    "filter", "preference", "use", "specialist", "overruled", "beside a card", "not understood", "not checked"
]
"""What a demand does: remove models, move the weights, say what licenses are judged for, put specialists first, or
nothing: because an option overrules it, a card runs the model, its value means nothing, or the facts are known of no
model for the task."""


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """A demand with what its value means. Two that mean the same are equal, whatever values and words stated them."""

    name: DemandName
    value: str
    limit: Hashable

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Requirement) and (self.name, self.limit) == (other.name, other.limit)

    def __hash__(self) -> int:
        return hash((self.name, self.limit))

    @property
    def kind(self) -> Kind:
        """The row of the table of demands."""
        return kind_of(self.name)

    def met_by(self, model: Model, situation: Situation) -> bool | None:
        """Whether a model is within the limit; None where the facts that decide are not known."""
        check = self.kind.check
        return True if check is None else check(model, self.limit, situation)

    def within(self, circumstances: Circumstances) -> Circumstances:
        """The circumstances that it brings about within others: the same if it changes none."""
        brings_about = self.kind.brings_about
        return brings_about(circumstances, self.limit) if brings_about else circumstances


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the choice depends on beside the task. Equal wishes give the same ranking.

    `requirements` remove models; `prefer` moves the weights, half as much where only the words suggest it, or that
    there is no graphics card (`hinted`); licenses are judged for `use`; models made for one of `domains` go first, and
    those that know only the classes of `beyond` (see `Classes`, by their names) last.
    """

    requirements: tuple[Requirement, ...] = ()
    prefer: Preference | None = None
    hinted: bool = False
    use: Use = "commercial"
    domains: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that a model must know."""
        named = (entry.limit for entry in self.requirements if entry.name == "language")
        codes = (code for codes in named if isinstance(codes, tuple) for code in codes if code != ANY)
        return tuple(dict.fromkeys(codes))

    @property
    def circumstances(self) -> Circumstances:
        """What all requirements together bring about."""
        found = Circumstances()
        for entry in self.requirements:
            found = entry.within(found)
        return found

    def possible_circumstances(self) -> set[Circumstances]:
        """What some of the requirements bring about, whichever are given up."""
        found = {Circumstances()}
        for entry in self.requirements:
            found |= {entry.within(circumstances) for circumstances in found}
        return found

    def situation(self, task: Task, catalog: Catalog) -> Situation:
        """What models are checked in. What must be read at a time must fit into memory, too."""
        return Situation(task, catalog, *self.circumstances)

    @property
    def memory(self) -> int | None:
        """The bytes that all models have together that are loaded at once; None where nothing limits them."""
        machines = (entry.limit for entry in self.requirements if isinstance(entry.limit, Capacity))
        return min((machine.memory for machine in machines if machine.memory is not None), default=None)

    def need(self, model: Model) -> Need | None:
        """The memory that a model takes at the usual precision or, where that is too much, at the most exact that fits.

        More exact weights are no reason to fill the memory.
        """
        machines = [entry.limit for entry in self.requirements if isinstance(entry.limit, Capacity)]
        rooms = (room_for(model, machine) for machine in machines)
        least = min((room for room in rooms if room is not None), default=None)
        context = self.circumstances.context
        usual = memory.usual(model, context)
        fits = least is None or (usual is not None and usual.total <= least)
        return usual if least is None or fits else memory.fitting(model, least, context)

    def without(self, requirements: Iterable[Requirement]) -> Wishes:
        """The same wishes with fewer requirements."""
        dropped = tuple(requirements)
        kept = tuple(entry for entry in self.requirements if entry not in dropped)
        return replace(self, requirements=kept)

    def instead(self, requirement: Requirement, value: str, catalog: Catalog) -> Wishes:
        """The same wishes with another value of a requirement.

        Raises WhichllmError for a value that means nothing.
        """
        other = Requirement(requirement.name, value, limit_of(requirement.name, value, catalog))
        return replace(self, requirements=(*self.without([requirement]).requirements, other))


NO_WISHES = Wishes()


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
    machine: Capacity | None = None


def check_options(options: Iterable[Demand], catalog: Catalog) -> None:
    """Check that the values of options mean something.

    Raises WhichllmError for the first that does not.
    """
    for demand in options:
        limit_of(demand.name, demand.value, catalog)


def settle(
    said: Sequence[Demand], chosen: Sequence[Demand], prefer: Preference | None, task: Task, catalog: Catalog
) -> tuple[tuple[Stated, ...], Wishes]:
    """All demands with what they do for a task, those of the words first, and what the choice depends on.

    `said` are demands in the words, `chosen` those that options state, which win; so does `prefer`.

    Raises WhichllmError for an option or a preference that means nothing.
    """
    if prefer is not None:
        prefer = pick_name(prefer, {name: name for name in PREFERENCES}, "preference", ", ".join(PREFERENCES))
    topics = {kind_of(demand.name).topic for demand in chosen} | ({"preference"} if prefer else set())
    for put_together in dict.fromkeys(kind.together for kind in KINDS if kind.together):
        said = put_together(said, catalog)
    stated: list[Stated] = []
    limits: list[tuple[Effect, Requirement]] = []
    for demand in (*said, *chosen):
        by_words = demand.by == "words"
        effect, entry = _effect(demand, said if by_words else (), topics if by_words else set(), task, catalog)
        machine = entry.limit if entry is not None and isinstance(entry.limit, Capacity) else None
        stated.append(Stated(*demand, effect, machine))
        if entry is not None:
            limits.append((effect, entry))
    suggested = [entry.limit.what for _, entry in limits if isinstance(entry.limit, Prefer)]
    favored = [entry for effect, entry in limits if effect == "filter" and entry.kind.favors]
    preferred = prefer or next(iter([*suggested, *(entry.kind.favors for entry in favored)]), None)
    boards = [entry for entry in favored if isinstance(entry.limit, Capacity) and entry.limit.memory is not None]
    purposes = [entry.limit.use for _, entry in limits if isinstance(entry.limit, Purpose)]
    return tuple(stated), Wishes(
        requirements=tuple(dict.fromkeys(entry for effect, entry in limits if effect == "filter")),
        prefer=preferred,
        hinted=preferred is not None and prefer is None and not boards,
        use=purposes[-1] if purposes else "commercial",
        domains=tuple(dict.fromkeys(str(entry.limit) for effect, entry in limits if effect == "specialist")),
    )


def _effect(
    demand: Demand, said: Sequence[Demand], overruled: set[str], task: Task, catalog: Catalog
) -> tuple[Effect, Requirement | None]:
    """What a demand does, and with what its value means, unless it does nothing; `said` are all those of the words."""
    kind = kind_of(demand.name)
    means = kind.as_said(demand.value, demand.words) if kind.as_said and demand.by == "words" else demand.value
    try:
        limit = limit_of(demand.name, means, catalog)
    except WhichllmError as error:
        if demand.by == "option":
            raise
        # A name that the catalog does not hold means something all the same.
        return "not checked" if isinstance(error, UnknownNameError) else "not understood", None
    entry = Requirement(demand.name, demand.value, limit)
    if kind.topic in overruled or (isinstance(limit, Prefer) and "preference" in overruled):
        return "overruled", None
    if kind.is_idle and kind.is_idle(demand, said):
        return "beside a card", None
    if isinstance(limit, Prefer):
        return "preference", entry
    if isinstance(limit, Purpose):
        return "use", entry
    if kind.check is None:
        return ("specialist", entry) if _served(catalog, str(entry.limit), task.tag) else ("not checked", None)
    if demand.by == "words" and not _checkable(catalog, entry, task.id):
        return "not checked", None
    return "filter", entry


@derived(most=1024)
def _served(catalog: Catalog, domain: str, tag: str) -> bool:
    """Whether a model for a tag was made for material of this kind, or takes whatever comes."""
    models = (model for model in catalog.models_for(catalog.tasks[tag]) if model.is_current)
    return any(domain in model.domains or model.is_generalist for model in models)


@derived(most=1024)
def _checkable(catalog: Catalog, entry: Requirement, task_id: str) -> bool:
    """Whether words can mean a requirement, and the facts that decide are known of any model for the task.

    Where these are never known completely, there must be one that meets it.
    """
    kind, task = entry.kind, catalog.tasks[task_id]
    if kind.is_likely and not kind.is_likely(entry.limit, catalog):
        return False
    situation = Situation(task, catalog)
    found = (entry.met_by(model, situation) for model in catalog.models_for(catalog.tasks[task.tag]))
    return any(met is not None if kind.is_complete else met for met in found)
