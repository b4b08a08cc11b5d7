"""Signs of where another step begins, in a small catalog in which little else speaks, by figures one can reckon."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import changed_small

from whichllm import Catalog, load_catalog
from whichllm.reading.understanding import read

CUES = """\
cues:
  - {{word: "{{always}}", sign: -1.0}}
  - {{word: "{{{sign}}}", sign: {weight}}}

successions: []
"""


def _catalog(folder: Path, sign: str, weight: float) -> Catalog:
    return load_catalog(changed_small(folder, {"steps.yaml": CUES.format(sign=sign, weight=weight)}))


@pytest.mark.parametrize(
    ("sign", "weight", "text", "steps"),
    [
        # The logarithm of two places is 0.69, that of three 1.10.
        ("many", 1.4, "transcribe the podcast, translate it", []),
        ("many", 1.5, "transcribe the podcast, translate it", ["transcribe the podcast", "translate it"]),
        ("many", 1.0, "transcribe the podcast, translate it", []),
        (
            "many",
            1.0,
            "transcribe the podcast, translate it, transcribe it",
            ["transcribe the podcast", "translate it", "transcribe it"],
        ),
        # That of the first place is 0.
        ("late", 9.0, "transcribe the podcast, translate it", []),
        ("late", 1.4, "transcribe the podcast, translate it, transcribe it", []),
        (
            "late",
            1.5,
            "transcribe it, transcribe the podcast, translate it",
            ["transcribe it, transcribe the podcast", "translate it"],
        ),
    ],
)
def test_how_many_places_there_are_and_come_before(
    sign: str, weight: float, text: str, steps: list[str], tmp_path: Path
) -> None:
    understood = read(text, _catalog(tmp_path / "small", sign, weight))
    assert [step.words for step in understood.steps] == steps
