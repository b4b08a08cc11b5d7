"""From a task to the models that do it: picks with the credits that rank them, rejections with their reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from whichllm.catalog import Catalog, Task
from whichllm.catalog.derived import derived
from whichllm.ranking.affinity import Mention
from whichllm.ranking.keeping import kept_ranking, kept_rankings
from whichllm.ranking.picks import Credit, CreditKind, Pick, Picks, Place, Ranking, Rejection, Relaxation
from whichllm.requirements import Circumstances
from whichllm.requirements.wishes import NO_WISHES, Requirement, Wishes

if TYPE_CHECKING:
    from whichllm.ranking.judging import Judge

__all__ = [
    "Credit",
    "CreditKind",
    "Pick",
    "Picks",
    "Place",
    "Ranking",
    "Rejection",
    "Relaxation",
    "favor",
    "kept_rankings",
    "rank",
    "relaxations",
]


def rank(task: Task, catalog: Catalog, wishes: Wishes = NO_WISHES) -> Ranking:
    """The models for a task or a subtask, as `wishes` ask for them.

    A model that fails a requirement is a rejection with the name of that demand; one whose facts do not tell is a
    rejection, too, with `known` False. Where no language is asked for, models known to work in other languages than
    English only go last.

    For a subtask, models made for it go before those that only list its tag. Models that can no longer be had,
    or that their makers have replaced, are rejections with the demand "status". Of each family the best stands for
    all. Order never depends on the order of the files.
    """
    return _rank(catalog, task.id, wishes)


@derived(most=1024)
def _rank(catalog: Catalog, task_id: str, wishes: Wishes) -> Ranking:
    kept = kept_ranking(catalog.tasks[task_id], catalog) if wishes == NO_WISHES else None
    if kept is not None:
        return kept
    from whichllm.ranking.ordering import ordered  # most rankings are kept

    return ordered(_judge(catalog, task_id), wishes)


@derived(most=1024)
def _judge(catalog: Catalog, task_id: str) -> Judge:
    from whichllm.ranking.judging import Judge

    return Judge(catalog.tasks[task_id], catalog)


def favor(ranking: Ranking, mentions: Mapping[str, Mention], catalog: Catalog) -> Ranking:
    """The same ranking with credit for the models that the words of the description speak of."""
    return _favored(catalog, ranking, tuple(mentions.items())) if mentions else ranking


@derived(most=1024)
def _favored(catalog: Catalog, ranking: Ranking, named: tuple[tuple[str, Mention], ...]) -> Ranking:
    from whichllm.ranking.ordering import favored  # most descriptions speak of no model

    return favored(ranking, dict(named), catalog)


def relaxations(task: Task, catalog: Catalog, wishes: Wishes) -> tuple[Relaxation, ...]:
    """The fewest demands to give up so that some model does, the most models first; none if no demand is to blame."""
    in_the_way = _in_the_way(task, catalog, wishes)
    least = min(map(len, in_the_way), default=0)
    if not least:
        return ()
    places = {entry: place for place, entry in enumerate(wishes.requirements)}
    fewest = [sorted(dropped, key=places.__getitem__) for dropped in in_the_way if len(dropped) == least]
    fewest.sort(key=lambda dropped: (-in_the_way[frozenset(dropped)], [places[entry] for entry in dropped]))
    return tuple(
        Relaxation(tuple(dropped), in_the_way[frozenset(dropped)], _enough(dropped, task, catalog, wishes))
        for dropped in fewest
    )


def _in_the_way(task: Task, catalog: Catalog, wishes: Wishes) -> Counter[frozenset[Requirement]]:
    """All demands that a model does not meet, with the number of models that meet all others.

    Some demands make others harder: the context that is asked for takes memory, and what a service runs has a price.
    So a model is held against them once for all circumstances that may be left.
    """
    found: Counter[frozenset[Requirement]] = Counter()
    for circumstances in wishes.possible_circumstances():
        dropped = {entry for entry in wishes.requirements if entry.within(circumstances) != circumstances}
        left = wishes.without(dropped)
        situation = left.situation(task, catalog)
        for model in _judge(catalog, task.id).current:
            unmet = {entry for entry in left.requirements if entry.met_by(model, situation) is not True}
            # Whoever gives up what brings these about, too, is held against the others once more, without it.
            if all(entry.within(Circumstances()) == Circumstances() for entry in unmet):
                found[frozenset(dropped | unmet)] += 1
    return found


def _enough(dropped: Sequence[Requirement], task: Task, catalog: Catalog, wishes: Wishes) -> str:
    """The value of a demand on a number that is next to the one that no model meets, and that some model meets.

    What a model must read at a time takes memory, too, so that the nearest value may still be too much.
    """
    if len(dropped) > 1 or dropped[0].kind.scale is None:
        return ""
    scale, situation = dropped[0].kind.scale, wishes.situation(task, catalog)
    freed = rank(task, catalog, wishes.without(dropped))
    measured = (scale.measure(pick.model, dropped[0].limit, situation) for pick in freed.all_picks())
    left = {value for value in measured if value is not None}
    while left:
        value = scale.nearest(left)
        written = scale.write(value, dropped[0].value)
        if rank(task, catalog, wishes.instead(dropped[0], written, catalog)).picks:
            return written
        left.remove(value)
    return ""
