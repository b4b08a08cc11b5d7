"""Demands that words imply together, in a small catalog with few cues, by figures that can be reckoned by hand."""

from __future__ import annotations

import pytest
from conftest import SMALL, changed_small

from whichllm import Catalog, load_catalog
from whichllm.reading.understanding import read

CUES = """\
# header
cues:
  - {word: "{always}", weights: {none: 1.8}}
  - {word: fern, weights: {runs local: 1.5, speed fast: 0.4}}
  - {word: fern moss, weights: {runs local: 1.5}}
  - {word: fern * oak, weights: {runs local: 1.5}}
  - {word: "!ivy", weights: {price free: 3}}
  - {word: ivy, weights: {none: 3}}
  - {word: orchid, weights: {price free: 3.1}}
  - {word: reed, weights: {price low: 3.2}}
  - {word: yew, weights: {speed fast: 3, speed real-time: 2.5}}
"""
STATED = """\
  - {says: offline, demand: runs, value: local}
"""


@pytest.fixture(scope="module")
def cued(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    words = (SMALL / "vocabulary.yaml").read_text(encoding="utf-8")
    files = {"demands.yaml": CUES, "vocabulary.yaml": words.replace("demands: []", f"demands:\n{STATED}")}
    return load_catalog(changed_small(tmp_path_factory.mktemp("cued") / "small", files))


def _heard(text: str, catalog: Catalog) -> list[tuple[str, str, str]]:
    return [(demand.name, demand.value, demand.words) for demand in read(text, catalog).demands]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        # So much more than for anything else is enough; a cue counts each time.
        ("translate, fern", []),
        ("translate, fern fern", [("runs", "local", "fern fern")]),
        ("translate, fern moss", [("runs", "local", "fern moss")]),
        ("translate, fern and oak", [("runs", "local", "fern and oak")]),
        # Words of two clauses are no pair, and do not add up.
        ("translate, fern, moss", []),
        ("translate, fern. Moss", []),
        # What is denied is another word.
        ("translate, without ivy", [("price", "free", "ivy")]),
        ("translate, ivy orchid", []),
        # Beside what the clause tells otherwise, and wherever it stands.
        ("translate fern moss", [("runs", "local", "fern moss")]),
        ("an orchid. Translate", [("price", "free", "orchid")]),
        # As much for another value, or for nothing.
        ("translate, yew", []),
        # Of two values of a demand the surer counts.
        ("translate, orchid, reed", [("price", "low", "reed")]),
        ("translate, reed, orchid, fern moss", [("price", "low", "reed"), ("runs", "local", "fern moss")]),
    ],
)
def test_what_a_clause_implies(text: str, heard: list[tuple[str, str, str]], cued: Catalog) -> None:
    assert _heard(text, cued) == heard


def test_what_the_vocabulary_states_goes_first(cued: Catalog) -> None:
    """A row of the vocabulary knows more of what it states than words by themselves."""
    assert _heard("translate offline, fern moss", cued) == [("runs", "local", "offline")]


def test_payload_implies_nothing(cued: Catalog) -> None:
    assert not _heard('translate "fern moss, without ivy"', cued)
