"""The schemas of what is printed: true to every answer, and strict enough to notice a field that is not in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from conftest import ROOT, Run, tool, validate_output

from whichllm.answers.formats import Module
from whichllm.answers.kinds import Answer

SCHEMAS = sorted((ROOT / "data" / "schemas" / "output").glob("*.json"))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.json*"))


def test_schemas_and_page_are_written_from_their_source() -> None:
    outputs = tool("outputs")
    assert {path.stem: path.read_text(encoding="utf-8") for path in SCHEMAS} == {
        name: outputs.text_of(schema) for name, schema in outputs.schemas().items()
    }, "run: python tools/outputs.py"
    assert outputs.PAGE.read_text(encoding="utf-8") == outputs.page(), "run: python tools/outputs.py"


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_each_is_a_schema_that_describes_every_field(path: Path) -> None:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for block in (schema, *schema["$defs"].values()):
        assert block["description"]
        assert all(field["description"] for field in block["properties"].values())


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_recorded_answers_fit(path: Path) -> None:
    validate_output(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.update(another=1),
        lambda answer: answer["matches"][0].update(another=1),
        lambda answer: answer["models"][0].update(another=1),
        lambda answer: answer["models"][0]["license"].update(another=1),
        lambda answer: answer["catalog"].pop("version"),
        lambda answer: answer.update(schema=2),
        lambda answer: answer["models"][0].update(status="gone"),
        lambda answer: answer["matches"][0].update(confidence="much"),
    ],
    ids=["new", "new in a match", "new in a model", "new in a license", "gone", "version", "value", "type"],
)
def test_a_field_that_changes_is_noticed(change: Callable[[dict[str, Any]], object]) -> None:
    answer = json.loads((ROOT / "tests" / "golden" / "recommend.json").read_text(encoding="utf-8"))
    validate_output(answer)
    changed = copy.deepcopy(answer)
    change(changed)
    with pytest.raises(jsonschema.ValidationError):
        validate_output(changed)


@pytest.mark.parametrize("format_", ["json", "jsonl"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "translate documents", "--limit", "0"),
        ("recommend", "Spanish speech to text offline under an Apache license on 8 GB", "--why"),
        ("recommend", "transcribe the podcast, translate it to French and read it aloud"),
        ("recommend", "where should I go on holiday"),
        ("list",),
        ("list", "tasks"),
        ("list", "models"),
        ("explain", "autoregressive"),
        ("explain", "text-to-image"),
        ("explain", "whisper"),
        ("catalog",),
        ("check",),
    ],
    ids=" ".join,
)
def test_answers_from_the_catalog_fit(arguments: tuple[str, ...], format_: str, run: Run) -> None:
    """The fixture holds all JSON that any test prints against its schema; here is one answer of each kind."""
    assert run(*arguments, "--format", format_).out


def test_schemas_are_printed(run: Run) -> None:
    assert run("schema").out.split() == [path.stem for path in SCHEMAS]
    for path in SCHEMAS:
        assert run("schema", path.stem).out == path.read_text(encoding="utf-8")
    ran = run("schema", "recomendation")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean: recommendation" in ran.err
    assert "there is: catalog, categories" in run("schema", "zzz").err


def test_lines_of_a_batch_fit(run: Run) -> None:
    lines = b'summarize\n{"id": [1, "a"], "text": "translate"}\n\n{"id": null}\nhello there\n'
    assert len(run("recommend", "--file", "-", stdin=lines).out.splitlines()) == 5


@pytest.mark.parametrize("kind", get_args(Answer), ids=lambda kind: kind.__name__)
def test_each_kind_of_answer_says_how_it_is_shown(kind: Any) -> None:
    assert kind.shown.schema in {path.stem for path in SCHEMAS}
    assert kind.shown.module in get_args(Module)
