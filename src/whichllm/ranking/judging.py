"""What speaks for each model, and how much: the credits that add up to its score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from whichllm.base.records import FrozenDict
from whichllm.base.words import ANY, Direction
from whichllm.catalog import MULTILINGUAL, Catalog, Classes, Model, Price, Task
from whichllm.ranking.affinity import Mention
from whichllm.ranking.dates import year
from whichllm.ranking.picks import Credit, Pick
from whichllm.ranking.standings import Standings
from whichllm.requirements import Preference, kin, knows, leads, names
from whichllm.requirements.wishes import Wishes

# What each kind of credit is worth at most. Task fit comes first: no evidence makes a model for the tag at large
# overtake one made for the subtask. Then comes measured evidence for that very task. Adoption and age together weigh
# no more than a third of that: they part models that nobody has measured. Size is no credit unless it is asked for.
_MADE_FOR_SUBTASK = 8.0
_MADE_FOR_TASK = 4.0
_SERVES_TASK = 2.0
_NARROWER = -3.0
_MADE_FOR_OTHER = -4.0
# Who asks for a task wants it done: what must be trained for it first goes after all that does it.
_UNTRAINED = -3.0
_MADE_FOR_LANGUAGE = 4.5
_KNOWS_LANGUAGE = 3.5
# Somebody who says that a model knows "many" languages, or a group of them, has not said that it knows this one. It is
# as likely as it is for those that list theirs: from half of them on as good as certain.
_KNOWS_MANY, _HARDLY_KNOWS = 3.0, -6.0
_COMMON_LANGUAGE = 0.5
# Whose list is shorter names the few languages that a model was made for; from fewer lists nothing can be told.
_MANY_LANGUAGES, _ENOUGH_LISTS = 10, 3
_OTHER_LANGUAGE = -5.0
# Where no language is asked for, what translates only from one to another is seldom for those that are meant.
_ONE_WAY = -2.0
_MADE_FOR_DOMAIN = 3.0
# Material of its own speaks against a model where none is asked for, more where it is what the task is about but not
# what is asked for, and most where it is neither.
_OTHER_DOMAIN, _USUAL_DOMAIN, _WRONG_DOMAIN = -1.5, -2.0, -5.0
# Material that this share of the models for a task are made for is what the task is about.
_USUAL = 0.6
# What knows a fixed set of classes cannot find others: no figure on its own classes makes up for that.
_OTHER_CLASSES = -6.0
_DEFAULT_CATEGORY = 0.5
# For each word of the description that speaks of this model alone, and for all of them.
_MENTIONED, _MENTIONED_MOST = 3.0, 4.5
CLEARLY_MENTIONED = 1.5
_EVIDENCE = 3.0
_RECENCY = 0.5
ADOPTION = 0.5
# What a library names as its choice for the task is as established as what has the most downloads; each further one
# that does adds a little. Who names several for the task has chosen none of them: they share what the one would get.
# A choice ages with what was chosen, to a half: what is old is named out of habit. The larger of this and the downloads
# counts.
_RECOMMENDED, _RECOMMENDED_TOO, _RECOMMENDED_MOST = 0.4, 0.05, 0.5
# Downloads that were counted more than two years ago count half. What is only hosted has none to count; it gets what
# the middle one of the open models for the task gets, so that the way to offer a model does not decide.
_FRESH_YEARS, _STALE = 2, 0.5
_YEARS_UNTIL_OLD = 6
# Who states one of these of a model has seen it: it was there by the date of the source.
_THERE = frozenset(("open_weights", "license", "downloads_month"))
_MANY_DOWNLOADS = 10_000_000
# What a preference adds at most, and what it makes of the weight of evidence.
_PREFERRED, _HINTED = 4.0, 2.0
_EVIDENCE_FOR: dict[Preference | None, float] = {"quality": 2.0, "cost": 0.5, "size": 0.35, "speed": 0.35}
# Of its kind, what is smaller than all but this share of the models for the task is small enough: to be smaller still
# is no gain, and what is far smaller does the task worse, which costs so much for each power of ten.
_SMALL_ENOUGH, _TOO_SMALL = 0.15, 0.25
# From the smallest and cheapest that the catalog knows to the largest and dearest, by powers of ten: parameters, and
# dollars a million tokens.
_PARAMETERS = (1e6, 1e12)
_DOLLARS = (1e-2, 1e2)
# What costs as much as the dearer of these is among the largest that makers sell, like a trillion parameters.
_DOLLARS_OF_LARGE = (1e-2, 1e1)
# A model that lists no more tags than this was made for each of them as much as for the first. Of one that lists more,
# finer work inside a tag tells that it was made for that, too.
_AS_MUCH = 2
# A model is made for a language if it knows that one and at most English and one other.
_FEW_LANGUAGES = 3
_ENGLISH = ("en",)


class _Settled(NamedTuple):
    """The credits of a model that do not depend on what is wished, in the order in which they are told.

    Those for languages and for material come between `made_for` and `measured`, those for a preference after it.
    """

    made_for: tuple[Credit, ...]
    measured: tuple[Credit, ...]
    breaking_ties: tuple[Credit, ...]


class Judge:
    """Gives models their credits for one task. What does not depend on wishes is weighed once and kept.

    `models` are all that list the tag of the task, `current` those of them that can still be had; `small_enough` is as
    in `Ranking`.
    Safe to share between threads.
    """

    def __init__(self, task: Task, catalog: Catalog) -> None:
        self.task, self.catalog = task, catalog
        self.models = catalog.models_for(catalog.tasks[task.tag])
        self.current = [model for model in self.models if model.is_current]
        self._standings = {frozenset[str](): Standings(self.current, task)}
        self._measured_in = {
            benchmark: entry.languages
            for name in (task.id, *task.measured_by)
            for entry in catalog.tasks[name].measured_in
            for benchmark in entry.benchmarks
        }
        self._tasks = (task.id, task.tag)
        self._today = year(catalog.as_of)
        advice = catalog.advice_for(task)
        self._general = catalog.tasks[advice.task] if advice and advice.better else None
        fits = ((model, _fit(model, task, catalog)) for model in self.current)
        self._made = made = [model for model, fit in fits if fit.kind == "made for" and fit.task == task.id]
        found = Counter(domain for model in made for domain in model.domains)
        general = [model for model in self.current if self._fit(model).kind == "general"]
        # Where general models do it better, the small ones among those made for it are no measure.
        outdone = {model.category for model in general}
        self._able = [*general, *(model for model in made if model.category not in outdone)]
        adopted = sorted(self._adopted(model).value for model in made if model.open_weights)
        self._middle = adopted[len(adopted) // 2] if adopted else 0.0
        dated = sorted(self._recency(model.released) for model in made if model.released)
        self._middle_recency = dated[len(dated) // 2] if dated else 0.0
        self._replaced: dict[str, float] = {}
        for model in self.models:
            if model.superseded_by and model.released:
                recency = max(self._recency(model.released), self._replaced.get(model.superseded_by, 0.0))
                self._replaced[model.superseded_by] = recency
        self._named = Counter(
            (entry.source, entry.task)
            for model in self.current
            for entry in model.recommended
            if entry.task in self._tasks
        )
        self._between_languages = self._leads_between_languages()
        self.small_enough = self._small_enough(_weights)
        self._quick_enough = self._small_enough(_active_weights)
        self._usual_domains = {domain for domain, models in found.items() if models >= _USUAL * len(made)}
        self._settled: dict[tuple[str, float, frozenset[str]], _Settled] = {}
        self._lists = [
            frozenset(model.languages)
            for model in self.current
            if len(model.languages) >= _MANY_LANGUAGES and MULTILINGUAL not in model.languages
        ]
        self._may_know: dict[str, float] = {}

    def picks(self, models: Iterable[Model], wishes: Wishes) -> Iterator[Pick]:
        """Models with their credits, in the same order."""
        weight = _EVIDENCE * _EVIDENCE_FOR.get(wishes.prefer, 1.0)
        languages = wishes.languages
        foreign = self._foreign(languages)
        for model in models:
            settled = self._settled.get((model.id, weight, foreign))
            if settled is None:
                settled = self._settled[model.id, weight, foreign] = self._settle(model, weight, foreign)
            found = (
                *settled.made_for,
                *self._languages(model, languages),
                *self._domains(model, wishes),
                *self._classes(model, wishes.beyond),
                *settled.measured,
                *self._preferred(model, wishes),
                *settled.breaking_ties,
            )
            yield Pick(model, round(sum([credit.value for credit in found]), 2), found)

    def _foreign(self, languages: Sequence[str]) -> frozenset[str]:
        """The benchmarks that measure in none of the languages (ISO 639 codes) that are asked for."""
        if not languages:
            return frozenset()
        asked = frozenset().union(*(kin(self.catalog, code).own for code in languages))
        return frozenset(name for name, measured in self._measured_in.items() if asked.isdisjoint(measured))

    def _settle(self, model: Model, weight: float, foreign: frozenset[str]) -> _Settled:
        task = self.task
        made_for = [self._fit(model)]
        elsewhere = _other_subtasks(model, task, self.catalog)
        if elsewhere:
            value = _MADE_FOR_OTHER if task.subtask_of else _NARROWER
            made_for.append(Credit("made for other", value, task=elsewhere[0]))
        if task.tag in model.untrained_for:
            made_for.append(Credit("untrained", _UNTRAINED, task=task.tag))
        measured = []
        if made_for[0].kind == "made for" and made_for[0].task == task.id and model.in_category(task.categories[0]):
            measured.append(Credit("category", _DEFAULT_CATEGORY, category=task.categories[0]))
        if foreign not in self._standings:
            self._standings[foreign] = Standings(self.current, task, foreign)
        standing = self._standings[foreign].best(model, weight)
        if standing is not None:
            measured.append(standing)
        return _Settled(tuple(made_for), tuple(measured), tuple(self._tie_breaks(model)))

    def _fit(self, model: Model) -> Credit:
        fit = _fit(model, self.task, self.catalog)
        made_for_it = fit.kind == "made for" and fit.task == self.task.id
        is_general = self._general and (model.is_generalist or model.tasks[0] == self._general.tag)
        if self._general and is_general and not made_for_it and model.serves(self._general):
            worth = _MADE_FOR_SUBTASK if self.task.subtask_of else _MADE_FOR_TASK
            return Credit("general", worth + _DEFAULT_CATEGORY, task=fit.task)
        return fit

    def _languages(self, model: Model, languages: Sequence[str]) -> list[Credit]:
        between, catalog = self._between_languages, self.catalog
        if not languages:
            if knows(model, _ENGLISH, catalog) is False:
                return [Credit("language", _OTHER_LANGUAGE, about="other")]
            directions = model.directions
            one_way = between and any(direction.back not in directions for direction in directions)
            return [Credit("language", _ONE_WAY, about="one way")] if one_way else []
        if not knows(model, languages, catalog):
            return []
        if between and len(languages) > 1 and model.translates:
            pairs = list(permutations((*languages, ANY), 2))
            if not any(_is_way(direction, pair, catalog) for direction in model.directions for pair in pairs):
                return [Credit("language", _OTHER_LANGUAGE, about="one way")]
        if not names(model, languages, catalog):
            return [Credit("language", min(map(self._worth_if_unnamed, languages)), about="may know")]
        other_than_english = [code for code in languages if code != "en"]
        few = len(model.languages) < _FEW_LANGUAGES
        if other_than_english and few and names(model, other_than_english[:1], catalog):
            from_elsewhere = model.translates and not any(_reads(way, languages, catalog) for way in model.directions)
            return [Credit("language", _KNOWS_LANGUAGE if from_elsewhere else _MADE_FOR_LANGUAGE, about="made for")]
        return [Credit("language", _KNOWS_LANGUAGE, about="knows")]

    def _worth_if_unnamed(self, code: str) -> float:
        """What it is worth that a model knows many languages where one is asked for that it does not list."""
        if code not in self._may_know:
            own = kin(self.catalog, code).own
            found = sum(not listed.isdisjoint(own) for listed in self._lists)
            share = found / len(self._lists) if len(self._lists) >= _ENOUGH_LISTS else 1.0
            likely = min(1.0, share / _COMMON_LANGUAGE)
            self._may_know[code] = round(_HARDLY_KNOWS + (_KNOWS_MANY - _HARDLY_KNOWS) * likely, 2)
        return self._may_know[code]

    def _domains(self, model: Model, wishes: Wishes) -> list[Credit]:
        """Material of its own speaks for a model that is made for it, and against one where other material comes in."""
        if not model.domains:
            return []
        wished = wishes.domains
        asked = [domain for domain in model.domains if domain in wished]
        if asked:
            return [Credit("domain", _MADE_FOR_DOMAIN, about=asked[0])]
        if not self._usual_domains.isdisjoint(model.domains):
            return [Credit("domain", _USUAL_DOMAIN, about=model.domains[0])] if wished else []
        other = wished or wishes.beyond
        return [Credit("domain", _WRONG_DOMAIN if other else _OTHER_DOMAIN, about=model.domains[0])]

    def _classes(self, model: Model, beyond: Sequence[str]) -> list[Credit]:
        known = [entry.name for entry in self.task.classes if _knows_only(model, entry)] if beyond else []
        return [Credit("classes", _OTHER_CLASSES, about=known[0])] if known and known[0] in beyond else []

    def _tie_breaks(self, model: Model) -> list[Credit]:
        if model.released:
            recency = self._recency(model.released)
            found = [Credit("recency", recency)]
        else:
            # Whose date is not known is taken for one of the middle, for no newer than who told of it first, and for no
            # older than what it has replaced.
            recency = max(min(self._middle_recency, self._recency_at_most(model)), self._replaced.get(model.id, 0.0))
            found = [Credit("recency", recency, about="unknown")] if recency else []
        established = max(self._recommended(model, recency), self._adopted(model), key=lambda credit: credit.value)
        return [*found, established] if established.value else found

    def _recommended(self, model: Model, recency: float) -> Credit:
        counted = [entry for entry in model.recommended if entry.task in self._tasks]
        # The choice that says the most comes first, and each library speaks once.
        named = sorted(counted, key=lambda entry: self._named[entry.source, entry.task])
        by = dict.fromkeys(entry.by for entry in named)
        if not named:
            return Credit("recommended", 0.0)
        best = _RECOMMENDED / self._named[named[0].source, named[0].task]
        value = min(best + _RECOMMENDED_TOO * (len(by) - 1), _RECOMMENDED_MOST)
        return Credit("recommended", round(value * max(_STALE, recency / _RECENCY), 2), about="; ".join(by))

    def _recency_at_most(self, model: Model) -> float:
        cited = [source for source, facts in model.sources.items() if not _THERE.isdisjoint(facts)]
        dates = [date for source in cited if (date := self.catalog.sources[source].date)]
        return min(map(self._recency, dates), default=_RECENCY)

    def _recency(self, released: str) -> float:
        age = max(0.0, self._today - year(released))
        return round(_RECENCY * max(0.0, 1 - age / _YEARS_UNTIL_OLD), 2)

    def _adopted(self, model: Model) -> Credit:
        if model.downloads_month is None:
            return Credit("adoption", self._middle if model.open_weights is False else 0.0)
        share = min(1.0, math.log10(model.downloads_month + 1) / math.log10(_MANY_DOWNLOADS))
        stale = self._today - self._counted(model) > _FRESH_YEARS
        return Credit("adoption", round(ADOPTION * share * (_STALE if stale else 1), 2))

    def _counted(self, model: Model) -> float:
        """When the downloads of a model were counted, as a year."""
        cited = [source for source, facts in model.sources.items() if "downloads_month" in facts]
        return max((year(date) for source in cited if (date := self.catalog.sources[source].date)), default=0.0)

    def _leads_between_languages(self) -> bool:
        """Whether the task leads from one language to another: it is all that some with fixed directions do."""
        return any(model.translates and model.tasks == (self.task.tag,) for model in self._made)

    def _small_enough(self, weigh: Callable[[Model], int | None]) -> Mapping[str, int]:
        """For each category, and under "" for all, the parameters below which fewer are no gain."""
        sizes: dict[str, list[int]] = {}
        for model in self._able:
            weights = weigh(model)
            if weights is not None:
                for category in (model.category, ""):
                    sizes.setdefault(category, []).append(weights)
        return FrozenDict({name: sorted(found)[int(len(found) * _SMALL_ENOUGH)] for name, found in sizes.items()})

    def _preferred(self, model: Model, wishes: Wishes) -> list[Credit]:
        """What a preference adds; what is not known counts as the worst."""
        match wishes.prefer:
            case "quality" if model.in_category("autoregressive") and not self._is_measured(model):
                worth = _largeness(model)
            case "size":
                worth = self._smallness(model, _weights, self.small_enough)
            case "speed":
                worth = self._smallness(model, _active_weights, self._quick_enough)
            case "cost" if model.price is not None:
                worth = _cheapness(model.price)
            case "cost":
                worth = self._smallness(model, _weights, self.small_enough) if model.open_weights else 0.0
            case _:
                return []
        return [Credit(wishes.prefer, round((_HINTED if wishes.hinted else _PREFERRED) * worth, 2))]

    def _is_measured(self, model: Model) -> bool:
        return self._standings[frozenset()].best(model, 1.0) is not None

    def _smallness(self, model: Model, weigh: Callable[[Model], int | None], known: Mapping[str, int]) -> float:
        """How small a model is, from 0 to 1; less again where it is smaller than what does the task well."""
        # What is not of the usual kind for the task is no better for being smaller than that.
        enough = max(known.get(category, 1) for category in (model.category, self.task.categories[0]))
        # An algorithm, which has no weights before it is trained, is small enough and no smaller.
        weights = enough if model.file_size == 0 else weigh(model)
        if weights is None:
            return 0.0
        lacking = max(0.0, math.log10(enough / weights))
        return max(0.0, 1 - _share(max(weights, enough), *_PARAMETERS) - _TOO_SMALL * lacking)


def _weights(model: Model) -> int | None:
    return model.weights


def _active_weights(model: Model) -> int | None:
    return model.active_parameters or model.weights


def _fit(model: Model, task: Task, catalog: Catalog) -> Credit:
    if task.subtask_of and model.serves(task):
        return Credit("made for", _MADE_FOR_SUBTASK, task=task.id)
    finer = any(catalog.tasks[subtask].subtask_of == task.tag for subtask in model.subtasks)
    measured = any(entry.task in (task.tag, *task.measured_by) for entry in model.evidence)
    alike = measured and model.category == task.categories[0]
    if model.tasks[0] == task.tag or len(model.tasks) <= _AS_MUCH or finer or alike:
        return Credit("made for", _MADE_FOR_TASK, task=task.tag)
    return Credit("also does", _SERVES_TASK, task=task.tag)


def _other_subtasks(model: Model, task: Task, catalog: Catalog) -> list[str]:
    """The subtasks of the same tag that a model was made for, if what is asked for is not among them."""
    if not {task.id, task.usually}.isdisjoint(model.subtasks) or model.is_generalist:
        return []
    return [subtask for subtask in model.subtasks if catalog.tasks[subtask].subtask_of == task.tag]


def _knows_only(model: Model, classes: Classes) -> bool:
    measured = any(entry.benchmark == classes.benchmark for entry in model.evidence)
    return (measured or model.id in classes.models) and not model.domains


def _is_way(direction: Direction, languages: Sequence[str], catalog: Catalog) -> bool:
    """Whether a direction is the one from a language to another, or from or to any where that is asked for."""
    sides = zip(direction, languages, strict=True)
    return all(stated in kin(catalog, asked).own for stated, asked in sides)


def _reads(direction: Direction, languages: Sequence[str], catalog: Catalog) -> bool:
    """Whether a direction starts at a language that is asked for, at English or anywhere."""
    return any(leads(direction, source, ANY, catalog) for source in (*languages, *_ENGLISH))


def _largeness(model: Model) -> float:
    """How large a language model is, or how dear where that is kept secret, from 0 to 1: a stand-in for quality.

    Of those that nobody has measured for a task, the larger ones do it better as a rule.
    """
    if model.parameters:
        return _share(model.parameters, *_PARAMETERS)
    if model.price is None or model.price.unit != "million tokens":
        return 0.0
    return _share(sum(model.price.sides) / len(model.price.sides), *_DOLLARS_OF_LARGE)


def _cheapness(price: Price) -> float:
    if price.unit != "million tokens":
        return 0.5
    return 1 - _share(sum(price.sides) / len(price.sides), *_DOLLARS)


def _share(value: float, least: float, most: float) -> float:
    """Where a value stands between two others by powers of ten, from 0 to 1."""
    return min(1.0, max(0.0, math.log10(max(value, least) / least) / math.log10(most / least)))


def mentioned(pick: Pick, mention: Mention) -> Pick:
    """A pick with credit for the words of the description that speak of it."""
    value = round(min(_MENTIONED * mention.value, _MENTIONED_MOST), 2)
    credit = Credit("words", value, about=", ".join(mention.words))
    return Pick(pick.model, round(pick.score + value, 2), (*pick.credits, credit))
