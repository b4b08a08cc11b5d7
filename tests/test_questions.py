"""The questions of questions.yaml: whichllm must first give an answer that an experienced practitioner would sign."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run

from whichllm import Catalog
from whichllm.catalog import Model

HERE = Path(__file__).parent
FIRST = 5
KEYS = {
    "ask",
    "options",
    "first",
    "never",
    "every",
    "lightest",
    "safest",
    "steps",
    "nothing",
    "relax",
    "missed",
    "reason",
}
EXPECTED = {"first", "never", "every", "steps", "nothing"}
RELAXABLE = {
    *("license", "openness", "runs", "size", "memory", "gpu", "device", "context", "price", "released", "maker"),
    *("language", "gated", "modality", "library", "domain"),
}
FLAGS = {"--commercial", "--open", "--hosted", "--not-gated", "--cpu"}
VALUED = {
    *("--license", "--language", "--size", "--memory", "--gpu", "--price", "--context", "--modality", "--since"),
    *("--library", "--maker", "--prefer", "--limit"),
}
SCALES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "g": 10**9, "t": 10**12}
FREE_TO_SELL = {"permissive", "conditions", "proprietary"}
BYTES_PER_WEIGHT = 0.5  # four bits: the least that weights are commonly stored in

Question = dict[str, Any]


def questions() -> list[Question]:
    """The questions of the file, in its order."""
    return list(yaml.safe_load((HERE / "questions.yaml").read_text(encoding="utf-8"))["questions"])


def title(question: Question) -> str:
    """What pytest calls a question: what is asked, with the options."""
    return " ".join([question["ask"], *question.get("options", [])])


def ids(listed: list[Any]) -> Iterator[str]:
    """The ids of a list that may hold lists."""
    for entry in listed:
        if isinstance(entry, str):
            yield entry
        else:
            yield from ids(entry)


def answers(question: Question) -> set[str]:
    """The ids that may be shown first, over all steps."""
    return set(ids([question.get("first", []), question.get("steps", [])]))


def number(written: str) -> float:
    """The number in a value with a unit: 7B, 8GB, 128k, $0.50."""
    found = re.fullmatch(r"\$?([\d.]+)\s*([kmbgt]?)b?", written.casefold())
    assert found, f"no number in {written!r}"
    return float(found[1]) * SCALES[found[2]]


def options(question: Question) -> list[tuple[str, str]]:
    """The options of a question with their values; a flag has none."""
    words = [word for option in question.get("options", []) for word in shlex.split(option)]
    pairs: list[tuple[str, str]] = []
    for word in words:
        if word.startswith("--"):
            pairs.append((word, ""))
        else:
            pairs[-1] = (pairs[-1][0], word)
    return pairs


Facts = dict[str, Any]


def speaks(facts: Facts, wanted: list[str]) -> bool:
    """Whether a model knows all languages of a list."""
    known = set(facts.get("languages", ()))
    return "multilingual" in known or known >= set(wanted)


def cost(facts: Facts) -> float:
    """What a unit costs at most, in or out; infinite where it is not known."""
    price = facts.get("price", {})
    return max((price[way] for way in ("input", "output") if price.get(way) is not None), default=float("inf"))


EVERY: dict[str, Callable[[Facts, Any], bool]] = {
    "license_class": lambda facts, wanted: facts["license"]["class"] in wanted,
    "status": lambda facts, wanted: facts["status"] in wanted,
    "languages": speaks,
    "makers": lambda facts, wanted: facts["maker"] in wanted,
    "open_weights": lambda facts, wanted: facts.get("open_weights") is wanted,
    "gated": lambda facts, wanted: facts.get("gated", False) is wanted,
    "max_parameters": lambda facts, wanted: facts.get("parameters", float("inf")) <= wanted,
    "min_context": lambda facts, wanted: facts.get("context", 0) >= wanted,
    "max_price": lambda facts, wanted: cost(facts) <= wanted,
    "released_since": lambda facts, wanted: facts.get("released", "") >= wanted,
}


def table(models: list[Facts]) -> str:
    """What came, a line for each model."""
    lines = []
    for place, facts in enumerate(models, 1):
        known = {key: facts[key] for key in ("parameters", "context", "languages", "released") if facts.get(key)}
        license_ = facts["license"]
        lines.append(f"  {place}. {facts['id']} ({license_['id']}, {license_['class']}, {facts['status']}) {known}")
    return "\n".join(lines) or "  nothing"


def failures(question: Question, answer: dict[str, Any], code: int) -> Iterator[str]:
    """What is wrong with an answer."""
    models = answer["models"]
    shown = [facts["id"] for facts in models]
    if question.get("nothing"):
        offered = set(ids([entry["without"] for entry in answer.get("relaxations", ())]))
        if code != 1 or shown:
            yield "no model can do it, and yet models are shown"
        for demand in question.get("relax", ()):
            if demand not in offered:
                yield f"to drop the demand '{demand}' is not offered, only {sorted(offered)}"
        return
    if code != 0:
        yield f"it leaves with {code}"
    if "first" in question and (not shown or shown[0] not in answers(question)):
        yield f"{shown[0] if shown else 'nothing'} comes first"
    steps = question.get("steps", [])
    came = answer["steps"]
    if steps and len(came) != len(steps):
        yield f"{len(came)} steps instead of {len(steps)}"
    for step, wanted in zip(came, steps, strict=False):
        best = step["models"][0]["id"] if step["models"] else "nothing"
        if best not in ids(wanted):
            yield f"{best} comes first for '{step['words']}'"
        shown += [facts["id"] for facts in step["models"][:FIRST]]
    for identifier in ids(question.get("never", [])):
        if identifier in (shown if steps else shown[:FIRST]):
            yield f"{identifier} is among the first {FIRST}"
    for name, wanted in question.get("every", {}).items():
        for facts in models:
            if not EVERY[name](facts, wanted):
                yield f"{facts['id']} is not {name} {wanted}"
    places = answer.get("places", {})
    for place in ("lightest", "safest"):
        if place in question and place in places and places[place] not in ids(question[place]):
            yield f"{places[place]} is called {place}"


def parameter(question: Question) -> Any:
    """A question as a parameter of a test; one that is missed must fail, so that the word goes once it is not."""
    missed = [pytest.mark.xfail(reason=question["missed"])] if "missed" in question else []
    return pytest.param(question, id=title(question), marks=missed)


@pytest.mark.parametrize("question", [parameter(question) for question in questions()])
def test_question(question: Question, run: Run) -> None:
    given = [word for option in question.get("options", []) for word in shlex.split(option)]
    ran = run("recommend", question["ask"], *given, "--format", "json")
    assert ran.code in (0, 1), f"exit code {ran.code}: {ran.err}"
    answer = json.loads(ran.out)
    wrong = list(failures(question, answer, ran.code))
    came = [*answer["models"], *(facts for step in answer["steps"] for facts in step["models"])]
    assert not wrong, "\n".join(
        [
            f"{title(question)!r} is understood as {[match['task'] for match in answer['matches']][:1]}",
            *wrong,
            f"Reason: {question['reason']}",
            table(came),
        ]
    )


def test_the_file_is_sound(catalog: Catalog) -> None:
    asked = questions()
    wrong = [f"{title(question)!r}: {problem}" for question in asked for problem in problems(question, catalog)]
    assert not wrong, "\n".join(wrong)
    assert len(asked) >= 60
    titles = [title(question) for question in asked]
    assert len(set(titles)) == len(titles)
    wanted = {identifier for question in asked for identifier in answers(question)}
    assert {catalog.models[identifier].category for identifier in wanted} == set(catalog.categories)


def problems(question: Question, catalog: Catalog) -> Iterator[str]:
    """What is wrong with a question itself."""
    for key in question.keys() - KEYS:
        yield f"the key '{key}' is unknown"
    if not question.get("reason") or not question.keys() & EXPECTED:
        yield "a reason and something to expect are missing"
    for demand in set(question.get("relax", ())) - RELAXABLE:
        yield f"'{demand}' is no demand to drop"
    for name in question.get("every", {}).keys() - EVERY.keys():
        yield f"'{name}' is nothing to expect of every model"
    for option, value in options(question):
        if option not in FLAGS | VALUED or bool(value) != (option in VALUED):
            yield f"'{option} {value}' is no option"
    wanted = answers(question)
    refused = set(ids(question.get("never", [])))
    for identifier in wanted & refused:
        yield f"{identifier} is to be first and never"
    places = ids([question.get("lightest", []), question.get("safest", [])])
    for identifier in sorted(wanted | refused | set(places)):
        if identifier not in catalog.models:
            yield f"the catalog has no {identifier}"
    for identifier in sorted(wanted & catalog.models.keys()):
        model = catalog.models[identifier]
        if not model.is_current:
            yield f"{identifier} is {model.status} and to be first"
        for option, value in options(question):
            if contradicts(model, option, value, catalog):
                yield f"{identifier} is to be first and contradicts {option} {value}"


def contradicts(model: Model, option: str, value: str, catalog: Catalog) -> bool:
    """Whether what the catalog knows of a model contradicts an option. What it does not know contradicts none."""
    price = model.price
    dollars = [part for part in (price.input, price.output) if part is not None] if price else []
    weight = (model.parameters or 0) * BYTES_PER_WEIGHT
    found: dict[str, Callable[[], bool]] = {
        "--commercial": lambda: catalog.license_of(model).class_ not in FREE_TO_SELL,
        "--license": lambda: model.license not in value.split(","),
        "--open": lambda: model.open_weights is False,
        "--hosted": lambda: model.open_weights is True and price is None,
        "--not-gated": lambda: model.gated is True,
        "--size": lambda: (model.parameters or 0) > number(value) or model.open_weights is False,
        "--memory": lambda: weight > number(value) or model.open_weights is False,
        "--gpu": lambda: weight > number("24GB") or model.open_weights is False,
        "--cpu": lambda: model.open_weights is False,
        "--price": lambda: not dollars or max(dollars) > number(value),
        "--context": lambda: model.context is not None and model.context < number(value),
        "--since": lambda: bool(model.released) and model.released[: len(value)] < value[: len(model.released)],
        "--maker": lambda: value.casefold() not in model.maker.casefold(),
        "--language": lambda: bool(model.languages) and not speaks({"languages": model.languages}, value.split("-")),
    }
    return option in found and found[option]()
