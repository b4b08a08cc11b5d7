"""Why models are recommended, what was asked for and what was left out, in English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from whichllm.answers.recommending import Chain, General, TaskAnswer
from whichllm.catalog import Catalog, Measurement, Model, Task
from whichllm.catalog.quantities import write_bytes, write_count
from whichllm.ranking import Credit, Pick, Picks, Place, Ranking, Relaxation
from whichllm.reading.tasks import Match
from whichllm.requirements import Capacity, kind_of, names
from whichllm.requirements.wishes import Stated, Wishes
from whichllm.wording.of_models import domain_name, downloads, measured, need, price, size
from whichllm.wording.plain import clean, command, count, listed, shorten

_NAMES_SHOWN = 5
_PHRASES_SHOWN = 3
_OWN_NAMED = 10
# By how much a model must be larger before a factor says more than both sizes.
_TELLING = 2


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
    if credit.kind == "classes":
        return f"but knows only {credit.about}"
    if credit.kind == "language":
        if credit.value > 0 or credit.about == "may know":
            return f"{credit.about} the language"
        if credit.about == "one way":
            return f"only from {', '.join(way.said('any') for way in model.directions)}"
        return f"only for {', '.join(model.languages)}"
    if credit.kind == "words":
        return f"noted for {', '.join(f'“{word}”' for word in credit.about.split(', '))}"
    if credit.kind == "recommended":
        return credit.about.partition("; ")[0]
    if credit.kind == "domain":
        return f"{'' if credit.value > 0 else 'but '}made for {domain_name(credit.about, catalog)}"
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
            return f"released {model.released}" if model.released else "date not known: counted as the middle one"
        case "adoption":
            return downloads(model) if model.downloads_month else "only hosted: no downloads to count"
        case "size" | "speed":
            return size(model)
        case "quality":
            return f"{size(model) if model.parameters else price(model.price)} (a stand-in: nobody measured it)"
        case "cost":
            return price(model.price) if model.price else size(model)
        case "evidence" if entry.measurement:
            source = catalog.sources[entry.measurement.source]
            # Many a leaderboard is called as its benchmark is.
            is_named = entry.measurement.benchmark.startswith(source.name)
            said = entry.measurement.date or source.date if is_named else measured(entry.measurement, catalog)
            return ", ".join(filter(None, (reason(entry, model, catalog), said)))
    return reason(entry, model, catalog)


def reasons(credits_: Sequence[Credit], model: Model, catalog: Catalog) -> list[str]:
    """Why a model is offered, in the order of weight, with its note last."""
    said = [text for text in (reason(credit, model, catalog) for credit in credits_) if text]
    if model.note:
        said.append(model.note.rstrip("."))
    return said


class Shared(NamedTuple):
    """What is said once of picks that stand below one another: reasons that all have, and what measured several."""

    reasons: tuple[str, ...] = ()
    measured: Measurement | None = None


def shared(picks: Sequence[Pick], catalog: Catalog) -> Shared:
    """What several picks share."""
    if len(picks) < 2:
        return Shared()
    first, *others = (
        [reason(credit, pick.model, catalog) for credit in pick.credits if credit.kind != "evidence"] for pick in picks
    )
    figures = [credit.measurement for pick in picks for credit in pick.credits if credit.measurement]
    times = Counter(figure.benchmark for figure in figures)
    most = max(figures, key=lambda figure: times[figure.benchmark], default=None)
    return Shared(
        tuple(text for text in dict.fromkeys(first) if text and all(text in other for other in others)),
        most if most and times[most.benchmark] > 1 else None,
    )


def why(pick: Pick, catalog: Catalog, said: Shared) -> str:
    """Why a model is offered beside others, without what is said once of all of them, and its variants."""
    parts = []
    for credit in pick.credits:
        figure, text = credit.measurement, reason(credit, pick.model, catalog)
        if figure and said.measured and figure.benchmark == said.measured.benchmark:
            text = f"measured {figure.value:g} (rank {credit.rank} of {credit.of})"
        if text not in said.reasons:
            parts.append(text)
    return "; ".join(filter(None, [*parts, pick.model.note.rstrip("."), variants(pick)]))


def of_all(said: Shared) -> list[str]:
    """What picks share, in a line each."""
    figure = said.measured
    better = "" if figure is None or figure.higher_is_better else " (lower is better)"
    return [
        *([f"All of these: {'; '.join(said.reasons)}."] if said.reasons else []),
        *([f"Measured: {figure.benchmark}{better}."] if figure else []),
    ]


def because(match: Match) -> str:
    """The words of the description that led to a task, those that met rules first, without what mostly repeats them."""
    phrases: list[str] = []
    shown: set[str] = set()
    for entry in match.evidence:
        phrase = clean(entry.words)
        words = set(phrase.split())
        if entry.weight > 0 and 2 * len(words - shown) > len(words):
            phrases.append(phrase)
            shown |= words
    return ", ".join(f"“{shorten(phrase, 60)}”" for phrase in phrases[:_PHRASES_SHOWN])


def demands(stated: Sequence[Stated]) -> str:
    """What is required, each with the words or the option: "language fr (“to French”)", and what does not count."""
    return ", ".join(map(_demand, stated))


def _demand(stated: Stated) -> str:
    words, kind = shorten(clean(stated.words), 40), kind_of(stated.name)
    ineffective = {
        "overruled": "; overruled by an option",
        "beside a card": "; no limit, for the card runs the model",
        "not understood": "; not understood, so not applied",
        "not checked": f"; {kind.unchecked}",
    }
    quoted = f"“{words}”" if stated.by == "words" else words
    bound = kind.bound if any(map(str.isdigit, stated.value)) else ""
    return (
        f"{stated.name} {bound}{stated.value} ({quoted}{ineffective.get(stated.effect, '')}{_machine(stated.machine)})"
    )


def _machine(machine: Capacity | None) -> str:
    """What is assumed of a machine: "; 8 GB assumed, sold with 8 or 12 GB; 7.2 GB of 8 GB for the model"."""
    if machine is None or machine.installed is None or machine.memory is None:
        return ""
    said = ""
    if machine.sold:
        sizes = " or ".join(f"{size:g}" for size in machine.sold)
        said = f"; {write_bytes(machine.installed)} assumed, sold with {sizes} GB"
    said += f"; {write_bytes(machine.memory)} of {write_bytes(machine.installed)} for "
    if machine.cards == 1:
        return f"{said}the model"
    one = write_bytes(machine.memory / machine.cards)
    return f"{said}a language model, spread over {machine.cards} cards; {one} for any other"


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
    return "superseded, retired or never published" if demand == "status" else kind_of(demand).refusal


def relaxation(entry: Relaxation) -> str:
    """What to give up so that a model is left: "without --commercial: 4 models"."""
    given_up = " and ".join(f"{requirement.name} {requirement.value}" for requirement in entry.without)
    enough = f"; {entry.without[0].name} {entry.enough} would do" if entry.enough else ""
    return f"without {given_up}: {count(entry.models, 'model')}{enough}"


def variants(pick: Pick) -> str:
    """Which other sizes and versions of the family would do: "also 0.6B to 235B (5 more)"; "" if none."""
    versions = pick.versions()
    if not versions:
        return ""
    sizes = sorted(entry.model.parameters for entry in (pick, *versions) if entry.model.parameters)
    span = f"{write_count(sizes[0])} to {write_count(sizes[-1])}, " if len(set(sizes)) > 1 else ""
    return f"{span}{len(versions)} more of the family"


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


def differences(other: Model, model: Model, wishes: Wishes, catalog: Catalog) -> list[str]:
    """What another model costs in comparison: parameters, memory as it is asked for, price, access, license."""
    said = []
    if other.parameters and model.parameters:
        ratio = other.parameters / model.parameters
        sizes = f"{size(other)} against {size(model)}"
        said.append(f"{_times(ratio)} the parameters ({sizes})" if ratio >= _TELLING else f"{sizes} parameters")
    needs = wishes.need(other), wishes.need(model)
    if needs[0] and needs[1]:
        said.append(f"{need(needs[0])} against {need(needs[1])}")
    if other.price:
        said.append(price(other.price) + (f" against {price(model.price)}" if model.price else ""))
    if other.open_weights is False and model.open_weights:
        said.append("hosted only")
    if other.license != model.license:
        said.append(f"license {catalog.license_of(other).name} against {catalog.license_of(model).name}")
    return said


def _times(ratio: float) -> str:
    return f"{ratio:.2g} times" if ratio < 100 else f"{round(ratio, -1):,.0f} times"


def general(entry: General, ranking: Ranking, catalog: Catalog) -> str:
    """Whether a general language model is needed at all, beside the models of a ranking."""
    other = entry.pick.model
    title = (
        "A general language model is the better choice today" if entry.better else "No general language model needed"
    )
    differs = "; ".join(differences(other, ranking.picks[0].model, ranking.wishes, catalog))
    return f"{title}: {entry.why} {other.name} ({other.id}){': ' * bool(differs)}{differs}."


def chain(entry: Chain) -> list[str]:
    """The models of all steps together, what they take, and the one model that would do several steps."""
    said = [f"Together: {' → '.join(pick.model.id for pick in entry.picks)}"]
    if entry.memory:
        said[0] += f"; {write_bytes(entry.memory)} of memory if all stay loaded"
        if entry.room is not None and not entry.fits_together:
            said[0] += f", more than the {write_bytes(entry.room)} that there are: one after the other, each fits"
    prices = [price(pick.model.price) for pick in entry.picks if pick.model.price]
    if prices:
        said[0] += f"; {' + '.join(prices)}"
    if entry.single:
        steps = " and ".join(str(number + 1) for number in entry.covers)
        said.append(f"Simpler: {entry.single.name} ({entry.single.id}) alone does steps {steps}")
    return said


def own_further_down(picks: Picks, shown: int, catalog: Catalog) -> str:
    """Which models of one's own stand below those that are shown; "" if none does."""
    places = {identifier: picks.place_of(identifier) for identifier in catalog.added_models()}
    further = sorted((place, name) for name, place in places.items() if place is not None and place >= shown)
    named = [f"{name} ({place + 1})" for place, name in further if picks[place].model.id == name]
    more = f" and {len(named) - _OWN_NAMED:,} more" if len(named) > _OWN_NAMED else ""
    return f"Your own, further down: {', '.join(named[:_OWN_NAMED])}{more}" if named else ""


