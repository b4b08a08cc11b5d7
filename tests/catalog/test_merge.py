"""One merge: authority, what people wrote, figures, and what is left to people."""

from __future__ import annotations

from typing import Any

import pytest

from tools.catalog.blocks import Block, key_lines
from tools.catalog.facts import Choice, Fact, Score
from tools.catalog.merge import Report, Rules, merge, read_rules
from tools.catalog.sources import importers

TODAY = "2026-11-26"
RULES = Rules(
    orders={
        "license": ("good", "fair"),
        "parameters": ("good", "fair"),
        "released": ("good", "fair"),
        "price": ("good",),
        "libraries": ("good", "fair"),
        "languages": ("good", "fair"),
        "open_weights": ("good",),
    },
    refused={("a/model", "license", "wrong")},
    licenses={"mit", "apache-2.0"},
    languages={"de", "en"},
)


def block(**changes: Any) -> Block:
    values = {
        "id": "a/model",
        "tasks": ["translation"],
        "license": "mit",
        "status": "current",
        "sources": {"fair": ["license"], "paper-x": ["tasks"]},
        **changes,
    }
    return Block(values, {key: key_lines(key, value) for key, value in values.items()})


def run(one: Block, *facts: Fact, ran: tuple[str, ...] = ("good", "fair")) -> Report:
    return merge([one], facts, ran, RULES, TODAY)


def test_the_better_source_wins_and_is_cited() -> None:
    one = block()
    report = run(
        one,
        Fact("a/model", "license", "mit", "fair"),
        Fact("a/model", "license", "apache-2.0", "good"),
    )
    assert one.values["license"] == "apache-2.0"
    assert one.values["sources"] == {"good": ["license"], "paper-x": ["tasks"]}
    (conflict,) = report.conflicts
    assert (conflict.kept, conflict.kept_from, conflict.other, conflict.other_from) == (
        "apache-2.0",
        "good",
        "mit",
        "fair",
    )


def test_the_lesser_source_does_not_replace_the_better_one_that_was_not_read() -> None:
    one = block(sources={"good": ["license"]})
    run(one, Fact("a/model", "license", "apache-2.0", "fair"), ran=("fair",))
    assert one.values["license"] == "mit"
    assert one.values["sources"] == {"good": ["license"]}


def test_what_a_person_took_from_elsewhere_stays() -> None:
    one = block(sources={"paper-x": ["tasks", "license"]})
    report = run(one, Fact("a/model", "license", "apache-2.0", "good"))
    assert one.values["license"] == "mit"
    assert not report.changes
    assert [conflict.other for conflict in report.conflicts] == ["apache-2.0"]


def test_a_missing_fact_is_filled_in_its_place() -> None:
    one = block()
    run(one, Fact("a/model", "parameters", 125, "good"), Fact("a/model", "license", "mit", "fair"))
    assert list(one.lines) == ["id", "tasks", "license", "parameters", "status", "sources"]
    assert one.values["sources"]["good"] == ["parameters"]


def test_an_unknown_license_gives_way() -> None:
    one = block(license="unknown", sources={"paper-x": ["tasks"]})
    run(one, Fact("a/model", "license", "mit", "fair"))
    assert one.values["license"] == "mit"


def test_a_license_that_the_catalog_does_not_know_is_reported() -> None:
    one = block()
    report = run(one, Fact("a/model", "license", "strange", "good"))
    assert one.values["license"] == "mit"
    assert "add it to licenses.yaml" in report.remarks[0]


def test_a_rounded_count_or_a_shorter_date_is_no_conflict() -> None:
    one = block(parameters=1500, released="2024-05", sources={"fair": ["license", "parameters", "released"]})
    report = run(
        one,
        Fact("a/model", "parameters", 1501, "good"),
        Fact("a/model", "released", "2024-05-13", "good"),
    )
    assert not report.changes
    assert not report.conflicts


def test_a_source_renews_its_own_figure() -> None:
    one = block(parameters=1500, sources={"fair": ["license", "parameters"]})
    run(one, Fact("a/model", "parameters", 1501, "fair"))
    assert one.values["parameters"] == 1501


def test_refused_facts_are_never_taken() -> None:
    one = block(license="unknown", sources={"paper-x": ["tasks"]})
    report = run(one, Fact("a/model", "license", "apache-2.0", "wrong"))
    assert one.values["license"] == "unknown"
    assert not report.conflicts


def test_no_model_is_added() -> None:
    one = block()
    report = run(one, Fact("b/other", "license", "mit", "good"))
    assert not report.changes


def test_a_source_without_a_place_is_a_mistake_with_advice() -> None:
    with pytest.raises(KeyError, match=r"authority.yaml gives 'new' no place for 'license'"):
        run(block(), Fact("a/model", "license", "mit", "new"))


