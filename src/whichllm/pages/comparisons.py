"""Models side by side, laid out for reading."""

from __future__ import annotations

from whichllm.answers.comparing import Comparison
from whichllm.answers.contests import Contest
from whichllm.pages.parts import Bar, Bars, Bullets, FactRow, Facts, Heading, Line, Page, SideBySide
from whichllm.wording import of_comparisons, of_models, plain


def page(answer: Comparison, _why: bool = False) -> Page:
    """A comparison laid out: what to mind, the verdicts, the facts, the figures."""
    catalog = answer.catalog
    cautions = tuple(of_comparisons.caution(entry, catalog) for entry in answer.cautions)
    parts: Page = [Heading(plain.listed([model.name for model in answer.models]))]
    if cautions:
        parts.append(Bullets("Mind", cautions))
    parts += [
        Heading("Which one", 2),
        Facts(
            tuple((entry.preference.capitalize(), of_comparisons.judgement(entry, answer)) for entry in answer.verdicts)
        ),
        Heading("Facts", 2),
        SideBySide(tuple(model.id for model in answer.models), tuple(_rows(answer)), "differs, as far as it is known"),
    ]
    if len(answer.shared_languages) > 1:
        parts.append(Line(of_comparisons.shared_languages(answer), quiet=True))
    parts += _evidence(answer)
    parts.append(Line(f"More of one: {plain.command('explain MODEL', answer.catalog)}", quiet=True))
    return parts


def _rows(answer: Comparison) -> list[FactRow]:
    """The facts that are known of one of the models at least."""
    rows = []
    for fact in of_models.FACTS:
        said = [_said(fact, index, answer) for index in range(len(answer.models))]
        if any(text not in ("", plain.UNKNOWN) for text in said):
            differs = any(name in answer.differing for name in fact.fields)
            rows.append(FactRow(fact.title, tuple(text or fact.none for text in said), differs))
    notes = tuple(model.note or plain.UNKNOWN for model in answer.models)
    return [*rows, FactRow("Note", notes)] if any(model.note for model in answer.models) else rows


def _said(fact: of_models.Fact, index: int, answer: Comparison) -> str:
    """A fact of one of the models; of many languages, how many there are and which ones no other knows."""
    if fact.fields == ("languages",):
        return of_comparisons.languages(answer, index)
    return fact.said(answer.models[index], answer.catalog)


def _evidence(answer: Comparison) -> Page:
    parts: Page = [Heading("Evidence", 2)]
    for contest in answer.contests:
        parts += [_bars(contest), Line(of_comparisons.measured_by(contest, answer.catalog), quiet=True)]
    for model, alone in zip(answer.models, answer.alone, strict=True):
        if alone:
            said = tuple(f"{entry.value:g} on {of_comparisons.benchmark(entry)}" for entry in alone)
            parts.append(Bullets(f"Measured of {model.id} alone", said))
    unmeasured = [model.id for model in answer.models if not model.evidence]
    if unmeasured:
        parts.append(Line(f"Nothing was measured of {plain.listed(unmeasured)}."))
    return parts


def _bars(contest: Contest) -> Bars:
    return Bars(
        f"{of_comparisons.benchmark(contest)}, {contest.task}",
        tuple(
            Bar(
                result.model.id,
                f"{result.measurement.value:g}",
                contest.share(result),
                of_comparisons.margin(contest) if not place else "",
            )
            for place, result in enumerate(contest.results)
        ),
    )
