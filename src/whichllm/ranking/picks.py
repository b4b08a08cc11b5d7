"""What a ranking is made of: credits, picks, rejections, relaxations."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, overload

from whichllm.base.records import FrozenDict, dataclass, field
from whichllm.catalog import Measurement, Model
from whichllm.ranking.dates import year
from whichllm.requirements.wishes import NO_WISHES, Requirement, Wishes

CreditKind = Literal[
    "made for",
    "also does",
    "general",
    "made for other",
    "untrained",
    "classes",
    "language",
    "domain",
    "category",
    "evidence",
    "recommended",
    "quality",
    "size",
    "speed",
    "cost",
    "recency",
    "adoption",
    "words",
]
Place = Literal["best", "lightest", "safest"]

# A model that falls behind the first by more than this was made for something else.
_FAR_BEHIND = 5.0


@dataclass(frozen=True, slots=True)
class Credit:
    """One reason why a model stands where it stands. `value` is added to its score.

    For `evidence`, `measurement` is the figure, `rank` its place (1 is best) among the `of` models of the catalog
    measured on the same benchmark for the same task. `about` names the domain, the languages or the classes.
    """

    kind: CreditKind
    value: float
    task: str = ""
    category: str = ""
    measurement: Measurement | None = None
    rank: int = 0
    of: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A model that does the task, with its credits; `score` is their sum.

    `variants` are the others of its family that meet the same demands, the best first.
    """

    model: Model
    score: float
    credits: tuple[Credit, ...]
    variants: tuple[Pick, ...] = ()

    def family(self) -> tuple[Pick, ...]:
        """The pick and its variants, each by itself."""
        return (Pick(self.model, self.score, self.credits), *self.variants)

    def versions(self) -> tuple[Pick, ...]:
        """The variants that would do, too: other sizes and versions, for a family may be tuned for many things."""
        return tuple(variant for variant in self.variants if _suits_as(variant, self))


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model that would do the task but is not offered, and the demand it fails.

    Where `known` is False, it is only set aside: the facts that would decide are not known.
    """

    model: Model
    demand: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Demands to give up, and how many models would then do.

    `enough` is the value that would do as well in place of the only one of them, where it is a number; "" else.
    """

    without: tuple[Requirement, ...]
    models: int
    enough: str = ""


def _suits_as(variant: Pick, pick: Pick) -> bool:
    """Whether a model does what another does: nothing else speaks against it, and it was made for work as fine.

    Of both, the first credit tells what task they do, the finer one where they were made for that; of generalists,
    nothing tells what they are for.
    """
    against = {_told(credit) for credit in pick.credits if credit.value < 0}
    if any(credit.value < 0 and _told(credit) not in against for credit in variant.credits):
        return False
    domains = ({credit.about for credit in entry.credits if credit.kind == "domain"} for entry in (pick, variant))
    does, asked = variant.credits[0], pick.credits[0]
    generalists = pick.model.is_generalist and variant.model.is_generalist
    as_fine = generalists or does.task == asked.task or does.value >= asked.value
    return as_fine and next(domains) <= next(domains)


def _told(credit: Credit) -> tuple[str, str, str]:
    return credit.kind, credit.task, credit.about


def by_points(pick: Pick) -> tuple[float, float, str]:
    """What picks are sorted by: the most points first, then the newest, then the names."""
    released = pick.model.released
    return -pick.score, -year(released) if released else 0.0, pick.model.id.casefold()


class Picks(Sequence[Pick]):
    """Picks, best first, no family twice. They may lie anywhere and be built when they are asked for.

    Safe to share between threads.
    """

    @property
    @abstractmethod
    def models(self) -> int:
        """How many models there are, variants included."""

    @abstractmethod
    def at(self, place: int) -> Pick:
        """The pick at a place, counted from 0, which there is."""

    def prepare(self, places: range) -> None:
        """Take notice that picks at these places will be asked for, so that they can be built at once."""

    @abstractmethod
    def place_of(self, identifier: str) -> int | None:
        """Where the pick with a model in its family stands, None if there is none."""

    @overload
    def __getitem__(self, index: int) -> Pick: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Pick, ...]: ...
    def __getitem__(self, index: int | slice) -> Pick | tuple[Pick, ...]:
        places = range(len(self))[index]
        if isinstance(places, int):
            return self.at(places)
        self.prepare(places)
        return tuple(map(self.at, places))

    def __iter__(self) -> Iterator[Pick]:
        place, ahead = 0, 1
        while place < len(self):
            # Who has looked at many is likely to look at many more.
            ready = min(len(self), place + ahead)
            self.prepare(range(place, ready))
            yield from map(self.at, range(place, ready))
            place, ahead = ready, ahead * 4


class PicksInMemory(Picks):
    """Picks that are all there already."""

    def __init__(self, picks: Iterable[Pick]) -> None:
        self._picks = tuple(picks)

    def __len__(self) -> int:
        return len(self._picks)

    @property
    def models(self) -> int:
        """See `Picks`."""
        return len(self._places)

    def at(self, place: int) -> Pick:
        """See `Picks`."""
        return self._picks[place]

    def place_of(self, identifier: str) -> int | None:
        """See `Picks`."""
        return self._places.get(identifier)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {entry.model.id: place for place, pick in enumerate(self._picks) for entry in pick.family()}


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The models of one task, best first, no family twice, and those left out.

    `places` names the best, the lightest that is still good, and the safest: permissive, ungated and established.
    `removed` counts the rejections by demand, those where the facts are `known` apart from the others. `small_enough`
    is how many parameters models of a category have of which smaller ones do the task worse, and under "" of any.
    Two rankings are the same only if they are one object, so that what is derived from one can be kept beside it.
    """

    picks: Picks
    rejections: Sequence[Rejection]
    removed: Mapping[tuple[str, bool], int]
    wishes: Wishes = NO_WISHES
    places: Mapping[Place, Pick] = field(default_factory=FrozenDict)
    small_enough: Mapping[str, int] = field(default_factory=FrozenDict)

    @property
    def models(self) -> int:
        """How many models there are, variants included."""
        return self.picks.models

    def shown(self, limit: int) -> tuple[Pick, ...]:
        """The first picks, at most `limit` and none that is far behind the first; all for 0."""
        if not limit:
            return tuple(self.picks)
        return tuple(pick for pick in self.picks[:limit] if self.picks[0].score - pick.score <= _FAR_BEHIND)

    def all_picks(self) -> Iterator[Pick]:
        """All models that suit, each by itself."""
        for pick in self.picks:
            yield from pick.family()

    def rejected(self) -> dict[str, int]:
        """How many models each demand removed, by its name, sorted."""
        return self._removed(known=True)

    def unknown(self) -> dict[str, int]:
        """How many models were set aside because what a demand asks for is not known of them, by its name, sorted."""
        return self._removed(known=False)

    def _removed(self, known: bool) -> dict[str, int]:
        return {demand: models for (demand, told), models in sorted(self.removed.items()) if told is known}


def counted(rejections: Iterable[Rejection]) -> Mapping[tuple[str, bool], int]:
    """How many models each demand removed, by its name and by whether the facts are known."""
    return FrozenDict(Counter((rejection.demand, rejection.known) for rejection in rejections))
