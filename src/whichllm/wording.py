"""Evidence and facts in English: the only place that writes sentences about results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from whichllm.catalog import Block, Catalog, License, Measurement, Modalities, Model, Price, Source, Task
from whichllm.checking import Report
from whichllm.comparing import READ_FOR_ONE_WRITTEN, Caution, Comparison, Contest, Difference, Figure, Verdict
from whichllm.errors import Problem
from whichllm.memory import Need, usual
from whichllm.prices import SOURCE
from whichllm.quantities import write_bytes, write_count
from whichllm.ranking import Credit, Pick, Picks, Place, Ranking, Relaxation
from whichllm.reading import Match
from whichllm.recommending import Chain, General, Recommendation
from whichllm.requirements import KINDS, Permission
from whichllm.snippets import Running
from whichllm.surveying import FEW_MODELS, NO_MORE, Gap, OwnPart, count_facts, says_no_more
from whichllm.wishes import Stated

if TYPE_CHECKING:
    from whichllm.here import Machine  # looks at the machine: few answers do

UNKNOWN = "–"
_PHRASES_SHOWN = 3
_LONGEST_MISTAKE, _LONGEST_PATH = 1_000, 500
_LANGUAGES_SHOWN = 6
_GAPS: dict[Gap, str] = {
    "license": "a license",
    "parameters": "the number of parameters, though weights are open",
    "price": "a price, though only hosted",
    "released": "a release date",
    "evidence": "any evidence measured",
}
_PRICE_UNITS = {
    "million tokens": "M tokens",
    "million characters": "M characters",
}

_NO_CHOICE = re.compile(r"'(?P<typed>[^']*)' is not one of (?P<choices>'.*')")


def clean(text: str) -> str:
    """Text of unknown origin as one line that a terminal can show: no control or direction characters."""
    return _without_controls(" ".join(text.split()))


def printable(text: str) -> str:
    """Text of unknown origin whose lines are kept, without control or direction characters."""
    return text if text.isprintable() else "\n".join(map(_without_controls, text.split("\n")))


def _without_controls(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(
        character if character.isprintable() else " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"
        for character in line
    )


def mistake(problem: Problem) -> str:
    """A mistake in a data file with its place; of a very long path or value the beginning."""
    named = replace(problem, file=shorten(problem.file, _LONGEST_PATH))
    return clean(shorten(str(named), _LONGEST_MISTAKE))


def shorten(text: str, length: int) -> str:
    """The beginning of a long text, with an ellipsis in place of the rest."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def reason(credit: Credit, model: Model, catalog: Catalog) -> str:
    """Why a credit speaks for a model; "" for one that only breaks ties."""
    if credit.kind == "general":
        return f"does {catalog.tasks[credit.task].name.lower()}, today better than models made for it"
    if credit.kind in ("made for", "also does"):
        return f"{credit.kind} {catalog.tasks[credit.task].name.lower()}"
    if credit.kind == "made for other":
        return f"but specialised in {catalog.tasks[credit.task].name.lower()}"
    if credit.kind == "untrained":
        return "but to be trained for it first"
    if credit.kind == "language":
        return f"{credit.about} the language" if credit.value > 0 else f"only for {', '.join(model.languages)}"
    if credit.kind == "words":
        return f"speaks of {', '.join(f'“{word}”' for word in credit.about.split(', '))}"
    if credit.kind == "recommended":
        return credit.about.partition("; ")[0]
    if credit.kind == "domain":
        return f"{'' if credit.value > 0 else 'but '}made for {_domain(credit.about, catalog)}"
    if credit.kind == "evidence" and credit.measurement is not None:
        figure = credit.measurement
        return f"{figure.value:g} on {figure.benchmark} (rank {credit.rank} of {credit.of})"
    return ""


def credit(entry: Credit, model: Model, catalog: Catalog) -> str:
    """Why a credit is given, for one that only breaks ties, too, with the source of a figure."""
    match entry.kind:
        case "category":
            return catalog.categories[entry.category].name
        case "recency":
            return f"released {model.released}"
        case "adoption":
            return downloads(model) if model.downloads_month else "only hosted: no downloads to count"
        case "size" | "speed":
            return size(model)
        case "cost":
            return price(model.price) if model.price else size(model)
        case "evidence" if entry.measurement:
            return f"{reason(entry, model, catalog)}, {measured(entry.measurement, catalog)}"
    return reason(entry, model, catalog)


