"""What each demand means for the choice: one table of options, values, checks and refusals.

A demand is stated in the description's words or by an option. To add one, give it a name in `DemandName`, write its
`Kind` beside those of its like and put it into `KINDS`: all else follows from that. The words for it stand in the
vocabulary.
"""

from __future__ import annotations

from copy import copy
from typing import Any, Literal

from whichllm.base.errors import WhichllmError
from whichllm.catalog import Catalog, DemandName
from whichllm.catalog.derived import derived
from whichllm.reading.names import pick_name
from whichllm.requirements.access import GATED, OPENNESS, RUNS
from whichllm.requirements.amounts import CONTEXT, PRICE, QUALITY, RELEASED, SIZE, SPEED
from whichllm.requirements.kinds import (
    PREFERENCES,
    Circumstances,
    FactColumn,
    Kind,
    Option,
    Prefer,
    Preference,
    Situation,
)
from whichllm.requirements.languages import LANGUAGE, kin, knows, leads, names
from whichllm.requirements.licensing import LICENSE, Permission, Purpose, Use, permission
from whichllm.requirements.machines import DEVICE, GPU, MEMORY, Capacity, room_for
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

OptionName = Literal["commercial", "open", "hosted", "not-gated", "cpu", "since"]
"""What options are called that are not called as their demand is."""

_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}
_BY_OPTION = {option.name.removeprefix("--"): (kind, option) for kind in KINDS for option in kind.options}


def kind_of(name: str) -> Kind:
    """The row of the table for a demand.

    Raises UnknownNameError for what is no demand.
    """
    return _BY_NAME.get(name) or pick_name(name, _BY_NAME, "demand", ", ".join(_BY_NAME))


def stated_as(name: str) -> tuple[Kind, Option | None]:
    """The demand that is stated by its own name or by that of an option, and the option, if there is one.

    Raises UnknownNameError for what is neither.
    """
    found = _BY_OPTION.get(name)
    if found is not None:
        return found
    known: dict[str, Kind] = {**_BY_NAME, **{option: kind for option, (kind, _) in _BY_OPTION.items()}}
    kind = _BY_NAME.get(name) or pick_name(name, known, "demand", ", ".join(known))
    return _BY_OPTION.get(name, (kind, next((option for option in kind.options if option.metavar), None)))


def limit_of(name: DemandName, value: str, catalog: Catalog) -> Any:
    """What a value of a demand means, worked out once: what its `Kind` compares with.

    Raises WhichllmError for a value that means nothing, UnknownNameError for what is no demand.
    """
    limit, refused = _limit_of(catalog, name, value)
    if refused is not None:
        # What is raised remembers where: each time it is another one.
        raise copy(refused)
    return limit


@derived(most=1024)
def _limit_of(catalog: Catalog, name: DemandName, value: str) -> tuple[Any, WhichllmError | None]:
    try:
        return kind_of(name).limit(value, catalog), None
    except WhichllmError as error:
        return None, copy(error)


__all__ = [
    "KINDS",
    "PREFERENCES",
    "Capacity",
    "Circumstances",
    "FactColumn",
    "Kind",
    "Option",
    "OptionName",
    "Permission",
    "Prefer",
    "Preference",
    "Purpose",
    "Situation",
    "Use",
    "kin",
    "kind_of",
    "knows",
    "leads",
    "limit_of",
    "names",
    "permission",
    "room_for",
    "stated_as",
]
