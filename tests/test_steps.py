"""Several things to do: which words each step has, in which order they come, and what their turn speaks for."""

from __future__ import annotations

import math

import pytest

from whichllm import Catalog
from whichllm.reading.understanding import read

TRANSCRIBE, TRANSLATE = "automatic-speech-recognition", "translation"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("transcribe the interview, then translate it", ["transcribe the interview", "translate it"]),
        (
            "Transcribe the interview and then, please, translate it.",
            ["Transcribe the interview", "please, translate it"],
        ),
        (
            "Please, transcribe the interview and, if you can, translate it",
            ["Please, transcribe the interview", "if you can, translate it"],
        ),
        ("transcribe the interview -> translate it", ["transcribe the interview", "translate it"]),
        # What numbers a step is no part of it, nor of the one before.
        ("1) transcribe the interview 2) translate it", ["transcribe the interview", "translate it"]),
        ("Step 1: transcribe the interview. Step 2: translate it.", ["transcribe the interview", "translate it"]),
        ("Step one: transcribe the interview. Step two: translate it.", ["transcribe the interview", "translate it"]),
        # They come in the order in which they are to be done.
        ("Before translating the interview, transcribe it", ["transcribe it", "translating the interview"]),
        ("Prior to translating the interview, transcribe it", ["transcribe it", "Prior to translating the interview"]),
        ("Translate the interview, but before that transcribe it", ["transcribe it", "Translate the interview"]),
        # Of what is to be done before the first, the rest follows as it stands.
        (
            "Before transcribing the interview, take the noise out of the recording, then translate the transcript",
            ["take the noise out of the recording", "transcribing the interview", "translate the transcript"],
        ),
        # "Before" may tell a time.
        (
            "Before Friday, transcribe the interview, then translate it",
            ["Friday, transcribe the interview", "translate it"],
        ),
        # A clause or a closing word may tell what comes first.
        ("Translate the interview after transcribing it", ["transcribing it", "Translate the interview"]),
        (
            "Translate the interview once it has been transcribed",
            ["it has been transcribed", "Translate the interview"],
        ),
        ("Translate the interview; transcribe it beforehand", ["transcribe it beforehand", "Translate the interview"]),
        # A negation may only tell the order; it is no part of what is to be done.
        (
            "Don't translate the interview until you have transcribed it",
            ["you have transcribed it", "translate the interview"],
        ),
        (
            "You must not translate the interview before it has been transcribed",
            ["it has been transcribed", "translate the interview"],
        ),
        (
            "No translation of the interview before it is transcribed",
            ["it is transcribed", "translation of the interview"],
        ),
        (
            "Never translate the interview until it is transcribed",
            ["it is transcribed", "translate the interview"],
        ),
        ("Transcribe the interview, after that translate it", ["Transcribe the interview", "translate it"]),
        ("Transcribe the interview, once that is done translate it", ["Transcribe the interview", "translate it"]),
        (
            "Transcribe the interview. Once it is transcribed, translate it",
            ["Transcribe the interview. Once it is transcribed", "translate it"],
        ),
    ],
)
def test_words_and_order(text: str, words: list[str], catalog: Catalog) -> None:
    assert [step.words for step in read(text, catalog).steps] == words


@pytest.mark.parametrize(
    "text",
    [
        "transcribe the interviews and the speeches",
        "transcribe the interview, it must run offline",
        "transcribe the interview and keep the commas",
        "transcribe the talk, then offline",
        "describe the photos, then in real time",
        "summarise it and keep it offline",
        # What is denied is none of them, and languages in a list are none.
        "Do not translate the interview, only transcribe it",
        "Do not stop until the interview is transcribed",
        "a reranker for Swedish and Danish",
        "reranker, Swedish + Danish, MIT",
        "chatbot (Swedish, Danish)",
        "OCR, Swedish/Danish",
        "We are a radio station. We have interviews. Transcribe them.",
        "and then transcribe the interview",
        "transcribe and then",
        "then",
        "1) 2) 3)",
        "Step 1: transcribe the interview.",
    ],
)
def test_one_thing_has_no_steps(text: str, catalog: Catalog) -> None:
    assert not read(text, catalog).steps


def test_a_language_after_an_arrow_is_a_step(catalog: Catalog) -> None:
    steps = read("voice memo to text -> Danish", catalog).steps
    assert [step.matches[0].task for step in steps] == [TRANSCRIBE, TRANSLATE]


def test_what_is_asked_for_in_place_of_what_is_denied_is_understood(catalog: Catalog) -> None:
    assert [match.task for match in read("Do not shorten the interview, only translate it", catalog).matches][:1] == [
        TRANSLATE
    ]


def test_what_is_not_understood_goes_with_what_stands_before(catalog: Catalog) -> None:
    steps = read("transcribe the interview, then glorp the frobnitz, then translate it into Dutch", catalog).steps
    assert [step.matches[0].task for step in steps] == [TRANSCRIBE, TRANSLATE]
    assert [step.words for step in steps] == [
        "transcribe the interview, then glorp the frobnitz",
        "translate it into Dutch",
    ]


def test_what_is_not_understood_stays_where_it_stands(catalog: Catalog) -> None:
    text = "Before glorping the frobnitz, transcribe the interview, then translate it"
    words = [step.words for step in read(text, catalog).steps]
    assert words == ["glorping the frobnitz, transcribe the interview", "translate it"]


def test_its_turn_speaks_for_a_step(catalog: Catalog) -> None:
    assert not read("in Dutch", catalog).matches
    *_, last = read("take the noise out of the recording -> transcribe it -> in Dutch", catalog).steps
    assert last.matches[0].task == TRANSLATE
    assert [entry.words for entry in last.matches[0].evidence if entry.rule == f"after {TRANSCRIBE}"] == [""]


def test_the_first_step_follows_none(catalog: Catalog) -> None:
    first, second = read("transcribe the interview, then translate it", catalog).steps
    assert not any(entry.rule.startswith("after ") for match in first.matches for entry in match.evidence)
    assert any(entry.rule == f"after {TRANSCRIBE}" for entry in second.matches[0].evidence)


def test_demands_stay_with_their_step(catalog: Catalog) -> None:
    first, second = read("transcribe the interview offline, then translate it into Dutch", catalog).steps
    assert [demand.name for demand in first.demands] == ["runs"]
    assert [demand.value for demand in second.demands] == ["nl"]


def test_confidence_of_steps_is_a_share(catalog: Catalog) -> None:
    for step in read("Denoise the tape, transcribe it, translate it to French and read it out", catalog).steps:
        total = math.fsum(match.confidence for match in step.matches)
        assert 0.4 <= step.matches[0].confidence <= total <= 1.01
