"""Code that runs models: sound whatever fills it, right for model, task and library, honest where there is none."""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from whichllm import Catalog, UnknownNameError
from whichllm.answers.formats import Format
from whichllm.answers.snippets import Running, snippet
from whichllm.base.records import FrozenDict
from whichllm.catalog import ModelsInMemory
from whichllm.rendering import render


def _all(catalog: Catalog) -> Iterator[Running]:
    """Every code for every model, task and library."""
    for model in catalog.models.values():
        for task in (*model.tasks, *model.subtasks):
            for library in model.libraries:
                answer = snippet(model.id, catalog, task, library)
                if answer.code:
                    yield answer


@pytest.fixture(scope="module")
def answers(catalog: Catalog) -> list[Running]:
    return list(_all(catalog))


def test_all_code_can_be_parsed_and_names_its_model(answers: list[Running]) -> None:
    for answer in answers:
        where = f"{answer.model.id}, {answer.task.id}, {answer.library}"
        if answer.language == "python":
            tree = ast.parse(answer.code)
            assert any(isinstance(node, ast.Import | ast.ImportFrom) for node in tree.body), where
        else:
            assert shlex.split(answer.code), where
        signs = ('=""', '("")', "''", '"": ')
        assert not any(sign in answer.code for sign in signs), f"{where}: something is left empty"


def test_every_snippet_is_for_some_model(catalog: Catalog, answers: list[Running]) -> None:
    families = {model.family for model in catalog.models.values()}
    served = {(answer.library.id, answer.task.tag) for answer in answers if answer.library}
    served |= {(answer.library.id, answer.task.id) for answer in answers if answer.library}
    for entry in catalog.snippets:
        assert set(entry.families) <= families, entry.library
        hosted = catalog.libraries[entry.library].address
        unused = {(entry.library, task) for task in entry.tasks} - served
        # Clients of one kind share their tasks, whatever their makers offer at the moment.
        assert not unused or hosted or len(unused) < len(entry.tasks), f"{entry.library}: {entry.tasks} {entry.code}"


def test_most_models_that_a_library_runs_have_code(catalog: Catalog) -> None:
    current = [model for model in catalog.models.values() if model.is_current]
    with_library = [model for model in current if model.libraries]
    assert len(with_library) > 0.7 * len(current)
    assert sum(bool(snippet(model.id, catalog).code) for model in with_library) > 0.75 * len(with_library)


@pytest.mark.parametrize(
    ("model", "task", "library", "holds"),
    [
        (
            "distilbert/distilbert-base-uncased-finetuned-sst-2-english",
            "",
            "",
            'pipeline("text-classification", model=',
        ),
        ("facebook/bart-large-cnn", "summarization", "", "AutoModelForSeq2SeqLM"),
        ("Helsinki-NLP/opus-mt-de-en", "", "transformers", "in the language it translates from"),
        ("facebook/nllb-200-distilled-600M", "", "", 'convert_tokens_to_ids("fra_Latn")'),
        ("sentence-transformers/all-MiniLM-L6-v2", "", "fastembed", "TextEmbedding("),
        ("sentence-transformers/all-MiniLM-L6-v2", "sentence-similarity", "sbert", "model.similarity("),
        ("timm/resnet50.a1_in1k", "", "", 'timm.create_model("resnet50.a1_in1k", pretrained=True)'),
        ("torchvision/resnet50", "", "", 'get_model("resnet50", weights=weights)'),
        ("gpt-6.1-sol", "translation", "", "Translate into French"),
        ("claude-opus-5-5", "", "", "Anthropic()"),
        ("grok-4.7", "", "", 'base_url="https://api.x.ai/v1", api_key=os.environ["XAI_API_KEY"]'),
        ("random-forest", "tabular-regression", "sklearn", "import RandomForestRegressor"),
        ("Qwen/Qwen3-8B", "", "llama.cpp", "llama cli -hf ggml-org/Qwen3-8B-GGUF -p 'Write"),
        ("Qwen/Qwen3-8B", "summarization", "ollama", "ollama run hf.co/ggml-org/Qwen3-8B-GGUF 'Sum up: "),
        ("google/gemma-3-4b-it", "image-text-to-text", "ollama", '"images": ["photo.jpg"]'),
        ("BAAI/bge-small-en-v1.5", "", "llama.cpp", "llama serve --embeddings -hf "),
        ("zai-org/GLM-5.3-Flash", "text-simplification", "", 'pipeline("text-generation", model='),
        ("impira/layoutlm-document-qa", "", "", 'pipeline("document-question-answering", model='),
        ("laion/clap-htsat-fused", "", "", 'pipeline("zero-shot-audio-classification", model='),
        ("microsoft/wavlm-base-plus-sv", "", "", "AutoModelForAudioXVector"),
        ("nvidia/canary-qwen-2.5b", "", "", "import SALM"),
        ("PP-OCRv6_medium_rec", "", "paddlex", "a picture of one line of text"),
    ],
)
def test_model_task_and_library_choose_the_code(
    model: str, task: str, library: str, holds: str, catalog: Catalog
) -> None:
    answer = snippet(model, catalog, task, library)
    assert holds in answer.code


