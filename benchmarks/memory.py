"""How far the estimates of memory are off what others state or measured: `python benchmarks/memory.py --from FOLDER`.

FOLDER (repeatable) holds unpacked packages: @mlc-ai/web-llm (memory that the vendor states for its builds), llmfit
(peaks that its users sent in, and the architectures that the Hub states), genmodelfit (peaks of models that create
pictures), qai-hub-models and fastembed (sizes of files). A source that is not there is passed over. Rows count where
the model is in the catalog, or the source itself states its parameters. The constants of
`whichllm.requirements.memory` are fitted on the even rows (`--fit` prints what they would be today); errors of fitted
figures are those of the odd ones, in per cent of what is stated.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import yaml

from whichllm import Catalog, load_catalog
from whichllm.catalog import Lookup, Model, plain_name
from whichllm.catalog.quantities import GIGABYTE
from whichllm.requirements.memory import BITS, cache_bytes, is_language_model, needs, weight_bytes

MEGABYTE = 2**20
NAMES: tuple[Lookup, ...] = ("id", "title", "alias")
# Formats of MLC: 4-bit weights in groups of 32 with a scale of 16 or 32 bits each.
FORMATS = {"q4f16_1": 4.5, "q4f32_1": 5.0, "q0f16": 16.0, "q0f32": 32.0}
HERE = {"q4f16_1": "4-bit", "q0f16": "16-bit"}
BUILD = re.compile(r'model_id: "([^"]+)",(.*?)\n {8}\}', re.DOTALL)
SUBMITTED = {"Q4_K_M": "4-bit", "Q8_0": "8-bit", "BF16": "16-bit", "F16": "16-bit"}

# What genmodelfit calls models of the catalog.
PICTURES = {
    "image_sdxl_simple": ("stabilityai/stable-diffusion-xl-base-1.0", "16-bit"),
    "image_z_image_turbo": ("Tongyi-MAI/Z-Image-Turbo", "16-bit"),
    "image_z_image_turbo_int8": ("Tongyi-MAI/Z-Image-Turbo", "8-bit"),
    "video_wan2_2_5B_ti2v": ("Wan-AI/Wan2.2-TI2V-5B-Diffusers", "16-bit"),
}


@dataclass(frozen=True)
class Row:
    """What somebody states of a model, and what is estimated, in bytes."""

    name: str
    stated: float
    estimated: float

    @property
    def error(self) -> float:
        """In per cent of what is stated; above 0 where the estimate is too much."""
        return 100 * (self.estimated / self.stated - 1)


@dataclass(frozen=True)
class Build:
    """One build of web-llm: bits a weight and bytes a remembered value are those of its format."""

    name: str
    form: str
    context: int
    stated: float
    model: Model


def find(name: str, catalog: Catalog) -> Model | None:
    """The one model of known size that goes by a name, spelt exactly."""
    for by in NAMES:
        found = [model for model in catalog.models.find(by, plain_name(name)) if model.parameters]
        if len(found) == 1:
            return found[0]
    return None


def files(folders: Sequence[Path], pattern: str) -> list[Path]:
    """All files of a pattern in the folders."""
    return sorted(path for folder in folders for path in folder.rglob(pattern))


def builds(folders: Sequence[Path], catalog: Catalog) -> list[Build]:
    """The builds of web-llm whose models are in the catalog."""
    found = []
    for path in files(folders, "lib/index.js"):
        for name, rest in BUILD.findall(path.read_text(encoding="utf-8")):
            named = re.match(r"(.*)-(q\df\d\d(?:_1)?)-MLC", name)
            stated = re.search(r"vram_required_MB: ([\d.]+)", rest)
            context = re.search(r"context_window_size: (\d+)", rest)
            if not named or not stated or named.group(2) not in FORMATS:
                continue
            model = find(named.group(1), catalog)
            if model is not None and is_language_model(model) and context:
                megabytes = float(stated.group(1))
                found.append(Build(name, named.group(2), int(context.group(1)), megabytes * MEGABYTE, model))
    return found


def in_own_format(build: Build, overhead: float | None = None) -> Row:
    """A build against the estimate with the bits of its own format."""
    model = build.model
    assert model.parameters
    cache = cache_bytes(model.active_parameters or model.parameters, build.context)
    estimated = (
        weight_bytes(model.parameters, FORMATS[build.form])
        + cache * (2 if "f32" in build.form else 1)
        + (needs(model)[0].overhead if overhead is None else overhead)
    )
    return Row(build.name, build.stated, estimated)


def as_told(name: str, stated: float, model: Model, precision: str, context: int) -> Row:
    """What is stated against what whichllm tells people."""
    return Row(name, stated, next(need.total for need in needs(model, context) if need.precision == precision))


def embedded(folders: Sequence[Path], start: str) -> Iterator[Any]:
    """The JSON values that llmfit holds in its program and that start in some way."""
    decode = json.JSONDecoder().raw_decode
    for path in files(folders, "scripts/llmfit"):
        text = path.read_bytes().decode("latin-1")
        for found in re.finditer(start, text):
            try:
                yield decode(text[found.start() : found.start() + 60_000_000])[0]
            except ValueError:
                continue


def submitted(folders: Sequence[Path], catalog: Catalog) -> list[Row]:
    """Peaks on one card that was not full, of the formats that whichllm tells of, wholly on the card, each once."""
    seen: dict[tuple[str, str, int, float], Row] = {}
    for run in embedded(folders, r'\{\s*"id": "[^"]*",\s*"modelRevision"'):
        card, form, peak = run["hardware"], run["engine"]["quantization"], run["peakVramGb"]
        layers = run["engineFlags"]["gpuLayers"]
        if form not in SUBMITTED or not peak or not card["vramGb"] or card["gpuCount"] != 1 or (layers or 0) < 99:
            continue
        name = run["model"]["hfId"]
        model = find(name, catalog) or find(re.sub(r"-GGUF$", "", name.rpartition("/")[2]), catalog)
        if model is not None and needs(model) and 0.5 < peak < 0.9 * card["vramGb"] and run["contextLength"]:
            key = (model.id, form, run["contextLength"], peak)
            seen[key] = as_told(
                f"{model.id} {form}", peak * GIGABYTE, model, SUBMITTED[form], min(run["contextLength"], 32_768)
            )
    return [row for key, row in seen.items() if key[2] <= 32_768]


def pictures(folders: Sequence[Path], catalog: Catalog) -> list[Row]:
    """Measured peaks of models that create pictures."""
    found = []
    for path in files(folders, "genmodelfit/data/measurements.json"):
        for run in json.loads(path.read_text(encoding="utf-8"))["measurements"]:
            if run["model_id"] in PICTURES:
                identifier, precision = PICTURES[run["model_id"]]
                stated = run["peak_vram_gb"] * GIGABYTE
                found.append(as_told(run["model_id"], stated, catalog.models[identifier], precision, 0))
    return found


def architectures(folders: Sequence[Path], catalog: Catalog) -> list[tuple[str, int, float]]:
    """Ids, active parameters, and values remembered of a token, where the Hub states the architecture."""
    listed: dict[str, Any] = {}
    for value in embedded(folders, r'\[\s*\{\s*"name": "[^"]*",\s*"provider"'):
        listed.update({entry["name"].casefold(): entry for entry in value})
    found = []
    for model in catalog.models.values():
        entry = listed.get(model.id.casefold(), {})
        shape = [entry.get(key) for key in ("num_hidden_layers", "num_key_value_heads", "head_dim")]
        if model.parameters and is_language_model(model) and all(shape):
            found.append((model.id, model.active_parameters or model.parameters, 2.0 * shape[0] * shape[1] * shape[2]))
    return found


def sizes(folders: Sequence[Path], catalog: Catalog) -> dict[str, list[Row]]:
    """Sizes of files at 32 bits, against the weights alone."""
    manifests = []
    for path in files(folders, "qai_hub_models/models/*/manifest.yaml"):
        details = yaml.safe_load(path.read_text(encoding="utf-8")).get("technical_details") or {}
        number = re.fullmatch(r"([\d.]+)([KMB])", str(details.get("Number of parameters", "")).strip())
        size = re.fullmatch(r"([\d.]+) ([KMG])B", str(details.get("Model size (float)", "")).strip())
        if number and size:
            parameters = float(number.group(1)) * {"K": 1e3, "M": 1e6, "B": 1e9}[number.group(2)]
            stated = float(size.group(1)) * {"K": 2**10, "M": 2**20, "G": 2**30}[size.group(2)]
            manifests.append(Row(path.parent.name, stated, weight_bytes(int(parameters), BITS["32-bit"])))
    embeddings = []
    for path in files(folders, "fastembed/text/*.py"):
        for block in path.read_text(encoding="utf-8").split("ModelDescription(")[1:]:
            named, size = re.search(r'model="([^"]+)"', block), re.search(r"size_in_GB=([\d.]+)", block)
            model = find(named.group(1), catalog) if named else None
            # Other names of files, and of repositories, tell that the weights are not at 32 bits.
            plain = re.search(r'model_file="(?:onnx/)?model.onnx"', block) and not re.search(r'hf="[^"]*-Q"', block)
            if plain and model and size and model.parameters:
                weights = weight_bytes(model.parameters, BITS["32-bit"])
                embeddings.append(Row(model.id, float(size.group(1)) * 1e9, weights))
    return {"qai-hub-models, files at 32 bits": manifests, "fastembed, files at 32 bits": embeddings}


def report(name: str, rows: Sequence[Row]) -> None:
    """One line of the table, and the worst cases."""
    if len(rows) < 2:
        print(f"| {name} | {len(rows)} | | | | |")
        return
    errors = sorted((row.error for row in rows), key=abs)
    ninetieth = quantiles(map(abs, errors), n=10)[-1]
    worst = max(rows, key=lambda row: abs(row.error))
    too_little = sum(error < -10 for error in errors) / len(errors)
    print(
        f"| {name} | {len(rows)} | {median(map(abs, errors)):.1f} | {ninetieth:.1f} | {median(errors):+.1f}"
        f" | {too_little:.0%} | {worst.name} {worst.error:+.0f} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--from", dest="folders", action="append", type=Path, required=True, metavar="FOLDER")
    options.add_argument("--fit", action="store_true", help="print what the constants would be today")
    given = options.parse_args()
    catalog = load_catalog()
    known = builds(given.folders, catalog)
    remembered = architectures(given.folders, catalog)
    if given.fit:
        print(f"values remembered: {median(values / sqrt(active) for _, active, values in remembered[::2]):.3f}")
        errors = {
            overhead: sum(abs(in_own_format(build, overhead * MEGABYTE).error) for build in known[::2])
            for overhead in range(0, 1001, 50)
        }
        print(f"overhead: {min(errors, key=lambda overhead: errors[overhead])} MB")
    print("| | rows | median error | nine in ten within | median, signed | told over 10 % too little | worst |")
    print("|---|---|---|---|---|---|---|")
    report("web-llm, by the bits of each build", [in_own_format(build) for build in known[1::2]])
    told = [build for build in known[1::2] if build.form in HERE]
    report(
        "web-llm, as whichllm tells it",
        [as_told(build.name, build.stated, build.model, HERE[build.form], build.context) for build in told],
    )
    report("llmfit, peaks sent in by users", submitted(given.folders, catalog))
    report("genmodelfit, peaks of models that create pictures", pictures(given.folders, catalog))
    cache = [
        Row(identifier, values, cache_bytes(active, 1000) / 2000) for identifier, active, values in remembered[1::2]
    ]
    report("the cache alone, by the architecture", cache)
    for name, rows in sizes(given.folders, catalog).items():
        report(name, rows)


if __name__ == "__main__":
    main()
