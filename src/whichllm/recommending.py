"""One recommendation from end to end: words to tasks, tasks to models. Nothing is printed here."""

from __future__ import annotations

from dataclasses import dataclass

from whichllm.catalog import Catalog, Task
from whichllm.errors import DescriptionError
from whichllm.ranking import Ranking, rank
from whichllm.reading import Demand, Match, Step, Understanding, nearest_tasks, read

DEFAULT_LIMIT = 5


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """The models for one match: the task as the catalog knows it and its ranking."""

    match: Match
    task: Task
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """One step of several: what it was understood as, and the models for its best match."""

    step: Step
    best: TaskAnswer


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What whichllm has to say to a description.

    `demands` is what the words require of a model; `best` holds the models for the best match and is None where no
    task was understood; `steps` is empty unless the description asks for several things. `limit` is how many models a
    rendering shows; 0 means all.
    """

    description: str
    matches: tuple[Match, ...]
    demands: tuple[Demand, ...]
    best: TaskAnswer | None
    steps: tuple[StepAnswer, ...]
    limit: int
    catalog: Catalog

    @property
    def suits(self) -> bool:
        """Whether there is at least one model to show."""
        return self.best is not None and bool(self.best.ranking.picks)

    def nearest(self) -> tuple[Task, ...]:
        """Tasks to offer where none was understood, nearest first; may be none."""
        return tuple(self.catalog.tasks[task] for task in nearest_tasks(self.description, self.catalog))


def recommend_from(description: str, catalog: Catalog, limit: int = DEFAULT_LIMIT) -> Recommendation:
    """The recommendation for a description.

    Raises DescriptionError if the description is empty or blank.
    """
    if not description.strip():
        raise DescriptionError(
            "the description is empty",
            'say what you want done, for example: whichllm recommend "translate documents"',
        )
    understanding = read(description, catalog)
    return Recommendation(
        description=description,
        matches=understanding.matches,
        demands=understanding.demands,
        best=_answer(understanding, catalog) if understanding.matches else None,
        steps=tuple(StepAnswer(step, _answer(step, catalog)) for step in understanding.steps),
        limit=limit,
        catalog=catalog,
    )


def _answer(understood: Understanding | Step, catalog: Catalog) -> TaskAnswer:
    match = understood.matches[0]
    task = catalog.tasks[match.subtask or match.task]
    return TaskAnswer(match, task, rank(task, catalog, _languages(understood.demands)))


def _languages(demands: tuple[Demand, ...]) -> tuple[str, ...]:
    """The codes of the languages that a model must know."""
    codes = (
        code for demand in demands if demand.name in ("language", "translation") for code in demand.value.split("-")
    )
    return tuple(dict.fromkeys(codes))
