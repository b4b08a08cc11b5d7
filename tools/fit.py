"""Fit data/associations.yaml on the sentences of tools/sentences and the examples of the tasks: `python tools/fit.py`.

A multinomial logistic regression (scikit-learn, the extra `fit`) learns what each word and concept says for each
pipeline tag; its weights are put on the scale of the rules, rounded, and small ones dropped. The same sentences give
the same file. `--report` fits on four fifths at a time and prints how well the rules, the associations and both read
the sentences that were left out; further files of JSON Lines (`text`, `labels`) are read with the weights fitted on
everything.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from whichllm import Catalog, load_catalog
from whichllm.catalog import NOTHING
from whichllm.reading.associations import FEWEST, FeatureReader
from whichllm.reading.compiling import compiled
from whichllm.reading.scanning import Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.tasks import TaskReader

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tools" / "sentences"
TARGET = ROOT / "data" / "associations.yaml"
# Chosen by --report, on sentences left out: inverse strength of the L2 penalty; points of rule evidence that a unit of
# log-odds is worth; the smallest weight that is kept; the step to which weights are rounded.
PENALTY, SCALE, SMALLEST, STEP = 3.0, 2.2, 1.5, 0.1
EXAMPLE_SHARE = 4.0
HEADER = """\
# Words that go with tasks, and what they weigh: weak evidence that is added to that of the rules.
# Written by `python tools/fit.py` from the sentences in tools/sentences and the examples in categories.yaml; it
# overwrites this file. To mend an answer, add a rule or a sentence.
#
#   word      a word in its base form, or a concept of the vocabulary in braces
#   weights   pipeline tag -> weight, in points like those of rules; "nothing" is a description without a task
#
# Sorted by word.
"""

Labelled = list[tuple[str, str]]


class Reading:
    """What the rules and the features say of texts, without the associations that are there already."""

    def __init__(self, catalog: Catalog) -> None:
        bare = compiled(replace(catalog, associations=()))
        settings = settings_of(bare)
        self._scanner = Scanner(bare, settings)
        self._tasks = TaskReader(bare, settings, self._scanner)
        self._features = FeatureReader(settings, self._scanner)

    def features(self, text: str) -> dict[str, float]:
        found = self._features.of(self._scanner.scan(text))
        return dict.fromkeys(found, 1 / math.sqrt(max(len(found), FEWEST)))

    def scores(self, text: str) -> dict[str, float]:
        return dict(self._tasks.scores(self._tasks.weigh(self._scanner.scan(text))))


def sentences() -> Labelled:
    """The sentences written for fitting, each with its tag."""
    return [
        (line, path.stem)
        for path in sorted(SENTENCES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def fitted(rows: csr_matrix, labels: Sequence[str], examples: int) -> tuple[np.ndarray, list[str]]:
    """Weights (features x tags), on the scale of the rules and rounded, and the tags.

    The last rows are `examples`, which are promised to be understood and count more.
    """
    model = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=500)
    shares = np.ones(len(labels))
    shares[len(labels) - examples :] = EXAMPLE_SHARE
    model.fit(rows, labels, sample_weight=shares)
    weights = model.coef_.T * SCALE
    return np.round(np.where(np.abs(weights) < SMALLEST, 0, weights) / STEP) * STEP, list(model.classes_)


def write(weights: np.ndarray, features: Sequence[str], tags: Sequence[str]) -> int:
    """Write the file; returns how many weights it holds."""
    lines = [HEADER, "associations:\n"]
    total = 0
    for feature, row in sorted(zip(features, weights, strict=True), key=lambda item: item[0]):
        kept = {tag: weight for tag, weight in zip(tags, row, strict=True) if weight}
        if kept:
            shown = ", ".join(f"{tag}: {weight:.1f}" for tag, weight in kept.items())
            lines.append(f"  - {{word: {json.dumps(feature, ensure_ascii=False)}, weights: {{{shown}}}}}\n")
            total += len(kept)
    TARGET.write_text("".join(lines), encoding="utf-8")
    return total


def combined(rules: dict[str, float], row: np.ndarray, tags: Sequence[str], share: tuple[float, float]) -> list[str]:
    """Tags by the sum of rules and associations, best first."""
    scores = dict(zip(tags, row * share[1], strict=True))
    for tag, score in rules.items():
        scores[tag] = scores.get(tag, 0.0) + score * share[0]
    return sorted(scores, key=lambda tag: (-scores[tag], tag))


def report(reading: Reading, texts: Labelled, vectorizer: DictVectorizer, examples: Labelled) -> Iterator[str]:
    """Lines on how well sentences that were left out are read."""
    labels = [label for _, label in texts]
    rows = vectorizer.transform([reading.features(text) for text, _ in texts])
    extra = vectorizer.transform([reading.features(text) for text, _ in examples])
    rules = [reading.scores(text) for text, _ in texts]
    kinds = {"rules": (1.0, 0.0), "associations": (0.0, 1.0), "both": (1.0, 1.0)}
    right = {kind: [0, 0] for kind in kinds}
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for learn, held in folds.split(rows, labels):
        learned = [labels[index] for index in learn] + [label for _, label in examples]
        weights, tags = fitted(vstack([rows[learn], extra]), learned, len(examples))
        for index, row in zip(held, rows[held] @ weights, strict=True):
            for kind, share in kinds.items():
                order = combined(rules[index], row, tags, share)
                right[kind][0] += order[0] == labels[index]
                right[kind][1] += labels[index] in order[:3]
    for kind, (first, third) in right.items():
        yield f"{kind:13} top-1 {first / len(texts):.3f}  top-3 {third / len(texts):.3f}  ({len(texts)} left out)"


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    reading = Reading(catalog)
    texts = sentences()
    examples = [(example, task.tag) for task in catalog.tasks.values() for example in task.examples]
    vectorizer = DictVectorizer()
    rows = vectorizer.fit_transform([reading.features(text) for text, _ in texts + examples])
    if "--report" in arguments:
        for line in report(reading, texts, vectorizer, examples):
            print(line)
    weights, tags = fitted(rows, [label for _, label in texts + examples], len(examples))
    for name in (argument for argument in arguments if not argument.startswith("-")):
        items = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
        table = vectorizer.transform([reading.features(item["text"]) for item in items]) @ weights
        orders = [
            combined(reading.scores(item["text"]), row, tags, (1, 1)) for item, row in zip(items, table, strict=True)
        ]
        first = sum(order[0] in item["labels"] for order, item in zip(orders, items, strict=True))
        third = sum(bool({*order[:3]} & {*item["labels"]}) for order, item in zip(orders, items, strict=True))
        print(f"{name}: top-1 {first / len(items):.3f}  top-3 {third / len(items):.3f}  ({len(items)})")
    if "--dry" not in arguments:
        total = write(weights, vectorizer.get_feature_names_out(), tags)
        print(f"wrote {TARGET}: {total} weights from {len(texts)} sentences and {len(examples)} examples")


if __name__ == "__main__":
    assert NOTHING in {label for _, label in sentences()}
    main(sys.argv[1:])
