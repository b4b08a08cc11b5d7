"""What speaks for each model, and how much: the credits that add up to its score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from whichllm.affinity import Mention
from whichllm.catalog import MULTILINGUAL, Catalog, Model, Price, Task
from whichllm.ranking.dates import year
from whichllm.ranking.picks import Credit, Pick
from whichllm.ranking.standings import Standings
from whichllm.requirements import ANY, Preference, knows
from whichllm.wishes import Wishes

# What each kind of credit is worth at most. Task fit comes first: no evidence makes a model for the tag at large
# overtake one made for the subtask. Then comes measured evidence for that very task. Adoption and age together weigh
# less than a third of that: they part models that nobody has measured. Size is no credit unless it is asked for.
_MADE_FOR_SUBTASK = 8.0
_MADE_FOR_TASK = 4.0
_SERVES_TASK = 2.0
_NARROWER = -1.5
_MADE_FOR_OTHER = -4.0
# Who asks for a task wants it done: what must be trained for it first goes after all that does it.
_UNTRAINED = -3.0
_MADE_FOR_LANGUAGE = 4.5
_KNOWS_LANGUAGE = 3.5
# Somebody who says that a model knows "many" languages has not said that it knows this one.
_KNOWS_MANY = 3.0
_OTHER_LANGUAGE = -5.0
_MADE_FOR_DOMAIN = 3.0
_OTHER_DOMAIN = -1.0
# Material that this share of the models for a task are made for is what the task is about.
_USUAL = 0.6
_DEFAULT_CATEGORY = 0.5
# For each word of the description that speaks of this model alone, and for all of them.
_MENTIONED, _MENTIONED_MOST = 2.0, 4.0
_EVIDENCE = 3.0
_RECENCY = 0.3
ADOPTION = 0.5
# What a library or a task page names as its choice for the task is as established as what has the most downloads; each
# further one that does adds a little. The larger of the two counts.
_RECOMMENDED, _RECOMMENDED_TOO, _RECOMMENDED_MOST = 0.4, 0.05, 0.5
# Downloads that were counted more than two years ago count half. What is only hosted has none to count; it gets what
# the middle one of the open models for the task gets, so that the way to offer a model does not decide.
_FRESH_YEARS, _STALE = 2, 0.5
_YEARS_UNTIL_OLD = 6
_MANY_DOWNLOADS = 10_000_000
# What a preference adds at most, and what it makes of the weight of evidence.
_PREFERRED, _HINTED = 4.0, 2.0
_EVIDENCE_FOR: dict[Preference | None, float] = {"quality": 2.0, "cost": 0.5, "size": 0.5, "speed": 0.5}
# From the smallest and cheapest that the catalog knows to the largest and dearest, by powers of ten: parameters, and
# dollars a million tokens.
_PARAMETERS = (1e6, 1e12)
_DOLLARS = (1e-2, 1e2)
# A model that lists no more tags than this was made for each of them as much as for the first.
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

    `models` are all that list the tag of the task, `current` those of them that can still be had.
    Safe to share between threads.
    """

    def __init__(self, task: Task, catalog: Catalog) -> None:
        self.task, self.catalog = task, catalog
        self.models = catalog.models_for(catalog.tasks[task.tag])
        self.current = [model for model in self.models if model.status == "current"]
        self._standings = Standings(self.current, task)
        self._today = year(catalog.checked)
        advice = catalog.advice_for(task)
        self._general = catalog.tasks[advice.task] if advice and advice.better else None
        fits = ((model, _fit(model, task)) for model in self.current)
        made = [model for model, fit in fits if fit.kind == "made for" and fit.task == task.id]
        found = Counter(domain for model in made for domain in model.domains)
        adopted = sorted(self._adopted(model).value for model in made if model.open_weights)
        self._middle = adopted[len(adopted) // 2] if adopted else 0.0
        self._usual_domains = {domain for domain, models in found.items() if models >= _USUAL * len(made)}
        self._settled: dict[tuple[str, float], _Settled] = {}

    def picks(self, models: Iterable[Model], wishes: Wishes) -> Iterator[Pick]:
        """Models with their credits, in the same order."""
        weight = _EVIDENCE * _EVIDENCE_FOR.get(wishes.prefer, 1.0)
        languages = wishes.languages
        for model in models:
            settled = self._settled.get((model.id, weight))
            if settled is None:
                settled = self._settled[model.id, weight] = self._settle(model, weight)
            found = (
                *settled.made_for,
                *_languages(model, languages),
                *self._domains(model, wishes.domains),
                *settled.measured,
                *_preferred(model, wishes),
                *settled.breaking_ties,
            )
            yield Pick(model, round(sum([credit.value for credit in found]), 2), found)

    def _settle(self, model: Model, weight: float) -> _Settled:
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
        standing = self._standings.best(model, weight)
        if standing is not None:
            measured.append(standing)
        return _Settled(tuple(made_for), tuple(measured), tuple(self._tie_breaks(model)))

    def _fit(self, model: Model) -> Credit:
        fit = _fit(model, self.task)
        if self._general and fit.kind == "also does" and model.serves(self._general):
            worth = _MADE_FOR_SUBTASK if self.task.subtask_of else _MADE_FOR_TASK
            return Credit("general", worth, task=fit.task)
        return fit

    def _domains(self, model: Model, wished: Sequence[str]) -> list[Credit]:
        """Material of its own speaks for a model that is made for it, and against one where other material comes in."""
        if not model.domains:
            return []
        asked = [domain for domain in model.domains if domain in wished]
        if asked:
            return [Credit("domain", _MADE_FOR_DOMAIN, about=asked[0])]
        if not self._usual_domains.isdisjoint(model.domains):
            return []
        return [Credit("domain", _OTHER_DOMAIN, about=model.domains[0])]

    def _tie_breaks(self, model: Model) -> list[Credit]:
        found = []
        if model.released:
            age = max(0.0, self._today - year(model.released))
            found.append(Credit("recency", round(_RECENCY * max(0.0, 1 - age / _YEARS_UNTIL_OLD), 2)))
        established = max(self._recommended(model), self._adopted(model), key=lambda credit: credit.value)
        return [*found, established] if established.value else found

    def _recommended(self, model: Model) -> Credit:
        tasks = self.task.id, self.task.tag
        named = list(dict.fromkeys(entry.by for entry in model.recommended if entry.task in tasks))
        value = min(_RECOMMENDED + _RECOMMENDED_TOO * (len(named) - 1), _RECOMMENDED_MOST) if named else 0.0
        return Credit("recommended", round(value, 2), about="; ".join(named))

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


def _fit(model: Model, task: Task) -> Credit:
    if task.subtask_of and model.serves(task):
        return Credit("made for", _MADE_FOR_SUBTASK, task=task.id)
    if model.tasks[0] == task.tag or len(model.tasks) <= _AS_MUCH:
        return Credit("made for", _MADE_FOR_TASK, task=task.tag)
    return Credit("also does", _SERVES_TASK, task=task.tag)


def _other_subtasks(model: Model, task: Task, catalog: Catalog) -> list[str]:
    """The subtasks of the same tag that a model was made for, if what is asked for is not among them."""
    if not {task.id, task.usually}.isdisjoint(model.subtasks) or model.is_generalist:
        return []
    return [subtask for subtask in model.subtasks if catalog.tasks[subtask].subtask_of == task.tag]


def _languages(model: Model, languages: Sequence[str]) -> list[Credit]:
    if not languages:
        return [Credit("language", _OTHER_LANGUAGE, about="other")] if knows(model, _ENGLISH) is False else []
    if not knows(model, languages):
        return []
    other_than_english = [code for code in languages if code != "en"]
    if other_than_english and len(model.languages) < _FEW_LANGUAGES and other_than_english[0] in model.languages:
        from_elsewhere = model.translates and not any(_reads(direction, languages) for direction in model.translates)
        return [Credit("language", _KNOWS_LANGUAGE if from_elsewhere else _MADE_FOR_LANGUAGE, about="made for")]
    named = MULTILINGUAL not in model.languages
    return [Credit("language", _KNOWS_LANGUAGE if named else _KNOWS_MANY, about="knows" if named else "may know")]


def _reads(direction: str, languages: Sequence[str]) -> bool:
    """Whether a direction starts at a language that is asked for, at English or anywhere."""
    return direction.partition("-")[0] in (*languages, *_ENGLISH, ANY)


def _preferred(model: Model, wishes: Wishes) -> list[Credit]:
    """What a preference adds; what is not known counts as the worst."""
    match wishes.prefer:
        case "size":
            worth = _smallness(model.parameters)
        case "speed":
            worth = _smallness(model.active_parameters or model.parameters)
        case "cost" if model.price is not None:
            worth = _cheapness(model.price)
        case "cost":
            worth = _smallness(model.parameters) if model.open_weights else 0.0
        case _:
            return []
    return [Credit(wishes.prefer, round((_HINTED if wishes.hinted else _PREFERRED) * worth, 2))]


def _smallness(parameters: int | None) -> float:
    return 0.0 if parameters is None else 1 - _share(parameters, *_PARAMETERS)


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
