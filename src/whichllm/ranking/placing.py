"""The named places beside the list: the best, the lightest, the safest."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.catalog import Catalog
from whichllm.ranking.dates import year
from whichllm.ranking.picks import Pick, Place

# A model is still good if it falls behind the best by no more than this.
_STILL_GOOD = 1.5
# A model that nobody has measured counts as good as its likes only while it is recent or much used.
_RECENT_YEARS = 3
_ESTABLISHED_DOWNLOADS = 100_000


def places(best: Pick, picks: Sequence[Pick], catalog: Catalog) -> dict[Place, Pick]:
    """The named places: the best, the lightest that is still good, the safest of those, each if there is one."""
    today = year(catalog.checked)
    good = [pick for pick in picks if _still_good(pick, best, today)]
    held: dict[Place, Pick] = {"best": best}
    sized = [pick for pick in good if pick.model.parameters]
    if sized:
        held["lightest"] = min(sized, key=lambda pick: (pick.model.parameters or 0, -pick.score))
    safe = [
        pick
        for pick in good
        if pick.model.open_weights
        and not pick.model.gated
        and catalog.licenses[pick.model.license].class_ == "permissive"
        and pick.model.downloads_month
    ]
    if safe:
        held["safest"] = max(safe, key=lambda pick: (pick.model.downloads_month or 0, pick.score))
    return held


def _still_good(pick: Pick, best: Pick, today: float) -> bool:
    """Whether a model is nearly as good as the best: made for the same, and measured, recent or much used."""
    if best.score - pick.score > _STILL_GOOD or pick.credits[0].value < best.credits[0].value:
        return False
    if any(credit.kind == "evidence" for credit in pick.credits):
        return True
    recent = bool(pick.model.released) and today - year(pick.model.released) <= _RECENT_YEARS
    return recent or (pick.model.downloads_month or 0) >= _ESTABLISHED_DOWNLOADS
