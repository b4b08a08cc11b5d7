"""What programs rely on that import whichllm."""

from __future__ import annotations

import copy
import dataclasses
import gc
import json
import pickle
import typing
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SMALL, Run, at_once, hard_cases, holds_in_a_new_process

import whichllm
from whichllm import (
    Catalog,
    DataError,
    DescriptionError,
    Recommendation,
    UnknownNameError,
    WhichllmError,
    explain,
    load_catalog,
    recommend,
    recommend_many,
)
from whichllm.answers.kinds import Answer
from whichllm.documents import document, json_line
from whichllm.loading import forget

RESULTS = [value for name in whichllm.__all__ if isinstance(value := getattr(whichllm, name), type)]


def test_all_names_are_there() -> None:
    assert all(hasattr(whichllm, name) for name in whichllm.__all__)
    assert whichllm.__all__ == sorted(whichllm.__all__)


@pytest.mark.parametrize(
    "kind", [kind for kind in RESULTS if not issubclass(kind, Exception)], ids=lambda kind: kind.__name__
)
def test_results_cannot_be_changed(kind: type) -> None:
    if not issubclass(kind, tuple):
        result = object.__new__(kind)
        for field in dataclasses.fields(kind):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(result, field.name, None)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(result, field.name)


def _types_in(kind: object) -> Iterator[object]:
    yield kind
    for inner in typing.get_args(kind):
        yield from _types_in(inner)


@pytest.mark.parametrize(
    "kind",
    [Recommendation, whichllm.CategoryExplanation, whichllm.TaskExplanation, whichllm.ModelExplanation],
    ids=lambda kind: kind.__name__,
)
def test_what_results_consist_of_is_exported(kind: type) -> None:
    left, seen = [kind], {Catalog}
    while left:
        part = left.pop()
        if part not in seen:
            seen.add(part)
            hints = typing.get_type_hints(part)
            left += [
                inner
                for hint in hints.values()
                for inner in _types_in(hint)
                if isinstance(inner, type) and inner.__module__ in ("whichllm.ranking", "whichllm.reading.tasks")
            ]
    assert {part.__name__ for part in seen} <= set(whichllm.__all__)


class TestMany:
    def test_answers_are_those_of_one_at_a_time(self, small: Catalog) -> None:
        descriptions = ["transcribe this", "hello there", "translate it and read it aloud"]
        many = list(recommend_many(iter(descriptions), catalog=small, limit=2))
        assert many == [recommend(description, catalog=small, limit=2) for description in descriptions]
        assert [answer.description for answer in many] == descriptions

    def test_nothing_is_read_ahead(self, small: Catalog) -> None:
        asked: list[str] = []

        def descriptions() -> Iterator[str]:
            while True:
                asked.append("translate this")
                yield asked[-1]

        answers = recommend_many(descriptions(), catalog=small)
        assert asked == []
        assert next(answers).suits
        assert next(answers).suits
        assert len(asked) == 2

    def test_a_blank_one_raises_in_its_place(self, small: Catalog) -> None:
        answers = recommend_many(["translate this", " "], catalog=small)
        assert next(answers).suits
        with pytest.raises(DescriptionError):
            next(answers)


def test_answers_can_be_kept_as_keys_and_copied_and_sent_elsewhere(catalog: Catalog) -> None:
    answer = recommend("translate documents")
    assert answer.best
    pick = answer.best.ranking.picks[0]
    assert {pick: 1, pick.model: 2}[pick.model] == 2
    assert pickle.loads(pickle.dumps(pick)) == pick
    assert hash(pickle.loads(pickle.dumps(pick))) == hash(pick)
    assert copy.deepcopy(pick) == pick == copy.copy(pick)
    assert copy.deepcopy(answer) == answer
    with pytest.raises(TypeError):
        pick.model.sources["mine"] = ("license",)  # type: ignore[index]
    explained = explain("whisper-large-v3")
    assert copy.deepcopy(explained) == explained


def test_an_answer_is_unpickled_wherever_the_process_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    kept = pickle.dumps(recommend("translate", catalog=whichllm.usual_catalog("docs/our-models.yaml")))
    monkeypatch.chdir(tmp_path)
    assert pickle.loads(kept).best.task.id == "translation"


