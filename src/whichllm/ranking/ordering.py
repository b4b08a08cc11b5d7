"""From the models of a task to their order: who can do what is asked, judged, the best of each family first."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from whichllm.catalog import Catalog, Model
from whichllm.ranking.affinity import Mention
from whichllm.ranking.dates import year
from whichllm.ranking.judging import ADOPTION, Judge, mentioned
from whichllm.ranking.picks import Pick, Picks, PicksInMemory, Ranking, Rejection, by_points, counted
from whichllm.ranking.placing import places, places_after
from whichllm.requirements.wishes import Wishes

# In years: what a maker publishes later than this takes the place of what came before; sooner, it is another size.
_NEXT_GENERATION = 0.45
# What has no date in any source is older than what has one.
_LONG_AGO = "2018"


def ordered(judge: Judge, wishes: Wishes) -> Ranking:
    """The models for the task of a judge in their order."""
    catalog = judge.catalog
    situation = wishes.situation(judge.task, catalog)
    able: list[Model] = []
    rejections = [Rejection(model, "status") for model in judge.models if not model.is_current]
    for model in judge.current:
        answers = [(entry.met_by(model, situation), entry.name) for entry in wishes.requirements]
        failed = [name for met, name in answers if met is False] or [name for met, name in answers if met is None]
        if failed:
            rejections.append(Rejection(model, failed[0], any(met is False for met, _ in answers)))
        else:
            able.append(model)
    picks = _by_family(judge.picks(able, wishes))
    held = places(picks, catalog, judge.small_enough)
    return Ranking(picks, tuple(rejections), counted(rejections), wishes, held, judge.small_enough)


def favored(ranking: Ranking, mentions: Mapping[str, Mention], catalog: Catalog) -> Ranking:
    """A ranking with credit for models that are mentioned: their families find new places, all others keep theirs."""
    found = {ranking.picks.place_of(identifier) for identifier in mentions}
    moved = sorted(place for place in found if place is not None)
    if not moved:
        return ranking
    families = [
        [
            mentioned(pick, mentions[pick.model.id]) if pick.model.id in mentions else pick
            for pick in ranking.picks.at(place).family()
        ]
        for place in moved
    ]
    led = [_led(sorted(family, key=by_points)) for family in families]
    picks = _Reordered(ranking.picks, moved, sorted(led, key=by_points))
    changed = [pick for family in families for pick in family]
    held = places_after(ranking, picks, changed, catalog)
    return Ranking(picks, ranking.rejections, ranking.removed, ranking.wishes, held, ranking.small_enough)


class _Reordered(Picks):
    """Picks of which some have found other places: looked for only as far down as somebody asks.

    `moved` are the places that have become free, in order; `instead` the same families with their new points, in order.
    """

    def __init__(self, before: Picks, moved: Sequence[int], instead: Sequence[Pick]) -> None:
        self._before = before
        self._from = moved
        self._moved = frozenset(moved)
        self._instead = instead
        self._found: list[Pick] = []
        self._next = self._inserted = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._before)

    @property
    def models(self) -> int:
        """See `Picks`."""
        return self._before.models

    def prepare(self, places: range) -> None:
        """See `Picks`."""
        self._before.prepare(range(min(len(self), places.stop + len(self._moved))))

    def at(self, place: int) -> Pick:
        """See `Picks`."""
        with self._lock:
            while len(self._found) <= place:
                self._found.append(self._following())
        return self._found[place]

    def place_of(self, identifier: str) -> int | None:
        """See `Picks`."""
        place = self._before.place_of(identifier)
        if place is None:
            return None
        if place not in self._moved:
            ahead = bisect_left(self._instead, by_points(self._before.at(place)), key=by_points)
            return place - bisect_left(self._from, place) + ahead
        number = self._inserted_as[identifier]
        before = self._before
        points = by_points(self._instead[number])
        ahead = bisect_left(range(len(before)), points, key=lambda other: by_points(before.at(other)))
        return number + ahead - bisect_left(self._from, ahead)

    @cached_property
    def _inserted_as(self) -> Mapping[str, int]:
        return {entry.model.id: number for number, pick in enumerate(self._instead) for entry in pick.family()}

    def _following(self) -> Pick:
        while self._next in self._moved:
            self._next += 1
        if self._next == len(self._before) or (
            self._inserted < len(self._instead)
            and by_points(self._instead[self._inserted]) < by_points(self._before.at(self._next))
        ):
            self._inserted += 1
            return self._instead[self._inserted - 1]
        self._next += 1
        return self._before.at(self._next - 1)


def _by_family(picks: Iterable[Pick]) -> Picks:
    """One pick for each family: its best, with the others as variants."""
    families: dict[str, list[Pick]] = {}
    for pick in sorted(picks, key=by_points):
        families.setdefault(pick.model.family.casefold(), []).append(pick)
    return PicksInMemory(sorted(map(_led, families.values()), key=by_points))


def _led(members: Sequence[Pick]) -> Pick:
    """One pick for the members of a family, the best first: a newer one leads if only adoption sets it apart.

    What is old by itself is no new generation.
    """
    best = lead = members[0]
    for pick in members[1:]:
        recent = any(credit.kind == "recency" and credit.value for credit in pick.credits)
        alike = best.score - pick.score <= ADOPTION and pick.model.released and recent
        if alike and year(pick.model.released) - year(lead.model.released or _LONG_AGO) > _NEXT_GENERATION:
            lead = pick
    return Pick(lead.model, lead.score, lead.credits, tuple(pick for pick in members if pick is not lead))
