"""Rules fetched from a snapshot, a few at a time or all, read every text as rules compiled in memory do."""

from __future__ import annotations

import random

import pytest
from conftest import hard_cases
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichllm import Catalog, load_catalog
from whichllm.answers.recommending import recommend_from
from whichllm.documents import document
from whichllm.loading import forget, read_catalog
from whichllm.reading.understanding import nearest_tasks, read

EXAMPLES = [example for task in load_catalog().tasks.values() for example in task.examples]
TEXTS = [*EXAMPLES, *(case["text"] for case in hard_cases())]
WORDS = sorted({word for text in TEXTS for word in text.split()})


@pytest.fixture(scope="module")
def whole() -> Catalog:
    """The catalog as it is read from its files: what reading needs is compiled in memory."""
    catalog = read_catalog().catalog
    assert catalog is not None
    assert catalog.compiled is None
    return catalog


def _fetched() -> Catalog:
    """The catalog over a snapshot from which nothing has been fetched."""
    forget()
    catalog = load_catalog()
    if catalog.compiled is None:  # it was read from files, and has been kept for the next time
        forget()
        catalog = load_catalog()
    assert catalog.compiled is not None
    return catalog


def _misspelt(text: str, chance: random.Random) -> str:
    """A text with a letter missing from every long word."""
    words = text.split()
    places = [chance.randrange(1, len(word) - 1) if len(word) > 6 else len(word) for word in words]
    return " ".join(word[:place] + word[place + 1 :] for word, place in zip(words, places, strict=True))


def test_one_description_at_each_start(whole: Catalog) -> None:
    chance = random.Random(0)
    for text in chance.sample(TEXTS, 60):
        for asked in (text, _misspelt(text, chance)):
            assert read(asked, _fetched()) == read(asked, whole)


def test_all_descriptions_one_after_the_other(whole: Catalog) -> None:
    catalog = _fetched()
    for text in TEXTS:
        assert read(text, catalog) == read(text, whole)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=20).map(" ".join),
    )
)
def test_whatever_is_said(whole: Catalog, text: str) -> None:
    catalog = _fetched()
    assert read(text, catalog) == read(text, whole)
    assert nearest_tasks(text, catalog) == nearest_tasks(text, whole)


def test_whole_answers(whole: Catalog) -> None:
    """Models that the words speak of come forward by what is fetched, too."""
    for text in TEXTS[::40]:
        assert document(recommend_from(text, _fetched())) == document(recommend_from(text, whole))