@pytest.mark.parametrize("layer", ["loaded", "with own files", "priced", "changed"])
def test_all_answers_can_be_pickled(layer: str) -> None:
    catalog = load_catalog(own=ROOT / "docs" / "our-models.yaml" if layer == "with own files" else ())
    if layer == "priced":
        catalog = whichllm.priced_today(catalog, date(2026, 11, 1))
    elif layer == "changed":
        catalog = dataclasses.replace(load_catalog(SMALL), version="mine")
    answers: list[Answer] = [
        recommend("translate contracts", catalog=catalog, demands={"license": "commercial"}),
        recommend("transcribe this and translate it to French", catalog=catalog),
        recommend("hello", catalog=catalog),
        explain("translation", catalog=catalog),
        explain("seq2seq", catalog=catalog),
        whichllm.list_models(task="translation", catalog=catalog),
        whichllm.survey(catalog=catalog),
    ]
    if layer != "changed":
        named = ["whisper-large-v3", "parakeet-tdt-0.6b-v3"]
        answers += [explain(named[0], catalog=catalog), whichllm.compare(named, catalog=catalog)]
        answers += [whichllm.snippet(named[0], catalog=catalog)]
    for answer in answers:
        kept = pickle.loads(pickle.dumps(answer))
        assert type(kept) is type(answer)
        assert document(kept) == document(answer)
        hash(kept)
    report = whichllm.check()
    assert document(pickle.loads(pickle.dumps(report))) == document(report)


