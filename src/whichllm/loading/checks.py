"""What must hold between the blocks of a catalog: ids that exist, names that mean one thing, patterns that parse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from whichllm.catalog import (
    SNIPPET_SLOTS,
    Category,
    Hardware,
    Library,
    License,
    Model,
    Snippet,
    Source,
    Task,
    plain_hardware,
)
from whichllm.loading.inventory import Inventory, check_date, check_slug
from whichllm.loading.model_checks import check_category, check_model, check_values_of_model, check_what_model_names
from whichllm.loading.yaml_files import Location

_LIBRARY = re.compile(r"[a-z0-9]+(?:[-._+][a-z0-9]+)*")
_SLOT = re.compile(r"\{(?:[^{}|\n]*\|)?(\w+)(?:\|[^{}|\n]*)?\}")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


def check(block: object, location: Location, inventory: Inventory) -> None:
    """Check one block of any kind."""
    match block:
        case Source():
            check_slug(block.id, location)
            for key in ("date", "checked"):
                if getattr(block, key):
                    check_date(getattr(block, key), location.at(key))
        case License():
            check_slug(block.id, location)
        case Hardware():
            _check_hardware(block, location, inventory)
        case Library():
            _check_library(block, location)
        case Category():
            check_slug(block.id, location)
            for index, other in enumerate(block.instead):
                inventory.expect(other.take, inventory.categories, "category", location.at("instead", index, "take"))
        case Task():
            _check_task(block, location, inventory)
        case Model():
            check_model(block, location, inventory)


def check_what_is_named(block: object, location: Location, inventory: Inventory) -> None:
    """Check what a block names, and its sound values, that is too broken to be checked whole."""
    match block:
        case Model():
            check_what_model_names(block, location, inventory)
            check_values_of_model(block, location, inventory)
            check_category(block, location, inventory)
        case Task():
            _check_what_task_names(block, location, inventory)


def check_names(located: Iterable[tuple[str, str, Location]], plain: Callable[[str], str]) -> None:
    """Check that no two blocks answer to the same name. Each item is (name, id of its block, location).

    `plain` gives the form in which names are looked up.
    """
    owners: dict[str, str] = {}
    for name, owner, location in located:
        other = owners.setdefault(plain(name), owner)
        if other != owner:
            location.report(f"'{name}' is already a name of '{other}'", "keep it where people mean it most")


def check_snippet(snippet: Snippet, location: Location, inventory: Inventory) -> None:
    """Check that the library and the tasks of a snippet exist, and that it runs the model that is asked for."""
    inventory.expect(snippet.library, inventory.libraries, "library", location.at("library"))
    for index, task in enumerate(snippet.tasks):
        inventory.expect(task, {**inventory.tags, **inventory.subtasks}, "task", location.at("tasks", index))
    for index, category in enumerate(snippet.categories):
        inventory.expect(category, inventory.categories, "category", location.at("categories", index))
    families = {model.family for model in inventory.models.values()}
    for index, name in enumerate(snippet.not_for):
        if name not in inventory.models and name not in families:
            location.at("not_for", index).report(
                f"no model and no family is called '{name}'", "write the id of a model, or the name of a family"
            )
    for model, called in snippet.calls.items():
        inventory.expect(model, inventory.models, "model", location.at("calls", model))
        if not _NAME.fullmatch(called) and {"module", "class"} & {*_SLOT.findall(snippet.code)}:
            location.at("calls", model).report(f"'{called}' is not the name of a class", "write module.Class")
    if not {"id", "title", "gguf", "call", "module", "class"} & {*_SLOT.findall(snippet.code)}:
        slots = ", ".join(f"{{{slot}}}" for slot in SNIPPET_SLOTS)
        location.at("code").report("names no model", f"write {{id}} where its id belongs (slots: {slots})")


def _check_hardware(hardware: Hardware, location: Location, inventory: Inventory) -> None:
    check_slug(hardware.id, location)
    for index, alias in enumerate(hardware.aliases):
        if not plain_hardware(alias):
            location.at("aliases", index).report(f"'{alias}' fits much hardware", "say which is meant")
    if not hardware.memories:
        location.at("memories").report("names no memory", "say how many GB it has")
    for index, memory in enumerate(hardware.memories):
        if memory <= 0:
            location.at("memories", index).report(f"'memories' cannot be {memory:g} GB", "leave out what is not known")
    if hardware.usual is not None and hardware.usual not in hardware.memories:
        location.at("usual").report(f"{hardware.usual:g} GB is none of its memories", "name one of them")
    if hardware.bandwidth is not None and hardware.bandwidth <= 0:
        location.at("bandwidth").report(
            f"'bandwidth' cannot be {hardware.bandwidth:g} GB/s", "leave out what is not known"
        )
    if not hardware.sources:
        location.at("sources").report("names no source", "say where the facts come from")
    for index, source in enumerate(hardware.sources):
        inventory.expect(source, inventory.sources, "source", location.at("sources", index))


def _check_task(task: Task, location: Location, inventory: Inventory) -> None:
    check_slug(task.id, location)
    if not task.categories:
        location.at("categories").report("names no category", "name at least one, the default first")
    _check_what_task_names(task, location, inventory)
    meant = inventory.subtasks.get(task.usually)
    if meant and meant.subtask_of != task.id:
        location.at("usually").report(
            f"'{task.usually}' is a subtask of '{meant.subtask_of}'", "name a subtask of this task"
        )
    seen: set[str] = set()
    for index, rule in enumerate(task.rules):
        here = location.at("rules", index, "says")
        if rule.says in seen:
            here.report(f"the rule '{rule.says}' stands twice in this task", "remove one of them")
        seen.add(rule.says)
        inventory.check_pattern(rule.says, here)


def _check_what_task_names(task: Task, location: Location, inventory: Inventory) -> None:
    """Check that whatever a task names is there."""
    for index, category in enumerate(task.categories):
        inventory.expect(category, inventory.categories, "category", location.at("categories", index))
    inventory.expect(task.subtask_of, inventory.tags, "task", location.at("subtask_of"))
    inventory.expect(task.usually, inventory.subtasks, "subtask", location.at("usually"))
    for index, measured in enumerate(task.measured_by):
        inventory.expect(measured, {**inventory.tags, **inventory.subtasks}, "task", location.at("measured_by", index))
    for index, tag in enumerate(task.near):
        inventory.expect(tag, inventory.tags, "task", location.at("near", index))
    for key, concepts in (("reads", task.reads), ("writes", task.writes)):
        for index, concept in enumerate(concepts):
            inventory.expect(concept, inventory.concepts, "concept", location.at(key, index))


def _check_library(library: Library, location: Location) -> None:
    if not _LIBRARY.fullmatch(library.id):
        location.at("id").report(f"'{library.id}' is not an id", "write it as the package index does, in lower case")
    if library.key and library.kind != "hosted client":
        location.at("key").report("only a hosted client needs a key", "leave it out, or name another 'kind'")
