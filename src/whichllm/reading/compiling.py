"""From a catalog to the tables that reading looks things up in, as plain values: done once, kept in a snapshot.

Words are compared in their base form; an atom is the number of anything that rules can ask for (see `atoms`).

    settings   one value with the key "": `settings.Settings`
    words      a word, a form or variant of one, or what an association calls a concept ("{image}"): `lexicon.Entry`,
               without the empty fields at its end
    near       the first and the last letter of words: all forms that begin and end so, long enough to be meant
    names      a concept that demands are about ("language-name", "maker"): the words that meet it, each with the value
               that they stand for
    rules      the rarest atom that a pattern requires: the patterns of tasks' rules, `matching.Row`; the owner is a
               `tasks.RuleOfTask`
    demands    likewise for the words that state demands; the owner is a `catalog.DemandWords`, field by field
    demand-cues
               a word: what it weighs for demands, by their names and values, with the key ""; and with others, as
               `implied.Cue` tells
    step-cues  a word, or a sign in braces: what it weighs where a step may begin, by `catalog.CUE_PLACES`
    successions
               a tag: what speaks for other tags right after it
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import asdict
from itertools import chain
from typing import Any

from whichllm.base.compiled import CompiledInMemory, Table, Tables
from whichllm.base.patterns import Pattern, Sequence, Term, parse
from whichllm.catalog import (
    FIGURES,
    LANGUAGE_NAME,
    NOTHING,
    NUMBER,
    Catalog,
    Concept,
    Rule,
    Task,
    Vocabulary,
)
from whichllm.reading.atoms import SHORTEST_VARIANT, Atoms, Phrase
from whichllm.reading.lexicon import Entry, near
from whichllm.reading.matching import SIEVED, Row
from whichllm.reading.settings import KindOfData, Settings, Stock, Work
from whichllm.reading.text import words_in

# The name of a task, word for word, says more than any rule, and each word more than the name within it ("document
# question answering" and "question answering").
_NAMED_WORD = 5.0
# Jargon says a task plainly. Where it is only named ("CLIP was too slow for us"), the other words tell more.
_JARGON = 3.0

_Owned = tuple[Pattern, Any]


def compiled(catalog: Catalog) -> CompiledInMemory:
    """A catalog compiled for reading."""
    return CompiledInMemory(tables(catalog))


def tables(catalog: Catalog) -> Tables:
    """All tables of a catalog."""
    vocabulary = catalog.vocabulary
    numbers = {tag.id: number for number, tag in enumerate(catalog.tags())}
    learned = {entry.rule: dict(entry.weights) for entry in catalog.associations if entry.rule}

    def owner(tag: int, task: str, weight: float, says: str) -> list[Any]:
        # What several tasks say in the same words weighs once.
        return [tag, task, weight, says, learned.pop(says, {})]

    patterns: dict[Table, list[_Owned]] = {
        "rules": [
            (parse(rule.says), owner(numbers[task.tag], task.id, rule.weight, rule.says))
            for task in catalog.tasks.values()
            for rule in _rules_of(task, catalog)
        ]
        + [
            (_jargon(task.jargon), owner(numbers[task.tag], task.id, _JARGON, f"jargon of {task.name.casefold()}"))
            for task in catalog.tasks.values()
            if task.jargon
        ]
        + [(parse(rule.says), owner(len(numbers), NOTHING, rule.weight, rule.says)) for rule in vocabulary.silences],
        "demands": [(parse(words.says), asdict(words)) for words in vocabulary.demands],
    }
    introduction = Term(words=tuple(" ".join(words_in(phrase)) for phrase in vocabulary.introductions))
    terms = (
        term
        for owned in patterns.values()
        for pattern, _ in owned
        for sequence in pattern.wanted + pattern.unwanted
        for term in sequence.terms
    )
    # Names last: a word that is one in jargon ("boxes") stays a form of the word that rules know.
    atoms = Atoms(vocabulary, (introduction, *sorted(terms, key=lambda term: term.exact)))
    negations = [words_in(entry) for entry in vocabulary.negations]
    breadths = atoms.breadths()
    kept = {table: _by_rarest(owned, atoms, breadths, negations) for table, owned in patterns.items()}
    stocks = {table: Stock(len(owned), sorted(map(int, kept[table]))) for table, owned in patterns.items()}
    return {
        "settings": {"": _settings(catalog, numbers, atoms, introduction, stocks)},
        "words": _words(atoms, catalog),
        "near": _near(atoms),
        "names": _names(vocabulary),
        "demand-cues": _demand_cues(catalog),
        "step-cues": {cue.word: cue.weights for cue in catalog.step_cues},
        "successions": {entry.task: dict(entry.weights) for entry in catalog.successions},
        **kept,
    }


def _rules_of(task: Task, catalog: Catalog) -> Iterator[Rule]:
    """The rules of a task: its own, its name where that is more than one word, and the frames with what it handles."""
    yield from task.rules
    names = {" ".join(words_in(name)) for name in (task.id, task.name)}
    yield from (Rule(says=name, weight=_NAMED_WORD * len(name.split())) for name in sorted(names) if " " in name)
    for frame in catalog.vocabulary.frames:
        for source in task.reads:
            for target in task.writes:
                if source != target:
                    says = frame.says.replace("{in}", f"{{{source}}}").replace("{out}", f"{{{target}}}")
                    yield Rule(says=says, weight=frame.weight)


def _jargon(phrases: Iterable[str]) -> Pattern:
    words = tuple(" ".join(words_in(phrase)) for phrase in phrases)
    return Pattern((Sequence((Term(words=words, exact=True),), ()),))


def _settings(
    catalog: Catalog, numbers: Mapping[str, int], atoms: Atoms, introduction: Term, stocks: Mapping[Table, Stock]
) -> Settings:
    vocabulary = catalog.vocabulary
    concepts = vocabulary.concepts_by_id()
    of_concept = {concept: atoms.number(Term(concepts=(concept,))) for concept in concepts}
    works = (*catalog.tags(), *(task for task in catalog.tasks.values() if task.subtask_of))
    negations = [words_in(phrase) for phrase in vocabulary.negations]
    function_words = {*vocabulary.small_words, *vocabulary.mood_words, *chain.from_iterable(negations)}
    return Settings(
        small_words=vocabulary.small_words,
        negations=negations,
        negation_ends=vocabulary.negation_ends,
        denials=[words_in(phrase) for phrase in vocabulary.denials],
        postponements=vocabulary.postponements,
        contrasts=vocabulary.contrasts,
        subject_openings=[words_in(phrase) for phrase in vocabulary.subject_openings],
        subject_ends=vocabulary.subject_ends,
        introduction_ends=vocabulary.introduction_ends,
        asking_verbs=vocabulary.asking_verbs,
        askers=vocabulary.askers,
        wishing=[words_in(phrase) for phrase in vocabulary.wishing],
        purposes=[words_in(phrase) for phrase in vocabulary.purposes],
        orders=vocabulary.orders,
        payload_marks=vocabulary.payload_marks,
        connectors=vocabulary.connectors,
        listing=vocabulary.listing,
        earlier=[words_in(phrase) for phrase in vocabulary.earlier],
        awaited=[words_in(phrase) for phrase in vocabulary.awaited],
        onwards=[words_in(phrase) for phrase in vocabulary.onwards],
        beforehand=[words_in(phrase) for phrase in vocabulary.beforehand],
        later=[words_in(phrase) for phrase in vocabulary.later],
        ignored=sorted({piece for word in (*function_words, *vocabulary.stop_words) for piece in words_in(word)}),
        function_words=sorted(function_words),
        not_typos=vocabulary.not_typos,
        number=of_concept[NUMBER],
        introduction=atoms.number(introduction),
        figures=[(name, of_concept[name]) for name in (*FIGURES, LANGUAGE_NAME)],
        concepts=[(of_concept[concept.id], concept.id) for concept in vocabulary.concepts],
        kinds=[
            KindOfData(of_concept[concept.id], concept.id, concept.expected, concept.unexpected)
            for concept in concepts.values()
            if concept.modality
        ],
        tags=len(numbers),
        works=[
            Work(
                task.id,
                numbers[task.tag],
                task.categories[0],
                task.prior,
                task.near,
                sorted(set(_expand(task.reads, concepts))),
                sorted(set(_expand(task.writes, concepts))),
            )
            for task in works
        ],
        codes=[
            (word, language.code)
            for language in vocabulary.languages
            for word in dict.fromkeys((language.code, *language.words))
            if " " not in word
        ],
        further_codes=[(code, language.code) for language in vocabulary.languages for code in language.also],
        not_codes=vocabulary.not_codes,
        rules=stocks["rules"],
        demands=stocks["demands"],
        cued=sorted({demand for cue in catalog.demand_cues for demand in cue.weights}),
    )


def _demand_cues(catalog: Catalog) -> dict[str, dict[str, Mapping[str, float]]]:
    found: dict[str, dict[str, Mapping[str, float]]] = defaultdict(dict)
    for cue in catalog.demand_cues:
        word, _, rest = cue.word.partition(" ")
        found[word][rest] = dict(cue.weights)
    return found


def _expand(concepts: tuple[str, ...], by_id: Mapping[str, Concept]) -> Iterator[str]:
    """The concepts and all that they include."""
    waiting = list(concepts)
    while waiting:
        concept = waiting.pop()
        yield concept
        waiting.extend(by_id[concept].includes)


def _words(atoms: Atoms, catalog: Catalog) -> dict[str, Any]:
    alone: dict[str, list[int]] = {}
    begins: dict[str, dict[str, list[tuple[list[str], list[int]]]]] = defaultdict(lambda: defaultdict(list))
    for (first, *rest), meant in atoms.phrases():
        if rest:
            begins[first][rest[0]].append((rest[1:], sorted(meant)))
        else:
            alone[first] = sorted(meant)
    weights: dict[str, Mapping[str, float]] = {}
    manner: dict[str, dict[str, Mapping[str, float]]] = defaultdict(dict)
    for entry in catalog.associations:
        if entry.manner:
            word, following = entry.manner
            manner[word][following] = dict(entry.weights)
        elif not entry.rule:
            weights[entry.word] = entry.weights
    entries = {
        word: Entry(
            list(dict.fromkeys(atoms.forms.get(word, ()))),
            alone.get(word, ()),
            begins.get(word, {}),
            dict(weights.get(word, {})),
            manner.get(word, {}),
        )
        for word in dict.fromkeys([*atoms.forms, *weights, *manner])
    }
    return {word: _shortened(entry) for word, entry in entries.items()}


def _shortened(entry: Entry) -> list[Any]:
    """An entry without the empty fields at its end: most words are forms and nothing else."""
    fields = list(entry)
    while not fields[-1]:
        fields.pop()
    return fields


def _near(atoms: Atoms) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form in atoms.forms:
        if len(form) >= SHORTEST_VARIANT and form in atoms.spelled:
            found[near(form)].append(form)
    return found


def _names(vocabulary: Vocabulary) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for language in vocabulary.languages:
        found[LANGUAGE_NAME] += [(words_in(word), language.code) for word in language.words]
    for name in vocabulary.names:
        found[name.kind] += [(words_in(word), name.value) for word in name.words]
    return found


def _by_rarest(
    patterns: Iterable[_Owned], atoms: Atoms, breadths: Mapping[int, int], negations: SequenceOf[Phrase]
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for number, (pattern, owner) in enumerate(patterns):
        required = {atoms.number(term) for sequence in pattern.wanted for term in sequence.terms}
        rarest = sorted(required, key=lambda atom: (breadths[atom], atom))[:SIEVED]
        wanted, unwanted = (
            [_sequence(sequence, atoms, negations) for sequence in sequences]
            for sequences in (pattern.wanted, pattern.unwanted)
        )
        found[str(rarest[0])].append(Row(number, rarest, owner, wanted, unwanted))
    return found


def _sequence(sequence: Sequence, atoms: Atoms, negations: SequenceOf[Phrase]) -> Any:
    said = {piece for term in sequence.terms for word in term.words for piece in word.split()}
    return (
        [atoms.number(term) for term in sequence.terms],
        sequence.gaps,
        any(_holds(sequence.terms, negation) for negation in negations if said.issuperset(negation)),
        sequence.begins,
        sequence.ends,
    )


def _holds(terms: SequenceOf[Term], negation: Phrase) -> bool:
    """Whether terms hold a negation, in one of their phrases or word by word: "is" is none, "is already" is one."""
    phrase = f" {' '.join(negation)} "
    return any(phrase in f" {word} " for term in terms for word in term.words) or any(
        all(word in term.words for word, term in zip(negation, terms[first:], strict=False))
        for first in range(len(terms) - len(negation) + 1)
    )