def test_a_catalog_is_pickled_as_how_it_is_loaded(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text((ROOT / "docs" / "our-models.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    answer = recommend("translate documents", catalog=load_catalog(own=own))
    kept = pickle.dumps(answer.catalog)
    assert len(kept) < 2_000
    assert pickle.loads(kept) is answer.catalog
    elsewhere = tmp_path / "answer"
    elsewhere.write_bytes(pickle.dumps(answer))
    holds_in_a_new_process(
        f"""
import pickle, pathlib
answer = pickle.loads(pathlib.Path({str(elsewhere)!r}).read_bytes())
assert answer.best.ranking.picks[0].model.id == {answer.best.ranking.picks[0].model.id if answer.best else ""!r}
assert [own.file for own in answer.catalog.own] == [{str(own)!r}]
"""
    )
    own.write_text(own.read_text(encoding="utf-8").replace("Acme", "Other"), encoding="utf-8")
    with pytest.raises(WhichllmError, match="has changed"):
        pickle.loads(kept)


def test_one_text_is_one_name_and_not_its_letters(small: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert whichllm.usual_catalog("docs/our-models.yaml").own[-1].file == "docs/our-models.yaml"
    assert whichllm.own_files("mine.yaml")[-1:] == (Path("mine.yaml"),)
    assert [answer.description for answer in recommend_many("translate this", catalog=small)] == ["translate this"]
    with pytest.raises(WhichllmError, match="1 model to compare"):
        whichllm.compare("whisper", catalog=small)


def test_what_an_answer_holds_cannot_be_changed(small: Catalog) -> None:
    counted = whichllm.survey(catalog=small)
    answer = recommend("translate this", catalog=small)
    asked = recommend("translate this", catalog=small, demands={"size": "1B"})
    assert answer.best
    assert asked.best
    held: list[Any] = [counted.access, counted.licenses, counted.missing]
    for ranking in (answer.best.ranking, asked.best.ranking):
        held += [ranking.places, ranking.small_enough, ranking.removed]
    for mapping in held:
        with pytest.raises(TypeError):
            mapping["mine"] = 1
        with pytest.raises(TypeError):
            mapping.clear()
    assert hash(counted) == hash(whichllm.survey(catalog=small))


def test_parts_of_a_catalog_can_be_replaced(catalog: Catalog) -> None:
    forget()
    vocabulary = load_catalog().vocabulary
    changed = dataclasses.replace(vocabulary, small_words=("the",))
    assert changed.small_words == ("the",)
    assert dataclasses.replace(changed, small_words=vocabulary.small_words) == vocabulary
    assert vocabulary == dataclasses.replace(changed, small_words=vocabulary.small_words)
    assert pickle.loads(pickle.dumps(vocabulary)) == vocabulary
    assert dataclasses.replace(catalog, vocabulary=changed).vocabulary is changed


def test_what_a_caller_does_to_a_document_stays_with_the_caller(small: Catalog) -> None:
    description = "translate this"
    answers: list[Answer] = [recommend(description, catalog=small), explain("scribe", catalog=small)]
    for answer in answers:
        line = json_line(document(answer))
        left: list[Any] = [document(answer)]
        while left:
            value = left.pop()
            parts = value.values() if isinstance(value, dict) else value
            left += [part for part in parts if isinstance(part, dict | list)]
            value.clear()
        assert json_line(document(answer)) == line
    assert document(recommend(description, catalog=small))["models"]


def test_names_are_explained(small: Catalog) -> None:
    found = explain("scribe", catalog=small)
    assert isinstance(found, whichllm.ModelExplanation)
    assert isinstance(explain("seq2seq"), whichllm.CategoryExplanation)
    assert isinstance(explain("ner"), whichllm.TaskExplanation)
    with pytest.raises(UnknownNameError) as caught:
        explain("transcriber", catalog=small)
    assert isinstance(caught.value.nearest, tuple)


AS_COMMANDS: dict[tuple[str, ...], Callable[[Catalog], Answer]] = {
    ("recommend", "translate contracts", "--memory", "4GB", "--prefer", "speed"): lambda catalog: recommend(
        "translate contracts", demands={"memory": "4GB"}, prefer="speed", catalog=catalog
    ),
    ("list", "--task", "translation"): lambda catalog: whichllm.list_categories(task="translation", catalog=catalog),
    ("list", "tasks", "-c", "speech"): lambda catalog: whichllm.list_tasks(category="speech", catalog=catalog),
    ("list", "models", "-t", "ner"): lambda catalog: whichllm.list_models(task="ner", catalog=catalog),
    ("explain", "seq2seq"): lambda catalog: explain("seq2seq", catalog=catalog),
    ("compare", "contract-translator", "t5-base"): lambda catalog: whichllm.compare(
        ["contract-translator", "t5-base"], catalog=catalog
    ),
    ("snippet", "t5-base", "--task", "translation"): lambda catalog: whichllm.snippet(
        "t5-base", task="translation", catalog=catalog
    ),
}


@pytest.mark.parametrize("arguments", AS_COMMANDS, ids=" ".join)
def test_functions_answer_as_commands_do(arguments: tuple[str, ...], run: Run) -> None:
    """What a command is asked with is a catalog with the user's own files: here one that adds a model."""
    own = ROOT / "docs" / "our-models.yaml"
    catalog = whichllm.usual_catalog([own])
    answer = document(AS_COMMANDS[arguments](catalog))
    printed = json.loads(run(*arguments, "--catalog", str(own), "--format", "json").out)
    assert json.loads(json_line(without_words(answer))) == without_words(printed)


def without_words(answer: dict[str, Any]) -> dict[str, Any]:
    """Without the words that state demands: an option is typed otherwise than a demand of the library."""
    return {key: value for key, value in answer.items() if key != "demands"}


def test_the_state_of_the_catalog_is_that_of_the_commands(small: Catalog, tmp_path: Path, run: Run) -> None:
    assert document(whichllm.survey()) == json.loads(run("catalog", "--format", "json").out)
    own = tmp_path / "own.yaml"
    own.write_text("models: 3\n", encoding="utf-8")
    day = date(2026, 11, 26)
    report = whichllm.check([SMALL, own], against=SMALL, max_age=5, today=day)
    ran = run(
        "check", str(SMALL), str(own), "--against", str(SMALL), "--max-age", "5", "--today", f"{day}", "-f", "json"
    )
    assert document(report) == json.loads(ran.out)
    assert report.errors
    assert not whichllm.check(SMALL, today=day).own
    with pytest.raises(whichllm.WhichllmError, match="more than one whole catalog"):
        whichllm.check([SMALL, SMALL])
    with pytest.raises(whichllm.WhichllmError, match="holds a whole catalog"):
        whichllm.usual_catalog([SMALL])


def test_code_that_nobody_knows_is_no_error(small: Catalog) -> None:
    assert whichllm.snippet("scribe small", catalog=small).code == ""
    with pytest.raises(UnknownNameError):
        whichllm.snippet("scribe", library="no-such-library", catalog=small)
    with pytest.raises(UnknownNameError):
        whichllm.list_models(task="no such task", catalog=small)


def test_this_machine_can_be_asked_for_in_python(small: Catalog) -> None:
    machine = whichllm.this_machine()
    assert machine.memory
    demands = whichllm.demands_of(machine, catalog=small)
    assert recommend("transcribe this", demands=demands, catalog=small).demands


def test_importing_loads_little_and_the_rest_when_it_is_asked_for() -> None:
    code = (
        "import sys, whichllm\n"
        "loaded = lambda: {name for name in sys.modules if name.startswith('whichllm.')}\n"
        "assert not loaded(), loaded()\n"
        "whichllm.recommend\n"
        "late = {'checking', 'surveying', 'snippets', 'here', 'documents', 'rendering'}\n"
        "assert not {f'whichllm.{name}' for name in late} & loaded(), loaded()\n"
        "assert whichllm.check and whichllm.this_machine and 'whichllm.requirements.here' in loaded()\n"
    )
    holds_in_a_new_process(code)


def test_threads_get_one_catalog() -> None:
    forget()
    found = at_once(6, lambda _: load_catalog(SMALL))
    assert len(found) == 6
    assert len(set(map(id, found))) == 1


def test_catalogs_that_nobody_uses_are_let_go(small: Catalog) -> None:
    """A service that reads its own files again and again would otherwise grow with each."""

    for turn in range(3):
        catalog = dataclasses.replace(small, version=f"let go {turn}")
        for text in ("translate contracts from German to English", "transcribe calls, not whisper, 8 GB, by Google"):
            document(recommend(text, catalog=catalog))
        explain("translation", catalog=catalog)
    del catalog
    gc.collect()
    kept = [entry.version for entry in gc.get_objects() if isinstance(entry, Catalog)]
    assert not [version for version in kept if version.startswith("let go")]


def test_a_mistake_in_a_file_is_told_to_who_prints_the_error(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("models:\n" + "".join(f"  - id: m{number}\n    licens: mit\n" for number in range(5)), "utf-8")
    with pytest.raises(DataError) as caught:
        load_catalog(SMALL, own=path)
    said = str(caught.value)
    assert said.startswith(f"{len(caught.value.problems)} mistakes in the data files: {caught.value.problems[0]}; ")
    assert said.endswith(f"and {len(caught.value.problems) - 3} more")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.hint, again.problems) == (said, caught.value.hint, caught.value.problems)


def test_threads_get_equal_answers() -> None:
    """All start at once, over a catalog that nobody has asked anything yet."""
    descriptions = [case["text"] for case in hard_cases()][:40]
    forget()
    expected = [json_line(document(recommend(text, catalog=load_catalog(SMALL)))) for text in descriptions]
    forget()

    def ask(turn: int) -> list[str]:
        first = turn * 5
        catalog = load_catalog(SMALL)
        turned = descriptions[first:] + descriptions[:first]
        answers = [json_line(document(recommend(text, catalog=catalog))) for text in turned]
        return answers[len(answers) - first :] + answers[: len(answers) - first]

    assert at_once(8, ask) == [expected] * 8


def test_threads_get_equal_answers_from_the_catalog_that_comes_with_it() -> None:
    descriptions = ["translate documents", "who spoke when", "detect cars", "transcribe it and translate it to French"]
    expected = [json_line(document(answer)) for answer in recommend_many(descriptions)]
    forget()
    found = at_once(8, lambda _: [json_line(document(answer)) for answer in recommend_many(descriptions)])
    assert found == [expected] * 8


def test_names_of_schemas_are_told_after_a_schema_was_shown() -> None:
    """Nothing that is loaded for one function takes the name of another."""
    code = (
        "from whichllm.loading import output_schema\n"
        "output_schema('recommendation')\n"
        "import whichllm\n"
        "assert 'recommendation' in whichllm.output_schemas()\n"
    )
    holds_in_a_new_process(code)
