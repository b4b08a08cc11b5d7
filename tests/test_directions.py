"""A direction of translation: how it is written, read and said."""

from __future__ import annotations

import pytest

from whichllm.base.words import ANY, Direction

DE_EN, ANY_EN, EN_ANY = Direction("de", "en"), Direction(ANY, "en"), Direction("en", ANY)


@pytest.mark.parametrize("written", ["de-en", "*-en", "en-*", "yue-zh", "en-en"])
def test_what_is_read_is_written_the_same(written: str) -> None:
    assert str(Direction.parse(written)) == written


@pytest.mark.parametrize(
    "written", ["", "de", "*", "*-*", "de-", "-en", "de-en-de", "DE-EN", "d-en", "germ-en", "de->en", "de,en", "dé-en"]
)
def test_nothing_else_is_a_direction(written: str) -> None:
    assert Direction.parse(written) is None


def test_the_way_back_leads_to_where_one_came_from() -> None:
    assert DE_EN.back == Direction("en", "de")
    assert ANY_EN.back == EN_ANY
    assert DE_EN.back.back == DE_EN


@pytest.mark.parametrize(
    ("other", "meets"),
    [(DE_EN, True), (ANY_EN, True), (Direction("de", ANY), True), (DE_EN.back, False), (EN_ANY, False)],
)
def test_two_meet_where_one_translation_goes_both_ways(other: Direction, meets: bool) -> None:
    assert DE_EN.meets(other) is meets
    assert other.meets(DE_EN) is meets


def test_words_tell_what_any_language_is() -> None:
    assert ANY_EN.said("any language") == "any language to en"
