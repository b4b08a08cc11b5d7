"""What `compare` promises: the same verdicts whatever the order, and no more than is known."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from whichllm import Catalog, Comparison, UnknownNameError, WhichllmError, compare, load_catalog
from whichllm.answers.comparing import side_by_side
from whichllm.answers.formats import Format
from whichllm.answers.verdicts import Verdict
from whichllm.catalog import SOURCED_FACTS, Measurement, Model, Price
from whichllm.documents import document
from whichllm.rendering import render
from whichllm.wording.of_models import FACTS

CATALOG = load_catalog()
IDS = list(CATALOG.models)
MEASURED = [model.id for model in CATALOG.models.values() if model.evidence]
some = st.lists(st.sampled_from(IDS) | st.sampled_from(MEASURED), min_size=2, max_size=8, unique=True)


@settings(deadline=None, max_examples=150)
@given(some, st.randoms(use_true_random=False))
def test_the_order_of_the_names_changes_only_the_order_of_the_columns(names: list[str], random: object) -> None:
    shuffled = sorted(names, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = document(compare(names)), document(compare(shuffled))
    assert [model["id"] for model in one["models"]] == names
    for key in ("differing", "languages", "evidence", "verdicts", "cautions"):
        assert one[key] == other[key]
    assert {model["id"]: model for model in one["models"]} == {model["id"]: model for model in other["models"]}


@settings(deadline=None, max_examples=150)
@given(some)
def test_a_verdict_names_one_of_the_models_or_none(names: list[str]) -> None:
    answer = document(compare(names))
    assert [entry["preference"] for entry in answer["verdicts"]] == ["quality", "cost", "size", "speed"]
    for entry in answer["verdicts"]:
        assert entry["reason"]
        assert entry.get("model") in (None, *names)
        assert "not known" not in entry["reason"] or "model" not in entry
    for contest in answer["evidence"]["shared"]:
        assert len(contest["figures"]) > 1
        values = [figure["value"] for figure in contest["figures"]]
        assert values == sorted(values, reverse=contest["higher_is_better"])


@settings(deadline=None, max_examples=60)
@given(some)
def test_bars_are_full_for_the_best_and_shorter_for_all_others(names: list[str]) -> None:
    for contest in compare(names).contests:
        shares = [contest.share(result) for result in contest.results]
        assert shares[0] == 1
        assert shares == sorted(shares, reverse=True)
        assert all(0 <= share <= 1 for share in shares)


def _models(small: Catalog, **changes: Sequence[object]) -> list[Model]:
    """Copies of one model that differ in what is given: the first value of each for the first, and so on."""
    count = len(next(iter(changes.values())))
    base = replace(small.models["acme/scribe-small"], parameters=None)
    return [
        replace(base, id=f"model-{number}", **{name: values[number] for name, values in changes.items()})
        for number in range(count)
    ]


def _verdict(preference: str, models: Sequence[Model], catalog: Catalog) -> Verdict:
    """The verdict for a preference, which no order of the models changes."""
    answers = [side_by_side(order, catalog) for order in permutations(models)]
    found = [next(entry for entry in answer.verdicts if entry.preference == preference) for answer in answers]
    assert all(entry == found[0] for entry in found)
    return found[0]


def _figures(**values: float) -> tuple[Measurement, ...]:
    return tuple(
        Measurement(task="translation", benchmark=name, value=value, higher_is_better=name != "errors", source="board")
        for name, value in values.items()
    )


@pytest.mark.parametrize(
    ("evidence", "best"),
    [
        ([_figures(a=2), _figures(a=1)], "model-0"),
        ([_figures(errors=2), _figures(errors=1)], "model-1"),
        ([_figures(a=2, b=1, c=1), _figures(a=1, b=2, c=2)], "model-1"),
        ([_figures(a=2, b=1), _figures(a=1, b=2)], None),
        ([_figures(a=1), _figures(a=1)], None),
        ([_figures(a=1), _figures(b=2)], None),
        ([_figures(a=1), ()], None),
        ([_figures(a=3, b=1), _figures(a=2), _figures(b=0)], "model-0"),
        ([_figures(a=3, b=1), _figures(a=2), _figures(b=2)], None),
        ([_figures(a=3), _figures(a=2), _figures(a=1)], "model-0"),
        ([_figures(a=3), _figures(a=2), ()], None),
        ([_figures(a=3, b=1, c=2), _figures(a=2, b=3, c=1), _figures(a=1, b=2, c=3)], None),
    ],
)
def test_only_benchmarks_that_measured_both_decide_on_quality(
    evidence: list[tuple[Measurement, ...]], best: str | None, small: Catalog
) -> None:
    entry = _verdict("quality", _models(small, evidence=evidence), small)
    assert (entry.best and entry.best.id) == best


def test_of_several_figures_that_of_the_shared_source_counts(small: Catalog) -> None:
    ours, theirs = _figures(a=9), tuple(replace(entry, source="list", value=1.0) for entry in _figures(a=9))
    for own in ((*ours, *theirs), (*theirs, *ours)):
        models = _models(small, evidence=[own, tuple(replace(entry, value=2.0) for entry in theirs)])
        contest = side_by_side(models, small).contests[0]
        assert contest.sources == ("list",)
        assert contest.best is models[1]


TOKENS = "million tokens"


@pytest.mark.parametrize(
    ("prices", "best", "known"),
    [
        # 3 in for 1 out: (3 x 1 + 9) / 4 = 3 against (3 x 2 + 4) / 4 = 2.5
        ([Price(unit=TOKENS, input=1, output=9), Price(unit=TOKENS, input=2, output=4)], "model-1", [2.5, 3]),
        ([Price(unit=TOKENS, input=1), Price(unit=TOKENS, input=2)], "model-0", [1, 2]),
        ([Price(unit=TOKENS, input=1), Price(unit=TOKENS, input=1)], None, [1, 1]),
        ([Price(unit=TOKENS, input=1), Price(unit=TOKENS, input=2, output=4)], None, []),
        ([Price(unit=TOKENS, output=1), Price(unit="image", output=2)], None, []),
        ([Price(unit=TOKENS, input=1), None], None, [1]),
    ],
)
@pytest.mark.parametrize("open_weights", [True, False])
def test_prices_are_compared_per_like_unit(
    prices: list[Price | None], best: str | None, known: list[float], open_weights: bool, small: Catalog
) -> None:
    entry = _verdict("cost", _models(small, price=prices, open_weights=[open_weights] * len(prices)), small)
    assert (entry.best and entry.best.id) == best
    assert [amount for _, amount in entry.values] == known
    assert bool(entry.own_cost) is (open_weights and None in prices)
    assert bool(entry.unknown) is (not open_weights and None in prices)


def test_fewer_parameters_are_smaller_and_fewer_active_ones_quicker(small: Catalog) -> None:
    models = _models(small, parameters=[30, 10], active_parameters=[3, None])
    assert _verdict("size", models, small).best is models[1]
    assert _verdict("speed", models, small).best is models[0]
    assert _verdict("size", _models(small, parameters=[30, None]), small).best is None


def test_facts_differ_only_as_far_as_they_are_known(small: Catalog) -> None:
    differing = {
        name: side_by_side(_models(small, **{name: values}), small).differing
        for name, values in {
            "context": [None, 5],
            "tasks": [("translation", "summarization"), ("summarization", "translation")],
            "parameters": [None, 3, 4],
            "gated": [False, True],
        }.items()
    }
    assert differing == {"context": (), "tasks": (), "parameters": ("parameters",), "gated": ("gated",)}


@pytest.mark.parametrize(
    ("languages", "shared", "own"),
    [
        ([("en", "fr"), ("fr", "de")], ("fr",), (("en",), ("de",))),
        ([("en",), ()], (), ((), ())),
        ([("en", "fr"), ("multilingual",)], ("en", "fr"), ((), ())),
        ([("en", "multilingual"), ("fr",)], ("fr",), (("en",), ())),
        ([("multilingual",), ("multilingual",)], ("multilingual",), ((), ())),
    ],
)
def test_languages_that_all_know_and_that_one_alone_knows(
    languages: list[tuple[str, ...]], shared: tuple[str, ...], own: tuple[tuple[str, ...], ...], small: Catalog
) -> None:
    answer = side_by_side(_models(small, languages=languages), small)
    assert (answer.shared_languages, answer.own_languages) == (shared, own)


def test_titles_of_tables_in_markdown_are_text(small: Catalog) -> None:
    model = replace(small.models["acme/scribe-large"], id="acme/a|b_c*")
    file = io.StringIO()
    render(
        side_by_side([model, small.models["acme/scribe-small"]], small),
        Format.MARKDOWN,
        Console(file=file, width=80, markup=False, highlight=False),
    )
    assert r"acme/a\|b\_c\*" in file.getvalue()
    titles, rule, *_ = (line for line in file.getvalue().splitlines() if line.startswith("|"))
    assert len(re.findall(r"(?<!\\)\|", titles)) == rule.count("|")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("bert-base-multilingual-cased", "whisper"), "not in the other: "),
        (("bert-base-multilingual-cased", "whisper", "t5"), "not in any other: "),
    ],
)
def test_what_one_alone_knows_is_said_to_be_missing_in_others(names: tuple[str, ...], said: str, run: Run) -> None:
    assert said in run("compare", *names).out


def _cautions(answer: Comparison) -> list[str]:
    cautions: list[str] = document(answer)["cautions"]
    return cautions


def test_what_to_mind_is_said() -> None:
    different = " ".join(_cautions(compare(["whisper", "nllb-200", "gpt-3"])))
    assert "for different work: " in different
    assert "facebook/nllb-200-distilled-600M must not be used commercially" in different
    assert "davinci can no longer be had" in different
    replaced = next(
        model for model in CATALOG.models.values() if model.status == "superseded" and CATALOG.predecessors_of(model)
    )
    last = CATALOG.successor_of(replaced)
    assert last is not None
    assert f"{replaced.id} is superseded; take {last.id}." in _cautions(compare([replaced.id, last.id]))
    assert _cautions(compare(["t5", "bart"])) == []


def test_names_may_be_aliases_and_misspelt() -> None:
    answer = compare(["Whisper", "t5"])
    assert [model.id for model in answer.models] == ["openai/whisper-large-v3", "google-t5/t5-base"]
    assert compare(["wisper-large-v3", "bart"]).models[0].id == "openai/whisper-large-v3"


@pytest.mark.parametrize(
    ("names", "error", "said"),
    [
        ([], WhichllmError, "0 models to compare"),
        (["t5"], WhichllmError, "1 model to compare"),
        (IDS[:9], WhichllmError, "9 models to compare"),
        (["t5", "bart", "google-t5/t5-base"], WhichllmError, "are the same model: google-t5/t5-base"),
        (["t5", "qqqqqqq"], UnknownNameError, "no model is called 'qqqqqqq'"),
        (["t5", "translation"], UnknownNameError, "no model is called 'translation'"),
    ],
)
def test_misuse_is_refused(names: list[str], error: type[WhichllmError], said: str, run: Run) -> None:
    with pytest.raises(error, match=said):
        compare(names)
    if names:
        ran = run("compare", *names)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert "Traceback" not in ran.err


def test_models_stand_side_by_side_where_there_is_room_and_below_one_another_where_not(run: Run) -> None:
    names = ("openai/whisper-large-v3", "nvidia/parakeet-tdt-0.6b-v3")

    def header(columns: int) -> int:
        lines = run("compare", *names, columns=columns).out.splitlines()
        return sum(all(name in line for name in names) for line in lines if "Fact" in line)

    assert header(120) == 1
    assert header(40) == 0
    for columns in (20, 40, 80, 200):
        out = run("compare", *names, columns=columns).out
        # Where they do not fit, ids are broken after their signs.
        assert all(name in (out if columns > len(name) else "".join(out.split())) for name in names)
    for columns in (80, 120):
        assert max(map(len, run("compare", *names, columns=columns).out.splitlines())) <= columns


def test_rows_that_differ_bear_a_sign(run: Run) -> None:
    lines = run("compare", "whisper", "t5").out.splitlines()
    marked = {line.split()[1] for line in lines if line.strip().startswith("≠ ")}
    assert {"Maker", "Tasks", "License", "Size"} <= marked
    assert "Status" not in marked


@pytest.mark.parametrize(("encoding", "bar", "sign"), [("ascii", "#" * 30, "*"), ("utf-8", "█" * 30, "≠")])
def test_output_that_cannot_show_blocks_has_plain_signs(encoding: str, bar: str, sign: str) -> None:
    for format_ in ("table", "markdown"):
        command = [sys.executable, "-m", "whichllm", "compare", "whisper-large-v3", "parakeet", "--format", format_]
        environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
        out = done.stdout.decode(encoding)
        assert bar in out
        assert sign in out


def test_csv_has_a_row_a_model_and_what_it_is_best_for(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", "t5", "bart", "--format", "csv").out)))
    assert [(row["id"], row["best_for"]) for row in rows] == [
        ("google-t5/t5-base", "size; speed"),
        ("facebook/bart-large-cnn", ""),
    ]
    found = json.loads(run("compare", "t5", "bart", "--format", "json").out)["verdicts"]
    assert [entry.get("model") for entry in found] == [None, None, "google-t5/t5-base", "google-t5/t5-base"]


@pytest.mark.parametrize(
    ("names", "differing", "shown"),
    [
        (("opus-mt-de-en", "opus-mt-en-de"), {"translates"}, ["de to en only", "en to de only"]),
        (("opus-mt-de-en", "m2m100_418M"), {"translates"}, ["de to en only", "no fixed direction"]),
        (("legal-bert-base-uncased", "bert-base-uncased"), {"domains", "untrained_for"}, ["law", "any material"]),
    ],
)
def test_what_decides_between_models_is_told(
    names: tuple[str, str], differing: set[str], shown: list[str], run: Run
) -> None:
    assert differing <= set(compare(names).differing)
    page = run("compare", *names, "--format", "markdown").out
    assert all(text in page for text in shown)


def test_models_that_translate_different_ways_are_told_apart_first(run: Run) -> None:
    page = run("compare", "opus-mt-de-en", "opus-mt-en-de").out
    assert page.index("They translate different ways") < page.index("Facts")
    assert "different ways" not in run("compare", "opus-mt-de-en", "m2m100_418M").out


def test_whatever_needs_a_source_is_shown() -> None:
    """A new field of a model that no page shows would differ without a word."""
    shown = {name for fact in FACTS for name in fact.fields}
    assert set(SOURCED_FACTS) <= shown
