"""Languages that a model must know, and the ways that a translation must go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from whichllm.catalog import MULTILINGUAL, Catalog, Model, plain_name
from whichllm.reading.names import pick_name
from whichllm.requirements.kinds import Kind, Option, Situation

ANY = "*"
"""Any language, in a direction of translation."""

_LIST_OF_LANGUAGES = r"\s*,\s*"
_FROM_TO = r"\s*(?:-|→|\bto\b)\s*"
# A language as it is written in a region or in a script (BCP 47), "pt-BR", "zh_Hant", "es-419". EN is no region, and
# who writes "de-EN" means a direction.
_LOCALE = r"(?a)([a-z]{2,3})(?:[-_][A-Z][a-z]{3})?(?:[-_](?:(?!EN)[A-Z]{2}|\d{3}))?"


class Way(tuple[str, ...]):
    """Codes of the languages that a translation goes through, from each to the next; `ANY` for whatever language."""

    __slots__ = ()


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


LANGUAGE = Kind(
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
    repeated="each",
)
