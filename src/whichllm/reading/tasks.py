"""From a text to the tasks it describes: evidence for and against each, added up, and a confidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass
from itertools import islice

from whichllm.catalog import NOTHING, Catalog, Concept, Rule, Task
from whichllm.patterns import Pattern, Term, parse, words_of
from whichllm.reading.associations import Associations, Features, Hint
from whichllm.reading.lexicon import Spans
from whichllm.reading.matching import Places, word_mask
from whichllm.reading.scanning import Scan, Scanner
from whichllm.reading.text import Text

MOST_MATCHES = 5
_NEAREST = 3
_ASSOCIATION = "goes with the task"
# What silence weighs before any word speaks for it: a task must weigh more.
_ENOUGH = 1.0
# Where no rule speaks for a task, its words must be two at least, each this strong, and together weigh more. Of the 69
# descriptions without a task in tests/hard_cases.jsonl, 47 stay silent at 4 and 1.0 and 58 at 7 and 1.5, where no
# labelled request that was read right is lost; at 8 the first ones are.
_ENOUGH_WITHOUT_RULES, _STRONG_WORD = 7.0, 1.5
# What single words say against there being a task counts less against one that rules say plainly.
_NOTHING_SHARE = 0.6
# Rules that together weigh this much say a task plainly.
_PLAIN = 3.0
# The name of a task, word for word, says more than any rule, and each word more than the name within it ("document
# question answering" and "question answering").
_NAMED_WORD = 5.0
# What the asker says of themselves ("we are a photo agency") hints at the task, but tells it less than the request.
_INTRODUCTION_SHARE = 0.35
# Points of evidence that make one task e times as likely as another: the value with the least log loss over labelled
# requests (benchmarks/accuracy.py shows stated confidence against the share right). Nothing is ever certain.
_TEMPERATURE = 2.4
_SUREST = 0.99


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the description, the rule they met, and what they weigh (below 0: against the task)."""

    words: str
    rule: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """A task that the description asks for.

    `task` is a pipeline tag, `subtask` the finer kind of work or ""; `category` the family that serves it by
    default; `confidence` between 0 and 1; `score` the sum of the evidence (that of rules first, the strongest before
    the weaker); `plain` whether rules say it by themselves, not only words that go with the task.
    """

    task: str
    subtask: str
    category: str
    confidence: float
    score: float
    plain: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Evidence before it is worded: the words as a bit mask, with the places they stand at."""

    weight: float
    rule: str
    mask: int
    places: Places


@dataclass(slots=True)
class _Tag:
    """A tag with the evidence of rules, the sum of all evidence, and the subtask that is meant or ""."""

    score: float
    tag: str
    subtask: str
    evidence: list[_Found]

    @property
    def ruled(self) -> float:
        """What rules say for the tag by themselves."""
        return sum(found.weight for found in self.evidence if found.mask and found.weight > 0)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """All tags with evidence, best first, what single words say of each, and what speaks for no task at all."""

    tags: list[_Tag]
    hints: dict[str, list[Hint]]
    nothing: float


_Kind = tuple[Concept, int, Places]
"""A kind of data that a text speaks of, the words as a bit mask and their place."""


def task_patterns(catalog: Catalog) -> list[tuple[Pattern, tuple[str, Rule]]]:
    """The patterns of all rules of a catalog, those of the frames included, each with its task and its rule."""
    return [(parse(rule.says), (task.id, rule)) for task in catalog.tasks.values() for rule in _rules_of(task, catalog)]


class TaskReader:
    """The rules and associations of a catalog, compiled. Immutable once built."""

    def __init__(
        self, catalog: Catalog, patterns: SequenceOf[tuple[Pattern, tuple[str, Rule]]], scanner: Scanner
    ) -> None:
        self._catalog = catalog
        self._matcher = scanner.matcher(patterns)
        self._associations = Associations(catalog.associations, Features(catalog.vocabulary, scanner))
        self._subtasks: dict[str, list[Task]] = defaultdict(list)
        for task in catalog.tasks.values():
            if task.subtask_of:
                self._subtasks[task.subtask_of].append(task)
        self._kinds = [
            (concept, scanner.lexicon.atom(Term(concepts=(concept.id,))))
            for concept in catalog.vocabulary.concepts
            if concept.modality
        ]
        concepts = catalog.vocabulary.concepts_by_id()
        self._kinds_of = {
            task.id: frozenset(_expand((*task.reads, *task.writes), concepts)) for task in catalog.tasks.values()
        }

    def matches(self, scan: Scan) -> tuple[Match, ...]:
        """The tasks that a text describes, best first, at most `MOST_MATCHES`; empty if there is none."""
        weighed = self._weigh(scan)
        likely = [item for item in weighed.tags if _is_likely(item, weighed)]
        total = math.exp(weighed.nothing / _TEMPERATURE)
        total += sum(math.exp(item.score / _TEMPERATURE) for item in likely)
        return tuple(
            self._match(scan.text, item, weighed.hints.get(item.tag, ()), math.exp(item.score / _TEMPERATURE) / total)
            for item in likely[:MOST_MATCHES]
        )

    def scores(self, scan: Scan) -> Iterator[tuple[str, float]]:
        """Every tag with evidence for or against it and the sum of that evidence, best first; `NOTHING` last."""
        weighed = self._weigh(scan)
        yield from ((item.tag, item.score) for item in weighed.tags)
        yield NOTHING, weighed.nothing

    def nearest(self, scan: Scan) -> tuple[str, ...]:
        """The tags that rules hint at, strongest first, whether or not it is enough for a match."""
        return tuple(islice((item.tag for item in self._weigh(scan).tags if item.evidence), _NEAREST))

    def _weigh(self, scan: Scan) -> _Weighed:
        found: dict[str, list[_Found]] = defaultdict(list)
        for (task, rule), places, mask in self._matcher.find(scan.text, scan.spans, scan.negated):
            weight = rule.weight * (_INTRODUCTION_SHARE if mask & scan.introduction else 1.0)
            found[task].append(_Found(weight, rule.says, mask, places))
        hints = self._associations.hints(scan)
        nothing = _ENOUGH + sum(weight for weight, _ in hints.pop(NOTHING, ()))
        kinds = self._kinds_in(scan.spans, scan.negated)
        tags: list[_Tag] = []
        for tag in {self._catalog.tasks[task].tag for task in found} | hints.keys():
            subtask, evidence = self._best_reading(tag, found)
            if any(item.weight > 0 for item in evidence):
                evidence += self._kind_evidence(subtask or tag, kinds, scan.introduction)
            if prior := self._catalog.tasks[tag].prior:
                evidence.append(_Found(prior, "seldom asked for", 0, ()))
            score = sum(item.weight for item in evidence) + sum(weight for weight, _ in hints.get(tag, ()))
            tags.append(_Tag(score, tag, subtask, evidence))
        ordered = sorted(self._with_neighbours(tags), key=lambda item: (-item.score, item.tag))
        return _Weighed(ordered, hints, nothing)

    def _with_neighbours(self, tags: list[_Tag]) -> Iterator[_Tag]:
        """Half of what speaks for a neighbour speaks for a task, too; it can come close, but not overtake."""
        scores = {item.tag: item.score for item in tags}
        for item in tags:
            near = self._catalog.tasks[item.tag].near
            best = max(near, key=lambda tag: (scores.get(tag, item.score), tag), default=item.tag)
            gain = (scores.get(best, item.score) - item.score) / 2
            if gain > 0:
                item.score += gain
                item.evidence.append(_Found(gain, f"near {best}", 0, ()))
            yield item

    def _best_reading(self, tag: str, found: dict[str, list[_Found]]) -> tuple[str, list[_Found]]:
        """The subtask of a tag that the words mean, or "", with the evidence that counts for the two."""
        own = found.get(tag, [])
        best_subtask, best = "", _distinct(own)
        best_score = sum(item.weight for item in best)
        for subtask in self._subtasks.get(tag, ()):
            theirs = found.get(subtask.id)
            if not theirs or sum(item.weight for item in theirs) < _ENOUGH:
                continue
            evidence = _distinct([*own, *theirs])
            score = sum(item.weight for item in evidence)
            if score > best_score or (score == best_score and not best_subtask):
                best_subtask, best, best_score = subtask.id, evidence, score
        return best_subtask, best

    def _kinds_in(self, spans: Spans, negated: frozenset[int]) -> list[_Kind]:
        kinds: list[_Kind] = []
        for concept, atom in self._kinds:
            for first, last in spans.get(atom, ()):
                if first not in negated:
                    kinds.append((concept, word_mask(first, last), ((first, last),)))
                    break
        return kinds

    def _kind_evidence(self, task: str, kinds: list[_Kind], introduction: int) -> list[_Found]:
        handled = self._kinds_of[task]
        evidence = []
        for concept, mask, places in kinds:
            share = _INTRODUCTION_SHARE if mask & introduction else 1.0
            if concept.id in handled:
                evidence.append(_Found(concept.expected * share, f"works on {concept.id}", mask, places))
            else:
                evidence.append(_Found(-concept.unexpected * share, f"does not work on {concept.id}", mask, places))
        return evidence

    def _match(self, text: Text, item: _Tag, hints: Iterable[Hint], confidence: float) -> Match:
        task = self._catalog.tasks[item.subtask or item.tag]
        ordered = [*sorted(item.evidence, key=_by_weight), *sorted(_hinted(hints), key=_by_weight)]
        return Match(
            task=item.tag,
            subtask=item.subtask,
            category=task.categories[0],
            confidence=round(min(confidence, _SUREST), 2),
            score=round(item.score, 2),
            plain=item.ruled >= _PLAIN,
            evidence=tuple(
                Evidence(
                    " … ".join(dict.fromkeys(text.quote(*place) for place in sorted(found.places))),
                    found.rule,
                    round(found.weight, 2),
                )
                for found in ordered
            ),
        )


def _is_likely(item: _Tag, weighed: _Weighed) -> bool:
    """Whether enough speaks for a tag; where no rule does, single words must be several and strong."""
    ruled = item.ruled
    if ruled >= _PLAIN:
        return item.score >= weighed.nothing * _NOTHING_SHARE
    if ruled:
        return item.score >= weighed.nothing
    strong = sum(weight >= _STRONG_WORD for weight, _ in weighed.hints.get(item.tag, ()))
    return item.score >= max(weighed.nothing, _ENOUGH_WITHOUT_RULES) and strong > 1


def _by_weight(found: _Found) -> tuple[float, Places, str]:
    return -abs(found.weight), found.places, found.rule


def _rules_of(task: Task, catalog: Catalog) -> Iterator[Rule]:
    """The rules of a task: its own, its name where that is more than one word, and the frames with what it handles."""
    yield from task.rules
    names = {" ".join(words_of(name)) for name in (task.id, task.name)}
    yield from (Rule(says=name, weight=_NAMED_WORD * len(name.split())) for name in sorted(names) if " " in name)
    for frame in catalog.vocabulary.frames:
        for source in task.reads:
            for target in task.writes:
                if source != target:
                    says = frame.says.replace("{in}", f"{{{source}}}").replace("{out}", f"{{{target}}}")
                    yield Rule(says=says, weight=frame.weight)


def _expand(concepts: tuple[str, ...], by_id: Mapping[str, Concept]) -> Iterator[str]:
    """The concepts and all that they include."""
    waiting = list(concepts)
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(by_id[concept].includes)


def _hinted(hints: Iterable[Hint]) -> list[_Found]:
    """Associations as evidence: one piece for each word, its concepts with it."""
    by_word: dict[int, float] = defaultdict(float)
    for weight, index in hints:
        by_word[index] += weight
    return [
        _Found(weight, _ASSOCIATION, word_mask(index, index), ((index, index),)) for index, weight in by_word.items()
    ]


def _distinct(found: list[_Found]) -> list[_Found]:
    """The evidence without what says nothing new: the words of a weaker rule all under stronger ones.

    For and against are counted apart.
    """
    kept: list[_Found] = []
    covered = {True: 0, False: 0}
    for item in sorted(found, key=lambda item: (-abs(item.weight), -item.mask.bit_count(), item.rule)):
        side = item.weight > 0
        if item.mask & ~covered[side]:
            covered[side] |= item.mask
            kept.append(item)
    return kept
