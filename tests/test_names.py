"""Names people type after `explain`, and what happens to those that fit nothing or several things."""

from __future__ import annotations

import re

import pytest

from whichllm import Catalog, UnknownNameError, recommend
from whichllm.answers.browsing import explain
from whichllm.catalog import Category, Model, Task
from whichllm.reading.names import find_library, resolve
from whichllm.reading.understanding import nearest_tasks

MOST_OFFERED = 5


@pytest.mark.parametrize(
    ("name", "kind", "identifier"),
    [
        ("seq2seq", Category, "seq2seq"),
        ("SEQ-2-SEQ", Category, "seq2seq"),
        ("encoder decoder", Category, "seq2seq"),
        ("tldr", Task, "summarization"),
        ("who-spoke", None, None),
        ("Speaker Diarization", Task, "diarization"),
        ("scribe", Model, "acme/scribe-large"),
        ("Scribe  Small", Model, "acme/scribe-small"),
        ("scribe_small", Model, "acme/scribe-small"),
        ("listner", Model, "hear-a-very-long-laboratory-name/listener-large-v3-turbo"),
        ("scribe smal", Model, "acme/scribe-small"),
        ("sequence to sequense", Category, "seq2seq"),
        ("tldrr", Task, "summarization"),
        ("who trns", Model, "turns/who"),
        ("translaton", Task, "translation"),
    ],
)
def test_names(name: str, kind: type | None, identifier: str | None, small: Catalog) -> None:
    if kind is None:
        with pytest.raises(UnknownNameError):
            resolve(name, small)
        return
    entry = resolve(name, small)
    assert (type(entry), entry.id) == (kind, identifier)


def test_a_family_with_several_models_is_ambiguous(small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain("Ear", small)
    assert caught.value.nearest == ("ear/one", "ear/two")
    assert "ear/one, ear/two" in caught.value.message


def test_an_unknown_name_offers_the_nearest(small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain("transcription", small)
    assert caught.value.nearest
    assert f"did you mean: {caught.value.nearest[0]}" in caught.value.hint


@pytest.mark.parametrize(("name", "kind"), [("large", None), ("small", Model), ("Scribe-huge large", None)])
def test_what_holds_the_words_of_a_name_is_offered_first(name: str, kind: type | None, small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(name, small, kind) if kind else resolve(name, small)  # type: ignore[call-overload]
    if "huge" not in name:
        assert all(name in identifier for identifier in caught.value.nearest)
        assert caught.value.nearest


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        (Category, ["seq2seq", "speech"]),
        (Task, ["translation", "summarization", "whichllm list tasks"]),
        (Model, ["whichllm list models"]),
        (None, ["whichllm list tasks", "whichllm list models"]),
    ],
)
def test_where_nothing_is_near_what_is_valid_is_listed(kind: type | None, listed: list[str], small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve("qqqq", small, kind) if kind else resolve("qqqq", small)  # type: ignore[call-overload]
    assert all(name in caught.value.hint for name in listed)


def test_a_kind_narrows_the_choice(small: Catalog) -> None:
    with pytest.raises(UnknownNameError, match="no category is called 'translation'"):
        resolve("translation", small, Category)


def test_whatever_is_declared_as_a_name_is_one(catalog: Catalog) -> None:
    for kind, blocks in ((Category, catalog.categories), (Task, catalog.tasks), (Model, catalog.models)):
        for block in blocks.values():
            for name in (block.id, *block.aliases):
                assert resolve(name, catalog, kind).id == block.id, name
                assert name == "time series" or resolve(name, catalog).id == block.id, name


def test_no_more_is_offered_than_one_reads(catalog: Catalog) -> None:
    """Of the large ones of a family there may be many, and many are called nearly alike."""
    refused = [
        error
        for family in sorted({model.family for model in catalog.models.values()})[::9]
        for name in (family, f"{family} large", family[1:])
        if (error := _refusal(name, catalog)) is not None
    ]
    assert max(len(error.nearest) for error in refused) == MOST_OFFERED
    assert all(", ".join(error.nearest) in error.message + error.hint for error in refused)


def _refusal(name: str, catalog: Catalog) -> UnknownNameError | None:
    try:
        resolve(name, catalog)
    except UnknownNameError as error:
        return error
    return None


@pytest.mark.parametrize("name", ["large", "base", "small v2", "pro"])
def test_of_what_holds_the_words_what_can_be_had_and_is_new_is_offered_first(name: str, catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve(name, catalog, Model)
    offered = [catalog.models[identifier] for identifier in caught.value.nearest]
    words = set(_words(name))
    holding = [
        model
        for model in catalog.models.values()
        if any(words <= set(_words(known)) for known in (model.id, model.name, *model.aliases))
    ]
    assert len(offered) == min(MOST_OFFERED, len(holding))
    had = [model for model in holding if model.is_current]
    newest = sorted((model.released for model in had), reverse=True)[: len(offered)]
    assert [model.released for model in offered] == newest


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z]+|[0-9]+", name.casefold())


def test_a_part_of_a_name_that_stands_in_many_is_no_hint(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve("v2", catalog, Model)
    assert not caught.value.nearest


def test_a_library_may_be_called_by_any_of_its_names_and_the_nearest_are_offered(catalog: Catalog) -> None:
    for library in catalog.libraries.values():
        for name in (library.id, library.name, *library.aliases):
            assert find_library(name.upper(), catalog) is library
    with pytest.raises(UnknownNameError) as caught:
        find_library("transfomers", catalog)
    assert caught.value.nearest[0] == "Transformers"
    assert caught.value.hint.startswith("did you mean Transformers")
    assert all(identifier in caught.value.hint for identifier in catalog.libraries)
    with pytest.raises(UnknownNameError) as caught:
        find_library("qqqq", catalog)
    assert not caught.value.nearest
    assert caught.value.hint.startswith("Valid: ")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("please do the segmenttion", ("image-segmentation",)),
        ("the segmenttion of pictures?", ("image-segmentation", "mask-generation")),
        ("forecasing of the weather", ("time-series-forecasting",)),
        ("image clasification", ("image-classification",)),
        ("qqq", ()),
    ],
)
def test_the_nearest_tasks_are_few_and_the_likeliest_comes_first(
    text: str, nearest: tuple[str, ...], catalog: Catalog
) -> None:
    found = nearest_tasks(text, catalog)
    assert found[: len(nearest)] == nearest
    assert bool(found) == bool(nearest)
    assert len(found) == len(set(found)) <= 3


def test_what_is_as_near_to_one_as_to_another_is_taken_for_neither(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        resolve("whisper-large-v9", catalog)
    assert {"openai/whisper-large-v2", "openai/whisper-large-v3"} <= set(caught.value.nearest)


@pytest.mark.parametrize("name", ["???", "...", "---"])
def test_what_has_no_letter_is_near_to_nothing(name: str, small: Catalog) -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain(name, small)
    assert not caught.value.nearest
    assert "did you mean" not in caught.value.hint


@pytest.mark.parametrize(("word", "offered"), [("s", False), ("a", False), ("?", False), ("podcasts", True)])
def test_examples_are_offered_for_a_word_that_tells_something(word: str, offered: bool, catalog: Catalog) -> None:
    assert bool(recommend(word, catalog=catalog).examples()) is offered
