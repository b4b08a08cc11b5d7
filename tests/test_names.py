"""Names people type after `explain`, and what happens to those that fit nothing or several things."""

from __future__ import annotations

import pytest

from whichllm import Catalog, UnknownNameError
from whichllm.browsing import explain
from whichllm.catalog import Category, Model, Task
from whichllm.reading.names import resolve


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
