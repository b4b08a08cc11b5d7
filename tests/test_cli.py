"""What the command line promises: exit codes, streams, options, and no traceback whatever is typed."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from whichllm.answers.formats import Format
from whichllm.catalog.quantities import write_count

NINE = {
    "translate documents": {"translation"},
    "classify sentences": {"text-classification"},
    "generate images": {"text-to-image"},
    "summarize": {"summarization"},
    "transcribe my podcast": {"automatic-speech-recognition"},
    "find similar support tickets": {"sentence-similarity"},
    "forecast next quarter's sales": {"time-series-forecasting"},
    "detect cars in CCTV footage": {"object-detection"},
    "read invoices": {"document-question-answering"},
}
FORMATS = tuple(Format)


@pytest.mark.parametrize(("description", "tasks"), NINE.items())
def test_the_task_an_expert_would_name(description: str, tasks: set[str], run: Run) -> None:
    ran = run("recommend", description, "--format", "json")
    answer = json.loads(ran.out)
    assert ran.code == 0
    assert answer["matches"][0]["task"] in tasks
    assert answer["matches"][0]["confidence"] >= 0.5
    assert len(answer["models"]) == 5


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "translate documents", "--memory"],
        ["recommend", "translate documents", "--license"],
        ["recommend", "translate documents", "--catalog"],
        ["recommend", "--file"],
        ["list", "models", "--task"],
        ["list", "tasks", "--category"],
        ["snippet", "whisper", "--task"],
        ["snippet", "whisper", "--library"],
        ["explain", "whisper", "--catalog"],
        ["check", "--catalog"],
        ["check", "--against"],
        ["check"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_a_value_that_is_blank_is_refused(arguments: list[str], blank: str, run: Run) -> None:
    """`--memory "$MEMORY"` with a variable that is not set asks for something, if nobody knows what."""
    ran = run(*arguments, blank)
    assert (ran.code, ran.out) == (2, "")
    assert "leave it out" in ran.err


@pytest.mark.parametrize(
    ("arguments", "header"),
    [
        (
            ["recommend", "translate documents", "--size", "1M", "--language", "de-en"],
            "id,task,subtask,category,score,",
        ),
        (["list", "models", "--category", "seq2seq", "--task", "object-detection"], "id,name,maker,family,category,"),
        (["check"], "level,file,line,message,hint\n"),
    ],
    ids=lambda value: value[0],
)
def test_csv_has_a_header_even_where_it_has_no_rows(arguments: list[str], header: str, run: Run) -> None:
    out = run(*arguments, "--format", "csv").out
    assert out.startswith(header)
    assert out.count("\n") == 1


@pytest.mark.parametrize(
    "commands",
    [
        [("list", "models", "--category", category) for category in ("seq2seq", "speech", "retrieval")],
        [("list", "tasks", "--category", category) for category in ("seq2seq", "speech")],
        [("recommend", text) for text in ("translate documents", "who spoke when", "draw a logo")],
        [("explain", name) for name in ("whisper", "t5", "gpt-5-mini")],
        [("compare", *names) for names in (("t5", "bart"), ("whisper", "gpt-5-mini"))],
    ],
    ids=lambda commands: commands[0][0],
)
def test_the_columns_of_csv_are_the_same_whatever_is_known(commands: list[tuple[str, ...]], run: Run) -> None:
    tables = [list(csv.reader(io.StringIO(run(*command, "--format", "csv").out))) for command in commands]
    assert len({tuple(header) for header, *_ in tables}) == 1
    for header, *rows in tables:
        assert rows
        assert all(len(row) == len(header) for row in rows)


@pytest.mark.parametrize(
    ("description", "hints"),
    [
        ("music", ["audio-classification", 'recommend "', "music", '" or whichllm recommend "']),
        ("pdf", ['recommend "pdf chatbot"']),
        ("photos", ['" or whichllm recommend "', "photo"]),
        ("the same but cheaper", ["“cheaper” tells how the model should be", "say what it should do, too"]),
        ("in German", ["“in German” tells how the model should be"]),
        ("qwen3", ["whichllm explain qwen3"]),
        ("BERT?", ["whichllm explain bert"]),
        ("hello", ['recommend "translate documents"', "whichllm list tasks"]),
    ],
)
def test_what_describes_no_task_is_answered_with_a_way_on(description: str, hints: list[str], run: Run) -> None:
    ran = run("recommend", description)
    assert (ran.code, ran.out) == (1, "")
    assert "no task is understood" in ran.err
    for hint in hints:
        assert hint in ran.err


def test_an_option_is_none_of_the_words_that_tell_how_a_model_should_be(run: Run) -> None:
    assert "--cpu" not in run("recommend", "hello", "--cpu").err


@pytest.mark.parametrize(
    ("description", "command"),
    [
        ("whisper or parakeet?", "compare whisper parakeet"),
        ("llama 3 vs mistral 7b?", "compare llama-3 mistral-7b"),
        ("should I use whisper, parakeet or canary for podcasts", "compare whisper parakeet canary"),
        ("compare t5 with bart for summaries", "compare t5 bart"),
        ("is qwen3 better than llama 3 for chat", "compare qwen3 llama-3"),
        ("transcribe or translate a podcast", None),
        ("transcribe with whisper and summarize with t5", None),
        ("images or videos with whisper", None),
        ("whisper or Whisper?", None),
    ],
)
def test_models_set_against_one_another_are_offered_side_by_side(
    description: str, command: str | None, run: Run
) -> None:
    ran = run("recommend", description, "--limit", "1", columns=200)
    if command is None:
        assert "Side by side" not in ran.out
    else:
        assert f"Side by side: whichllm {command}\n" in ran.out
        assert run(*command.split()).code == 0


def test_what_is_not_shown_is_told(run: Run) -> None:
    def told(limit: int) -> str:
        out = run("recommend", "translate documents", "--limit", str(limit), columns=200).out
        return next(line for line in out.splitlines() if "shown, " in line)

    few, many, all_ = told(2), told(1000), told(0)
    assert few.startswith("2 of ")
    assert "all of them: --limit 0" in few
    assert "far behind" not in few
    assert "the others are far behind the first" in many
    assert "all of them: --limit 0" in many
    assert all_.startswith("All ")
    assert "--limit" not in all_


@pytest.mark.parametrize("what", ["categories", "tasks", "models"])
def test_a_list_with_nothing_in_it_says_so(what: str, run: Run) -> None:
    arguments = ("list", what, "--category", "seq2seq", "--task", "object-detection")
    ran = run(*arguments)
    assert (ran.code, ran.out) == (1, "")
    assert "the catalog holds no " in ran.err
    assert "without --category" in ran.err
    values = run(*arguments, "--format", "json")
    assert (values.code, json.loads(values.out)) == (1, {"schema": 1, what: []})
    assert values.err == ran.err


@pytest.mark.parametrize("format_", FORMATS)
def test_where_no_model_is_left_standard_error_says_what_to_give_up(format_: str, run: Run) -> None:
    asked = ("translate documents", "--commercial", "--license", "cc-by-nc-4.0")
    ran = run("recommend", *asked, "--format", format_)
    assert ran.code == 1
    assert "without license cc-by-nc-4.0: " in ran.err
    assert "to get an answer" not in ran.out.casefold()
    steps = run("recommend", "transcribe my podcast and translate it to French", "--memory", "10MB", "-f", format_)
    assert steps.code == 1
    assert "in step 1 and step 2" in steps.err
    assert "step 2: without memory 10MB" in steps.err


@pytest.mark.parametrize(
    ("options", "more"),
    [
        (("--task", "other"), "without --task"),
        (("--category", "seq2seq", "--task", "object-detection"), "without --category, or without --task"),
    ],
)
def test_what_there_is_more_to_list_without_was_given(options: tuple[str, ...], more: str, run: Run) -> None:
    assert run("list", "models", *options).err.endswith(f"there is more to list {more}\n")


def test_csv_holds_what_json_holds(run: Run) -> None:
    arguments = ("list", "models", "--task", "translation", "--format")
    rows = list(csv.DictReader(io.StringIO(run(*arguments, "csv").out)))
    models = json.loads(run(*arguments, "json").out)["models"]
    for row, model in zip(rows, models, strict=True):
        for key, value in model.items():
            if isinstance(value, dict):
                assert all(row[f"{key}.{inner}"] for inner in value)
            else:
                assert bool(row[key]) is (value not in ([], "")), key


def test_why_is_for_one_description(run: Run) -> None:
    ran = run("recommend", "--file", "-", "--why", stdin=b"translate")
    assert (ran.code, ran.out) == (2, "")
    assert "--why" in ran.err


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "cannot go on: No space left on device\n  make room"),
        (PermissionError(errno.EACCES, "Permission denied", "x.json"), "Permission denied ('x.json')\n  see who may"),
        (OSError(errno.EIO, "Input/output error"), "cannot go on: Input/output error\n  write the answer elsewhere"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_system_refuses_is_told_with_what_helps(
    problem: OSError, said: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise problem

    monkeypatch.setattr("whichllm.answers.browsing.list_tasks", refuse)
    monkeypatch.setattr("whichllm.cli.running.leave_quietly", sys.exit)
    ran = run("list", "tasks")
    assert ran.code == 2
    assert said in ran.err


def test_words_need_no_quotes(run: Run) -> None:
    assert run("recommend", "translate", "documents").out == run("recommend", "translate documents").out


def test_table_shows_task_words_models_and_how_to_go_on(run: Run) -> None:
    ran = run("recommend", "translate documents")
    assert ran.code == 0
    assert ran.err == ""
    for expected in (
        "Translation (translation)",
        "% sure",
        "seq2seq",
        "“translate”",
        "License",
        "As of",
        "Maker",
        "Why",
    ):
        assert expected in ran.out
    assert "whichllm list models --task translation" in ran.out


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120, 400])
def test_ids_are_whole_wherever_they_fit(columns: int, run: Run) -> None:
    shown = {model["id"] for model in json.loads(run("recommend", "read invoices", "--format", "json").out)["models"]}
    out = run("recommend", "read invoices", columns=columns).out
    for identifier in shown:
        assert identifier in (out if len(identifier) < columns else "".join(out.split()))


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "translate documents", "--why"),
        ("recommend", "transcribe the podcast and translate it to French"),
        ("recommend", "chat with customers", "--context", "128k", "--price", "1", "--library", "transformers"),
        ("list",),
        ("list", "tasks"),
        ("list", "models", "--task", "image-classification"),
        ("explain", "translation"),
        ("explain", "whisper"),
        ("explain", "jonatasgrosman/wav2vec2-large-xlsr-53-english"),
        ("compare", "whisper-large-v3", "parakeet", "t5"),
        ("catalog",),
    ],
)
def test_lines_keep_within_the_terminal(arguments: tuple[str, ...], columns: int, run: Run) -> None:
    assert max(map(len, run(*arguments, columns=columns).out.splitlines())) <= columns


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_no_width_hides_what_a_license_allows_and_what_is_superseded(columns: int, run: Run) -> None:
    out = " ".join(run("recommend", "translate documents", columns=columns).out.split())
    assert "CC-BY-NC-4.0" in out
    # Where it stands below the id, words of the next column stand between its lines.
    assert re.search(r"commercial\b.{0,60}?\buse: no\b", out)
    listed = run("list", "models", "--task", "translation", columns=columns).out
    assert "CC-BY-NC-4.0" in listed
    assert "superseded" in listed


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize(
    ("option", "shown"),
    [
        (("--memory", "8GB"), r"\d [GM]B\b"),
        (("--size", "7B"), r"\d(?:\.\d+)?[BM]\b"),
        (("--context", "100k"), r"tokens"),
        (("--price", "1", "--hosted"), r"\$\d"),
        (("--since", "2025"), r"202[56]-\d\d"),
        (("--library", "transformers"), r"Transformers"),
        (("--maker", "Mistral AI"), r"Mistral AI"),
    ],
)
def test_what_is_asked_for_is_shown_at_any_width(option: tuple[str, ...], shown: str, columns: int, run: Run) -> None:
    out = run("recommend", "chat with customers", *option, "--limit", "1", columns=columns).out
    models = out.split("Model", 1)[1].split("shown,", 1)[0]
    assert re.search(shown, models), out


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_width_hides_why(columns: int, run: Run) -> None:
    """With --why, each credit stands there with its reason and its value, each word with its weight."""
    out = run("recommend", "transcribe podcast", "--limit", "1", "--why", columns=columns).out
    shown = " ".join(out.split("points", 1)[1].split())
    for expected in ("transcribe|", "+4", "made for automatic", "Speech and audio", "+0.5", "all of"):
        assert expected in shown


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 120, 200])
def test_no_width_hides_how_large_a_model_is(columns: int, run: Run) -> None:
    shown = json.loads(run("recommend", "transcribe my podcast", "--format", "json").out)["models"]
    sizes = {write_count(model["parameters"]) for model in shown if "parameters" in model}
    for arguments in (("recommend", "transcribe my podcast"), ("list", "models", "--task", "translation")):
        out = run(*arguments, columns=columns).out
        assert "Size" in out
    grid = run("recommend", "transcribe my podcast", columns=columns).out.split("Model", 1)[1].split("shown, ", 1)[0]
    assert sizes
    assert all(re.search(rf"(?<![\d.]){re.escape(size)}(?!\w)", grid) for size in sizes)


@pytest.mark.parametrize("columns", [80, 120, 200])
def test_what_is_the_same_of_all_models_is_said_once(columns: int, run: Run) -> None:
    """Rows tell models apart: what all were made for, and the long name of a benchmark, stand below them."""
    out = " ".join(run("recommend", "transcribe my podcast", columns=columns).out.split())
    assert out.count("made for automatic speech recognition") == 1
    assert out.count("Open ASR Leaderboard, English short-form") == 1
    assert "(lower is better)" in out
    assert re.search(r"measured [\d.]+ \(rank 1 of \d+\)", out) or columns == 80
    single = " ".join(run("recommend", "transcribe my podcast", "--limit", "1", columns=200).out.split())
    assert "made for automatic speech recognition; 5" in single


def test_what_there_is_no_room_for_is_said(run: Run) -> None:
    asked = ("recommend", "translate documents")
    narrow = " ".join(run(*asked, columns=80).out.split())
    assert "No room for Maker; As of: widen the window" in narrow
    assert "No room" not in run(*asked, columns=200).out


def test_one_long_id_takes_no_room_from_all_others(run: Run) -> None:
    out = run("list", "models", columns=120).out
    assert all(title in out.splitlines()[1] for title in ("Model", "Size", "License", "Context, price"))


def test_piped_output_has_all_columns_and_no_escapes(run: Run) -> None:
    out = run("recommend", "translate documents").out
    assert "\x1b" not in out
    assert all(title in out for title in ("Model", "Maker", "Why", "Size", "License", "Context, price", "As of"))


@pytest.mark.parametrize("off", [{"NO_COLOR": "1"}, {}])
def test_colour_can_be_turned_off(off: dict[str, str]) -> None:
    """With a forced terminal there are colours, with NO_COLOR or --no-color there is no escape sequence."""
    environment = {**os.environ, "FORCE_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "100"}
    environment.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "whichllm", "explain", "seq2seq"]
    coloured = subprocess.run(command, capture_output=True, env=environment, check=True).stdout
    arguments = [] if off else ["--no-color"]
    plain = subprocess.run([*command, *arguments], capture_output=True, env={**environment, **off}, check=True).stdout
    assert b"\x1b[" in coloured
    assert b"\x1b" not in plain


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "arguments",
    [
        ("recommend", "translate documents"),
        ("recommend", "transcribe the podcast, translate it to French and read it aloud"),
        ("list",),
        ("list", "tasks"),
        ("list", "models", "--task", "translation"),
        ("explain", "seq2seq"),
        ("explain", "ner"),
        ("explain", "t5"),
        ("compare", "whisper-large-v3", "parakeet", "t5"),
        ("catalog",),
        pytest.param(("check",), marks=pytest.mark.newest),
    ],
)
def test_every_answer_in_every_format(arguments: tuple[str, ...], format_: str, run: Run) -> None:
    ran = run(*arguments, "--format", format_)
    assert (ran.code, ran.err) == (0, "")
    if format_ == "json":
        assert json.loads(ran.out)["schema"] == 1
    if format_ == "jsonl":
        assert len(ran.out.splitlines()) == 1
        assert json.loads(ran.out) == json.loads(run(*arguments, "--format", "json").out)


@pytest.mark.parametrize("description", ["", "   ", "\n\t"])
def test_blank_description_is_misuse(description: str, run: Run) -> None:
    ran = run("recommend", description)
    assert (ran.code, ran.out) == (2, "")
    assert "the description is empty" in ran.err
    assert 'whichllm recommend "translate documents"' in ran.err


@pytest.mark.parametrize(
    "description", ["where should I go on holiday", "asdfghjkl", "why is my loss NaN", "你好", "!!!", "🙂"]
)
def test_no_task_is_said_plainly(description: str, run: Run) -> None:
    ran = run("recommend", description)
    assert (ran.code, ran.out) == (1, "")
    assert "no task is understood in" in ran.err
    assert re.search(r'for example: whichllm recommend "[^"]+"', ran.err)
    ran = run("recommend", description, "--format", "json")
    answer = json.loads(ran.out)
    assert ran.code == 1
    assert (answer["matches"], answer["models"], answer["steps"]) == ([], [], [])


@pytest.mark.parametrize(
    ("description", "foreign"),
    [
        ("Übersetze Verträge vom Deutschen ins Englische", True),
        ("Ich möchte Bilder erzeugen", True),
        ("generare immagini di gatti", True),
        ("¿cómo puedo ir al cine?", True),
        ("översätta till engelska", True),
        ("tłumaczenie umów", True),
        ("你好", True),
        ("переведи договор", True),
        ("frobnicate quuxes", True),
        ("frobnicate", False),
        ("where should I go on holiday", False),
        ("what a lovely morning it is", False),
        ("how tall is Mount Everest", False),
        ("my dog ate the homework yesterday", False),
        ("buy milk and eggs on the way home", False),
        ("hello", False),
        ("!!!", False),
    ],
)
def test_who_writes_in_another_language_is_told_that_english_is_read(description: str, foreign: bool, run: Run) -> None:
    ran = run("recommend", description)
    assert ran.code == 1
    assert ("descriptions are read in English" in ran.err) is foreign


@pytest.mark.parametrize(
    ("description", "task"),
    [
        ("translate documents", "translation"),
        ("clone my voice", "voice-cloning"),
        ("who spoke when in this recording", "diarization"),
        ("transcribe my podcast", "automatic-speech-recognition"),
    ],
)
def test_the_number_of_models_is_that_of_the_list_it_points_to(description: str, task: str, run: Run) -> None:
    out = " ".join(run("recommend", description).out.split())
    listed = run("list", "models", "--task", task, "--format", "json").out
    number = len(json.loads(listed)["models"])
    assert re.search(rf"the {number} (in the catalog|made for it): whichllm list models --task {task}\b", out)


def test_what_nobody_measured_is_said_once(run: Run) -> None:
    assert run("recommend", "translate documents").out.count("No figure in the catalog measures these") == 1
    assert "No figure" not in run("recommend", "transcribe my podcast", "--limit", "2").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("recommend", "summarize", "--format", "xml"), ["--format", *(f"'{name}'" for name in FORMATS)]),
        (("recommend", "summarize", "--limit", "-1"), ["--limit"]),
        (("recommend", "summarize", "--limit", "many"), ["--limit"]),
        (("recommend",), ["the description is missing"]),
        (("list", "licenses"), ["'categories'", "'tasks'", "'models'"]),
        (("list", "tasks", "--category", "visionary"), ["no category is called 'visionary'"]),
        (("list", "models", "--task", "zzz"), ["no task is called 'zzz'"]),
        (("explain", "qqqqqqq"), ["no category, task or model is called 'qqqqqqq'"]),
        (("recommend", "--file", "no-such-file.txt"), ["cannot read 'no-such-file.txt'"]),
        (("recommend", "--file", "."), ["cannot read '.'"]),
        (("recommend", "summarize", "--file", "x"), ["not both"]),
        (("recommend", "--file", "x", "--format", "csv"), ["JSON Lines"]),
        (("frobnicate",), ["frobnicate"]),
        (("recommend", "summarize", "--limit", "many"), ["'many' is not a whole number"]),
        (("recommend", "summarize", "--jobs", "999"), ["999 is ", "256"]),
        (("check", "--today", "tomorrow"), ["'tomorrow' is not a day", "2026-11-26"]),
        (("recommend", "summarize", "--license", "foo"), ["permissive", "apache-2.0", "commercial"]),
        (("recommend", "summarize", "--language", "dothraki"), ["names of languages", "de-en"]),
        (("recommend", "summarize", "--maker", "nobody"), ["Google", "ids begin with"]),
        (("compare", "qqqqqqq", "t5"), ["'whichllm list models'"]),
        (("explain", "haiku"), ["did you mean: claude-haiku-"]),
    ],
)
def test_misuse_names_what_is_valid(arguments: tuple[str, ...], said: list[str], run: Run) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    for expected in said:
        assert expected in " ".join(ran.err.split())
    assert not any(word in ran.err for word in ("Traceback", "Value error", "Input should", "%Y"))


@pytest.mark.parametrize(
    ("typed", "maker"),
    [
        ("Mistral", "Mistral AI"),
        ("mistral-ai", "Mistral AI"),
        ("Qwen", "Alibaba"),
        ("facebook", "Meta"),
        ("HuggingFace", "Hugging Face"),
        ("HuggingFaceTB", "Hugging Face"),
    ],
)
def test_a_maker_may_be_named_by_its_first_words_or_as_its_ids_begin(typed: str, maker: str, run: Run) -> None:
    ran = run("recommend", "write a story", "--maker", typed, "--limit", "0", "--format", "json")
    if maker == "Meta":
        ran = run("recommend", "translate documents", "--maker", typed, "--limit", "0", "--format", "json")
    assert {model["maker"] for model in json.loads(ran.out)["models"]} == {maker}


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("seq2seq", "seq2seq"),
        ("Encoder-Decoder", "seq2seq"),
        ("LLM finance", "financial-forecasting"),
        ("named entity recognition", "named-entity-recognition"),
        ("ner", "named-entity-recognition"),
        ("code", "code-generation"),
        ("transcribe", "automatic-speech-recognition"),
        ("token-classification", "token-classification"),
        ("token classification", "token-classification"),
        ("t5", "google-t5/t5-base"),
        ("gpt-3", "davinci"),
        ("summarisation", "summarization"),
    ],
)
def test_names_aliases_and_misspellings_resolve(name: str, identifier: str, run: Run) -> None:
    ran = run("explain", name, "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["id"].casefold().endswith(identifier.split("/")[-1])


ARTICLE = (
    "GPT-4|GPT-3|Mistral|Llama 3|BERT|RoBERTa|T5|BART|Gemini|CLIP|DALL-E|Stable Diffusion|Stable Difusion|Midjourney"
    "|DPR|BM25|FinGPT|BloombergGPT"
)


@pytest.mark.parametrize("name", ARTICLE.split("|"))
def test_the_models_of_the_article_are_there(name: str, run: Run) -> None:
    ran = run("explain", name, "--format", "json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["kind"] == "model"


def test_version_and_help(run: Run) -> None:
    import whichllm

    assert run("--version").out == f"whichllm {whichllm.__version__}\n"
    assert "recommend" in run("--help").out
    assert run().code in (0, 2)
    for command in ("recommend", "list", "explain", "compare", "snippet", "check", "catalog", "schema"):
        ran = run(command, "--help")
        assert ran.code == 0
        assert "Examples:" in ran.out


class TestBatch:
    def test_one_line_each_in_order(self, run: Run) -> None:
        ran = run("recommend", "--file", "-", stdin=b'summarize\n{"id": 7, "text": "translate documents"}\nhello\n')
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert ran.code == 0
        assert [answer["matches"][0]["task"] if answer["matches"] else None for answer in answers] == [
            "summarization",
            "translation",
            None,
        ]
        assert answers[1]["id"] == 7
        single = run("recommend", "summarize", "--format", "jsonl").out
        assert ran.out.splitlines()[0] == single.strip()

    def test_a_bad_line_keeps_its_place(self, run: Run) -> None:
        lines = [b"summarize", b"", b'{"id": 1}', b"{not json", b"\xff\xfe", b'{"id": "x", "text": 3}', b"translate"]
        ran = run("recommend", "--file", "-", stdin=b"\n".join(lines))
        answers = [json.loads(line) for line in ran.out.splitlines()]
        assert ran.code == 2
        assert [("error" in answer) for answer in answers] == [False, True, True, True, True, True, False]
        assert [answer.get("line") for answer in answers] == [None, 2, 3, 4, 5, 6, None]
        assert answers[2]["id"] == 1
        assert answers[5]["id"] == "x"
        assert all(answer["error"]["message"] and answer["error"]["hint"] for answer in answers[1:6])
        assert "5 lines could not be read" in ran.err

    def test_a_file_is_read(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "requests.txt"
        path.write_text("summarize\n", encoding="utf-8")
        assert run("recommend", "--file", str(path)).out == run("recommend", "summarize", "-f", "jsonl").out


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("arguments", ["recommend translate --limit 0", "list models", "explain seq2seq", "catalog"])
def test_a_reader_that_leaves_is_no_error(arguments: str, format_: str) -> None:
    command = f"{sys.executable} -m whichllm {arguments} --format {format_} | head -c 10"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check"]])
def test_nobody_to_read_at_all_is_no_error(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "whichllm", *arguments]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--format", "csv"]])
def test_no_room_for_the_answer_is_said_plainly(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "whichllm", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Error: cannot go on: No space left on device")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("recommend", "summarize", "--format", "jsno"), "did you mean json or jsonl?"),
        (("recommend", "summarize", "--format", "MARKDWON"), "did you mean markdown?"),
        (("recommend", "summarize", "--lmit", "3"), "did you mean --limit"),
        (("list", "modles"), "did you mean models?"),
        (("recomend", "summarize"), "Did you mean 'recommend'?"),
        (("list", "models", "--task", "summary of"), "did you mean: summarization"),
        (("list", "tasks", "--category", "speach-audio"), "did you mean: speech"),
        (("explain", "wisper v9"), "did you mean: "),
    ],
)
def test_misspelt_names_are_offered_their_nearest(arguments: tuple[str, ...], meant: str, run: Run) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert meant in ran.err


def test_output_that_cannot_be_encoded_is_replaced() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for format_ in FORMATS:
        command = [
            sys.executable,
            "-m",
            "whichllm",
            "recommend",
            "résumé übersetzen: translate 文",
            "--format",
            format_,
        ]
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_signs_that_an_encoding_lacks_are_written_in_others(encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "COLUMNS": "100"}
    command = [sys.executable, "-m", "whichllm", "recommend", "translate documents"]
    out = subprocess.run(command, capture_output=True, env=environment, check=True).stdout.decode(encoding)
    assert '"translate", "documents"' in out
    assert "?" not in out


@pytest.mark.parametrize(
    "command",
    [
        ("recommend", "translate documents"),
        ("list", "tasks", "--category", "speech"),
        ("explain", "whisper-large-v3"),
        ("compare", "whisper-large-v3", "parakeet-tdt-0.6b-v3"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("columns", [0, -5])
def test_a_width_of_nothing_is_none(command: tuple[str, ...], columns: int, run: Run) -> None:
    ran = run(*command, columns=columns)
    assert ran == run(*command)
    assert ran.out


@pytest.mark.parametrize(
    ("arguments", "said", "unsaid"),
    [
        (["--versio"], "did you mean --version?", "Possible options"),
        (["schema", ""], "the name is given without a value", "Error: name is"),
        (["explain", "x" * 100_000], "no category, task or model is called 'xxx", "x" * 1_000),
        (["recommend", "translate", "--maker", "gogle"], "did you mean Google", "Google and?"),
        (["recommend", "translate", "--language", "de-"], "'de-' leaves a language out", "called ''"),
        (["recommend", "translate", "--language", "de,"], "'de,' leaves a language out", "called ''"),
        (["recommend", "translate", "--language", "de-de"], "name it alone: de", "Valid"),
        (["recommend", "translate", "--prefer", "cost", "--prefer", "speed"], "'cost' and 'speed'", "translation"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_refused_is_told_once_and_with_what_helps(
    arguments: list[str], said: str, unsaid: str, run: Run
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert unsaid not in ran.err


def test_invalid_arguments_are_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable.encode(), b"-m", b"whichllm", b"recommend", b"translate \xff\xfe\x1b[31m this"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_subtasks_stand_below_their_task_at_any_width(columns: int, run: Run) -> None:
    lines = run("list", "tasks", "--category", "speech", columns=columns).out.splitlines()
    broken = [line for line in lines if re.match(r" *(spoken-language-|identification)", line)]
    assert broken
    assert all(line.startswith("   ") for line in broken)
    assert "| &nbsp;&nbsp;voice-cloning |" in run("list", "tasks", "--category", "speech", "-f", "markdown").out


def test_the_source_of_a_figure_is_named_once(run: Run) -> None:
    out = " ".join(run("recommend", "transcribe my podcast", "--why", "--limit", "1", columns=400).out.split())
    assert re.search(r"Open ASR Leaderboard, English short-form, [^|]*\(rank \d+ of \d+\), 20\d\d-\d\d", out)


def test_bytes_that_are_no_text_are_replaced_in_values() -> None:
    done = subprocess.run(
        [
            sys.executable.encode(),
            b"-m",
            b"whichllm",
            b"recommend",
            b"translate \xff caf\xc3\xa9",
            b"--format",
            b"json",
        ],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["description"] == "translate \N{REPLACEMENT CHARACTER} café"
