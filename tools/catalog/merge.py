"""One merge: what all sources state, the order of authority, and what a person wrote, into the blocks of the catalog.

What a person wrote stays: every field without an order in `authority.yaml`, and every fact that is cited from a source
without a place in the order of its field, that is, one whose importer does not yield it. No model is added: a fact on a
model that has no block is passed over. A fact that a source states no longer is kept until another source states it;
only what it recommends no longer is dropped, where it recommends others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.catalog.blocks import Block
from tools.catalog.facts import Choice, Fact, Score, load_yaml
from whichllm.catalog import MULTILINGUAL, SOURCED_FACTS

HERE = Path(__file__).parent
EVIDENCE, RECOMMENDED, RETIRED = "evidence", "recommended", "retired"
UNITED = frozenset({"libraries"})
"""Fields whose lists add up: what one source states does not speak against what another does."""

NEAR = 0.02
"""Counts this near to each other, as a share, are the same count rounded: no conflict."""

# Of many languages that the vocabulary lacks, so many tell which they are.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A field that gets another value, and the source that it now comes from."""

    model: str
    field: str
    before: Any
    after: Any
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that state different things; the catalog has the first."""

    model: str
    field: str
    kept: Any
    kept_from: str
    other: Any
    other_from: str


@dataclass(slots=True)
class Report:
    """What a merge did, and what it leaves to people."""

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    confirmed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many facts of the catalog each source states, by its id."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is believed: the order of authority per field, and single facts that are known to be wrong.

    `licenses` and `languages` are those that the catalog has; of other languages nothing is taken over.
    """

    orders: Mapping[str, tuple[str, ...]]
    refused: Collection[tuple[str, str, str]]
    licenses: Collection[str]
    languages: Collection[str]

    def rank(self, field_name: str, source: str) -> int:
        """The place of a source in the order of a field. A source without a place is a mistake in the table."""
        order = self.orders.get(field_name)
        if order is None or source not in order:
            raise KeyError(f"authority.yaml gives '{source}' no place for '{field_name}': add it to that list")
        return order.index(source)


def read_rules(licenses: Collection[str], languages: Collection[str], folder: Path = HERE) -> Rules:
    """The rules in `authority.yaml` and `refused.yaml`."""
    orders = {name: tuple(order) for name, order in load_yaml(folder / "authority.yaml").items()}
    refused = {(row["model"], row["field"], row["source"]) for row in load_yaml(folder / "refused.yaml")["refused"]}
    return Rules(orders, refused, licenses, languages)


