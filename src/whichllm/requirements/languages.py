"""Languages that a model must know, and the ways that a translation must go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from whichllm.base.errors import WhichllmError
from whichllm.base.words import ANY, ARROW, BOTH_WAYS, Direction
from whichllm.catalog import MULTILINGUAL, Catalog, Model, plain_name
from whichllm.catalog.derived import derived
from whichllm.reading.names import pick_name
from whichllm.requirements.kinds import Kind, Option, Situation, commonest

if TYPE_CHECKING:
    from whichllm.reading.demands import Demand  # needless for the completion of commands

_LIST_OF_LANGUAGES = r"\s*,\s*"
_FROM_TO = rf"{ARROW}|\s*\bto\b\s*"
_INTO = ("to ", "into ")
# A language as it is written in a region or in a script (BCP 47), "pt-BR", "zh_Hant", "es-419". EN is no region, and
# who writes "de-EN" means a direction.
_LOCALE = r"(?a)([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?:(?!EN)[A-Z]{2}|\d{3}))?"
# More codes than this nobody reads.
_LISTED = 60
# Who lists so many languages was not made for one or a pair of them.
_MANY = 5


class Way(tuple[str, ...]):
    """Codes of the languages that a translation goes through, from each to the next; `ANY` for whatever language.

    No way is equal to the languages on it, whoever asks for them in whatever order.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Way) and tuple.__eq__(self, other)

    def __hash__(self) -> int:
        return hash((Way, *self))


class Kin(NamedTuple):
    """Codes that stand for a language: of itself and of what belongs to it, and of what it belongs to."""

    own: frozenset[str]
    groups: frozenset[str]


@derived(most=4096)
def kin(catalog: Catalog, code: str) -> Kin:
    """What stands for a language (ISO 639 code) among those of a model."""
    members = {language.code: language.members for language in catalog.vocabulary.languages if language.members}
    groups = frozenset(group for group, belonging in members.items() if code in belonging)
    return Kin(frozenset((code, *members.get(code, ()))), groups)


def knows(model: Model, languages: Iterable[str], catalog: Catalog) -> bool | None:
    """Whether a model works, or may work, in all these languages (ISO 639 codes); None where none of its is known.

    Who knows one of several languages that go by a name (Quechua) knows what is asked for by that name. Who names the
    group, or only says that there are many, may know this one.
    """
    if not model.languages:
        return None
    known = set(model.languages)
    if MULTILINGUAL in known:
        return True
    stand_for = (kin(catalog, code) for code in languages)
    return not any(known.isdisjoint(found.own) and known.isdisjoint(found.groups) for found in stand_for)


def names(model: Model, languages: Iterable[str], catalog: Catalog) -> bool:
    """Whether all these languages (ISO 639 codes) are listed among those of a model, by their own names."""
    known = set(model.languages)
    return not any(known.isdisjoint(kin(catalog, code).own) for code in languages)


def is_multilingual(model: Model) -> bool | None:
    """Whether a model works in many languages, by its own word or by those that are listed; None where none is."""
    if not model.languages:
        return None
    return MULTILINGUAL in model.languages or len(model.languages) >= _MANY


def leads(direction: Direction, source: str, target: str, catalog: Catalog) -> bool:
    """Whether a direction of translation leads from one language to another, each a code or `ANY`."""
    sides = zip(direction, (source, target), strict=True)
    return all(ANY in (stated, asked) or stated in kin(catalog, asked).own for stated, asked in sides)


def _languages(value: str, catalog: Catalog) -> tuple[str, ...] | str:
    """Codes of languages that must all be known ("de,en"), or the way of a translation ("de-en", "de->en", "de<->en").

    A way may go on: "de-en-de" is there and back, as "de<->en" is. `MULTILINGUAL` asks for many, whichever they are.
    """
    if plain_name(value) == MULTILINGUAL:
        return MULTILINGUAL
    listed = re.split(_LIST_OF_LANGUAGES, value.strip())
    ends = re.split(BOTH_WAYS, listed[0])
    stations = [*ends, ends[0]] if len(ends) == 2 else re.split(_FROM_TO, listed[0])
    # Dashes stand within names, too: "pt-br", "haitian-creole"; and "to" is the code of one.
    is_name = all(stations) and plain_name(listed[0]) in _names(catalog)
    is_way = len(listed) == 1 and not is_name and not re.fullmatch(_LOCALE, listed[0])
    if value.strip() and not all(stations if is_way else listed):
        raise WhichllmError(
            f"'{value}' leaves a language out",
            "name one, a pair to translate such as de-en, or a list such as de,en",
        )
    if not is_way:
        return tuple(_language_code(name, catalog) for name in listed)
    codes = [_language_code(name, catalog) for name in stations]
    if any(one == next_ for one, next_ in pairwise(codes)):
        raise WhichllmError(f"'{value}' leads from a language to itself", f"name it alone: {codes[0]}")
    return Way(codes) if len(codes) > 1 else tuple(codes)


@derived()
def _names(catalog: Catalog) -> Mapping[str, str]:
    """The codes of languages by all that these are called, in plain form."""
    named = catalog.vocabulary.language_codes() | {ANY: ANY}
    return {plain_name(name): code for name, code in named.items()}


def _language_code(name: str, catalog: Catalog) -> str:
    """The code of a language; of a locale that of the language that is written in it, wherever."""

    def hint() -> str:
        codes = (code for model in catalog.models.values() for code in model.languages if code != MULTILINGUAL)
        return (
            f"names of languages, pairs such as de-en, lists such as de,en, {MULTILINGUAL}, and codes: "
            f"{commonest(codes)}"
        )

    locale = re.fullmatch(_LOCALE, name)
    return pick_name(locale[1] if locale else name, _names(catalog), "language", hint)


def _as_said(value: str, words: str) -> str:
    """Words that say which language is wanted out ("to French") mean a direction; from a language to itself is none."""
    direction = Direction.parse(value)
    if direction and direction.source == direction.target:
        return direction.source
    is_one = value != MULTILINGUAL and "-" not in value
    return str(Direction(ANY, value)) if words.casefold().startswith(_INTO) and is_one else value


def _named_of_many(said: Sequence[Demand], _: Catalog) -> Sequence[Demand]:
    """Languages that are named tell which of many are meant, but for English, which nearly all know."""
    languages = {demand.value for demand in said if demand.name == "language"}
    if languages <= {MULTILINGUAL, "en"}:
        return said
    return [demand for demand in said if (demand.name, demand.value) != ("language", MULTILINGUAL)]


def _language(model: Model, languages: tuple[str, ...] | str, situation: Situation) -> bool | None:
    if isinstance(languages, str):
        return is_multilingual(model)
    catalog = situation.catalog
    known = knows(model, [code for code in languages if code != ANY], catalog)
    if not isinstance(languages, Way) or not model.translates or situation.task.tag not in model.tasks:
        return known
    ways = pairwise(languages)
    led = all(any(leads(way, *asked, catalog) for way in model.directions) for asked in ways)
    return known if led else False


LANGUAGE = Kind(
    "language",
    "language",
    "not for the language or the direction asked for",
    _languages,
    _language,
    (
        Option(
            "--language",
            "Languages the model must know, a pair to translate, or many: de, German, de,fr, de-en, multilingual.",
            "LANGUAGE",
        ),
    ),
    repeated="each",
    as_said=_as_said,
    together=_named_of_many,
    of_one_step=True,
)
