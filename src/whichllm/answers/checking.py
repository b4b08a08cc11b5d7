"""Whether a catalog can be trusted: the answer to `check`, as data.

What makes a catalog unsound by itself is found when it is read, by any command. Here is what else there is to say: of
dates in the light of a day, of order, of tasks that few models serve, of what an earlier version held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from whichllm.answers.formats import Shown
from whichllm.answers.snippets import snippet
from whichllm.answers.surveying import FEW_MODELS, NO_MORE, says_no_more, short_of_models
from whichllm.base.errors import Problem
from whichllm.base.records import dataclass
from whichllm.catalog import MAX_AGE, Catalog, Hardware, Library, License, Model, Source, Task
from whichllm.loading import read_catalog, read_outline
from whichllm.ranking import rank
from whichllm.reading.understanding import read

if TYPE_CHECKING:
    from whichllm.loading.assembly import Assembled
    from whichllm.loading.outlines import Outline

_LOST = 0.1
_SORTED = (Model, Library, License, Source, Hardware)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A mistake (an error) or something to look into (a warning), where it stands."""

    level: Literal["error", "warning"]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Terms:
    """What a catalog is checked against: the day, the days after which a source is old, an earlier version."""

    today: date
    max_age: int = MAX_AGE
    earlier: Outline | None = None
    earlier_name: str = ""


