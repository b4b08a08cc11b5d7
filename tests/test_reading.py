"""Every example of every task lands on its task: one test each. The examples stand in data/categories.yaml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import SMALL, hard_cases

from whichllm import Catalog, load_catalog, recommend
from whichllm.reading.compiling import compiled
from whichllm.reading.scanning import Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.tasks import TaskReader
from whichllm.reading.understanding import is_foreign, read

CASES = hard_cases()
EXAMPLES = [(task.id, example) for task in load_catalog().tasks.values() for example in task.examples]

# What people type first: names of tasks, and directions that must not be turned around.
SHORT = {
    "generate images from text": "text-to-image",
    "create pictures from text prompts": "text-to-image",
    "text to image": "text-to-image",
    "image to text": "image-to-text",
    "convert text to speech": "text-to-speech",
    "convert speech to text": "automatic-speech-recognition",
    "make a video from a photo": "image-to-video",
    "make a 3d model from text": "text-to-3d",
    "extract text from images": "image-to-text",
    "get text out of screenshots": "image-to-text",
    "generate text from an image": "image-to-text",
    "turn audio into text": "automatic-speech-recognition",
    "turn text into music": "text-to-audio",
    "generate sql from text": "text-generation",
    "image generation from text description": "text-to-image",
    "text to video generation": "text-to-video",
    "describe images in text": "image-to-text",
    "text classification": "text-classification",
    "image classification": "image-classification",
    "speech to speech translation": "audio-to-audio",
    "answer questions about images": "visual-question-answering",
    "search images by text": "zero-shot-image-classification",
    "image to image": "image-to-image",
    "image to video": "image-to-video",
    "audio classification": "audio-classification",
    "object detection": "object-detection",
    "zero shot classification": "zero-shot-classification",
    "depth estimation": "depth-estimation",
    "feature extraction": "feature-extraction",
    "question answering": "question-answering",
    "table question answering": "table-question-answering",
    "fill mask": "fill-mask",
    "text to audio": "text-to-audio",
    "text to 3d": "text-to-3d",
    "image to 3d": "image-to-3d",
    "video classification": "video-classification",
    "mask generation": "mask-generation",
    "tabular regression": "tabular-regression",
    "make photos from descriptions": "text-to-image",
    "draw a picture of a castle": "text-to-image",
    "an image from a caption": "text-to-image",
    "captions for my photos": "image-to-text",
    "voice from text": "text-to-speech",
    "text from voice": "automatic-speech-recognition",
    "translate text": "translation",
    "translate speech": "audio-to-audio",
    "classify images": "image-classification",
    "detect objects": "object-detection",
    "embed sentences": "feature-extraction",
    "chatbot": "text-generation",
    "upscale images": "image-to-image",
    "write a poem": "text-generation",
    "answer questions": "question-answering",
    "predict sales": "time-series-forecasting",
    "play chess": "reinforcement-learning",
    "segment images": "image-segmentation",
    "music from a description": "text-to-audio",
    "sort emails": "text-classification",
    "find similar images": "image-feature-extraction",
    "extract entities": "token-classification",
    "remove background": "image-segmentation",
    "clone my voice": "text-to-speech",
    "ocr": "image-to-text",
    "tts": "text-to-speech",
    "asr": "automatic-speech-recognition",
    "ner": "token-classification",
    "rag": "text-retrieval",
    "vqa": "visual-question-answering",
    "sentiment": "text-classification",
    "summarisation": "summarization",
}


@pytest.mark.parametrize(("wish", "task"), SHORT.items())
def test_short_wishes(wish: str, task: str) -> None:
    matches = recommend(wish).matches
    assert matches
    assert matches[0].task == task, matches[0]


@pytest.mark.parametrize("tag", [task.id for task in load_catalog().tags() if task.rules and "-" in task.id])
def test_a_tag_typed_as_it_stands_is_understood(tag: str) -> None:
    assert recommend(tag).matches[0].task == tag
    assert recommend(tag.replace("-", " ")).matches[0].task == tag


@pytest.mark.parametrize(("task_id", "example"), EXAMPLES)
def test_example_lands_on_its_task(task_id: str, example: str, catalog: Catalog) -> None:
    task = catalog.tasks[task_id]
    matches = recommend(example).matches
    assert matches, "nothing was understood"
    assert matches[0].task == task.tag, matches[0]
    if task.subtask_of:
        assert matches[0].subtask == task.id, matches[0]


def test_every_rule_is_needed_by_some_example(catalog: Catalog) -> None:
    """A rule that speaks for a task in no example and no hard case is one that nobody can judge: it goes."""
    heard: set[tuple[str, str]] = set()
    for text in [example for _, example in EXAMPLES] + [case["text"] for case in CASES]:
        for match in recommend(text).matches:
            heard.update((match.task, entry.rule) for entry in match.evidence)
    silent = [
        f"{task.id}: {rule.says}"
        for task in catalog.tasks.values()
        for rule in task.rules
        if rule.weight > 0 and (task.tag, rule.says) not in heard
    ]
    assert not silent


def test_every_silence_is_needed_by_some_hard_case(catalog: Catalog) -> None:
    """Likewise a rule that speaks for no task at all, and by texts that ask for none."""
    tables = compiled(catalog)
    settings = settings_of(tables)
    scanner = Scanner(tables, settings)
    tasks = TaskReader(tables, settings, scanner)
    silent = [case["text"] for case in CASES if case["kind"] == "nothing"]
    heard = {piece.rule for text in silent for piece in tasks.weigh(scanner.scan(text)).silent}
    assert not [rule.says for rule in catalog.vocabulary.silences if rule.says not in heard]


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("translate the article", True),
        ("does anybody translate, or is that over", False),
        ("Is that over? Translate the article, or is that rude", False),
    ],
)
def test_silences_speak_for_no_task(text: str, heard: bool, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text('vocabulary: {silences: [{says: "or is that", weight: 9}]}', encoding="utf-8")
    assert bool(read(text, load_catalog(SMALL, own=path)).matches) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        # With 0.35 of its 4 points a rule is no match for silence.
        ("We wrote the article. We want tea.", False),
        ("We translate. We want tea.", False),
        ("We translate. Tea is nice.", True),
        ("We translate. Is tea nice?", False),
        ("We translate. Pour tea.", False),
        ("We want to translate. Tea is nice.", True),
        ("Do we translate? We want tea.", True),
        ("We translate. We don't want tea.", True),
        ("We translate, we want tea.", True),
    ],
)
def test_what_is_only_told_counts_less_beside_a_wish(text: str, heard: bool, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("vocabulary: {wishing: [want], orders: [pour]}", encoding="utf-8")
    matches = read(text, load_catalog(SMALL, own=path)).matches
    assert bool(matches and matches[0].plain) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Pour tea so that we translate.", False),
        ("Pour tea so that we smile, and translate.", True),
        ("So that we translate, pour tea.", True),
        ("Translate so that we smile.", True),
    ],
)
def test_what_it_is_for_counts_less_after_what_is_asked_for(text: str, heard: bool, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("vocabulary: {purposes: [so that]}", encoding="utf-8")
    matches = read(text, load_catalog(SMALL, own=path)).matches
    assert bool(matches and matches[0].plain) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("translate = article.translate('fr')", False),
        ("translate = article.translate('fr')\n\ntranslate.article()", False),
        ("translate = article.translate('fr')\ntranslate the article", True),
        ("import translate", False),
        ("translate (the article)", True),
    ],
)
def test_lines_of_a_program_ask_for_nothing(text: str, heard: bool, small: Catalog) -> None:
    assert bool(read(text, small).matches) is heard


@pytest.mark.parametrize("text", ["LibriSpeech baseline", "common voice, second release"])
def test_jargon_names_its_task(text: str, small: Catalog) -> None:
    best = read(text, small).matches[0]
    assert best.task == "automatic-speech-recognition"
    assert any("jargon" in entry.rule for entry in best.evidence)


@pytest.mark.parametrize("text", ["librispoech baseline", "commonvoice", "not LibriSpeech"])
def test_jargon_counts_as_it_is_written(text: str, small: Catalog) -> None:
    assert not read(text, small).matches


@pytest.mark.parametrize(
    "says",
    ["zorkmid's glorp", "zorkmid’s glorp", "glorp|zorkmid's zorkmid|glorp", "zo\N{COMBINING DIAERESIS}rkmid", "8glorp"],
)
def test_a_rule_meets_what_it_says(says: str, tmp_path: Path) -> None:
    """Rules and descriptions are cut into words alike, whatever signs and letters they are written with."""
    path = tmp_path / "own.yaml"
    path.write_text(f"tasks: [{{id: translation, rules: [{{says: {json.dumps(says)}, weight: 9}}]}}]", encoding="utf-8")
    said = says.replace("glorp|zorkmid's zorkmid|glorp", "zorkmid's glorp")
    answer = recommend(said, catalog=load_catalog(SMALL, own=path))
    assert [entry.rule for match in answer.matches for entry in match.evidence] == [says]


@pytest.mark.parametrize(
    "text", ["my voice memo as an article", "my voicememo as an article", "my voice-memo as an article"]
)
def test_two_words_may_be_written_as_one(text: str, small: Catalog) -> None:
    assert read(text, small).matches[0].task == "automatic-speech-recognition"


FORMS = [
    ("dry", "dries", True),
    ("dry", "dried", True),
    ("dry", "drys", True),
    ("key", "keys", True),
    ("key", "keies", False),
    ("use", "using", True),
    ("use", "used", True),
    ("bus", "buses", True),
    ("fix", "fixed", True),
    ("ash", "ashes", True),
    ("cat", "cates", False),
    ("saw", "sawed", True),
    ("go", "gos", True),
    ("go", "goed", False),
    ("go", "going", False),
    ("mp3", "mp3s", True),
    ("mp3", "mp3ed", False),
    # Two words written as one, unless they are so short that other words are written so.
    ("zo-rkm|glorp", "zorkm", True),
    ("zo-rk|glorp", "zork", False),
    ("ko-la-mu|glorp", "kolamu", False),
    # American and British spelling, likewise.
    ("prize", "prise", True),
    ("rise", "rize", False),
]


@pytest.fixture(scope="module")
def with_forms(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The small catalog with all rules of `FORMS`."""
    path = tmp_path_factory.mktemp("forms") / "own.yaml"
    rules = [{"says": says, "weight": 9} for says in dict.fromkeys(says for says, _, _ in FORMS)]
    path.write_text(json.dumps({"tasks": [{"id": "translation", "rules": rules}]}), encoding="utf-8")
    return load_catalog(SMALL, own=path)


