"""Qualcomm AI Hub Models: licence, parameters and published quality of models made ready for devices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog.facts import Fact, Origin, Score, count, facts_of, license_id, load_yaml, table

ORIGIN = Origin(source="qai-hub-models", packages=("qai-hub-models",))

_PARAMETERS = "Number of parameters"
_COUNT = re.compile(r"([\d.]+)([KMB])")
_UNITS = {"K": 1e3, "M": 1e6, "B": 1e9}


def facts(folder: Path) -> Iterator[Fact]:
    """The facts of the models in the table, and the licence of those that share a repository with one."""
    known = table(__file__)
    for model, name in known["models"].items():
        manifest = _manifest(folder, name)
        details = manifest.get("technical_details") or {}
        stated = {
            "license": license_id(manifest.get("license_type")),
            "open_weights": True,
            "libraries": ["qai-hub-models"],
            "parameters": _parameters(details),
        }
        yield from facts_of(model, ORIGIN.source, stated if manifest else {})
        score = _score(manifest, known["benchmarks"])
        if score:
            yield Fact(model, "evidence", score, ORIGIN.source)
    for model, name in known["same_license"].items():
        stated = {"license": license_id(_manifest(folder, name).get("license_type"))}
        yield from facts_of(model, ORIGIN.source, stated)


def _manifest(folder: Path, name: str) -> dict[str, Any]:
    path = folder / "qai_hub_models" / "models" / name / "manifest.yaml"
    return load_yaml(path) if path.is_file() else {}


def _parameters(details: Mapping[str, Any]) -> int | None:
    """The number in "41.4M", or that of all parts together; what is only about right or counts otherwise is none."""
    parts = [value for name, value in details.items() if name.startswith(f"{_PARAMETERS} (")]
    stated = [details[_PARAMETERS]] if _PARAMETERS in details else parts
    found = [_COUNT.fullmatch(str(value or "").strip()) for value in stated]
    counts = [float(part[1]) * _UNITS[part[2]] for part in found if part]
    return count(sum(counts)) if counts and len(counts) == len(stated) else None


def _score(manifest: Mapping[str, Any], benchmarks: Mapping[str, Any]) -> Score | None:
    """The figure that the model's publisher states."""
    stated = manifest.get("numerics_benchmark") or {}
    known = benchmarks.get(str(stated.get("dataset_name")), {}).get(stated.get("metric_name"))
    if not known:
        return None
    return Score(known["task"], known["benchmark"], stated["value"], known.get("higher_is_better", True))
