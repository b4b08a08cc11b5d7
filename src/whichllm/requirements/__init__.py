"""What each demand means for the choice: one table of options, values, checks and refusals.

A demand is stated in the description's words or by an option. To add one, write its `Kind` beside those of its like and
put it into `KINDS`: the command line takes its options from there; the words for it stand in the vocabulary.
"""

from __future__ import annotations

from whichllm.catalog import DemandName
from whichllm.reading.names import pick_name
from whichllm.requirements.access import GATED, OPENNESS, RUNS
from whichllm.requirements.amounts import CONTEXT, PRICE, QUALITY, RELEASED, SIZE, SPEED
from whichllm.requirements.kinds import PREFERENCES, Kind, Option, Prefer, Preference, Situation
from whichllm.requirements.languages import ANY, LANGUAGE, knows
from whichllm.requirements.licensing import LICENSE, Permission, Purpose, Use, permission
from whichllm.requirements.machines import (
    BESIDE_A_CARD,
    DEVICE,
    GPU,
    MEMORY,
    Machine,
)
from whichllm.requirements.material import DOMAIN, MODALITY
from whichllm.requirements.naming import LIBRARY, MAKER, WITHOUT

KINDS: tuple[Kind, ...] = (
    LANGUAGE,
    LICENSE,
    OPENNESS,
    RUNS,
    GATED,
    MEMORY,
    GPU,
    DEVICE,
    SIZE,
    SPEED,
    QUALITY,
    PRICE,
    CONTEXT,
    MODALITY,
    RELEASED,
    LIBRARY,
    MAKER,
    WITHOUT,
    DOMAIN,
)
"""Every demand, in the order in which options are shown."""

_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def kind_of(name: DemandName) -> Kind:
    """The row of the table for a demand.

    Raises UnknownNameError for what is no demand.
    """
    return _BY_NAME.get(name) or pick_name(name, _BY_NAME, "demand", ", ".join(_BY_NAME))


__all__ = [
    "ANY",
    "BESIDE_A_CARD",
    "KINDS",
    "PREFERENCES",
    "Kind",
    "Machine",
    "Option",
    "Permission",
    "Prefer",
    "Preference",
    "Purpose",
    "Situation",
    "Use",
    "kind_of",
    "knows",
    "permission",
]
