"""From a task to the models that do it: picks with the credits that rank them, rejections with their reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from whichllm.affinity import Mention
from whichllm.catalog import Catalog, Model, Task
from whichllm.ranking.dates import year
from whichllm.ranking.judging import ADOPTION, Judge, mentioned
from whichllm.ranking.picks import Credit, CreditKind, Pick, Place, Ranking, Rejection, Relaxation
from whichllm.ranking.placing import places
from whichllm.wishes import NO_WISHES, Requirement, Wishes

__all__ = [
    "Credit",
    "CreditKind",
    "Pick",
    "Place",
    "Ranking",
    "Rejection",
    "Relaxation",
    "favor",
    "rank",
    "relaxations",
]

# In years: what a maker publishes later than this takes the place of what came before; sooner, it is another size.
_NEXT_GENERATION = 0.5
# What has no date in any source is older than what has one.
_LONG_AGO = "2018"


def rank(task: Task, catalog: Catalog, wishes: Wishes = NO_WISHES) -> Ranking:
    """The models for a task or a subtask, as `wishes` ask for them.

    A model that fails a requirement is a rejection with the name of that demand; one whose facts do not tell is a
    rejection, too, with `known` False. Where no language is asked for, models known to work in other languages than
    English only go last.

    For a subtask, models made for it go before those that only list its tag. Models that can no longer be had,
    or that their makers have replaced, are rejections with the demand "status". Of each family the best stands for
    all. Order never depends on the order of the files.
    """
    return _rank(task.id, catalog, wishes)


@lru_cache(maxsize=1024)
def _rank(task_id: str, catalog: Catalog, wishes: Wishes) -> Ranking:
    task = catalog.tasks[task_id]
    situation = wishes.situation(task, catalog)
    able: list[Model] = []
    rejections: list[Rejection] = []
    current: list[Model] = []
    for model in catalog.models_for(catalog.tasks[task.tag]):
        if model.status != "current":
            rejections.append(Rejection(model, "status"))
            continue
        current.append(model)
        answers = [(entry.met_by(model, situation), entry.name) for entry in wishes.requirements]
        failed = [name for met, name in answers if met is False] or [name for met, name in answers if met is None]
        if failed:
            rejections.append(Rejection(model, failed[0], any(met is False for met, _ in answers)))
        else:
            able.append(model)
    judge = Judge(task, catalog, current, wishes)
    return _ranked(map(judge.pick, able), rejections, wishes, catalog)


def favor(ranking: Ranking, mentions: Mapping[str, Mention], catalog: Catalog) -> Ranking:
    """The same ranking with credit for the models that the words of the description speak of."""
    named = tuple((pick.model.id, mention) for pick in ranking.all_picks() if (mention := mentions.get(pick.model.id)))
    return _favored(ranking, named, catalog) if named else ranking


@lru_cache(maxsize=1024)
def _favored(ranking: Ranking, named: tuple[tuple[str, Mention], ...], catalog: Catalog) -> Ranking:
    mentions = dict(named)
    picks = [
        mentioned(pick, mentions[pick.model.id]) if pick.model.id in mentions else pick for pick in ranking.all_picks()
    ]
    return _ranked(picks, ranking.rejections, ranking.wishes, catalog)


def _ranked(picks: Iterable[Pick], rejections: Sequence[Rejection], wishes: Wishes, catalog: Catalog) -> Ranking:
    ordered = sorted(picks, key=lambda pick: (-pick.score, pick.model.id.casefold()))
    leading = _by_family(ordered)
    return Ranking(leading, tuple(rejections), wishes, places(leading[0], ordered, catalog) if leading else {})


def relaxations(task: Task, catalog: Catalog, wishes: Wishes) -> tuple[Relaxation, ...]:
    """The fewest demands to give up so that some model does, the most models first; none if no demand is to blame."""
    for number in range(1, len(wishes.requirements) + 1):
        found = [
            Relaxation(dropped, freed.models, _enough(dropped, freed, task, catalog, wishes))
            for dropped in combinations(wishes.requirements, number)
            if (freed := rank(task, catalog, wishes.without(dropped))).picks
        ]
        if found:
            return tuple(sorted(found, key=lambda entry: -entry.models))
    return ()


def _enough(dropped: Sequence[Requirement], freed: Ranking, task: Task, catalog: Catalog, wishes: Wishes) -> str:
    """The value of a demand on a number that is next to the one that no model meets, and that some model meets.

    What a model must read at a time takes memory, too, so that the nearest value may still be too much.
    """
    if len(dropped) > 1 or dropped[0].kind.scale is None:
        return ""
    scale, situation = dropped[0].kind.scale, wishes.situation(task, catalog)
    measured = (scale.measure(pick.model, situation) for pick in freed.all_picks())
    left = {value for value in measured if value is not None}
    while left:
        value = scale.nearest(left)
        if rank(task, catalog, wishes.instead(dropped[0], scale.write(value), catalog)).picks:
            return scale.write(value)
        left.remove(value)
    return ""


def _by_family(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """One pick for each family: its best, with the others as variants."""
    families: dict[str, list[Pick]] = {}
    for pick in picks:
        families.setdefault(pick.model.family.casefold(), []).append(pick)
    return tuple(sorted(map(_led, families.values()), key=lambda pick: (-pick.score, pick.model.id.casefold())))


def _led(members: Sequence[Pick]) -> Pick:
    """One pick for the members of a family, the best first: a newer one leads if only adoption sets it apart."""
    best = lead = members[0]
    for pick in members[1:]:
        alike = best.score - pick.score <= ADOPTION and pick.model.released
        if alike and year(pick.model.released) - year(lead.model.released or _LONG_AGO) > _NEXT_GENERATION:
            lead = pick
    return Pick(lead.model, lead.score, lead.credits, tuple(pick for pick in members if pick is not lead))