def reasons(credits_: Sequence[Credit], model: Model, catalog: Catalog) -> list[str]:
    """Why a model is offered, in the order of weight, with its note last."""
    said = [text for text in (reason(credit, model, catalog) for credit in credits_) if text]
    if not any(credit.kind == "evidence" for credit in credits_):
        said.append("no evidence measured")
    if model.note:
        said.append(model.note.rstrip("."))
    return said


def task_title(match: Match, catalog: Catalog) -> str:
    """The name of the task that was understood, with the ids that other commands take."""
    task = catalog.tasks[match.subtask or match.task]
    tag = match.task if not match.subtask else f"{match.task} / {match.subtask}"
    return f"{task.name} ({tag})"


def percent(confidence: float) -> str:
    """A confidence between 0 and 1 as people say it."""
    return f"{round(confidence * 100)} %"


def because(match: Match) -> str:
    """The words of the description that led to a task, those that met rules first."""
    phrases: list[str] = []
    for entry in match.evidence:
        words = clean(entry.words)
        if words and entry.weight > 0 and not any(words in phrase for phrase in phrases):
            phrases.append(words)
    return ", ".join(f"“{shorten(phrase, 60)}”" for phrase in phrases[:_PHRASES_SHOWN])


def demands(stated: Sequence[Stated]) -> str:
    """What is required, each with the words or the option: "language fr (“to French”)", and what does not count."""
    return ", ".join(map(_demand, stated))


def _demand(stated: Stated) -> str:
    words = shorten(clean(stated.words), 40)
    ineffective = {
        "overruled": "; overruled by an option",
        "not understood": "; not understood, so not applied",
        "not checked": "; not applied, for no model states it here",
    }
    quoted = f"“{words}”" if stated.by == "words" else words
    return f"{stated.name} {stated.value} ({quoted}{ineffective.get(stated.effect, '')})"


def left_out(ranking: Ranking) -> list[str]:
    """How many models were left out and why, and how many set aside because it is not known whether they suit."""
    refused, aside = ranking.rejected(), ranking.unknown()
    said = []
    if refused:
        why = "; ".join(f"{number:,} {_refusal(demand)}" for demand, number in refused.items())
        said.append(f"Left out: {why}")
    if aside:
        why = ", ".join(f"{demand} of {number:,}" for demand, number in aside.items())
        said.append(f"Set aside, for it is not known whether they suit: {why} (--why names them)")
    return said


def _refusal(demand: str) -> str:
    if demand == "status":
        return "superseded, retired or never published"
    return next(kind.refusal for kind in KINDS if kind.name == demand)


def relaxation(entry: Relaxation) -> str:
    """What to give up so that a model is left: "without --commercial: 4 models"."""
    given_up = " and ".join(f"{requirement.name} {requirement.value}" for requirement in entry.without)
    enough = f"; {entry.without[0].name} {entry.enough} would do" if entry.enough else ""
    return f"without {given_up}: {count(entry.models, 'model')}{enough}"


def allowed(entry: Permission) -> str:
    """Whether a license allows the use: "commercial use: no, research only"."""
    said = {"yes": "yes", "conditions": "yes, with conditions", "no": "no", "unknown": "not known"}[entry.answer]
    return f"{entry.use} use: {said}" + (f" ({entry.clause})" if entry.clause else "")


def machine(found: Machine) -> str:
    """What a machine reports of itself, in a line."""
    return f"This machine: {clean('; '.join(found.words)) or 'nothing reported'}"


def need(entry: Need | None) -> str:
    """The memory that a model takes: "5.4 GB at 4 bit"; "" where it is not known."""
    return f"{write_bytes(entry.total)} at {entry.precision}" if entry else ""


def formula(entry: Need) -> str:
    """How the memory adds up."""
    return (
        f"{write_bytes(entry.total)} = {write_bytes(entry.weights)} of weights at {entry.precision}"
        f" + {write_bytes(entry.cache)} of cache + {write_bytes(entry.overhead)} of overhead"
    )


def domains(model: Model, catalog: Catalog) -> str:
    """The kinds of material that a model was made for; "" for a generalist."""
    return ", ".join(_domain(domain, catalog) for domain in model.domains)


def _domain(name: str, catalog: Catalog) -> str:
    return next(domain.name for domain in catalog.vocabulary.domains if domain.id == name)


