"""What is required of a model is kept: by every pick, whatever is asked for, in words or by options."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from whichllm import DataError, UnknownNameError, WhichllmError, load_catalog, recommend
from whichllm.catalog import DemandName, Task
from whichllm.catalog.quantities import (
    is_later,
    read_bytes,
    read_cost,
    read_count,
    read_date,
    read_tokens,
    write_bytes,
    write_cost,
    write_count,
)
from whichllm.documents import document
from whichllm.ranking import Ranking, rank, relaxations
from whichllm.reading.demands import Demand
from whichllm.requirements import KINDS, Kind, OptionName, Situation, kind_of, limit_of
from whichllm.requirements.wishes import Wishes, settle

CATALOG = load_catalog()
TASKS = [task for task in CATALOG.tasks.values() if len(CATALOG.models_for(CATALOG.tasks[task.tag])) > 1]
# A value or several for each demand that an option or the words can state.
VALUES: dict[DemandName, tuple[str, ...]] = {
    "language": ("de", "en", "German", "en-ja", "de-en", "de-tr-de", "multilingual"),
    "license": ("commercial", "permissive", "apache-2.0,mit", "MIT", "non-commercial"),
    "openness": ("open", "hosted"),
    "runs": ("local",),
    "device": ("cpu", "raspberry-pi", "embedded", "microcontroller"),
    "memory": ("1GB", "8GB", "24 GB", "512MB", "16GB RAM", "8 GB VRAM"),
    "gpu": ("RTX 4090", "t4", "RTX 3060", "RTX 3060 12GB", "4x T4"),
    "size": ("7B", "350M", "small"),
    "speed": ("fast", "real-time"),
    "quality": ("best",),
    "price": ("0", "$0.50", "$0.04 per image", "4 cents", "free", "low"),
    "context": ("8k", "1M", "200 pages", "long"),
    "domain": ("finance", "biomedical"),
    "gated": ("no",),
    "modality": ("image", "image,text", "audio"),
    "released": ("2024", "2025-06", "2026-01-01", "after 2024"),
    "library": ("transformers", "diffusers"),
    "maker": ("Google", "OpenAI", "Mistral"),
    "without": ("whisper", "openai,YOLO", "stable diffusion"),
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
        assert model.is_current
    assert len({pick.model.family.casefold() for pick in ranking.picks}) == len(ranking.picks)
    assert len(models) == len({model.id for model in models}) == ranking.models
    left_out = sum(ranking.rejected().values()) + sum(ranking.unknown().values())
    assert ranking.models + left_out == len(CATALOG.models_for(CATALOG.tasks[task.tag]))
    assert all(pick.score == pytest.approx(sum(credit.value for credit in pick.credits)) for pick in ranking.picks)
    assert all(place in ranking.places for place in ("best",)) == bool(models)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)
def test_credits_tell_what_the_catalog_says(task: Task) -> None:
    measured = (task.id, *task.measured_by)
    current = [model for model in CATALOG.models_for(CATALOG.tasks[task.tag]) if model.is_current]
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


def test_many_demands_that_no_model_meets_are_told(run: Run) -> None:
    """Whatever is asked for together, the fewest to give up are found without trying all that there is to give up."""
    options = ["--language=de,fr", "--commercial", "--license=mit", "--open", "--not-gated", "--memory=1GB"]
    options += ["--gpu=t4", "--cpu", "--size=1B", "--price=$0.01", "--context=1M", "--modality=image"]
    options += ["--since=2026", "--library=diffusers", "--maker=Google"]
    ran = run("recommend", "chat with customers", *options, "-f", "json")
    assert ran.code == 1
    proposed = json.loads(ran.out)["relaxations"]
    assert proposed
    assert [entry["models"] for entry in proposed] == sorted((entry["models"] for entry in proposed), reverse=True)


@pytest.mark.parametrize("value", ["de,en-fr", "de,", "-", ",", "de-", "-de", "de--en"])
def test_what_is_neither_a_language_nor_a_pair_nor_a_list_is_refused(value: str) -> None:
    with pytest.raises(WhichllmError) as caught:
        recommend("translate documents", demands={"language": value})
    assert "such as de" in caught.value.hint


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("de,en,fr", ("de", "en", "fr")),
        ("German, French", ("de", "fr")),
        ("pt-BR", ("pt",)),
        ("pt-br", ("pt",)),
        ("zh-TW", ("zh",)),
        ("zh_tw", ("zh",)),
        ("Brazilian-Portuguese", ("pt",)),
        ("zh-Hant", ("zh",)),
        ("sr_Latn_RS", ("sr",)),
        ("es-419", ("es",)),
        ("en-US,de-AT", ("en", "de")),
    ],
)
def test_lists_of_languages_and_locales_are_languages_to_know(value: str, codes: tuple[str, ...]) -> None:
    answer = recommend("chat with customers", demands={"language": value})
    assert answer.best
    assert answer.suits
    assert answer.best.ranking.wishes.languages == codes
    for pick in answer.best.ranking.all_picks():
        assert "multilingual" in pick.model.languages or {*codes} <= {*pick.model.languages}


@pytest.mark.parametrize(
    ("description", "option"),
    [
        ("embed sentences", "multilingual"),
        ("embed sentences in many languages", None),
        ("multilingual embeddings", None),
    ],
)
def test_who_asks_for_many_languages_gets_no_model_for_one_or_two(description: str, option: str | None) -> None:
    answer = recommend(description, demands={"language": option} if option else {})
    assert answer.best
    assert answer.suits
    assert answer.best.ranking.rejected()["language"] > 0
    for pick in answer.best.ranking.all_picks():
        assert "multilingual" in pick.model.languages or len(pick.model.languages) >= 5


@pytest.mark.parametrize(
    ("description", "values"),
    [
        ("multilingual embeddings for German and French", ["de", "fr"]),
        ("multilingual embeddings, English first", ["multilingual", "en"]),
    ],
)
def test_languages_that_are_named_tell_which_of_many_are_meant(description: str, values: list[str]) -> None:
    assert [stated.value for stated in recommend(description).demands if stated.name == "language"] == values


def test_every_language_that_models_state_can_be_asked_for() -> None:
    stated = {code for model in CATALOG.models.values() for code in model.languages} - {"multilingual"}
    for code in stated:
        assert recommend("translate", demands={"language": code}).demands[-1].effect == "filter"


@pytest.mark.parametrize(
    "value",
    [
        *("de-en", "de-EN", "German-English", "German to English", "de - en"),
        *("de→en", "de->en", "de-->en", "de=>en", "de>en", "de–en", "DE -> EN"),
    ],
)
def test_a_pair_of_languages_is_a_direction(value: str) -> None:
    answer = recommend("translate documents", demands={"language": value})
    assert answer.best
    found = {pick.model.id for pick in answer.best.ranking.all_picks()}
    assert "Helsinki-NLP/opus-mt-de-en" in found
    assert "Helsinki-NLP/opus-mt-en-de" not in found


@pytest.mark.parametrize("value", ["de-en-fr", "de-en-de", "German to English to French"])
def test_of_more_languages_each_is_translated_into_the_next(value: str) -> None:
    def offered_for(value: str) -> set[str]:
        best = recommend("translate documents", demands={"language": value}).best
        assert best
        return {pick.model.id for pick in best.ranking.all_picks()}

    back = "en-de" if value == "de-en-de" else "en-fr"
    assert offered_for(value) == offered_for("de-en") & offered_for(back) != set()


@pytest.mark.parametrize("sign", ["<->", "<=>", "<>", "↔", " ⇄ "])
def test_a_sign_for_both_ways_means_there_and_back(sign: str) -> None:
    both, there_and_back = (
        recommend("translate documents", demands={"language": value}).best for value in (f"de{sign}en", "de-en-de")
    )
    assert both
    assert there_and_back
    assert both.ranking.picks
    assert both.ranking.wishes == there_and_back.ranking.wishes


@pytest.mark.parametrize("sign", ["-", "->", "=>", ">", "→", "⇒", "–", "<->", "↔", "⇄"])
def test_a_pair_of_languages_means_the_same_in_the_words_and_as_an_option(sign: str) -> None:
    words = recommend(f"translate documents de{sign}en").best
    option = recommend("translate documents", demands={"language": f"de{sign}en"}).best
    assert words
    assert option
    assert words.ranking.wishes == option.ranking.wishes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"memory": "8GB"}, {"memory": "8192 MB"}),
        ({"license": "mit,apache-2.0"}, {"license": "Apache-2.0, MIT"}),
        ({"language": "de-en"}, {"language": "German to English"}),
        ({"size": "1B"}, {"size": "1000M"}),
        ({"context": "200 pages"}, {"context": "100,000 words"}),
        ({"license": "non-commercial"}, {"license": "Non Commercial"}),
        ({"license": "non-commercial"}, {"license": "non-commercial, Non-Commercial"}),
        ({"license": "commercial"}, {"license": "Commercial"}),
        ({"license": "non-commercial,mit"}, {"license": "MIT, Non Commercial"}),
        ({"domain": "biomedical"}, {"domain": "Biomedical"}),
        ({"price": "free"}, {"price": "Free"}),
        ({"price": "low"}, {"price": " LOW "}),
        ({"size": "small"}, {"size": "Small"}),
        ({"context": "long"}, {"context": "Long"}),
        ({"speed": "real-time"}, {"speed": "Real Time"}),
        ({"memory": "16GB RAM"}, {"memory": "16gb ram"}),
        ({"device": "cpu"}, {"device": "CPU"}),
    ],
)
def test_demands_that_mean_the_same_are_the_same(one: dict[DemandName, str], other: dict[DemandName, str]) -> None:
    task = CATALOG.tasks["translation"]
    asked = [Demand(name, value, value, "option") for demands in (one, other) for name, value in demands.items()]
    assert wishes_of(asked[:1], task) == wishes_of(asked[1:], task) == wishes_of(asked, task)


def test_a_domain_is_served_however_it_is_written() -> None:
    answers = [recommend("find names in documents", demands={"domain": name}) for name in ("Biomedical", "biomedical")]
    assert [[stated.effect for stated in answer.demands] for answer in answers] == [["specialist"]] * 2


@pytest.mark.parametrize("name", ["quality", "cost", "size", "speed"])
def test_a_preference_is_the_same_however_it_is_written(name: str) -> None:
    answers = [recommend("translate documents", prefer=written) for written in (name, name.title())]  # type: ignore[arg-type]
    assert answers[0] == answers[1]
    assert answers[1].best
    assert answers[1].best.ranking.wishes.prefer == name


@pytest.mark.parametrize("written", ["non-commercial", "Non-Commercial", "non commercial"])
def test_non_commercial_by_itself_is_a_use_that_leaves_every_license(written: str) -> None:
    task = CATALOG.tasks["translation"]
    wishes = wishes_of([Demand("license", written, written, "option")], task)
    assert wishes.use == "non-commercial"
    assert offered(rank(task, CATALOG, wishes)) == offered(rank(task, CATALOG))


def test_non_commercial_among_others_is_a_class_of_licenses() -> None:
    task = CATALOG.tasks["translation"]
    ranking = rank(task, CATALOG, wishes_of([Demand("license", "Non-Commercial,mit", "", "option")], task))
    found = {CATALOG.license_of(CATALOG.models[model]) for model in offered(ranking)}
    assert {license_.id for license_ in found if license_.class_ != "non-commercial"} == {"mit"}
    assert any(license_.class_ == "non-commercial" for license_ in found)


def test_a_way_and_the_languages_on_it_are_not_the_same() -> None:
    task = CATALOG.tasks["translation"]
    way, both = (wishes_of([Demand("language", value, "", "option")], task) for value in ("de-en", "de,en"))
    assert way != both
    assert both != way
    assert offered(rank(task, CATALOG, way)) != offered(rank(task, CATALOG, both))


@pytest.mark.parametrize("option", ["--language", "--library", "--license", "--maker"])
def test_a_name_that_is_not_known_is_answered_with_a_handful_and_where_all_are(option: str, run: Run) -> None:
    said = " ".join(run("recommend", "translate documents", option, "qqqq").err.split())
    assert len(said) < 500
    assert "'whichllm list models --format csv' shows them all" in said
    names = re.findall(r"[\w.+-]+", said.partition("Valid: ")[2])
    assert all(names.count(name) == 1 for name in names if "non-commercial" in name)


def test_the_name_of_a_demand_is_forgiven_as_names_are() -> None:
    options: dict[DemandName, str] = {"Language": "de", "MEMORY": "1GB"}  # type: ignore[dict-item]
    plain: dict[DemandName, str] = {"language": "de", "memory": "1GB"}
    answers = [recommend("translate documents", demands=demands) for demands in (options, plain)]
    ranked = [[pick.model.id for pick in answer.best.ranking.picks] for answer in answers if answer.best]
    assert ranked[0] == ranked[1]
    assert [stated.name for stated in answers[0].demands] == ["language", "memory"]
    with pytest.raises(UnknownNameError, match="no demand is called 'colour'"):
        recommend("translate documents", demands={"colour": "red"})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("name", "value", "valid"),
    [
        ("gated", "yes", "no"),
        ("openness", "banana", "open, hosted"),
        ("runs", "x", "local"),
        ("speed", "slow", "fast, real-time"),
        ("quality", "worst", "best"),
        ("domain", "banana", "legal"),
    ],
)
def test_a_value_that_a_demand_does_not_know_is_refused(name: DemandName, value: str, valid: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        recommend("translate documents", demands={name: value})
    assert value in caught.value.message
    assert valid in caught.value.hint


def test_to_translate_from_a_language_to_itself_asks_for_that_language() -> None:
    answer = recommend("translate from English to English")
    assert [(demand.name, demand.effect) for demand in answer.demands] == [("language", "filter")]
    assert answer.suits


@pytest.mark.parametrize(
    ("demands", "hint"),
    [
        ({"gated": False}, "leave it out"),
        ({"memory": None}, "leave it out"),
        ({"memory": 8}, "write a text, as after --memory: The model must fit into this much memory: 8GB"),
        ({"license": True}, "write a text, as after --license"),
        ({"license": ["mit", "apache-2.0"]}, "{'license': 'mit,apache-2.0'}"),
        ({"language": ("de", "fr")}, "{'language': 'de,fr'}"),
        ({"maker": ["Google"]}, "{'maker': 'Google'}"),
        ({"maker": ["Google", "Meta"]}, "name one value"),
        ({"commercial": 1}, "{'commercial': True}"),
        ({"commercial": "yes"}, "{'commercial': True}"),
    ],
    ids=str,
)
def test_only_text_is_a_value(demands: Any, hint: str) -> None:
    with pytest.raises(WhichllmError) as caught:
        recommend("translate documents", demands=demands)
    assert hint in caught.value.hint
    literal = re.search(r"\{.*\}", hint)
    if literal:
        assert recommend("translate documents", demands=ast.literal_eval(literal[0])).demands


def test_demands_go_by_the_names_of_options(run: Run) -> None:
    """What the command takes is taken in Python, and gives the same answer."""
    assert set(get_args(OptionName)) == {
        name
        for kind in KINDS
        for option in kind.options
        if (name := option.name.removeprefix("--")) not in get_args(DemandName)
    }
    values = {"cpu": True, "commercial": True, "open": True, "hosted": True, "not-gated": True, "since": "2025"}
    for name, value in values.items():
        demands: Any = {name: value}
        answer = document(recommend("write code", demands=demands))
        typed = [f"--{name}", *([] if value is True else [str(value)])]
        printed = json.loads(run("recommend", "write code", *typed, "--format", "json").out)
        assert answer["models"] == printed["models"]
        assert [(entry["name"], entry["value"]) for entry in answer["demands"]] == [
            (entry["name"], entry["value"]) for entry in printed["demands"]
        ]


def test_a_limit_below_nothing_is_refused() -> None:
    with pytest.raises(WhichllmError, match="-1 models"):
        recommend("translate documents", limit=-1)


# What may stand for each concept that has values; what stands for another one is a name of that kind.
FIGURES = {
    "number": "8",
    "year": "2025",
    "money": "8",
    "most": "8",
    "most-money": "8",
    "language-pair": "de-en",
    "language-codes": "de,fr",
}


def _stated_values() -> Iterator[Demand]:
    names = {name.kind: name.value for name in CATALOG.vocabulary.names}
    for words in CATALOG.vocabulary.demands:
        numbers = FIGURES if words.demand != "gpu" else {"number": "4090"}
        languages = cycle(("de", "fr"))
        value = words.value
        concepts = [concept for concept in re.findall(r"{([a-z-]+)}", words.says) if concept != "translate"]
        for number, concept in enumerate(concepts if "{" in value else (), 1):
            slot = next(languages) if concept == "language-name" else numbers.get(concept) or names.get(concept, "")
            value = value.replace(f"{{{number}}}", slot)
        yield Demand(words.demand, value, words.says)


@pytest.mark.parametrize(
    "stated", list(_stated_values()), ids=lambda stated: f"{stated.name} {stated.value}: {stated.words}"
)
def test_every_value_in_the_vocabulary_means_something(stated: Demand) -> None:
    known, _ = settle([stated], (), None, CATALOG.tasks["text-generation"], CATALOG)
    if stated.name == "gpu":  # a card that nobody makes, but written like those that somebody does
        assert "4090" in stated.value or known[0].effect == "filter"
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


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("chat model under MIT or the Apache-2.0 license", {"mit", "apache-2.0"}),
        ("text to image model, MIT, Apache 2.0 or BSD licensed", {"mit", "apache-2.0", "bsd-3-clause"}),
        ("Apache-2.0 text to image model", {"apache-2.0"}),
    ],
)
def test_a_license_that_is_named_is_meant_exactly_and_of_several_any_will_do(
    description: str, expected: set[str]
) -> None:
    answer = recommend(description)
    assert answer.suits
    assert answer.best
    assert {pick.model.license for pick in answer.best.ranking.picks} <= expected


@pytest.mark.parametrize(
    ("description", "usable", "installed", "sold"),
    [
        ("write code on an RTX 3060", 7.2, 8, (8, 12)),
        ("write code on an RTX 3060 12GB", 10.8, 12, ()),
        ("write code, my RTX 3060 has 12 GB of VRAM", 10.8, 12, ()),
        ("write code on 2x RTX 3060", 14.4, 16, (8, 12)),
        ("write code on two RTX 3060 with 12 GB of VRAM each", 21.6, 24, ()),
        ("write code on a laptop with 16GB RAM", 12, 16, ()),
        ("write code on an RTX 4090 with 16GB RAM", 21.6, 24, ()),
        ("write code on a Raspberry Pi with 8GB RAM", 6, 8, ()),
        ("write code on a Raspberry Pi", 3, 4, (1, 2, 4, 8, 16)),
        ("write code on a Raspberry Pi 4", 3, 4, (1, 2, 4, 8)),
        ("write code on an embedded board", 0.75, 1, ()),
        ("write code in the browser", 4.5, 6, (6, 8, 12, 16)),
        ("write code with a model that fits into 8 GB", 8, None, ()),
    ],
)
def test_what_a_machine_has_is_told_from_what_a_model_gets_and_what_is_assumed_is_said(
    description: str, usable: float, installed: float | None, sold: tuple[float, ...]
) -> None:
    answer = recommend(description)
    machines = [stated.machine for stated in answer.demands if stated.machine and stated.machine.memory]
    machine = min(machines, key=lambda machine: machine.memory or 0)
    assert machine.memory == pytest.approx(usable * 2**30)
    assert machine.installed == (installed and installed * 2**30)
    assert machine.sold == sold


def test_memory_that_is_assumed_is_said_in_every_form(run: Run) -> None:
    assert "8 GB assumed, sold with 8 or 12 GB" in " ".join(
        run("recommend", "write code", "--gpu", "RTX 3060").out.split()
    )
    document = json.loads(run("recommend", "write code", "--gpu", "RTX 3060", "-f", "json").out)
    assert document["demands"][0]["installed_bytes"] == 8 * 2**30
    assert document["demands"][0]["sold_gb"] == [8, 12]


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        ("2x RTX 3090", 2),
        ("2 x A100 80GB", 2),
        ("2× RTX 3090", 2),
        ("two RTX 4090s", 2),
        ("dual 3090", 2),
        ("8 H100s", 8),
        ("four V100 GPUs", 4),
        ("my RTX 3090", 1),
        ("two machines, an RTX 3090", 1),
        ("Llama 3 and an H100", 1),
    ],
)
def test_cards_are_counted(words: str, cards: int) -> None:
    answer = recommend(f"write code on {words}")
    (found,) = [stated for stated in answer.demands if stated.name == "gpu"]
    assert found.machine
    assert found.machine.cards == cards
    assert answer.best
    option = recommend("write code", demands={"gpu": found.value}).best
    assert option
    assert option.ranking.wishes == answer.best.ranking.wishes


@pytest.mark.parametrize(
    ("words", "cards"),
    [
        ("2x T4, H100", ["2x T4", "H100"]),
        ("an H100 and 2x T4", ["H100", "2x T4"]),
        ("2x T4, 4x H100", ["2x T4", "4x H100"]),
        ("dual RTX 3090 or one A100", ["2x RTX 3090", "A100"]),
    ],
)
def test_each_kind_of_card_has_its_own_number(words: str, cards: list[str]) -> None:
    answer = recommend(f"write code on {words}")
    assert [stated.value for stated in answer.demands if stated.name == "gpu"] == cards


@pytest.mark.parametrize(("description", "spreads"), [("chat with customers", True), ("generate images", False)])
def test_language_models_spread_over_several_cards_and_others_do_not(description: str, spreads: bool) -> None:
    one, four = (recommend(description, demands={"gpu": gpu}).best for gpu in ("T4", "4x T4"))
    assert one
    assert four
    assert (four.ranking.models > one.ranking.models) == spreads
    assert offered(four.ranking) >= offered(one.ranking)


def test_how_the_memory_of_several_cards_is_shared_is_said(run: Run) -> None:
    said = " ".join(run("recommend", "write code", "--gpu", "2x RTX 3090").out.split())
    assert "43.2 GB of 48 GB for a language model, spread over 2 cards; 21.6 GB for any other" in said


def test_more_exact_weights_are_no_reason_to_fill_the_memory() -> None:
    answer = recommend("write code", demands={"memory": "64GB RAM"})
    assert answer.best
    ranking = answer.best.ranking
    need = ranking.wishes.need(ranking.picks[0].model)
    assert need
    assert need.precision == "4-bit"


def test_a_microcontroller_holds_weights_and_no_more() -> None:
    answer = recommend("voice activity detection on a microcontroller")
    assert answer.best
    assert answer.suits
    assert all((pick.model.parameters or 0) < 4 * 2**20 for pick in answer.best.ranking.picks)
    assert not recommend("wake word detection on an ESP32").suits


def test_both_directions_of_a_translation_are_held_against_what_a_model_translates() -> None:
    answer = recommend("translate between German and English", demands={"size": "100M"})
    assert answer.best
    models = {member.model.id for pick in answer.best.ranking.picks for member in pick.family()}
    assert not models & {"Helsinki-NLP/opus-mt-de-en", "Helsinki-NLP/opus-mt-en-de"}


def test_what_runs_a_model_and_is_not_in_the_catalog_is_heard_and_not_applied() -> None:
    answer = recommend("chat model served with vLLM")
    assert [(stated.name, stated.effect) for stated in answer.demands] == [("library", "not checked")]
    assert answer.suits


def test_a_number_of_pages_that_no_model_reads_at_once_is_the_size_of_a_collection() -> None:
    answer = recommend("answer questions about 80,000 pages of contracts")
    assert ("context", "not checked") in {(stated.name, stated.effect) for stated in answer.demands}
    assert answer.suits


@pytest.mark.parametrize(
    ("description", "unwanted"),
    [
        ("transcribe, but not whisper", "whisper"),
        ("anything but YOLO to count cars", "yolo"),
        ("chat model, no OpenAI or Anthropic", "openai"),
    ],
)
def test_what_has_a_name_that_is_not_wanted_is_left_out(description: str, unwanted: str) -> None:
    answer = recommend(description)
    assert answer.best
    ranking = answer.best.ranking
    assert ranking.rejected()["without"] > 0
    for pick in ranking.picks:
        for member in pick.family():
            model = member.model
            assert not re.match(rf"{unwanted}(?![a-z])", f"{model.family} {model.maker}".casefold())
            assert not re.match(rf"{unwanted}(?![a-z])", model.maker.casefold())


@pytest.mark.parametrize(
    ("unwanted", "gone", "kept"),
    [
        ("yolo", "yolo26n", "hustvl/yolos-tiny"),
        ("t5", "google-t5/t5-base", "google/t5gemma-2-1b-1b"),
        ("meta", "FacebookAI/roberta-base", "timm/caformer_b36.sail_in22k_ft_in1k_384"),
        ("gpt-4", "gpt-4.1", "gpt-4o"),
    ],
)
def test_a_name_that_is_not_wanted_ends_where_a_word_or_a_number_does(unwanted: str, gone: str, kept: str) -> None:
    limit = limit_of("without", unwanted, CATALOG)
    check = kind_of("without").check
    assert check
    situation = Situation(CATALOG.tasks["translation"], CATALOG)
    assert not check(CATALOG.models[gone], limit, situation)
    assert check(CATALOG.models[kept], limit, situation)


@pytest.mark.parametrize(
    "name", ["facebook", "mistralai", "CohereLabs", "meta-llama", "Meta AI", "google/translategemma-4b-it"]
)
def test_what_ids_begin_with_and_what_makers_are_called_may_be_unwanted(name: str, run: Run) -> None:
    ran = run("recommend", "translate documents", "--without", name, "-f", "json")
    assert json.loads(ran.out)["rejected"]["without"] > 0


@pytest.mark.parametrize(("name", "same"), [("Meta AI", "Meta"), ("Google DeepMind", "Google")])
def test_other_names_of_a_maker_leave_out_the_same(name: str, same: str, run: Run) -> None:
    left_out = [
        json.loads(run("recommend", "translate documents", "--without", asked, "-f", "json").out)["rejected"]
        for asked in (name, same)
    ]
    assert left_out[0] == left_out[1]


def test_whatever_a_model_is_called_may_be_unwanted() -> None:
    """Its id, its name, its family, its maker with all commas, its aliases, and what its id begins with."""
    check = kind_of("without").check
    assert check
    for model in list(CATALOG.models.values())[::15]:
        owner = model.id.partition("/")[0]
        for name in {model.id, model.name, model.family, model.maker, owner, *model.aliases}:
            limit = limit_of("without", f"bark,{name}", CATALOG)
            assert not check(model, limit, Situation(CATALOG.tasks["translation"], CATALOG)), name


def test_memory_beside_a_card_is_said_to_be_no_limit(run: Run) -> None:
    ran = run("recommend", "write code on an RTX 4090 with 16GB RAM", "-f", "json")
    effects = {demand["value"]: demand["effect"] for demand in json.loads(ran.out)["demands"]}
    assert effects == {"RTX 4090": "filter", "16GB RAM": "beside a card"}
    table = run("recommend", "write code on an RTX 4090 with 16GB RAM").out
    assert "16GB RAM (“16GB RAM”; no limit, for the card runs the model)" in " ".join(table.split())


def test_to_run_it_oneself_is_proposed_where_no_service_is_cheap_enough(run: Run) -> None:
    """Open weights cost no fee, so that who need not have a service may keep to the price."""
    ran = run("recommend", "chat with customers", "--hosted", "--price", "$0.01 per million tokens", "-f", "json")
    assert {"openness"} in [{*entry["without"]} for entry in json.loads(ran.out)["relaxations"]]


def test_own_files_may_name_what_demands_are_about(tmp_path: Path) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text(
        "vocabulary:\n  names:\n    - {kind: ai-maker, value: Helsinki-NLP, words: [helsinki]}\n", encoding="utf-8"
    )
    answer = recommend("translate documents with a model from Helsinki", catalog=load_catalog(own=[own]))
    assert answer.best
    assert {pick.model.maker for pick in answer.best.ranking.picks} == {"Helsinki-NLP"}


@pytest.mark.parametrize(("asked", "makers"), [("Meta", {"Meta", "Meta AI"}), ("mistral", {"Mistral AI"})])
def test_a_maker_is_known_by_the_words_its_name_begins_with(asked: str, makers: set[str]) -> None:
    answer = recommend("write code", demands={"maker": asked})
    assert answer.best
    assert {pick.model.maker.partition(",")[0] for pick in answer.best.ranking.picks} <= makers


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
        (["--language", "dothraki"], ["no language is called 'dothraki'", "de-en"]),
        (["--library", "transformer"], ["no library is called 'transformer'", "transformers", "Valid: transformers, "]),
        (["--maker", "Gogle"], ["no maker is called 'Gogle'", "Google"]),
        (["--without", "whispr"], ["no model, family or maker is called 'whispr'", "Whisper"]),
        (["--modality", "smell"], ["no modality is called 'smell'", "image, video, audio"]),
        (["--gpu", "RTX 9999"], ["RTX 9999"]),
        (["--gpu", "cpu"], ["'cpu' is no card", "--cpu"]),
        (["--gpu", "2x M3 Max"], ["'2x M3 Max' are no cards", "name one"]),
        (["--gpu", "2x RTX 9999"], ["RTX 9999"]),
        (["--memory", "nonsense beside a card"], ["'nonsense beside a card' is not an amount of memory"]),
        (["--memory", "16GB RAM beside a card"], ["'16GB RAM beside a card' is not an amount of memory"]),
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


@pytest.mark.parametrize("option", ["--memory", "--size", "--context", "--price", "--gpu", "--since"])
@pytest.mark.parametrize("digits", [40, 309, 5_000])
def test_a_number_of_any_length_is_refused(option: str, digits: int, run: Run) -> None:
    ran = run("recommend", "translate documents", option, "9" * digits)
    assert (ran.code, ran.out) == (2, "")
    assert "Error: " in ran.err


@pytest.mark.parametrize(
    "words", ["fits into {} GB", "on {} GB of VRAM", "with {}k tokens of context", "at most {}B parameters", "{} pages"]
)
def test_a_number_of_any_length_in_the_words_is_not_understood(words: str) -> None:
    answer = recommend(f"translate documents, {words.format('9' * 400)}")
    assert answer.suits
    assert {stated.effect for stated in answer.demands} <= {"not understood", "not checked", "specialist"}


@pytest.mark.parametrize(
    ("options", "together"),
    [
        (["--without", "whisper", "--without", "nvidia"], {"without": "whisper,nvidia"}),
        (["--language", "de", "--language", "fr"], {"language": "de,fr"}),
        (["--license", "mit", "--license", "apache-2.0"], {"license": "mit,apache-2.0"}),
        (["--modality", "audio", "--modality", "text"], {"modality": "audio,text"}),
        (["--memory", "8GB", "--memory", "8GB"], {"memory": "8GB"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_option_that_is_given_twice_counts_twice(
    options: list[str], together: dict[DemandName, str], run: Run
) -> None:
    ran = run("recommend", "transcribe calls", *options, "-n", "0", "-f", "json")
    expected = recommend("transcribe calls", demands=together).best
    assert expected
    assert [model["id"] for model in json.loads(ran.out)["models"]] == [
        pick.model.id for pick in expected.ranking.picks
    ]


def test_both_directions_may_be_asked_for_one_by_one(run: Run) -> None:
    ran = run("recommend", "translate", "--language", "de-en", "--language", "en-de", "-n", "0", "-f", "json")
    found = {model["id"] for model in json.loads(ran.out)["models"]}
    assert found
    assert not found & {"Helsinki-NLP/opus-mt-de-en", "Helsinki-NLP/opus-mt-en-de"}


@pytest.mark.parametrize("option", ["--memory", "--size", "--context", "--since"])
def test_an_option_that_has_one_value_is_refused_if_it_is_given_two(option: str, run: Run) -> None:
    ran = run("recommend", "translate documents", option, "2024", option, "2025")
    assert (ran.code, ran.out) == (2, "")
    assert f"{option} is given more than once: '2024' and '2025'" in ran.err


@pytest.mark.parametrize(
    ("description", "asked", "enough"),
    [
        ("chat with customers", "$0.0001 per million tokens", r"\$[\d.]+ per million tokens"),
        ("generate images", "$0.0001 per image", r"\$[\d.]+ per image"),
        ("transcribe calls", "$0.0001 per hour", r"\$[\d.]+ per minute"),
        ("chat with customers", "$0.0001", r"\$[\d.]+ per [a-z ]+"),
        ("chat with customers", "$0.01 per image", ""),
    ],
)
def test_the_price_that_would_do_is_for_the_unit_that_is_asked_for(
    description: str, asked: str, enough: str, run: Run
) -> None:
    arguments = ["recommend", description, "--hosted", "-f", "json"]
    proposed = json.loads(run(*arguments, "--price", asked).out)["relaxations"]
    told = next(entry for entry in proposed if entry["without"] == ["price"])
    assert re.fullmatch(enough, told.get("enough", ""))
    if enough:
        assert run(*arguments, "--price", told["enough"]).code == 0


def test_nothing_left_is_exit_1_with_what_each_demand_removed_and_what_to_give_up(run: Run) -> None:
    ran = run("recommend", "translate documents", "--size", "1M", "--language", "de-en", "-f", "json")
    assert ran.code == 1
    answer = json.loads(ran.out)
    assert answer["models"] == []
    assert answer["rejected"]["size"] > 0
    assert answer["relaxations"][0]["without"] == ["size"]
    table = run("recommend", "translate documents", "--size", "1M", "--language", "de-en")
    assert table.code == 1
    assert "without size 1M" in table.err


@pytest.mark.parametrize(
    ("read", "written", "meant"),
    [
        (read_bytes, "8GB", 8 * 2**30),
        (read_bytes, "8", 8 * 2**30),
        (read_bytes, "512", 512 * 2**30),
        (read_count, "7000000000", 7e9),
        (read_bytes, "1.5 GiB", 1.5 * 2**30),
        (read_bytes, "512 mb", 512 * 2**20),
        (read_count, "7B", 7e9),
        (read_count, "1,500 million parameters", 1.5e9),
        (read_count, "1.000.000", 1_000_000),
        (read_count, "1.234.567,5", 1_234_568),
        (read_count, "12,345,678", 12_345_678),
        (read_bytes, "1,234.5 MB", 1234.5 * 2**20),
        (read_cost, "0,006 per minute", (0.006, "minute")),
        (read_cost, "1.500", (1.5, None)),
        (read_tokens, "128k", 128_000),
        (read_tokens, "1M tokens", 1_000_000),
        (read_tokens, "300 words", 400),
        (read_tokens, "3 pages", 2000),
        (read_cost, "$0.50", (0.5, None)),
        (read_cost, "0,5 per minute", (0.5, "minute")),
        (read_cost, "2/1M tokens", (2.0, "million tokens")),
        (read_cost, "4 cents per image", (0.04, "image")),
        (read_cost, "$0.36 per hour", (0.006, "minute")),
        (read_cost, "$0.01 per 1k tokens", (10.0, "million tokens")),
        (read_date, "2025-06", "2025-06"),
        (read_date, "after 2024", "2025"),
        (read_date, "after 2024-12", "2025-01"),
        (read_date, "after 2024-06", "2024-07"),
        (read_date, "after 2024-12-31", "2025-01-01"),
        (read_date, "after 2024-02-28", "2024-02-29"),
        (read_date, "after 9998", "9999"),
        (read_date, "9999", "9999"),
        (read_bytes, "8G", 8 * 2**30),
        (read_bytes, "8Gi", 8 * 2**30),
        (read_bytes, "512M", 512 * 2**20),
    ],
)
def test_numbers_are_read_as_people_write_them(read: object, written: str, meant: object) -> None:
    assert read(written) == meant  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "after 9999",
        "after 9999-01",
        "after 9999-12-31",
        "2025-02-31",
        "2025-13",
        "2025-00",
        "0000",
        "٢٠٢٥",
        "２０２５-06",
        "2025-6",
        "25",
    ],
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    with pytest.raises(WhichllmError, match="is not a date"):
        read_date(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (write_count(999_885_952), "1B"),
        (write_count(999_400_000), "999M"),
        (write_count(999_999, math.floor), "999k"),
        (write_count(999_001, math.ceil), "1M"),
        (write_count(10**16), "10000T"),
        (write_count(999), "999"),
        (write_bytes(2**30 - 1), "1 GB"),
        (write_bytes(1011 * 2**20), "1020 MB"),
        (write_bytes(2**20), "1 MB"),
    ],
)
def test_what_is_rounded_to_the_next_unit_is_written_in_that(written: str, meant: str) -> None:
    assert written == meant


@pytest.mark.parametrize("text", ["1.2.3", "1,2,3", "1.000,000,000", "1,00,000"])
def test_what_is_parted_in_no_known_way_is_no_number(text: str) -> None:
    with pytest.raises(WhichllmError, match="is not a number"):
        read_count(text)


@pytest.mark.parametrize(
    ("option", "typed", "hint"),
    [
        ("--memory", "8192", "8192MB"),
        ("--memory", "4096", "4096MB"),
        ("--memory", "8589934592", "8GB"),
        ("--memory", "16384 RAM", "16384MB"),
        ("--size", "7", "7B or 7M"),
        ("--size", "0.5", "0.5B or 0.5M"),
        ("--size", "350", "350B or 350M"),
    ],
)
def test_a_bare_number_that_cannot_be_meant_is_refused(option: str, typed: str, hint: str, run: Run) -> None:
    ran = run("recommend", "translate documents", option, typed)
    assert (ran.code, ran.out) == (2, "")
    assert "without a unit" in ran.err
    assert hint in ran.err
    name: DemandName = "size" if option == "--size" else "memory"
    with pytest.raises(WhichllmError, match="without a unit"):
        recommend("translate documents", demands={name: typed})


@given(st.sampled_from([read_bytes, read_count, read_tokens, read_cost, read_date]), st.text(max_size=20))
def test_any_other_text_is_refused_in_words(read: object, text: str) -> None:
    refused = None
    try:
        read(text)  # type: ignore[operator]
    except WhichllmError as error:
        refused = error
    assert refused is None or (text in refused.message and refused.hint)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(KINDS),
    st.one_of(
        st.text(max_size=30), st.from_regex(r"[\d.,]{1,400} ?[a-zA-Z$-]{0,12}", fullmatch=True), st.text("de-,*→ ")
    ),
)
def test_any_value_of_any_demand_means_something_or_is_refused(kind: Kind, text: str) -> None:
    with suppress(WhichllmError):
        limit = kind.limit(text, CATALOG)
        assert hash(limit) == hash(kind.limit(text, CATALOG))
        if kind.check is not None:
            situation = Situation(CATALOG.tasks["translation"], CATALOG, limit if kind.name == "context" else None)
            for model in CATALOG.models_for(CATALOG.tasks["translation"]):
                assert kind.check(model, limit, situation) in (True, False, None)


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        ("2025", "2024", True),
        ("2024", "2025", False),
        ("2024-09", "2023", True),
        ("2024-09", "2025", False),
        ("2024-09", "2024", None),
        ("2024", "2024-09", None),
        ("2024-09-02", "2024-09-01", True),
        ("2024-09-01", "2024-09-01", False),
        ("2024", "2024", False),
        ("2024", "", None),
        ("", "2024", None),
        ("", "", None),
    ],
)
def test_of_dates_that_are_not_exact_enough_it_is_not_known_which_is_later(
    one: str, other: str, later: bool | None
) -> None:
    assert is_later(one, other) is later


@pytest.mark.parametrize(
    ("since", "set_aside"),
    [("2024-06", "not known"), ("2024-06-15", "not known"), ("2024", ""), ("2025-01", "refused")],
)
def test_a_year_in_which_a_model_came_out_may_not_tell_whether_it_is_new_enough(since: str, set_aside: str) -> None:
    task = CATALOG.tasks["image-to-video"]
    ranking = rank(task, CATALOG, wishes_of([Demand("released", since, since, "option")], task))
    told = {entry.model.id: "refused" if entry.known else "not known" for entry in ranking.rejections}
    models = [model for model in CATALOG.models_for(task) if model.is_current and model.released == "2024"]
    assert models
    assert {told.get(model.id, "") for model in models} == {set_aside}
    assert set_aside or offered(ranking) >= {model.id for model in models}


@pytest.mark.parametrize("written", ["$0.00001 per million tokens", "$1234.5 per image", "$0", "$3 per minute"])
def test_prices_are_written_as_they_are_read(written: str) -> None:
    assert write_cost(read_cost(written)) == written


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


@pytest.mark.parametrize(("code", "same"), [("swh", "sw"), ("pes", "fa"), ("zsm", "ms"), ("ydd-eng", "yi-en")])
def test_a_longer_code_means_the_same_language(code: str, same: str) -> None:
    first, second = (recommend("translate documents", demands={"language": value}).best for value in (code, same))
    assert first
    assert second
    assert first.ranking is second.ranking or list(first.ranking.picks) == list(second.ranking.picks)


@pytest.mark.parametrize(("group", "member"), [("qu", "quy"), ("ku", "ckb"), ("om", "gaz"), ("ay", "ayr")])
def test_who_asks_for_a_group_of_languages_gets_what_knows_one_of_them(group: str, member: str) -> None:
    asked = {code: recommend("translate documents", demands={"language": code}).best for code in (group, member)}
    able = {code: {pick.model.id for pick in best.ranking.all_picks()} for code, best in asked.items() if best}
    stated = {model.id for model in CATALOG.models.values() if member in model.languages}
    assert stated & able[member]
    assert stated & able[member] <= able[group]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("translate English to Klingon", "No model here is known to know Klingon"),
        ("text to speech in Cantonese", "No model here is known to know Cantonese"),
        ("detect NSFW images", "know no other classes: take one that is told in words what to look for"),
    ],
)
def test_the_answer_says_what_no_model_is_known_to_do(wish: str, said: str, run: Run) -> None:
    assert said in " ".join(run("recommend", wish).out.split())
    assert said not in " ".join(run("recommend", "translate English to German").out.split())


def test_a_code_that_means_two_languages_is_a_mistake(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("vocabulary: {languages: [{code: xx1, words: [made up], also: [deu], members: [nowhere]}]}", "utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(own=own)
    problems = [str(problem) for problem in caught.value.problems]
    assert any("'deu' means 'de' already" in problem for problem in problems)
    assert any("unknown language 'nowhere'" in problem for problem in problems)
