"""From a task to the models that do it: picks with the credits that rank them, rejections with their reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from whichllm.catalog import Catalog, Measurement, Model, Task

CreditKind = Literal[
    "made for", "also does", "made for other", "language", "category", "evidence", "recency", "adoption"
]

# What each kind of credit is worth at most. Task fit comes first: no evidence makes a model for the tag at large
# overtake one made for the subtask. Then comes measured evidence for that very task. Adoption and age together weigh
# less than a third of that: they part models that nobody has measured. Size is never a credit.
_MADE_FOR_SUBTASK = 8.0
_MADE_FOR_TASK = 4.0
_SERVES_TASK = 2.0
_NARROWER = -1.5
_MADE_FOR_OTHER = -4.0
_KNOWS_LANGUAGE = 3.5
_OTHER_LANGUAGE = -5.0
_DEFAULT_CATEGORY = 0.5
_EVIDENCE = 3.0
_RECENCY = 0.3
_ADOPTION = 0.5
_YEARS_UNTIL_OLD = 6
_MANY_DOWNLOADS = 10_000_000
# A model that lists this many tags is a generalist, whatever finer work it lists.
_GENERALIST = 3
_MULTILINGUAL = "multilingual"
_ENGLISH = ("en",)
# A benchmark with fewer models of the catalog than this says little about where one of them stands.
_ENOUGH_MEASURED = 3


@dataclass(frozen=True, slots=True)
class Credit:
    """One reason why a model stands where it stands. `value` is added to its score.

    For `evidence`, `measurement` is the figure, `rank` its place (1 is best) among the `of` models of the catalog
    measured on the same benchmark for the same task.
    """

    kind: CreditKind
    value: float
    task: str = ""
    category: str = ""
    measurement: Measurement | None = None
    rank: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Pick:
    """A model that does the task, with its credits; `score` is their sum."""

    model: Model
    score: float
    credits: tuple[Credit, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model that would do the task but is not offered, and the demand it fails."""

    model: Model
    demand: str


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The models of one task, best first, and those left out.

    Two rankings are the same only if they are one object, so that what is derived from one can be kept beside it.
    """

    picks: tuple[Pick, ...]
    rejections: tuple[Rejection, ...]

    def rejected(self) -> dict[str, int]:
        """How many models each demand removed, by its name, sorted."""
        return dict(sorted(Counter(rejection.demand for rejection in self.rejections).items()))


def rank(task: Task, catalog: Catalog, languages: Sequence[str] = ()) -> Ranking:
    """The models for a task or a subtask.

    `languages` are ISO 639 codes that a model must know; one that is known not to is a rejection with the demand
    "language". Where none is asked for, models known to work in other languages than English only go last.

    For a subtask, models made for it go before those that only list its tag. Models that can no longer be had,
    or that their makers have replaced, are rejections with the demand "status". Of each family the best comes
    before the second of any. Order never depends on the order of the files.
    """
    return _rank(task.id, catalog, tuple(languages))


@lru_cache(maxsize=1024)
def _rank(task_id: str, catalog: Catalog, languages: tuple[str, ...]) -> Ranking:
    task = catalog.tasks[task_id]
    tag = catalog.tasks[task.tag]
    able: list[Model] = []
    rejections: list[Rejection] = []
    for model in catalog.models_for(tag):
        if model.status != "current":
            rejections.append(Rejection(model, "status"))
        elif languages and _knows(model, languages) is False:
            rejections.append(Rejection(model, "language"))
        else:
            able.append(model)
    standings = _Standings(able, task)
    today = _year(catalog.checked)
    picks = sorted(
        (_pick(model, task, catalog, standings, languages, today) for model in able),
        key=lambda pick: (-pick.score, pick.model.id.casefold()),
    )
    return Ranking(tuple(_one_of_each_family_first(picks)), tuple(rejections))


def _knows(model: Model, languages: Sequence[str]) -> bool | None:
    """Whether a model works in all these languages; None where its languages are not known."""
    if not model.languages:
        return None
    return _MULTILINGUAL in model.languages or set(languages) <= set(model.languages)


def _pick(
    model: Model, task: Task, catalog: Catalog, standings: _Standings, languages: Sequence[str], today: float
) -> Pick:
    found = [_fit(model, task)]
    elsewhere = _other_subtasks(model, task, catalog)
    if elsewhere:
        value = _MADE_FOR_OTHER if task.subtask_of else _NARROWER
        found.append(Credit("made for other", value, task=elsewhere[0]))
    if languages and _knows(model, languages):
        found.append(Credit("language", _KNOWS_LANGUAGE))
    elif not languages and _knows(model, _ENGLISH) is False:
        found.append(Credit("language", _OTHER_LANGUAGE))
    if model.in_category(task.categories[0]):
        found.append(Credit("category", _DEFAULT_CATEGORY, category=task.categories[0]))
    standing = standings.best(model)
    if standing is not None:
        found.append(standing)
    if model.released:
        age = max(0.0, today - _year(model.released))
        found.append(Credit("recency", round(_RECENCY * max(0.0, 1 - age / _YEARS_UNTIL_OLD), 2)))
    if model.downloads_month:
        share = min(1.0, math.log10(model.downloads_month + 1) / math.log10(_MANY_DOWNLOADS))
        found.append(Credit("adoption", round(_ADOPTION * share, 2)))
    return Pick(model, round(sum(credit.value for credit in found), 2), tuple(found))


def _fit(model: Model, task: Task) -> Credit:
    if task.subtask_of and model.serves(task):
        return Credit("made for", _MADE_FOR_SUBTASK, task=task.id)
    if model.tasks[0] == task.tag:
        return Credit("made for", _MADE_FOR_TASK, task=task.tag)
    return Credit("also does", _SERVES_TASK, task=task.tag)


def _other_subtasks(model: Model, task: Task, catalog: Catalog) -> list[str]:
    """The subtasks of the same tag that a model was made for, if what is asked for is not among them."""
    if task.id in model.subtasks or len(model.tasks) >= _GENERALIST:
        return []
    return [subtask for subtask in model.subtasks if catalog.tasks[subtask].subtask_of == task.tag]


class _Standings:
    """Where each model stands on each benchmark of a task."""

    def __init__(self, models: Sequence[Model], task: Task) -> None:
        self._task = task
        self._able = len(models)
        self._figures: dict[str, list[Measurement]] = {}
        for model in models:
            for measurement in self._of(model):
                self._figures.setdefault(measurement.benchmark, []).append(measurement)

    def best(self, model: Model) -> Credit | None:
        """The credit for the benchmark on which the model stands best, or None where it was not measured."""
        standings = [credit for credit in map(self._standing, self._of(model)) if credit is not None]
        return max(standings, key=lambda credit: (credit.value, credit.of), default=None)

    def _of(self, model: Model) -> list[Measurement]:
        measured = (self._task.id, *self._task.measured_by)
        return [entry for entry in model.evidence if entry.task in measured]

    def _standing(self, measurement: Measurement) -> Credit | None:
        figures = self._figures[measurement.benchmark]
        if len(figures) < _ENOUGH_MEASURED:
            return None
        sign = 1 if measurement.higher_is_better else -1
        better = sum(sign * other.value > sign * measurement.value for other in figures)
        # A rank tells as much as there are models it compares with: the best of three old ones is not the best of all.
        value = _EVIDENCE * (1 - better / len(figures)) * len(figures) / self._able
        return Credit(
            "evidence",
            round(value, 2),
            task=measurement.task,
            measurement=measurement,
            rank=better + 1,
            of=len(figures),
        )


def _year(written: str) -> float:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) as a year with its part gone by; the middle of what is left open."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    return parts[0] + (parts[1] - 0.5) / 12


def _one_of_each_family_first(picks: list[Pick]) -> list[Pick]:
    seen: set[str] = set()
    first: list[Pick] = []
    later: list[Pick] = []
    for pick in picks:
        family = pick.model.family.casefold()
        (later if family in seen else first).append(pick)
        seen.add(family)
    return first + later
