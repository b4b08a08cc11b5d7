"""From a text to the tasks it describes: evidence for and against each, added up, and a confidence."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from whichllm.catalog import Catalog, Concept, Rule, Task
from whichllm.patterns import Pattern, Sequence, Term, parse, words_of
from whichllm.reading.lexicon import Lexicon, Spans
from whichllm.reading.matching import Matcher, Places, word_mask
from whichllm.reading.text import Text

MOST_MATCHES = 5
_NEAREST = 3
# A task is understood when the words speak for it at least as much as one plain rule does.
_ENOUGH = 1.0
# What the asker says of themselves ("we are a photo agency") hints at the task, but tells it less than the request.
_INTRODUCTION_SHARE = 0.35
_NEGATED_WORDS = 5
# Points of evidence that make one task e times as likely as another; `_NOTHING` is what silence weighs.
_TEMPERATURE = 1.5
_NOTHING = 1.0


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
    default; `confidence` between 0 and 1; `score` the sum of the evidence, strongest first.
    """

    task: str
    subtask: str
    category: str
    confidence: float
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Evidence before it is worded: the words as a bit mask, with the places they stand at."""

    weight: float
    rule: str
    mask: int
    places: Places


_Kind = tuple[Concept, int, Places]
"""A kind of data that a text speaks of, the words as a bit mask and their place."""


class TaskReader:
    """The rules of a catalog, compiled. Immutable once built.

    Its lexicon knows the words of `more_terms`, too, so that other readers can share it.
    """

    def __init__(self, catalog: Catalog, more_terms: Iterable[Term] = ()) -> None:
        vocabulary = catalog.vocabulary
        self._catalog = catalog
        self._negations = frozenset(word for entry in vocabulary.negations for word in words_of(entry))
        rules = [
            (parse(rule.says), (task.id, rule)) for task in catalog.tasks.values() for rule in _rules_of(task, catalog)
        ]
        terms = [term for pattern, _ in rules for part in pattern.wanted + pattern.unwanted for term in part.terms]
        marks = [_phrase_pattern(phrase) for phrase in vocabulary.introductions]
        self._kinds = [concept for concept in vocabulary.concepts if concept.modality]
        terms += [term for pattern in marks for part in pattern.wanted for term in part.terms]
        self.lexicon = Lexicon(vocabulary, [*terms, *more_terms])
        self._small = frozenset(vocabulary.small_words)
        self._matcher = Matcher(rules, self.lexicon, self._small, self._negations)
        self._introductions = Matcher([(mark, None) for mark in marks], self.lexicon, self._small, frozenset())
        self._introduction_ends = frozenset(vocabulary.introduction_ends)
        self._negation_ends = frozenset(vocabulary.negation_ends)
        self._negation_phrases = sorted((words_of(entry) for entry in vocabulary.negations), key=len, reverse=True)
        self._kind_atoms = [(concept, self.lexicon.atom(Term(concepts=(concept.id,)))) for concept in self._kinds]
        self._kinds_of = {
            task.id: frozenset(_expand((*task.reads, *task.writes), catalog)) for task in catalog.tasks.values()
        }

    def matches(self, text: Text) -> tuple[Match, ...]:
        """The tasks that a text describes, best first, at most `MOST_MATCHES`; empty if there is none."""
        scored = [item for item in self._scored(text) if item[0] >= _ENOUGH]
        total = math.exp(_NOTHING / _TEMPERATURE) + sum(math.exp(item[0] / _TEMPERATURE) for item in scored)
        return tuple(
            self._match(text, score, tag, subtask, evidence, math.exp(score / _TEMPERATURE) / total)
            for score, tag, subtask, evidence in scored[:MOST_MATCHES]
        )

    def nearest(self, text: Text) -> tuple[str, ...]:
        """The tags that the words of a text hint at, strongest first, whether or not it is enough for a match."""
        return tuple(tag for _, tag, _, _ in self._scored(text)[:_NEAREST])

    def _scored(self, text: Text) -> list[tuple[float, str, str, list[_Found]]]:
        """All tags with evidence for them, as (score, tag, subtask or "", evidence), best first."""
        if not text.words:
            return []
        spans = self.lexicon.spans(text)
        negated = self.negated(text)
        introduction = self._introduction(text, spans)
        found: dict[str, list[_Found]] = defaultdict(list)
        for (task, rule), places, mask in self._matcher.find(text, spans, negated):
            weight = rule.weight * (_INTRODUCTION_SHARE if mask & introduction else 1.0)
            found[task].append(_Found(weight, rule.says, mask, places))
        kinds = self._kinds_in(spans, negated)
        scored: list[tuple[float, str, str, list[_Found]]] = []
        for tag in {self._catalog.tasks[task].tag for task in found}:
            subtask, evidence = self._best_reading(tag, found)
            if any(item.weight > 0 for item in evidence):
                evidence += self._kind_evidence(subtask or tag, kinds, introduction)
                scored.append((sum(item.weight for item in evidence), tag, subtask, evidence))
        return sorted(scored, key=lambda item: (-item[0], item[1]))

    def _best_reading(self, tag: str, found: dict[str, list[_Found]]) -> tuple[str, list[_Found]]:
        """The subtask of a tag that the words mean, or "", with the evidence that counts for the two."""
        own = found.get(tag, [])
        best_subtask, best = "", _distinct(own)
        best_score = sum(item.weight for item in best)
        for subtask in self._catalog.subtasks(tag):
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
        for concept, atom in self._kind_atoms:
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

    def _match(
        self, text: Text, score: float, tag: str, subtask: str, evidence: list[_Found], confidence: float
    ) -> Match:
        task = self._catalog.tasks[subtask or tag]
        ordered = sorted(evidence, key=lambda item: (-abs(item.weight), item.places, item.rule))
        return Match(
            task=tag,
            subtask=subtask,
            category=task.categories[0],
            confidence=round(confidence, 2),
            score=round(score, 2),
            evidence=tuple(
                Evidence(
                    " … ".join(dict.fromkeys(text.quote(*place) for place in sorted(item.places))),
                    item.rule,
                    round(item.weight, 2),
                )
                for item in ordered
            ),
        )

    def negated(self, text: Text) -> frozenset[int]:
        """The numbers of the words under a negation: from after it to the end of what it denies, a few at most."""
        words = text.words
        if self._negations.isdisjoint(words):
            return frozenset()
        negated: set[int] = set()
        for index in range(len(words)):
            for phrase in self._negation_phrases:
                if words[index : index + len(phrase)] == phrase:
                    negated.update(self._scope(text, index + len(phrase)))
                    break
        return frozenset(negated)

    def _scope(self, text: Text, start: int) -> Iterator[int]:
        for index in range(start, min(start + _NEGATED_WORDS, len(text.words))):
            ends_here = text.words[index] in self._negation_ends or text.breaks[index]
            if index > start and (ends_here or text.sentences[index] != text.sentences[start]):
                return
            yield index

    def _introduction(self, text: Text, spans: Spans) -> int:
        """The words in which the asker says who they are, as a bit mask; 0 if that is all there is."""
        mask = 0
        for _, ((first, last),), _ in self._introductions.find(text, spans, frozenset()):
            end = last
            while (
                end + 1 < len(text.words)
                and text.sentences[end + 1] == text.sentences[first]
                and not text.breaks[end + 1]
                and text.words[end + 1] not in self._introduction_ends
            ):
                end += 1
            mask |= word_mask(first, end)
        everything = word_mask(0, len(text.words) - 1)
        return 0 if mask == everything else mask


def _rules_of(task: Task, catalog: Catalog) -> Iterator[Rule]:
    yield from task.rules
    for frame in catalog.vocabulary.frames:
        for source in task.reads:
            for target in task.writes:
                if source != target:
                    says = frame.says.replace("{in}", f"{{{source}}}").replace("{out}", f"{{{target}}}")
                    yield Rule(says=says, weight=frame.weight)


def _expand(concepts: tuple[str, ...], catalog: Catalog) -> Iterator[str]:
    """The concepts and all that they include."""
    by_id = catalog.vocabulary.concepts_by_id()
    waiting = list(concepts)
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(by_id[concept].includes)


def _phrase_pattern(phrase: str) -> Pattern:
    terms = tuple(Term(words=(word,)) for word in words_of(phrase))
    return Pattern((Sequence(terms, (False,) * (len(terms) - 1)),))


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
