"""Who comes first where little is known: size, age and choices of others count for what they tell, and no more."""

from __future__ import annotations

import pytest

from whichllm import Catalog
from whichllm.answers.recommending import recommend_from
from whichllm.catalog import Task
from whichllm.ranking import Pick, rank
from whichllm.ranking.affinity import mentions
from whichllm.ranking.picks import Credit
from whichllm.requirements.wishes import NO_WISHES, Wishes


def _tasks(catalog: Catalog) -> list[Task]:
    return [task for task in catalog.tasks.values() if rank(task, catalog).picks]


def _credit(pick: Pick, kind: str) -> Credit | None:
    return next((credit for credit in pick.credits if credit.kind == kind), None)


@pytest.mark.parametrize("prefer", ["size", "speed"])
def test_smaller_than_small_enough_is_no_gain(prefer: str, catalog: Catalog) -> None:
    task = catalog.tasks["text-generation"]
    ranking = rank(task, catalog, Wishes(prefer=prefer))  # type: ignore[arg-type]
    enough = ranking.small_enough["autoregressive"]
    sized = [pick for pick in ranking.all_picks() if pick.model.parameters]
    of_kind = [pick for pick in sized if pick.model.category == "autoregressive"]
    toys = [pick for pick in of_kind if (pick.model.parameters or 0) < enough / 5]
    small = [pick for pick in of_kind if enough <= (pick.model.parameters or 0) <= 2 * enough]
    worth = {pick.model.id: credit.value for pick in of_kind if (credit := _credit(pick, prefer))}
    assert toys
    assert max(worth[pick.model.id] for pick in toys) <= max(worth[pick.model.id] for pick in small)


def test_an_unknown_date_is_neither_the_newest_nor_always_the_oldest(catalog: Catalog) -> None:
    older = 0
    for task in _tasks(catalog):
        picks = [pick for pick in rank(task, catalog).all_picks() if _credit(pick, "recency")]
        dated = [credit.value for pick in picks if pick.model.released and (credit := _credit(pick, "recency"))]
        undated = [credit.value for pick in picks if not pick.model.released and (credit := _credit(pick, "recency"))]
        if dated and undated:
            assert max(undated) <= max(dated), task.id
            older += min(dated) < min(undated)
    assert older > 10


def test_who_names_several_has_chosen_none_of_them(catalog: Catalog) -> None:
    page = "named on the Hub's task page"
    for task in _tasks(catalog):
        if task.subtask_of:
            continue
        current = [model for model in catalog.models_for(task) if model.is_current]
        named = sum(any(entry.by == page and entry.task == task.id for entry in model.recommended) for model in current)
        for pick in rank(task, catalog).all_picks():
            credit = _credit(pick, "recommended")
            if credit and credit.about == page:
                assert credit.value <= 0.4 / named + 0.01, (task.id, pick.model.id)


def test_what_was_measured_in_other_languages_decides_nothing(catalog: Catalog) -> None:
    task = catalog.tasks["automatic-speech-recognition"]

    def measured(language: str) -> set[str]:
        answer = recommend_from(f"transcribe {language} recordings", catalog, limit=0)
        assert answer.best
        assert answer.best.task.id == task.id
        credits_ = [credit for pick in answer.best.ranking.all_picks() for credit in pick.credits]
        return {credit.measurement.benchmark for credit in credits_ if credit.measurement}

    assert measured("English")
    assert not measured("German")
    assert measured("German and English") == measured("English") == measured("")


def test_places_are_for_what_does_the_work(catalog: Catalog) -> None:
    for task in _tasks(catalog):
        ranking = rank(task, catalog, NO_WISHES)
        best = ranking.places["best"]
        benchmarks = {credit.measurement.benchmark for credit in best.credits if credit.measurement}
        against = {credit.kind for credit in best.credits if credit.value < 0}
        for place in ("lightest", "safest"):
            pick = ranking.places.get(place)  # type: ignore[call-overload]
            if pick is None or pick.model is best.model:
                continue
            assert {credit.kind for credit in pick.credits if credit.value < 0} <= against, (task.id, place)
            measured = any(credit.measurement and credit.measurement.benchmark in benchmarks for credit in pick.credits)
            if pick.model.category == best.model.category and pick.model.parameters and not measured:
                assert pick.model.parameters >= ranking.small_enough[pick.model.category], (task.id, place)


@pytest.mark.parametrize("word", ["detect", "message", "machine", "write", "text", "find", "photo", "page"])
def test_words_of_the_work_speak_of_no_model(word: str, catalog: Catalog) -> None:
    told = {task.id: list(found) for task in _tasks(catalog) if (found := mentions([word], task, catalog))}
    assert not told


@pytest.mark.parametrize(
    ("task", "word", "model"),
    [
        ("source-separation", "drums", "htdemucs_ft"),
        ("audio-classification", "birds", "birdnet-v2.4"),
        ("code-generation", "SQL", "defog/sqlcoder-7b-2"),
        ("tabular-classification", "regulators", None),
        ("dialogue", "bot", None),
        ("video-to-video", "blur", None),
    ],
)
def test_words_speak_of_what_they_are_for(task: str, word: str, model: str | None, catalog: Catalog) -> None:
    """A word in a note that warns off, or of a defect, speaks for no model."""
    found = mentions([word.casefold()], catalog.tasks[task], catalog)
    assert (model in found) if model else not found


@pytest.mark.parametrize("description", ["detect cars in CCTV footage", "classify sentences", "translate documents"])
def test_who_needs_no_general_model_compares_with_a_small_one(description: str, catalog: Catalog) -> None:
    """What a model of hundreds of billions would cost more tells nothing where a few billions will do."""
    best = recommend_from(description, catalog).best
    assert best
    assert best.general
    assert not best.general.better
    general = best.general.pick.model
    assert general.parameters
    assert general.parameters < 10e9
    ranked = rank(catalog.tasks["dialogue" if "text" in best.task.reads else "image-text-to-text"], catalog)
    assert general.category == ranked.picks[0].model.category


@pytest.mark.parametrize(
    ("description", "other"),
    [
        ("find out the sentiment of Ukrainian posts on a 4 GB GPU", "code-generation"),
        ("detect objects in photos with a model by Google", "image-to-text"),
    ],
)
def test_what_was_made_for_other_work_is_no_general_model(description: str, other: str, catalog: Catalog) -> None:
    """A small coder or captioner fits any memory, and stands for no general language model."""
    best = recommend_from(description, catalog).best
    assert best
    assert best.general
    assert other not in (best.general.pick.model.tasks[0], *best.general.pick.model.subtasks)
