"""Pages fit into any width, and nothing of a text is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from whichllm.pages.fitting import laid, wrapped
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
def test_a_grid_keeps_within_its_width_and_hides_nothing_without_a_word(
    rows: list[tuple[str, str, str, str]], width: int, keep: tuple[int, int]
) -> None:
    columns = (
        Column("Id", "id"),
        Column("Must"),
        Column("May", keep=keep[0]),
        Column("Last", keep=keep[1], titled=True),
    )
    drawn = laid(Grid(columns, tuple(rows)), width, cell_len, "-")
    lines = ["".join(text for text, _ in line) for line in drawn.lines]
    assert all(cell_len(line) <= width for line in lines)
    held = {character for line in lines for character in line}
    for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
        if column.title in drawn.without:
            assert column.keep
        else:
            assert set("".join(cells)) <= held


def test_a_long_id_has_a_line_of_its_own_and_takes_no_room_from_the_others() -> None:
    rows = (*((f"maker/model-{number}", "what it is good for") for number in range(20)), (f"maker/{'x' * 60}", "all"))
    lines = [
        "".join(text for text, _ in line)
        for line in laid(Grid((Column("Model", "id"), Column("Why")), rows), 80, cell_len, "-").lines
    ]
    assert f" maker/{'x' * 60}" in lines
    assert any(line.endswith("what it is good for") and len(line) < 50 for line in lines)