def variants(pick: Pick) -> str:
    """Which other sizes and versions of the family would do: "also 0.6B to 235B (5 more)"; "" if none."""
    if not pick.variants:
        return ""
    sizes = sorted(entry.model.parameters for entry in pick.family() if entry.model.parameters)
    span = f"{write_count(sizes[0])} to {write_count(sizes[-1])}, " if len(set(sizes)) > 1 else ""
    return f"{span}{len(pick.variants)} more of the family"


def places(ranking: Ranking) -> str:
    """The named places beside the best, where another model holds them: "Lightest that is still good: ..."."""
    named: dict[Place, str] = {
        "lightest": "lightest that is still good",
        "safest": "safest (permissive, ungated, established)",
    }
    held: dict[str, list[str]] = {}
    for place, said in named.items():
        pick = ranking.places.get(place)
        if pick is not None and pick.model is not ranking.picks[0].model:
            held.setdefault(f"{pick.model.id} ({size(pick.model)})", []).append(said)
    sentences = [f"{' and '.join(said)}: {model}" for model, said in held.items()]
    return ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)


def differences(other: Model, model: Model, catalog: Catalog) -> list[str]:
    """What another model costs in comparison: parameters, memory, price, access, license."""
    said = []
    if other.parameters and model.parameters:
        said.append(
            f"{_times(other.parameters, model.parameters)} the parameters ({size(other)} against {size(model)})"
        )
    needs = usual(other), usual(model)
    if needs[0] and needs[1]:
        said.append(f"{need(needs[0])} against {need(needs[1])}")
    if other.price:
        said.append(price(other.price) + (f" against {price(model.price)}" if model.price else ""))
    if other.open_weights is False and model.open_weights:
        said.append("hosted only")
    if other.license != model.license:
        said.append(f"license {catalog.licenses[other.license].name} against {catalog.licenses[model.license].name}")
    return said


def _times(one: float, other: float) -> str:
    ratio = one / other
    return f"{ratio:.2g} times" if ratio < 100 else f"{round(ratio, -1):,.0f} times"


def general(entry: General, model: Model, catalog: Catalog) -> str:
    """Whether a general language model is needed at all."""
    other = entry.pick.model
    title = (
        "A general language model is the better choice today" if entry.better else "No general language model needed"
    )
    differs = "; ".join(differences(other, model, catalog))
    return f"{title}: {entry.why} {other.name} ({other.id}): {differs}."


def chain(entry: Chain) -> list[str]:
    """The models of all steps together, what they take, and the one model that would do several steps."""
    said = [f"Together: {' → '.join(pick.model.id for pick in entry.picks)}"]
    if entry.memory:
        said[0] += f"; {write_bytes(entry.memory)} of memory if all stay loaded"
    prices = [price(pick.model.price) for pick in entry.picks if pick.model.price]
    if prices:
        said[0] += f"; {' + '.join(prices)}"
    if entry.single:
        steps = " and ".join(str(number + 1) for number in entry.covers)
        said.append(f"Simpler: {entry.single.name} ({entry.single.id}) alone does steps {steps}")
    return said


def size(model: Model) -> str:
    """Parameters: "7.2B", with the active ones of a mixture of experts."""
    if model.parameters is None:
        return UNKNOWN
    text = write_count(model.parameters)
    if model.active_parameters and model.active_parameters != model.parameters:
        text += f" ({write_count(model.active_parameters)} active)"
    return text


def context(model: Model) -> str:
    """Longest input: "128k tokens"."""
    if model.context is None:
        return UNKNOWN
    if model.context >= 1_000_000:
        return f"{model.context / 1_000_000:.3g}M tokens"
    return f"{model.context // 1000}k tokens" if model.context >= 10_000 else f"{model.context} tokens"


def price(price_: Price | None) -> str:
    """US dollars: "$2.5 in, $10 out per M tokens"."""
    if price_ is None:
        return UNKNOWN
    sides = [
        f"${amount:.10g} {side}"
        for amount, side in ((price_.input, "in"), (price_.output, "out"))
        if amount is not None
    ]
    if len(sides) == 1:
        sides = [sides[0].rpartition(" ")[0]]
    return f"{', '.join(sides)} per {_PRICE_UNITS.get(price_.unit, price_.unit)}"


def price_of(model: Model) -> str:
    """The price of a model, and whether it is today's."""
    return f"{price(model.price)} (today)" if SOURCE in model.sources else price(model.price)


def context_or_price(model: Model) -> str:
    """What a table has room for: the context and the price, as far as they are known."""
    known = [text for text in (context(model), price_of(model)) if text != UNKNOWN]
    return ", ".join(known) or UNKNOWN


