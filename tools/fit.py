"""Fit data/associations.yaml on what is written in tools/sentences and tools/steps: `python tools/fit.py`.

It learns from the sentences, from the parts of requests for several things, and from what is promised to be
understood: the examples of the tasks and the hard cases. A multinomial logistic regression (SciPy, in the extra `fit`)
learns what each word, concept and rule says for each pipeline tag beside what the rules say already. It does so through
few kinds of evidence, so that tags told by the same words teach each other; small weights are then dropped, the others
rounded, on the scale of the rules. The same texts give the same file. `--report` fits on four fifths at a time and
prints how well the rules, the associations and both read the texts that were left out; further files of JSON Lines
(`text`, `labels`) are read with the weights fitted on everything.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags_array
from scipy.special import log_softmax
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import StratifiedKFold
from written import EXAMPLE_SHARE, ROOT, Labelled, fillers, parts, phrases, promised, sentences

from whichllm import Catalog, load_catalog
from whichllm.catalog import MOOD, NOTHING, OPENING, RULE, UNDEMANDING, Association, manner_word
from whichllm.reading.associations import FeatureReader, manner, share_of, way_share
from whichllm.reading.compiling import compiled
from whichllm.reading.demands import DemandReader
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.settings import settings_of
from whichllm.reading.tasks import TaskReader

TARGET = ROOT / "data" / "associations.yaml"
# Chosen on sentences left out and on labelled requests of others: points of evidence that a unit of log-odds is worth;
# of how many kinds of evidence weights are made at first, and the inverse strength of the penalty on them; how much
# more easily a rare feature learns (0: like any other).
SCALE, KINDS, SHARED, EASE = 1.6, 40, 0.12, 0.25
# The smallest weight that is kept, with that ease; the inverse strength of the penalty on what is learned once the
# others are gone; the step to which weights are rounded.
SMALLEST, PENALTY, STEP = 0.7, 3.0, 0.1
# A way to put a request, and what a rule says for other tasks, is learned where so many texts show it.
MET = 6
# While weights are learned, rules count so much: nobody wrote a rule with these sentences in mind, so that words must
# stand in for the rules that others will need.
RULE_SHARE = 0.6
# A text of so many words at most, in so many one, is learned from a second time beside something else: words that state
# a demand or fill a request up should not tell of the task.
SHORT, ACCOMPANIED = 25, 4
HEADER = """\
# Words that go with tasks, and what they weigh: weak evidence that is added to that of the rules.
# Written by `python tools/fit.py` from tools/sentences, tools/steps and the examples in categories.yaml; it overwrites
# this file. To mend an answer, add a rule or a sentence.
#
#   word      a word in its base form, a concept of the vocabulary in braces; after ^ the word that a text begins with,
#             after ~ a function word: these say only whether any task is asked for; after ~ a word and the next, one of
#             them a function word: two function words say only that, too; after = what a rule says: its words weigh so
#             much beside what the rule weighs for its own task, also for others
#   weights   pipeline tag -> weight, in points like those of rules; "nothing" is a description without a task
#
# Sorted by word.
"""


class Reading:
    """What the rules and the features say of texts, without the associations that are there already."""

    def __init__(self, catalog: Catalog) -> None:
        bare = compiled(replace(catalog, associations=()))
        settings = settings_of(bare)
        self._scanner = Scanner(bare, settings)
        self._tasks = TaskReader(bare, settings, self._scanner)
        self._demands = DemandReader(bare, settings, self._scanner)
        self._features = FeatureReader(settings, self._scanner)
        self._function_words = frozenset(settings.function_words)
        self._vectorizer = DictVectorizer()
        self.tags = sorted([*(task.id for task in catalog.tags()), NOTHING])

    def learn_features(self, texts: Sequence[str]) -> csr_matrix:
        """Take the features of texts for all that there are, without rare rules and ways to put it; returns them as
        rows.
        """
        weighed = [self._weighed(text) for text in texts]
        met = Counter(feature for features in weighed for feature in features)
        rare = {name for name, times in met.items() if times < MET and name.startswith((OPENING, MOOD, RULE))}
        known = [{name: share for name, share in features.items() if name not in rare} for features in weighed]
        return self._vectorizer.fit_transform(known).astype(np.float32)

    def features(self, texts: Sequence[str]) -> csr_matrix:
        """The known features of texts (texts x features)."""
        return self._vectorizer.transform(map(self._weighed, texts)).astype(np.float32)

    def names(self) -> Sequence[str]:
        """The names of the features, in the order of the columns."""
        return list(self._vectorizer.get_feature_names_out())

    def free(self) -> np.ndarray:
        """Which weights may differ from 0 (features x tags): how a text is put says only whether it asks for a task,
        unless a function word stands beside another word.
        """
        put = [name.startswith((OPENING, MOOD)) and not self._is_mixed(name) for name in self.names()]
        free = np.ones((len(put), len(self.tags)), dtype=np.float32)
        free[put] = np.eye(len(self.tags), dtype=np.float32)[self.tags.index(NOTHING)]
        return free

    def rules(self, texts: Sequence[str]) -> np.ndarray:
        """What the rules say of texts for each tag (texts x tags), in points."""
        said = [dict(self._tasks.scores(self._tasks.weigh(self._scan(text)))) for text in texts]
        return np.array([[scores[tag] for tag in self.tags] for scores in said], dtype=np.float32)

    def _is_mixed(self, way: str) -> bool:
        """Whether a way to put a text is one function word and one other, side by side."""
        words = way.removeprefix(MOOD).split()
        return len(words) == 2 and len(self._function_words.intersection(words)) == 1

    def _scan(self, text: str) -> Scan:
        scan = self._scanner.scan(text)
        self._demands.note(scan)
        return scan

    def _weighed(self, text: str) -> dict[str, float]:
        scan = self._scan(text)
        found = self._features.of(scan)
        counts = dict.fromkeys(found, 1.0)
        counts |= {
            manner_word(word, following): way_share(following)
            for word, following, *_ in manner(scan)
            if not self._function_words.isdisjoint([word, following]) or following == OPENING
        }
        counts |= {f"{RULE}{says}": share for says, share in self._tasks.rules(scan).items()}
        return {feature: share * share_of(found) for feature, share in counts.items()}


def accompany(texts: Sequence[Labelled]) -> tuple[np.ndarray, list[Labelled]]:
    """Some of these texts with a demand or a filler before or after them, and the number of each.

    The same texts give the same.
    """
    chance = random.Random(0)
    demands = [text for demand, text, _ in phrases() if demand != UNDEMANDING]
    around = fillers()
    short = [number for number, (text, tag, _) in enumerate(texts) if tag != NOTHING and len(text.split()) <= SHORT]
    chosen = chance.sample(short, len(short) // ACCOMPANIED)
    found = []
    for number in chosen:
        text, tag, file = texts[number]
        one, other = chance.sample([text, chance.choice(chance.choice([demands, around]))], 2)
        found.append(Labelled(chance.choice(["{}, {}", "{}. {}"]).format(one.rstrip(".,"), other), tag, file))
    return np.array(chosen), found


class Corpus:
    """All texts to learn from, some accompanied too, and what the rules and the features say of them; the examples come
    last.
    """

    def __init__(self, catalog: Catalog) -> None:
        examples = [Labelled(text, task.tag, "") for task in catalog.tasks.values() for text in task.examples]
        examples += promised()
        self.written = [*sentences(), *parts()]
        self.examples = len(examples)
        self.reading = Reading(catalog)
        self._origins, self.accompanied = accompany(self.written)
        known = [*self.written, *self.accompanied, *examples]
        self.rows = self.reading.learn_features([text for text, *_ in known])
        self.rules = self.reading.rules([text for text, *_ in known])
        self.labels = np.array([self.reading.tags.index(tag) for _, tag, _ in known])

    def learn(self, chosen: np.ndarray | None = None) -> np.ndarray:
        """Weights (features x tags) in points, rounded, from the texts of these numbers and all examples."""
        texts = len(self.written)
        written = np.arange(texts) if chosen is None else chosen
        accompanied = texts + self.beside(written)
        examples = np.arange(len(self.labels) - self.examples, len(self.labels))
        known = np.concatenate([written, accompanied, examples])
        return fitted(self.rows[known], self.rules[known], self.labels[known], self.examples, self.reading.free())

    def beside(self, written: np.ndarray | Sequence[int]) -> np.ndarray:
        """The numbers of the accompanied texts that come of the written ones of these numbers."""
        return np.flatnonzero(np.isin(self._origins, written))

    def associations(self, weights: np.ndarray) -> list[Association]:
        """Weights as a catalog holds them, by their words."""
        found = []
        for feature, row in sorted(zip(self.reading.names(), weights, strict=True), key=itemgetter(0)):
            kept = {tag: weight for tag, weight in zip(self.reading.tags, row.tolist(), strict=True) if weight}
            if kept:
                found.append(Association(word=feature, weights=kept))
        return found


def fitted(rows: csr_matrix, rules: np.ndarray, labels: np.ndarray, examples: int, free: np.ndarray) -> np.ndarray:
    """Weights (features x tags) in points, rounded; `labels` are numbers of tags. The last rows are `examples`.

    Those that are not `free` (features x tags) stay 0. Small ones are dropped, and the others learn to do without them.
    """
    counts = np.ones((len(labels), 1), dtype=np.float32)
    counts[len(labels) - examples :] = EXAMPLE_SHARE
    wanted = counts * np.eye(rules.shape[1], dtype=np.float32)[labels]
    offsets = RULE_SHARE / SCALE * rules
    ease = eased(rows)
    scaled = (rows @ diags_array(ease)).tocsr().astype(np.float32)
    weights = shared(scaled, offsets, wanted, free)
    kept = free * (np.abs(weights) >= SMALLEST)
    weights = descended(scaled, offsets, wanted, weights * kept, kept, PENALTY)
    return np.round(weights * ease[:, np.newaxis] * SCALE / STEP) * STEP


def eased(rows: csr_matrix) -> np.ndarray:
    """What to multiply each feature by, so that the same penalty bears less on a rare one: its mean square over all
    that is met is 1.
    """
    met = rows.getnnz(axis=0) + 1.0
    ease = met**-EASE
    return (ease / np.sqrt((ease**2 * met).sum() / met.sum())).astype(np.float32)


def shared(rows: csr_matrix, offsets: np.ndarray, wanted: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Weights in log-odds as features x kinds times kinds x tags, with an L2 penalty on both: so tags that are told by
    the same words teach each other, and the sum of singular values of the weights stays small (Srebro et al. 2004,
    "Maximum-Margin Matrix Factorization").
    """
    chance = np.random.default_rng(0)
    sizes = (free.shape[0], KINDS), (KINDS, free.shape[1])
    start = np.concatenate([chance.normal(0, 0.1, features * tags) for features, tags in sizes])
    cut = free.shape[0] * KINDS

    def factors(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        left, right = np.split(flat.astype(np.float32), [cut])
        return left.reshape(sizes[0]), right.reshape(sizes[1])

    slope = slopes(rows, offsets, wanted)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        left, right = factors(flat)
        lost, steep = slope(left @ right * free)
        steep *= free
        steeps = np.concatenate([(steep @ right.T).ravel(), (left.T @ steep).ravel()])
        return lost + float(flat @ flat) / (2 * SHARED), steeps + flat / SHARED

    left, right = factors(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)
    return left @ right * free


def descended(
    rows: csr_matrix, offsets: np.ndarray, wanted: np.ndarray, start: np.ndarray, free: np.ndarray, penalty: float
) -> np.ndarray:
    """Weights in log-odds near a start, where only some are free, with an L2 penalty on what changes."""
    slope = slopes(rows, offsets, wanted)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        changed = flat.reshape(start.shape).astype(np.float32)
        lost, steep = slope(start + changed)
        steep = (steep + changed / penalty) * free
        return lost + float((changed**2).sum()) / (2 * penalty), steep.ravel().astype(np.float64)

    found = minimize(loss, np.zeros(start.size), jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return start + found.x.reshape(start.shape).astype(np.float32)


def slopes(
    rows: csr_matrix, offsets: np.ndarray, wanted: np.ndarray
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """For weights (features x tags) in log-odds the cross-entropy of softmax(offsets + rows @ weights), and how it
    changes with each.
    """
    columns = rows.T.tocsr()
    counts = wanted.sum(axis=1, keepdims=True)

    def slope(weights: np.ndarray) -> tuple[float, np.ndarray]:
        logs = log_softmax(offsets + rows @ weights, axis=1)
        return -float((wanted * logs).sum()), columns @ (np.exp(logs) * counts - wanted)

    return slope


def narrow(rows: csr_matrix) -> csr_matrix:
    """Rows as scikit-learn takes them, which wants the numbers of columns in 32 bits."""
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    return rows


def write(associations: Sequence[Association]) -> None:
    lines = [HEADER, "associations:\n"]
    for entry in associations:
        shown = ", ".join(f"{tag}: {weight:.1f}" for tag, weight in entry.weights.items())
        lines.append(f"  - {{word: {json.dumps(entry.word, ensure_ascii=False)}, weights: {{{shown}}}}}\n")
    TARGET.write_text("".join(lines), encoding="utf-8")


def right(scores: np.ndarray, wanted: Sequence[Collection[int]]) -> str:
    """How often the tag that scores most is one of those wanted, and one of the first three."""
    orders = np.argsort(-scores, axis=1, kind="stable")[:, :3].tolist()
    first = sum(order[0] in tags for order, tags in zip(orders, wanted, strict=True))
    third = sum(not set(order).isdisjoint(tags) for order, tags in zip(orders, wanted, strict=True))
    return f"top-1 {first / len(orders):.3f}  top-3 {third / len(orders):.3f}  ({len(orders)})"


def report(corpus: Corpus) -> Iterator[str]:
    """Lines on how well texts that were left out are read."""
    texts = len(corpus.written)
    labels, rules = corpus.labels[:texts], corpus.rules[:texts]
    words = np.zeros_like(rules)
    for learn, held in StratifiedKFold(5, shuffle=True, random_state=0).split(labels, labels):
        words[held] = corpus.rows[held] @ corpus.learn(learn)
    wanted = [{label} for label in labels.tolist()]
    are_parts = np.arange(texts) >= len(sentences())
    for kind, scores in (("rules", rules), ("associations", words), ("both", rules + words)):
        for of, which in (("sentences", ~are_parts), ("parts", are_parts)):
            said = right(scores[which], [wanted[number] for number in np.flatnonzero(which)])
            yield f"{kind:13} {said} {of} left out"


def main(arguments: Sequence[str]) -> None:
    catalog = load_catalog()
    corpus = Corpus(catalog)
    reading = corpus.reading
    if "--report" in arguments:
        for line in report(corpus):
            print(line, flush=True)
    weights = corpus.learn()
    for name in (argument for argument in arguments if not argument.startswith("-")):
        items = [json.loads(line) for line in Path(name).read_text(encoding="utf-8").splitlines()]
        asked = [item["text"] for item in items]
        scores = reading.rules(asked) + reading.features(asked) @ weights
        wanted = [{reading.tags.index(label) for label in item["labels"]} for item in items]
        print(f"{name}: {right(scores, wanted)}")
    if "--dry" not in arguments:
        write(corpus.associations(weights))
        texts = f"{len(corpus.written)} texts and {corpus.examples} examples"
        print(f"wrote {TARGET}: {np.count_nonzero(weights)} weights from {texts}")


if __name__ == "__main__":
    main(sys.argv[1:])
