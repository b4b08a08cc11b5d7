"""From a task to the models that do it: picks with the credits that rank them, rejections with their reason."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal

from whichllm.affinity import Mention
from whichllm.catalog import MULTILINGUAL, Catalog, Measurement, Model, Price, Task
from whichllm.records import dataclass, field
from whichllm.requirements import Preference, Situation, knows
from whichllm.wishes import NO_WISHES, Requirement, Wishes

CreditKind = Literal[
    "made for",
    "also does",
    "general",
    "made for other",
    "language",
    "domain",
    "category",
    "evidence",
    "recommended",
    "size",
    "speed",
    "cost",
    "recency",
    "adoption",
    "words",
]
Place = Literal["best", "lightest", "safest"]

# What each kind of credit is worth at most. Task fit comes first: no evidence makes a model for the tag at large
# overtake one made for the subtask. Then comes measured evidence for that very task. Adoption and age together weigh
# less than a third of that: they part models that nobody has measured. Size is no credit unless it is asked for.
_MADE_FOR_SUBTASK = 8.0
_MADE_FOR_TASK = 4.0
_SERVES_TASK = 2.0
_NARROWER = -1.5
_MADE_FOR_OTHER = -4.0
_MADE_FOR_LANGUAGE = 4.5
_KNOWS_LANGUAGE = 3.5
# Somebody who says that a model knows "many" languages has not said that it knows this one.
_KNOWS_MANY = 3.0
_OTHER_LANGUAGE = -5.0
_MADE_FOR_DOMAIN = 3.0
_OTHER_DOMAIN = -1.0
# Material that this share of the models for a task are made for is what the task is about.
_USUAL = 0.75
_DEFAULT_CATEGORY = 0.5
# For each word of the description that speaks of this model alone, and for all of them.
_MENTIONED, _MENTIONED_MOST = 2.0, 4.0
_EVIDENCE = 3.0
_RECENCY = 0.3
_ADOPTION = 0.5
# What a library or a task page names as its choice for the task is as established as what has the most downloads; each
# further one that does adds a little. The larger of the two counts.
_RECOMMENDED, _RECOMMENDED_TOO, _RECOMMENDED_MOST = 0.4, 0.05, 0.5
# Downloads that were counted more than two years ago count half. What is only hosted has none to count; it gets what
# the middle one of the open models for the task gets, so that the way to offer a model does not decide.
_FRESH_YEARS, _STALE = 2, 0.5
_YEARS_UNTIL_OLD = 6
_MANY_DOWNLOADS = 10_000_000
# What a preference adds at most, and what it makes of the weight of evidence.
_PREFERRED = 4.0
_EVIDENCE_FOR: dict[Preference | None, float] = {"quality": 2.0, "cost": 0.5, "size": 0.5, "speed": 0.5}
# From the smallest and cheapest that the catalog knows to the largest and dearest, by powers of ten: parameters, and
# dollars a million tokens.
_PARAMETERS = (1e6, 1e12)
_DOLLARS = (1e-2, 1e2)
# A model that lists this many tags is a generalist, whatever finer work it lists.
_GENERALIST = 3
# A model that lists no more tags than this was made for each of them as much as for the first.
_AS_MUCH = 2
# A model is made for a language if it knows that one and at most English and one other.
_FEW_LANGUAGES = 3
_ENGLISH = ("en",)
# A benchmark with fewer models of the catalog than this says little about where one of them stands.
_ENOUGH_MEASURED = 3
# In years: what a maker publishes later than this takes the place of what came before; sooner, it is another size.
_NEXT_GENERATION = 0.5
# A model that falls behind the first by more than this was made for something else.
_FAR_BEHIND = 5.0
# A model is still good if it falls behind the best by no more than this.
_STILL_GOOD = 1.5
# A model that nobody has measured counts as good as its likes only while it is recent or much used.
_RECENT_YEARS = 3
_ESTABLISHED_DOWNLOADS = 100_000


@dataclass(frozen=True, slots=True)
class Credit:
    """One reason why a model stands where it stands. `value` is added to its score.

    For `evidence`, `measurement` is the figure, `rank` its place (1 is best) among the `of` models of the catalog
    measured on the same benchmark for the same task. `about` names the domain or the languages.
    """

    kind: CreditKind
    value: float
    task: str = ""
    category: str = ""
    measurement: Measurement | None = None
    rank: int = 0
    of: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A model that does the task, with its credits; `score` is their sum.

    `variants` are the other sizes and versions of its family that would do as well, the best first.
    """

    model: Model
    score: float
    credits: tuple[Credit, ...]
    variants: tuple[Pick, ...] = ()

    def family(self) -> tuple[Pick, ...]:
        """The pick itself and its variants."""
        return (self, *self.variants)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A model that would do the task but is not offered, and the demand it fails.

    Where `known` is False, it is only set aside: the facts that would decide are not known.
    """

    model: Model
    demand: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Demands to give up, and how many models would then do.

    `enough` is the value that would do as well in place of the only one of them, where it is a number; "" else.
    """

    without: tuple[Requirement, ...]
    models: int
    enough: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The models of one task, best first, no family twice, and those left out.

    `places` names the best, the lightest that is still good, and the safest: permissive, ungated and established.
    Two rankings are the same only if they are one object, so that what is derived from one can be kept beside it.
    """

    picks: tuple[Pick, ...]
    rejections: tuple[Rejection, ...]
    wishes: Wishes = NO_WISHES
    places: dict[Place, Pick] = field(default_factory=dict)

    @property
    def models(self) -> int:
        """How many models there are, variants included."""
        return sum(len(pick.family()) for pick in self.picks)

    def shown(self, limit: int) -> tuple[Pick, ...]:
        """The first picks, at most `limit` and none that is far behind the first; all for 0."""
        if not limit:
            return self.picks
        return tuple(pick for pick in self.picks[:limit] if self.picks[0].score - pick.score <= _FAR_BEHIND)

    def all_picks(self) -> Iterator[Pick]:
        """All models that suit, each by itself."""
        for pick in self.picks:
            yield Pick(pick.model, pick.score, pick.credits)
            yield from pick.variants

    def rejected(self) -> dict[str, int]:
        """How many models each demand removed, by its name, sorted."""
        return _counted(rejection for rejection in self.rejections if rejection.known)

    def unknown(self) -> dict[str, int]:
        """How many models were set aside because what a demand asks for is not known of them, by its name, sorted."""
        return _counted(rejection for rejection in self.rejections if not rejection.known)


def _counted(rejections: Iterable[Rejection]) -> dict[str, int]:
    return dict(sorted(Counter(rejection.demand for rejection in rejections).items()))


def rank(task: Task, catalog: Catalog, wishes: Wishes = NO_WISHES) -> Ranking:
    """The models for a task or a subtask, as `wishes` ask for them.

    A model that fails a requirement is a rejection with the name of that demand; one whose facts do not tell is a
    rejection, too, with `known` False. Where no language is asked for, models known to work in other languages than
    English only go last.

    For a subtask, models made for it go before those that only list its tag. Models that can no longer be had,
    or that their makers have replaced, are rejections with the demand "status". Of each family the best stands for
    all. Order never depends on the order of the files.
    """
    return _rank(task.id, catalog, wishes)


@lru_cache(maxsize=1024)
def _rank(task_id: str, catalog: Catalog, wishes: Wishes) -> Ranking:
    task = catalog.tasks[task_id]
    situation = wishes.situation(task, catalog)
    able: list[Model] = []
    rejections: list[Rejection] = []
    current: list[Model] = []
    for model in catalog.models_for(catalog.tasks[task.tag]):
        if model.status != "current":
            rejections.append(Rejection(model, "status"))
            continue
        current.append(model)
        answers = [(entry.met_by(model, situation), entry.name) for entry in wishes.requirements]
        failed = [name for met, name in answers if met is False] or [name for met, name in answers if met is None]
        if failed:
            rejections.append(Rejection(model, failed[0], any(met is False for met, _ in answers)))
        else:
            able.append(model)
    judge = _Judge(task, catalog, current, wishes)
    return _ranked(map(judge.pick, able), rejections, wishes, catalog)


def favor(ranking: Ranking, mentions: Mapping[str, Mention], catalog: Catalog) -> Ranking:
    """The same ranking with credit for the models that the words of the description speak of."""
    named = tuple((pick.model.id, mention) for pick in ranking.all_picks() if (mention := mentions.get(pick.model.id)))
    return _favored(ranking, named, catalog) if named else ranking


@lru_cache(maxsize=1024)
def _favored(ranking: Ranking, named: tuple[tuple[str, Mention], ...], catalog: Catalog) -> Ranking:
    mentions = dict(named)
    picks = []
    for pick in ranking.all_picks():
        mention = mentions.get(pick.model.id)
        if mention:
            credit = Credit(
                "words", round(min(_MENTIONED * mention.value, _MENTIONED_MOST), 2), about=", ".join(mention.words)
            )
            pick = Pick(pick.model, round(pick.score + credit.value, 2), (*pick.credits, credit))
        picks.append(pick)
    return _ranked(picks, ranking.rejections, ranking.wishes, catalog)


def _ranked(picks: Iterable[Pick], rejections: Sequence[Rejection], wishes: Wishes, catalog: Catalog) -> Ranking:
    ordered = sorted(picks, key=lambda pick: (-pick.score, pick.model.id.casefold()))
    return Ranking(_by_family(ordered), tuple(rejections), wishes, _places(ordered, catalog))


def relaxations(task: Task, catalog: Catalog, wishes: Wishes) -> tuple[Relaxation, ...]:
    """The fewest demands to give up so that some model does, the most models first; none if no demand is to blame."""
    for number in range(1, len(wishes.requirements) + 1):
        found = [
            Relaxation(dropped, freed.models, _enough(dropped, freed, wishes.situation(task, catalog)))
            for dropped in combinations(wishes.requirements, number)
            if (freed := rank(task, catalog, wishes.without(dropped))).picks
        ]
        if found:
            return tuple(sorted(found, key=lambda entry: -entry.models))
    return ()


def _enough(dropped: Sequence[Requirement], freed: Ranking, situation: Situation) -> str:
    """The value of a demand on a number that is next to the one that no model meets."""
    if len(dropped) > 1 or dropped[0].kind.scale is None:
        return ""
    scale = dropped[0].kind.scale
    measured = [scale.measure(pick.model, situation) for pick in freed.all_picks()]
    known = [value for value in measured if value is not None]
    return scale.write(scale.nearest(known)) if known else ""


class _Judge:
    """Gives models their credits for one task."""

    def __init__(self, task: Task, catalog: Catalog, current: Sequence[Model], wishes: Wishes) -> None:
        self._task, self._catalog, self._wishes = task, catalog, wishes
        self._standings = _Standings(current, task)
        self._today = _year(catalog.checked)
        advice = task.general or catalog.tasks[task.tag].general
        self._general = catalog.tasks[advice.task] if advice and advice.better else None
        self._middle = 0.0
        made = [model for model in current if _fit(model, task).kind == "made for"]
        found = Counter(domain for model in made for domain in model.domains)
        adopted = sorted(self._adopted(model).value for model in made if model.open_weights)
        self._middle = adopted[len(adopted) // 2] if adopted else 0.0
        self._usual_domains = {domain for domain, models in found.items() if models >= _USUAL * len(made)}

    def pick(self, model: Model) -> Pick:
        """A model with its credits."""
        task, wishes = self._task, self._wishes
        found = [self._fit(model)]
        elsewhere = _other_subtasks(model, task, self._catalog)
        if elsewhere:
            value = _MADE_FOR_OTHER if task.subtask_of else _NARROWER
            found.append(Credit("made for other", value, task=elsewhere[0]))
        found += _languages(model, wishes.languages)
        found += self._domains(model)
        if found[0].kind == "made for" and found[0].task == task.id and model.in_category(task.categories[0]):
            found.append(Credit("category", _DEFAULT_CATEGORY, category=task.categories[0]))
        standing = self._standings.best(model, wishes)
        if standing is not None:
            found.append(standing)
        found += _preferred(model, wishes)
        found += self._tie_breaks(model)
        return Pick(model, round(sum(credit.value for credit in found), 2), tuple(found))

    def _fit(self, model: Model) -> Credit:
        fit = _fit(model, self._task)
        if self._general and fit.kind == "also does" and model.serves(self._general):
            worth = _MADE_FOR_SUBTASK if self._task.subtask_of else _MADE_FOR_TASK
            return Credit("general", worth, task=fit.task)
        return fit

    def _domains(self, model: Model) -> list[Credit]:
        """Material of its own speaks for a model that is made for it, and against one where other material comes in."""
        if not model.domains:
            return []
        asked = [domain for domain in model.domains if domain in self._wishes.domains]
        if asked:
            return [Credit("domain", _MADE_FOR_DOMAIN, about=asked[0])]
        if not self._usual_domains.isdisjoint(model.domains):
            return []
        return [Credit("domain", _OTHER_DOMAIN, about=model.domains[0])]

    def _tie_breaks(self, model: Model) -> list[Credit]:
        found = []
        if model.released:
            age = max(0.0, self._today - _year(model.released))
            found.append(Credit("recency", round(_RECENCY * max(0.0, 1 - age / _YEARS_UNTIL_OLD), 2)))
        established = max(self._recommended(model), self._adopted(model), key=lambda credit: credit.value)
        return [*found, established] if established.value else found

    def _recommended(self, model: Model) -> Credit:
        named = [entry.by for entry in model.recommended if entry.task in (self._task.id, self._task.tag)]
        value = min(_RECOMMENDED + _RECOMMENDED_TOO * (len(named) - 1), _RECOMMENDED_MOST) if named else 0.0
        return Credit("recommended", round(value, 2), about="; ".join(named))

    def _adopted(self, model: Model) -> Credit:
        if model.downloads_month is None:
            return Credit("adoption", self._middle if model.open_weights is False else 0.0)
        share = min(1.0, math.log10(model.downloads_month + 1) / math.log10(_MANY_DOWNLOADS))
        stale = self._today - self._counted(model) > _FRESH_YEARS
        return Credit("adoption", round(_ADOPTION * share * (_STALE if stale else 1), 2))

    def _counted(self, model: Model) -> float:
        """When the downloads of a model were counted, as a year."""
        cited = [source for source, facts in model.sources.items() if "downloads_month" in facts]
        return max((_year(date) for source in cited if (date := self._catalog.sources[source].date)), default=0.0)


def _fit(model: Model, task: Task) -> Credit:
    if task.subtask_of and model.serves(task):
        return Credit("made for", _MADE_FOR_SUBTASK, task=task.id)
    if model.tasks[0] == task.tag or len(model.tasks) <= _AS_MUCH:
        return Credit("made for", _MADE_FOR_TASK, task=task.tag)
    return Credit("also does", _SERVES_TASK, task=task.tag)


def _other_subtasks(model: Model, task: Task, catalog: Catalog) -> list[str]:
    """The subtasks of the same tag that a model was made for, if what is asked for is not among them."""
    if task.id in model.subtasks or len(model.tasks) >= _GENERALIST:
        return []
    return [subtask for subtask in model.subtasks if catalog.tasks[subtask].subtask_of == task.tag]


def _languages(model: Model, languages: Sequence[str]) -> list[Credit]:
    if not languages:
        return [Credit("language", _OTHER_LANGUAGE, about="other")] if knows(model, _ENGLISH) is False else []
    if not knows(model, languages):
        return []
    other_than_english = [code for code in languages if code != "en"]
    if other_than_english and len(model.languages) < _FEW_LANGUAGES and other_than_english[0] in model.languages:
        return [Credit("language", _MADE_FOR_LANGUAGE, about="made for")]
    named = MULTILINGUAL not in model.languages
    return [Credit("language", _KNOWS_LANGUAGE if named else _KNOWS_MANY, about="knows" if named else "may know")]


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
    return [Credit(wishes.prefer, round(_PREFERRED * worth, 2))]


def _smallness(parameters: int | None) -> float:
    return 0.0 if parameters is None else 1 - _share(parameters, *_PARAMETERS)


def _cheapness(price: Price) -> float:
    if price.unit != "million tokens":
        return 0.5
    sides = [side for side in (price.input, price.output) if side is not None]
    return 1 - _share(sum(sides) / len(sides), *_DOLLARS)


def _share(value: float, least: float, most: float) -> float:
    """Where a value stands between two others by powers of ten, from 0 to 1."""
    return min(1.0, max(0.0, math.log10(max(value, least) / least) / math.log10(most / least)))


class _Standings:
    """Where each model stands on each benchmark of a task."""

    def __init__(self, models: Sequence[Model], task: Task) -> None:
        self._task = task
        self._able = len(models)
        self._figures: dict[str, list[Measurement]] = {}
        for model in models:
            for measurement in self._of(model):
                self._figures.setdefault(measurement.benchmark, []).append(measurement)

    def best(self, model: Model, wishes: Wishes) -> Credit | None:
        """The credit for the benchmark on which the model stands best, or None where it was not measured."""
        weight = _EVIDENCE * _EVIDENCE_FOR.get(wishes.prefer, 1.0)
        standings = [credit for entry in self._of(model) if (credit := self._standing(entry, weight))]
        return max(standings, key=lambda credit: (credit.value, credit.of), default=None)

    def _of(self, model: Model) -> list[Measurement]:
        measured = (self._task.id, *self._task.measured_by)
        return [entry for entry in model.evidence if entry.task in measured]

    def _standing(self, measurement: Measurement, weight: float) -> Credit | None:
        figures = self._figures[measurement.benchmark]
        if len(figures) < _ENOUGH_MEASURED:
            return None
        sign = 1 if measurement.higher_is_better else -1
        better = sum(sign * other.value > sign * measurement.value for other in figures)
        # A rank tells as much as there are models it compares with: the best of three old ones is not the best of all.
        value = weight * (1 - better / len(figures)) * len(figures) / self._able
        return Credit(
            "evidence",
            round(value, 2),
            task=measurement.task,
            measurement=measurement,
            rank=better + 1,
            of=len(figures),
        )


def _year(written: str) -> float:
    """A date (YYYY, YYYY-MM or YYYY-MM-DD) as a year with its part gone by; the middle of what is left open."""
    parts = [int(part) for part in written.split("-")]
    if len(parts) == 1:
        return parts[0] + 0.5
    return parts[0] + (parts[1] - 0.5) / 12


def _by_family(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    """One pick for each family: its best, with the others as variants."""
    families: dict[str, list[Pick]] = {}
    for pick in picks:
        families.setdefault(pick.model.family.casefold(), []).append(pick)
    return tuple(sorted(map(_led, families.values()), key=lambda pick: (-pick.score, pick.model.id.casefold())))


def _led(members: Sequence[Pick]) -> Pick:
    """One pick for the members of a family, the best first: a newer one leads if only adoption sets it apart."""
    best = lead = members[0]
    for pick in members[1:]:
        alike = best.score - pick.score <= _ADOPTION and best.model.released and pick.model.released
        if alike and _year(pick.model.released) - _year(lead.model.released) > _NEXT_GENERATION:
            lead = pick
    return Pick(lead.model, lead.score, lead.credits, tuple(pick for pick in members if pick is not lead))


def _places(picks: Sequence[Pick], catalog: Catalog) -> dict[Place, Pick]:
    if not picks:
        return {}
    today = _year(catalog.checked)
    best = picks[0]
    good = [pick for pick in picks if _still_good(pick, best, today)]
    places: dict[Place, Pick] = {"best": best}
    sized = [pick for pick in good if pick.model.parameters]
    if sized:
        places["lightest"] = min(sized, key=lambda pick: (pick.model.parameters or 0, -pick.score))
    safe = [
        pick
        for pick in good
        if pick.model.open_weights
        and not pick.model.gated
        and catalog.licenses[pick.model.license].class_ == "permissive"
        and pick.model.downloads_month
    ]
    if safe:
        places["safest"] = max(safe, key=lambda pick: (pick.model.downloads_month or 0, pick.score))
    return places


def _still_good(pick: Pick, best: Pick, today: float) -> bool:
    """Whether a model is nearly as good as the best: made for the same, and measured, recent or much used."""
    if best.score - pick.score > _STILL_GOOD or pick.credits[0].value < best.credits[0].value:
        return False
    if any(credit.kind == "evidence" for credit in pick.credits):
        return True
    recent = bool(pick.model.released) and today - _year(pick.model.released) <= _RECENT_YEARS
    return recent or (pick.model.downloads_month or 0) >= _ESTABLISHED_DOWNLOADS
