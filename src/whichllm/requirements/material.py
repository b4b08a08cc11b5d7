"""What a model must work on: kinds of data, and the field that they come from."""

from __future__ import annotations

from whichllm.catalog import HANDLED, Catalog, Model
from whichllm.catalog.derived import derived
from whichllm.reading.names import pick_name
from whichllm.requirements.kinds import Kind, Option, Situation, one_of

# A task that more kinds of data go through than these does not tell which of them its models handle.
_KINDS_OF_A_TASK = 3


def _domain(value: str, catalog: Catalog) -> str:
    return one_of("kind of material", [domain.id for domain in catalog.vocabulary.domains], value, catalog)


def _modalities(value: str, _: Catalog) -> tuple[str, ...]:
    valid = {name: name for name in HANDLED}
    return tuple(pick_name(part, valid, "modality", ", ".join(valid)) for part in value.split(","))


def _handles(model: Model, wanted: tuple[str, ...], situation: Situation) -> bool | None:
    """What a model reads or writes is stated, or follows from its tasks, but for those that any kind may go into."""
    kinds = [_kinds_of_data(situation.catalog, task) for task in model.tasks]
    handled = {kind for of_task in kinds if len(of_task) <= _KINDS_OF_A_TASK for kind in of_task}
    if model.modalities:
        handled.update(model.modalities.input, model.modalities.output)
    if set(wanted) <= handled:
        return True
    return None if model.modalities is None and len(model.tasks) == 1 else False


@derived(most=1024)
def _kinds_of_data(catalog: Catalog, task: str) -> frozenset[str]:
    through = {*catalog.tasks[task].reads, *catalog.tasks[task].writes}
    known = {concept.id: concept.modality for concept in catalog.vocabulary.concepts if concept.id in through}
    return frozenset(known.get(name, "") or "text" for name in through)


MODALITY = Kind(
    "modality",
    "modality",
    "for other kinds of data",
    _modalities,
    _handles,
    (Option("--modality", "Kinds of data that it must read or write: image,text.", "KINDS"),),
    repeated="each",
    of_one_step=True,
)

DOMAIN = Kind("domain", "domain", "", _domain, of_one_step=True, unchecked="no model here is made for it")
