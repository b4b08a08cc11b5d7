"""What models are said to take: sums that hold, orders that hold, and a bound on the error."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from whichllm import Catalog
from whichllm.catalog import Model
from whichllm.catalog.quantities import GIGABYTE
from whichllm.requirements.memory import BITS, cache_bytes, fitting, needs, usual, weight_bytes

STATED = yaml.safe_load((Path(__file__).parent / "memory.yaml").read_text(encoding="utf-8"))
KINDS = {
    "autoregressive": "text-generation",
    "multimodal": "image-text-to-text",
    "retrieval": "sentence-similarity",
    "image-creation": "text-to-image",
    "tabular": "tabular-classification",
}


def _model(kind: str = "autoregressive", **facts: Any) -> Model:
    model = Model(
        id="acme/one",
        name="One",
        maker="Acme",
        family="One",
        tasks=(KINDS[kind],),
        license="mit",
        status="current",
        sources={},
        category=kind,
        open_weights=True,
        parameters=7_000_000_000,
    )
    return replace(model, **facts)


counts = st.integers(min_value=1, max_value=10**13)
tokens = st.integers(min_value=0, max_value=10**8)
models = st.builds(
    lambda kind, parameters, active, context: _model(
        kind, parameters=parameters, active_parameters=active and min(active, parameters), context=context
    ),
    st.sampled_from(sorted(KINDS)),
    counts,
    st.none() | counts,
    st.none() | tokens.filter(bool),
)


@given(models, st.none() | tokens)
def test_the_total_is_the_sum_and_fewer_bits_never_take_more(model: Model, context: int | None) -> None:
    found = needs(model, context)
    assert found
    for need in found:
        assert need.total == need.weights + need.cache + need.overhead
        assert min(need.weights, need.overhead) > 0
        assert need.cache >= 0
    assert [need.precision for need in found] == [name for name in BITS if name in {need.precision for need in found}]
    assert [need.total for need in found] == sorted((need.total for need in found), reverse=True)


@given(models, tokens, tokens)
def test_more_context_never_takes_less(model: Model, one: int, other: int) -> None:
    little, much = sorted((one, other))
    for less, more in zip(needs(model, little), needs(model, much), strict=True):
        assert less.total <= more.total


@given(models, st.integers(min_value=0, max_value=10**14), st.none() | tokens)
def test_what_fits_is_the_most_exact_that_does(model: Model, memory: int, context: int | None) -> None:
    found = fitting(model, memory, context)
    fits = [need for need in needs(model, context) if need.total <= memory]
    assert found == (fits[0] if fits else None)


@pytest.mark.parametrize(
    "facts", [{"parameters": None}, {"open_weights": False}, {"open_weights": None}], ids=["size", "hosted", "unknown"]
)
def test_what_is_not_known_is_not_guessed(facts: dict[str, Any]) -> None:
    model = _model(**facts)
    assert needs(model) == ()
    assert fitting(model, 10**15) is None


@pytest.mark.parametrize("size", [0, 45 * 2**20])
def test_files_whose_weights_nobody_counts_are_taken_as_they_are(size: int) -> None:
    model = _model("multimodal", tasks=("image-to-text",), parameters=None, file_size=size)
    (need,) = needs(model)
    assert (need.precision, need.weights, need.cache) == ("as published", size, 0)
    assert usual(model) == fitting(model, need.total) == need
    assert fitting(model, need.total - 1) is None


def test_experts_that_rest_take_memory_but_remember_nothing() -> None:
    dense, mixture = _model(), _model(active_parameters=1_000_000_000)
    assert needs(mixture)[0].weights == needs(dense)[0].weights
    assert needs(mixture)[0].cache < needs(dense)[0].cache


def test_the_cache_is_that_of_the_usual_context_unless_asked() -> None:
    assert needs(_model(context=131_072))[0] == needs(_model())[0] == needs(_model(), 4096)[0]
    assert needs(_model(context=1024))[0] == needs(_model(), 1024)[0]
    assert needs(_model("retrieval", context=8192), 8192)[0].cache == 0


@pytest.mark.parametrize(
    ("kind", "parameters", "precisions"),
    [
        ("autoregressive", 100_000_000, ["16-bit", "8-bit", "4-bit"]),
        ("multimodal", 70_000_000_000, ["16-bit", "8-bit", "4-bit"]),
        ("retrieval", 100_000_000, ["32-bit", "16-bit", "8-bit"]),
        ("retrieval", 8_000_000_000, ["16-bit", "8-bit"]),
        ("image-creation", 12_000_000_000, ["16-bit", "8-bit"]),
        ("tabular", 7_000_000, ["32-bit", "16-bit"]),
    ],
)
def test_precisions_are_those_of_the_kind(kind: str, parameters: int, precisions: list[str]) -> None:
    assert [need.precision for need in needs(_model(kind, parameters=parameters))] == precisions


@pytest.mark.parametrize("kind", ["autoregressive", "image-creation", "retrieval"])
def test_models_of_an_added_category_take_what_those_take_that_they_are_of_too(kind: str) -> None:
    assert needs(_model(kind, category="own", other_categories=(kind,))) == needs(_model(kind))


@pytest.mark.parametrize(
    ("memory", "precision"), [(24, "16-bit"), (12, "8-bit"), (6, "4-bit"), (4, None)], ids=lambda value: str(value)
)
def test_seven_billion_parameters_on_usual_cards(memory: int, precision: str | None) -> None:
    found = fitting(_model(), memory * GIGABYTE)
    assert (found and found.precision) == precision


def test_the_whole_catalog_is_reckoned(catalog: Catalog) -> None:
    for model in catalog.models.values():
        assert bool(needs(model)) == bool(model.open_weights and model.has_known_size), model.id


def test_the_error_stays_below_what_was_measured(catalog: Catalog) -> None:
    """Against what vendors state: half of the estimates within 15 per cent, nine in ten within 60."""
    errors = []
    for build in STATED["builds"]:
        found = needs(catalog.models[build["model"]], build["context"])
        told = next(need.total for need in found if need.precision == build["precision"])
        errors.append(abs(told / (build["megabytes"] * 2**20) - 1))
    errors.sort()
    assert len(errors) >= 24
    assert median(errors) <= 0.15
    assert errors[len(errors) * 9 // 10] <= 0.6


def test_parts_of_the_estimate_are_what_they_are_said_to_be() -> None:
    assert weight_bytes(32, BITS["8-bit"]) == 34
    assert weight_bytes(256, BITS["16-bit"]) == 512
    assert cache_bytes(10**10, 2000) == pytest.approx(2 * cache_bytes(10**10, 1000), rel=1e-6)
