"""One recommendation from end to end: words to tasks, tasks to models. Nothing is printed here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from whichllm.answers.formats import DEFAULT_LIMIT, Shown
from whichllm.base.errors import DescriptionError, WhichllmError
from whichllm.base.records import dataclass
from whichllm.catalog import Catalog, Model, Task, plain_name
from whichllm.ranking import Pick, Ranking, Relaxation, favor, rank, relaxations
from whichllm.ranking.affinity import beyond, mentions
from whichllm.reading.demands import Demand
from whichllm.reading.names import name_alone, set_against
from whichllm.reading.tasks import Match
from whichllm.reading.understanding import Step, is_foreign, nearest_tasks, read
from whichllm.requirements import Preference, kind_of
from whichllm.requirements.wishes import Stated, Wishes, settle

# What stands further down than so many families is no good choice for a step, whatever else it does.
_CONSIDERED = 50

# So many general language models, the best first, do a task about as well: who needs none compares with the smallest.
_AS_GOOD = 10

# How many examples are offered, and how long those are that are read at a glance; of how many letters at
# least a word is that tells what they are about.
_EXAMPLES, _SHORT, _TELLING = 3, 60, 2


@dataclass(frozen=True, slots=True)
class General:
    """The general language model beside the models made for the task, or, where it is better, before them.

    `better` tells which of both is the better choice today, `why` the reason as the catalog gives it. A better one is
    the best there is, one that is not the smallest of the best: what it costs more, larger ones cost all the more.
    """

    pick: Pick
    better: bool
    why: str


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """The models for one match: the task as the catalog knows it and its ranking.

    `demands` are all that was asked for, with what each does; `relaxations` what to give up where no model is left.
    """

    match: Match
    task: Task
    ranking: Ranking
    demands: tuple[Stated, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    general: General | None = None

    def none_made_for(self, catalog: Catalog) -> Literal["", "at all", "that suits"]:
        """Whether none of the models was made for the task: for there is none at all, or none that suits; else ""."""
        if _made_for(self.task, self.ranking):
            return ""
        return "that suits" if _made_for(self.task, rank(self.task, catalog)) else "at all"


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step of several: what it was understood as, and the models for its best match."""

    step: Step
    best: TaskAnswer


