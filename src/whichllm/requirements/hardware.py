"""What a machine, as it reports of itself, requires of a model that is to run on it: demands, as options state them."""

from __future__ import annotations

from whichllm.base.errors import UnknownNameError, WhichllmError
from whichllm.catalog import Catalog, DemandName, Hardware
from whichllm.catalog.quantities import GIGABYTE
from whichllm.reading.names import find_hardware
from whichllm.requirements.here import Gpu, Machine, write_memory
from whichllm.requirements.machines import USABLE_OF_SHARED


def demands_of(machine: Machine, catalog: Catalog) -> dict[DemandName, str]:
    """The demands that make a model fit a machine, by their names, with the values that options take.

    A graphics card with memory of its own counts by that memory, of several the largest: whether a model can be spread
    over more depends on what runs it. Where processor and graphics share the memory (Macs, boards, some processors),
    the hardware of that name in the catalog counts, with the memory that is installed; less than a model could have of
    that, because the machine is limited, counts beside it. Hardware that the catalog does not know counts as a
    computer without a graphics card.

    Raises WhichllmError if the machine reports neither memory nor hardware that the catalog knows.
    """
    cards = [gpu.memory for gpu in machine.gpus if gpu.memory and not _shares(gpu, catalog)]
    if cards:
        return {"memory": f"{write_memory(max(cards))} VRAM"}
    hardware = _known(machine, catalog)
    if hardware is not None:
        return _demands_of_known(hardware, machine)
    if machine.memory is None:
        raise WhichllmError("this machine reports no memory", "state it: --memory '16GB RAM'")
    return {"memory": f"{write_memory(machine.memory)} RAM", "device": "cpu"}


def _demands_of_known(hardware: Hardware, machine: Machine) -> dict[DemandName, str]:
    # Small boards, of which nobody states how fast they read, are chosen for as where somebody names them in words.
    kind: DemandName = "device" if hardware.kind == "board" and hardware.bandwidth is None else "gpu"
    if machine.installed is None or hardware.kind == "gpu":
        return {kind: hardware.name}
    # Systems report less than is sold: they have taken their own part. More than that the catalog does not know of.
    installed = machine.installed + _set_aside(machine)
    sizes = sorted(hardware.memories)
    sold = next((size for size in sizes if size * GIGABYTE >= installed), sizes[-1])
    named = f"{hardware.name} {sold:g}GB"
    if machine.memory is None or machine.memory + _set_aside(machine) >= sold * GIGABYTE * USABLE_OF_SHARED:
        return {kind: named}
    return {"memory": f"{write_memory(machine.memory)} RAM", kind: named}


def _set_aside(machine: Machine) -> int:
    """Bytes that the graphics have of the memory of the machine, which does not count them itself."""
    return sum(gpu.memory or 0 for gpu in machine.gpus if gpu.shared)


def _known(machine: Machine, catalog: Catalog) -> Hardware | None:
    """The hardware by which a machine without a card of known memory goes, the most telling name first."""
    named = (_find(name, catalog) for name in machine.names)
    whole = (hardware for hardware in named if hardware is not None and hardware.kind != "gpu")
    graphics = (_find(gpu.name, catalog) for gpu in machine.gpus)
    return next(whole, None) or next(filter(None, graphics), None)


def _shares(gpu: Gpu, catalog: Catalog) -> bool:
    """Whether graphics use the memory of the machine: as it reports, or by their name."""
    hardware = None if gpu.shared else _find(gpu.name, catalog)
    return gpu.shared or (hardware is not None and hardware.kind != "gpu")


def _find(name: str, catalog: Catalog) -> Hardware | None:
    try:
        return find_hardware(name, catalog)
    except UnknownNameError:
        return None
