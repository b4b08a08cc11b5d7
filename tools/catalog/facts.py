"""The one form in which importers hand over what their sources state, and what all of them clean alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FLOOR = "2022-03-02"
"""The day from which the Hub counts: every older repository bears it, so it says nothing."""

NO_CONTEXT = frozenset({4096, 514, 8194})
"""What metadata of the Hub states where the configuration names no length, and position tables of two places more than
the model reads."""

VOCABULARY = Path(__file__).parents[2] / "data" / "vocabulary.yaml"
"""Where the languages stand with all their codes."""

NAMES_NO_LICENSE = frozenset({"", "none", "other", "unknown", "not specified", "custom", "n/a"})
KINDS = ("text", "image", "audio", "video", "3d", "pdf")
OTHER_LICENSES = {"https://ai.google.dev/gemma/terms": "gemma", "deepseek-license": "deepseek"}
"""What sources write in place of an id in data/licenses.yaml."""

NO_LANGUAGE = frozenset({"und", "mis", "zxx", "qaa", "ajp"})
OTHER_CODES = {"false": "no", "hbs": "sh", "in": "id", "iw": "he", "jw": "jv", "nb": "no", "ns": "nso"}
"""Codes that are out of use or wrong, and the `no` of YAML that came out as False."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a source states of a model.

    `field` is a field of `whichllm.catalog.Model`, `value` as it would stand in the YAML (a list, a block of keys, a
    number, text). For the field "evidence" the value is a `Score`, for "recommended" a `Choice`.
    """

    model: str
    field: str
    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class Score:
    """A measured figure, as under `evidence` of a model. `date` is given where it is not that of the source."""

    task: str
    benchmark: str
    value: float
    higher_is_better: bool
    date: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A task that a source names a model for, as under `recommended` of a model; `by` says as what."""

    task: str
    by: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an importer reads.

    `source` is the id in data/sources.yaml. Either `packages` of a registry ("pypi" or "npm"), each unpacked into a
    folder of its own, or `files`: extracts or downloads that the maintainer has at hand and passes with --from. Wheels
    are taken; `sdist` says that the newest release has none.
    """

    source: str
    packages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    registry: str = "pypi"
    sdist: bool = False


def facts_of(model: str, source: str, values: Mapping[str, Any]) -> Iterable[Fact]:
    """The facts in a block of fields; what is None, empty or an unknown licence is left out."""
    for field, value in values.items():
        if value not in (None, "", [], {}):
            yield Fact(model, field, value, source)


def table(beside: str) -> dict[str, Any]:
    """The YAML file beside an importer (`table(__file__)`): what its source calls our models, and the like."""
    content: dict[str, Any] = load_yaml(Path(beside).with_suffix(".yaml"))
    return content


def load_yaml(path: Path) -> Any:
    """A YAML file as plain values, read safely and with the quick loader where there is one."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def literals(path: Path) -> dict[str, Any]:
    """The plain values that a Python file assigns to names at its top, without running it."""
    found: dict[str, Any] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case _:
                continue
        try:
            found[name] = ast.literal_eval(value)
        except ValueError:
            continue
    return found


def value_of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What an expression of literals comes to (`int(1.5 * 1e9)`, a name that stands in `names`); None for others."""
    match node:
        case ast.Name():
            return names.get(node.id)
        case ast.Call(func=ast.Name(id="int"), args=[argument]):
            return value_of(argument, names)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Add() as operation, right=right):
            one, other = value_of(left, names), value_of(right, names)
            if not all(isinstance(number, int | float) for number in (one, other)):
                return None
            return one * other if isinstance(operation, ast.Mult) else one + other
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def modalities(read: Iterable[str], written: Iterable[str]) -> dict[str, list[str]] | None:
    """Kinds of data in and out, in the order of the catalog; None unless there is more than one kind on a side."""
    reads, writes = set(read), set(written)
    kinds = {"input": [kind for kind in KINDS if kind in reads], "output": [kind for kind in KINDS if kind in writes]}
    return kinds if kinds["input"] and kinds["output"] and len(kinds["input"] + kinds["output"]) > 2 else None


def date(text: object) -> str:
    """A release date as YYYY, YYYY-MM or YYYY-MM-DD; "" for what is none, and for the Hub's floor date."""
    found = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", str(text or ""))
    return found.group() if found and found.group() != FLOOR else ""


def license_id(text: object) -> str:
    """A licence as data/licenses.yaml spells ids; "" where the source names none, several, or only says "other"."""
    if isinstance(text, list):
        text = text[0] if len(text) == 1 else ""
    name = re.sub(r"[\s_]+", "-", str(text or "").strip().lower())
    name = OTHER_LICENSES.get(name, name)
    return "" if name.replace("-", " ") in NAMES_NO_LICENSE else name


def context(tokens: object) -> int | None:
    """A longest input in tokens; None for what is no count or no length."""
    if isinstance(tokens, bool) or not isinstance(tokens, int | float) or tokens < 1 or tokens in NO_CONTEXT:
        return None
    return int(tokens) if tokens < 1e9 else None


def count(number: object) -> int | None:
    """A whole number above 0, or None."""
    if isinstance(number, bool) or not isinstance(number, int | float) or number < 1:
        return None
    return round(number)


def languages(stated: object) -> list[str]:
    """ISO 639 codes, two letters where there are two, each once and in the order of the source.

    What stands for many languages is "multilingual"; other tags that sources mix in ("code", a library) are dropped.
    """
    given = [stated] if isinstance(stated, str) else stated if isinstance(stated, Iterable) else []
    # MTEB writes "python-Code" for programming languages.
    tags = [str(code).lower().replace("_", "-") for code in given]
    named = (tag.split("-")[0] for tag in tags if not tag.endswith("-code"))
    codes = dict.fromkeys(code for code in map(_language, named) if code)
    return [code for code in codes if code != "multilingual" or len(codes) == 1]


def _language(name: str) -> str:
    name = OTHER_CODES.get(name, name)
    if name in ("multilingual", "mul"):
        return "multilingual"
    if name == "sh":
        return name
    if len(name) == 2:
        return name if name in _two_letters().values() else ""
    return _two_letters().get(name, name if re.fullmatch(r"[a-z]{3}", name) and name not in NO_LANGUAGE else "")


@cache
def _two_letters() -> dict[str, str]:
    """The two-letter code by each three-letter code.

    Sources write either; of the members of a group (arb, cmn, nob) the most spoken one stands for it.
    """
    rows = load_yaml(VOCABULARY)["languages"]
    return {long: row["code"] for row in rows if len(row["code"]) == 2 for long in row.get("also", ())}
