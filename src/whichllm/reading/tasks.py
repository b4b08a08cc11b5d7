"""From a text to the tasks it describes: evidence for and against each, added up, and a confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, log
from operator import add
from typing import NamedTuple

from whichllm.base.compiled import Compiled
from whichllm.base.memo import Memo
from whichllm.catalog import NOTHING
from whichllm.reading.associations import Associations, FeatureReader, Hints, Weights
from whichllm.reading.matching import Matcher, Places
from whichllm.reading.scanning import Scan, Scanner, word_mask
from whichllm.reading.settings import KindOfData, Settings, Work

MOST_MATCHES = 5
# Beyond so many, what is less likely than `_LEAST_CONFIDENCE` is not worth a line.
_SURE_MATCHES, _LEAST_CONFIDENCE = 3, 0.005
_NEAREST = 3
_ASSOCIATION = "goes with the task"
# The least that a task must weigh.
_ENOUGH = 1.0
# The least that speaks for a finer kind of work: a strong hint is enough where it is only told beside the request.
_FINER = 0.7
# The fewer words a text has, between so few and so many, the less likely it is that they ask for a task: with the same
# share of requests that meet silence, four more of a hundred texts without a task do.
_FEW_WORDS, _MANY_WORDS = 4, 30
# What speaks for silence in any text, beside what is learned: of 328 texts without a task 0.85 stay silent so and 0.84
# without, of 2,492 requests 0.034 and 0.026.
_DOUBT = 0.8
# Lines of a program ask for nothing, whatever their names say.
_CODE = 8.0
# Where no rule speaks for a task, its words must be two at least, each this strong, and together weigh more. Of 548
# texts without a task, 449 stay silent so and 448 at 3; of 3,046 requests 35 at both.
_ENOUGH_WITHOUT_RULES, _STRONG_WORD = 4.0, 1.0
# Rules that together weigh less do not open the door by themselves.
_HINT = 1.0
# Rules that together weigh this much say a task plainly; such a part of what they weigh speaks against silence: of
# 3,046 requests, 35 meet silence so and 42 without, of 548 texts without a task 449 and 461.
_PLAIN, _PLAINNESS = 3.0, 0.4
# What the askers say of themselves ("we are a photo agency"), or only tell in one sentence to wish for something in the
# next, hints at the task, but tells it less than the request. Of 6,250 requests of several sentences left out, .689
# come first so and .683 where all sentences count alike; .625 and .611 of those beyond 30 words.
_BESIDE_SHARE = 0.35
# Beyond so many words, most tell of something else, so that rules find more by chance: each counts less in proportion.
# Of 350 requests of 25 to 110 words left out, .654 come first so, .640 beyond 40 words, .603 without; of 341 others,
# nearly all shorter, .827 and without it .830.
_LONG = 30
# What it weighs for a step after another that it reads what that wrote, that it reads what that read, and against its
# asking for nothing. Of 926 such steps of files left out 0.774 are heard rightly so, 0.771 with what tools/fit_steps.py
# learns of successions alone, and 0.723 where each is read by itself. With the last, 73 of 4,171 steps meet silence,
# and 96 without.
_GOES_ON, _ONCE_MORE, _SOMETHING = 1.1, 0.7, 1.5
# Among so many tags of a step, and of the one to come, the pair is sought that goes together best: of 1,627 steps of
# files left out 0.785 are heard rightly so, and 0.771 without a look ahead.
_AHEAD = 6
# Points of evidence that make one task e times as likely as another: so that stated confidence and the share that is
# right agree over labelled requests (the reliability diagram of benchmarks/accuracy.py). Nothing is ever certain.
_TEMPERATURE = 2.0
_SUREST = 0.99


class Evidence(NamedTuple):
    """Words of the description, the rule they met, and what they weigh (below 0: against the task)."""

    words: str
    rule: str
    weight: float


class Match(NamedTuple):
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


class _Piece(NamedTuple):
    """Evidence before it is worded: the words as a bit mask (0 for none), with the places they stand at."""

    weight: float
    rule: str
    mask: int
    places: Places


class Spoken(NamedTuple):
    """What rules say of a tag.

    `task` is what is meant, the tag itself or a subtask; `ruled` how much rules say for it.
    """

    task: Work
    evidence: list[_Piece]
    ruled: float


class _Kind(NamedTuple):
    """A kind of data that a text speaks of: its concept, the words as a bit mask and their places."""

    concept: KindOfData
    mask: int
    places: Places


_Share = tuple[str, bool]
"""A kind of data, and whether it is spoken of only beside the request."""


class Weighed(NamedTuple):
    """What was found for all tags, by their numbers.

    `alone` is the sum of the evidence of each tag, `scores` the same with what its neighbours lend it; `spoken` holds
    the tags that rules speak of, `kinds` the kinds of data that the words name; `hints` what words weigh for any, and
    `nothing` what speaks for no task at all, with what `silent` rules say. In a step, `before` is the tag of the one
    before, if any, and `turns` what its turn and that of the step to come weigh for other tags, with the words that say
    which.
    """

    alone: list[float]
    scores: list[float]
    spoken: dict[int, Spoken]
    kinds: list[_Kind]
    hints: Hints
    nothing: float
    silent: Sequence[_Piece] = ()
    before: str = ""
    turns: Sequence[tuple[int, float, str]] = ()


class Verdict(NamedTuple):
    """The number of a tag, and how much more speaks for it than for no task at all: no more than 0 if it is none."""

    task: int
    sure: float


class RuleOfTask(NamedTuple):
    """What a pattern of a rule belongs to: the number of the tag, the task or subtask, what the rule weighs and says.

    `learned` is what it weighs for any tag in addition, as words do, `beside` the same beside the request. In compiled
    tables the task is its id, and the weights by tag stand for these two. What speaks for no task at all has the number
    after the last tag.
    """

    tag: int
    task: Work
    weight: float
    says: str
    learned: Weights
    beside: Weights


class TaskReader:
    """The rules and associations of a catalog. Immutable but for what it remembers."""

    def __init__(self, compiled: Compiled, settings: Settings, scanner: Scanner) -> None:
        self._tags = settings.works[: settings.tags]
        self._numbers = numbers = {tag.id: tag.tag for tag in self._tags}
        self._works = {work.id: work for work in settings.works}
        self._works[NOTHING] = Work(NOTHING, settings.tags, "", 0.0, (), (), ())
        self._features = FeatureReader(settings, scanner)
        self._associations = Associations(compiled, scanner.lexicon, [*numbers, NOTHING])
        self._matcher = Matcher(compiled, "rules", settings.rules, self._rule)
        self._priors = [tag.prior for tag in self._tags]
        self._near = [(tag.tag, numbers[near]) for tag in self._tags for near in tag.near]
        self._kinds = {kind.atom: kind for kind in settings.kinds}
        self._kinds_by_id = {kind.id: kind for kind in settings.kinds}
        self._kinds_of: Memo[frozenset[int], tuple[KindOfData, ...]] = Memo(self._find_kinds)
        self._kind_sums: Memo[tuple[str, tuple[_Share, ...]], tuple[float, float]] = Memo(self._sum_kinds)
        self._compiled = compiled
        self._turns: Memo[str, dict[int, float]] = Memo(self._find_turns)
        self._handled = {work.id: frozenset([*work.reads, *work.writes]) for work in settings.works}

    def _rule(self, values: tuple[int, str, float, str, Mapping[str, float]]) -> RuleOfTask:
        tag, task, weight, says, by_tag = values
        learned, beside = (self._associations.weights(by_tag, share) for share in (1.0, _BESIDE_SHARE))
        return RuleOfTask(tag, self._works[task], weight, says, learned, beside)

    def rules(self, scan: Scan) -> dict[str, float]:
        """What the rules say that hold in a text, of whatever task, and how much it counts."""
        beside = scan.beside()
        self._matcher.expect(scan)
        found = self._matcher.find(scan, aside=scan.subject)
        return {rule.says: _BESIDE_SHARE if mask & beside else 1.0 for rule, _, mask in found}

    def weigh(self, scan: Scan) -> Weighed:
        """What speaks for and against each tag in a text."""
        beside = scan.beside()
        share = _rule_share(scan)
        features = self._features.of(scan)
        self._associations.expect(features)
        self._matcher.expect(scan)
        said: dict[int, list[tuple[Work, _Piece]]] = {}
        learned: list[tuple[Weights, Places]] = []
        for rule, places, mask in self._matcher.find(scan, aside=scan.subject):
            is_beside = bool(mask & beside)
            more = rule.beside if is_beside else rule.learned
            if more.packed:
                learned.append((more, places))
            weight = rule.weight * share * _BESIDE_SHARE if is_beside else rule.weight * share
            piece = rule.task, _Piece(weight, rule.says, mask, places)
            if rule.tag in said:
                said[rule.tag].append(piece)
            else:
                said[rule.tag] = [piece]
        hints = self._associations.hints(scan, features, learned)
        *associated, nothing = self._associations.sums(hints)
        alone = list(map(add, associated, self._priors))
        kinds = self._kinds_in(scan) if said else []
        shares = tuple([(kind.concept.id, bool(kind.mask & beside)) for kind in kinds])
        silent = _distinct([piece for _, piece in said.pop(len(self._tags), ())])
        spoken: dict[int, Spoken] = {}
        for number, pieces in said.items():
            task, evidence = _best_reading(self._tags[number], pieces)
            total = ruled = 0.0
            for piece_ in evidence:
                total += piece_.weight
                if piece_.weight > 0:
                    ruled += piece_.weight
            if ruled:
                both, favour = self._kind_sums[task.id, shares]
                total += both * share
                ruled += favour * share
            alone[number] += total
            spoken[number] = Spoken(task, evidence, ruled)
        scores = alone.copy()
        for number, near in self._near:
            # Half of what speaks for a neighbour speaks for a task, too; it can come close, but not overtake.
            shared = (alone[near] + alone[number]) / 2
            if shared > scores[number]:
                scores[number] = shared
        nothing += _silence(scan) + _DOUBT
        nothing += _sum(silent)
        plainest = max([said.ruled for said in spoken.values()], default=0.0)
        if plainest >= _PLAIN:
            nothing -= plainest * _PLAINNESS
        return Weighed(alone, scores, spoken, kinds, hints, nothing, silent)

    def telling(self, scan: Scan) -> float:
        """What speaks for no task at all in how a text is put: above 0 where it tells rather than asks."""
        return self._associations.telling(scan, self._features.of(scan))

    def takes(self, tag: str, kind: str) -> bool:
        """Whether a kind of data goes into a task."""
        return kind in self._works[tag].reads

    def in_turn(self, weighed: Weighed, scan: Scan, whole: Scan, before: str, coming: Weighed | None) -> Weighed:
        """What speaks for each tag in a step of a longer description.

        It comes right after a step of the tag `before`, if any, and before one with the words that were `coming`. Few
        words are no sign of silence there, and what comes out of one step goes into the next.
        """
        turns = (
            [(number, weight, f"after {before}") for number, weight in self._turns[before].items()] if before else []
        )
        if coming is not None:
            turns += self._before(weighed, coming)
        alone, scores = weighed.alone.copy(), weighed.scores.copy()
        for number, weight, _ in turns:
            alone[number] += weight
            scores[number] += weight
        nothing = weighed.nothing - _silence(scan) + _silence(whole) - (_SOMETHING if before else 0)
        return weighed._replace(alone=alone, scores=scores, nothing=nothing, before=before, turns=turns)

    def _before(self, weighed: Weighed, coming: Weighed) -> Iterator[tuple[int, float, str]]:
        """What the step to come weighs for the likeliest tags of a step, more or less than for the first of them."""
        usual: float | None = None
        following = _likeliest(coming)
        for number in _likeliest(weighed):
            turns = self._turns[self._tags[number].id]
            best, tag = max(
                (coming.scores[other] + turns.get(other, 0.0), self._tags[other].id)
                for other in following
                if other != number
            )
            usual = best if usual is None else usual
            if best != usual:
                yield number, best - usual, f"before {tag}"

    def _find_turns(self, before: str) -> dict[int, float]:
        turns: dict[int, float] = {}
        for given, weight in ((self._works[before].writes, _GOES_ON), (self._works[before].reads, _ONCE_MORE)):
            for tag in self._tags:
                if not frozenset(given).isdisjoint(tag.reads):
                    turns[tag.tag] = turns.get(tag.tag, 0.0) + weight
        for tag, weight in (self._compiled.value("successions", before) or {}).items():
            number = self._numbers[tag]
            turns[number] = turns.get(number, 0.0) + weight
        return turns

    def verdict(self, weighed: Weighed) -> Verdict:
        """The tag that most speaks for, whether or not it is enough for a match."""
        score, _, number = min((-weighed.scores[tag.tag], tag.id, tag.tag) for tag in self._tags)
        sure = -score - weighed.nothing
        return Verdict(number, sure if self._is_understood(weighed) else min(sure, 0.0))

    def goes_on(self, weighed: Weighed, before: int) -> float:
        """How much more speaks for another tag, right after a step of the tag numbered `before`, than for the same."""
        turns = self._turns[self._tags[before].id]
        others = [score + turns.get(tag, 0.0) for tag, score in enumerate(weighed.scores) if tag != before]
        return max(others) - weighed.scores[before]

    def is_ruled(self, scan: Scan) -> bool:
        """Whether rules hint at what a text asks for, even if it is not enough."""
        return any(said.ruled >= _HINT for said in self.weigh(scan).spoken.values())

    def matches(self, scan: Scan, weighed: Weighed) -> tuple[Match, ...]:
        """The tasks that a text describes, best first, at most `MOST_MATCHES`; empty if there is none.

        Where one is, others that weigh less than silence are still the next best guesses.
        """
        if not self._is_understood(weighed):
            return ()
        heavy = [
            (-score, self._tags[number].id, number) for number, score in enumerate(weighed.scores) if score >= _ENOUGH
        ]
        likely = sorted(heavy)[:MOST_MATCHES]
        # Relative to the most: no weight that a file may state is then too much for an exponential.
        most = max([weighed.nothing, *(-negative for negative, _, _ in likely)])
        odds = {number: exp((-negative - most) / _TEMPERATURE) for negative, _, number in likely}
        total = exp((weighed.nothing - most) / _TEMPERATURE) + sum(odds.values())
        matches: list[Match] = []
        for number, odd in odds.items():
            confidence = odd / total
            if len(matches) >= _SURE_MATCHES and confidence < _LEAST_CONFIDENCE:
                break
            matches.append(self._match(scan, number, weighed, confidence))
        return tuple(matches)

    def _is_understood(self, weighed: Weighed) -> bool:
        """Whether a tag weighs more than silence, and enough speaks for it: rules, or single words if they are several
        and strong.

        In a step after another, in which something is likely to be asked for, any word is enough.
        """
        least = max(weighed.nothing, _ENOUGH)
        likely = [number for number, score in enumerate(weighed.scores) if score >= least]
        if weighed.before:
            return bool(likely and (weighed.spoken or weighed.hints.any_weighs()))
        for number in likely:
            score, said = weighed.scores[number], weighed.spoken.get(number)
            ruled = said.ruled if said else 0.0
            if ruled >= _HINT:
                return True
            if score >= _ENOUGH_WITHOUT_RULES and weighed.hints.two_weigh(self._tags[number].id, _STRONG_WORD):
                return True
        return False

    def scores(self, weighed: Weighed) -> Iterator[tuple[str, float]]:
        """Every tag and the sum of its evidence, as weights are learned beside it; `NOTHING` last."""
        for tag in self._tags:
            yield tag.id, weighed.scores[tag.tag]
        yield NOTHING, weighed.nothing - _DOUBT

    def nearest(self, weighed: Weighed) -> tuple[str, ...]:
        """The tags that most speaks for, strongest first, whether or not it is enough for a match.

        What weighs less than half of what speaks for no task at all is not worth a hint.
        """
        least = max(weighed.nothing / 2, _ENOUGH)
        hinted = sorted((-weighed.scores[tag.tag], tag.id) for tag in self._tags)
        return tuple(tag for score, tag in hinted[:_NEAREST] if -score >= least)

    def _find_kinds(self, atoms: frozenset[int]) -> tuple[KindOfData, ...]:
        return tuple(self._kinds[atom] for atom in sorted(atoms & self._kinds.keys()))

    def _kinds_in(self, scan: Scan) -> list[_Kind]:
        """Each kind of data that is spoken of, with the words that do so first."""
        kinds: dict[str, _Kind] = {}
        silent = scan.negated | scan.subject
        for first, last, atoms in scan.found:
            for concept in self._kinds_of[atoms]:
                if concept.id not in kinds and not silent >> first & 1:
                    kinds[concept.id] = _Kind(concept, word_mask(first, last), ((first, last),))
        return list(kinds.values())

    def _kind_weight(self, task: str, concept: KindOfData, is_beside: bool) -> float:
        """What it weighs for a task that a text speaks of a kind of data."""
        weight = concept.expected if concept.id in self._handled[task] else -concept.unexpected
        return weight * _BESIDE_SHARE if is_beside else weight

    def _sum_kinds(self, key: tuple[str, tuple[_Share, ...]]) -> tuple[float, float]:
        """What all kinds of data that a text speaks of weigh for a task, and the part of it above 0."""
        task, shares = key
        weights = [self._kind_weight(task, self._kinds_by_id[kind], is_beside) for kind, is_beside in shares]
        return sum(weights), sum(weight for weight in weights if weight > 0)

    def _kind_pieces(self, task: str, kinds: Iterable[_Kind], scan: Scan) -> Iterator[_Piece]:
        share, beside = _rule_share(scan), scan.beside()
        for concept, mask, places in kinds:
            says = "works on" if concept.id in self._handled[task] else "does not work on"
            weight = self._kind_weight(task, concept, bool(mask & beside)) * share
            yield _Piece(weight, f"{says} {concept.id}", mask, places)

    def _match(self, scan: Scan, number: int, weighed: Weighed, confidence: float) -> Match:
        tag = self._tags[number]
        task, pieces, ruled = weighed.spoken.get(number) or Spoken(tag, [], 0.0)
        pieces = pieces.copy()
        if ruled:
            pieces += self._kind_pieces(task.id, weighed.kinds, scan)
        if tag.prior:
            pieces.append(_Piece(tag.prior, "seldom asked for", 0, ()))
        pieces += [_Piece(weight, says, 0, ()) for turned, weight, says in weighed.turns if turned == number and weight]
        lent = weighed.scores[number] - weighed.alone[number]
        if lent:
            lender = max(tag.near, key=lambda near: weighed.alone[self._numbers[near]])
            pieces.append(_Piece(lent, f"near {lender}", 0, ()))
        pieces.sort(key=_by_weight)
        evidence = [Evidence(scan.quote(piece.places), piece.rule, round(piece.weight * 100) / 100) for piece in pieces]
        evidence += [
            Evidence(scan.quote(places), _ASSOCIATION, round(weight * 100) / 100)
            for places, weight in sorted(weighed.hints.by_places(tag.id).items(), key=_by_hint)
        ]
        return Match(
            tag.id,
            task.id if task is not tag else "",
            task.category,
            round(min(confidence, _SUREST), 2),
            round(weighed.scores[number], 2),
            ruled >= _PLAIN,
            tuple(evidence),
        )


def _likeliest(weighed: Weighed) -> list[int]:
    """The tags that weigh most, by their numbers, the first first."""
    return sorted(range(len(weighed.scores)), key=lambda number: (-weighed.scores[number], number))[:_AHEAD]


def _silence(scan: Scan) -> float:
    """What silence weighs for a text of so many words, whatever they are, and for lines of a program."""
    words = min(max(len(scan.text.words) + scan.text.pasted, _FEW_WORDS), _MANY_WORDS)
    return log(_MANY_WORDS / words) + _CODE * scan.text.is_code()


def _rule_share(scan: Scan) -> float:
    """What part of its weight a rule counts in a text."""
    return _LONG / max(len(scan.text.words), _LONG)


def _best_reading(tag: Work, pieces: list[tuple[Work, _Piece]]) -> tuple[Work, list[_Piece]]:
    """What the words mean, the tag or one of its subtasks, with the evidence that counts for it."""
    if len(pieces) == 1:
        ((task, piece),) = pieces
        return (task, [piece]) if task is tag or piece.weight >= _FINER else (tag, [])
    by_task: dict[str, tuple[Work, list[_Piece]]] = {}
    for task, piece in pieces:
        by_task.setdefault(task.id, (task, []))[1].append(piece)
    _, own = by_task.pop(tag.id, (tag, []))
    best, best_evidence = tag, _distinct(own)
    best_score = _sum(best_evidence)
    for subtask, theirs in by_task.values():
        if _sum(theirs) >= _FINER:
            evidence = _distinct(own + theirs)
            score = _sum(evidence)
            if score > best_score or (score == best_score and best is tag):
                best, best_evidence, best_score = subtask, evidence, score
    return best, best_evidence


def _sum(pieces: Iterable[_Piece]) -> float:
    return sum([piece.weight for piece in pieces])


def _by_weight(piece: _Piece) -> tuple[float, Places, str]:
    return -abs(piece.weight), piece.places, piece.rule


def _by_hint(hint: tuple[Places, float]) -> tuple[float, Places]:
    places, weight = hint
    return -abs(weight), places


def _distinct(pieces: list[_Piece]) -> list[_Piece]:
    """The evidence without what says nothing new: the words of a weaker rule all under stronger ones.

    For and against are counted apart.
    """
    if len(pieces) < 2:
        return pieces.copy()
    kept: list[_Piece] = []
    for_, against = 0, 0
    for piece in sorted(pieces, key=_by_strength):
        if piece.weight > 0:
            if piece.mask & ~for_:
                for_ |= piece.mask
                kept.append(piece)
        elif piece.mask & ~against:
            against |= piece.mask
            kept.append(piece)
    return kept


def _by_strength(piece: _Piece) -> tuple[float, int, str]:
    return -abs(piece.weight), -piece.mask.bit_count(), piece.rule
