"""Answers laid out for reading, whatever draws them: headings, lines, facts, lists and grids."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from whichllm.browsing import (
    CategoryExplanation,
    CategoryListing,
    Explanation,
    Listing,
    ModelExplanation,
    ModelListing,
    TaskExplanation,
)
from whichllm.catalog import Catalog, Category, Model, Task
from whichllm.checking import Report
from whichllm.comparing import Caution
from whichllm.ranking import Pick, Ranking
from whichllm.recommending import Recommendation, TaskAnswer
from whichllm.records import dataclass
from whichllm.requirements import permission
from whichllm.snippets import Running
from whichllm.surveying import Models, Survey
from whichllm.wishes import Wishes
from whichllm.wording import of_comparisons, of_mistakes, of_models, of_recommendations, of_reports, plain

_EXAMPLES_SHOWN = 4
_NO_MODEL = "The catalog holds no model for this."


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the page (level 1) or of a part of it (level 2)."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `quiet` lines are asides."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """Text whose line breaks and spaces are its meaning."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, to be copied as they stand."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list with a title."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid.

    Whole columns leave a page that is too narrow, the lowest `keep` first; one with `keep` 0 goes last and then
    moves below the cell of the first. `kind` says how a cell may be broken: "id" never, "text" between words, in
    lines of at least `least` characters; "number" stands on the right.
    """

    title: str
    kind: Literal["id", "text", "number"] = "text"
    keep: int = 0
    least: int = 14


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows. A cell may have several lines; in an "id" column the last line is the id."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact of several things: its name and its value for each; `differs` marks it."""

    name: str
    values: tuple[str, ...]
    differs: bool = False


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Several things, by their ids, as columns; below one another where there is no room for that.

    `key` says what the sign means that marks rows which differ.
    """

    ids: tuple[str, ...]
    rows: tuple[Row, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar: `share` of the full length, from 0 to 1; `note` stands behind it."""

    id: str
    figure: str
    share: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Figures that can be compared, with their title."""

    title: str
    bars: tuple[Bar, ...]


Part = Heading | Line | Diagram | Code | Bullets | Facts | Grid | SideBySide | Bars
Page = list[Part]

_PICK_COLUMNS = (
    Column("Model", "id"),
    Column("Maker", keep=2),
    Column("Why", least=26),
    Column("Size", "number", keep=4),
    Column("License", keep=5, least=20),
    Column("Context, price", keep=3),
    Column("As of", keep=1),
)

_COUNTS = (
    Column("Models", "number", keep=5),
    Column("Can be had", "number", keep=4),
    Column("Open", "number", keep=3),
    Column("Hosted", "number", keep=2),
    Column("Measured", "number", keep=1),
)


def page(answer: Recommendation | Listing | Explanation | Survey | Report | Running, why: bool = False) -> Page:
    """Any answer laid out; with `why`, a recommendation with all evidence for and against each task."""
    if isinstance(answer, Survey):
        return _survey(answer)
    if isinstance(answer, Report):
        return _report(answer)
    if isinstance(answer, Running):
        return _running(answer)
    own = of_reports.own_files(answer.catalog)
    return _page(answer, why) + ([Line(own, quiet=True)] if own else [])


def _page(answer: Recommendation | Listing | Explanation, why: bool) -> Page:
    match answer:
        case Recommendation():
            return _recommendation(answer) + (_why(answer) if why else [])
        case CategoryListing():
            return _category_listing(answer)
        case ModelListing():
            return _model_listing(answer)
        case CategoryExplanation():
            return _category(answer)
        case TaskExplanation():
            return _task(answer)
        case ModelExplanation():
            return _model(answer)
    return [_task_grid(answer.tasks, answer.catalog), Line("More of one: whichllm explain TASK", quiet=True)]


def _recommendation(answer: Recommendation) -> Page:
    catalog = answer.catalog
    if answer.best is None:
        message, hint = of_mistakes.nothing_understood(answer)
        return [Line(message), Line(hint)]
    parts: Page = []
    if answer.steps:
        parts.append(Line(f"{plain.count(len(answer.steps), 'step')}:"))
        for number, entry in enumerate(answer.steps, 1):
            words = plain.shorten(plain.clean(entry.step.words), 70)
            parts.append(Heading(f"{number}. {words}", 2))
            parts += _answer(entry.best, answer.limit, catalog)
        if answer.chain:
            parts.append(Heading("All steps", 2))
            parts += map(Line, of_recommendations.chain(answer.chain))
        return parts
    parts += _answer(answer.best, answer.limit, catalog)
    others = [match for match in answer.matches[1:] if match.confidence >= 0.05]
    if others:
        also = "; ".join(
            f"{of_recommendations.task_title(match, catalog)} {plain.percent(match.confidence)}" for match in others[:3]
        )
        parts.append(Line(f"It may also be: {also}", quiet=True))
    parts.append(Line("More of one: whichllm explain MODEL-OR-TASK", quiet=True))
    return parts


def _why(answer: Recommendation) -> Page:
    """All evidence for and against each task, and how the models shown came to their places."""
    parts: Page = []
    for match in answer.matches:
        title = f"{of_recommendations.task_title(match, answer.catalog)}: {match.score:g} points"
        columns = (Column("Words", least=20), Column("Rule", least=30), Column("Weight", "number", keep=1))
        rows = tuple((plain.clean(entry.words), entry.rule, f"{entry.weight:+g}") for entry in match.evidence)
        parts += [Heading(title, 2), Grid(columns, rows)]
    for best in [entry.best for entry in answer.steps] or ([answer.best] if answer.best else []):
        parts += _standings(best, answer.limit, answer.catalog)
    return parts


def _standings(answer: TaskAnswer, limit: int, catalog: Catalog) -> Page:
    """The credits of the models shown, what memory they take, and which models were set aside."""
    ranking = answer.ranking
    rows: list[tuple[str, ...]] = []
    for pick in ranking.shown(limit):
        rows += [
            (pick.model.id, credit.kind, of_recommendations.credit(credit, pick.model, catalog), f"{credit.value:+g}")
            for credit in pick.credits
        ]
        need = ranking.wishes.need(pick.model)
        rows.append((pick.model.id, "sum", of_models.formula(need) if need else "", f"{pick.score:g}"))
    columns = (
        Column("Model", "id"),
        Column("Credit", keep=3),
        Column("Because of", keep=1, least=30),
        Column("Value", "number", keep=2),
    )
    parts: Page = [Heading(f"Points of the models for {answer.task.name.lower()}", 2), Grid(columns, tuple(rows))]
    aside = [entry for entry in ranking.rejections if not entry.known] if ranking.unknown() else []
    if aside:
        named = tuple(f"{entry.model.id}: {entry.demand}" for entry in aside)
        parts.append(Bullets("Set aside, for it is not known whether they suit", named))
    return parts


def _answer(answer: TaskAnswer, limit: int, catalog: Catalog) -> Page:
    match, task, ranking = answer.match, answer.task, answer.ranking
    category = catalog.categories[match.category]
    facts = [
        ("Task", f"{of_recommendations.task_title(match, catalog)}, {plain.percent(match.confidence)} sure"),
        ("Category", f"{category.name} ({category.id}): {category.summary}"),
        ("Because of", of_recommendations.because(match)),
    ]
    if answer.demands:
        facts.append(("Asked for", of_recommendations.demands(answer.demands)))
    if task.note:
        facts.append(("Note", task.note))
    parts: Page = [Facts(tuple(facts))]
    picks = ranking.picks
    if not picks:
        parts.append(Line("No model in the catalog meets all that is asked for." if answer.relaxations else _NO_MODEL))
        if answer.relaxations:
            parts.append(Bullets("To get an answer", tuple(map(of_recommendations.relaxation, answer.relaxations))))
        return parts + _left_out(ranking)
    shown = ranking.shown(limit)
    if not any(credit.kind == "made for" and credit.task == task.id for pick in picks for credit in pick.credits):
        parts.append(Line(f"No model in the catalog was made for {task.name.lower()}; these come nearest."))
    parts.append(Grid(_PICK_COLUMNS, tuple(_pick_row(pick, ranking.wishes, catalog) for pick in shown)))
    places = of_recommendations.places(ranking)
    if places:
        parts.append(Line(places))
    if answer.general:
        parts.append(Line(of_recommendations.general(answer.general, picks[0].model, catalog)))
    parts.append(Line(of_recommendations.see_more(task, len(shown), ranking), quiet=True))
    own = of_recommendations.own_further_down(picks, len(shown), catalog)
    if own:
        parts.append(Line(own))
    return parts + _left_out(ranking)


def _left_out(ranking: Ranking) -> Page:
    return [Line(said, quiet=True) for said in of_recommendations.left_out(ranking)]


def _pick_row(pick: Pick, wishes: Wishes, catalog: Catalog) -> tuple[str, ...]:
    model = pick.model
    license_ = catalog.licenses[model.license]
    why = [*of_recommendations.reasons(pick.credits, model, catalog), of_recommendations.variants(pick)]
    return (
        f"{model.name}\n{model.id}",
        model.maker,
        "; ".join(filter(None, why)),
        "\n".join(filter(None, (of_models.size(model), of_models.need(wishes.need(model))))),
        f"{license_.name}\n{of_models.allowed(permission(license_, wishes.use))}",
        of_models.context_or_price(model),
        of_models.checked(model, catalog),
    )


def _category_listing(answer: CategoryListing) -> Page:
    catalog = answer.catalog
    columns = (
        Column("Category", "id"),
        Column("Tasks", least=26),
        Column("Models", "number", keep=2),
        Column("What it is", keep=1, least=26),
    )
    rows = tuple(
        (
            f"{entry.name}\n{entry.id}",
            ", ".join(task.id for task in catalog.tasks_in(entry.id) if not task.subtask_of),
            str(len(catalog.models_in(entry.id))),
            entry.summary,
        )
        for entry in answer.categories
    )
    tasks = sum(1 for _ in catalog.tags())
    return [
        Grid(columns, rows),
        Line(
            f"{plain.count(len(answer.categories), 'category')}; in the whole catalog"
            f" {plain.count(tasks, 'task')} with {plain.count(len(catalog.tasks) - tasks, 'subtask')} and"
            f" {plain.count(len(catalog.models), 'model')}, checked {catalog.checked}",
            quiet=True,
        ),
        Line("More of one: whichllm explain CATEGORY, whichllm list tasks --category CATEGORY", quiet=True),
    ]


def _task_grid(tasks: Iterable[Task], catalog: Catalog) -> Grid:
    columns = (
        Column("Task", "id"),
        Column("What it does", least=26),
        Column("Categories", keep=1),
        Column("Models", "number", keep=2),
    )
    rows = tuple(
        (
            f"{'  ' if task.subtask_of else ''}{task.id}",
            task.summary,
            ", ".join(task.categories),
            str(len(catalog.models_for(task))),
        )
        for task in tasks
    )
    return Grid(columns, rows)


def _model_listing(answer: ModelListing) -> Page:
    if not answer.models:
        return [Line(_NO_MODEL)]
    return [
        _model_grid(answer.models, answer.catalog),
        Line(f"{plain.count(len(answer.models), 'model')}. More of one: whichllm explain MODEL", quiet=True),
    ]


def _model_grid(models: Iterable[Model], catalog: Catalog) -> Grid:
    columns = (
        Column("Model", "id"),
        Column("Maker", keep=3),
        Column("Tasks", least=26),
        Column("Size", "number", keep=5),
        Column("License", keep=4),
        Column("Context, price", keep=1),
        Column("Status", keep=6),
    )
    rows = tuple(
        (
            model.id,
            model.maker,
            ", ".join(model.subtasks or model.tasks),
            of_models.size(model),
            of_models.license_name(catalog.licenses[model.license]),
            of_models.context_or_price(model),
            model.status,
        )
        for model in models
    )
    return Grid(columns, rows)


def _category(answer: CategoryExplanation) -> Page:
    category, catalog = answer.category, answer.catalog
    own = of_reports.own_words(category, catalog)
    parts: Page = [
        Heading(f"{category.name} ({category.id})"),
        Line(category.summary),
        *([Line(f"Your own files: {own}", quiet=True)] if own else []),
        Heading("How it is trained", 2),
        Line(category.training),
        Diagram(category.diagram),
        Bullets("Good for", category.good_for),
        Bullets("Not good for", category.not_for),
    ]
    if category.instead:
        parts.append(
            Bullets(
                "Take another family when",
                tuple(_instead(entry.take, entry.when, catalog) for entry in category.instead),
            )
        )
    parts += [Heading("Tasks", 2), _task_grid(answer.tasks, catalog)]
    parts += [Heading(f"Models ({len(answer.models)})", 2), _model_grid(answer.models, catalog)]
    return parts


def _instead(category: str, when: str, catalog: Catalog) -> str:
    other: Category = catalog.categories[category]
    return f"{when}: {other.name} ({other.id})"


def _task(answer: TaskExplanation) -> Page:
    task, catalog = answer.task, answer.catalog
    facts = [
        ("Kind", of_reports.task_kind(task, catalog)),
        ("Categories", ", ".join(task.categories)),
    ]
    if task.reads:
        facts.append(("Goes in", ", ".join(task.reads).replace("-", " ")))
    if task.writes:
        facts.append(("Comes out", ", ".join(task.writes).replace("-", " ")))
    if task.aliases:
        facts.append(("Also called", ", ".join(task.aliases)))
    own = of_reports.own_words(task, catalog)
    if own:
        facts.append(("Your own files", own))
    parts: Page = [Heading(f"{task.name} ({task.id})"), Line(task.summary), Facts(tuple(facts))]
    if task.note:
        parts.append(Line(task.note))
    if task.examples:
        parts.append(Bullets("People say", task.examples[:_EXAMPLES_SHOWN]))
    if answer.subtasks:
        parts += [Heading("Subtasks", 2), _task_grid(answer.subtasks, catalog)]
    picks = answer.ranking.picks
    parts.append(Heading(f"Models ({len(picks)})", 2))
    if picks:
        parts.append(Grid(_PICK_COLUMNS, tuple(_pick_row(pick, answer.ranking.wishes, catalog) for pick in picks)))
    else:
        parts.append(Line(_NO_MODEL))
    return parts + _left_out(answer.ranking)


def _model(answer: ModelExplanation) -> Page:
    model, catalog = answer.model, answer.catalog
    license_ = catalog.licenses[model.license]
    tasks = ", ".join([*model.tasks, *model.subtasks])
    facts = [
        ("Id", model.id),
        ("Maker", model.maker),
        ("Category", ", ".join([model.category, *model.other_categories])),
        ("Tasks", tasks),
        ("To be trained for", ", ".join(model.untrained_for)),
        ("Made for", of_models.domains(model, catalog)),
        ("Status", of_models.status(model)),
        ("License", of_models.license_full(license_)),
        ("Access", of_models.access(model)),
        ("Size", of_models.size(model)),
        ("Context", of_models.context(model)),
        ("Price", of_models.price_of(model)),
        ("Languages", ", ".join(model.languages)),
        ("Translates", of_models.directions(model)),
        ("Released", model.released),
    ]
    facts += [
        ("Modalities", of_models.modalities(model.modalities)),
        ("Runs with", of_models.libraries(model, catalog)),
        ("GGUF files", model.gguf),
        ("Downloads", of_models.downloads(model)),
        ("Also called", ", ".join(model.aliases)),
        ("Takes the place of", ", ".join(entry.id for entry in answer.predecessors)),
    ]
    parts: Page = [Heading(model.name)]
    if model.status != "current":
        said = of_comparisons.caution(Caution("status", (model,), answer.successor), catalog)
        parts.append(Line(f"Caution: {said}"))
    if model.note:
        parts.append(Line(model.note))
    parts.append(Facts(tuple((name, value) for name, value in facts if value and value != plain.UNKNOWN)))
    parts.append(Heading("Evidence", 2))
    if model.evidence:
        columns = (
            Column("Benchmark"),
            Column("Value", "number"),
            Column("Task", keep=1),
            Column("Source", keep=2),
        )
        rows = tuple(
            (
                f"{entry.benchmark} ({'higher' if entry.higher_is_better else 'lower'} is better)",
                f"{entry.value:g}",
                entry.task,
                of_models.measured(entry, catalog),
            )
            for entry in model.evidence
        )
        parts.append(Grid(columns, rows))
    else:
        parts.append(Line("None: nobody has measured it in a source that the catalog reads."))
    parts += _recommended(model, catalog)
    parts += _alternatives(answer)
    parts.append(Heading("Sources", 2))
    parts.append(
        Grid(
            (Column("Source"), Column("Date"), Column("Facts", keep=2), Column("Address", "id", keep=1)),
            tuple(
                (
                    of_models.source_name(catalog.sources[key]),
                    catalog.sources[key].date,
                    plain.keys(facts_cited),
                    catalog.sources[key].url,
                )
                for key, facts_cited in model.sources.items()
            ),
        )
    )
    if catalog.revisions_of(model):
        parts += [Heading("From your own files", 2), _own_facts(model, catalog)]
    if answer.relatives:
        parts.append(Line(f"Same family: {', '.join(entry.id for entry in answer.relatives)}", quiet=True))
    parts.append(Line(f"The task: whichllm explain {model.tasks[0]}", quiet=True))
    return parts


def _recommended(model: Model, catalog: Catalog) -> Page:
    if not model.recommended:
        return []
    columns = (Column("Task"), Column("Who names it", least=26), Column("Source", keep=1))
    rows = tuple((entry.task, entry.by, of_models.dated(entry.source, catalog)) for entry in model.recommended)
    return [Heading("Recommended", 2), Grid(columns, rows)]


def _alternatives(answer: ModelExplanation) -> Page:
    if not answer.alternatives:
        return []
    columns = (Column("Model", "id"), Column("What differs", least=26))
    rows = tuple(
        (
            f"{entry.model.name}\n{entry.model.id}",
            "; ".join(of_comparisons.difference(told, entry.model, answer.catalog) for told in entry.differences)
            or plain.UNKNOWN,
        )
        for entry in answer.alternatives
    )
    return [Heading(f"Alternatives for {answer.task.name.lower()}, of other families", 2), Grid(columns, rows)]


def _own_facts(model: Model, catalog: Catalog) -> Grid:
    """What each file of the user's own says of a model, and what stood there before, the file that wins first."""
    columns = (Column("Fact"), Column("Says", least=20), Column("File", "id"), Column("Instead of", keep=1, least=20))
    rows: list[tuple[str, ...]] = []
    after = model
    for revision in reversed(catalog.revisions_of(model)):
        before = revision.before if isinstance(revision.before, Model) else None
        for name in revision.fields:
            rows.append(
                (
                    plain.key(name),
                    of_models.fact(_without(after, name, before), name, catalog),
                    plain.clean(revision.file),
                    of_models.fact(_without(before, name, after), name, catalog) if before else plain.UNKNOWN,
                )
            )
        after = before or after
    return Grid(columns, tuple(rows))