def license_name(license_: License) -> str:
    """The license, with its class where it does not simply permit."""
    if license_.class_ in ("permissive", "proprietary", "unknown"):
        return license_.name
    return f"{license_.name} ({license_.class_})"


def license_full(license_: License) -> str:
    """The license with its class and the clause that matters."""
    text = f"{license_.name}, {license_.class_}" if license_.name != license_.class_ else license_.name
    return f"{text}: {license_.clause}" if license_.clause else text


def access(model: Model) -> str:
    """How one gets at the model."""
    if model.status == "unreleased":
        return "never published"
    if model.open_weights is None:
        return UNKNOWN
    if not model.open_weights:
        return "hosted only"
    return "open weights, after accepting a form" if model.gated else "open weights"


def status(model: Model) -> str:
    """Whether the model is still the one to take."""
    if model.status == "superseded":
        return f"superseded by {model.superseded_by}"
    if model.status == "retired":
        successor = f", successor {model.superseded_by}" if model.superseded_by else ""
        return f"retired {model.retired}{successor}"
    return model.status


def checked(model: Model, catalog: Catalog) -> str:
    """The newest date of the sources of a model, as their publishers give it."""
    return max(catalog.sources[source].date for source in model.sources) or UNKNOWN


def modalities(kinds: Modalities | None) -> str:
    """Kinds of data that go in and come out."""
    return f"{', '.join(kinds.input)} in; {', '.join(kinds.output)} out" if kinds else UNKNOWN


def directions(model: Model) -> str:
    """The directions of a model that does not translate both ways: "de to en only", "any language to en only"."""
    said = (direction.split("-") for direction in model.translates)
    named = [" to ".join("any language" if code == "*" else code for code in pair) for pair in said]
    return f"{', '.join(named)} only" if named else ""


def libraries(model: Model, catalog: Catalog) -> str:
    """What runs a model, the first choice first."""
    return ", ".join(catalog.libraries[library].name for library in model.libraries)


def downloads(model: Model) -> str:
    """Downloads on the Hub."""
    return UNKNOWN if model.downloads_month is None else f"{model.downloads_month:,} a month"


def source_name(source: Source) -> str:
    """A source with its version."""
    return f"{source.name} {source.version}".strip()


def measured(entry: Measurement, catalog: Catalog) -> str:
    """Where a figure comes from, and of what day it is."""
    return dated(entry.source, catalog, entry.date)


def dated(source: str, catalog: Catalog, date: str = "") -> str:
    """A source by its id, with the day of what it says: its own unless another is given."""
    found = catalog.sources[source]
    return ", ".join(filter(None, (found.name, date or found.date)))


def fact(model: Model, name: str, catalog: Catalog) -> str:
    """A fact about a model by its key in the data, as a table shows it."""
    match name:
        case "license":
            return license_full(catalog.licenses[model.license])
        case "open_weights" | "gated":
            return access(model)
        case "parameters" | "active_parameters":
            return size(model)
        case "context":
            return context(model)
        case "price":
            return price_of(model)
        case "modalities":
            return modalities(model.modalities)
        case "downloads_month":
            return downloads(model)
        case "translates":
            return directions(model) or UNKNOWN
        case "libraries":
            return libraries(model, catalog) or UNKNOWN
        case "evidence":
            return "; ".join(f"{entry.value:g} on {entry.benchmark}" for entry in model.evidence) or UNKNOWN
        case "recommended":
            return "; ".join(f"{entry.task}: {entry.by}" for entry in model.recommended) or UNKNOWN
    value = getattr(model, name)
    return (", ".join(value) if isinstance(value, tuple) else value) or UNKNOWN


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
    model = entry.models[0]
    if entry.kind == "license":
        return f"{model.id} must not be used commercially: {license_full(catalog.licenses[model.license])}."
    return f"{model.id} {_no_longer(model)}{_instead(entry.successor)}."


def _work(tasks: Sequence[str], catalog: Catalog) -> str:
    return listed([catalog.tasks[task].name.lower() for task in tasks])


def _no_longer(model: Model) -> str:
    if model.status == "retired":
        return f"can no longer be had, since {model.retired}" if model.retired else "can no longer be had"
    return "was never published" if model.status == "unreleased" else "is superseded"


