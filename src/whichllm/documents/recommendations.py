"""Recommendations as plain values."""

from __future__ import annotations

import math
from dataclasses import asdict

from whichllm.answers.recommending import Chain, Recommendation, TaskAnswer
from whichllm.catalog import Catalog
from whichllm.catalog.derived import derived
from whichllm.catalog.quantities import GIGABYTE
from whichllm.documents.facts import catalog_facts, measurement_facts, model_facts
from whichllm.documents.lines import SCHEMA, Document, Fixed, known
from whichllm.ranking import Credit, Pick, Ranking, Relaxation
from whichllm.reading.tasks import Match
from whichllm.requirements import permission
from whichllm.requirements.memory import Need
from whichllm.requirements.wishes import Stated
from whichllm.wording import of_recommendations


def document(answer: Recommendation) -> Document:
    """A recommendation."""
    catalog, best = answer.catalog, answer.best
    return {
        "schema": SCHEMA,
        "description": answer.description,
        "matches": [_match(match) for match in answer.matches],
        "steps": [
            {
                "words": entry.step.words,
                "matches": [_match(match) for match in entry.step.matches],
                "demands": [_demand(stated) for stated in entry.best.demands],
                "models": _models(entry.best, answer.limit, catalog),
                **_left_out(entry.best),
                **_beside(entry.best, catalog),
            }
            for entry in answer.steps
        ],
        "demands": [_demand(stated) for stated in answer.demands],
        "models": _models(best, answer.limit, catalog) if best else [],
        **(_left_out(best) if best else {"rejected": {}, "unknown": {}}),
        **(_beside(best, catalog) if best else {}),
        **({"chain": _chain(answer.chain)} if answer.chain else {}),
        "catalog": catalog_facts(catalog),
    }


def _demand(stated: Stated) -> Document:
    """A demand; of hardware also what a model can have of its memory, and what it is assumed to have altogether."""
    document = stated._asdict()
    machine = document.pop("machine")
    if machine is not None:
        facts = {"usable_bytes": machine.memory, "installed_bytes": machine.installed, "sold_gb": list(machine.sold)}
        document |= known(facts)
    return document


def _left_out(answer: TaskAnswer) -> Document:
    """What was left out and why, and where nothing is left, what to give up."""
    return {
        "rejected": answer.ranking.rejected(),
        "unknown": answer.ranking.unknown(),
        **known({"relaxations": [_relaxation(entry) for entry in answer.relaxations]}),
    }


def _relaxation(entry: Relaxation) -> Document:
    names = [requirement.name for requirement in entry.without]
    return {"without": names, "models": entry.models, **known({"enough": entry.enough})}


def _beside(answer: TaskAnswer, catalog: Catalog) -> Document:
    """What stands beside the list: the named places where they differ, and the general language model."""
    places = {place: pick.model.id for place, pick in answer.ranking.places.items()}
    general = answer.general
    compared = general and {
        "id": general.pick.model.id,
        "better": general.better,
        "why": general.why,
        "differs": of_recommendations.differences(
            general.pick.model, answer.ranking.picks[0].model, answer.ranking.wishes, catalog
        ),
    }
    return known({"places": places if len(set(places.values())) > 1 else {}, "general": compared})


def _chain(chain: Chain) -> Document:
    total = chain.memory
    return {
        "models": [pick.model.id for pick in chain.picks],
        **known({"memory": _gigabytes(total) if total else None, "fits_together": chain.fits_together}),
        "prices": [known(asdict(pick.model.price)) for pick in chain.picks if pick.model.price],
        **(
            {"single": {"id": chain.single.id, "covers": [number + 1 for number in chain.covers]}}
            if chain.single
            else {}
        ),
    }


def _match(match: Match) -> Document:
    return {
        "task": match.task,
        **({"subtask": match.subtask} if match.subtask else {}),
        "category": match.category,
        "confidence": match.confidence,
        "evidence": [{"words": entry.words, "rule": entry.rule, "weight": entry.weight} for entry in match.evidence],
    }


def _models(answer: TaskAnswer, limit: int, catalog: Catalog) -> Fixed:
    return _shown(catalog, answer.ranking, answer.match.task, answer.match.subtask, limit)


@derived(most=1024)
def _shown(catalog: Catalog, ranking: Ranking, task: str, subtask: str, limit: int) -> Fixed:
    return Fixed(_pick(pick, task, subtask, ranking, catalog) for pick in ranking.shown(limit))


def _pick(pick: Pick, task: str, subtask: str, ranking: Ranking, catalog: Catalog) -> Document:
    model, wishes = pick.model, ranking.wishes
    facts = model_facts(model, catalog)
    need = wishes.need(model)
    return {
        "id": facts.pop("id"),
        "task": task,
        **({"subtask": subtask} if subtask else {}),
        "category": facts.pop("category"),
        "score": pick.score,
        "reasons": of_recommendations.reasons(pick.credits, model, catalog),
        "credits": [_credit(credit, catalog) for credit in pick.credits],
        "verdict": known(permission(catalog.license_of(model), wishes.use)._asdict()),
        **known({"memory": _need(need) if need else None}),
        "variants": [version.model.id for version in pick.versions()],
        **facts,
    }


def _credit(credit: Credit, catalog: Catalog) -> Document:
    measured = credit.measurement
    return {
        "kind": credit.kind,
        "value": credit.value,
        **known({"task": credit.task, "category": credit.category, "about": credit.about}),
        **(
            {
                **measurement_facts(measured, catalog),
                "value": credit.value,
                "figure": measured.value,
                "rank": credit.rank,
                "of": credit.of,
            }
            if measured
            else {}
        ),
    }


def _need(need: Need) -> Document:
    # What is added up is rounded, not what is added: so the parts give the total, however many there are.
    sums = [_gigabytes(amount) for amount in (need.weights, need.weights + need.cache, need.total)]
    return {
        "precision": need.precision,
        "total": sums[2],
        "weights": sums[0],
        "cache": round(sums[1] - sums[0], 2),
        "overhead": round(sums[2] - sums[1], 2),
    }


def _gigabytes(amount: float) -> float:
    """Bytes in GB, rounded up as tables do."""
    return math.ceil(round(amount / GIGABYTE * 100, 6)) / 100
