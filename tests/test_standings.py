"""Who stands where, and why: tests/golden/standings.txt, written anew by `pytest --update-golden`.

The models of standings.yaml differ in one thing at a time that the ranking looks at. Whoever changes what something is
worth sees here what else it moves.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

import pytest
from conftest import HERE, SMALL

from whichllm import Catalog, load_catalog
from whichllm.catalog import Task
from whichllm.ranking import Credit, Pick, Ranking, favor, rank, relaxations
from whichllm.ranking.affinity import Mention
from whichllm.requirements import kind_of
from whichllm.requirements.wishes import NO_WISHES, Requirement, Wishes

GOLDEN = HERE / "golden" / "standings.txt"

WISHES = {
    "prefer quality": Wishes(prefer="quality"),
    "prefer size": Wishes(prefer="size"),
    "prefer size, hinted": Wishes(prefer="size", hinted=True),
    "prefer speed": Wishes(prefer="speed"),
    "prefer cost": Wishes(prefer="cost"),
    "on law": Wishes(domains=("law",)),
    "on news and law": Wishes(domains=("news", "law")),
    "on books": Wishes(domains=("books",)),
    "beyond the alphabet": Wishes(beyond=("letters of the alphabet",)),
    "beyond stamps": Wishes(beyond=("ten kinds of stamps",)),
}
ASKED = (
    {"language": "en"},
    {"language": "fr"},
    {"language": "de"},
    {"language": "fr,de"},
    {"language": "fr,en"},
    {"language": "fr,de,ja"},
    {"language": "que"},
    {"language": "quy"},
    {"language": "es-fi"},
    {"size": "40M"},
    {"size": "40M", "released": "2025-06"},
    {"memory": "1GB", "language": "fr"},
    {"openness": "hosted", "price": "0.01"},
    {"openness": "open", "license": "mit", "gated": "no"},
    {"context": "8k", "size": "1M"},
    {"context": "8k", "price": "0.1"},
    {"size": "1k", "context": "8k"},
)
FRENCH = Wishes((Requirement("language", "fr", ("fr",)),))
# What the words speak of, beside what is wished.
MENTIONS = {
    "line and law": (NO_WISHES, {"line/one": Mention(0.6, ("line",)), "of/law": Mention(2.0, ("law", "court"))}),
    "the newer of a line": (NO_WISHES, {"line/two": Mention(0.6, ("line",))}),
    "the small ones": (NO_WISHES, {"sized/tiny": Mention(1.2, ("tiny",)), "line/two-small": Mention(1.0, ("small",))}),
    "the plain one": (NO_WISHES, {"made/plain": Mention(0.52, ("plain",))}),
    "the plain one, hardly": (NO_WISHES, {"made/plain": Mention(0.3333, ("plain",))}),
    "what also does it in French": (FRENCH, {"knows/also-french": Mention(0.6, ("also",))}),
    "nobody": (NO_WISHES, {"nobody/knows": Mention(1.0, ("nobody",))}),
}


@pytest.fixture(scope="module")
def made() -> Catalog:
    return load_catalog(SMALL, own=HERE / "standings.yaml")


def _asked(demands: dict[str, str], catalog: Catalog) -> Wishes:
    return Wishes(
        tuple(Requirement(name, value, kind_of(name).limit(value, catalog)) for name, value in demands.items())  # type: ignore[arg-type]
    )


def _told(pick: Pick, usual: Container[Credit]) -> str:
    """A pick with the credits that are not its usual ones."""
    credits = (
        f"{credit.value:+.2f} {credit.kind}"
        + "".join(f" {part}" for part in (credit.task, credit.category, credit.about) if part)
        + (f" {credit.measurement.benchmark} {credit.rank}/{credit.of}" if credit.measurement else "")
        for credit in pick.credits
        if credit not in usual
    )
    return " ".join([f"{pick.score:.2f} {pick.model.id}", *credits])


def _standings(ranking: Ranking, before: Ranking | None = None) -> Iterator[str]:
    usual = {pick.model.id: pick.credits for pick in before.all_picks()} if before else {}
    yield from (f"  {place}: {pick.model.id}" for place, pick in ranking.places.items())
    for pick in ranking.picks:
        yield f"  {_told(pick, usual.get(pick.model.id, ()))}"
        yield from (f"    or {_told(variant, usual.get(variant.model.id, ()))}" for variant in pick.variants)
    yield f"  {ranking.models} models; rejected {ranking.rejected()}, unknown {ranking.unknown()}"


def _given_up(task: Task, wishes: Wishes, catalog: Catalog) -> Iterator[str]:
    for entry in relaxations(task, catalog, wishes):
        demands = ", ".join(f"{demand.name} {demand.value}" for demand in entry.without)
        yield f"  without {demands}: {entry.models}, enough {entry.enough or 'nothing'}"


def _all(catalog: Catalog) -> Iterator[str]:
    wishes = WISHES | {f"{demands}": _asked(demands, catalog) for demands in ASKED}
    for name in ("sorting", "letters", "filing", "stamping", "carrying"):
        task = catalog.tasks[name]
        before = rank(task, catalog)
        yield name
        yield from _standings(before)
        for title, wished in wishes.items():
            # Languages tell apart what carries over from one to another, and what sorts, as an example of all others.
            if name not in ("letters", "filing", "stamping") or not wished.languages:
                yield f"{name}, {title}"
                yield from _standings(rank(task, catalog, wished), before)
                yield from _given_up(task, wished, catalog)
    for title, (wished, mentions) in MENTIONS.items():
        ranking = rank(catalog.tasks["sorting"], catalog, wished)
        yield f"sorting, about {title}"
        yield from _standings(favor(ranking, mentions, catalog), ranking)


def test_standings_are_as_recorded(made: Catalog, request: pytest.FixtureRequest) -> None:
    now = "\n".join(_all(made)) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


def test_few_are_shown_and_none_that_is_far_behind_the_first(made: Catalog) -> None:
    ranking = rank(made.tasks["sorting"], made)
    assert ranking.shown(0) == tuple(ranking.picks)
    assert ranking.shown(3) == ranking.picks[:3]
    shown = ranking.shown(1000)
    assert shown == ranking.picks[: len(shown)]
    assert "knows/french" in {pick.model.id for pick in ranking.picks} - {pick.model.id for pick in shown}