def _without(model: Model, name: str, other: Model | None) -> Model:
    """A model with only those entries of a growing list that the other one does not have."""
    if other is None or name not in ("aliases", "evidence", "recommended"):
        return model
    entries: tuple[Any, ...] = tuple(entry for entry in getattr(model, name) if entry not in getattr(other, name))
    if name == "aliases":
        return replace(model, aliases=entries)
    return replace(model, evidence=entries) if name == "evidence" else replace(model, recommended=entries)


def _survey(answer: Survey) -> Page:
    catalog, total = answer.catalog, answer.total
    facts = (
        ("Version", f"{catalog.version}, checked {catalog.checked}"),
        ("Models", f"{total.all}, of which {total.current} can be had and {total.measured} of these are measured"),
        ("Access", ", ".join(f"{name} {number}" for name, number in answer.access.items())),
        ("Licenses", ", ".join(f"{name} {number}" for name, number in answer.licenses.items())),
    )
    parts: Page = [Heading("Catalog"), Facts(facts)]
    if answer.own:
        parts.append(Bullets("Your own files, the last wins", tuple(map(of_reports.own_part, answer.own))))
    parts += [
        Heading("Categories", 2),
        Grid(
            (Column("Category", "id"), *_COUNTS),
            tuple((entry.id, *_numbers(models)) for entry, models in answer.categories),
        ),
        Heading("Tasks", 2),
        Grid(
            (Column("Task", "id"), *_COUNTS),
            tuple(
                (f"{'  ' if entry.subtask_of else ''}{entry.id}", *_numbers(models)) for entry, models in answer.tasks
            ),
        ),
        Heading("Evidence", 2),
        Grid(
            (Column("Task", "id"), Column("Benchmark", least=20), Column("Models", "number", keep=1)),
            tuple((entry.task, entry.name, str(entry.models)) for entry in answer.benchmarks),
        )
        if answer.benchmarks
        else Line("None."),
        Heading("Sources", 2),
        Grid(
            (
                Column("Source", "id"),
                Column("Facts", "number", keep=5),
                Column("Figures", "number", keep=4),
                Column("Choices", "number", keep=2),
                Column("Models", "number", keep=3),
                Column("Date", keep=2),
                Column("Checked", keep=1),
            ),
            tuple(
                (
                    f"{of_models.source_name(entry.source)}\n{entry.source.id}",
                    str(entry.facts),
                    str(entry.figures),
                    str(entry.recommendations),
                    str(entry.models),
                    entry.source.date or plain.UNKNOWN,
                    entry.source.checked or plain.UNKNOWN,
                )
                for entry in answer.sources
            ),
        ),
    ]
    lacking = [of_reports.gap(name, len(models)) for name, models in answer.missing.items() if models]
    lacking += of_reports.few_models(answer.short)
    parts.append(Bullets("Missing", tuple(lacking)) if lacking else Line("Nothing is missing."))
    parts.append(Line("Whether it is sound: whichllm check", quiet=True))
    return parts


def _running(answer: Running) -> Page:
    """Nothing but code, what there is to know as comments in it: so that it may be written to a file and run."""
    if not answer.code:
        return [Line(text) for text in of_reports.no_code(answer)]
    notes = "\n".join(f"# {line}" for line in of_reports.running(answer))
    return [Code(f"{notes}\n\n{answer.code}", answer.language)]


def _numbers(models: Models) -> tuple[str, ...]:
    return tuple(map(str, (models.all, models.current, models.open, models.hosted, models.measured)))


def _report(answer: Report) -> Page:
    parts: Page = []
    for title, problems in (("Mistakes", answer.errors), ("Warnings", answer.warnings)):
        if problems:
            parts.append(Heading(f"{title} ({len(problems)})", 2))
            parts += [Line(of_mistakes.mistake(problem)) for problem in problems]
    return [*parts, Heading(of_reports.verdict(answer), 2), Bullets("Checked", tuple(of_reports.was_checked(answer)))]