def figure(value: float, task: str = "translation") -> Fact:
    return Fact("a/model", "evidence", Score(task, "WMT, BLEU", value, True), "good")


def test_figures_are_added_and_renewed() -> None:
    kept = {"task": "translation", "benchmark": "Own", "value": 1, "higher_is_better": True, "source": "paper-x"}
    one = block(evidence=[kept])
    assert len(run(one, figure(30.5)).changes) == 1
    assert not run(one, figure(30.5)).changes
    assert len(run(one, figure(31.0)).changes) == 1
    assert [entry["value"] for entry in one.values["evidence"]] == [1, 31.0]


def test_a_figure_on_another_task_is_reported_only() -> None:
    one = block()
    report = run(one, figure(30.5, task="summarization"))
    assert "evidence" not in one.values
    assert "does not list among its tasks" in report.remarks[0]


def choice(model: str = "a/model", by: str = "default", task: str = "translation") -> Fact:
    return Fact(model, "recommended", Choice(task, by), "good")


def test_recommendations_are_added_renewed_and_dropped_when_their_source_chooses_another() -> None:
    kept = {"task": "translation", "by": "its maker's guide", "source": "paper-x"}
    one = block(recommended=[kept])
    assert len(run(one, choice()).changes) == 1
    assert not run(one, choice()).changes
    assert [change.after for change in run(one, choice(by="first example")).changes] == [
        None,
        "translation: first example",
    ]
    assert one.values["recommended"] == [{"task": "translation", "by": "first example", "source": "good"}, kept]
    run(one, Fact("a/model", "license", "mit", "good"))
    assert len(one.values["recommended"]) == 2
    run(one, choice(model="b/other"))
    assert one.values["recommended"] == [kept]


def test_a_recommendation_for_another_task_is_reported_only() -> None:
    one = block()
    report = run(one, choice(task="summarization"))
    assert "recommended" not in one.values
    assert "does not list among its tasks" in report.remarks[0]


def test_a_model_leaves_by_hand_only() -> None:
    one = block()
    report = run(
        one, Fact("a/model", "retired", "2026-11-01", "good"), Fact("a/model", "retired", "2027-01-01", "fair")
    )
    assert one.values["status"] == "current"
    (remark,) = report.remarks
    assert "2026-11-01" in remark


def test_languages_that_the_catalog_does_not_know_are_left_to_people() -> None:
    one = block()
    report = run(
        one,
        Fact("a/model", "languages", ["xx"], "good"),
        Fact("a/model", "languages", ["de", "yy", "multilingual"], "fair"),
        Fact("a/model", "open_weights", False, "good"),
    )
    assert one.values["languages"] == ["de", "multilingual"]
    assert one.values["open_weights"] is False
    assert one.values["sources"]["fair"] == ["license", "languages"]
    assert [remark.partition("; ")[0] for remark in report.remarks] == [
        "a/model: good states the languages xx",
        "a/model: fair states the languages yy",
    ]


def test_what_is_retired_has_no_price() -> None:
    one = block(status="retired", retired="2026-01-01")
    run(one, Fact("a/model", "price", {"input": 1.0, "unit": "million tokens"}, "good"))
    assert "price" not in one.values


def test_the_rules_that_are_shipped_name_only_importers() -> None:
    rules = read_rules({"mit"}, {"en"})
    known = set(importers())
    assert {source for order in rules.orders.values() for source in order} <= known
    assert {source for _, _, source in rules.refused} <= known
    assert all(len(set(order)) == len(order) for order in rules.orders.values())


def test_what_runs_a_model_adds_up_over_the_sources() -> None:
    one = block()
    facts = Fact("a/model", "libraries", ["fair", "both"], "fair"), Fact("a/model", "libraries", ["both"], "good")
    run(one, *facts)
    assert one.values["libraries"] == ["both", "fair"]
    assert one.values["sources"] == {"fair": ["license", "libraries"], "good": ["libraries"], "paper-x": ["tasks"]}
    assert not run(one, *facts).changes


def test_what_a_source_that_was_not_read_says_of_libraries_stays() -> None:
    one = block(libraries=["fair", "good"], sources={"fair": ["license", "libraries"], "good": ["libraries"]})
    assert not run(one, Fact("a/model", "libraries", ["good"], "good"), ran=("good",)).changes
    run(one, Fact("a/model", "libraries", ["good"], "good"))
    assert one.values["libraries"] == ["good"]
    assert one.values["sources"] == {"fair": ["license"], "good": ["libraries"]}


def test_libraries_that_a_person_named_stay() -> None:
    one = block(libraries=["mine"], sources={"fair": ["license"], "paper-x": ["tasks", "libraries"]})
    run(one, Fact("a/model", "libraries", ["good"], "good"))
    assert one.values["libraries"] == ["mine", "good"]
    assert not run(one, Fact("a/model", "libraries", ["good"], "good")).changes
