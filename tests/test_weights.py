"""What evidence weighs, in a small catalog with few associations, by figures that can be reckoned by hand."""

from __future__ import annotations

from math import exp, log
from string import ascii_lowercase

import pytest
from conftest import SMALL, changed_small

from whichllm import Catalog, load_catalog
from whichllm.reading.tasks import Match
from whichllm.reading.understanding import read

FITTED = "goes with the task"
TRANSLATION, SUMMARIZATION, RECOGNITION = "translation", "summarization", "automatic-speech-recognition"
ASSOCIATIONS = """\
# header
associations:
  - {word: "^why", weights: {nothing: 6}}
  - {word: "{recording}", weights: {automatic-speech-recognition: 5}}
  - {word: "~please", weights: {nothing: -5}}
  - {word: "~please why", weights: {nothing: 11}}
  - {word: fern, weights: {translation: 10}}
  - {word: ivy, weights: {translation: 6}}
  - {word: moss, weights: {translation: 20}}
  - {word: oak, weights: {translation: 4}}
  - {word: orchid, weights: {translation: 10, summarization: 15}}
  - {word: podcast, weights: {automatic-speech-recognition: 15}}
  - {word: yew, weights: {translation: 10}}
  - {word: "~birch elm", weights: {translation: 20, nothing: -5}}
  - {word: "=sorrel|dock", weights: {translation: 10, summarization: 20}}
  - {word: "=lovage", weights: {automatic-speech-recognition: 10}}
  - {word: "=nettle", weights: {translation: 40}}
"""
# For each task.
COMMON = """\
      - {says: lovage, weight: 1}
"""
# For the translation.
RULES = """\
      - {says: sorrel|dock, weight: 3}
      - {says: gorse, weight: 1.5}
      - {says: heath, weight: 0.9}
      - {says: reed, weight: 3}
      - {says: rush, weight: 2.9}
      - {says: marsh, weight: -1}
      - {says: marsh|fen, weight: -0.5}
      - {says: reed|sedge, weight: 1}
"""


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The small catalog with associations, and with neighbours among the tasks."""
    tasks = (SMALL / "categories.yaml").read_text(encoding="utf-8")
    tasks = tasks.replace("summary: Puts", f"near: [{SUMMARIZATION}]\n    summary: Puts")
    files = {
        "associations.yaml": ASSOCIATIONS,
        "categories.yaml": tasks.replace("    rules:\n", f"    rules:\n{COMMON}").replace(COMMON, COMMON + RULES, 1),
    }
    return load_catalog(changed_small(tmp_path_factory.mktemp("weighed") / "small", files))


def _best(text: str, catalog: Catalog) -> Match:
    return read(text, catalog).matches[0]


def _words(match: Match) -> dict[str, float]:
    """What single words weigh for a match."""
    return {entry.words: entry.weight for entry in match.evidence if entry.rule == FITTED}


def _sure(score: float, silence: float, *others: float) -> float:
    """How likely the task of that score is, beside no task and beside others: two points make it e times as likely.

    A doubt of 0.8 points speaks for no task in any text.
    """
    return exp(score / 2) / sum(exp(points / 2) for points in (score, silence + 0.8, *others))


def _filled(text: str, words: int) -> str:
    """A text with unknown words after it, so that it has so many."""
    unknown = (f"glorp{first}{second}" for first in ascii_lowercase for second in ascii_lowercase)
    return " ".join([*text.split(), *unknown][:words])


def test_each_word_counts_by_the_root_of_their_number(weighed: Catalog) -> None:
    """So that long texts gather no more evidence than short ones; of few words each counts as one of twenty."""
    assert _words(_best("orchid moss", weighed)) == {"orchid": 2.24, "moss": 4.47}
    assert _words(_best(_filled("orchid moss", 16), weighed)) == {"orchid": 2.24, "moss": 4.47}
    assert _words(_best(_filled("orchid moss", 25), weighed)) == {"orchid": 2.0, "moss": 4.0}


@pytest.mark.parametrize(
    "more", ["1,000 2,000 128k", "the a my our", "want", "orchids moss", "glorpaa", "without glorpzz"]
)
def test_what_says_nothing_by_itself_or_again_is_not_counted(more: str, weighed: Catalog) -> None:
    """Numbers, small words, words that are met before, in whichever form, and what is denied."""
    assert _words(_best(f"{_filled('orchid moss', 25)} {more}", weighed)) == {"orchid": 2.0, "moss": 4.0}


@pytest.mark.parametrize(
    ("text", "task", "words"),
    [
        ("orchids moss", TRANSLATION, {"orchids": 2.24, "moss": 4.47}),
        ("yews orchid", TRANSLATION, {"yews": 2.24, "orchid": 2.24}),
        # What the concept of a word weighs is told with the word.
        ("a recording, as a podcast", RECOGNITION, {"podcast": 3.35, "recording": 1.12}),
        ("our podcast podcast", RECOGNITION, {"podcast": 4.47}),
    ],
)
def test_words_weigh_in_any_form_and_together_with_what_they_mean(
    text: str, task: str, words: dict[str, float], weighed: Catalog
) -> None:
    best = _best(f"{text} {task}" if task == TRANSLATION else f"{text}, transcribe", weighed)
    assert best.task == task
    assert _words(best) == words


@pytest.mark.parametrize(
    "text", ["orchid mos", "ye orchid", "orchid mosss", "moss", "moss moss", "orchid, not moss", "moss oak"]
)
def test_single_words_are_enough_only_if_they_are_two_and_strong(text: str, weighed: Catalog) -> None:
    assert all(read(enough, weighed).matches for enough in ("orchid moss", "moss ivy"))
    assert not read(text, weighed).matches


@pytest.mark.parametrize(
    ("text", "understood"), [("gorse moss", True), ("heath moss", False), ("heath moss ivy", True)]
)
def test_what_rules_hint_at_needs_no_second_strong_word(text: str, understood: bool, weighed: Catalog) -> None:
    assert bool(read(text, weighed).matches) is understood


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("reed", [3.0]),
        ("reed sedge", [3.0]),
        ("reed, rush", [3.0, 2.9]),
        ("reed marsh", [3.0, -1.0]),
        ("reed fen", [3.0, -0.5]),
        ("reed marsh fen", [3.0, -1.0]),
    ],
)
def test_a_weaker_rule_counts_only_for_words_that_no_stronger_one_met(
    text: str, weights: list[float], weighed: Catalog
) -> None:
    """What speaks for a task and what speaks against it are counted apart."""
    best = _best(text, weighed)
    assert [entry.weight for entry in best.evidence] == weights
    assert best.score == sum(weights)


def test_the_words_of_a_rule_weigh_for_other_tasks_too(weighed: Catalog) -> None:
    """As single words do, and for its own task beside what the rule says."""
    first, second = read("sorrel", weighed).matches[:2]
    assert (first.task, [(entry.rule, entry.weight) for entry in first.evidence]) == (
        TRANSLATION,
        [("sorrel|dock", 3.0), (FITTED, 2.24)],
    )
    assert (second.task, _words(second)) == (SUMMARIZATION, {"sorrel": 4.47})


def test_beside_the_request_the_words_of_a_rule_weigh_as_little_as_the_rule(weighed: Catalog) -> None:
    best = _best("we are a sorrel and reed", weighed)
    assert [(entry.words, entry.weight) for entry in best.evidence if entry.words == "sorrel"] == [
        ("sorrel", 1.05),
        ("sorrel", 0.78),
    ]


def test_what_several_tasks_say_in_the_same_words_weighs_once(weighed: Catalog) -> None:
    assert _best("lovage", weighed).score == round(1 + 10 / 20**0.5, 2)


def test_what_no_rule_says_any_more_weighs_nothing(weighed: Catalog) -> None:
    assert not read("nettle", weighed).matches


def test_what_a_weak_rule_says_is_added_up_too(weighed: Catalog) -> None:
    assert _best("heath moss ivy", weighed).score == round(0.9 + 26 / 20**0.5, 2)


@pytest.mark.parametrize(
    ("text", "plain"), [("reed", True), ("rush", False), ("rush heath", True), ("fern yew", False)]
)
def test_rules_say_a_task_plainly_by_three_points(text: str, plain: bool, weighed: Catalog) -> None:
    """A part of which speaks against silence, too."""
    best = _best(text, weighed)
    ruled = sum(entry.weight for entry in best.evidence if entry.rule != FITTED)
    assert best.plain is plain
    silence = log(30 / 4) - 0.4 * ruled * plain
    assert best.confidence == round(_sure(ruled or 20 / 20**0.5, silence), 2)


@pytest.mark.parametrize(("text", "understood"), [("gorse please", True), ("heath please", False)])
def test_a_task_weighs_a_point_at_least(text: str, understood: bool, weighed: Catalog) -> None:
    """Even where nothing speaks for silence."""
    assert bool(read(_filled(text, 30), weighed).matches) is understood


@pytest.mark.parametrize("words", [2, 3, 4, 5, 12, 20])
def test_confidence_tells_how_much_more_speaks_for_a_task_than_for_none(words: int, weighed: Catalog) -> None:
    """The fewer words, between four and thirty, the less likely it is that they ask for a task."""
    best = _best(_filled("fern yew", words), weighed)
    assert best.score == 4.47
    assert best.confidence == round(_sure(20 / 20**0.5, log(30 / max(words, 4))), 2)


def test_what_was_pasted_counts_as_words(weighed: Catalog) -> None:
    best = _best('fern yew: "gorse heath reed rush moss, fern, ivy or oak"', weighed)
    assert best.score == 4.47
    assert best.confidence == round(_sure(20 / 20**0.5, log(30 / 11)), 2)


def test_the_mark_of_a_missing_word_is_a_word_and_nothing_pasted(weighed: Catalog) -> None:
    best = _best(f"{_filled('fern yew', 7)} ____", weighed)
    assert best.confidence == round(_sure(20 / 20**0.5, log(30 / 8)), 2)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("please fern yew", -5),
        # However often it is said.
        ("please please fern yew please", -5),
        ("why fern yew", 6),
        ("fern yew, why", 0),
        ("fern please why yew", -5 + 11 * 0.7),
        ("please why fern yew", -5 + 11 * 0.7),
        # What is denied, and who asks, puts nothing.
        ("not please, but fern yew", 0),
        ("not why please, but fern yew", 0),
        ("fern yew without please why", 0),
        ("a please team wants fern yew", 0),
        ("please without why, but fern yew", -5),
    ],
)
def test_how_a_text_is_put_says_whether_it_asks_for_a_task(text: str, points: float, weighed: Catalog) -> None:
    """A word in it, the word it begins with, and two words side by side, which count less."""
    best = _best(text, weighed)
    assert best.score == 4.47
    silence = log(30 / max(len(text.split()), 4))
    assert best.confidence == round(_sure(20 / 20**0.5, silence + points / 20**0.5), 2)


def test_two_words_side_by_side_may_say_for_which_task(weighed: Catalog) -> None:
    best = _best("fern birch elm yew birch elm", weighed)
    assert _words(best) == {"fern": 2.24, "yew": 2.24, "birch elm": 3.13}
    silence = log(30 / 6) - 0.7 * 5 / 20**0.5
    assert best.confidence == round(_sure(34 / 20**0.5, silence), 2)
    assert _words(_best("fern yew, not birch elm", weighed)) == {"fern": 2.24, "yew": 2.24}


def test_a_task_lends_half_of_what_it_has_more_to_its_neighbour(weighed: Catalog) -> None:
    """So that what is asked for in much the same words comes close, and does not overtake."""
    first, second = read("summarize", weighed).matches[:2]
    assert (first.task, second.task) == (SUMMARIZATION, TRANSLATION)
    assert (first.score, second.score) == (4.0, 2.0)
    assert [(entry.rule, entry.weight) for entry in second.evidence] == [(f"near {SUMMARIZATION}", 2.0)]
    assert first.confidence == round(_sure(4.0, log(30 / 4) - 4 * 0.4, 2.0), 2)
    assert [match.task for match in read("translate", weighed).matches] == [TRANSLATION]


def test_a_step_goes_on_from_the_one_before_and_few_words_in_it_are_no_sign_of_silence(weighed: Catalog) -> None:
    first, second = read("reed then summarize glorpaa glorpbb glorpcc", weighed).steps
    silence = log(30 / 6)
    assert (first.matches[0].task, first.matches[0].score) == (TRANSLATION, 3.0)
    assert first.matches[0].confidence == round(_sure(3.0, silence - 3 * 0.4), 2)
    # What reads what the step before wrote, as the neighbour does, too.
    assert [(match.task, match.score) for match in second.matches] == [(SUMMARIZATION, 5.8), (TRANSLATION, 3.8)]
    assert second.matches[0].confidence == round(_sure(5.8, silence - 4 * 0.4 - 1.5, 3.8), 2)
