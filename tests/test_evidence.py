"""What counts as evidence: the words that say it first, nothing that is denied."""

from __future__ import annotations

import pytest

from whichllm import Catalog
from whichllm.reading.understanding import read


def _quoted(text: str, rule: str, catalog: Catalog) -> list[str]:
    """The words that the best match quotes for a rule."""
    return [entry.words for entry in read(text, catalog).matches[0].evidence if entry.rule == rule]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("transcribe the audio of the podcast", "works on audio", ["audio"]),
        ("caption each photo in the picture folder", "works on image", ["photo"]),
        ("describe the photo, not the video", "works on image", ["photo"]),
        ("describe the photo, not the video", "does not work on video", []),
    ],
)
def test_a_kind_of_data_counts_where_it_is_first_said_and_not_denied(
    text: str, rule: str, words: list[str], catalog: Catalog
) -> None:
    assert _quoted(text, rule, catalog) == words


@pytest.mark.parametrize("text", ["translate this, not literally", "transcribe the talk without the applause"])
def test_a_denial_denies_nothing_that_stands_before_it(text: str, catalog: Catalog) -> None:
    first = text.split()[0]
    assert any(entry.words.startswith(first) for entry in read(text, catalog).matches[0].evidence if entry.weight > 1)
