"""The state of the catalog, findings of a check, and code that runs a model, laid out."""

from __future__ import annotations

from whichllm.answers.checking import Report
from whichllm.answers.snippets import Running
from whichllm.answers.surveying import ModelCounts, Survey
from whichllm.pages.parts import Bullets, Code, Column, Facts, Grid, Heading, Line, Page
from whichllm.wording import of_mistakes, of_models, of_reports, plain

_COUNTS = (
    Column("Models", "number", keep=5),
    Column("Can be had", "number", keep=4),
    Column("Open", "number", keep=3),
    Column("Hosted", "number", keep=2),
    Column("Measured", "number", keep=1),
)


def page(answer: Survey | Report | Running, _why: bool = False) -> Page:
    """The state of the catalog, findings or code, laid out."""
    if isinstance(answer, Survey):
        return _survey(answer)
    return _report(answer) if isinstance(answer, Report) else _running(answer)


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
    parts.append(Line(f"Whether it is sound: {plain.command('check', answer.catalog)}", quiet=True))
    return parts


def _running(answer: Running) -> Page:
    """Nothing but code, what there is to know as comments in it: so that it may be written to a file and run."""
    if not answer.code:
        return [Line(text) for text in of_reports.no_code(answer)]
    notes = "\n".join(f"# {line}" for line in of_reports.running(answer))
    return [Code(f"{notes}\n\n{answer.code}", answer.language)]


def _numbers(models: ModelCounts) -> tuple[str, ...]:
    return tuple(map(str, (models.all, models.current, models.open, models.hosted, models.measured)))


def _report(answer: Report) -> Page:
    parts: Page = []
    for title, problems in (("Mistakes", answer.errors), ("Warnings", answer.warnings)):
        if problems:
            parts.append(Heading(f"{title} ({len(problems)})", 2))
            parts += [Line(of_mistakes.mistake(problem)) for problem in problems]
    parts.append(Heading(of_reports.verdict(answer), 2))
    picks = answer.first_picks
    if picks and of_reports.not_known(picks):
        parts.append(Bullets(of_reports.not_known_of(picks), tuple(of_reports.not_known(picks))))
    return [*parts, Bullets("Checked", tuple(of_reports.was_checked(answer)))]
