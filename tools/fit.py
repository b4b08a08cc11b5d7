"""Fit data/associations.yaml on the sentences of tools/sentences and the examples of the tasks: `python tools/fit.py`.

A multinomial logistic regression (SciPy, in the extra `fit`) learns what each word and concept says for each pipeline
tag beside what the rules say already; its weights are on the scale of the rules, rounded, and small ones dropped. The
same sentences give the same file. `--report` fits on four fifths at a time and prints how well the rules, the
associations and both read the sentences that were left out; further files of JSON Lines (`text`, `labels`) are read
with the weights fitted on everything.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import StratifiedKFold

from whichllm import Catalog, load_catalog
from whichllm.catalog import MOOD, NOTHING, OPENING, manner_word
from whichllm.reading.associations import FEWEST, FeatureReader, manner
from whichllm.reading.compiling import compiled
from whichllm.reading.scanning import Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.tasks import TaskReader

ROOT = Path(__file__).parent.parent
SENTENCES = ROOT / "tools" / "sentences"
TARGET = ROOT / "data" / "associations.yaml"
# Chosen on sentences left out, and of what did as well there, on labelled requests of others: inverse strength of the
# L2 penalty; points of evidence that a unit of log-odds is worth; the smallest weight that is kept; the step to which
# weights are rounded.
PENALTY, SCALE, SMALLEST, STEP = 12.0, 1.25, 1.2, 0.1
# A way to put a request is learned where so many texts are put so.
MET = 6
# While weights are learned, rules count so much: nobody wrote a rule with these sentences in mind, so that words must
# stand in for the rules that others will need.
RULE_SHARE = 0.47
# Examples are promised to be understood.
EXAMPLE_SHARE = 4.0
HEADER = """\
# Words that go with tasks, and what they weigh: weak evidence that is added to that of the rules.
# Written by `python tools/fit.py` from the sentences in tools/sentences and the examples in categories.yaml; it
# overwrites this file. To mend an answer, add a rule or a sentence.
#
#   word      a word in its base form, a concept of the vocabulary in braces; after ^ the word that a text begins with,
#             after ~ a function word, or a word and the next: these say only whether any task is asked for
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
        self._function_words = frozenset(settings.function_words)
        self._vectorizer = DictVectorizer()
        self.tags = sorted([*(task.id for task in catalog.tags()), NOTHING])

    def learn_features(self, texts: Sequence[str]) -> csr_matrix:
        """Take the features of texts for all that there are, but rare ways to put them; returns them as rows."""
        weighed = [self._weighed(text) for text in texts]
        met = Counter(feature for features in weighed for feature in features)
        rare = {name for name, times in met.items() if _is_manner(name) and times < MET}
        known = [{name: share for name, share in features.items() if name not in rare} for features in weighed]
        return self._vectorizer.fit_transform(known).astype(np.float32)

    def features(self, texts: Sequence[str]) -> csr_matrix:
        """The known features of texts (texts x features)."""
        return self._vectorizer.transform(map(self._weighed, texts)).astype(np.float32)

    def names(self) -> Sequence[str]:
        """The names of the features, in the order of the columns."""
        return list(self._vectorizer.get_feature_names_out())

    def free(self) -> np.ndarray:
        """Which weights may differ from 0 (features x tags): how a text is put says only whether it asks for a task."""
        put = [_is_manner(name) for name in self.names()]
        free = np.ones((len(put), len(self.tags)), dtype=np.float32)
        free[put] = np.eye(len(self.tags), dtype=np.float32)[self.tags.index(NOTHING)]
        return free

    def rules(self, texts: Sequence[str]) -> np.ndarray:
        """What the rules say of texts for each tag (texts x tags), in points."""
        said = [dict(self._tasks.scores(self._tasks.weigh(self._scanner.scan(text)))) for text in texts]
        return np.array([[scores[tag] for tag in self.tags] for scores in said], dtype=np.float32)

    def _weighed(self, text: str) -> dict[str, float]:
        scan = self._scanner.scan(text)
        found = self._features.of(scan)
        put = [manner_word(*way) for way in manner(scan) if not self._function_words.isdisjoint(way) or OPENING in way]
        return dict.fromkeys([*found, *put], 1 / math.sqrt(max(len(found), FEWEST)))


