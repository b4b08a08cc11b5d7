"""What counts as evidence: the words that say it first, nothing that is denied."""

from __future__ import annotations

import pytest

from whichllm import Catalog
from whichllm.reading.tasks import Match
from whichllm.reading.understanding import read

FITTED = "goes with the task"


def _quoted(text: str, rule: str, catalog: Catalog) -> list[str]:
    """The words that the best match quotes for a rule."""
    return [entry.words for entry in read(text, catalog).matches[0].evidence if entry.rule == rule]


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("transcribe the audio of the podcast", "works on audio", ["audio"]),
        ("caption each photo in the picture folder", "works on image", ["photo"]),
        ("describe the photo, not the video", "works on image", ["photo"]),
        ("describe the photo, not the video", "does not work on video", []),
    ],
)
def test_a_kind_of_data_counts_where_it_is_first_said_and_not_denied(
    text: str, rule: str, words: list[str], catalog: Catalog
) -> None:
    assert _quoted(text, rule, catalog) == words


@pytest.mark.parametrize("text", ["translate this, not literally", "transcribe the talk without the applause"])
def test_a_denial_denies_nothing_that_stands_before_it(text: str, catalog: Catalog) -> None:
    first = text.split()[0]
    assert any(entry.words.startswith(first) for entry in read(text, catalog).matches[0].evidence if entry.weight > 1)


@pytest.fixture(scope="module")
def understood(catalog: Catalog) -> dict[str, tuple[Match, ...]]:
    """The matches of each example of the catalog."""
    return {example: read(example, catalog).matches for task in catalog.tasks.values() for example in task.examples}


def test_the_evidence_for_each_match_adds_up_to_its_score(understood: dict[str, tuple[Match, ...]]) -> None:
    """What is shown is all that counted, so that a wrong answer can be mended where it arose."""
    for example, matches in understood.items():
        for match in matches:
            shown = sum(entry.weight for entry in match.evidence)
            # Each weight is rounded to a hundredth.
            assert shown == pytest.approx(match.score, abs=0.005 * (len(match.evidence) + 1)), example


def test_the_strongest_evidence_is_told_first_and_that_of_rules_before_that_of_words(
    understood: dict[str, tuple[Match, ...]],
) -> None:
    for example, matches in understood.items():
        for match in matches:
            told = [(entry.rule == FITTED, -abs(entry.weight)) for entry in match.evidence]
            assert told == sorted(told), example


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Paris is the <mask> of France", "<mask>"),
        ('"She was born on the 5th of [MASK] 1904", what fits', "[MASK]"),
        ("The capital of France is ____.", "____"),
        ("What they did was un[MASK]able", "[MASK]"),
    ],
)
def test_the_mark_of_a_missing_word_counts_even_in_payload(text: str, mark: str, catalog: Catalog) -> None:
    best = read(text, catalog).matches[0]
    assert best.task == "fill-mask"
    assert mark in best.evidence[0].words


@pytest.mark.parametrize(
    ("text", "task", "field"),
    [
        ('{"image": "cows.jpg", "question": "how many are there?"} goes in', "visual-question-answering", "question"),
        ('we get records like {"premise": "Bo eats", "hypothesis": "Bo is here"}', "text-classification", "premise"),
        ("what is sent: {'query': 'red shoes', 'documents': ['new boots', 'old sandals']}", "text-retrieval", "query"),
        ('what reads\n{\n  "question": "is it due?",\n  "table": {"due": [1]}\n}', "table-question-answering", "table"),
    ],
)
def test_the_name_of_a_field_counts_even_in_payload(text: str, task: str, field: str, catalog: Catalog) -> None:
    best = read(text, catalog).matches[0]
    assert best.task == task
    assert any(field in entry.words for entry in best.evidence)


def test_only_a_record_has_fields(catalog: Catalog) -> None:
    assert not read('he said "translate": no more', catalog).matches


def test_no_letter_is_the_mark_of_a_missing_word(catalog: Catalog) -> None:
    assert not read("the click ʘ in phonetics", catalog).matches


def test_what_speaks_for_no_task_takes_its_part_of_the_confidence(understood: dict[str, tuple[Match, ...]]) -> None:
    sums = [sum(match.confidence for match in matches) for matches in understood.values()]
    # Each confidence is rounded to a hundredth.
    assert max(sums) <= 1.025
    assert min(sums) < 0.9


def test_beyond_three_only_what_may_be_meant_is_listed(understood: dict[str, tuple[Match, ...]]) -> None:
    further = [match.confidence for matches in understood.values() for match in matches[3:]]
    assert further
    assert min(further) > 0


