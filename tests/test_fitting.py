"""Pages fit into any width, and nothing of a text is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from whichllm.pages.fitting import fitted, wrapped
from whichllm.pages.parts import Column, Grid

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=120)
words = st.text("abcdefgh-/._文", min_size=1, max_size=60)


def _squeezed(text: str) -> str:
    return "".join(text.split())


@given(text=texts, width=st.integers(2, 90))
def test_lines_are_no_wider_than_asked_and_hold_the_whole_text(text: str, width: int) -> None:
    lines = wrapped(text, width, cell_len)
    assert lines
    assert all(cell_len(line) <= width for line in lines)
    assert _squeezed("".join(lines)) == _squeezed(text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("two words", 20, ["two words"]),
        ("two words", 5, ["two", "words"]),
        ("maker/a-long-name", 12, ["maker/a-", "long-name"]),
        ("unbroken", 3, ["unb", "rok", "en"]),
        ("  under", 20, ["  under"]),
        ("one\ntwo", 20, ["one", "two"]),
        ("文文文", 4, ["文文", "文"]),
        ("", 4, [""]),
    ],
)
def test_words_are_broken_only_where_they_must_be_and_after_signs(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width, cell_len) == lines


@given(
    rows=st.lists(st.tuples(words, words, words, words), min_size=1, max_size=6),
    width=st.integers(12, 160),
    keep=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
def test_the_columns_of_a_grid_fit_and_none_is_left_out_without_a_word(
    rows: list[tuple[str, str, str, str]], width: int, keep: tuple[int, int]
) -> None:
    columns = (
        Column("Id", "id"),
        Column("Must"),
        Column("May", keep=keep[0]),
        Column("Last", keep=keep[1], titled=True),
    )
    found = fitted(Grid(columns, tuple(rows)), width, cell_len)
    shown = {index for index, _ in found.columns}
    left_out = {index for index, column in enumerate(columns) if column.title in found.without}
    assert shown | {*found.below} | left_out == set(range(len(columns)))
    assert all(columns[index].keep for index in left_out)
    if len(shown) > 1:
        assert sum(taken + 3 for _, taken in found.columns) < width


def test_a_long_id_takes_no_room_from_the_others() -> None:
    rows = (*((f"maker/model-{number}", "what it is good for") for number in range(20)), (f"maker/{'x' * 60}", "all"))
    (_, taken), (_, room) = fitted(Grid((Column("Model", "id"), Column("Why")), rows), 80, cell_len).columns
    assert taken < 60
    assert room >= len("what it is good for")
