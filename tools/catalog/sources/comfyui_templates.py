"""ComfyUI workflow templates: the year in which a model first had a template, and whether it is open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, facts_of, table

ORIGIN = Origin(source="comfyui-templates", packages=("comfyui-workflow-templates-json",))


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of the models in the table beside this module.

    A template comes out with its model or later: its day is no date of release, but the year holds for models that
    the table lists as new in it.
    """
    templates, known = _by_name(folder), table(__file__)
    for model, name in known["released"].items():
        first = min((template["date"] for template in templates.get(name, [])), default="")
        yield from facts_of(model, ORIGIN.source, {"released": first[:4]})
    for model, name in known["open"].items():
        if any(template.get("openSource") for template in templates.get(name, [])):
            yield from facts_of(model, ORIGIN.source, {"open_weights": True, "libraries": ["comfyui"]})
    for model, name in known["hosted"].items():
        if any(template.get("openSource") is False for template in templates.get(name, [])):
            yield from facts_of(model, ORIGIN.source, {"license": "proprietary", "open_weights": False})


def _by_name(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The templates in which each model takes part, by the name that the index gives it."""
    index = folder / "comfyui_workflow_templates_json" / "templates" / "index.json"
    named: dict[str, list[dict[str, Any]]] = {}
    for group in json.loads(index.read_text(encoding="utf-8")):
        for template in group["templates"]:
            for name in template.get("models") or ():
                named.setdefault(name, []).append(template)
    return named
