"""RapidOCR: the languages that the text readers of PaddleOCR know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.catalog.facts import Fact, Origin, facts_of, languages, load_yaml, table

ORIGIN = Origin(source="rapidocr", packages=("rapidocr",))


def facts(folder: Path) -> Iterator[Fact]:
    """The languages of each reader in the table beside this module."""
    known = table(__file__)
    routes = load_yaml(folder / "rapidocr" / "default_models.yaml")["model_routes"]
    for model, place in known["models"].items():
        for route in routes.get(place["version"], {}).get("rec", {}).get(place["size"], ()):
            if route["model_key"] == place["key"]:
                codes = [known["languages"].get(code, code) for code in route["supported_langs"]]
                yield from facts_of(model, ORIGIN.source, {"languages": languages(codes), "libraries": ["rapidocr"]})
