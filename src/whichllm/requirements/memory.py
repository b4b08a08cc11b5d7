"""How much memory a model takes to run, and how exactly it fits into a given one: an estimate, no measurement.

What it is worth stands in `benchmarks/RESULTS.md`, where its constants are from, too. All figures are bytes; one
request runs at a time, and nothing is left on disk or in another memory.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from whichllm.base.records import dataclass
from whichllm.catalog import Model

Precision = Literal["32-bit", "16-bit", "8-bit", "4-bit", "as published"]
"""How exactly weights are kept; as they are published where only the size of their files is known."""

BITS: Mapping[Precision, float] = MappingProxyType({"32-bit": 32, "16-bit": 16, "8-bit": 8.5, "4-bit": 4.85})
"""Bits that a weight takes, the most exact first.

8-bit is Q8_0 of GGUF: 34 bytes for 32 weights, with their scale. 4-bit is Q4_K_M, which most people take: Q4_K (144
bytes for 256 weights) with about a sixth of the weights in Q6_K (210 bytes for 256), 4.5 + 2.06 / 6. The sizes of
blocks are those of `GGML_QUANT_SIZES` in the package gguf 0.19.
"""

USUAL_CONTEXT = 4096
"""Tokens that a cache is reckoned for where nothing else is asked, if the model reads so many."""

_CACHE_VALUES = 0.72
_CACHE_BYTES = 2
# Fitted on what web-llm states for its language models, and on the two encoders among them. For pictures nobody states
# enough to fit: a round figure.
_OVERHEAD = 450 * 2**20
_OVERHEAD_SMALL = 120 * 2**20
_OVERHEAD_PICTURES = 2**30
_LARGE = 1_000_000_000

# Those whose text is made token by token, and who remember each.
_GENERATING = frozenset(
    {"text-generation", "image-text-to-text", "audio-text-to-text", "video-text-to-text", "any-to-any"}
)
_LANGUAGE = frozenset({"autoregressive", "multimodal"})
_PICTURES = frozenset({"image-creation", "video-3d"})
_NEURAL = _LANGUAGE | _PICTURES | {"autoencoding", "computer-vision", "retrieval", "seq2seq", "speech"}


@dataclass(frozen=True, slots=True)
class Need:
    """The memory that a model takes at a precision, in bytes.

    `weights` are all of its parameters, those of experts that rest included; `cache` is what it remembers of the
    context, 0 where it makes no text token by token; `overhead` all else: what is worked out on the way, and the
    program that does it.
    """

    precision: Precision
    weights: int
    cache: int
    overhead: int

    @property
    def total(self) -> int:
        """All of it, in bytes."""
        return self.weights + self.cache + self.overhead


def needs(model: Model, context: int | None = None) -> tuple[Need, ...]:
    """What a model takes at each precision that is usual for its kind, the most exact first.

    `context` is in tokens, `USUAL_CONTEXT` unless stated. Language models are usual down to 4 bits, other neural
    networks down to 8, all else down to 16; from a billion parameters on, nobody runs 32. Empty where its size is
    not known, or the weights are not to be had. Where a model is made of parts, as those that create
    pictures are, the parameters of the catalog often count the largest only: the rest has to be unloaded in turn. Of
    which only the size of its files is known, it takes these as they are.
    """
    if not model.open_weights:
        return ()
    if model.parameters is None:
        return () if model.file_size is None else (Need("as published", model.file_size, 0, _OVERHEAD_SMALL),)
    cache, overhead = 0, _OVERHEAD_PICTURES if _is_of(model, _PICTURES) else _OVERHEAD_SMALL
    if is_language_model(model):
        tokens = min(model.context or USUAL_CONTEXT, USUAL_CONTEXT) if context is None else context
        cache, overhead = cache_bytes(model.active_parameters or model.parameters, tokens), _OVERHEAD
    return tuple(
        Need(precision, weight_bytes(model.parameters, BITS[precision]), cache, overhead)
        for precision in _precisions(model, model.parameters)
    )


def fitting(model: Model, memory: int, context: int | None = None) -> Need | None:
    """What a model takes at the most exact precision that fits into so many bytes; None if none does, or none is known.

    `context` is in tokens, see `needs`.
    """
    return next((need for need in needs(model, context) if need.total <= memory), None)


def usual(model: Model, context: int | None = None) -> Need | None:
    """What a model takes at the precision that most people run it at: 4 bits for language models, 16 for others.

    None where it is not known; `context` is in tokens, see `needs`.
    """
    precisions = ("4-bit" if is_language_model(model) else "16-bit", "as published")
    return next((need for need in needs(model, context) if need.precision in precisions), None)


def is_language_model(model: Model) -> bool:
    """Whether a model makes text token by token, and remembers them."""
    return _is_of(model, _LANGUAGE) and not _GENERATING.isdisjoint(model.tasks)


def _is_of(model: Model, categories: frozenset[str]) -> bool:
    """Whether a model is of one of some categories; who adds a category says which of these its models are, too."""
    return not categories.isdisjoint((model.category, *model.other_categories))


def weight_bytes(parameters: int, bits: float) -> int:
    """Bytes that so many parameters take at so many bits each."""
    return math.ceil(parameters * bits / 8)


def cache_bytes(active_parameters: int, tokens: int) -> int:
    """Bytes of the keys and values that a language model remembers of so many tokens, at 16 bits each.

    Exactly, a token leaves 2 * layers * heads of keys * their size values. The catalog does not hold these, so they
    are taken to be 0.72 * the square root of the parameters that are active: the median over the language models whose
    architecture the Hub states (source hub-2026). One that shares few heads, looks back a little way only or
    compresses what it remembers takes less; one from before 2024 up to four times as much.
    """
    return math.ceil(_CACHE_BYTES * _CACHE_VALUES * math.sqrt(active_parameters) * max(tokens, 0))


def _precisions(model: Model, parameters: int) -> tuple[Precision, ...]:
    if is_language_model(model):
        return ("16-bit", "8-bit", "4-bit")
    usual: tuple[Precision, ...] = ("32-bit", "16-bit", "8-bit") if _is_of(model, _NEURAL) else ("32-bit", "16-bit")
    return usual if parameters < _LARGE else usual[1:]
