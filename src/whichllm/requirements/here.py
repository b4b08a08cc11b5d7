"""What this machine reports of itself: its memory, the limits on it, its graphics cards. Nothing is guessed.

Whatever is missing, unreadable or odd counts as not reported: looking never fails, and takes seconds at the most.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from whichllm.base.records import dataclass

Run = Callable[[str, tuple[str, ...]], str]
"""Runs a program, by name and arguments, and gives what it prints; "" if it is missing, fails or does not end."""

_SECONDS = 5
_MOST_READ = 1_000_000
_MOST_NAME = 100
_MOST_BYTES = 2**60
_NVIDIA_SMI = ("--query-gpu=name,memory.total", "--format=csv,noheader,nounits")
_ROCM_SMI = ("--showproductname", "--showmeminfo", "vram", "--json")
_MEM_TOTAL = re.compile(r"^MemTotal:\s*(\d{1,18})\s*kB\s*$", re.MULTILINE)
_MODEL = re.compile(r"^Model:\s*(\S.*)$", re.MULTILINE)
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([MG])B", re.IGNORECASE)
_CARD = re.compile(r"card\d+")
_AMD = "0x1002"
# The kernel shows the voltage of a northbridge of those graphics only that sit on a processor.
_ON_A_PROCESSOR = "vddnb"
_PROCESSOR = re.compile(r"^model name\s*:\s*(\S.*)$", re.MULTILINE)
_PROCESSOR_OF_WINDOWS = ("query", r"HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0", "/v", "ProcessorNameString")
_TEXT_OF_WINDOWS = re.compile(r"REG_SZ[^\S\n]+(\S.*)")
_UNITS = {"M": 2**20, "G": 2**30}


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card or chip: its name, its memory in bytes, and where both were read.

    `memory` is None where none is reported. With `shared` it uses that of the machine: what it reports is set aside
    there for it, and nothing else has it.
    """

    name: str
    memory: int | None
    source: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine reports: the memory that may be used, in bytes, None if it reports none; its graphics cards.

    `words` says what was read and where, a phrase each. `names` are those of the machine as a whole, by its board or
    its processor; `installed` is the memory in bytes that it has, whatever limits there are.
    """

    memory: int | None
    gpus: tuple[Gpu, ...] = ()
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    installed: int | None = None


def _windows_memory() -> int | None:
    """The physical memory that Windows states: MEMORYSTATUSEX is two numbers of 32 bits and seven of 64."""
    import ctypes

    class _Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("load", ctypes.c_uint32),
            ("total", ctypes.c_uint64),
            ("rest", ctypes.c_uint64 * 6),
        )

    status = _Status(length=ctypes.sizeof(_Status))
    try:
        if not ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
            return None
    except (AttributeError, OSError):
        return None
    return _sane(int(status.total))


@dataclass(frozen=True, slots=True)
class System:
    """Where to look: the platform as Python names it, the root of its files, what runs programs.

    `windows_memory` asks Windows for the bytes of memory.
    """

    platform: str
    root: Path
    run: Run
    windows_memory: Callable[[], int | None] = _windows_memory

    def text(self, path: str) -> str:
        """The text of a file by its absolute path, "" if it cannot be read."""
        try:
            with (self.root / path.lstrip("/")).open("rb") as stream:
                return stream.read(_MOST_READ).decode("utf-8", "replace")
        except (OSError, ValueError):
            return ""

    def entries(self, path: str) -> list[str]:
        """The names in a folder by its absolute path, in order; none if it cannot be read."""
        try:
            return sorted(entry.name for entry in (self.root / path.lstrip("/")).iterdir())
        except (OSError, ValueError):
            return []


def look(system: System | None = None) -> Machine:
    """What this machine, or another `system`, reports of itself. Never raises."""
    here = system if system is not None else System(sys.platform, Path("/"), _run)
    memory, source = _memory(here)
    limit, limit_source = _limit(here) if here.platform == "linux" else (None, "")
    gpus = tuple(_gpus(here))
    installed = memory
    called = [(name, where) for name, where in _names(here) if name]
    words = [f"{name} ({where})" for name, where in called if all(gpu.name != name for gpu in gpus)]
    if memory is not None:
        words.append(f"{write_memory(memory)} of memory ({source})")
    if limit is not None and (memory is None or limit < memory):
        words.append(f"limited to {write_memory(limit)} ({limit_source})")
        memory = limit
    for gpu in gpus:
        size = "shared memory" if gpu.shared else "memory not reported"
        words.append(
            f"{gpu.name}, {size if gpu.shared or gpu.memory is None else write_memory(gpu.memory)} ({gpu.source})"
        )
    return Machine(memory, gpus, tuple(words), tuple(name for name, _ in called), installed)


def _names(system: System) -> Iterator[tuple[str, str]]:
    """What a machine is called by its board or processor, "" where it does not say, and where that was read."""
    if system.platform == "darwin":
        yield _cleaned(system.run("sysctl", ("-n", "machdep.cpu.brand_string"))), "sysctl machdep.cpu.brand_string"
    elif system.platform == "win32":
        stated = _TEXT_OF_WINDOWS.search(system.run("reg", _PROCESSOR_OF_WINDOWS))
        yield _cleaned(stated.group(1)) if stated else "", "registry"
    elif system.platform == "linux":
        yield _cleaned(system.text("/proc/device-tree/model")), "/proc/device-tree/model"
        processor = _PROCESSOR.search(system.text("/proc/cpuinfo"))
        yield _cleaned(processor.group(1)) if processor else "", "/proc/cpuinfo"


def _memory(system: System) -> tuple[int | None, str]:
    """The memory of the machine, and where it was read."""
    if system.platform == "darwin":
        return parse_count(system.run("sysctl", ("-n", "hw.memsize"))), "sysctl hw.memsize"
    if system.platform == "win32":
        return system.windows_memory(), "GlobalMemoryStatusEx"
    return parse_meminfo(system.text("/proc/meminfo")), "/proc/meminfo"


def _limit(system: System) -> tuple[int | None, str]:
    """The least limit that control groups set on the memory of this process, and the file that states it."""
    limits: list[tuple[int, str]] = []
    for group, file in _limit_files(system.text("/proc/self/cgroup")):
        limit = parse_count(system.text(f"{group}/{file}"))
        if limit is not None:
            limits.append((limit, f"{group}/{file}"))
    return min(limits, default=(None, ""))


def _limit_files(groups: str) -> Iterator[tuple[str, str]]:
    """The folders of the groups of a process and of all groups around them, with the file that states the limit."""
    yield "/sys/fs/cgroup", "memory.max"
    yield "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
    for line in groups.splitlines():
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        parts = [part for part in PurePosixPath(group).parts if part not in ("/", "..")]
        for length in range(1, len(parts) + 1):
            inner = "/".join(parts[:length])
            if not controllers:
                yield f"/sys/fs/cgroup/{inner}", "memory.max"
            elif "memory" in controllers.split(","):
                yield f"/sys/fs/cgroup/memory/{inner}", "memory.limit_in_bytes"


def _gpus(system: System) -> Iterator[Gpu]:
    """The graphics cards, those of each maker from the first place that reports any."""
    if system.platform == "darwin":
        yield from parse_system_profiler(system.run("system_profiler", ("SPDisplaysDataType", "-json")))
        return
    found = parse_nvidia_smi(system.run("nvidia-smi", _NVIDIA_SMI))
    if not found and system.platform == "linux":
        found = _nvidia_driver(system)
    yield from found
    if system.platform == "linux":
        yield from _amd(system)


def _nvidia_driver(system: System) -> tuple[Gpu, ...]:
    """The cards that the driver of NVIDIA knows, without their memory, which it does not state."""
    folder = "/proc/driver/nvidia/gpus"
    models = (_MODEL.search(system.text(f"{folder}/{slot}/information")) for slot in system.entries(folder))
    names = (_cleaned(model.group(1)) for model in models if model)
    return tuple(Gpu(name, None, folder) for name in names if name)


def _amd(system: System) -> tuple[Gpu, ...]:
    """The cards of AMD. Which of them sit on the processor only the kernel tells; rocm-smi counts in another order."""
    seen = _amd_cards(system)
    shared = {gpu.memory for gpu in seen if gpu.shared}
    told = parse_rocm_smi(system.run("rocm-smi", _ROCM_SMI))
    return tuple(replace(gpu, shared=gpu.memory in shared) for gpu in told) or seen


def _amd_cards(system: System) -> tuple[Gpu, ...]:
    """The cards of AMD whose memory the kernel states. Where it knows no name, that is the number of the product."""
    found = []
    for card in system.entries("/sys/class/drm"):
        device = f"/sys/class/drm/{card}/device"
        if not _CARD.fullmatch(card) or system.text(f"{device}/vendor").strip() != _AMD:
            continue
        memory = parse_count(system.text(f"{device}/mem_info_vram_total"))
        name = _cleaned(system.text(f"{device}/product_name"))
        number = _cleaned(system.text(f"{device}/device"))
        monitors = (system.text(f"{device}/hwmon/{entry}/in1_label") for entry in system.entries(f"{device}/hwmon"))
        shared = any(label.strip() == _ON_A_PROCESSOR for label in monitors)
        if memory is not None:
            found.append(Gpu(name or f"AMD {number}".strip(), memory, f"{device}/mem_info_vram_total", shared))
    return tuple(found)


def parse_count(text: str) -> int | None:
    """A number of bytes that stands alone in a text; None for anything else ("max") and for what no machine has."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        return None
    return _sane(int(digits))