def nearest(answer: TaskAnswer, catalog: Catalog) -> str:
    """That no model shown was made for the task, and whether demands are to blame; "" where one was."""
    name = answer.task.name.lower()
    match answer.none_made_for(catalog):
        case "at all":
            return f"No model in the catalog was made for {name}; these come nearest."
        case "that suits":
            return f"None of the models made for {name} is known to meet what is asked for; these come nearest."
    return ""


def unknown_languages(picks: Picks, wishes: Wishes, catalog: Catalog) -> str:
    """Which of the languages that are asked for none of the models is known to know, "" if there is none such.

    Of languages that most models know it goes without saying.
    """
    if not any(credit.kind == "language" and credit.value < 0 for credit in picks[0].credits):
        return ""
    models = [entry.model for lead in picks for entry in lead.family()]
    asked = (code for code in wishes.languages if code != "en")
    left = [code for code in asked if not any(names(model, (code,), catalog) for model in models)]
    if not left:
        return ""
    said = " or ".join(_language_name(code, catalog) for code in left)
    return f"No model here is known to know {said}: these know many languages, and their sources do not list them."


def other_classes(task: Task, wishes: Wishes, catalog: Catalog) -> str:
    """What models that know a fixed set of classes do not do, and what does, where others are asked for; "" if not."""
    if not wishes.beyond:
        return ""
    known = " or ".join(wishes.beyond)
    others = command(f"list models --task {task.any_classes}", catalog)
    named = f"take one that is told in words what to look for ({others}) or "
    return f"Models trained on {known} know no other classes: {named if task.any_classes else ''}train one on your own."


