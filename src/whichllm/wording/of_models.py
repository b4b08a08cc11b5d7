"""What is known of a model, in English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from whichllm.catalog import Catalog, License, Measurement, Modalities, Model, Price, Source
from whichllm.catalog.quantities import is_later, write_bytes, write_count
from whichllm.loading.prices import SOURCE
from whichllm.requirements import Permission
from whichllm.requirements.memory import Need, usual
from whichllm.wording.plain import UNKNOWN

_NEWER_NAMED = 4
_LANGUAGES_NAMED = 4
PRICE_UNITS = {
    "million tokens": "M tokens",
    "million characters": "M characters",
}


def allowed(entry: Permission) -> str:
    """Whether a license allows the use: "commercial use: no, research only"."""
    said = {"yes": "yes", "conditions": "yes, with conditions", "no": "no", "unknown": "not known"}[entry.answer]
    return f"{entry.use} use: {said}" + (f" ({entry.clause})" if entry.clause else "")


def files(model: Model) -> str:
    """The size of the files that a model is published in: "45 MB of files"; "" where it is not known."""
    if model.file_size is None:
        return ""
    return f"{write_bytes(model.file_size)} of files" if model.file_size else "no weights before it is trained"


def need(entry: Need | None) -> str:
    """The memory that a model takes: "5.4 GB at 4 bit"; "" where it is not known."""
    return f"{write_bytes(entry.total)} {_kept(entry)}" if entry else ""


def formula(entry: Need) -> str:
    """How the memory adds up."""
    return (
        f"{write_bytes(entry.total)} = {write_bytes(entry.weights)} of weights {_kept(entry)}"
        f" + {write_bytes(entry.cache)} of cache + {write_bytes(entry.overhead)} of overhead"
    )


def _kept(entry: Need) -> str:
    if entry.precision != "as published":
        return f"at {entry.precision}"
    return entry.precision if entry.weights else "before it is trained"


def domains(model: Model, catalog: Catalog) -> str:
    """The kinds of material that a model was made for; "" for a generalist."""
    return ", ".join(domain_name(domain, catalog) for domain in model.domains)


def domain_name(name: str, catalog: Catalog) -> str:
    """The name of a kind of material, by its id."""
    return next(domain.name for domain in catalog.vocabulary.domains if domain.id == name)


def size(model: Model) -> str:
    """Parameters: "7.2B", with the active ones of a mixture of experts; where nobody counts them, its files."""
    if model.parameters is None:
        return files(model) or UNKNOWN
    text = write_count(model.parameters)
    if model.active_parameters and model.active_parameters != model.parameters:
        text += f" ({write_count(model.active_parameters)} active)"
    return text


def languages(model: Model) -> str:
    """Languages by their codes, or how many they are: "de, en", "99"."""
    known = model.languages
    return (", ".join(known) if len(known) <= _LANGUAGES_NAMED else f"{len(known)}") or UNKNOWN


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
    return f"{', '.join(sides)} per {PRICE_UNITS.get(price_.unit, price_.unit)}"


def price_of(model: Model) -> str:
    """The price of a model, and whether it is that of the package with list prices."""
    return f"{price(model.price)} (genai-prices)" if SOURCE in model.sources else price(model.price)


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


def newer(model: Model, relatives: Sequence[Model]) -> str:
    """Which models of the same family that can be had came later, the newest first; "" where none did."""
    later = [
        entry
        for entry in relatives
        if entry.maker == model.maker and entry.is_current and is_later(entry.released, model.released)
    ]
    later.sort(key=lambda entry: entry.released, reverse=True)
    named = ", ".join(f"{entry.id} ({entry.released})" for entry in later[:_NEWER_NAMED])
    return f"Newer of its family: {named}" if named else ""


def checked(model: Model, catalog: Catalog) -> str:
    """The newest date of the sources of a model, as their publishers give it."""
    return max(catalog.sources[source].date for source in model.sources) or UNKNOWN


def modalities(kinds: Modalities | None) -> str:
    """Kinds of data that go in and come out."""
    return f"{', '.join(kinds.input)} in; {', '.join(kinds.output)} out" if kinds else UNKNOWN


def directions(model: Model) -> str:
    """The directions of a model that does not translate both ways: "de to en only", "any language to en only"."""
    said = ", ".join(direction.said("any language") for direction in model.directions)
    return f"{said} only" if said else ""


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


class Fact(NamedTuple):
    """What is known of a model, as a page shows it: its title, the fields of a `Model` that it holds, how it is said.

    `said` gives "" or `UNKNOWN` where nothing is known; `none` stands for that beside models of which something is.
    """

    title: str
    fields: tuple[str, ...]
    said: Callable[[Model, Catalog], str]
    none: str = UNKNOWN


FACTS = (
    Fact("Maker", ("maker",), lambda model, _: model.maker),
    Fact(
        "Category",
        ("category", "other_categories"),
        lambda model, _: ", ".join([model.category, *model.other_categories]),
    ),
    Fact("Tasks", ("tasks", "subtasks"), lambda model, _: ", ".join([*model.tasks, *model.subtasks])),
    Fact("To be trained for", ("untrained_for",), lambda model, _: ", ".join(model.untrained_for), "nothing"),
    Fact("Made for", ("domains",), domains, "any material"),
    Fact("Status", ("status", "superseded_by", "retired"), lambda model, _: status(model)),
    Fact("License", ("license",), lambda model, catalog: license_full(catalog.license_of(model))),
    Fact("Access", ("open_weights", "gated"), lambda model, _: access(model)),
    Fact("Size", ("parameters", "active_parameters", "file_size"), lambda model, _: size(model)),
    Fact("Memory, about", ("parameters", "file_size"), lambda model, _: need(usual(model))),
    Fact("Context", ("context",), lambda model, _: context(model)),
    Fact("Price", ("price",), lambda model, _: price_of(model)),
    Fact("Languages", ("languages",), lambda model, _: ", ".join(model.languages)),
    Fact("Translates", ("translates",), lambda model, _: directions(model), "no fixed direction"),
    Fact("Released", ("released",), lambda model, _: model.released),
    Fact("Modalities", ("modalities",), lambda model, _: modalities(model.modalities)),
    Fact("Runs with", ("libraries",), libraries),
    Fact("GGUF files", ("gguf",), lambda model, _: model.gguf),
    Fact("Downloads", ("downloads_month",), lambda model, _: downloads(model)),
)
"""What pages show of a model, in this order: a new field of a `Model` is shown once it stands here."""


def fact(model: Model, name: str, catalog: Catalog) -> str:
    """A fact about a model by its key in the data, as a table shows it."""
    match name:
        case "evidence":
            return "; ".join(f"{entry.value:g} on {entry.benchmark}" for entry in model.evidence) or UNKNOWN
        case "recommended":
            return "; ".join(f"{entry.task}: {entry.by}" for entry in model.recommended) or UNKNOWN
    value = getattr(model, name)
    shown = next((entry for entry in FACTS if name in entry.fields), None)
    # Texts that a page shows together, like tasks and finer ones, are told apart here.
    if shown is None or (len(shown.fields) > 1 and isinstance(value, (str, tuple))):
        return (", ".join(value) if isinstance(value, tuple) else value) or UNKNOWN
    return shown.said(model, catalog) or UNKNOWN