def parse_meminfo(text: str) -> int | None:
    """The bytes of memory in /proc/meminfo."""
    found = _MEM_TOTAL.search(text)
    return _sane(int(found.group(1)) * 1024) if found else None


def parse_nvidia_smi(text: str) -> tuple[Gpu, ...]:
    """The cards that nvidia-smi lists, a line each: a name, a comma, mebibytes. "[N/A]" means shared memory."""
    found = []
    for line in text.splitlines():
        name, comma, number = line.rpartition(",")
        name = _cleaned(name)
        memory = parse_count(number)
        known = memory is not None or number.strip().startswith("[")
        if comma and name and known:
            found.append(Gpu(name, memory and _sane(memory * 2**20), "nvidia-smi"))
    return tuple(found)


def parse_rocm_smi(text: str) -> tuple[Gpu, ...]:
    """The cards that rocm-smi lists as JSON. The case of its keys differs between versions."""
    found = []
    cards = _json(text)
    for card in cards.values() if isinstance(cards, dict) else ():
        facts = {str(key).casefold(): value for key, value in card.items()} if isinstance(card, dict) else {}
        names = (facts.get(key) for key in ("card series", "card model", "device name"))
        name = next((_cleaned(value) for value in names if isinstance(value, str) and _cleaned(value)), "")
        memory = parse_count(str(facts.get("vram total memory (b)", "")))
        if name and memory is not None:
            found.append(Gpu(name, memory, "rocm-smi"))
    return tuple(found)


