"""What the shipped catalog promises."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from whichllm import Catalog
from whichllm.catalog import SOURCED_FACTS

ROOT = Path(__file__).parent.parent

# The tags that people use most, by the number of models that the Hub lists for them.
MOST_USED = [
    "text-generation",
    "text-classification",
    "text-to-image",
    "image-text-to-text",
    "automatic-speech-recognition",
    "text-to-speech",
    "feature-extraction",
    "sentence-similarity",
    "fill-mask",
    "token-classification",
    "question-answering",
    "translation",
    "summarization",
    "image-classification",
    "object-detection",
    "image-segmentation",
    "image-to-image",
    "image-to-text",
    "image-to-video",
    "text-to-video",
    "text-to-3d",
    "image-to-3d",
    "depth-estimation",
    "video-classification",
    "zero-shot-classification",
    "zero-shot-image-classification",
    "zero-shot-object-detection",
    "mask-generation",
    "keypoint-detection",
    "image-feature-extraction",
    "audio-classification",
    "audio-to-audio",
    "text-to-audio",
    "voice-activity-detection",
    "audio-text-to-text",
    "video-text-to-text",
    "visual-question-answering",
    "document-question-answering",
    "table-question-answering",
    "text-ranking",
    "any-to-any",
    "tabular-classification",
    "tabular-regression",
    "time-series-forecasting",
    "reinforcement-learning",
    "robotics",
    "unconditional-image-generation",
    "multiple-choice",
    "graph-ml",
]

TEXT_OR_SPEECH = [
    "text-generation",
    "text-classification",
    "image-text-to-text",
    "automatic-speech-recognition",
    "text-to-speech",
    "feature-extraction",
    "sentence-similarity",
    "fill-mask",
    "token-classification",
    "question-answering",
    "translation",
    "summarization",
    "image-to-text",
    "zero-shot-classification",
    "text-ranking",
]


@pytest.mark.parametrize("task", MOST_USED)
def test_used_tasks_have_at_least_five_models(task: str, catalog: Catalog) -> None:
    served = [model for model in catalog.models_for(catalog.tasks[task]) if model.is_current]
    assert len(served) >= 5


def test_every_task_has_texts_rules_and_examples(catalog: Catalog) -> None:
    for task in catalog.tasks.values():
        if task.id == "other":
            continue
        assert task.rules, task.id
        assert len(task.examples) >= (8 if task.subtask_of else 20), task.id


def test_every_fact_has_a_source(catalog: Catalog) -> None:
    for model in catalog.models.values():
        cited = {fact for facts in model.sources.values() for fact in facts}
        stated = {fact for fact in SOURCED_FACTS if getattr(model, fact) not in (None, "", ())}
        assert stated - cited <= ({"license"} if model.license == "unknown" else set()), model.id


def test_every_source_and_license_is_used(catalog: Catalog) -> None:
    sources = Counter(source for model in catalog.models.values() for source in model.sources)
    sources.update(source for hardware in catalog.hardware.values() for source in hardware.sources)
    sources.update(entry.source for model in catalog.models.values() for entry in (*model.evidence, *model.recommended))
    assert set(catalog.sources) == set(sources)
    assert set(catalog.licenses) == {model.license for model in catalog.models.values()} | {"unknown"}


def test_every_domain_has_a_model_and_words(catalog: Catalog) -> None:
    domains = {domain.id for domain in catalog.vocabulary.domains}
    assert domains == {domain for model in catalog.models.values() for domain in model.domains}
    assert domains == {words.value for words in catalog.vocabulary.demands if words.demand == "domain"}


@pytest.mark.parametrize("task", TEXT_OR_SPEECH)
def test_most_models_for_text_and_speech_state_their_languages(task: str, catalog: Catalog) -> None:
    """A demand for a language sets aside the models that do not say which they know."""
    served = [model for model in catalog.models_for(catalog.tasks[task]) if model.is_current]
    assert sum(bool(model.languages) for model in served) >= 0.8 * len(served)


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "models").glob("*.yaml")), ids=lambda path: path.stem)
def test_files_are_sorted(path: Path) -> None:
    blocks = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    ids = [block["id"] for block in blocks["models"]]
    assert ids == sorted(ids, key=str.casefold)


def test_nothing_is_dated_later_than_it_was_checked(catalog: Catalog) -> None:
    newest = date.fromisoformat(catalog.checked)
    for source in catalog.sources.values():
        assert source.date <= catalog.checked, source.id
        assert source.url.startswith("https://"), source.id
    for model in catalog.models.values():
        assert not model.released or model.released <= newest.isoformat(), model.id


def test_what_cannot_be_had_is_never_recommended(catalog: Catalog) -> None:
    from whichllm.ranking import rank

    for task in catalog.tasks.values():
        assert all(pick.model.is_current for pick in rank(task, catalog).picks)


def test_successors_are_current(catalog: Catalog) -> None:
    """Following `superseded_by` ends at a model that is not superseded itself."""
    for model in catalog.models.values():
        seen = {model.id}
        successor = model.superseded_by
        while successor:
            assert successor not in seen, model.id
            seen.add(successor)
            successor = catalog.models[successor].superseded_by
