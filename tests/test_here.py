"""What a machine is taken to have: files and outputs in the form in which systems give them, and odd ones."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run, holds_in_a_new_process
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichllm import Catalog, WhichllmError, recommend
from whichllm.reading.demands import Demand
from whichllm.requirements import here
from whichllm.requirements.hardware import demands_of
from whichllm.requirements.here import Gpu, Machine, System, look
from whichllm.requirements.wishes import check_options

GB = 2**30
MEMINFO = "MemTotal:       32768000 kB\nMemFree:         1234567 kB\nMemAvailable:   20000000 kB\n"
NVIDIA = "NVIDIA GeForce RTX 4090, 24564\nTesla T4, 15360\n"
ROCM = json.dumps(
    {
        "card0": {
            "VRAM Total Memory (B)": "25753026560",
            "VRAM Total Used Memory (B)": "1245184",
            "Card Series": "AMD Radeon RX 7900 XTX",
            "Card Model": "0x744c",
        },
        "system": {"Driver version": "6.7.0"},
    }
)
APPLE = json.dumps(
    {"SPDisplaysDataType": [{"_name": "Apple M3 Max", "sppci_model": "Apple M3 Max", "sppci_cores": "40"}]}
)
INTEL_MAC = json.dumps(
    {
        "SPDisplaysDataType": [
            {"sppci_model": "Intel UHD Graphics 630", "spdisplays_vram_shared": "1536 MB"},
            {"sppci_model": "AMD Radeon Pro 5500M", "spdisplays_vram": "8 GB"},
        ]
    }
)

STRIX_HALO = "AMD RYZEN AI MAX+ 395 w/ Radeon 8060S"
REGISTRY = f"\r\nHKEY_LOCAL_MACHINE\\HARDWARE\r\n    ProcessorNameString    REG_SZ    {STRIX_HALO}\r\n\r\n"
BROKEN = "Traceback (most recent call last):\n"


def _system(root: Path, files: Mapping[str, str] | None = None, platform: str = "linux", **outputs: str) -> System:
    for path, content in (files or {}).items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")

    def run(program: str, arguments: tuple[str, ...]) -> str:
        asked = "chip" if "machdep.cpu.brand_string" in arguments else program.replace("-", "_")
        return outputs.get(asked, "")

    return System(platform, root, run, lambda: int(outputs["windows"]) if "windows" in outputs else None)


def _memory(gigabytes: float) -> dict[str, str]:
    return {"/proc/meminfo": f"MemTotal:       {round(gigabytes * 2**20)} kB\n"}


def _board(name: str, gigabytes: float) -> dict[str, str]:
    return {"/proc/device-tree/model": f"{name}\0", **_memory(gigabytes)}


def _processor(name: str, gigabytes: float) -> dict[str, str]:
    return {"/proc/cpuinfo": f"processor\t: 0\nmodel name\t: {name}\nstepping\t: 0\n", **_memory(gigabytes)}


def _amd_graphics(number: int, memory: int, on_processor: bool = False) -> dict[str, str]:
    device = f"/sys/class/drm/card{number}/device"
    files = {"vendor": "0x1002\n", "device": f"0x100{number}\n", "mem_info_vram_total": f"{memory}\n"}
    if on_processor:
        files["hwmon/hwmon4/in1_label"] = "vddnb\n"
    return {f"{device}/{file}": text for file, text in files.items()}


def test_a_machine_that_reports_nothing(tmp_path: Path) -> None:
    for platform in ("linux", "darwin", "win32", "freebsd14"):
        found = look(_system(tmp_path, platform=platform))
        assert (found.memory, found.gpus, found.words) == (None, (), ())


def test_memory_and_cards_of_nvidia(tmp_path: Path) -> None:
    found = look(_system(tmp_path, {"/proc/meminfo": MEMINFO}, nvidia_smi=NVIDIA))
    assert found.memory == 32_768_000 * 1024
    assert found.gpus == (
        Gpu("NVIDIA GeForce RTX 4090", 24_564 * 2**20, "nvidia-smi"),
        Gpu("Tesla T4", 15 * GB, "nvidia-smi"),
    )
    assert found.words == (
        "31.2 GB of memory (/proc/meminfo)",
        "NVIDIA GeForce RTX 4090, 24 GB (nvidia-smi)",
        "Tesla T4, 15 GB (nvidia-smi)",
    )


@pytest.mark.parametrize(
    ("files", "limit", "source"),
    [
        ({"/sys/fs/cgroup/memory.max": "8589934592\n"}, 8 * GB, "/sys/fs/cgroup/memory.max"),
        (
            {
                "/proc/self/cgroup": "0::/user.slice/app.scope\n",
                "/sys/fs/cgroup/memory.max": "max\n",
                "/sys/fs/cgroup/user.slice/memory.max": f"{4 * GB}\n",
                "/sys/fs/cgroup/user.slice/app.scope/memory.max": f"{6 * GB}\n",
            },
            4 * GB,
            "/sys/fs/cgroup/user.slice/memory.max",
        ),
        (
            {
                "/proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/docker/abc\n",
                "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
                "/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": f"{2 * GB}\n",
            },
            2 * GB,
            "/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes",
        ),
    ],
    ids=["container", "nested", "version 1"],
)
def test_limits_of_control_groups(files: dict[str, str], limit: int, source: str, tmp_path: Path) -> None:
    found = look(_system(tmp_path, {"/proc/meminfo": MEMINFO, **files}))
    assert found.memory == limit
    assert found.words[1] == f"limited to {limit // GB} GB ({source})"


@pytest.mark.parametrize("limit", ["max\n", "9223372036854771712\n", f"{64 * GB}\n", "", "-1\n", "8 GB", "0\n"])
def test_what_is_no_limit(limit: str, tmp_path: Path) -> None:
    found = look(_system(tmp_path, {"/proc/meminfo": MEMINFO, "/sys/fs/cgroup/memory.max": limit}))
    assert found.memory == 32_768_000 * 1024
    assert len(found.words) == 1


def test_a_path_of_a_group_does_not_lead_out(tmp_path: Path) -> None:
    files = {"/proc/self/cgroup": "0::/../../../etc\n", "/etc/memory.max": "1000\n", "/proc/meminfo": MEMINFO}
    assert look(_system(tmp_path, files)).memory == 32_768_000 * 1024


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no colon in a name")
def test_a_card_whose_driver_states_no_memory(tmp_path: Path) -> None:
    files = {"/proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA RTX A2000\nIRQ:   \t\t 16\n"}
    found = look(_system(tmp_path, files))
    assert found.gpus == (Gpu("NVIDIA RTX A2000", None, "/proc/driver/nvidia/gpus"),)
    assert found.words == ("NVIDIA RTX A2000, memory not reported (/proc/driver/nvidia/gpus)",)


def test_a_board_whose_graphics_share_its_memory(tmp_path: Path) -> None:
    files = {"/proc/meminfo": MEMINFO, "/proc/device-tree/model": "NVIDIA Jetson AGX Orin Developer Kit\0"}
    found = look(_system(tmp_path, files, nvidia_smi="Orin (nvgpu), [N/A]\n"))
    assert found.gpus == (Gpu("Orin (nvgpu)", None, "nvidia-smi"),)
    assert found.words[0] == "NVIDIA Jetson AGX Orin Developer Kit (/proc/device-tree/model)"


def test_cards_of_amd(tmp_path: Path) -> None:
    drm = "/sys/class/drm/card1/device"
    files = {f"{drm}/vendor": "0x1002\n", f"{drm}/device": "0x744c\n", f"{drm}/mem_info_vram_total": "25753026560\n"}
    told = look(_system(tmp_path, files, rocm_smi=ROCM))
    assert told.gpus == (Gpu("AMD Radeon RX 7900 XTX", 25_753_026_560, "rocm-smi"),)
    seen = look(_system(tmp_path, {**files, "/sys/class/drm/card1-HDMI-A-1/device/vendor": "0x1002\n"}))
    assert seen.gpus == (Gpu("AMD 0x744c", 25_753_026_560, f"{drm}/mem_info_vram_total"),)
    named = look(_system(tmp_path, {**files, f"{drm}/product_name": "Radeon PRO W7900\n"}))
    assert named.gpus[0].name == "Radeon PRO W7900"


def test_graphics_on_a_processor_have_no_memory_of_their_own(tmp_path: Path) -> None:
    files = {"/proc/meminfo": MEMINFO, **_amd_graphics(0, 512 * 2**20, on_processor=True), **_amd_graphics(1, 12 * GB)}
    source = "/sys/class/drm/card{}/device/mem_info_vram_total"
    found = look(_system(tmp_path, files))
    assert found.gpus == (
        Gpu("AMD 0x1000", 512 * 2**20, source.format(0), shared=True),
        Gpu("AMD 0x1001", 12 * GB, source.format(1)),
    )
    assert found.words[1] == f"AMD 0x1000, shared memory ({source.format(0)})"
    told = {"card9": {"VRAM Total Memory (B)": str(512 * 2**20), "Card Series": "AMD Radeon Graphics"}}
    assert look(_system(tmp_path, rocm_smi=json.dumps(told))).gpus[0].shared


def test_cards_of_other_makers_are_left_to_them(tmp_path: Path) -> None:
    drm = "/sys/class/drm/card0/device"
    assert look(_system(tmp_path, {f"{drm}/vendor": "0x8086\n", f"{drm}/mem_info_vram_total": "1\n"})).gpus == ()


def test_macs(tmp_path: Path) -> None:
    chip = look(_system(tmp_path, platform="darwin", sysctl="68719476736\n", system_profiler=APPLE))
    assert (chip.memory, chip.gpus) == (64 * GB, (Gpu("Apple M3 Max", None, "system_profiler", shared=True),))
    assert chip.words == ("64 GB of memory (sysctl hw.memsize)", "Apple M3 Max, shared memory (system_profiler)")
    named = look(_system(tmp_path, platform="darwin", chip="Apple M3 Max\n", system_profiler=APPLE))
    assert (named.names, named.words) == (("Apple M3 Max",), ("Apple M3 Max, shared memory (system_profiler)",))
    slow = look(_system(tmp_path, platform="darwin", chip="Apple M3 Max\n"))
    assert (slow.names, slow.words) == (("Apple M3 Max",), ("Apple M3 Max (sysctl machdep.cpu.brand_string)",))
    older = look(_system(tmp_path, platform="darwin", system_profiler=INTEL_MAC))
    assert older.gpus == (
        Gpu("Intel UHD Graphics 630", None, "system_profiler", shared=True),
        Gpu("AMD Radeon Pro 5500M", 8 * GB, "system_profiler"),
    )


def test_windows(tmp_path: Path) -> None:
    found = look(_system(tmp_path, platform="win32", windows=str(16 * GB), reg=REGISTRY))
    assert (found.memory, found.names) == (16 * GB, (STRIX_HALO,))
    assert found.words == (f"{STRIX_HALO} (registry)", "16 GB of memory (GlobalMemoryStatusEx)")
    assert look(_system(tmp_path, platform="win32", reg="ERROR: Access is denied.\n")).names == ()


@pytest.mark.parametrize(
    "output",
    [
        "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n",
        "No devices were found\n",
        ", 24564\n",
        "A card, -1\n",
        "A card, 99999999999999999999999\n",
        "A card, 24.5\n",
        "A card\n",
        "\0\0",
    ],
)
def test_odd_output_of_nvidia_smi(output: str, tmp_path: Path) -> None:
    assert look(_system(tmp_path, nvidia_smi=output)).gpus == ()


@pytest.mark.parametrize("output", ["", "[]", "{", '{"card0": 3}', '{"card0": {"Card Series": 7}}', "null", "[" * 9000])
def test_odd_output_of_rocm_smi_and_system_profiler(output: str, tmp_path: Path) -> None:
    assert look(_system(tmp_path, rocm_smi=output)).gpus == ()
    assert look(_system(tmp_path, platform="darwin", system_profiler=output)).gpus == ()


CPU = {"device": "cpu"}
JETSON = "NVIDIA Jetson Orin Nano Developer Kit"
RYZEN = "AMD Ryzen 9 9950X 16-Core Processor"
RASPBERRY = "Raspberry Pi 5 Model B Rev 1.0"
NAMED_8060S = ROCM.replace("RX 7900 XTX", "8060S Graphics").replace("25753026560", str(512 * 2**20))


@pytest.mark.parametrize(
    ("outputs", "demands"),
    [
        ({"sysctl": str(128 * GB), "system_profiler": APPLE}, {"gpu": "Apple M3 Max 128GB"}),
        (
            {"sysctl": str(24 * GB), "system_profiler": APPLE.replace("M3 Max", "M4 Pro")},
            {"gpu": "Apple M4 Pro 24GB"},
        ),
        ({"sysctl": str(64 * GB), "chip": "Apple M3 Max\n"}, {"gpu": "Apple M3 Max 64GB"}),
        ({"sysctl": BROKEN, "system_profiler": APPLE}, {"gpu": "Apple M3 Max"}),
        ({"sysctl": str(256 * GB), "system_profiler": APPLE}, {"gpu": "Apple M3 Max 128GB"}),
        ({"sysctl": str(64 * GB), "chip": "Apple M99 Max\n"}, {"memory": "64 GB RAM", **CPU}),
        ({"sysctl": str(64 * GB), "chip": BROKEN, "system_profiler": BROKEN}, {"memory": "64 GB RAM", **CPU}),
        ({"sysctl": str(16 * GB), "system_profiler": INTEL_MAC}, {"memory": "8 GB VRAM"}),
    ],
)
def test_what_macs_require(outputs: dict[str, str], demands: dict[str, str], tmp_path: Path, catalog: Catalog) -> None:
    assert demands_of(look(_system(tmp_path, platform="darwin", **outputs)), catalog) == demands


@pytest.mark.parametrize(
    ("outputs", "demands"),
    [
        ({"windows": str(16 * GB)}, {"memory": "16 GB RAM", **CPU}),
        ({"windows": str(16 * GB), "nvidia_smi": BROKEN, "reg": BROKEN}, {"memory": "16 GB RAM", **CPU}),
        ({"nvidia_smi": "NVIDIA GeForce RTX 4070 Laptop GPU, 8188\n"}, {"memory": "8 GB VRAM"}),
        ({"windows": str(64 * GB), "nvidia_smi": NVIDIA}, {"memory": "24 GB VRAM"}),
        ({"windows": str(127 * GB), "reg": REGISTRY}, {"gpu": "AMD Ryzen AI Max+ 395 128GB"}),
    ],
)
def test_what_computers_with_windows_require(
    outputs: dict[str, str], demands: dict[str, str], tmp_path: Path, catalog: Catalog
) -> None:
    assert demands_of(look(_system(tmp_path, platform="win32", **outputs)), catalog) == demands


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no colon in a name")
@pytest.mark.parametrize(
    ("files", "outputs", "demands"),
    [
        (_processor(RYZEN, 31.2), {}, {"memory": "31.2 GB RAM", **CPU}),
        (_processor(RYZEN, 31.2), {"nvidia_smi": BROKEN, "rocm_smi": BROKEN}, {"memory": "31.2 GB RAM", **CPU}),
        (_memory(31.2), {"nvidia_smi": "NVIDIA Graphics Device, 12288\n"}, {"memory": "12 GB VRAM"}),
        (_memory(31.2), {"nvidia_smi": NVIDIA}, {"memory": "24 GB VRAM"}),
        (_memory(31.2), {"rocm_smi": ROCM}, {"memory": "24 GB VRAM"}),
        (
            {**_memory(31.2), "/proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t NVIDIA RTX A2000\n"},
            {},
            {"gpu": "NVIDIA RTX A2000"},
        ),
        # Graphics on the processor, alone and beside a card.
        (
            {**_processor(RYZEN, 30.5), **_amd_graphics(0, 2**29, on_processor=True)},
            {},
            {"memory": "30.5 GB RAM", **CPU},
        ),
        (
            {**_memory(30.5), **_amd_graphics(0, 2**29, on_processor=True), **_amd_graphics(1, 12 * GB)},
            {},
            {"memory": "12 GB VRAM"},
        ),
        # Computers and boards whose graphics have the memory of the machine, as much as is set aside there.
        (_processor(STRIX_HALO, 124.9), {}, {"gpu": "AMD Ryzen AI Max+ 395 128GB"}),
        (
            {**_processor(STRIX_HALO, 31.1), **_amd_graphics(0, 96 * GB, on_processor=True)},
            {},
            {"gpu": "AMD Ryzen AI Max+ 395 128GB"},
        ),
        (_memory(124.9), {"rocm_smi": NAMED_8060S}, {"gpu": "AMD Ryzen AI Max+ 395 128GB"}),
        (_memory(119.7), {"nvidia_smi": "NVIDIA GB10, [N/A]\n"}, {"gpu": "NVIDIA DGX Spark 128GB"}),
        (_board(JETSON, 7.44), {"nvidia_smi": "Orin (nvgpu), [N/A]\n"}, {"gpu": "NVIDIA Jetson Orin Nano 8GB"}),
        (_board(JETSON, 7.44), {}, {"gpu": "NVIDIA Jetson Orin Nano 8GB"}),
        (
            {**_board("NVIDIA Jetson AGX Orin Developer Kit", 61.4), "/sys/fs/cgroup/memory.max": f"{8 * GB}\n"},
            {},
            {"memory": "8 GB RAM", "gpu": "NVIDIA Jetson AGX Orin 64GB"},
        ),
        (_board(RASPBERRY, 7.87), {}, {"device": "Raspberry Pi 5 8GB"}),
        (_board(RASPBERRY, 15.8), {}, {"device": "Raspberry Pi 5 16GB"}),
        ({"/proc/device-tree/model": f"{RASPBERRY}\0"}, {}, {"device": "Raspberry Pi 5"}),
        (_board("Orange Pi 5", 7.7), {}, {"memory": "7.7 GB RAM", **CPU}),
    ],
)
def test_what_computers_with_linux_require(
    files: dict[str, str], outputs: dict[str, str], demands: dict[str, str], tmp_path: Path, catalog: Catalog
) -> None:
    assert demands_of(look(_system(tmp_path, files, **outputs)), catalog) == demands


def test_a_machine_that_reports_nothing_requires_that_somebody_tells(tmp_path: Path, catalog: Catalog) -> None:
    for gpus in ((), (Gpu("NVIDIA Graphics Device", None, "nvidia-smi"),)):
        with pytest.raises(WhichllmError, match="reports no memory"):
            demands_of(Machine(None, gpus), catalog)


def test_hardware_that_shares_its_memory_is_known_by_its_name(catalog: Catalog) -> None:
    shared = [entry for entry in catalog.hardware.values() if entry.kind in ("apple", "board", "cpu")]
    for entry in shared:
        for size in entry.memories:
            found = demands_of(Machine(None, names=(entry.name,), installed=round(size * GB)), catalog)
            assert list(found.values()) == [f"{entry.name} {size:g}GB"]
            check_options([Demand(name, value, value, "option") for name, value in found.items()], catalog)


def test_a_mac_is_no_slow_computer(tmp_path: Path, catalog: Catalog) -> None:
    mac = look(_system(tmp_path, platform="darwin", sysctl=str(128 * GB), system_profiler=APPLE))
    answers = [
        recommend("chat with customers", catalog=catalog, demands=demands)
        for demands in (demands_of(mac, catalog), {"gpu": "M3 Max 128GB"})
    ]
    suiting = [[pick.model.id for pick in answer.best.ranking.picks] for answer in answers if answer.best]
    assert suiting[0] == suiting[1]


@pytest.mark.parametrize("gigabytes", [23.54, 23.46, 7.7, 0.9])
def test_memory_is_found_and_asked_for_in_the_same_figure(gigabytes: float, tmp_path: Path, catalog: Catalog) -> None:
    found = look(_system(tmp_path, platform="win32", windows=str(round(gigabytes * GB))))
    asked = demands_of(found, catalog)["memory"]
    assert found.words[-1].startswith(f"{asked.removesuffix(' RAM')} of memory")


def test_the_command_says_what_it_found_and_asks_for_that(run: Run) -> None:
    ran = run("recommend", "chat with customers", "--here", "--format", "json")
    assert ran.err.startswith("This machine: ")
    assert {demand["words"] for demand in json.loads(ran.out)["demands"]} == {"--here"}


def test_names_cannot_harm_a_terminal(tmp_path: Path) -> None:
    found = look(_system(tmp_path, nvidia_smi="\x1b[31mA\u202ecard\x07, 1024\n"))
    assert found.gpus[0].name == "[31mA card"
    assert len(look(_system(tmp_path, nvidia_smi="x" * 5000 + ", 1024\n")).gpus[0].name) == 100


lines = st.tuples(st.text(max_size=20), st.sampled_from([", ", ",", ": ", " "]), st.integers() | st.text(max_size=9))
values = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["SPDisplaysDataType", "sppci_model", "spdisplays_vram", "Card Series", "card0"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
printed = st.text() | st.lists(lines.map(lambda line: "".join(map(str, line)))).map("\n".join) | values.map(json.dumps)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=printed, platform=st.sampled_from(["linux", "darwin", "win32", "freebsd14"]))
def test_nothing_that_is_printed_breaks_it(text: str, platform: str, tmp_path: Path, small: Catalog) -> None:
    found = look(System(platform, tmp_path, lambda program, arguments: text))
    assert all(word.isprintable() for word in found.words)
    with suppress(WhichllmError):
        assert demands_of(found, small)
    for parse in (here.parse_nvidia_smi, here.parse_rocm_smi, here.parse_system_profiler, here.parse_meminfo):
        parse(text)


def test_this_machine_is_looked_at_without_a_failure() -> None:
    found = look()
    assert found.memory is None or found.memory > 0
    if sys.platform in ("linux", "darwin", "win32"):
        assert found.memory
        assert "of memory" in " ".join(found.words)


def test_nothing_runs_at_import() -> None:
    code = "import subprocess; subprocess.Popen = None\nimport whichllm.requirements.here"
    holds_in_a_new_process(code)


@pytest.mark.skipif(sys.platform != "linux", reason="runs a shell script, and reads what Linux offers")
@pytest.mark.parametrize(("code", "count"), [(0, 1), (9, 0)])
def test_programs_are_run_and_believed_only_if_they_succeed(
    code: int, count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho 'A card, 1024'\nexit {code}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert look().gpus.count(Gpu("A card", 2**30, "nvidia-smi")) == count


@pytest.mark.skipif(sys.platform != "linux", reason="runs a shell script, and reads what Linux offers")
def test_a_program_that_is_on_the_path_is_run_wherever_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\necho 'A card, 1024'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert Gpu("A card", 2**30, "nvidia-smi") in look().gpus


def test_the_order_in_which_memories_are_named_changes_nothing(catalog: Catalog) -> None:
    known = next(entry for entry in catalog.hardware.values() if entry.id == "apple-m3-max")
    turned = replace(known, memories=tuple(reversed(known.memories)))
    other = replace(catalog, hardware={**catalog.hardware, known.id: turned})
    for installed in (36, 60, 128, 500):
        machine = Machine(None, names=(known.name,), installed=installed * GB)
        assert demands_of(machine, other) == demands_of(machine, catalog)
