"""What holds for any description."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from whichllm import Catalog, load_catalog, recommend
from whichllm.documents import document

CATALOG = load_catalog()
EXAMPLES = [example for task in CATALOG.tasks.values() for example in task.examples]
WORDS = sorted({word for example in EXAMPLES for word in example.split()})

texts = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), min_size=1, max_size=20).map(" ".join),
).filter(lambda text: bool(text.strip()))

relaxed = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(texts)
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    first = recommend(text)
    assert json.dumps(document(first)) == json.dumps(document(recommend(text)))
    confidences = [match.confidence for match in first.matches]
    assert confidences == sorted(confidences, reverse=True)
    assert len(first.matches) <= 5
    assert sum(confidences) <= 1.03
    assert len({match.task for match in first.matches}) == len(first.matches)
    assert len(first.steps) != 1


@relaxed
@given(texts)
def test_evidence_quotes_the_description(text: str) -> None:
    import unicodedata

    folded = " ".join(unicodedata.normalize("NFC", text).split())
    answer = recommend(text)
    for match in answer.matches:
        assert match.evidence
        for entry in match.evidence:
            assert all(part in folded for part in entry.words.split(" … "))


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(EXAMPLES))
def test_spaces_case_and_a_full_stop_change_nothing(text: str) -> None:
    def tasks(description: str) -> list[tuple[str, str]]:
        return [(match.task, match.subtask) for match in recommend(description).matches]

    expected = tasks(text)
    assert tasks(text.replace(" ", "  ")) == expected
    assert tasks(text.upper()) == expected
    assert tasks(f"  {text.rstrip('.?!')}.  ") == tasks(text.rstrip(".?!"))


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(EXAMPLES))
@example("small distilled translation of documents between 100 languages")
@example("chat bot that talks like a pirate")
def test_every_model_is_found_where_it_stands(text: str) -> None:
    best = recommend(text).best
    assert best
    for place, pick in enumerate(best.ranking.picks):
        assert {best.ranking.picks.place_of(entry.model.id) for entry in pick.family()} == {place}
    assert best.ranking.picks.place_of("nobody/knows") is None


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000_000,
        '"' * 50_000,
        "{" * 1_000_000,
        "a@" * 500_000,
        "translate " * 200_000,
        "no " * 200_000,
        "as a " * 200_000,
        "a" + " and, clip" * 20_000,
    ],
    ids=lambda text: text[:10],
)
def test_long_descriptions_are_answered(text: str) -> None:
    recommend(text)


@pytest.mark.parametrize("pasted", ["filler words and more of them " * 10_000, "1,2,3\n" * 100_000])
def test_a_request_is_found_before_and_after_what_was_pasted(pasted: str) -> None:
    request = "Please translate this report into French."
    for text in (f"{request}\n\n{pasted}", f"{pasted}\n\n{request}"):
        assert [match.task for match in recommend(text).matches][:1] == ["translation"]


def test_picks_do_not_depend_on_the_order_of_the_files(small: Catalog) -> None:
    from dataclasses import replace
    from types import MappingProxyType

    from whichllm.ranking import rank

    backwards = replace(small, models=MappingProxyType(dict(reversed(small.models.items()))))
    for task in small.tasks.values():
        forwards = [pick.model.id for pick in rank(task, small).picks]
        assert [pick.model.id for pick in rank(task, backwards).picks] == forwards