def _instead(successor: Model | None) -> str:
    if successor is None:
        return "; no successor is known"
    return f"; take {successor.id}" + (f", which {_no_longer(successor)}" if successor.status != "current" else "")


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
    unit = _PRICE_UNITS.get(first.price.unit, first.price.unit)
    return f"{said} per {unit}" + (f", {READ_FOR_ONE_WRITTEN} in for 1 out" if both else "")


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def benchmark(entry: Contest | Measurement) -> str:
    """A benchmark, and where its figures are better the lower they are."""
    return entry.benchmark if entry.higher_is_better else f"{entry.benchmark} (lower is better)"


def figures(entry: Contest) -> str:
    """The two best figures of a benchmark: "6.4 against 8.2 on word error rate in % (lower is better)"."""
    return f"{_against(entry.figures)} on {benchmark(entry)}"


def _against(figures_: Sequence[Figure]) -> str:
    return " against ".join(f"{figure.measurement.value:g}" for figure in figures_[:2])


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
    return f"{len(known)}" + (f", alone with {', '.join(own[:_LANGUAGES_SHOWN])}{more}" if own else "")


def shared_languages(answer: Comparison) -> str:
    """The languages that all of several models know."""
    shared = answer.shared_languages
    if len(shared) > _LANGUAGES_SHOWN * 3:
        return f"Languages that they share: {len(shared)}, in the facts of each"
    return f"Languages that they share: {', '.join(shared)}"


def difference(entry: Difference, other: Model, catalog: Catalog) -> str:
    """What tells another model from the one that was asked for, in a few words."""
    if entry.contest is not None:
        figures_ = entry.contest.figures if entry.kind == "better" else entry.contest.figures[::-1]
        return f"measured {entry.kind}: {_against(figures_)} on {benchmark(entry.contest)}"
    license_ = catalog.licenses[other.license].name
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


def key(name: str) -> str:
    """A key of the data as people say it."""
    return name.replace("_", " ")


def own_files(catalog: Catalog) -> str:
    """Which files of the user's own the answer rests on, too; "" where there are none."""
    files = ", ".join(clean(entry.file) for entry in catalog.own)
    return f"With your own: {files}" if files else ""


def own_further_down(picks: Picks, shown: int, catalog: Catalog) -> str:
    """Which models of one's own stand below those that are shown; "" if none does."""
    places = {identifier: picks.place_of(identifier) for identifier in catalog.added_models()}
    further = sorted((place, name) for name, place in places.items() if place is not None and place >= shown)
    named = [f"{name} ({place + 1})" for place, name in further if picks[place].model.id == name]
    return f"Your own, further down: {', '.join(named)}" if named else ""


def task_kind(task: Task, catalog: Catalog) -> str:
    """What sort of task it is."""
    if task.subtask_of:
        return f"subtask of {task.subtask_of}"
    return "task of your own" if catalog.is_added(task) else "task (Hugging Face pipeline tag)"


def own_words(block: Block, catalog: Catalog) -> str:
    """What files of the user's own say of a block; "" where they say nothing."""
    said = [
        f"{clean(revision.file)} {'adds it' if revision.before is None else 'states ' + keys(revision.fields)}"
        for revision in catalog.revisions_of(block)
    ]
    return "; ".join(said)


def keys(names: Sequence[str]) -> str:
    """Keys of the data as people say them."""
    return ", ".join(map(key, names))


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 model", "2 models"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def see_more(task: Task, shown: int, ranking: Ranking) -> str:
    """How to see the rest of the models of a task."""
    families = f"{shown} of {count(len(ranking.picks), 'family')} shown, {count(ranking.models, 'model')} in all"
    return f"{families}; more: --limit 0, whichllm list models --task {task.tag}"


def meant(refusal: str, options: Sequence[str] = ()) -> str:
    """What somebody probably meant who was refused: "did you mean json?"; "" where nothing comes near.

    `refusal` is what Typer says of a value that is none of its choices; `options` are what it finds near an option.
    """
    found = _NO_CHOICE.search(refusal)
    choices = re.findall(r"'([^']*)'", found["choices"]) if found else []
    near = list(options) or (get_close_matches(found["typed"].casefold(), choices) if found else [])
    return f"did you mean {' or '.join(near)}?" if near else ""


def nothing_understood(recommendation: Recommendation) -> tuple[str, str]:
    """What to say where no task was found: the message and how to go on."""
    nearest = recommendation.nearest()
    offered = f"nearest tasks: {', '.join(task.id for task in nearest)}; " if nearest else ""
    example = next((task.examples[0] for task in nearest if task.examples), "translate documents")
    return (
        f"no task is understood in “{shorten(clean(recommendation.description), 80)}”",
        f'{offered}say what goes in and what should come out, for example: whichllm recommend "{example}"',
    )


