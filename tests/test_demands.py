"""What is required of a model is kept: by every pick, whatever is asked for, in words or by options."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from conftest import Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from whichllm import WhichllmError, load_catalog, recommend
from whichllm.catalog import DemandName, Task
from whichllm.quantities import read_bytes, read_cost, read_count, read_date, read_tokens
from whichllm.ranking import Ranking, rank, relaxations
from whichllm.reading.demands import Demand
from whichllm.requirements import KINDS
from whichllm.wishes import Wishes, settle

CATALOG = load_catalog()
TASKS = [task for task in CATALOG.tasks.values() if len(CATALOG.models_for(CATALOG.tasks[task.tag])) > 1]
# A value or several for each demand that an option or the words can state.
VALUES: dict[DemandName, tuple[str, ...]] = {
    "translation": ("de-en", "en-fr"),
    "language": ("de", "en", "German", "en-ja"),
    "license": ("commercial", "permissive", "apache-2.0,mit", "MIT", "non-commercial"),
    "openness": ("open", "hosted"),
    "runs": ("local",),
    "device": ("cpu", "raspberry-pi", "embedded"),
    "memory": ("1GB", "8GB", "24 GB", "512MB"),
    "gpu": ("RTX 4090", "t4"),
    "size": ("7B", "350M", "small"),
    "speed": ("fast", "real-time"),
    "quality": ("best",),
    "price": ("0", "$0.50", "$0.04 per image", "free", "low"),
    "context": ("8k", "1M", "200 pages", "long"),
    "domain": ("finance", "biomedical"),
    "gated": ("no",),
    "modality": ("image", "image,text", "audio"),
    "released": ("2024", "2025-06", "2026-01-01"),
    "library": ("transformers", "diffusers"),
    "maker": ("Google", "OpenAI"),
}

demands = st.sampled_from([Demand(name, value, value, "option") for name, values in VALUES.items() for value in values])
preferences = st.sampled_from([None, "quality", "cost", "size", "speed"])
relaxed = settings(deadline=None, max_examples=150)


def wishes_of(asked: list[Demand], task: Task, prefer: str | None = None) -> Wishes:
    return settle((), asked, prefer, task, CATALOG)[1]  # type: ignore[arg-type]


def offered(ranking: Ranking) -> set[str]:
    return {member.model.id for pick in ranking.picks for member in pick.family()}


def test_values_of_every_demand_are_tried() -> None:
    assert set(VALUES) == {kind.name for kind in KINDS} == set(get_args(DemandName))


@relaxed
@given(st.sampled_from(TASKS), st.lists(demands, max_size=3), demands, preferences)
def test_a_further_demand_never_adds_a_model(task: Task, asked: list[Demand], more: Demand, prefer: str | None) -> None:
    before = offered(rank(task, CATALOG, wishes_of(asked, task, prefer)))
    after = offered(rank(task, CATALOG, wishes_of([*asked, more], task, prefer)))
    assert after <= before


@relaxed
@given(st.sampled_from(TASKS), st.lists(demands, max_size=4), preferences)
def test_every_pick_is_within_every_limit_and_what_is_left_out_adds_up(
    task: Task, asked: list[Demand], prefer: str | None
) -> None:
    wishes = wishes_of(asked, task, prefer)
    ranking = rank(task, CATALOG, wishes)
    situation = wishes.situation(task, CATALOG)
    models = [member.model for pick in ranking.picks for member in pick.family()]
    for model in models:
        assert all(entry.met_by(model, situation) is True for entry in wishes.requirements)
        assert model.status == "current"
    assert len({pick.model.family.casefold() for pick in ranking.picks}) == len(ranking.picks)
    assert len(models) == len({model.id for model in models}) == ranking.models
    left_out = sum(ranking.rejected().values()) + sum(ranking.unknown().values())
    assert ranking.models + left_out == len(CATALOG.models_for(CATALOG.tasks[task.tag]))
    assert all(pick.score == pytest.approx(sum(credit.value for credit in pick.credits)) for pick in ranking.picks)
    assert all(place in ranking.places for place in ("best",)) == bool(models)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_credits_tell_what_the_catalog_says(task: Task) -> None:
    measured = (task.id, *task.measured_by)
    current = [model for model in CATALOG.models_for(CATALOG.tasks[task.tag]) if model.status == "current"]
    for pick in rank(task, CATALOG).all_picks():
        credits_ = {credit.kind: credit for credit in pick.credits}
        made_for = credits_.get("made for")
        usual = made_for is not None and made_for.task == task.id and pick.model.in_category(task.categories[0])
        assert ("category" in credits_) == usual
        assert ("untrained" in credits_) == (task.tag in pick.model.untrained_for)
        if "evidence" in credits_:
            told = credits_["evidence"]
            assert told.measurement is not None
            figure = told.measurement
            others = [
                entry.value
                for model in current
                for entry in model.evidence
                if entry.benchmark == figure.benchmark and entry.task in measured
            ]
            ahead = [value > figure.value if figure.higher_is_better else value < figure.value for value in others]
            assert (told.rank, told.of) == (1 + sum(ahead), len(others))


@relaxed
@given(st.sampled_from(TASKS), st.lists(demands, min_size=1, max_size=4))
@example(
    CATALOG.tasks["image-to-text"],
    [Demand("device", "raspberry-pi", "raspberry-pi", "option"), Demand("context", "1M", "", "option")],
)
def test_giving_up_what_is_proposed_gives_as_many_models_as_promised(task: Task, asked: list[Demand]) -> None:
    wishes = wishes_of(asked, task)
    if rank(task, CATALOG, wishes).picks:
        return
    proposed = relaxations(task, CATALOG, wishes)
    assert bool(proposed) == bool(rank(task, CATALOG).picks)
    assert len({len(entry.without) for entry in proposed}) <= 1
    for entry in proposed:
        assert rank(task, CATALOG, wishes.without(entry.without)).models == entry.models > 0
        if entry.enough:
            (dropped,) = entry.without
            again = [Demand(dropped.name, entry.enough, "", "option")]
            kept = [demand for demand in asked if demand.name != dropped.name]
            assert rank(task, CATALOG, wishes_of([*kept, *again], task)).picks


def _stated_values() -> Iterator[Demand]:
    for words in CATALOG.vocabulary.demands:
        first, second = ("de", "fr") if words.demand in ("language", "translation") else ("4090", "4090")
        numbers = first if words.demand in ("language", "translation", "gpu") else "8"
        yield Demand(words.demand, words.value.replace("{1}", numbers).replace("{2}", second), words.says)


@pytest.mark.parametrize(
    "stated", list(_stated_values()), ids=lambda stated: f"{stated.name} {stated.value}: {stated.words}"
)
def test_every_value_in_the_vocabulary_means_something(stated: Demand) -> None:
    known, _ = settle([stated], (), None, CATALOG.tasks["text-generation"], CATALOG)
    if stated.name == "gpu":  # a card that nobody makes, but written like those that somebody does
        assert stated.value.split()[0] in ("RTX", "GTX") or known[0].effect == "filter"
    else:
        assert known[0].effect != "not understood"


def test_options_overrule_words_on_the_same_topic_and_both_are_shown() -> None:
    answer = recommend("translate this to French, offline", demands={"language": "de", "openness": "hosted"})
    effects = {(stated.name, stated.value): stated.effect for stated in answer.demands}
    assert effects == {
        ("language", "fr"): "overruled",
        ("runs", "local"): "overruled",
        ("language", "de"): "filter",
        ("openness", "hosted"): "filter",
    }


def test_what_no_model_for_the_task_states_is_said_and_not_applied_if_only_the_words_ask_for_it() -> None:
    words = recommend("restore punctuation in a text of 5000 words of context")
    assert [stated.effect for stated in words.demands if stated.name == "context"] == ["not checked"]
    assert words.suits
    option = recommend("restore punctuation", demands={"context": "5000 words"})
    assert not option.suits
    assert option.best
    assert option.best.ranking.unknown()["context"] == option.best.relaxations[0].models


def test_a_license_is_judged_for_the_use_that_is_intended(run: Run) -> None:
    def verdict(description: str) -> str:
        models = json.loads(run("recommend", description, "-n", "0", "-f", "json").out)["models"]
        return next(model["verdict"]["answer"] for model in models if model["family"] == "NLLB-200")

    assert verdict("translate documents") == "no"
    assert verdict("translate documents, for academic use only") == "yes"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--memory", "much"], ["'much' is not an amount of memory", "8GB"]),
        (["--size", "8 apples"], ["'8 apples' is not a number of parameters", "7B"]),
        (["--context", "-5"], ["'-5' is not a length", "128k"]),
        (["--price", "cheap"], ["'cheap' is not a price", "$0.50", "million tokens"]),
        (["--since", "yesterday"], ["'yesterday' is not a date", "2025-06"]),
        (["--license", "apache"], ["no license is called 'apache'", "did you mean apache-2.0"]),
        (["--language", "klingon"], ["no language is called 'klingon'", "de-en"]),
        (["--library", "transformer"], ["no library is called 'transformer'", "transformers", "Valid: ai21, "]),
        (["--maker", "Gogle"], ["no maker is called 'Gogle'", "Google"]),
        (["--modality", "smell"], ["no modality is called 'smell'", "image, video, audio"]),
        (["--gpu", "RTX 9999"], ["RTX 9999"]),
        (["--prefer", "beauty"], ["beauty", "quality"]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("--") else "",
)
def test_a_value_that_means_nothing_is_an_error_that_tells_how_to_write_it(
    options: list[str], said: list[str], run: Run
) -> None:
    ran = run("recommend", "translate documents", *options)
    assert ran.code == 2
    assert not ran.out
    for part in said:
        assert part in " ".join(ran.err.split())


def test_nothing_left_is_exit_1_with_what_each_demand_removed_and_what_to_give_up(run: Run) -> None:
    ran = run("recommend", "translate documents", "--size", "1M", "--language", "de-en", "-f", "json")
    assert ran.code == 1
    answer = json.loads(ran.out)
    assert answer["models"] == []
    assert answer["rejected"]["size"] > 0
    assert answer["relaxations"][0]["without"] == ["size"]
    table = run("recommend", "translate documents", "--size", "1M", "--language", "de-en")
    assert table.code == 1
    assert "without size 1M" in table.out


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (read_bytes, "8GB", 8 * 2**30),
        (read_bytes, "8", 8 * 2**30),
        (read_bytes, "1.5 GiB", 1.5 * 2**30),
        (read_bytes, "512 mb", 512 * 2**20),
        (read_count, "7B", 7e9),
        (read_count, "1,500 million parameters", 1.5e9),
        (read_tokens, "128k", 128_000),
        (read_tokens, "1M tokens", 1_000_000),
        (read_tokens, "300 words", 400),
        (read_tokens, "3 pages", 2000),
        (read_cost, "$0.50", (0.5, None)),
        (read_cost, "0,5 per minute", (0.5, "minute")),
        (read_cost, "2/1M tokens", (2.0, "million tokens")),
        (read_date, "2025-06", "2025-06"),
    ],
)
def test_numbers_are_read_as_people_write_them(read: object, written: str, meant: object) -> None:
    assert read(written) == meant  # type: ignore[operator]


@given(st.sampled_from([read_bytes, read_count, read_tokens, read_cost, read_date]), st.text(max_size=20))
def test_any_other_text_is_refused_in_words(read: object, text: str) -> None:
    refused = None
    try:
        read(text)  # type: ignore[operator]
    except WhichllmError as error:
        refused = error
    assert refused is None or (text in refused.message and refused.hint)


def test_the_order_of_the_files_changes_nothing() -> None:
    turned = replace(CATALOG, models=dict(reversed(list(CATALOG.models.items()))))
    for task in TASKS:
        order = [pick.model.id for pick in rank(task, CATALOG).picks]
        assert [pick.model.id for pick in rank(turned.tasks[task.id], turned).picks] == order


def test_what_is_not_known_of_a_model_is_told_from_what_it_does_not_do() -> None:
    """A model that meets one demand and says nothing of another is set aside as not known, not as refused."""
    answer = recommend("transcribe calls", demands={"language": "sw", "size": "1B"})
    assert answer.best
    set_aside = [entry for entry in answer.best.ranking.rejections if entry.demand == "size"]
    silent = [entry for entry in set_aside if entry.model.parameters is None and "sw" in entry.model.languages]
    too_large = [entry for entry in set_aside if (entry.model.parameters or 0) > 1e9]
    assert silent
    assert not any(entry.known for entry in silent)
    assert too_large
    assert all(entry.known for entry in too_large)


def test_open_weights_cost_a_fee_where_a_service_runs_them() -> None:
    task = CATALOG.tasks["text-generation"]
    price = Demand("price", "$0.50", "$0.50", "option")
    hosted = Demand("openness", "hosted", "hosted", "option")
    limit = read_cost("0.5").dollars
    for pick in rank(task, CATALOG, wishes_of([price, hosted], task)).all_picks():
        assert pick.model.price
        assert max(pick.model.price.sides) <= limit
    free = rank(task, CATALOG, wishes_of([price], task)).all_picks()
    assert any(pick.model.open_weights and pick.model.price is None for pick in free)