@dataclass(frozen=True, slots=True)
class FirstPicks:
    """The models that are recommended first for a task, as long as nothing is required, and what is not known of them.

    `license` are those whose license is not known, `size` those with open weights whose number of parameters is not,
    `snippet` those for which there is no code that runs them for such a task; each by id.
    """

    models: tuple[Model, ...]
    license: tuple[Model, ...]
    size: tuple[Model, ...]
    snippet: tuple[Model, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, errors first, by file and line.

    `folder` is the catalog that was checked, "" for the one that comes with whichllm; `own` the files of the user's
    own. `catalog` and `first_picks` are None where mistakes keep it from being read: then nothing is said of ages,
    tasks and losses.
    """

    shown = Shown("check", "reports", rows="findings", tells_own_files=True)

    findings: tuple[Finding, ...]
    folder: str
    own: tuple[str, ...]
    terms: Terms
    catalog: Catalog | None
    first_picks: FirstPicks | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What has to be mended."""
        return tuple(finding.problem for finding in self.findings if finding.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What somebody should look into."""
        return tuple(finding.problem for finding in self.findings if finding.level == "warning")


def check(assembled: Assembled, terms: Terms, folder: str = "") -> Report:
    """Check a catalog that was read; `folder` names one that did not come with whichllm."""
    errors = [*assembled.problems, *_unsorted(assembled)]
    warnings: list[Problem] = []
    catalog = assembled.catalog
    if catalog is not None:
        # Commands answer whatever the day is: what only a later day makes right keeps no own file from being read.
        for problem in _future(assembled, catalog, terms.today):
            (warnings if problem.file in assembled.own else errors).append(problem)
        warnings += _without_successor(assembled, catalog)
        warnings += _short(assembled, catalog)
        warnings += _misread(assembled, catalog)
        warnings += _old(assembled, catalog, terms)
        if terms.earlier is not None:
            warnings += _lost(assembled, catalog, terms.earlier, terms.earlier_name)
    found = sorted([Finding("error", problem) for problem in errors])
    found += sorted(Finding("warning", problem) for problem in warnings)
    picks = None if catalog is None else _first_picks(catalog)
    return Report(tuple(found), folder, assembled.own, terms, catalog, picks)


def check_files(
    folder: Path | None = None,
    own: Iterable[Path] = (),
    *,
    against: Path | None = None,
    max_age: int = MAX_AGE,
    today: date | None = None,
) -> Report:
    """Check the catalog in a folder, by default the one that comes with whichllm, with files on top of it.

    `against` is an earlier version (a data folder, a checkout or a wheel), `today` the day to judge dates by, by
    default this one; sources checked more than `max_age` days before are warned of.

    Raises WhichllmError if there is no earlier version at `against`. Mistakes in the files are findings.
    """
    earlier = read_outline(against) if against else None
    terms = Terms(today or date.today(), max_age, earlier, str(against or ""))
    return check(read_catalog(folder, own), terms, str(folder or ""))


def _first_picks(catalog: Catalog) -> FirstPicks:
    """What is not known of the models that go first. A gap is no mistake: nobody may have published the fact."""
    first = [(task, rank(task, catalog).picks[:1]) for task in catalog.tasks.values() if task.rules]
    chosen = [(task, pick.model) for task, picks in first for pick in picks]
    return FirstPicks(
        models=_by_id(model for _, model in chosen),
        license=_by_id(model for _, model in chosen if catalog.license_of(model).class_ == "unknown"),
        size=_by_id(model for _, model in chosen if model.open_weights is not False and not model.has_known_size),
        snippet=_by_id(model for task, model in chosen if not _code(task, model, catalog)),
    )


def _by_id(models: Iterable[Model]) -> tuple[Model, ...]:
    by_id = {model.id: model for model in models}
    return tuple(by_id[name] for name in sorted(by_id, key=str.casefold))


def _code(task: Task, model: Model, catalog: Catalog) -> str:
    """The code that runs a model for a task; of a finer task that it does not list, for the task around it."""
    does = task.id if task.id in (*model.tasks, *model.subtasks) else task.tag
    return snippet(model.id, catalog, does).code


def _unsorted(assembled: Assembled) -> Iterator[Problem]:
    """Blocks that stand after one whose id comes later in the alphabet. Own files are in any order."""
    before: dict[tuple[type, str], str] = {}
    for (kind, name), location in assembled.locations.items():
        file = location.file.shown
        if kind not in _SORTED or file in assembled.own:
            continue
        previous = before.get((kind, file), "")
        if name.casefold() < previous.casefold():
            yield location.at("id").problem(f"'{name}' stands after '{previous}'", f"move it before '{previous}'")
        before[kind, file] = name


def _future(assembled: Assembled, catalog: Catalog, today: date) -> Iterator[Problem]:
    """Dates that have not come yet."""
    hint = f"today is {today.isoformat()}"
    for source in catalog.sources.values():
        for key in ("date", "checked"):
            if _is_future(getattr(source, key), today):
                location = assembled.locations[Source, source.id].at(key)
                yield location.problem(f"'{getattr(source, key)}' lies in the future", hint)
    for model in catalog.models.values():
        location = assembled.locations[Model, model.id]
        for key in ("released", "retired"):
            if _is_future(getattr(model, key), today):
                yield location.at(key).problem(f"'{getattr(model, key)}' lies in the future", hint)
        for index, entry in enumerate(model.evidence):
            if _is_future(entry.date, today):
                yield location.at("evidence", index, "date").problem(f"'{entry.date}' lies in the future", hint)


def _is_future(written: str, today: date) -> bool:
    """Whether a date (YYYY, YYYY-MM or YYYY-MM-DD, or "" for none) is later than today in all that it states."""
    return written > today.isoformat()[: len(written)]


def _without_successor(assembled: Assembled, catalog: Catalog) -> Iterator[Problem]:
    """Models whose successors end at one that cannot be had."""
    for model in catalog.models.values():
        last = catalog.successor_of(model)
        if last is not None and not last.is_current:
            yield (
                assembled.locations[Model, model.id]
                .at("superseded_by")
                .problem(f"leads to '{last.id}', which is {last.status}", "name a model that can be had")
            )


def _short(assembled: Assembled, catalog: Catalog) -> Iterator[Problem]:
    """Tags that few models serve, where the data does not say that there are no more."""
    for task, number in short_of_models(catalog):
        if not task.subtask_of and not says_no_more(task):
            yield assembled.locations[Task, task.id].problem(
                f"'{task.id}' has {number} of at least {FEW_MODELS} models that can be had",
                f"add models, or say in its note that there is {NO_MORE}",
            )


def _misread(assembled: Assembled, catalog: Catalog) -> Iterator[Problem]:
    """Examples in own files that do not land on their task first. (Those of the catalog are in its tests.)"""
    for task in catalog.tasks.values():
        revisions = catalog.revisions_of(task)
        before = revisions[0].before if revisions else task
        known = before.examples if isinstance(before, Task) else ()
        for index, example in enumerate(task.examples):
            if example in known:
                continue
            matches = read(example, catalog).matches
            found = (matches[0].subtask or matches[0].task) if matches else "no task"
            if not matches or matches[0].task != task.tag or (task.subtask_of and matches[0].subtask != task.id):
                location = assembled.locations[Task, task.id].at("examples", index)
                yield location.problem(f"the example '{example}' is read as {found}", "add a rule, or say it otherwise")


def _old(assembled: Assembled, catalog: Catalog, terms: Terms) -> Iterator[Problem]:
    """Sources that were opened long ago. Those that are cited without having been opened have no age."""
    for source in catalog.sources.values():
        age = (terms.today - _last_day(source.checked)).days if source.checked else 0
        if age > terms.max_age:
            location = assembled.locations[Source, source.id].at("checked")
            days = "a day" if age == 1 else f"{age} days"
            yield location.problem(f"'{source.id}' was checked {days} ago", "open it again and renew its facts")


def _last_day(written: str) -> date:
    """The last day that a date (YYYY, YYYY-MM or YYYY-MM-DD) can mean, give or take the length of a month."""
    year, month, day = (*map(int, written.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or 28)


def _lost(assembled: Assembled, catalog: Catalog, earlier: Outline, name: str) -> Iterator[Problem]:
    """Models that an earlier version had, and tasks that have lost many."""
    names = {alias.casefold() for model in catalog.models.values() for alias in (model.id, *model.aliases)}
    for model in earlier:
        if model.casefold() not in names:
            yield Problem(
                name, 0, f"'{model}' is gone", "keep it with its status, or its id as an alias of what replaced it"
            )
    before = Counter(task for tasks in earlier.values() for task in tasks)
    for task, number in before.items():
        left = len(catalog.models_for(catalog.tasks[task])) if task in catalog.tasks else 0
        if number - left > number * _LOST:
            message = f"'{task}' has {left} models, {number} before"
            hint = f"see whether more than {_LOST:.0%} were meant to go"
            location = assembled.locations.get((Task, task))
            yield location.problem(message, hint) if location else Problem(name, 0, message, hint)