@dataclass(frozen=True, slots=True)
class Chain:
    """One model for each step, in order; and one that would do `covers` of the steps (their numbers, from 0) alone.

    `memory` is what all of them take together, in bytes; None where it is not known of each. `room` is what there is
    for all that is loaded at once; None where nothing limits it.
    """

    picks: tuple[Pick, ...]
    memory: float | None = None
    room: int | None = None
    single: Model | None = None
    covers: tuple[int, ...] = ()

    @property
    def fits_together(self) -> bool | None:
        """Whether all can stay loaded at once; None where nothing limits the memory, or it is not known of each."""
        return None if self.memory is None or self.room is None else self.memory <= self.room


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What whichllm has to say to a description.

    `demands` is what words and options require of a model, each with what it does; `best` holds the models for the best
    match and is None where no task was understood; `steps` is empty unless the description asks for several things, and
    in the order in which they are to be done; `chain` None unless each of them has a model. `limit` is how many models
    a rendering shows; 0 means all.
    """

    shown = Shown("recommendation", "recommendations", rows="models")

    description: str
    matches: tuple[Match, ...]
    demands: tuple[Stated, ...]
    best: TaskAnswer | None
    steps: tuple[StepAnswer, ...]
    chain: Chain | None
    limit: int
    catalog: Catalog

    @property
    def suits(self) -> bool:
        """Whether there is at least one model to show, for each step where there are several."""
        answers = [entry.best for entry in self.steps] or ([self.best] if self.best else [])
        return bool(answers) and all(answer.ranking.picks for answer in answers)

    def nearest(self) -> tuple[Task, ...]:
        """Tasks to offer where none was understood, nearest first; may be none."""
        return tuple(self.catalog.tasks[task] for task in nearest_tasks(self.description, self.catalog))

    def examples(self) -> tuple[str, ...]:
        """Examples with all the words of a short description ("music"), those of near tasks first; may be none.

        At most three, each of another pipeline tag.
        """
        words = plain_name(self.description).strip("?!. ")
        stem = words.removesuffix("s")
        # A single letter stands by itself in texts that have nothing else in common.
        if len(stem) < _TELLING or words.count(" ") > 1:
            return ()
        near = [task.tag for task in self.nearest()]
        said = re.compile(rf"\b{re.escape(stem)}s?\b", re.IGNORECASE)
        found = sorted(
            (near.index(task.tag) if task.tag in near else len(near), len(example) > _SHORT, place, example, task.tag)
            for task in self.catalog.tasks.values()
            if task.rules
            for place, example in enumerate(task.examples)
            if said.search(example)
        )
        of_each = {tag: example for *_, example, tag in reversed(found)}
        return tuple(example for *_, example, tag in found if of_each[tag] == example)[:_EXAMPLES]

    def set_against(self) -> tuple[str, ...]:
        """The names of models that the description sets against one another, as `compare` takes them; may be none."""
        return set_against(self.description, self.catalog)

    def named(self) -> str:
        """The name of a model, as `explain` takes it, if the description is nothing else; else ""."""
        return name_alone(self.description, self.catalog)

    @property
    def is_foreign(self) -> bool:
        """Whether the description is most likely in another language than English, the one that is read."""
        return is_foreign(self.description, self.catalog)


def recommend_from(
    description: str,
    catalog: Catalog,
    limit: int = DEFAULT_LIMIT,
    options: Sequence[Demand] = (),
    prefer: Preference | None = None,
) -> Recommendation:
    """The recommendation for a description; `options` are demands stated beside it.

    Raises DescriptionError if the description is empty or blank, WhichllmError for an option that means nothing, or a
    limit below 0.
    """
    if limit < 0:
        raise WhichllmError(f"{limit} models cannot be shown", "name how many, or 0 for all")
    if not description.strip():
        raise DescriptionError(
            "the description is empty",
            'say what you want done, for example: whichllm recommend "translate documents"',
        )
    understanding = read(description, catalog)
    best: TaskAnswer | None = None
    steps: tuple[StepAnswer, ...] = ()
    demands = tuple(Stated(*demand, "not checked") for demand in (*understanding.demands, *options))
    if understanding.matches:
        best = _answer(understanding.matches[0], understanding.asking, understanding.demands, options, prefer, catalog)
        demands = best.demands
        # What is asked for of no single step holds along the whole chain.
        common = [demand for demand in understanding.demands if not kind_of(demand.name).of_one_step]
        steps = tuple(
            StepAnswer(
                step, _answer(step.matches[0], step.asking, _joined(common, step.demands), options, prefer, catalog)
            )
            for step in understanding.steps
        )
    return Recommendation(
        description=description,
        matches=understanding.matches,
        demands=demands,
        best=best,
        steps=steps,
        chain=_chain(steps),
        limit=limit,
        catalog=catalog,
    )


def _joined(common: Sequence[Demand], own: Sequence[Demand]) -> tuple[Demand, ...]:
    stated = {(demand.name, demand.value) for demand in common}
    return (*common, *(demand for demand in own if (demand.name, demand.value) not in stated))


def _answer(
    match: Match,
    asking: Sequence[str],
    said: Sequence[Demand],
    options: Sequence[Demand],
    prefer: Preference | None,
    catalog: Catalog,
) -> TaskAnswer:
    task = catalog.tasks[match.subtask or match.task]
    demands, wishes = settle(said, options, prefer, task, catalog)
    if task.classes:
        wishes = replace(wishes, beyond=beyond(_matter(asking, said), task, catalog))
    ranking = favor(rank(task, catalog, wishes), mentions(asking, task, catalog), catalog)
    given_up = () if ranking.picks else relaxations(task, catalog, wishes)
    return TaskAnswer(match, task, ranking, demands, given_up, _general(task, ranking, wishes, catalog))


def _made_for(task: Task, ranking: Ranking) -> bool:
    return any(
        credit.kind == "made for" and credit.task == task.id for pick in ranking.picks for credit in pick.credits
    )


def _matter(asking: Sequence[str], said: Sequence[Demand]) -> Sequence[str]:
    """The words that ask for something, but for those that only state a demand on models."""
    stated = {word for demand in said if demand.name != "domain" for word in demand.words.casefold().split()}
    return [word for word in asking if word not in stated]


def _general(task: Task, ranking: Ranking, wishes: Wishes, catalog: Catalog) -> General | None:
    """A general language model that meets the same demands, where the catalog compares them for the task.

    None where the first of the models made for the task is one itself: then nothing is left to compare.
    """
    advice = catalog.advice_for(task)
    if advice is None or not ranking.picks:
        return None
    as_asked = catalog.tasks[advice.task]
    best = ranking.picks[0].model
    if not advice.better and _is_general(best, as_asked):
        return None
    others = rank(as_asked, catalog, wishes)
    # What lies far down is built only where nothing above it will do.
    for considered in (slice(_AS_GOOD), slice(_AS_GOOD, _CONSIDERED)):
        offered = [pick for pick in others.picks[considered] if _does_anything(pick.model, as_asked, task, others)]
        if offered:
            break
    else:
        return None
    chosen = offered[0] if advice.better else _smallest(offered[:_AS_GOOD])
    return None if chosen.model.family == best.family else General(chosen, advice.better, advice.why)


def _is_general(model: Model, as_asked: Task) -> bool:
    """Whether a model does what it is told, `as_asked` being the task of those that do.

    What says nothing but that it chats, or that was made for finer work or material of its own, does that alone.
    """
    if not model.serves(as_asked) or as_asked.tag in model.untrained_for or model.domains:
        return False
    return model.is_generalist or not (as_asked.subtask_of or model.subtasks)


def _does_anything(model: Model, as_asked: Task, task: Task, others: Ranking) -> bool:
    """Whether a general language model does a task, too: of one that is smaller than nearly all, nobody can tell."""
    large_enough = not model.parameters or model.parameters >= others.small_enough.get("", 0)
    return _is_general(model, as_asked) and task.tag not in model.untrained_for and large_enough


def _smallest(picks: Sequence[Pick]) -> Pick:
    """The smallest of some picks that is of the category of the first; the first where none has a known size."""
    first = picks[0]
    sized = [
        (pick.model.parameters, place)
        for place, pick in enumerate(picks)
        if pick.model.parameters and pick.model.category == first.model.category
    ]
    return picks[min(sized)[1]] if sized else first


def _chain(steps: Sequence[StepAnswer]) -> Chain | None:
    """The best model for each step, and the one model that covers most of them where one covers several."""
    rankings = [entry.best.ranking for entry in steps]
    if not rankings or not all(ranking.picks for ranking in rankings):
        return None
    picks = tuple(ranking.picks[0] for ranking in rankings)
    distinct = {pick.model.id: ranking.wishes.need(pick.model) for pick, ranking in zip(picks, rankings, strict=True)}
    needs = [need.total for need in distinct.values() if need]
    memory = sum(needs) if len(needs) == len(distinct) else None
    room = min((ranking.wishes.memory for ranking in rankings if ranking.wishes.memory is not None), default=None)
    scores: dict[str, dict[int, Pick]] = {}
    for number, ranking in enumerate(rankings):
        for pick in (member for lead in ranking.picks[:_CONSIDERED] for member in lead.family()):
            scores.setdefault(pick.model.id, {})[number] = pick
    covering = max(
        scores.values(),
        key=lambda found: (len(found), sum(pick.score for pick in found.values()), found[min(found)].model.id),
    )
    if len(covering) < 2 or len(distinct) == 1:
        return Chain(picks, memory, room)
    return Chain(picks, memory, room, covering[min(covering)].model, tuple(sorted(covering)))