def parse_system_profiler(text: str) -> tuple[Gpu, ...]:
    """The graphics that macOS lists as JSON. Chips of Apple share the memory of the machine."""
    found = []
    answer = _json(text)
    listed = answer.get("SPDisplaysDataType") if isinstance(answer, dict) else None
    for entry in listed if isinstance(listed, list) else ():
        name = entry.get("sppci_model") if isinstance(entry, dict) else None
        if not isinstance(name, str) or not _cleaned(name):
            continue
        size = _SIZE.fullmatch(str(entry.get("spdisplays_vram", "")).strip())
        memory = _sane(int(float(size.group(1)) * _UNITS[size.group(2).upper()])) if size else None
        shared = memory is None and (name.startswith("Apple") or "spdisplays_vram_shared" in entry)
        found.append(Gpu(_cleaned(name), memory, "system_profiler", shared))
    return tuple(found)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def write_memory(count: int) -> str:
    """Bytes of memory as whoever sells it counts, rounded: "23.5 GB", "512 MB"."""
    if count < 2**30:
        return f"{count / 2**20:.0f} MB"
    return f"{count / 2**30:.1f}".removesuffix(".0") + " GB"


def _sane(count: int) -> int | None:
    """A number of bytes that a machine can have."""
    return count if 0 < count < _MOST_BYTES else None


def _cleaned(name: str) -> str:
    """A name without what would harm a terminal or a line."""
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(printable.split())[:_MOST_NAME]


def _run(program: str, arguments: tuple[str, ...]) -> str:
    try:
        found = shutil.which(program)
        # Windows also looks into the working folder, where anything may lie.
        if found is None or (sys.platform == "win32" and Path(found).parent.resolve() == Path.cwd()):
            return ""
        done = subprocess.run(  # noqa: S603 - a fixed list, no shell
            [found, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout[:_MOST_READ].decode("utf-8", "replace") if done.returncode == 0 else ""