@pytest.mark.parametrize(("says", "text", "met"), FORMS)
def test_a_rule_meets_the_forms_of_its_words(says: str, text: str, met: bool, with_forms: Catalog) -> None:
    """Of words so short that no typo is mended in them."""
    found = {entry.rule for match in read(text, with_forms).matches for entry in match.evidence}
    assert found == ({says} if met else set())


def test_no_weight_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("tasks: [{id: translation, rules: [{says: zorkmid, weight: 5000}]}]", encoding="utf-8")
    assert recommend("zorkmid", catalog=load_catalog(SMALL, own=path)).matches[0].confidence == pytest.approx(0.99)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("a course about translation", False),
        ("a course about the translation", False),
        ("a course about translation, translation wanted", True),
        ("translation of a course about history", True),
        ("a course about history in translation", True),
        ("a course about history or translation", True),
        ("about translation", True),
    ],
)
def test_what_a_course_is_about_asks_for_nothing(text: str, heard: bool, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text('vocabulary: {subject_openings: ["course about"], subject_ends: [in]}', encoding="utf-8")
    matches = read(text, load_catalog(SMALL, own=path)).matches
    evidence = [entry.words for match in matches for entry in match.evidence]
    assert any("translation" in words for words in evidence) is heard


def test_who_says_nothing_but_who_they_are_is_heard(small: Catalog) -> None:
    assert read("We are a translation agency", small).matches[0].task == "translation"
    assert read("We are a translation agency", small).asking == ("we", "are", "a", "translation", "agency")


@pytest.mark.parametrize("text", ["translate the author's letter", "Translate the author’s letter"])
def test_whose_something_is_changes_no_word(text: str, small: Catalog) -> None:
    assert read(text, small).asking == ("translate", "the", "author", "letter")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("voice activity", True),
        ("voice of the activity", True),
        ("voice, activity", False),
        ("voice of the, activity", False),
        ("voice. Activity", False),
        ("voice against activity", False),
    ],
)
def test_words_side_by_side_are_parted_by_small_words_only(text: str, held: bool, small: Catalog) -> None:
    assert bool(read(text, small).matches) is held


