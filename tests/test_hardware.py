"""Hardware by the names that people and drivers use for it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from whichllm import Catalog, UnknownNameError, load_catalog
from whichllm.catalog import Hardware, HardwareKind
from whichllm.reading.names import find_hardware, resolve


@pytest.mark.parametrize(
    ("name", "identifier", "memory"),
    [
        ("4090", "geforce-rtx-4090", 24),
        ("rtx4090", "geforce-rtx-4090", 24),
        ("RTX 4090", "geforce-rtx-4090", 24),
        ("nvidia geforce rtx 4090", "geforce-rtx-4090", 24),
        ("geforce-rtx-4090", "geforce-rtx-4090", 24),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", "geforce-rtx-4090-laptop", 16),
        ("rtx 4070 ti super", "geforce-rtx-4070-ti-super", 16),
        ("RTX 4070 Ti", "geforce-rtx-4070-ti", 12),
        ("RTX 4060 Ti 16GB", "geforce-rtx-4060-ti", 16),
        ("3080 12 GB", "geforce-rtx-3080", 12),
        ("RTX 3080", "geforce-rtx-3080", 10),
        ("A100", "a100", 40),
        ("NVIDIA A100-SXM4-80GB", "a100", 80),
        ("NVIDIA H100 80GB HBM3", "h100", 80),
        ("NVIDIA A10G", "a10g", 24),
        ("Tesla T4", "tesla-t4", 16),
        ("Tesla V100-SXM2-32GB", "tesla-v100", 32),
        ("B200", "b200", 180),
        ("NVIDIA RTX 6000 Ada Generation", "rtx-6000-ada-generation", 48),
        ("7900 xtx", "radeon-rx-7900-xtx", 24),
        ("AMD Radeon RX 7900 XT", "radeon-rx-7900-xt", 20),
        ("MI300X", "instinct-mi300x", 192),
        ("Arc A770", "arc-a770", 8),
        ("Intel(R) Arc(TM) A770 Graphics 16GB", "arc-a770", 16),
        ("NVIDIA GeForce RTX 2070 with Max-Q Design", "geforce-rtx-2070-laptop", 8),
        ("NVIDIA A100 80GB PCIe", "a100", 80),
        ("Tesla P100-PCIE-16GB", "tesla-p100", 16),
        ("mac mini m4", "apple-m4", 16),
        ("m2 air", "apple-m2", 8),
        ("4090 24GB vram", "geforce-rtx-4090", 24),
        ("Raspberry Pi 5 Model B Rev 1.0", "raspberry-pi-5", 4),
        ("macbook m3 max", "apple-m3-max", 36),
        ("M3 Max 128GB", "apple-m3-max", 128),
        ("Apple M1", "apple-m1", 8),
        ("raspberry pi 5", "raspberry-pi-5", 4),
        ("pi5 8gb", "raspberry-pi-5", 8),
        ("Pi 4", "raspberry-pi-4", 4),
        ("raspberry pi 3b+", "raspberry-pi-3-model-b-plus", 1),
        ("jetson orin nano", "jetson-orin-nano", 4),
        ("smartphone", "phone", 6),
        ("rasberry pi zero 2 w", "raspberry-pi-zero-2-w", 0.5),
        ("macbok pro m4 max", "apple-m4-max", 36),
    ],
)
def test_names_of_hardware(name: str, identifier: str, memory: float, catalog: Catalog) -> None:
    found = find_hardware(name, catalog)
    assert (found.id, found.memory) == (identifier, memory)


def test_where_no_memory_is_stated_all_are_told(catalog: Catalog) -> None:
    assert find_hardware("A100", catalog).memories == (40, 80)
    assert find_hardware("A100 80GB", catalog).memories == (80,)


@pytest.mark.parametrize(
    "name",
    ["RTX 4095", "RTX 1234", "H300", "GTX 4090", "geforce rtx 4090 ti", "M9 Max", "3dfx", "RTX 6000", "quadro t2000"],
)
def test_another_number_or_a_further_word_is_no_spelling_mistake(name: str, catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError, match="no hardware is called"):
        find_hardware(name, catalog)


@pytest.mark.parametrize("name", ["", " ", "gpu", "nvidia", "16GB", "-"])
def test_what_names_no_hardware(name: str, catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_hardware(name, catalog)
    assert caught.value.hint


def test_unknown_hardware_offers_the_nearest(small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_hardware("RTX 1091", small)
    assert caught.value.nearest[0] == "geforce-rtx-1090"
    assert "did you mean: geforce-rtx-1090" in caught.value.hint


def test_a_memory_that_is_not_sold_is_refused(small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_hardware("Board 2 4GB", small)
    assert caught.value.message == "no Acme Board 2 has 4 GB"
    assert caught.value.hint == "it has 2 or 8 GB"


def test_hardware_is_asked_for_by_its_kind_only(small: Catalog) -> None:
    with pytest.raises(UnknownNameError):
        resolve("geforce-rtx-1090", small)
    assert resolve("1090", small, Hardware).memory == 12


def test_own_files_add_hardware_and_names_for_it(tmp_path: Path, small: Catalog) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "hardware:\n"
        "  - {id: lab-server, name: Lab server, kind: gpu, memories: [320]}\n"
        "  - {id: acme-board-2, aliases: [the red box]}\n",
        encoding="utf-8",
    )
    catalog = load_catalog(Path(__file__).parent / "small", own=own)
    assert find_hardware("lab server", catalog).sources == (catalog.own[0].source,)
    assert find_hardware("the red box", catalog).id == find_hardware("board 2", catalog).id == "acme-board-2"


def test_the_table_is_wide_and_sorted(catalog: Catalog) -> None:
    assert len(catalog.hardware) >= 120
    assert {entry.kind for entry in catalog.hardware.values()} == set(get_args(HardwareKind))
    path = Path(__file__).parent.parent / "data" / "hardware.yaml"
    blocks = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    ids = [block["id"] for block in blocks["hardware"]]
    assert ids == sorted(ids, key=str.casefold)
    for entry in catalog.hardware.values():
        assert entry.memories == tuple(sorted(set(entry.memories))), entry.id
        for name in (entry.id, entry.name, *entry.aliases):
            assert find_hardware(name, catalog) is entry, name
