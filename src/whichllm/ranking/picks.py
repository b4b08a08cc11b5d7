"""What a ranking is made of: credits, picks, rejections, relaxations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from whichllm.catalog import Measurement, Model
from whichllm.records import dataclass, field
from whichllm.wishes import NO_WISHES, Requirement, Wishes

CreditKind = Literal[
    "made for",
    "also does",
    "general",
    "made for other",
    "language",
    "domain",
    "category",
    "evidence",
    "recommended",
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
    measured on the same benchmark for the same task. `about` names the domain or the languages.
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

    `variants` are the other sizes and versions of its family that would do as well, the best first.
    """

    model: Model
    score: float
    credits: tuple[Credit, ...]
    variants: tuple[Pick, ...] = ()

    def family(self) -> tuple[Pick, ...]:
        """The pick itself and its variants."""
        return (self, *self.variants)


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


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The models of one task, best first, no family twice, and those left out.

    `places` names the best, the lightest that is still good, and the safest: permissive, ungated and established.
    Two rankings are the same only if they are one object, so that what is derived from one can be kept beside it.
    """

    picks: tuple[Pick, ...]
    rejections: tuple[Rejection, ...]
    wishes: Wishes = NO_WISHES
    places: dict[Place, Pick] = field(default_factory=dict)

    @property
    def models(self) -> int:
        """How many models there are, variants included."""
        return sum(len(pick.family()) for pick in self.picks)

    def shown(self, limit: int) -> tuple[Pick, ...]:
        """The first picks, at most `limit` and none that is far behind the first; all for 0."""
        if not limit:
            return self.picks
        return tuple(pick for pick in self.picks[:limit] if self.picks[0].score - pick.score <= _FAR_BEHIND)

    def all_picks(self) -> Iterator[Pick]:
        """All models that suit, each by itself."""
        for pick in self.picks:
            yield Pick(pick.model, pick.score, pick.credits)
            yield from pick.variants

    def rejected(self) -> dict[str, int]:
        """How many models each demand removed, by its name, sorted."""
        return _counted(rejection for rejection in self.rejections if rejection.known)

    def unknown(self) -> dict[str, int]:
        """How many models were set aside because what a demand asks for is not known of them, by its name, sorted."""
        return _counted(rejection for rejection in self.rejections if not rejection.known)


def _counted(rejections: Iterable[Rejection]) -> dict[str, int]:
    return dict(sorted(Counter(rejection.demand for rejection in rejections).items()))
