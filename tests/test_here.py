"""What a machine is taken to have: files and outputs in the form in which systems give them, and odd ones."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichllm import here
from whichllm.here import Gpu, System, look

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


def _system(root: Path, files: Mapping[str, str] | None = None, platform: str = "linux", **outputs: str) -> System:
    for path, content in (files or {}).items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return System(platform, root, lambda program, _: outputs.get(program.replace("-", "_"), ""))


def test_a_machine_that_reports_nothing(tmp_path: Path) -> None:
    for platform in ("linux", "darwin", "freebsd14"):
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


def test_cards_of_other_makers_are_left_to_them(tmp_path: Path) -> None:
    drm = "/sys/class/drm/card0/device"
    assert look(_system(tmp_path, {f"{drm}/vendor": "0x8086\n", f"{drm}/mem_info_vram_total": "1\n"})).gpus == ()


def test_macs(tmp_path: Path) -> None:
    chip = look(_system(tmp_path, platform="darwin", sysctl="68719476736\n", system_profiler=APPLE))
    assert (chip.memory, chip.gpus) == (64 * GB, (Gpu("Apple M3 Max", None, "system_profiler", shared=True),))
    assert chip.words == ("64 GB of memory (sysctl hw.memsize)", "Apple M3 Max, shared memory (system_profiler)")
    older = look(_system(tmp_path, platform="darwin", system_profiler=INTEL_MAC))
    assert older.gpus == (
        Gpu("Intel UHD Graphics 630", None, "system_profiler", shared=True),
        Gpu("AMD Radeon Pro 5500M", 8 * GB, "system_profiler"),
    )


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
@given(text=printed, platform=st.sampled_from(["linux", "darwin", "freebsd14"]))
def test_nothing_that_is_printed_breaks_it(text: str, platform: str, tmp_path: Path) -> None:
    found = look(System(platform, tmp_path, lambda program, arguments: text))
    assert all(word.isprintable() for word in found.words)
    for parse in (here.parse_nvidia_smi, here.parse_rocm_smi, here.parse_system_profiler, here.parse_meminfo):
        parse(text)


def test_this_machine_is_looked_at_without_a_failure() -> None:
    found = look()
    assert found.memory is None or found.memory > 0
    if sys.platform in ("linux", "darwin", "win32"):
        assert found.memory
        assert "of memory" in " ".join(found.words)


def test_nothing_runs_at_import() -> None:
    code = "import subprocess; subprocess.Popen = None\nimport whichllm.here"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


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