def running(answer: Running) -> list[str]:
    """What to know before code is run: what it is, what to install, which key to set, what else there is."""
    model, library = answer.model, answer.library
    if library is None:
        return []
    said = [f"{clean(model.name)} ({clean(model.id)}): {answer.task.name.lower()} with {clean(library.name)}"]
    said.append(f"Install: {clean(answer.install)}")
    if library.key:
        said.append(f"Set the key of the service: export {clean(library.key)}=...")
    if model.gguf and model.gguf in answer.code:
        said.append(f"The files are a conversion to GGUF: https://huggingface.co/{clean(model.gguf)}")
    elif model.gated:
        said.append("The weights are behind a form: accept it on the model's page, then: hf auth login")
    if answer.others:
        said.append(f"Other ways: {', '.join(f'--library {clean(other.id)}' for other in answer.others)}")
    own = own_files(answer.catalog)
    return [*said, own] if own else said


def no_code(answer: Running) -> tuple[str, str]:
    """What to say where no code is known: the message, and where to look."""
    model = answer.model
    with_ = f" with {answer.library.name}" if answer.library else ""
    message = f"no code is known that runs {model.id} for {answer.task.id}{with_}"
    if answer.others:
        return message, f"there is some for: {', '.join(f'--library {other.id}' for other in answer.others)}"
    unknown = "" if model.libraries else "no source says what runs it; "
    listed = ", ".join(answer.pages) or f"whichllm explain {model.id}"
    return message, f"{unknown}look at: {listed}"


def gap(name: Gap, number: int) -> str:
    """What models lack: "12 models without a price, though only hosted"."""
    return f"{count(number, 'model')} without {_GAPS[name]}"


def few_models(short: Sequence[tuple[Task, int]]) -> list[str]:
    """Which tasks few models serve, those apart for which there are no more."""
    known = [entry for entry in short if says_no_more(entry[0])]
    named = (
        (f"fewer than {FEW_MODELS} models", [entry for entry in short if entry not in known]),
        (NO_MORE, known),
    )
    return [
        f"{said} for {', '.join(f'{task.id} ({number})' for task, number in entries)}"
        for said, entries in named
        if entries
    ]


def own_part(part: OwnPart) -> str:
    """A file of the user's own and what it brings."""
    brought = [
        *([f"adds {count(part.adds, 'block')}"] if part.adds else []),
        *([f"changes {count(part.changes, 'block')}"] if part.changes else []),
        *(["adds words"] if part.file.words else []),
    ]
    return f"{clean(part.file.file)}: {', '.join(brought) or 'brings nothing'}"


def verdict(report: Report) -> str:
    """The outcome of a check in a line."""
    errors, warnings = len(report.errors), len(report.warnings)
    if errors:
        return f"{count(errors, 'mistake')} to mend" + (f", {count(warnings, 'warning')}" if warnings else "")
    return f"No mistakes, {count(warnings, 'warning')}" if warnings else "All is well"


def was_checked(report: Report) -> list[str]:
    """What a check looked at, one line each."""
    terms, catalog = report.terms, report.catalog
    where = clean(report.folder) or "the catalog that comes with whichllm"
    files = "".join(f", {clean(file)}" for file in report.own)
    if catalog is None:
        return [f"{where}{files}: keys and values, names, sources, order; the rest once the mistakes are mended"]
    facts, figures = count_facts(catalog)
    held = (
        f"{count(len(catalog.models), 'model')}, {count(len(catalog.tasks), 'task')},"
        f" {count(len(catalog.licenses), 'license')}, {count(len(catalog.libraries), 'library')},"
        f" {count(len(catalog.sources), 'source')}"
    )
    looked_at = [
        f"{where}{files}: {held}",
        "keys and values, unique ids and names, known tasks, categories, licenses, libraries and sources, the order of"
        " files",
        f"a source for each of {count(facts, 'fact')} and {count(figures, 'figure')}",
        "successors that lead round in a ring or to a model that cannot be had",
        f"dates later than {terms.today.isoformat()}, sources checked more than {count(terms.max_age, 'day')} before",
        f"tasks with fewer than {FEW_MODELS} models that can be had, and no note that there are no more",
    ]
    if report.own:
        looked_at.append("whether examples in your own files land on their tasks")
    if terms.earlier is not None:
        looked_at.append(f"what is left of the {count(len(terms.earlier), 'model')} in {clean(terms.earlier_name)}")
    return looked_at
