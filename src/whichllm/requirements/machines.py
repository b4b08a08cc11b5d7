"""What a model must run on: memory, cards, devices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from whichllm.base.errors import UnknownNameError, WhichllmError
from whichllm.catalog import Catalog, Model
from whichllm.catalog.quantities import GIGABYTE, read_bytes, write_bytes
from whichllm.reading.names import find_hardware
from whichllm.requirements import memory
from whichllm.requirements.kinds import Kind, Option, Scale, Situation, is_word

if TYPE_CHECKING:
    from whichllm.reading.demands import Demand  # needless for the completion of commands

USABLE_OF_CARD, USABLE_OF_SHARED = 0.9, 0.75
"""Part of the memory that a model can have: of a card (vLLM's default), and of what the system shares."""

_USABLE = {"ram": USABLE_OF_SHARED, "vram": USABLE_OF_CARD}

_CPU = "cpu"
# In one machine there are no more than sixteen.
_SEVERAL = r"(?ai)([1-9]|1[0-6])\s*[x×]\s*(.+)"
# Two channels of DDR4-3200, 8 bytes wide: what an ordinary computer without a graphics card reads, in bytes a second.
_CPU_BANDWIDTH = 51.2e9
# Adults read English prose at 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047), about 5 tokens a
# second; whatever writes more slowly keeps its reader waiting.
_READING_SPEED = 5


class Capacity(NamedTuple):
    """What a model must run on: bytes of memory, None where any amount will do, and bytes read from it in a second.

    `installed` is what the machine has altogether, where that is more than a model can have of it; `sold` what it is
    sold with, in GB, where that is not said and the least is assumed. Where it is `bare`, only the weights have to fit:
    no system is there that could run a program such as models are run with elsewhere. All `cards` have it together.
    """

    memory: int | None
    bandwidth: float | None = None
    installed: int | None = None
    sold: tuple[float, ...] = ()
    bare: bool = False
    cards: int = 1


def room_for(model: Model, machine: Capacity) -> int | None:
    """Bytes that a model can have of a machine, beside what it takes on a single one; None for any amount.

    What runs language models spreads their layers over all cards (vLLM, llama.cpp), and takes what it needs for itself
    on each of them; all other models run on one card.
    """
    if machine.memory is None or machine.cards == 1:
        return machine.memory
    if not memory.is_language_model(model):
        return machine.memory // machine.cards
    needed = next(iter(memory.needs(model)), None)
    return machine.memory - (machine.cards - 1) * (needed.overhead if needed else 0)


def _at_most_memory(value: str, _: Catalog) -> Capacity:
    """Memory that a model can have as a whole ("8GB"), or what a computer or its card has ("16GB RAM", "8GB VRAM")."""
    amount, _space, kind = value.strip().rpartition(" ")
    usable = _USABLE.get(kind.casefold())
    if usable is None:
        return Capacity(read_bytes(value))
    installed = read_bytes(amount)
    return Capacity(round(installed * usable), installed=installed)


def _write_memory(needed: float, like: str) -> str:
    """So much that a model can have what it needs: as a whole, or of what a machine has, if another value says that."""
    _amount, _space, kind = like.strip().rpartition(" ")
    usable = _USABLE.get(kind.casefold())
    return f"{write_bytes(needed / usable)} {kind}" if usable else write_bytes(needed)


def _device(value: str, catalog: Catalog) -> Capacity:
    """A processor without a card counts by its speed: the memory of computers is large enough for what it can run."""
    return Capacity(None, _CPU_BANDWIDTH) if is_word(value, _CPU) else _hardware(value, catalog)


def _card(value: str, catalog: Catalog) -> Capacity:
    if is_word(value, _CPU):
        raise UnknownNameError(f"'{value}' is no card", "--cpu asks for what is quick enough without one")
    cards, name = _counted(value)
    one = _hardware(name, catalog)
    if cards == 1 or one.memory is None or one.installed is None:
        return one
    if find_hardware(name, catalog).kind != "gpu":
        raise WhichllmError(f"'{value}' are no cards", "only cards in one machine count together; name one")
    return one._replace(memory=cards * one.memory, installed=cards * one.installed, cards=cards)


def _counted(value: str) -> tuple[int, str]:
    """How many cards a value names, and the name of one: "2x RTX 3090"."""
    several = re.fullmatch(_SEVERAL, value.strip())
    return (int(several[1]), several[2]) if several else (1, value)


def _hardware(value: str, catalog: Catalog) -> Capacity:
    hardware = find_hardware(value, catalog)
    usable = USABLE_OF_CARD if hardware.kind == "gpu" else USABLE_OF_SHARED
    installed = hardware.memory * GIGABYTE
    return Capacity(
        round(installed * usable),
        hardware.bandwidth and hardware.bandwidth * 1e9,
        round(installed),
        hardware.memories if len(hardware.memories) > 1 else (),
        hardware.kind == "microcontroller",
    )


def _runs_on(model: Model, machine: Capacity, situation: Situation) -> bool | None:
    if model.open_weights is False:
        return False
    smallest = _least_weights(model) if machine.bare else _least_memory(model, situation)
    if smallest is None:
        return None
    room = room_for(model, machine)
    if room is not None and smallest > room:
        return False
    return machine.bandwidth is None or _read_for_a_token(model) * _READING_SPEED <= machine.bandwidth


def _least_memory(model: Model, situation: Situation) -> float | None:
    return min((need.total for need in memory.needs(model, situation.context)), default=None)


def _least_weights(model: Model) -> int | None:
    return min((need.weights for need in memory.needs(model)), default=None)


def _read_for_a_token(model: Model) -> float:
    """Bytes of weights that work on a token: all of them, or the active share of a mixture of experts."""
    weights = min(need.weights for need in memory.needs(model))
    return weights * (model.active_parameters or model.parameters or 1) / (model.parameters or 1)


def _with_memory(said: Sequence[Demand], catalog: Catalog) -> list[Demand]:
    """Of hardware that is sold with several memories, the one that is told beside it is meant ("RTX 3060, 12 GB")."""
    told = [demand.value for demand in said if demand.name == "memory"]
    sizes = {"gpu": {value.removesuffix(" VRAM") for value in told}, "device": {value.split()[0] for value in told}}
    together = []
    for demand in said:
        sold = [f"{size:g}GB" for size in _sold(demand.value, catalog)] if told and demand.name in sizes else []
        size = next((size for size in sold if size in sizes[demand.name]), "")
        together.append(demand._replace(value=f"{demand.value} {size}".strip()))
    return together


def _sold(hardware: str, catalog: Catalog) -> tuple[float, ...]:
    """The memories, in GB, that hardware is sold with, if several, and none is told with its name."""
    try:
        memories = find_hardware(_counted(hardware)[1], catalog).memories if hardware != _CPU else ()
    except UnknownNameError:
        return ()
    return memories if len(memories) > 1 else ()


def _is_around_a_card(demand: Demand, said: Sequence[Demand]) -> bool:
    """Memory that a computer has beside that of its card is not where models run; that of several is known of each."""
    if demand.value.endswith(" VRAM"):
        return any(_counted(other.value)[0] > 1 for other in said if other.name == "gpu")
    has_card = any(other.name == "gpu" or other.value.endswith(" VRAM") for other in said)
    return has_card and demand.value.endswith(" RAM")


MEMORY = Kind(
    "memory",
    "hardware",
    "too large for the memory",
    _at_most_memory,
    _runs_on,
    (
        Option(
            "--memory",
            "The model must fit into this much memory: 8GB. Of '16GB RAM' or '8GB VRAM' it gets a part.",
            "MEMORY",
        ),
    ),
    Scale(lambda model, _, situation: _least_memory(model, situation), min, _write_memory),
    is_idle=_is_around_a_card,
    column="size",
)

GPU = Kind(
    "gpu",
    "hardware",
    "too large or too slow for the card",
    _card,
    _runs_on,
    (Option("--gpu", 'It must run on this card, chip or board: "RTX 4090", "2x RTX 3090", "M3 Max 64GB".', "NAME"),),
    together=_with_memory,
    column="size",
)

DEVICE = Kind(
    "device",
    "hardware",
    "too large or too slow for the device",
    _device,
    _runs_on,
    (Option("--cpu", "The model must be quick enough without a graphics card.", value=_CPU),),
    together=_with_memory,
    favors="speed",
    column="size",
)
