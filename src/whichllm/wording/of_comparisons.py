"""How models compare, in English."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.answers.comparing import Caution, Comparison, Difference
from whichllm.answers.contests import Contest, Result
from whichllm.answers.verdicts import READ_FOR_ONE_WRITTEN, Verdict
from whichllm.catalog import Catalog, Measurement, Model
from whichllm.catalog.quantities import write_count
from whichllm.wording.of_models import PRICE_UNITS, context, directions, license_full, price, size
from whichllm.wording.plain import UNKNOWN, count, listed

_LANGUAGES_SHOWN = 6


def caution(entry: Caution, catalog: Catalog) -> str:
    """What to mind before models are compared, or before one is taken."""
    if entry.kind == "work":
        done = "; ".join(f"{model.id} does {_work(model.tasks, catalog)}" for model in entry.models)
        return f"They are for different work: {done}."
    if entry.kind == "specialty":
        done = "; ".join(
            f"{model.id} is for {_work(model.subtasks or model.tasks[:1], catalog)}" for model in entry.models
        )
        return f"They are made for different parts of the same work: {done}."
    if entry.kind == "direction":
        done = "; ".join(f"{model.id} {directions(model)}" for model in entry.models)
        return f"They translate different ways: {done}."
    model = entry.models[0]
    if entry.kind == "license":
        return f"{model.id} must not be used commercially: {license_full(catalog.license_of(model))}."
    return f"{model.id} {_no_longer(model)}{_instead(entry.successor)}."


def _work(tasks: Sequence[str], catalog: Catalog) -> str:
    return listed([catalog.tasks[task].name.lower() for task in tasks])


def _no_longer(model: Model) -> str:
    if model.status == "retired":
        return f"can no longer be had, since {model.retired}" if model.retired else "can no longer be had"
    return "was never published" if model.status == "unreleased" else "is superseded"


def _instead(successor: Model | None) -> str:
    if successor is None:
        return "; the catalog names no successor"
    return f"; take {successor.id}" + ("" if successor.is_current else f", which {_no_longer(successor)}")


def judgement(entry: Verdict, answer: Comparison) -> str:
    """Which of several models to take for a preference, and why; or why that is not known."""
    if entry.preference == "quality":
        return _on_quality(entry, answer)
    gaps = []
    if entry.unknown:
        what = "price" if entry.preference == "cost" else "number of parameters"
        gaps.append(f"no {what} is known of {_ids(entry.unknown)}")
    if entry.own_cost:
        run = "runs" if len(entry.own_cost) == 1 else "run"
        gaps.append(f"{_ids(entry.own_cost)}, with open weights, {run} at your own cost")
    if not entry.comparable:
        priced = [f"{model.id} {price(model.price)}" for model in answer.models if model.price]
        gaps.append(f"the prices are for different things: {'; '.join(sorted(priced))}")
    if len(entry.values) > 1:
        gaps.append(f"of the rest, {_least(entry)}" if gaps else _least(entry))
    elif entry.preference == "cost":
        gaps += [f"{model.id} costs {price(model.price)}" for model, _ in entry.values]
    return "; ".join(gaps) if len(entry.values) == len(answer.models) else f"not known: {'; '.join(gaps)}"


def _ids(models: Sequence[Model]) -> str:
    return listed([model.id for model in models])


def _on_quality(entry: Verdict, answer: Comparison) -> str:
    measured = len(answer.models) - len(entry.unknown)
    if not measured:
        return f"not known: no benchmark measured {'both' if len(answer.models) == 2 else 'two of them'}"
    if measured == 2:
        said = _on_both(entry, answer.contests)
    elif entry.leader is not None:
        said = f"{entry.leader.id}, better than each of the others on most benchmarks that measured both"
    else:
        said = "none is better than each of the others on most benchmarks that measured both"
    if entry.unknown:
        return f"not known: no benchmark measured {_ids(entry.unknown)} beside another one; of the rest, {said}"
    return said


def _on_both(entry: Verdict, contests: Sequence[Contest]) -> str:
    if entry.leader is None:
        return f"neither is better on most of {count(len(contests), 'benchmark')} that measured both"
    if len(contests) == 1:
        return f"{entry.leader.id}, {figures(contests[0])}"
    won = sum(contest.best is entry.leader for contest in contests)
    return f"{entry.leader.id}, better on {won} of {count(len(contests), 'benchmark')} that measured both"


def _least(entry: Verdict) -> str:
    """Who has least of what decides, and how much the next one has."""
    (first, least), (_, next_) = entry.values[:2]
    amounts = [f"${amount:.3g}" if entry.preference == "cost" else write_count(amount) for amount in (least, next_)]
    if entry.leader is not None:
        said = f"{first.id}, {amounts[0]} against {amounts[1]}"
    else:
        said = f"{_ids([model for model, amount in entry.values if amount == least])} are even at {amounts[0]}"
    if entry.preference == "speed":
        return f"{said} active parameters (a stand-in: nobody measured the speed)"
    if first.price is None or entry.preference == "size":
        return f"{said} parameters"
    both = None not in (first.price.input, first.price.output)
    unit = PRICE_UNITS.get(first.price.unit, first.price.unit)
    return f"{said} per {unit}" + (f", {READ_FOR_ONE_WRITTEN} in for 1 out" if both else "")


def benchmark(entry: Contest | Measurement) -> str:
    """A benchmark, and where its figures are better the lower they are."""
    return entry.benchmark if entry.higher_is_better else f"{entry.benchmark} (lower is better)"


def figures(entry: Contest) -> str:
    """The two best figures of a benchmark: "6.4 against 8.2 on word error rate in % (lower is better)"."""
    return f"{_against(entry.results)} on {benchmark(entry)}"


def _against(results: Sequence[Result]) -> str:
    return " against ".join(f"{result.measurement.value:g}" for result in results[:2])


def margin(entry: Contest) -> str:
    """By how much the best model of a benchmark is better than the next."""
    return f"better by {entry.margin:.3g}" if entry.margin else "even"


def measured_by(entry: Contest, catalog: Catalog) -> str:
    """Who measured the figures of a benchmark, with a warning where it was not one source alone."""
    names = listed([catalog.sources[source].name for source in entry.sources])
    return f"Measured by {names}" + (", not all by the same" if len(entry.sources) > 1 else "")


def languages(answer: Comparison, index: int) -> str:
    """The languages of one of several models: all if they are few, else how many, and those that only it knows."""
    known, own = answer.models[index].languages, answer.own_languages[index]
    if not known:
        return UNKNOWN
    if len(known) <= _LANGUAGES_SHOWN:
        return ", ".join(known)
    more = f" and {len(own) - _LANGUAGES_SHOWN} more" if len(own) > _LANGUAGES_SHOWN else ""
    others = "the other" if len(answer.models) == 2 else "any other"
    said = f", of which not in {others}: {', '.join(own[:_LANGUAGES_SHOWN])}{more}" if own else ""
    return f"{len(known)}{said}"


def shared_languages(answer: Comparison) -> str:
    """The languages that all of several models know."""
    shared = answer.shared_languages
    if len(shared) > _LANGUAGES_SHOWN * 3:
        return f"Languages that they share: {len(shared)}, in the facts of each"
    return f"Languages that they share: {', '.join(shared)}"


def difference(entry: Difference, other: Model, catalog: Catalog) -> str:
    """What tells another model from the one that was asked for, in a few words."""
    if entry.contest is not None:
        results = entry.contest.results if entry.kind == "better" else entry.contest.results[::-1]
        return f"measured {entry.kind}: {_against(results)} on {benchmark(entry.contest)}"
    license_ = catalog.license_of(other).name
    match entry.kind:
        case "smaller" | "larger":
            return f"{entry.kind}: {size(other)}"
        case "permissive" | "non-commercial":
            return f"{entry.kind} license: {license_}"
        case "conditions":
            return f"license with conditions: {license_}"
        case "hosted":
            return "hosted only"
        case "cheaper":
            return f"cheaper: {price(other.price)}"
        case "longer context":
            return f"longer context: {context(other)}"
        case "more languages" | "fewer languages":
            return f"{entry.kind}: {len(other.languages)}"
        case "newer":
            return f"newer: {other.released}"
    return entry.kind