@pytest.mark.parametrize(
    ("model", "task", "holds"),
    [
        # They answer in words, and are no classifiers to Transformers.
        ("meta-llama/Llama-Guard-3-8B", "", "text-classification"),
        ("Qwen/Qwen3Guard-Gen-8B", "", "text-classification"),
        # They take no chats.
        ("impira/layoutlm-document-qa", "", "image-text-to-text"),
        ("microsoft/udop-large", "image-text-to-text", "image-text-to-text"),
        ("google/pix2struct-docvqa-large", "", "image-text-to-text"),
        ("Salesforce/blip2-opt-2.7b", "image-to-text", "image-text-to-text"),
        # Language models whose tokens are yet to become sound.
        ("canopylabs/orpheus-3b-0.1-ft", "", "text-to-audio"),
        ("microsoft/Phi-4-multimodal-instruct", "automatic-speech-recognition", "automatic-speech-recognition"),
        ("nvidia/canary-qwen-2.5b", "", "ASRModel"),
    ],
)
def test_no_code_is_printed_that_does_not_suit_the_kind_of_model(
    model: str, task: str, holds: str, catalog: Catalog
) -> None:
    entry = catalog.models[model]
    for library in entry.libraries:
        assert f'"{holds}"' not in snippet(model, catalog, task, library).code
        assert f".{holds}." not in snippet(model, catalog, task, library).code


def test_whatever_a_general_language_model_is_recommended_for_has_code(catalog: Catalog) -> None:
    model = catalog.models["zai-org/GLM-5.3-Flash"]
    general = [
        task
        for task in catalog.tasks.values()
        if (advice := catalog.advice_for(task)) and advice.task in (*model.tasks, *model.subtasks)
    ]
    assert len(general) > 10
    for task in general:
        answer = snippet(model.id, catalog, task.id)
        assert answer.code
        assert answer.task is task
        assert "haiku" not in answer.code or task.tag == "text-generation"
    with pytest.raises(UnknownNameError, match="does not list"):
        snippet(model.id, catalog, "text-to-speech")


def test_a_conversion_is_named_and_needs_no_form_of_the_original(run: Run) -> None:
    original = run("snippet", "google/gemma-3-4b-it", "--library", "transformers").out
    conversion = run("snippet", "google/gemma-3-4b-it", "--library", "ollama").out
    assert "behind a form" in original
    assert "behind a form" not in conversion
    assert "https://huggingface.co/ggml-org/gemma-3-4b-it-GGUF" in conversion


def test_without_gguf_files_there_is_no_code_for_them(catalog: Catalog) -> None:
    model = replace(catalog.models["Qwen/Qwen3-8B"], gguf="")
    bare = replace(catalog, models=ModelsInMemory({model.id: model}))
    assert not snippet(model.id, bare, library="ollama").code


def test_the_first_task_and_library_with_code_count(small: Catalog) -> None:
    answer = snippet("quill-2", small)
    assert answer.library == small.libraries["quill"]
    assert answer.task.id == "summarization"
    assert answer.install == 'pip install "loom[quill]"'


