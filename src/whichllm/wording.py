"""Evidence and facts in English: the only place that writes sentences about results."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.catalog import Block, Catalog, License, Measurement, Modalities, Model, Price, Source, Task
from whichllm.checking import Report
from whichllm.ranking import Credit, Pick, Ranking
from whichllm.reading import Demand, Match
from whichllm.recommending import Recommendation
from whichllm.snippets import Running
from whichllm.surveying import FEW_MODELS, NO_MORE, Gap, OwnPart, count_facts, says_no_more

UNKNOWN = "–"
_PHRASES_SHOWN = 3
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


def clean(text: str) -> str:
    """Text of unknown origin as one line that a terminal can show: no control or direction characters."""
    folded = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in folded)


def shorten(text: str, length: int) -> str:
    """The beginning of a long text, with an ellipsis in place of the rest."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def reason(credit: Credit, model: Model, catalog: Catalog) -> str:
    """Why a credit speaks for a model; "" for one that only breaks ties."""
    if credit.kind in ("made for", "also does"):
        return f"{credit.kind} {catalog.tasks[credit.task].name.lower()}"
    if credit.kind == "made for other":
        return f"but specialised in {catalog.tasks[credit.task].name.lower()}"
    if credit.kind == "language":
        return "knows the language" if credit.value > 0 else f"only for {', '.join(model.languages)}"
    if credit.kind == "evidence" and credit.measurement is not None:
        figure = credit.measurement
        return f"{figure.value:g} on {figure.benchmark} (rank {credit.rank} of {credit.of})"
    return ""


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


def demands(found: Sequence[Demand]) -> str:
    """What the words require, each with its words: "language fr (“to French”)"."""
    return ", ".join(f"{entry.name} {entry.value} (“{shorten(clean(entry.words), 40)}”)" for entry in found)


def left_out(ranking: Ranking) -> str:
    """How many models were left out and why; "" if none."""
    reasons_ = {"status": "superseded, retired or never published", "language": "not for the language asked for"}
    return "; ".join(
        f"{count(number, 'model')} left out: {reasons_[demand]}" for demand, number in ranking.rejected().items()
    )


def size(model: Model) -> str:
    """Parameters: "7.2B", with the active ones of a mixture of experts."""
    if model.parameters is None:
        return UNKNOWN
    text = _scaled(model.parameters)
    if model.active_parameters and model.active_parameters != model.parameters:
        text += f" ({_scaled(model.active_parameters)} active)"
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


def context_or_price(model: Model) -> str:
    """What a table has room for: the context and the price, as far as they are known."""
    known = [text for text in (context(model), price(model.price)) if text != UNKNOWN]
    return ", ".join(known) or UNKNOWN


def license_name(license_: License) -> str:
    """The licence, with its class where it does not simply permit."""
    if license_.class_ in ("permissive", "proprietary", "unknown"):
        return license_.name
    return f"{license_.name} ({license_.class_})"


def license_full(license_: License) -> str:
    """The licence with its class and the clause that matters."""
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
    source = catalog.sources[entry.source]
    return ", ".join(filter(None, (source.name, entry.date or source.date)))


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
            return price(model.price)
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
    value = getattr(model, name)
    return (", ".join(value) if isinstance(value, tuple) else value) or UNKNOWN


def key(name: str) -> str:
    """A key of the data as people say it."""
    return name.replace("_", " ")


def own_files(catalog: Catalog) -> str:
    """Which files of the user's own the answer rests on, too; "" where there are none."""
    files = ", ".join(clean(entry.file) for entry in catalog.own)
    return f"With your own: {files}" if files else ""


def own_further_down(picks: Sequence[Pick], shown: int, catalog: Catalog) -> str:
    """Which models of one's own stand below those that are shown; "" if none does."""
    named = [
        f"{pick.model.id} ({place})"
        for place, pick in enumerate(picks, 1)
        if place > shown and catalog.is_added(pick.model)
    ]
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


def see_more(task: Task, shown: int, total: int) -> str:
    """How to see the rest of the models of a task, and more of each."""
    listed = f"whichllm list models --task {task.tag}"
    return f"{shown} of {count(total, 'model')} shown; all of them: {listed}"


def nothing_understood(recommendation: Recommendation) -> tuple[str, str]:
    """What to say where no task was found: the message and how to go on."""
    nearest = recommendation.nearest()
    offered = f"nearest tasks: {', '.join(task.id for task in nearest)}; " if nearest else ""
    example = next((task.examples[0] for task in nearest if task.examples), "translate documents")
    return (
        f"no task is understood in “{shorten(clean(recommendation.description), 80)}”",
        f'{offered}say what goes in and what should come out, for example: whichllm recommend "{example}"',
    )


def _scaled(number: int) -> str:
    for unit, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")):
        if number >= unit:
            return f"{number / unit:.3g}{letter}"
    return str(number)


def running(answer: Running) -> list[str]:
    """What to know before code is run: what it is, what to install, which key to set, what else there is."""
    model, library = answer.model, answer.library
    if library is None:
        return []
    said = [f"{clean(model.name)} ({clean(model.id)}): {answer.task.name.lower()} with {clean(library.name)}"]
    said.append(f"Install: {clean(answer.install)}")
    if library.key:
        said.append(f"Set the key of the service: export {clean(library.key)}=...")
    if model.gated:
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
