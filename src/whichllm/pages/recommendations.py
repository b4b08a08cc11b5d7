"""Recommendations laid out, and all that led to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from whichllm.answers.recommending import Recommendation, TaskAnswer
from whichllm.catalog import Catalog, Model
from whichllm.pages.parts import Bullets, Column, Facts, Grid, Heading, Line, Page
from whichllm.ranking import Pick, Ranking
from whichllm.requirements import FactColumn, permission
from whichllm.requirements.wishes import Wishes
from whichllm.wording import of_models, of_recommendations, of_tasks, plain

NO_MODEL = "The catalog holds no model for this."
# How large a model is and what its license allows goes unsaid at no width, and neither does what was asked for.
_COLUMNS: tuple[tuple[FactColumn | None, Column], ...] = (
    (None, Column("Model", "id")),
    ("maker", Column("Maker", keep=2, titled=True)),
    (None, Column("Why", least=26)),
    ("size", Column("Size", "number", titled=True)),
    (None, Column("License", least=20)),
    ("context or price", Column("Context, price", titled=True)),
    (None, Column("As of", keep=1)),
)
# Columns that stand there only where they were asked for, and what they show.
_ASKED_FOR: Mapping[FactColumn, tuple[Column, Callable[[Model, Catalog], str]]] = MappingProxyType(
    {
        "released": (Column("Released", titled=True), lambda model, _: model.released or plain.UNKNOWN),
        "libraries": (
            Column("Runs with", titled=True),
            lambda model, catalog: of_models.libraries(model, catalog) or plain.UNKNOWN,
        ),
    }
)


def page(answer: Recommendation, why: bool) -> Page:
    """A recommendation laid out; with `why`, with all evidence for and against each task."""
    return _recommendation(answer) + (_why(answer) if why else [])


def _recommendation(answer: Recommendation) -> Page:
    catalog = answer.catalog
    if answer.best is None:
        from whichllm.wording.of_mistakes import nothing_understood  # needless where something was

        message, hint = nothing_understood(answer)
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
        return parts + _set_against(answer)
    parts += _answer(answer.best, answer.limit, catalog)
    others = [match for match in answer.matches[1:] if match.confidence >= 0.05]
    if others:
        also = "; ".join(f"{of_tasks.title(match, catalog)} {plain.percent(match.confidence)}" for match in others[:3])
        parts.append(Line(f"It may also be: {also}", quiet=True))
    parts += _set_against(answer)
    parts.append(Line(f"More of one: {plain.command('explain MODEL-OR-TASK', catalog)}", quiet=True))
    return parts


def _set_against(answer: Recommendation) -> Page:
    names = answer.set_against()
    return [Line(f"Side by side: {plain.comparison(names, answer.catalog)}")] if names else []


def _why(answer: Recommendation) -> Page:
    """All evidence for and against each task, and how the models shown came to their places."""
    parts: Page = []
    for match in answer.matches:
        title = f"{of_tasks.title(match, answer.catalog)}: {match.score:g} points"
        columns = (Column("Words", least=20), Column("Rule", least=20), Column("Weight", "number", titled=True))
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
        summed = "; ".join(["all of these", *([of_models.formula(need)] if need else [])])
        rows.append((pick.model.id, "sum", summed, f"{pick.score:g}"))
    columns = (
        Column("Model", "id"),
        Column("Credit", keep=1),
        Column("Because of", least=20),
        Column("Value", "number", titled=True),
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
        ("Task", f"{of_tasks.title(match, catalog)}, {plain.percent(match.confidence)} sure"),
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
        parts.append(Line("No model in the catalog meets all that is asked for." if answer.relaxations else NO_MODEL))
        return parts + left_out(ranking)
    shown = ranking.shown(limit)
    nearest = of_recommendations.nearest(answer, catalog)
    if nearest:
        parts.append(Line(nearest))
    other = of_recommendations.other_classes(task, ranking.wishes, catalog)
    if other:
        parts.append(Line(other))
    unknown = of_recommendations.unknown_languages(picks, ranking.wishes, catalog)
    if unknown:
        parts.append(Line(unknown))
    parts += pick_table(shown, ranking.wishes, catalog)
    places = of_recommendations.places(ranking)
    if places:
        parts.append(Line(places))
    if answer.general:
        parts.append(Line(of_recommendations.general(answer.general, ranking, catalog)))
    unmeasured = of_recommendations.unmeasured(shown, task, ranking.wishes, catalog)
    if unmeasured:
        parts.append(Line(unmeasured, quiet=True))
    parts.append(Line(of_recommendations.see_more(task, len(shown), limit, ranking, catalog), quiet=True))
    own = of_recommendations.own_further_down(picks, len(shown), catalog)
    if own:
        parts.append(Line(own))
    return parts + left_out(ranking)


def left_out(ranking: Ranking) -> Page:
    """What was left out of a ranking, and why."""
    return [Line(said, quiet=True) for said in of_recommendations.left_out(ranking)]


def pick_table(picks: Sequence[Pick], wishes: Wishes, catalog: Catalog) -> Page:
    """Picks, one a row, and below them what is the same of all. What was asked for is shown at any width."""
    asked = dict.fromkeys(column for entry in wishes.requirements if (column := entry.kind.column))
    columns = [replace(column, keep=0) if name in asked else column for name, column in _COLUMNS]
    further = [_ASKED_FOR[name] for name in asked if name in _ASKED_FOR]
    shared = of_recommendations.shared(picks, catalog)
    rows = tuple(
        (*_pick_row(pick, wishes, shared, catalog), *(shows(pick.model, catalog) for _, shows in further))
        for pick in picks
    )
    grid = Grid((*columns, *(column for column, _ in further)), rows)
    return [grid, *(Line(said, quiet=True) for said in of_recommendations.of_all(shared))]


def _pick_row(pick: Pick, wishes: Wishes, shared: of_recommendations.Shared, catalog: Catalog) -> tuple[str, ...]:
    """The cells of a pick, one for each of `_COLUMNS`."""
    model = pick.model
    license_ = catalog.license_of(model)
    return (
        f"{model.name}\n{model.id}",
        model.maker,
        of_recommendations.why(pick, catalog, shared),
        "\n".join(filter(None, (of_models.size(model), of_models.need(wishes.need(model))))),
        f"{license_.name}\n{of_models.allowed(permission(license_, wishes.use))}",
        of_models.context_or_price(model),
        of_models.checked(model, catalog),
    )
