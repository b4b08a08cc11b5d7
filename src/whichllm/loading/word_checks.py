"""What must hold of the vocabulary and of what words weigh."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from whichllm.base.errors import WhichllmError
from whichllm.catalog import (
    CUE_PLACES,
    MOST_WEIGHT,
    NOTHING,
    STEP_SIGNS,
    UNDEMANDING,
    Association,
    Catalog,
    DemandCue,
    DemandName,
    StepCue,
    Succession,
    Vocabulary,
    is_pair,
)
from whichllm.loading.blocks import did_you_mean, keys_of
from whichllm.loading.inventory import Inventory, chain, check_slug, check_words, rings
from whichllm.loading.yaml_files import Location
from whichllm.requirements import kind_of

_WORD_LISTS = tuple(key.field for key in keys_of(Vocabulary).values() if key.kind == tuple[str, ...])


def check_vocabulary(vocabulary: Vocabulary, location: Location, inventory: Inventory) -> None:
    """Check the words, concepts and frames of the vocabulary."""
    for key in _WORD_LISTS:
        check_words(getattr(vocabulary, key), location.at(key))
    for index, language in enumerate(vocabulary.languages):
        here = location.at("languages", index)
        check_words(language.words, here.at("words"))
        for position, code in enumerate(language.also):
            if inventory.codes[code] != language.code:
                here.at("also", position).report(f"'{code}' means '{inventory.codes[code]}' already", "leave it there")
        for position, code in enumerate(language.members):
            inventory.check_language(code, here.at("members", position))
    for index, name in enumerate(vocabulary.names):
        here = location.at("names", index)
        check_words(name.words, here.at("words"))
        if any(name.kind == concept.id for concept in vocabulary.concepts):
            here.at("kind").report(f"'{name.kind}' is already the id of a concept", "give the kind another name")
    for index, irregular in enumerate(vocabulary.irregular):
        check_words((irregular.word,), location.at("irregular", index))
        check_words(irregular.forms, location.at("irregular", index, "forms"))
    seen: set[str] = set()
    for index, concept in enumerate(vocabulary.concepts):
        here = location.at("concepts", index)
        if concept.id in seen:
            here.at("id").report(f"the concept '{concept.id}' already stands above", "merge the two blocks")
        seen.add(concept.id)
        if not concept.words and not concept.includes:
            here.report(f"the concept '{concept.id}' has no words", "add 'words' or 'includes'")
        check_words(concept.words, here.at("words"))
        for position, other in enumerate(concept.includes):
            inventory.expect(other, inventory.concepts, "concept", here.at("includes", position))
    index_of = {concept.id: index for index, concept in enumerate(vocabulary.concepts)}
    for ring in rings({concept.id: concept.includes for concept in vocabulary.concepts}):
        here = location.at("concepts", index_of[ring[0]], "includes")
        here.report(f"the concept '{ring[0]}' includes itself: {chain(ring)}", "take one of them out")
    for index, frame in enumerate(vocabulary.frames):
        says = frame.says.replace("{in}", "x").replace("{out}", "x")
        inventory.check_pattern(says, location.at("frames", index, "says"))
        if "{in}" not in frame.says or "{out}" not in frame.says:
            location.at("frames", index, "says").report("a frame needs both {in} and {out}")
    for index, silence in enumerate(vocabulary.silences):
        inventory.check_pattern(silence.says, location.at("silences", index, "says"))
    for index, words in enumerate(vocabulary.demands):
        inventory.check_pattern(words.says, location.at("demands", index, "says"))
        if words.demand == "domain":
            inventory.expect(words.value, inventory.domains, "domain", location.at("demands", index, "value"))
    named: set[str] = set()
    for index, domain in enumerate(vocabulary.domains):
        here = location.at("domains", index)
        check_slug(domain.id, here)
        if domain.id in named:
            here.at("id").report(f"the domain '{domain.id}' already stands above", "merge the two blocks")
        named.add(domain.id)


def check_association(association: Association, location: Location, inventory: Inventory) -> None:
    """Check that the tasks and the concept of an association exist, and that its weights can be added up."""
    if association.word.startswith("{"):
        inventory.expect(association.word.strip("{}"), inventory.concepts, "concept", location.at("word"))
    manner = association.manner
    tells_whether = manner is not None and not is_pair(manner[1])
    for tag, weight in association.weights.items():
        if tells_whether and tag != NOTHING:
            location.at("weights", tag).report(
                "that a word is there or comes first speaks for no task", f"write a weight for '{NOTHING}' alone"
            )
        elif tag != NOTHING:
            inventory.expect(tag, inventory.tags, "task", location.at("weights", tag))
        _check_weight(weight, location.at("weights", tag))


def check_demand_cue(cue: DemandCue, location: Location) -> None:
    """Check that what a cue speaks for is a demand that there is, and that its weights can be added up."""
    for demand, weight in cue.weights.items():
        name, _, value = demand.partition(" ")
        if demand != UNDEMANDING and (name not in get_args(DemandName) or not value):
            location.at("weights", demand).report(
                f"'{demand}' is no demand with its value", f"write it like 'runs local', or '{UNDEMANDING}'"
            )
        _check_weight(weight, location.at("weights", demand))


def check_step_cue(cue: StepCue, location: Location) -> None:
    """Check that a sign is one that there is, and counts as such, and that its weights can be added up."""
    is_sign = cue.word.startswith("{")
    if is_sign and cue.word.strip("{}") not in STEP_SIGNS:
        location.at("word").report(f"unknown sign '{cue.word}'", did_you_mean(cue.word.strip("{}"), STEP_SIGNS))
    for key, weight in zip(CUE_PLACES, cue.weights, strict=True):
        if weight and is_sign != (key == "sign"):
            location.at(key).report(
                f"'{cue.word}' has no weight of this kind", "a sign in braces has 'sign', a word any of the others"
            )
        _check_weight(weight, location.at(key))


def check_succession(succession: Succession, location: Location, inventory: Inventory) -> None:
    """Check that the tasks of a succession exist, and that its weights can be added up."""
    inventory.expect(succession.task, inventory.tags, "task", location.at("task"))
    for tag, weight in succession.weights.items():
        inventory.expect(tag, inventory.tags, "task", location.at("weights", tag))
        _check_weight(weight, location.at("weights", tag))


def _check_weight(weight: float, location: Location) -> None:
    if abs(weight) > MOST_WEIGHT:
        location.report(f"{weight:g} is too much to weigh", f"write a weight between -{MOST_WEIGHT} and {MOST_WEIGHT}")


def check_demands(catalog: Catalog, location: Location) -> None:
    """Check that the values of demands mean something in a sound catalog, but for those with slots or none."""
    for index, words in enumerate(catalog.vocabulary.demands):
        if "{" not in words.value and words.value:
            _check_value(words.demand, words.value, catalog, location.at("demands", index, "value"))


def check_cued_demands(cues: Iterable[tuple[DemandCue, Location]], catalog: Catalog) -> None:
    """Check that the values of the demands that cues speak for mean something in a sound catalog."""
    met: set[str] = {UNDEMANDING}
    for cue, location in cues:
        for demand in cue.weights.keys() - met:
            name, _, value = demand.partition(" ")
            _check_value(name, value, catalog, location.at("weights", demand))
        met |= cue.weights.keys()


def _check_value(demand: str, value: str, catalog: Catalog, location: Location) -> None:
    try:
        kind_of(demand).limit(value, catalog)
    except WhichllmError as error:
        location.report(error.message, error.hint)
