"""What each demand means for the choice: one table of options, values, checks and refusals.

A demand is stated in the description's words or by an option. To add one, add a row to `KINDS`: the command line takes
its options from there; the words for it stand in the vocabulary.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, Literal, NamedTuple, get_args

from whichllm import memory
from whichllm.catalog import (
    HANDLED,
    MULTILINGUAL,
    Catalog,
    DemandName,
    License,
    LicenseClass,
    Model,
    Task,
    plain_name,
)
from whichllm.quantities import (
    GIGABYTE,
    Cost,
    read_bytes,
    read_cost,
    read_count,
    read_date,
    read_tokens,
    write_bytes,
    write_count,
)
from whichllm.reading.names import find_hardware, find_library, pick_name
from whichllm.records import dataclass

Preference = Literal["quality", "cost", "size", "speed"]
"""What the choice is to favour."""

PREFERENCES: tuple[Preference, ...] = get_args(Preference)

Use = Literal["commercial", "non-commercial"]
"""What a license is judged for."""

USABLE_OF_CARD, USABLE_OF_SHARED = 0.9, 0.75
"""Part of the memory that a model can have: of a card (vLLM's default), and of what the system shares."""

_USABLE = {"ram": USABLE_OF_SHARED, "vram": USABLE_OF_CARD}

BESIDE_A_CARD = " beside a card"
"""Said of the memory of a computer whose card runs the model: it sets no limit."""

ANY = "*"
"""Any language, in a direction of translation."""

_LIST_OF_LANGUAGES = r"\s*,\s*"
_FROM_TO = r"\s*(?:-|→|\bto\b)\s*"
# A language as it is written in a region or in a script (BCP 47), "pt-BR", "zh_Hant", "es-419". EN is no region, and
# who writes "de-EN" means a direction.
_LOCALE = r"(?a)([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?:(?!EN)[A-Z]{2}|\d{3}))?"
_CLASSES: tuple[str, ...] = get_args(LicenseClass)
# What allows commercial use, if only under conditions or the provider's terms.
_COMMERCIAL = frozenset({"permissive", "conditions", "proprietary"})
# More than the 32k tokens, some 50 pages, that models before 2024 read at most.
_LONG = 32_000
# Two channels of DDR4-3200, 8 bytes wide: what an ordinary computer without a graphics card reads, in bytes a second.
_CPU_BANDWIDTH = 51.2e9
# A task that more kinds of data go through than these does not tell which of them its models handle.
_KINDS_OF_A_TASK = 3
# Adults read English prose at 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047), about 5 tokens a
# second; whatever writes more slowly keeps its reader waiting.
_READING_SPEED = 5
_MAKERS_NAMED = 20


class Prefer(NamedTuple):
    """A limit that removes no model and moves the weights instead."""

    what: Preference


class Purpose(NamedTuple):
    """A limit that removes no model and says what licenses are judged for instead."""

    use: Use


class Machine(NamedTuple):
    """What a model must run on: bytes of memory, None where any amount will do, and bytes read from it in a second.

    `installed` is what the machine has altogether, where that is more than a model can have of it; `sold` what it is
    sold with, in GB, where that is not said and the least is assumed. Where it is `bare`, only the weights have to fit:
    no system is there that could run a program such as models are run with elsewhere.
    """

    memory: int | None
    bandwidth: float | None = None
    installed: int | None = None
    sold: tuple[float, ...] = ()
    bare: bool = False


class Way(tuple[str, ...]):
    """Codes of the languages that a translation goes through, from each to the next; `ANY` for whatever language."""

    __slots__ = ()


class Licenses(NamedTuple):
    """Licenses that will do: those of some classes, and single ones by their ids."""

    classes: frozenset[str]
    ids: frozenset[str] = frozenset()


class Permission(NamedTuple):
    """Whether a license allows a use, and the clause that decides; "conditions" means yes, if they are kept."""

    use: Use
    answer: Literal["yes", "conditions", "no", "unknown"]
    clause: str = ""


class Situation(NamedTuple):
    """What a check may depend on beside the model: the task, the context that it must have room for, in tokens, and
    whether a service is to run it.
    """

    task: Task
    catalog: Catalog
    context: int | None = None
    hosted: bool = False


class Option(NamedTuple):
    """An option of the command line that states a demand. Without `metavar` it is a flag that stands for `value`."""

    name: str
    help: str
    metavar: str = ""
    value: str = ""


class Scale(NamedTuple):
    """For a demand on a number: what a model has of it, and which of several is nearest to being allowed.

    `write` makes of it a value that would be enough, of the same kind as another value ("16GB RAM").
    """

    measure: Callable[[Model, Situation], float | None]
    nearest: Callable[[Iterable[float]], float]
    write: Callable[[float, str], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A demand: its name, the options that state it, what its values mean, and how a model is held against them.

    `limit` makes of a value, as an option or the vocabulary writes it, what `check` compares with; it raises
    WhichllmError for one that means nothing. `check` says whether a model is within the limit, None where the facts
    that decide are not known; a demand without it removes no model. An option overrules what the words say on the same
    `topic`. `refusal` completes "left out: 5 ...".
    """

    name: DemandName
    topic: str
    refusal: str
    limit: Callable[[str, Catalog], Any]
    check: Callable[[Model, Any, Situation], bool | None] | None = None
    options: tuple[Option, ...] = ()
    scale: Scale | None = None


def knows(model: Model, languages: Iterable[str]) -> bool | None:
    """Whether a model works in all these languages (ISO 639 codes); None where its languages are not known."""
    if not model.languages:
        return None
    return MULTILINGUAL in model.languages or set(languages) <= set(model.languages)


def _languages(value: str, catalog: Catalog) -> tuple[str, ...]:
    """Codes of languages that must all be known ("de,en"), or the way of a translation ("de-en", "de-en-de")."""
    valid = {word: language.code for language in catalog.vocabulary.languages for word in language.words}
    valid |= {language.code: language.code for language in catalog.vocabulary.languages} | {ANY: ANY}
    listed = re.split(_LIST_OF_LANGUAGES, value.strip())
    stations = listed if len(listed) > 1 or re.fullmatch(_LOCALE, listed[0]) else re.split(_FROM_TO, listed[0])
    if all(stations) and plain_name(listed[0]) in set(map(plain_name, valid)):
        # Dashes stand within names, too: "pt-br", "haitian-creole".
        stations = listed
    codes = [_language_code(name, valid) for name in stations]
    return tuple(codes) if stations == listed else Way(codes)


def _language_code(name: str, valid: Mapping[str, str]) -> str:
    """The code of a language; of a locale that of the language that is written in it, wherever."""
    locale = re.fullmatch(_LOCALE, name)
    codes = ", ".join(sorted({*valid.values()} - {ANY}))
    hint = f"{codes}; their names; pairs such as de-en, lists such as de,en"
    return pick_name(locale[1] if locale else name, valid, "language", hint)


def _language(model: Model, languages: tuple[str, ...], situation: Situation) -> bool | None:
    known = knows(model, [code for code in languages if code != ANY])
    if not isinstance(languages, Way) or not model.translates or situation.task.tag not in model.tasks:
        return known
    ways = pairwise(languages)
    return known if all(any(_directed(way, asked) for way in model.translates) for asked in ways) else False


def _directed(direction: str, languages: tuple[str, str]) -> bool:
    ways = zip(direction.split("-"), languages, strict=True)
    return all(ANY in (stated, asked) or stated == asked for stated, asked in ways)


def _licenses(value: str, catalog: Catalog) -> Licenses | Purpose:
    if value == "non-commercial":
        return Purpose("non-commercial")
    if value == "commercial":
        return Licenses(_COMMERCIAL)
    valid = {**{name: name for name in (*_CLASSES, "commercial")}, **{key: key for key in catalog.licenses}}
    hint = f"one or more, parted by commas, of {', '.join((*valid, 'non-commercial'))}"
    found = {pick_name(part, valid, "license", hint) for part in value.split(",")}
    classes = found & set(_CLASSES) | (_COMMERCIAL if "commercial" in found else frozenset())
    return Licenses(frozenset(classes), frozenset(found - classes))


def _license(model: Model, licenses: Licenses, situation: Situation) -> bool | None:
    license_ = situation.catalog.licenses[model.license]
    if license_.id in licenses.ids or license_.class_ in licenses.classes:
        return True
    return None if license_.class_ == "unknown" else False


def _word(what: str, valid: Sequence[str], value: str, _: Catalog) -> str:
    """One of a few words."""
    return pick_name(value, {word: word for word in valid}, what, ", ".join(valid))


def _domain(value: str, catalog: Catalog) -> str:
    return _word("kind of material", [domain.id for domain in catalog.vocabulary.domains], value, catalog)


def _access(model: Model, wanted: str, _: Situation) -> bool | None:
    """Open weights run anywhere; what has a price is offered as a service, too."""
    if wanted == "hosted":
        return True if model.open_weights is False or model.price else None
    return model.open_weights


def _ungated(model: Model, _: str, __: Situation) -> bool | None:
    if model.open_weights is False:
        return False
    return None if model.gated is None else not model.gated


def _at_most_memory(value: str, _: Catalog) -> Machine:
    """Memory that a model can have as a whole ("8GB"), or what a computer or its card has ("16GB RAM", "8GB VRAM")."""
    if value.endswith(BESIDE_A_CARD):
        return Machine(None)
    amount, _space, kind = value.strip().rpartition(" ")
    usable = _USABLE.get(kind.casefold())
    if usable is None:
        return Machine(read_bytes(value))
    installed = read_bytes(amount)
    return Machine(round(installed * usable), installed=installed)


def _write_memory(needed: float, like: str) -> str:
    """So much that a model can have what it needs: as a whole, or of what a machine has, if another value says that."""
    _amount, _space, kind = like.strip().rpartition(" ")
    usable = _USABLE.get(kind.casefold())
    return f"{write_bytes(needed / usable)} {kind}" if usable else write_bytes(needed)


def _hardware(value: str, catalog: Catalog) -> Machine:
    """A processor without a card counts by its speed: the memory of computers is large enough for what it can run."""
    if value == "cpu":
        return Machine(None, _CPU_BANDWIDTH)
    hardware = find_hardware(value, catalog)
    usable = USABLE_OF_CARD if hardware.kind == "gpu" else USABLE_OF_SHARED
    installed = hardware.memory * GIGABYTE
    return Machine(
        round(installed * usable),
        hardware.bandwidth and hardware.bandwidth * 1e9,
        round(installed),
        hardware.memories if len(hardware.memories) > 1 else (),
        hardware.kind == "microcontroller",
    )


def _runs_on(model: Model, machine: Machine, situation: Situation) -> bool | None:
    if model.open_weights is False:
        return False
    smallest = _least_weights(model) if machine.bare else _least_memory(model, situation)
    if smallest is None:
        return None
    if machine.memory is not None and smallest > machine.memory:
        return False
    return machine.bandwidth is None or _read_for_a_token(model) * _READING_SPEED <= machine.bandwidth


def _least_memory(model: Model, situation: Situation) -> float | None:
    return min((need.total for need in memory.needs(model, situation.context)), default=None)


def _least_weights(model: Model) -> int | None:
    return min((need.weights for need in memory.needs(model)), default=None)


def _read_for_a_token(model: Model) -> float:
    """Bytes of weights that work on a token: all of them, or the active share of a mixture of experts."""
    weights = min(need.weights for need in memory.needs(model))
    return weights * (model.active_parameters or model.parameters or 1) / (model.parameters or 1)


def _size(value: str, _: Catalog) -> int | Prefer:
    return Prefer("size") if value == "small" else read_count(value)


def _small_enough(model: Model, most: int, _: Situation) -> bool | None:
    return None if model.parameters is None else model.parameters <= most


def _speed(value: str, catalog: Catalog) -> Prefer:
    _word("speed", ("fast", "real-time"), value, catalog)
    return Prefer("speed")


def _quality(value: str, catalog: Catalog) -> Prefer:
    _word("quality", ("best",), value, catalog)
    return Prefer("quality")


def _price(value: str, _: Catalog) -> Cost | Prefer:
    if value == "low":
        return Prefer("cost")
    return Cost(0) if value == "free" else read_cost(value)


def _affordable(model: Model, most: Cost, situation: Situation) -> bool | None:
    """Open weights cost no fee unless a service runs them; of a price, each side must be within the limit."""
    if model.open_weights and not situation.hosted:
        return True
    if model.price is None or (most.unit and most.unit != model.price.unit):
        return None
    return all(side <= most.dollars for side in model.price.sides)


def _context(value: str, _: Catalog) -> int:
    return _LONG if value == "long" else read_tokens(value)


def _long_enough(model: Model, least: int, _: Situation) -> bool | None:
    return None if model.context is None else model.context >= least


def _modalities(value: str, _: Catalog) -> tuple[str, ...]:
    valid = {name: name for name in HANDLED}
    return tuple(pick_name(part, valid, "modality", ", ".join(valid)) for part in value.split(","))


def _handles(model: Model, wanted: tuple[str, ...], situation: Situation) -> bool | None:
    """What a model reads or writes is stated, or follows from its tasks, but for those that any kind may go into."""
    kinds = [_kinds_of_data(situation.catalog.tasks[task], situation.catalog) for task in model.tasks]
    handled = {kind for of_task in kinds if len(of_task) <= _KINDS_OF_A_TASK for kind in of_task}
    if model.modalities:
        handled.update(model.modalities.input, model.modalities.output)
    if set(wanted) <= handled:
        return True
    return None if model.modalities is None and len(model.tasks) == 1 else False


def _kinds_of_data(task: Task, catalog: Catalog) -> set[str]:
    concepts = {concept.id: concept.modality for concept in catalog.vocabulary.concepts}
    return {concepts.get(name, "") or "text" for name in (*task.reads, *task.writes)}


def _date(value: str, _: Catalog) -> str:
    return read_date(value)


def _new_enough(model: Model, since: str, _: Situation) -> bool | None:
    """A date that is known less exactly than the limit counts as the earliest day that it may be."""
    return model.released >= since if model.released else None


def _library(value: str, catalog: Catalog) -> str:
    return find_library(value, catalog).id


def _runs_with(model: Model, library: str, _: Situation) -> bool | None:
    return library in model.libraries if model.libraries else None


def _maker(value: str, catalog: Catalog) -> str:
    """A maker, in plain form, or "Owner/" for all whose ids begin so.

    It may be named by the words that it begins with (Meta is Meta AI, too) or by what the ids of its models begin with.
    """
    makers: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    counted: Counter[str] = Counter()
    for model in catalog.models.values():
        makers |= {begin: begin for begin in _beginnings(model.maker)}
        makers[model.maker.replace(" ", "")] = model.maker
        counted[model.maker] += 1
        owner, slash, _ = model.id.partition("/")
        if slash:
            owners.setdefault(owner, set()).add(model.maker)
    published = {owner: f"{owner}/" if len(named) > 1 else next(iter(named)) for owner, named in owners.items()}
    most = ", ".join(name for name, _ in counted.most_common(_MAKERS_NAMED))
    hint = f"{most} and others, or what their ids begin with; 'whichllm list models --format csv' lists them all"
    found = pick_name(value, {**published, **makers}, "maker", hint, may_begin=True)
    return found if found.endswith("/") else plain_name(found)


def _made_by(model: Model, maker: str, _: Situation) -> bool:
    """What somebody else has trained is still by the maker who comes first."""
    if maker.endswith("/"):
        return model.id.startswith(maker)
    return maker in map(plain_name, _beginnings(model.maker))


@lru_cache(maxsize=4096)
def _beginnings(maker: str) -> tuple[str, ...]:
    words = maker.split()
    return tuple(" ".join(words[:count]).rstrip(",") for count in range(len(words), 0, -1))


def _unwanted(value: str, catalog: Catalog) -> tuple[str, ...]:
    """Names of models, families or makers, in their plain form; each must be that of a model, if only its beginning."""
    names = tuple(filter(None, map(plain_name, value.split(","))))
    unknown = next(
        (name for name in names if not any(_is_called(model, name) for model in catalog.models.values())), ""
    )
    if unknown or not names:
        known = {name: name for model in catalog.models.values() for name in (model.family, model.maker)}
        pick_name(unknown or value, known, "model, family or maker", "'whichllm list models' shows them")
    return names


def _is_called(model: Model, name: str) -> bool:
    """Whether a model, its family or its maker goes by a name that begins so: YOLO26 n is a YOLO, OPUS-MT no MT."""
    called = map(plain_name, (model.name, model.family, model.id.rpartition("/")[2], model.maker))
    return any(own.startswith(name) for own in called)


def _is_none_of(model: Model, names: tuple[str, ...], _: Situation) -> bool:
    return not any(_is_called(model, name) for name in names)


KINDS: tuple[Kind, ...] = (
    Kind(
        "language",
        "language",
        "not for the language or the direction asked for",
        _languages,
        _language,
        (
            Option(
                "--language",
                "Languages the model must know, or a pair to translate: de, German, de,fr, de-en.",
                "LANGUAGE",
            ),
        ),
    ),
    Kind(
        "license",
        "license",
        "whose license does not allow it",
        _licenses,
        _license,
        (
            Option("--commercial", "The license must allow commercial use.", value="commercial"),
            Option("--license", "Licenses that will do, by id or class: apache-2.0,mit or permissive.", "LICENSES"),
        ),
    ),
    Kind(
        "openness",
        "access",
        "with closed weights, or that no service offers",
        partial(_word, "access", ("open", "hosted")),
        _access,
        (
            Option("--open", "The weights can be downloaded.", value="open"),
            Option("--hosted", "It is offered as a service.", value="hosted"),
        ),
    ),
    Kind("runs", "access", "only offered as a service", partial(_word, "way to run it", ("local",)), _access),
    Kind(
        "gated",
        "gated",
        "behind a form, or only hosted",
        partial(_word, "answer to whether it may be gated", ("no",)),
        _ungated,
        (Option("--not-gated", "The weights can be downloaded without accepting a form.", value="no"),),
    ),
    Kind(
        "memory",
        "hardware",
        "too large for the memory",
        _at_most_memory,
        _runs_on,
        (
            Option(
                "--memory",
                "The model must fit into this much memory: 8GB. Of '16GB RAM' or '8GB VRAM' it gets a part.",
                "MEMORY",
            ),
        ),
        Scale(_least_memory, min, _write_memory),
    ),
    Kind(
        "gpu",
        "hardware",
        "too large for the card",
        _hardware,
        _runs_on,
        (Option("--gpu", 'The model must fit into the memory of this card: "RTX 4090".', "NAME"),),
    ),
    Kind(
        "device",
        "hardware",
        "too large or too slow for the device",
        _hardware,
        _runs_on,
        (Option("--cpu", "The model must be quick enough without a graphics card.", value="cpu"),),
    ),
    Kind(
        "size",
        "size",
        "with more parameters",
        _size,
        _small_enough,
        (Option("--size", "At most so many parameters: 7B.", "PARAMETERS"),),
        Scale(lambda model, _: model.parameters, min, lambda number, _: write_count(number, math.ceil)),
    ),
    Kind("speed", "speed", "", _speed),
    Kind("quality", "quality", "", _quality),
    Kind(
        "price",
        "price",
        "that cost more",
        _price,
        _affordable,
        (
            Option(
                "--price",
                "At most so many US dollars for whatever it is charged by ($0.50), or for a named unit"
                " ('$0.04 per image'). Open weights cost no fee, unless --hosted.",
                "DOLLARS",
            ),
        ),
        Scale(
            lambda model, _: max(model.price.sides, default=None) if model.price else None,
            min,
            lambda dollars, _: f"${dollars:g}",
        ),
    ),
    Kind(
        "context",
        "context",
        "that read less at a time",
        _context,
        _long_enough,
        (Option("--context", "It must read at least so much at a time: 128k, 200 pages.", "TOKENS"),),
        Scale(lambda model, _: model.context, max, lambda number, _: write_count(number, math.floor)),
    ),
    Kind(
        "modality",
        "modality",
        "for other kinds of data",
        _modalities,
        _handles,
        (Option("--modality", "Kinds of data that it must read or write: image,text.", "KINDS"),),
    ),
    Kind(
        "released",
        "released",
        "published before",
        _date,
        _new_enough,
        (Option("--since", "Released on this day or later: 2025-06.", "DATE"),),
    ),
    Kind(
        "library",
        "library",
        "that the library does not run",
        _library,
        _runs_with,
        (Option("--library", "A library or program that must run it: transformers, ollama.", "NAME"),),
    ),
    Kind(
        "maker",
        "maker",
        "by other makers",
        _maker,
        _made_by,
        (Option("--maker", "Who made it, by name or as its ids begin: Google, Qwen.", "NAME"),),
    ),
    Kind(
        "without",
        "without",
        "of a name that is not wanted",
        _unwanted,
        _is_none_of,
        (Option("--without", "Leave out what has such a name, family or maker: whisper,openai.", "NAMES"),),
    ),
    Kind("domain", "domain", "", _domain),
)

_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def kind_of(name: DemandName) -> Kind:
    """The row of the table for a demand.

    Raises UnknownNameError for what is no demand.
    """
    return _BY_NAME.get(name) or pick_name(name, _BY_NAME, "demand", ", ".join(_BY_NAME))


def permission(license_: License, use: Use) -> Permission:
    """Whether a license allows a use."""
    match license_.class_:
        case "unknown":
            return Permission(use, "unknown")
        case "permissive":
            return Permission(use, "yes")
        case "non-commercial":
            return Permission(use, "no" if use == "commercial" else "yes", license_.clause)
        case "proprietary":
            return Permission(use, "conditions", license_.clause or "the provider's terms of service")
    return Permission(use, "conditions", license_.clause)