def test_a_text_that_is_to_be_written_about_something_is_no_introduction(catalog: Catalog) -> None:
    best = read("write an article about bees", catalog).matches[0]
    assert max(entry.weight for entry in best.evidence if "write an article" in entry.words) >= 3


def test_in_long_texts_each_rule_counts_less_in_proportion(catalog: Catalog) -> None:
    """That of the request and that of who asks: the more is told, the more rules find by chance."""
    request = "We are a speech recognition company. Transcribe the calls."
    by_length = []
    for words in (60, 120):
        text = request + " glorp" * (words - len(request.split()))
        evidence = read(text, catalog).matches[0].evidence
        by_length.append({entry.rule: entry.weight for entry in evidence if entry.rule != FITTED})
    longer, longest = by_length
    assert any("recognition" in rule for rule in longer)
    assert longest == pytest.approx({rule: weight / 2 for rule, weight in longer.items()}, abs=0.011)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("deetct the faces", "object-detection"),
        ("sumamrise it", "summarization"),
        ("summarzie it", "summarization"),
        ("trnascirption of meetings", "automatic-speech-recognition"),
        ("trasnlate", "translation"),
        ("transcirbe", "automatic-speech-recognition"),
        ("trnascirbe", "automatic-speech-recognition"),
    ],
)
def test_a_slip_in_a_word_of_six_letters_and_two_in_a_long_one_are_forgiven(
    text: str, task: str, catalog: Catalog
) -> None:
    best = read(text, catalog).matches[0]
    assert best.task == task
    assert text.split()[0] in {word for entry in best.evidence for word in entry.words.split()}


@pytest.mark.parametrize("text", ["sotr the mail", "smumraise it", "summarizf it", "trnasalte", "trnascirbbe"])
def test_short_words_more_slips_and_other_ends_are_not(text: str, small: Catalog) -> None:
    assert not read(text, small).matches


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Team wants interviews transcribed", "team"),
        ("Radio station wants interviews transcribed", "radio station"),
        ("Our local public radio station wants interviews transcribed", "our local public radio station"),
        ("Busy regional classical public radio station wants interviews transcribed", ""),
        ("From its cameras a shop wants the cars counted", "a shop"),
        ("translate what my customer wants to say", "customer"),
        ("wants interviews transcribed for the team", ""),
    ],
)
def test_who_asks_is_told_in_a_few_words_and_asks_for_nothing(text: str, silent: str, catalog: Catalog) -> None:
    left = [word for word in text.casefold().split() if word not in silent.split()]
    assert list(read(text, catalog).asking) == left


def test_demands_of_one_kind_are_quoted_whole_each(catalog: Catalog) -> None:
    text = "translate from German to French and from Italian to Spanish"
    quoted = [(demand.value, demand.words) for demand in read(text, catalog).demands]
    assert quoted == [("de-fr", "translate from German to French"), ("it-es", "from Italian to Spanish")]


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("translation DE to EN", ["de-en"]),
        ("translation DE to", []),
        ("translate more, for IT to be of use", []),
        ("it is to IT that we send what is translated", []),
    ],
)
def test_codes_with_a_word_between_them_are_languages_only_in_capitals(
    text: str, languages: list[str], catalog: Catalog
) -> None:
    assert [demand.value for demand in read(text, catalog).demands if demand.name == "language"] == languages


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("translate de->en", ["de-en"]),
        ("de->en translation", ["de-en"]),
        ("translate de<->en", ["de-en-de"]),
        ("translate opus-de-en", []),
        ("translate a_de-en", []),
        ("translate de->de", []),
        ("translate de, en", []),
        ("translate de->", []),
    ],
)
def test_codes_with_a_sign_between_them_are_a_direction(text: str, languages: list[str], catalog: Catalog) -> None:
    assert [demand.value for demand in read(text, catalog).demands if demand.name == "language"] == languages


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("not alpha bravo charlie delta echo foxtrot golf", "not foxtrot golf"),
        # Small words are not counted.
        ("not the alpha of the bravo charlie delta echo foxtrot", "not foxtrot"),
        ("letters, zulu alpha bravo charlie delta echo aren't needed", "letters zulu aren't"),
        ("letters, zulu alpha of the bravo charlie delta echo aren't needed", "letters zulu aren't"),
        ("letters, delta echo aren't needed", "letters aren't"),
        ("other than alpha bravo charlie", "other than bravo charlie"),
    ],
)
def test_a_denial_reaches_five_words_and_one_that_names_something_else_a_single_one(
    text: str, asking: str, catalog: Catalog
) -> None:
    assert " ".join(read(text, catalog).asking) == asking
