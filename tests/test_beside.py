"""What answers say beside the list is true of the models in it, and said of what is asked for."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run

from whichllm import Catalog


def _answer(asked: str, run: Run) -> dict[str, Any]:
    ran = run("recommend", *shlex.split(asked), "--format", "json")
    found: dict[str, Any] = json.loads(ran.out)
    return found


@pytest.mark.parametrize(
    "asked",
    [
        "'summarize meeting notes' --memory 500MB",
        "'summarize meeting notes' --memory 1GB",
        "'translate documents' --memory 500MB",
        "'translate documents' --memory 1GB",
        "'classify support tickets, MIT license, under 500MB'",
        "'OCR for handwritten letters' --memory 700MB",
    ],
)
def test_what_does_not_do_whatever_it_is_told_is_no_general_model(asked: str, run: Run) -> None:
    """Small talk, code, paraphrases, prompts of its own for captions: none is a general language model."""
    assert "general" not in _answer(asked, run)


@pytest.mark.parametrize(
    ("asked", "general"),
    [
        ("'summarize meeting notes' --memory 8GB", True),
        ("'translate documents' --memory 8GB", False),
        ("'detect cars in CCTV footage'", False),
    ],
)
def test_a_general_model_is_one_that_does_what_it_is_told(
    asked: str, general: bool, run: Run, catalog: Catalog
) -> None:
    found = _answer(asked, run)["general"]
    model = catalog.models[found["id"]]
    assert found["better"] is general
    assert not model.domains
    assert "dialogue" in model.subtasks or model.tasks[0] == "image-text-to-text"


@pytest.mark.parametrize("option", ["--open --hosted", "--context 128k"])
def test_among_general_models_alone_none_is_needless(option: str, run: Run) -> None:
    shown = run("recommend", "translate documents", *option.split(), "--limit", "1").out
    assert "No general language model needed" not in shown


@pytest.mark.parametrize("option", ["--hosted", "--open --hosted", "--context 32k --memory 8GB"])
def test_where_demands_leave_none_of_those_made_for_it_that_is_said(option: str, run: Run) -> None:
    shown = " ".join(run("recommend", "translate documents", *option.split()).out.split())
    assert "No model in the catalog was made for" not in shown
    assert "None of the models made for translation is known to meet what is asked for; these come nearest." in shown


@pytest.mark.parametrize("asked", ["'read invoices' --context 128k", "'extract text from scans' --context 100k"])
def test_a_model_takes_the_same_memory_wherever_it_is_named(asked: str, run: Run) -> None:
    answer = _answer(asked, run)
    compared = next(text for text in answer["general"]["differs"] if re.search(r"\d-bit against", text))
    memory = answer["models"][0]["memory"]
    assert compared.endswith(f" against {memory['total']:.3g} GB at {memory['precision']}")
    assert compared in " ".join(run("recommend", *shlex.split(asked)).out.split())


@pytest.mark.parametrize(
    ("asked", "first", "versions"),
    [
        ("is this email spam?", "mrm8488/bert-tiny-finetuned-sms-spam-detection", set()),
        (
            "detect vehicles in traffic camera pictures",
            "PP-YOLOE-L_vehicle",
            {"PP-YOLOE-S_vehicle"},
        ),
        (
            "find named entities in biomedical text",
            "d4data/biomedical-ner-all",
            {"samrawal/bert-base-uncased_clinical-ner"},
        ),
    ],
)
def test_what_was_tuned_for_something_else_is_no_other_version(
    asked: str, first: str, versions: set[str], run: Run
) -> None:
    models = _answer(shlex.quote(asked), run)["models"]
    listed = {model["id"]: set(model["variants"]) for model in models}
    assert listed[first] == versions
    shown = " ".join(run("recommend", asked, "--limit", "1", columns=200).out.split())
    assert ("more of the family" in shown) == bool(models[0]["variants"])


@pytest.mark.parametrize("asked", ["write Python code", "answer instructions about images"])
def test_sizes_of_a_general_model_are_versions_of_one_another(asked: str, run: Run) -> None:
    """Whether it was made for a task or does it among many others makes no difference between them."""
    models = _answer(f"{shlex.quote(asked)} --limit 0", run)["models"]
    families = [{model["id"], *model["variants"]} for model in models]
    sizes = {"Qwen/Qwen3.5-2B", "Qwen/Qwen3.5-4B", "Qwen/Qwen3.5-9B"}
    assert any(sizes <= family for family in families)


@pytest.mark.parametrize(("memory", "fits"), [("6GB", False), ("24GB", True), ("", None)])
def test_steps_that_do_not_fit_together_are_said_not_to(memory: str, fits: bool | None, run: Run) -> None:
    options = ["--memory", memory] if memory else []
    asked = ("recommend", "transcribe the podcast and summarize it", "--limit", "1", *options)
    chain = json.loads(run(*asked, "--format", "json").out)["chain"]
    assert chain.get("fits_together") is fits
    warned = "more than the 6 GB that there are: one after the other, each fits" in " ".join(run(*asked).out.split())
    assert warned is (fits is False)
    if memory:
        assert (chain["memory"] <= float(memory.removesuffix("GB"))) is fits


@pytest.mark.parametrize("asked", ["translate documents", "write Python code", "summarize meeting notes"])
def test_memory_adds_up_and_is_the_same_in_all_formats(asked: str, run: Run) -> None:
    models = _answer(f"{shlex.quote(asked)} --limit 9", run)["models"]
    rows = run("recommend", asked, "--limit", "9", columns=200).out
    for need in (model["memory"] for model in models if "memory" in model):
        assert round(need["weights"] + need["cache"] + need["overhead"], 2) == need["total"]
        if 1 <= need["total"] < 10:
            assert f"{need['total']:g} GB at {need['precision']}" in rows


def test_what_hints_say_to_type_reaches_the_same_catalog(tmp_path: Path, run: Run) -> None:
    """With a file that was named, the command names it, too, whatever its path holds."""
    own = tmp_path / "our own.yaml"
    own.write_bytes((ROOT / "docs" / "our-models.yaml").read_bytes())
    shown = run("recommend", "translate documents", "--limit", "1", "--catalog", str(own), columns=300).out
    counted, typed = re.findall(r"the (\d+) in the catalog: whichllm (.*)", shown)[0]
    assert f"\n{counted} models. " in run(*shlex.split(typed)).out
    explained = re.findall(r"More of one: whichllm (.*)", shown)[0].replace("MODEL-OR-TASK", "'our old translator'")
    assert run(*shlex.split(explained)).code == 0
    lost = run("recommend", "where should I go on holiday", "--catalog", str(own)).err
    assert run(*shlex.split(re.findall(r"whichllm (list tasks.*)", lost)[0])).code == 0


def test_hints_name_no_file_that_was_not_named(run: Run) -> None:
    assert "--catalog" not in run("recommend", "translate documents").out