@given(text=st.text(min_size=1))
def test_whatever_an_id_holds_is_nothing_but_text(text: str, small: Catalog) -> None:
    """An own file may name a model as it likes: its name must not run."""
    model = replace(small.models["quill-2"], id=text, name=text)
    shell = replace(small.models["acme/scribe-large"], name=text)
    catalog = replace(small, models=ModelsInMemory({text: model, shell.id: shell}))
    (found,) = (entry for entry in _all(catalog) if entry.model is model and entry.task.id == "summarization")
    texts = [node.value for node in ast.walk(ast.parse(found.code)) if isinstance(node, ast.Constant)]
    assert text in texts
    (other,) = (entry for entry in _all(catalog) if entry.model is shell and entry.task.id == "translation")
    shown = "".join(character if character.isprintable() else "?" for character in text)
    assert shlex.split(other.code) == ["loom", "scribe large", "--task", "translation", "--as", f"my {shown}!"]


@pytest.mark.parametrize("format_", [Format.TABLE, Format.JSON])
def test_whatever_a_task_is_called_is_nothing_but_a_comment(format_: Format, small: Catalog) -> None:
    task = replace(small.tasks["summarization"], name="T\nimport this\rimport antigravity")
    catalog = replace(small, tasks=FrozenDict({**small.tasks, task.id: task}))
    file = io.StringIO()
    render(snippet("quill-2", catalog), format_, Console(file=file, width=80, markup=False, highlight=False))
    assert not re.search("^import (this|anti)", file.getvalue(), re.MULTILINE)
    assert "t import this import antigravity" in file.getvalue() or format_ is Format.JSON


def test_where_nothing_is_known_the_answer_says_where_to_look(small: Catalog, run: Run) -> None:
    answer = snippet("scribe small", small)
    assert not answer.code
    assert answer.pages == ("https://huggingface.co/acme/scribe-small",)
    ran = run("snippet", "midjourney")
    assert ran.code == 1
    assert not ran.out
    assert "no code is known that runs midjourney for text-to-image" in ran.err
    assert "no source says what runs it; look at: https://" in ran.err
    document = json.loads(run("snippet", "midjourney", "--format", "json").out)
    assert document["kind"] == "snippet"
    assert "code" not in document


def test_names_that_fit_nothing_are_refused_with_the_nearest(small: Catalog) -> None:
    for arguments, said, nearest in (
        (("quil-3x",), "no model is called", None),
        (("quill-2", "translatoin"), None, None),
        (("quill-2", "automatic-speech-recognition"), "does not list quill-2", ["summarization", "translation"]),
        (("quill-2", "", "qill"), "no library is called 'qill'", ["quill"]),
        (("quill-2", "", "loom ml"), "no source says that Loom runs quill-2", ["quill"]),
    ):
        name, *rest = arguments
        if said is None:
            assert snippet(name, small, *rest).code
            continue
        with pytest.raises(UnknownNameError, match=said) as caught:
            snippet(name, small, *rest)
        if nearest is not None:
            assert list(caught.value.nearest) == nearest


def test_code_is_printed_as_it_stands_however_narrow_the_terminal(run: Run) -> None:
    wide, narrow = run("snippet", "gpt-6.1-sol"), run("snippet", "gpt-6.1-sol", columns=30)
    assert wide.code == narrow.code == 0
    assert wide.out == narrow.out
    assert "export OPENAI_API_KEY=..." in wide.out
    ast.parse(wide.out)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt-4", "gpt-4 can no longer be had, since 2026-10-23; the catalog names no successor."),
        ("o1", "o1 can no longer be had, since 2026-10-23; take gpt-5.6-sol."),
    ],
)
def test_code_for_what_was_shut_down_says_so(name: str, said: str, run: Run) -> None:
    assert f"\n# Caution: {said}\n" in run("snippet", name).out
    answer = json.loads(run("snippet", name, "-f", "json").out)
    assert answer["status"] == "retired"
    assert said.endswith(f"take {answer['successor']}." if "successor" in answer else "names no successor.")


def test_code_for_what_can_be_had_has_no_caution(run: Run) -> None:
    assert "Caution" not in run("snippet", "gpt-6.1-sol").out
    assert json.loads(run("snippet", "gpt-6.1-sol", "-f", "json").out)["status"] == "current"


def test_a_misspelt_library_is_misuse(run: Run) -> None:
    ran = run("snippet", "gpt-6.1-sol", "--library", "opnai")
    assert ran.code == 2
    assert "did you mean OpenAI, " in ran.err
    assert "Valid: openai" in ran.err