def _is_manner(feature: str) -> bool:
    return feature.startswith((OPENING, MOOD))


def sentences() -> Labelled:
    """The sentences written for fitting, each with its tag."""
    return [
        (line, path.stem)
        for path in sorted(SENTENCES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def fitted(rows: csr_matrix, rules: np.ndarray, labels: np.ndarray, examples: int, free: np.ndarray) -> np.ndarray:
    """Weights (features x tags) in points, rounded; `labels` are numbers of tags. The last rows are `examples`.

    They minimize the cross-entropy of softmax((RULE_SHARE * rules + rows @ weights) / SCALE) plus the L2 penalty, by
    L-BFGS; those that are not `free` (features x tags) stay 0.
    """
    shape = rows.shape[1], rules.shape[1]
    counts = np.ones(len(labels), dtype=np.float32)
    counts[len(labels) - examples :] = EXAMPLE_SHARE
    wanted = np.zeros(rules.shape, dtype=np.float32)
    wanted[np.arange(len(labels)), labels] = counts
    offsets = RULE_SHARE / SCALE * rules
    columns = rows.T.tocsr()

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape).astype(np.float32)
        logs = log_softmax(offsets + rows @ weights, axis=1)
        slope = columns @ (np.exp(logs) * counts[:, None] - wanted) + weights / PENALTY
        slope *= free
        return float((weights**2).sum() / (2 * PENALTY) - (wanted * logs).sum()), slope.ravel().astype(np.float64)

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = found.x.reshape(shape) * SCALE
    return np.round(np.where(np.abs(weights) < SMALLEST, 0, weights) / STEP) * STEP


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


def right(scores: np.ndarray, wanted: Sequence[Collection[int]]) -> str:
    """How often the tag that scores most is one of those wanted, and one of the first three."""
    orders = np.argsort(-scores, axis=1, kind="stable")[:, :3].tolist()
    first = sum(order[0] in tags for order, tags in zip(orders, wanted, strict=True))
    third = sum(not set(order).isdisjoint(tags) for order, tags in zip(orders, wanted, strict=True))
    return f"top-1 {first / len(orders):.3f}  top-3 {third / len(orders):.3f}  ({len(orders)})"


def report(rows: csr_matrix, rules: np.ndarray, labels: np.ndarray, examples: int, free: np.ndarray) -> Iterator[str]:
    """Lines on how well sentences that were left out are read; the last rows are `examples`, which never are."""
    texts = len(labels) - examples
    kept = np.arange(texts, len(labels))
    words = np.zeros((texts, rules.shape[1]))
    for learn, held in StratifiedKFold(5, shuffle=True, random_state=0).split(labels[:texts], labels[:texts]):
        known = np.concatenate([learn, kept])
        words[held] = rows[held] @ fitted(rows[known], rules[known], labels[known], examples, free)
    wanted = [{label} for label in labels[:texts].tolist()]
    for kind, scores in (("rules", rules[:texts]), ("associations", words), ("both", rules[:texts] + words)):
        yield f"{kind:13} {right(scores, wanted)} left out"


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    reading = Reading(catalog)
    texts = sentences()
    examples = [(example, task.tag) for task in catalog.tasks.values() for example in task.examples]
    everything = [text for text, _ in texts + examples]
    rows, rules = reading.learn_features(everything), reading.rules(everything)
    labels = np.array([reading.tags.index(label) for _, label in texts + examples])
    free = reading.free()
    if "--report" in arguments:
        for line in report(rows, rules, labels, len(examples), free):
            print(line, flush=True)
    weights = fitted(rows, rules, labels, len(examples), free)
    for name in (argument for argument in arguments if not argument.startswith("-")):
        items = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
        asked = [item["text"] for item in items]
        scores = reading.rules(asked) + reading.features(asked) @ weights
        wanted = [{reading.tags.index(label) for label in item["labels"]} for item in items]
        print(f"{name}: {right(scores, wanted)}")
    if "--dry" not in arguments:
        total = write(weights, reading.names(), reading.tags)
        print(f"wrote {TARGET}: {total} weights from {len(texts)} sentences and {len(examples)} examples")


if __name__ == "__main__":
    main(sys.argv[1:])
