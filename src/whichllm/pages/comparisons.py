"""Models side by side, laid out for reading."""

from __future__ import annotations

from collections.abc import Callable

from whichllm.catalog import Model
from whichllm.comparing import Comparison, Contest
from whichllm.memory import usual
from whichllm.pages.parts import Bar, Bars, Bullets, Facts, Heading, Line, Page, Row, SideBySide
from whichllm.wording import of_comparisons, of_models, plain


def page(answer: Comparison) -> Page:
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
    parts.append(Line("More of one: whichllm explain MODEL", quiet=True))
    return parts


def _rows(answer: Comparison) -> list[Row]:
    """The facts that are known of one of the models at least."""
    catalog = answer.catalog
    shown: tuple[tuple[str, tuple[str, ...], Callable[[Model], str]], ...] = (
        ("Maker", ("maker",), lambda model: model.maker),
        ("Tasks", ("tasks",), lambda model: ", ".join([*model.tasks, *model.subtasks])),
        ("Category", ("category",), lambda model: model.category),
        ("Status", ("status",), of_models.status),
        ("License", ("license",), lambda model: of_models.license_full(catalog.licenses[model.license])),
        ("Access", ("open_weights", "gated"), of_models.access),
        ("Size", ("parameters", "active_parameters"), of_models.size),
        ("Memory, about", ("parameters",), lambda model: of_models.need(usual(model)) or plain.UNKNOWN),
        ("Context", ("context",), of_models.context),
        ("Price", ("price",), of_models.price_of),
        ("Languages", ("languages",), lambda model: of_comparisons.languages(answer, answer.models.index(model))),
        ("Released", ("released",), lambda model: model.released or plain.UNKNOWN),
        ("Modalities", ("modalities",), lambda model: of_models.modalities(model.modalities)),
        ("Downloads", ("downloads_month",), of_models.downloads),
        ("Note", (), lambda model: model.note or plain.UNKNOWN),
    )
    rows = (
        Row(name, tuple(map(said, answer.models)), any(fact in answer.differing for fact in facts))
        for name, facts, said in shown
    )
    return [row for row in rows if any(value != plain.UNKNOWN for value in row.values)]


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
                figure.model.id,
                f"{figure.measurement.value:g}",
                contest.share(figure),
                of_comparisons.margin(contest) if not place else "",
            )
            for place, figure in enumerate(contest.figures)
        ),
    )
