"""Omnilingual ASR: parameters of each model, a table in its description; the languages that all of them know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog import readme
from tools.catalog.facts import Fact, Origin, count, facts_of, languages, literals, table

ORIGIN = Origin(source="omnilingual-asr", packages=("omnilingual-asr",))


def facts(folder: Path) -> Iterator[Fact]:
    """Parameters, licence, openness and languages of the models in the table beside this module."""
    known = table(__file__)
    stated_languages = literals(folder / "omnilingual_asr/models/wav2vec2_llama/lang_ids.py")["supported_langs"]
    listed = {row[0]: row for rows in readme.tables(readme.description(folder)) for row in rows}
    for model, name in known["models"].items():
        if name in listed:
            parameters = count(int(listed[name][2].replace("_", "")))
            stated = {
                "license": known["license"],
                "open_weights": True,
                "gated": False,
                "parameters": parameters,
                "languages": languages(stated_languages),
                "libraries": ["omnilingual-asr"],
            }
            yield from facts_of(model, ORIGIN.source, stated)