@pytest.mark.parametrize(
    ("says", "text", "held"),
    [
        (", zorkmid ,", "translate letters, zorkmid", True),
        (", zorkmid ,", "translate letters (zorkmid), please", True),
        (", zorkmid ,", "Zorkmid: translate letters", True),
        (", zorkmid ,", "translate letters. Zorkmid", True),
        (", zorkmid ,", "translate zorkmid", False),
        (", zorkmid ,", "translate letters, zorkmid ones", False),
        (", zorkmid", "translate letters, zorkmid ones", True),
        ("zorkmid ,", "translate zorkmid", True),
        ("zorkmid ,", "translate zorkmid letters, zorkmid", True),
        (", grue|zorkmid .. letters ,", "grue, zorkmid for all our letters", True),
        (", grue|zorkmid .. letters ,", "grue, zorkmid for all our letters today", False),
    ],
)
def test_a_comma_in_a_rule_stands_for_punctuation(says: str, text: str, held: bool, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(json.dumps({"tasks": [{"id": "summarization", "rules": [{"says": says, "weight": 9}]}]}), "utf-8")
    found = {entry.rule for match in read(text, load_catalog(SMALL, own=path)).matches for entry in match.evidence}
    assert (says in found) is held


def test_of_a_very_long_text_the_beginning_and_the_end_are_read(small: Catalog) -> None:
    """And a long one as a whole: each word once."""
    assert len(read("glorp " * 8_000, small).asking) == 8_000
    asking = read(f"translate {'glorp ' * 100_000} this", small).asking
    assert (asking[0], asking[-1]) == ("translate", "this")
    assert len(asking) == pytest.approx(50_000 / len("glorp "), abs=5)


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("переведи этот текст", True),
        # Letters half and half, words half and half: that may be English.
        ("translate переводик", False),
        ("translate переводчик", True),
        ("translate glorp", False),
        ("translate glorp frobnitz", True),
        ("translate 12 34 glorp frobnitz", False),
        ("glorp", False),
        ("größe", True),
        ("translate größe", False),
        ("", False),
        ("12", False),
    ],
)
def test_what_is_mostly_in_other_letters_or_unknown_words_is_likely_no_english(
    text: str, foreign: bool, small: Catalog
) -> None:
    assert is_foreign(text, small) is foreign
