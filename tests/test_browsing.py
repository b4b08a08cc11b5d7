"""What `explain` says of a model beside its facts: what took its place, and what could."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from whichllm import Catalog, load_catalog
from whichllm.answers.browsing import ModelExplanation, TaskExplanation, explain
from whichllm.catalog import Model
from whichllm.documents import document
from whichllm.wording import of_models

CATALOG = load_catalog()


def _explained(name: str, catalog: Catalog = CATALOG) -> ModelExplanation:
    answer = explain(name, catalog)
    assert isinstance(answer, ModelExplanation)
    return answer


def _with(catalog: Catalog, *models: Model) -> Catalog:
    """A catalog in which these models stand in place of those of their ids, or after all others."""
    return replace(catalog, models={**catalog.models, **{model.id: model for model in models}})  # type: ignore[arg-type]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(list(CATALOG.models)))
def test_alternatives_are_others_that_can_be_had_and_do_the_same(name: str) -> None:
    answer = _explained(name)
    assert len(answer.alternatives) <= 3
    for entry in answer.alternatives:
        assert entry.model.is_current
        assert entry.model.family != answer.model.family
        assert answer.task.tag in entry.model.tasks
    assert answer.successor is None or not answer.model.is_current
    assert all(entry.superseded_by == name for entry in answer.predecessors)
    said = document(answer)["alternatives"]
    assert [entry["id"] for entry in said] == [entry.model.id for entry in answer.alternatives]
    assert all(len(entry["differs"]) == len(set(entry["differs"])) for entry in said)


def _chained(small: Catalog) -> Catalog:
    """A catalog in which quill-1 was followed by quill-2, and that by quill-3."""
    quill = small.models["quill-2"]
    return _with(
        small,
        replace(quill, id="quill-1", name="Quill 1", status="superseded", superseded_by="quill-2"),
        replace(quill, status="superseded", superseded_by="quill-3"),
        replace(quill, id="quill-3", name="Quill 3"),
    )


def test_successors_are_followed_to_the_last(small: Catalog) -> None:
    catalog = _chained(small)
    first, second, last = (_explained(f"quill-{number}", catalog) for number in (1, 2, 3))
    assert first.successor is second.successor is last.model
    assert last.successor is None
    assert [model.id for model in last.predecessors] == ["quill-2"]
    assert [model.id for model in second.predecessors] == ["quill-1"]
    assert document(first)["successor"] == "quill-3"
    assert "successor" not in document(last)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("superseded", "quill-2 is superseded; take quill-3."),
        ("retired", "quill-2 can no longer be had, since 2026-11; take quill-3."),
    ],
)
def test_what_took_its_place_is_said_before_the_facts(status: str, said: str, small: Catalog, run: Run) -> None:
    from whichllm.pages import page
    from whichllm.pages.parts import Heading, Line

    catalog = _chained(small)
    retired = "2026-11" if status == "retired" else ""
    old = replace(catalog.models["quill-2"], status=status, retired=retired)  # type: ignore[arg-type]
    heading, caution, *_ = page(explain("quill-2", _with(catalog, old)))
    assert heading == Heading("Quill 2")
    assert caution == Line(f"Caution: {said}")


def test_differences_are_said_with_their_figures(small: Catalog) -> None:
    quill = small.models["quill-2"]
    catalog = _with(small, replace(quill, id="reed", name="Reed", family="Reed", context=200_000, released="2026-05"))
    (reed,) = (entry for entry in document(explain("quill-2", catalog))["alternatives"] if entry["id"] == "reed")
    assert reed["differs"] == ["longer context: 200k tokens", "newer: 2026-05"]
    (other,) = (entry for entry in document(explain("reed", catalog))["alternatives"] if entry["id"] == "quill-2")
    assert other["differs"] == []


FOR_FEW = [
    model.id
    for model in CATALOG.models.values()
    if len(model.languages) in (1, 2) and not {"en", "multilingual"} & {*model.languages}
]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FOR_FEW))
def test_what_replaces_a_model_for_one_language_is_not_for_others_only(name: str) -> None:
    answer = _explained(name)
    for entry in answer.alternatives:
        languages = {*entry.model.languages}
        assert not languages or "multilingual" in languages or {*answer.model.languages} <= languages


@pytest.mark.parametrize(
    ("name", "newer"),
    [("chatgpt", "gpt-6"), ("mistral", "mistralai/Mistral-Small-4"), ("flux", "black-forest-labs/flux-3")],
)
def test_an_old_model_that_a_name_means_leads_to_the_newer_ones(name: str, newer: str, run: Run) -> None:
    said = next(line for line in run("explain", name).out.splitlines() if line.startswith("Newer of its family: "))
    assert newer in said


@pytest.mark.parametrize(
    ("released", "newer"), [("2024", True), ("2024-09", True), ("2023", False), ("2023-11", False), ("2022", False)]
)
def test_what_may_be_as_old_is_not_newer(released: str, newer: bool, small: Catalog) -> None:
    old = replace(small.models["acme/scribe-large"], released="2023")
    other = replace(small.models["acme/scribe-small"], released=released)
    said = of_models.newer(old, _explained(old.id, _with(small, old, other)).relatives)
    assert (f"{other.id} ({released})" in said) == newer


def test_the_newest_of_a_family_has_no_newer_one(run: Run) -> None:
    assert "Newer of its family" not in run("explain", "gpt-6.1-terra").out
    assert "the catalog names no successor" in run("explain", "dall-e").out


@pytest.mark.parametrize("name", ["translation", "text-generation"])
def test_models_of_a_task_are_counted_beside_their_families(name: str, run: Run) -> None:
    answer = explain(name, load_catalog())
    assert isinstance(answer, TaskExplanation)
    families, models = len(answer.ranking.picks), len(list(answer.ranking.all_picks()))
    assert families < models
    assert f"Models ({families} families, {models} models)" in run("explain", name).out
