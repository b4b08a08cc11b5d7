"""LiteLLM's list of hosted models: prices, context, kinds of data, last days.

Its rows are per reseller. Only rows of the provider that made the model are read (`providers` in the table beside this
file), by the model's own id after the provider's prefix.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin

ORIGIN = Origin("litellm", packages=("litellm",))
TABLE = clean.table(__file__)
READS_TOKENS = frozenset({"chat", "responses", "completion", "embedding", "rerank"})
MILLION, MINUTE = 1_000_000, 60


def facts(folder: Path) -> Iterator[Fact]:
    """Price, context, kinds of data and client of each model, from its maker's own row."""
    path = folder / "litellm" / "model_prices_and_context_window_backup.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    seen: set[str] = set()
    for maker in TABLE["providers"]:
        prefix = maker.get("prefix", "")
        for key, row in rows.items():
            name = key.removeprefix(prefix)
            if row.get("litellm_provider") != maker["provider"] or not key.startswith(prefix + maker.get("own", "")):
                continue
            model = TABLE["names"].get(key, name)
            # Providers stand in the order in which they are believed: the first row of a model counts.
            if model in seen or key in TABLE["passed_over"]:
                continue
            seen.add(model)
            yield from clean.facts_of(model, ORIGIN.source, _values(row))
            # Where the catalog has another id, the client would not know the model by it.
            if "client" in maker and model == name:
                yield Fact(model, "libraries", [maker["client"]], ORIGIN.source)


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "context": clean.context(row.get("max_input_tokens")) if _writes_text(row) else None,
        "price": price(row),
        "modalities": _modalities(row),
        "retired": clean.date(row.get("deprecation_date")),
    }


def _writes_text(row: Mapping[str, Any]) -> bool:
    """Whether the limit is one of tokens to read: what draws or sings counts them otherwise."""
    return row.get("mode") in READS_TOKENS and "text" in (row.get("supported_output_modalities") or ["text"])


def price(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The price in the unit that the mode is sold by; None where the row states none, or nothing but nought."""
    mode = row.get("mode")
    if mode == "ocr":
        return _price("page", None, row.get("ocr_cost_per_page"))
    if mode in ("image_generation", "image_edit"):
        image = row.get("output_cost_per_image") or row.get("input_cost_per_image")
        tokens = row.get("input_cost_per_token"), row.get("output_cost_per_image_token")
        return _price("image", None, image) or _price("million tokens", *tokens, MILLION)
    if mode == "video_generation":
        return _price("second", None, row.get("output_cost_per_second") or row.get("output_cost_per_video_per_second"))
    # Some rows bill a second that is heard as one that is written.
    heard = row.get("input_cost_per_second") or row.get("output_cost_per_second")
    if mode in ("audio_transcription", "realtime") and heard:
        return _price("minute", heard, None, MINUTE)
    if mode in ("audio_transcription", "realtime"):
        audio = row.get("output_cost_per_audio_token") or row.get("output_cost_per_token")
        return _price("million tokens", row.get("input_cost_per_audio_token"), audio, MILLION)
    if mode in ("audio_speech", None) and row.get("input_cost_per_character"):
        return _price("million characters", row["input_cost_per_character"], None, MILLION)
    if mode == "audio_speech":
        audio = row.get("output_cost_per_audio_token") or row.get("output_cost_per_token")
        return _price("million tokens", row.get("input_cost_per_token"), audio, MILLION)
    if mode == "rerank" and row.get("input_cost_per_query"):
        return _price("request", row["input_cost_per_query"], None)
    if row.get("output_cost_per_image") and not row.get("input_cost_per_token"):
        return _price("request", None, row["output_cost_per_image"])
    return _price("million tokens", row.get("input_cost_per_token"), row.get("output_cost_per_token"), MILLION)


def _price(unit: str, read: float | None, written: float | None, per: int = 1) -> dict[str, Any] | None:
    # Prices stand per token or second, as rounded fractions: three significant digits give the list price back.
    ways = {"input": read, "output": written}
    stated = {way: float(f"{cost * per:.3g}") for way, cost in ways.items() if cost}
    return {**stated, "unit": unit} if stated else None


def _modalities(row: Mapping[str, Any]) -> dict[str, list[str]] | None:
    read = set(row.get("supported_modalities") or ())
    written = set(row.get("supported_output_modalities") or ())
    if row.get("mode") in ("chat", "responses"):
        flags = {"vision": "image", "pdf_input": "pdf", "audio_input": "audio", "video_input": "video"}
        read |= {"text"} | {kind for flag, kind in flags.items() if row.get(f"supports_{flag}")}
        written |= {"text"} if not written else set()
    return clean.modalities(read, written)
