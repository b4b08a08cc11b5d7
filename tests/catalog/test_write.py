"""The writer leaves alone what did not change."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tools.catalog.__main__ import main
from tools.catalog.blocks import KEYS, Block, key_lines, read_models, scalar
from tools.catalog.write import note_version, write_models

ROOT = Path(__file__).parent.parent.parent
SMALL = """# The header
# stays.
models:
  - id: b/model
    name: B
    license: mit
    status: current
    note: Two: it says.
    sources:
      paper-x: [license]

  - id: a/model
    name: A   # by hand
    license: mit
    languages: [en, "no"]
    status: current
    sources:
      paper-x: [license]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "small.yaml").write_text(SMALL.replace("Two: it says", "It says"), encoding="utf-8")
    return tmp_path


def test_the_shipped_files_come_out_as_they_went_in() -> None:
    for file in read_models(ROOT / "data"):
        assert file.text() == file.path.read_text(encoding="utf-8"), file.path


def test_only_the_key_that_changed_is_written_anew(folder: Path) -> None:
    (file,) = read_models(folder)
    (one,) = [block for block in file.blocks if block.values["id"] == "a/model"]
    one.set("parameters", 5)
    write_models([file])
    written = file.path.read_text(encoding="utf-8")
    assert written.startswith("# The header\n# stays.\nmodels:\n  - id: a/model\n    name: A   # by hand\n")
    assert '    license: mit\n    parameters: 5\n    languages: [en, "no"]\n' in written
    assert written.index("a/model") < written.index("b/model")


def test_any_key_of_any_block_in_the_catalog_can_be_written_anew() -> None:
    """Whatever stands in a block, each key has its place in it."""
    for file in read_models(ROOT / "data"):
        for block in file.blocks:
            assert [KEYS.index(key) for key in block.lines] == sorted(KEYS.index(key) for key in block.lines)
            anew = Block({"id": block.values["id"]}, {"id": block.lines["id"]})
            for key in reversed(block.values):
                if key != "id":
                    anew.set(key, block.values[key])
            assert list(anew.lines) == list(block.lines)


def test_a_second_time_nothing_is_written(folder: Path) -> None:
    write_models(read_models(folder))
    assert write_models(read_models(folder)) == {}


@pytest.mark.parametrize(
    "text",
    ["no", "2024-05-13", "1.0", "12", "on", "a: b", "[x]", "#x", "", " x", "true", "3:20", "it's", 'say "x"', "a\\b"],
)
def test_text_is_read_back_as_text(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}
    assert yaml.safe_load(f"key: [{scalar(text, flow=True)}]") == {"key": [text]}


@pytest.mark.parametrize("number", [0.1, 12.0, 0.00002, 1e-05, 123456789.5])
def test_numbers_are_read_back_without_an_exponent(number: float) -> None:
    written = scalar(number)
    assert "e" not in written
    assert float(written) == number


def test_long_lists_are_broken() -> None:
    lines = key_lines("languages", [f"l{number}" for number in range(60)])
    assert len(lines) > 2
    assert all(len(line) <= 121 for line in lines)
    assert yaml.safe_load("".join(lines)) == {"languages": [f"l{number}" for number in range(60)]}


def test_the_release_that_was_read_is_noted() -> None:
    one = '  - id: one\n    version: 1.2.3\n    date: "2026-01"\n    checked: "2026-02-01"\n'
    text = f"sources:\n{one}  - id: two\n    name: x\n"
    new = note_version(text, "one", "1.10", "", "2026-11-26")
    assert '    version: "1.10"\n    date: "2026-01"\n    checked: "2026-11-26"\n' in new
    assert note_version(new, "one", "1.10", "", "2027-01-01") == new
    assert note_version(text, "two", "9", "", "2026-11-26") == text


def test_an_unknown_source_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["update", "--source", "nobody", "--offline"]) == 2
    assert "no importer for nobody; there are: " in capsys.readouterr().err


def test_what_is_not_at_hand_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (ROOT / "data" / "sources.yaml").read_text(encoding="utf-8")
    assert main(["update", "--source", "litellm", "--offline", "--from", str(tmp_path), "--cache", str(tmp_path)]) == 1
    assert "litellm: no folder given with --from holds litellm" in capsys.readouterr().err
    assert (ROOT / "data" / "sources.yaml").read_text(encoding="utf-8") == before