def merge(blocks: Iterable[Block], facts: Iterable[Fact], ran: Collection[str], rules: Rules, today: str) -> Report:
    """Bring the blocks up to what the sources that `ran` state."""
    offers: dict[str, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        if (fact.model, fact.field, fact.source) not in rules.refused:
            offers[fact.model][fact.field].append(fact)
    report = Report()
    choosing = {fact.source for named in offers.values() for fact in named.get(RECOMMENDED, ())}
    for block in blocks:
        offered = offers.get(block.values["id"], {})
        for name, stated in offered.items():
            if name == EVIDENCE:
                _merge_evidence(block, stated, report)
            elif name in UNITED:
                _unite(block, name, stated, ran, rules, report)
            elif name == RECOMMENDED:
                continue
            elif name == RETIRED:
                _remark_retirement(block, stated, today, report)
            elif name != "price" or block.values["status"] != RETIRED:
                _merge_field(block, name, stated, ran, rules, report)
        _merge_recommended(block, offered.get(RECOMMENDED, []), choosing, report)
    return report


def agree(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same, the one perhaps with less detail."""
    if name == "released":
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    if name in ("parameters", "active_parameters", "downloads_month"):
        return bool(abs(one - other) <= NEAR * max(one, other))
    return _same(name, one, other)


def _same(name: str, one: Any, other: Any) -> bool:
    """Whether a value need not be written anew: the order in which a source lists things tells nothing."""
    if name == "languages":
        return set(one) == set(other)
    if name == "modalities":
        return all(set(one.get(way, ())) == set(other.get(way, ())) for way in ("input", "output"))
    return bool(one == other)


def _known_languages(fact: Fact, rules: Rules, report: Report) -> list[str]:
    known = [code for code in fact.value if code == MULTILINGUAL or code in rules.languages]
    if len(known) < len(fact.value):
        unknown = [code for code in fact.value if code not in known]
        more = f" and {len(unknown) - _NAMED} more" if len(unknown) > _NAMED else ""
        missing = ", ".join(unknown[:_NAMED]) + more
        report.remarks.append(
            f"{fact.model}: {fact.source} states the languages {missing}; add them to vocabulary.yaml to take them over"
        )
    return known


def _merge_field(
    block: Block, name: str, stated: list[Fact], ran: Collection[str], rules: Rules, report: Report
) -> None:
    model = block.values["id"]
    offered: dict[str, Any] = {}
    for fact in stated:
        if name == "license" and fact.value not in rules.licenses:
            report.remarks.append(
                f"{model}: {fact.source} states the licence '{fact.value}'; add it to licenses.yaml to take it over"
            )
            continue
        value = _known_languages(fact, rules, report) if name == "languages" else fact.value
        if value != []:
            offered.setdefault(fact.source, value)
    current = block.values.get(name)
    citing = [source for source, cited in block.values["sources"].items() if name in cited]
    if name == "license" and current == "unknown":
        current, citing = None, []
    for source in offered:
        rules.rank(name, source)
    if current is not None and any(source not in rules.orders[name] for source in citing):
        _note(report, model, name, (current, ", ".join(citing)), offered)
        return
    values = dict(offered)
    for source in citing if current is not None else ():
        if source not in offered and source not in ran:
            values[source] = current
    if not values:
        return
    best = min(values, key=lambda source: rules.rank(name, source))
    # A better source replaces what it contradicts, not what it only rounds otherwise; a source renews its own figure.
    same = _same if best in citing else agree
    agreed = current is not None and same(name, values[best], current)
    if not agreed:
        report.changes.append(Change(model, name, current, values[best], best))
        block.set(name, values[best])
        _cite(block, name, best)
    _note(report, model, name, (values[best], best), values)


def _unite(block: Block, name: str, stated: list[Fact], ran: Collection[str], rules: Rules, report: Report) -> None:
    """Put together what the sources state, the best first.

    What stands there from sources that did not run, or was taken from one by hand, goes before it.
    """
    model = block.values["id"]
    current = block.values.get(name, [])
    citing = [source for source, cited in block.values["sources"].items() if name in cited]
    offered = {fact.source: fact.value for fact in sorted(stated, key=lambda fact: rules.rank(name, fact.source))}
    renewed = [source for source in rules.orders[name] if source in ran]
    resting = [source for source in citing if source not in offered and source not in renewed]
    lists = [current if resting else (), *offered.values()]
    values = list(dict.fromkeys(entry for entries in lists for entry in entries))
    for source in offered:
        report.confirmed[source] += 1
    if values != current:
        report.changes.append(Change(model, name, current or None, values, ", ".join(offered)))
        block.set(name, values)
    if {*citing} != {*offered, *resting}:
        _cite(block, name, *offered, *resting)


def _note(report: Report, model: str, name: str, kept: tuple[Any, str], values: Mapping[str, Any]) -> None:
    for source, value in values.items():
        if _same(name, value, kept[0]):
            report.confirmed[source] += 1
        elif source != kept[1] and not agree(name, value, kept[0]) and name != "downloads_month":
            report.conflicts.append(Conflict(model, name, kept[0], kept[1], value, source))


def _cite(block: Block, name: str, *citing: str) -> None:
    """Let a field cite these sources only, and keep sources that something else is still cited from."""
    sources = {
        known: [fact for fact in cited if fact != name or known in citing]
        for known, cited in block.values["sources"].items()
    }
    for source in citing:
        cited = sources.setdefault(source, [])
        if name not in cited:
            cited.append(name)
            cited.sort(key=SOURCED_FACTS.index)
    kept = {known: facts for known, facts in sources.items() if facts}
    block.set("sources", kept if set(citing) <= set(block.values["sources"]) else dict(sorted(kept.items())))


def _merge_evidence(block: Block, stated: list[Fact], report: Report) -> None:
    served = _served(block)
    entries = [dict(entry) for entry in block.values.get(EVIDENCE, ())]
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]] = lambda entry: tuple(  # noqa: E731
        entry[name] for name in ("task", "benchmark", "source")
    )
    places = {key(entry): number for number, entry in enumerate(entries)}
    model = block.values["id"]
    for fact in stated:
        new = _entry(fact)
        if fact.value.task not in served:
            report.remarks.append(
                f"{model}: {fact.source} measures '{fact.value.task}', which the block does not list among its tasks"
            )
            continue
        report.confirmed[fact.source] += 1
        place = places.get(key(new))
        if place is None:
            places[key(new)] = len(entries)
            entries.append(new)
            report.changes.append(Change(model, EVIDENCE, None, _figure(new), fact.source))
        elif entries[place] != new:
            report.changes.append(Change(model, EVIDENCE, _figure(entries[place]), _figure(new), fact.source))
            entries[place] = new
    if entries:
        block.set(EVIDENCE, entries)


def _merge_recommended(block: Block, stated: list[Fact], choosing: Collection[str], report: Report) -> None:
    """Take over what the sources name now. What one of those that name models names no more is a choice no more."""
    model, before = block.values["id"], block.values.get(RECOMMENDED, [])
    named: dict[tuple[str, str], dict[str, Any]] = {
        (entry["source"], entry["task"]): entry for entry in before if entry["source"] not in choosing
    }
    for fact in stated:
        choice: Choice = fact.value
        if choice.task in _served(block):
            named[fact.source, choice.task] = {"task": choice.task, "by": choice.by, "source": fact.source}
            report.confirmed[fact.source] += 1
        else:
            report.remarks.append(
                f"{model}: {fact.source} names it for '{choice.task}', which the block does not list among its tasks"
            )
    after = [named[key] for key in sorted(named)]
    if after != before:
        changed = [entry for entry in (*before, *after) if (entry in before) != (entry in after)]
        for entry in changed:
            old, new = (_named(entry) if entry in entries else None for entries in (before, after))
            report.changes.append(Change(model, RECOMMENDED, old, new, entry["source"]))
        if after:
            block.set(RECOMMENDED, after)
        else:
            block.remove(RECOMMENDED)


def _named(entry: Mapping[str, Any]) -> str:
    return f"{entry['task']}: {entry['by']}"


def _served(block: Block) -> set[str]:
    return {*block.values["tasks"], *block.values.get("subtasks", ())}


def _entry(fact: Fact) -> dict[str, Any]:
    score: Score = fact.value
    entry = {
        "task": score.task,
        "benchmark": score.benchmark,
        "value": score.value,
        "higher_is_better": score.higher_is_better,
        "source": fact.source,
    }
    return {**entry, "date": score.date} if score.date else entry


def _figure(entry: Mapping[str, Any]) -> str:
    return f"{entry['benchmark']}: {entry['value']}"


def _remark_retirement(block: Block, stated: list[Fact], today: str, report: Report) -> None:
    """A model leaves by hand only: its status, its successor and its note go together."""
    if block.values["status"] != RETIRED:
        report.remarks.extend(
            f"{block.values['id']}: {fact.source} gives {fact.value} as its last day; "
            f"set 'status: retired', 'retired' and 'superseded_by'"
            for fact in stated
            if fact.value <= today
        )
