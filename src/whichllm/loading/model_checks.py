"""What must hold of a model: facts with a source, values that can be, names of what there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from whichllm.base.words import ANY, Direction
from whichllm.catalog import HANDLED, MULTILINGUAL, SOURCED_FACTS, Model
from whichllm.loading.blocks import did_you_mean
from whichllm.loading.inventory import Inventory, chain, check_date, rings
from whichllm.loading.yaml_files import Location

_MODEL_ID = re.compile(r"[^\s/]+(?:/[^\s/]+)*")


def check_model(model: Model, location: Location, inventory: Inventory) -> None:
    """Check a whole block, but for a category that it names itself."""
    if not _MODEL_ID.fullmatch(model.id):
        location.at("id").report(f"'{model.id}' is not a model id", "write it without spaces")
    if not model.tasks:
        location.at("tasks").report("names no task", "name at least one, the main one first")
    check_what_model_names(model, location, inventory)
    for index, subtask in enumerate(model.subtasks):
        parent = inventory.subtasks.get(subtask)
        if parent and parent.subtask_of not in model.tasks:
            location.at("subtasks", index).report(
                f"'{subtask}' is a subtask of '{parent.subtask_of}'",
                f"add '{parent.subtask_of}' to 'tasks'",
            )
    for index, tag in enumerate(model.untrained_for):
        _check_listed(tag, model.tasks, location.at("untrained_for", index))
    check_values_of_model(model, location, inventory)
    if (model.status == "superseded") != bool(model.superseded_by) and model.status != "retired":
        location.at("status").report("'superseded' and 'superseded_by' go together")
    if (model.status == "retired") != bool(model.retired):
        location.at("status").report("'status: retired' and 'retired: <date>' go together")
    for index, measurement in enumerate(model.evidence):
        here = location.at("evidence", index)
        _check_listed(measurement.task, (*model.tasks, *model.subtasks), here.at("task"))
    for index, choice in enumerate(model.recommended):
        here = location.at("recommended", index)
        _check_listed(choice.task, (*model.tasks, *model.subtasks), here.at("task"))
    _check_sources(model, location)


def check_category(model: Model, location: Location, inventory: Inventory) -> None:
    """Check the category of a model that names it itself."""
    inventory.expect(model.category, inventory.categories, "category", location.at("category"))


def check_successors(located: Iterable[tuple[Model, Location]]) -> None:
    """Check that no model is, in the end, superseded by itself. The last of those that are is to be changed."""
    superseded = {model.id: (model.superseded_by, location) for model, location in located if model.superseded_by}
    for ring in rings({name: (successor,) for name, (successor, _) in superseded.items()}):
        superseded[ring[0]][1].at("superseded_by").report(
            f"'{ring[0]}' is superseded by itself in the end: {chain(ring)}", "name a model that is current"
        )


def check_what_model_names(model: Model, location: Location, inventory: Inventory) -> None:
    """Check that whatever a model names is there."""
    lists: tuple[tuple[str, Sequence[str], Mapping[str, object], str], ...] = (
        ("tasks", model.tasks, inventory.tags, "task"),
        ("subtasks", model.subtasks, inventory.subtasks, "subtask"),
        ("domains", model.domains, inventory.domains, "domain"),
        ("other_categories", model.other_categories, inventory.categories, "category"),
        ("libraries", model.libraries, inventory.libraries, "library"),
    )
    for key, names, among, kind in lists:
        for index, name in enumerate(names):
            inventory.expect(name, among, kind, location.at(key, index))
    inventory.expect(model.license, inventory.licenses, "license", location.at("license"))
    inventory.expect(model.superseded_by, inventory.models, "model", location.at("superseded_by"))
    for index, measurement in enumerate(model.evidence):
        inventory.expect(measurement.source, inventory.sources, "source", location.at("evidence", index, "source"))
    for index, choice in enumerate(model.recommended):
        inventory.expect(choice.source, inventory.sources, "source", location.at("recommended", index, "source"))
    for source in model.sources:
        inventory.expect(source, inventory.sources, "source", location.at("sources", source))


def check_values_of_model(model: Model, location: Location, inventory: Inventory) -> None:
    """Check values that depend on nothing else in the block."""
    for index, written in enumerate(model.translates):
        direction = Direction.parse(written)
        if direction is None:
            location.at("translates", index).report(
                f"'{written}' is no direction of translation",
                'write "de-en", or "*-en" and "en-*" for any of its languages',
            )
            continue
        for code in direction:
            if code != ANY:
                inventory.check_language(code, location.at("translates", index))
    for index, code in enumerate(model.languages):
        if code != MULTILINGUAL:
            inventory.check_language(code, location.at("languages", index))
    _check_price(model, location.at("price"))
    for key in ("input", "output"):
        for index, kind in enumerate(getattr(model.modalities, key, ())):
            if kind not in HANDLED:
                here = location.at("modalities", key, index)
                here.report(f"unknown modality '{kind}'", did_you_mean(kind, HANDLED))
    for key in ("released", "retired"):
        if getattr(model, key):
            check_date(getattr(model, key), location.at(key))
    for key in ("parameters", "active_parameters", "file_size", "context", "downloads_month"):
        count = getattr(model, key)
        if count is not None and count < (0 if key in ("file_size", "downloads_month") else 1):
            location.at(key).report(f"'{key}' cannot be {count}", "leave out what is not known")
    for index, measurement in enumerate(model.evidence):
        if measurement.date:
            check_date(measurement.date, location.at("evidence", index, "date"))


def _check_price(model: Model, location: Location) -> None:
    if model.price and not model.price.sides:
        location.report("names no price", "say what goes in or what comes out costs: 'input' or 'output'")
    for side in model.price.sides if model.price else ():
        if side < 0:
            location.report(f"'price' cannot be {side:g} dollars", "leave out what is not known")


def _check_listed(task: str, served: Sequence[str], location: Location) -> None:
    """What is said of a model on a task needs the task among those that it serves."""
    if task not in served:
        location.report(f"the model does not list the task '{task}'")


def _check_sources(model: Model, location: Location) -> None:
    cited: set[str] = set()
    for source, facts in model.sources.items():
        for index, fact in enumerate(facts):
            here = location.at("sources", source, index)
            if fact not in SOURCED_FACTS:
                here.report(f"'{fact}' is not a fact that needs a source", did_you_mean(fact, SOURCED_FACTS))
            elif getattr(model, fact) in (None, "", ()):
                here.report(f"cites '{fact}', which the block does not state")
        cited.update(facts)
    if not model.sources:
        location.at("sources").report("names no source", "say where the facts come from")
    for fact in SOURCED_FACTS:
        if fact not in cited and getattr(model, fact) not in (None, "", ()):
            if fact == "license" and model.license == "unknown":
                continue
            location.at(fact).report(f"'{fact}' has no source", "name it under 'sources', or leave the fact out")