def _language_name(code: str, catalog: Catalog) -> str:
    words = next((language.words for language in catalog.vocabulary.languages if language.code == code), ())
    return words[0].title() if words else code


def unmeasured(picks: Sequence[Pick], task: Task, wishes: Wishes, catalog: Catalog) -> str:
    """Which of the models shown no figure speaks for; "" where each has one.

    Where benchmarks of the task measure in some languages only, it is said for which language they tell nothing.
    """
    titles = [pick.model.name for pick in picks if all(credit.kind != "evidence" for credit in pick.credits)]
    if not titles:
        return ""
    if len(titles) == len(picks):
        which = "these" if len(picks) > 1 else "it"
    else:
        which = listed(titles) if len(titles) <= _NAMES_SHOWN else f"{len(titles)} of these"
    by_language = any(catalog.tasks[name].measured_in for name in (task.id, *task.measured_by))
    asked = " and ".join(_language_name(code, catalog) for code in wishes.languages) if by_language else ""
    return f"No figure in the catalog measures {which} for {task.name.lower()}{asked and f' in {asked}'}."


def see_more(task: Task, shown: int, limit: int, ranking: Ranking, catalog: Catalog) -> str:
    """How many models of a task are shown, why no more are, and how to see the rest."""
    families = len(ranking.picks)
    suit = f"{count(families, 'family')} shown, {count(ranking.models, 'model')} that suit{'s' * (ranking.models == 1)}"
    said = [f"{shown} of {suit}" if shown < families else f"All {suit}" if families > 1 else suit]
    if shown < min(limit, families):
        said[0] += "; the others are far behind the first"
    if shown < families:
        said.append("all of them: --limit 0")
    there_are = f"{len(catalog.models_for(task)):,} {'made for it' if task.subtask_of else 'in the catalog'}"
    return "; ".join([*said, f"the {there_are}: {command(f'list models --task {task.id}', catalog)}"])
