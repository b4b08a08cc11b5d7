"""The named places beside the list: the best, the lightest, the safest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whichllm.base.records import FrozenDict
from whichllm.catalog import Catalog
from whichllm.ranking.dates import year
from whichllm.ranking.judging import ADOPTION, CLEARLY_MENTIONED
from whichllm.ranking.picks import Pick, Picks, Place, Ranking, by_points

# A model is still good if it falls behind the best by no more than this.
_STILL_GOOD = 1.5
# A model that nobody has measured counts as good as its likes only while it is recent or much used.
_RECENT_YEARS = 3
_ESTABLISHED_DOWNLOADS = 100_000


def places(picks: Picks, catalog: Catalog, small_enough: Mapping[str, int]) -> Mapping[Place, Pick]:
    """The named places: the best, the lightest that is still good, the safest of those, each if there is one.

    `small_enough` is as in `Ranking`.
    """
    return _held(picks[0], _near_the_best(picks), catalog, small_enough) if picks else FrozenDict()


def places_after(before: Ranking, picks: Picks, changed: Sequence[Pick], catalog: Catalog) -> Mapping[Place, Pick]:
    """The named places once some of the picks of a ranking have changed, each to more points."""
    best, first = picks[0], before.picks[0]
    if best.model is not first.model or best.score != first.score:
        return places(picks, catalog, before.small_enough)
    # What was still good is still good, and nothing has joined it but what has changed.
    anew = {pick.model.id for pick in changed}
    held = (pick for place, pick in before.places.items() if place != "best" and pick.model.id not in anew)
    return _held(best, (*held, *changed), catalog, before.small_enough)


def _near_the_best(picks: Picks) -> Iterator[Pick]:
    """All that may be still good, no family in the way of another."""
    for lead in picks:
        # A newer model may stand before one of its family with more points.
        if picks[0].score - lead.score > _STILL_GOOD + ADOPTION:
            return
        yield from lead.family()


def _held(best: Pick, picks: Iterable[Pick], catalog: Catalog, small_enough: Mapping[str, int]) -> Mapping[Place, Pick]:
    today = year(catalog.as_of)
    good = [pick for pick in picks if _still_good(pick, best, today) and _large_enough(pick, best, small_enough)]
    held: dict[Place, Pick] = {"best": best}
    sized = [(pick.model.weights, by_points(pick), pick) for pick in good if pick.model.weights]
    if sized:
        _, _, held["lightest"] = min(sized)
    safe = [
        (-pick.model.downloads_month, by_points(pick), pick)
        for pick in good
        if pick.model.open_weights
        and not pick.model.gated
        and catalog.license_of(pick.model).class_ == "permissive"
        and pick.model.downloads_month
    ]
    if safe:
        _, _, held["safest"] = min(safe)
    return FrozenDict(held)


def _large_enough(pick: Pick, best: Pick, small_enough: Mapping[str, int]) -> bool:
    """Whether a model is not smaller than nearly all of its kind: of one that is, only figures could tell that it does.

    What is not of the usual kind for the task is held to the measure of the best.
    """
    if pick.model is best.model or not pick.model.weights:
        return True
    usual = any(credit.kind == "category" for credit in pick.credits)
    category = pick.model.category if usual else best.model.category
    return pick.model.weights >= small_enough.get(category, small_enough.get("", 0)) or _measured(pick, best)


def _measured(pick: Pick, best: Pick) -> bool:
    """Whether a figure compares a model with the best."""
    figures = [
        [credit.measurement.benchmark for credit in entry.credits if credit.measurement] for entry in (pick, best)
    ]
    return bool(figures[0]) and figures[0] == figures[1]


def _meant(pick: Pick) -> set[str]:
    """What tells that a model is meant: that it was made for what is asked for, that the words speak clearly of it."""
    return {
        credit.kind
        for credit in pick.credits
        if (credit.kind == "domain" and credit.value > 0)
        or (credit.kind == "words" and credit.value >= CLEARLY_MENTIONED)
    }


def _still_good(pick: Pick, best: Pick, today: float) -> bool:
    """Whether a model is nearly as good as the best: made for the same, and measured, recent or much used.

    What speaks against it speaks against the best, too.
    """
    if pick.model is best.model:
        return True
    behind = best.score - pick.score
    related = pick.model.family.casefold() == best.model.family.casefold()
    if related:
        # What the words say of one of a family holds for all of it.
        behind -= sum(credit.value for credit in best.credits if credit.kind == "words")
    if behind > _STILL_GOOD or pick.credits[0].value < best.credits[0].value:
        return False
    if not _meant(best) <= _meant(pick) | ({"words"} if related else set()):
        return False
    against = {credit.kind for credit in best.credits if credit.value < 0}
    if any(credit.value < 0 and credit.kind not in against for credit in pick.credits):
        return False
    if _measured(pick, best):
        return True
    recent = bool(pick.model.released) and today - year(pick.model.released) <= _RECENT_YEARS
    downloads = pick.model.downloads_month
    return recent or (downloads is not None and downloads >= _ESTABLISHED_DOWNLOADS)
