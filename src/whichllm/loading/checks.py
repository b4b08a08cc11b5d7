"""What must hold between the blocks of a catalog: ids that exist, patterns that parse, facts with a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from whichllm.base.errors import WhichllmError
from whichllm.base.patterns import PatternError, parse, words_of
from whichllm.catalog import (
    CUE_PLACES,
    HANDLED,
    MOST_WEIGHT,
    MULTILINGUAL,
    NOTHING,
    SNIPPET_SLOTS,
    SOURCED_FACTS,
    STEP_SIGNS,
    Association,
    Catalog,
    Category,
    Concept,
    Domain,
    Hardware,
    Library,
    License,
    Model,
    Snippet,
    Source,
    StepCue,
    Succession,
    Task,
    Vocabulary,
    plain_hardware,
)
from whichllm.catalog.quantities import is_date
from whichllm.loading.blocks import did_you_mean, keys_of
from whichllm.loading.yaml_files import Place
from whichllm.requirements import kind_of

_LIBRARY = re.compile(r"[a-z0-9]+(?:[-._+][a-z0-9]+)*")
_DIRECTION = re.compile(r"(?!\*-\*)(?:\*|[a-z]{2,3})-(?:\*|[a-z]{2,3})")
_SLOT = re.compile(r"\{(?:[^{}|\n]*\|)?(\w+)(?:\|[^{}|\n]*)?\}")
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_SLUG = re.compile(r"[a-z0-9]+(?:[-.+][a-z0-9]+)*\+{0,2}")
_KINDS: Mapping[str, type] = {
    "category": Category,
    "task": Task,
    "subtask": Task,
    "model": Model,
    "license": License,
    "library": Library,
    "source": Source,
    "concept": Concept,
    "domain": Domain,
}
_WORD_LISTS = tuple(key.field for key in keys_of(Vocabulary).values() if key.kind == tuple[str, ...])
_MODEL_ID = re.compile(r"[^\s/]+(?:/[^\s/]+)*")


_HOW_LANGUAGES_ARE_WRITTEN = (
    "write its ISO 639-1 code, or 639-3 where there is none; what the vocabulary lacks is added there under 'languages'"
)


class Checks:
    """The checks of one catalog. Each block is checked at its place; mistakes are reported there.

    `broken` holds, by their kind, the ids of blocks that stand in the files but are too broken to be built.
    """

    def __init__(
        self,
        categories: Mapping[str, Category],
        tasks: Mapping[str, Task],
        models: Mapping[str, Model],
        licenses: Mapping[str, License],
        libraries: Mapping[str, Library],
        sources: Mapping[str, Source],
        vocabulary: Vocabulary,
        broken: Mapping[type, Set[str]],
    ) -> None:
        self._categories = categories
        self._tags = {task.id: task for task in tasks.values() if not task.subtask_of}
        self._subtasks = {task.id: task for task in tasks.values() if task.subtask_of}
        self._models = models
        self._licenses = licenses
        self._libraries = libraries
        self._sources = sources
        self._broken = broken
        self._concepts = vocabulary.concepts_by_id()
        self._domains = {domain.id: domain for domain in vocabulary.domains}
        self._languages = {language.code: language for language in vocabulary.languages}
        self._codes = vocabulary.language_codes()

    def check(self, block: object, place: Place) -> None:
        """Check one block of any kind."""
        match block:
            case Source():
                self._slug(block.id, place)
                for key in ("date", "checked"):
                    if getattr(block, key):
                        self._date(getattr(block, key), place.at(key))
            case License():
                self._slug(block.id, place)
            case Hardware():
                self._check_hardware(block, place)
            case Library():
                self._check_library(block, place)
            case Category():
                self._slug(block.id, place)
                for index, other in enumerate(block.instead):
                    self._known(other.take, self._categories, "category", place.at("instead", index, "take"))
            case Task():
                self._check_task(block, place)
            case Model():
                self._check_model(block, place)

    def check_what_is_named(self, block: object, place: Place) -> None:
        """Check what a block names, and its sound values, that is too broken to be checked whole."""
        match block:
            case Model():
                self._named_by_model(block, place)
                self._values_of_model(block, place)
                self.check_category(block, place)
            case Task():
                self._named_by_task(block, place)

    def check_category(self, model: Model, place: Place) -> None:
        """Check the category of a model that names it itself."""
        self._known(model.category, self._categories, "category", place.at("category"))

    def check_successors(self, placed: Iterable[tuple[Model, Place]]) -> None:
        """Check that no model is, in the end, superseded by itself. The last of those that are is to be changed."""
        superseded = {model.id: (model.superseded_by, place) for model, place in placed if model.superseded_by}
        for loop in _loops({name: (successor,) for name, (successor, _) in superseded.items()}):
            superseded[loop[0]][1].at("superseded_by").report(
                f"'{loop[0]}' is superseded by itself in the end: {_chain(loop)}", "name a model that is current"
            )

    def check_vocabulary(self, vocabulary: Vocabulary, place: Place) -> None:
        """Check the words, concepts and frames of the vocabulary."""
        for key in _WORD_LISTS:
            self._words(getattr(vocabulary, key), place.at(key))
        for index, language in enumerate(vocabulary.languages):
            here = place.at("languages", index)
            self._words(language.words, here.at("words"))
            for position, code in enumerate(language.also):
                if self._codes[code] != language.code:
                    here.at("also", position).report(f"'{code}' means '{self._codes[code]}' already", "leave it there")
            for position, code in enumerate(language.members):
                self._language(code, here.at("members", position))
        for index, name in enumerate(vocabulary.names):
            here = place.at("names", index)
            self._words(name.words, here.at("words"))
            if any(name.kind == concept.id for concept in vocabulary.concepts):
                here.at("kind").report(f"'{name.kind}' is already the id of a concept", "give the kind another name")
        for index, irregular in enumerate(vocabulary.irregular):
            self._words((irregular.word,), place.at("irregular", index))
            self._words(irregular.forms, place.at("irregular", index, "forms"))
        seen: set[str] = set()
        for index, concept in enumerate(vocabulary.concepts):
            here = place.at("concepts", index)
            if concept.id in seen:
                here.at("id").report(f"the concept '{concept.id}' already stands above", "merge the two blocks")
            seen.add(concept.id)
            if not concept.words and not concept.includes:
                here.report(f"the concept '{concept.id}' has no words", "add 'words' or 'includes'")
            self._words(concept.words, here.at("words"))
            for position, other in enumerate(concept.includes):
                self._known(other, self._concepts, "concept", here.at("includes", position))
        index_of = {concept.id: index for index, concept in enumerate(vocabulary.concepts)}
        for loop in _loops({concept.id: concept.includes for concept in vocabulary.concepts}):
            here = place.at("concepts", index_of[loop[0]], "includes")
            here.report(f"the concept '{loop[0]}' includes itself: {_chain(loop)}", "take one of them out")
        for index, frame in enumerate(vocabulary.frames):
            says = frame.says.replace("{in}", "x").replace("{out}", "x")
            self._pattern(says, place.at("frames", index, "says"))
            if "{in}" not in frame.says or "{out}" not in frame.says:
                place.at("frames", index, "says").report("a frame needs both {in} and {out}")
        for index, words in enumerate(vocabulary.demands):
            self._pattern(words.says, place.at("demands", index, "says"))
            if words.demand == "domain":
                self._known(words.value, self._domains, "domain", place.at("demands", index, "value"))
        named: set[str] = set()
        for index, domain in enumerate(vocabulary.domains):
            here = place.at("domains", index)
            self._slug(domain.id, here)
            if domain.id in named:
                here.at("id").report(f"the domain '{domain.id}' already stands above", "merge the two blocks")
            named.add(domain.id)

    def check_association(self, association: Association, place: Place) -> None:
        """Check that the tasks and the concept of an association exist, and that its weights can be added up."""
        if association.word.startswith("{"):
            self._known(association.word.strip("{}"), self._concepts, "concept", place.at("word"))
        for tag, weight in association.weights.items():
            if association.manner and tag != NOTHING:
                place.at("weights", tag).report(
                    "how a description is put speaks for no task", f"write a weight for '{NOTHING}' alone"
                )
            elif tag != NOTHING:
                self._known(tag, self._tags, "task", place.at("weights", tag))
            self._bounded(weight, place.at("weights", tag))

    def check_step_cue(self, cue: StepCue, place: Place) -> None:
        """Check that a sign is one that there is, and counts as such, and that its weights can be added up."""
        is_sign = cue.word.startswith("{")
        if is_sign and cue.word.strip("{}") not in STEP_SIGNS:
            place.at("word").report(f"unknown sign '{cue.word}'", did_you_mean(cue.word.strip("{}"), STEP_SIGNS))
        for key, weight in zip(CUE_PLACES, cue.weights, strict=True):
            if weight and is_sign != (key == "sign"):
                place.at(key).report(
                    f"'{cue.word}' has no weight of this kind", "a sign in braces has 'sign', a word any of the others"
                )
            self._bounded(weight, place.at(key))

    def check_succession(self, succession: Succession, place: Place) -> None:
        """Check that the tasks of a succession exist, and that its weights can be added up."""
        self._known(succession.task, self._tags, "task", place.at("task"))
        for tag, weight in succession.weights.items():
            self._known(tag, self._tags, "task", place.at("weights", tag))
            self._bounded(weight, place.at("weights", tag))

    def _bounded(self, weight: float, place: Place) -> None:
        if abs(weight) > MOST_WEIGHT:
            place.report(f"{weight:g} is too much to weigh", f"write a weight between -{MOST_WEIGHT} and {MOST_WEIGHT}")

    def check_snippet(self, snippet: Snippet, place: Place) -> None:
        """Check that the library and the tasks of a snippet exist, and that it runs the model that is asked for."""
        self._known(snippet.library, self._libraries, "library", place.at("library"))
        for index, task in enumerate(snippet.tasks):
            self._known(task, {**self._tags, **self._subtasks}, "task", place.at("tasks", index))
        for index, category in enumerate(snippet.categories):
            self._known(category, self._categories, "category", place.at("categories", index))
        families = {model.family for model in self._models.values()}
        for index, name in enumerate(snippet.not_for):
            if name not in self._models and name not in families:
                place.at("not_for", index).report(
                    f"no model and no family is called '{name}'", "write the id of a model, or the name of a family"
                )
        for model, called in snippet.calls.items():
            self._known(model, self._models, "model", place.at("calls", model))
            if not _NAME.fullmatch(called) and {"module", "class"} & {*_SLOT.findall(snippet.code)}:
                place.at("calls", model).report(f"'{called}' is not the name of a class", "write module.Class")
        if not {"id", "title", "gguf", "call", "module", "class"} & {*_SLOT.findall(snippet.code)}:
            slots = ", ".join(f"{{{slot}}}" for slot in SNIPPET_SLOTS)
            place.at("code").report("names no model", f"write {{id}} where its id belongs (slots: {slots})")

    def check_names(self, placed: Iterable[tuple[str, str, Place]], plain: Callable[[str], str]) -> None:
        """Check that no two blocks answer to the same name. Each item is (name, id of its block, place).

        `plain` gives the form in which names are looked up.
        """
        owners: dict[str, str] = {}
        for name, owner, place in placed:
            other = owners.setdefault(plain(name), owner)
            if other != owner:
                place.report(f"'{name}' is already a name of '{other}'", "keep it where people mean it most")

    def _check_hardware(self, hardware: Hardware, place: Place) -> None:
        self._slug(hardware.id, place)
        for index, alias in enumerate(hardware.aliases):
            if not plain_hardware(alias):
                place.at("aliases", index).report(f"'{alias}' fits much hardware", "say which is meant")
        if not hardware.memories:
            place.at("memories").report("names no memory", "say how many GB it has")
        for index, memory in enumerate(hardware.memories):
            if memory <= 0:
                place.at("memories", index).report(f"'memories' cannot be {memory:g} GB", "leave out what is not known")
        if hardware.usual is not None and hardware.usual not in hardware.memories:
            place.at("usual").report(f"{hardware.usual:g} GB is none of its memories", "name one of them")
        if hardware.bandwidth is not None and hardware.bandwidth <= 0:
            place.at("bandwidth").report(
                f"'bandwidth' cannot be {hardware.bandwidth:g} GB/s", "leave out what is not known"
            )
        if not hardware.sources:
            place.at("sources").report("names no source", "say where the facts come from")
        for index, source in enumerate(hardware.sources):
            self._known(source, self._sources, "source", place.at("sources", index))

    def _check_task(self, task: Task, place: Place) -> None:
        self._slug(task.id, place)
        if not task.categories:
            place.at("categories").report("names no category", "name at least one, the default first")
        self._named_by_task(task, place)
        meant = self._subtasks.get(task.usually)
        if meant and meant.subtask_of != task.id:
            place.at("usually").report(
                f"'{task.usually}' is a subtask of '{meant.subtask_of}'", "name a subtask of this task"
            )
        seen: set[str] = set()
        for index, rule in enumerate(task.rules):
            here = place.at("rules", index, "says")
            if rule.says in seen:
                here.report(f"the rule '{rule.says}' stands twice in this task", "remove one of them")
            seen.add(rule.says)
            self._pattern(rule.says, here)

    def _named_by_task(self, task: Task, place: Place) -> None:
        """Check that whatever a task names is there."""
        for index, category in enumerate(task.categories):
            self._known(category, self._categories, "category", place.at("categories", index))
        self._known(task.subtask_of, self._tags, "task", place.at("subtask_of"))
        self._known(task.usually, self._subtasks, "subtask", place.at("usually"))
        for index, measured in enumerate(task.measured_by):
            self._known(measured, {**self._tags, **self._subtasks}, "task", place.at("measured_by", index))
        for index, tag in enumerate(task.near):
            self._known(tag, self._tags, "task", place.at("near", index))
        for key, concepts in (("reads", task.reads), ("writes", task.writes)):
            for index, concept in enumerate(concepts):
                self._known(concept, self._concepts, "concept", place.at(key, index))

    def _check_library(self, library: Library, place: Place) -> None:
        if not _LIBRARY.fullmatch(library.id):
            place.at("id").report(f"'{library.id}' is not an id", "write it as the package index does, in lower case")
        if library.key and library.kind != "hosted client":
            place.at("key").report("only a hosted client needs a key", "leave it out, or name another 'kind'")

    def _check_model(self, model: Model, place: Place) -> None:
        if not _MODEL_ID.fullmatch(model.id):
            place.at("id").report(f"'{model.id}' is not a model id", "write it without spaces")
        if not model.tasks:
            place.at("tasks").report("names no task", "name at least one, the main one first")
        self._named_by_model(model, place)
        for index, subtask in enumerate(model.subtasks):
            parent = self._subtasks.get(subtask)
            if parent and parent.subtask_of not in model.tasks:
                place.at("subtasks", index).report(
                    f"'{subtask}' is a subtask of '{parent.subtask_of}'",
                    f"add '{parent.subtask_of}' to 'tasks'",
                )
        for index, tag in enumerate(model.untrained_for):
            self._listed(tag, model.tasks, place.at("untrained_for", index))
        self._values_of_model(model, place)
        if (model.status == "superseded") != bool(model.superseded_by) and model.status != "retired":
            place.at("status").report("'superseded' and 'superseded_by' go together")
        if (model.status == "retired") != bool(model.retired):
            place.at("status").report("'status: retired' and 'retired: <date>' go together")
        for index, measurement in enumerate(model.evidence):
            here = place.at("evidence", index)
            self._listed(measurement.task, (*model.tasks, *model.subtasks), here.at("task"))
        for index, choice in enumerate(model.recommended):
            here = place.at("recommended", index)
            self._listed(choice.task, (*model.tasks, *model.subtasks), here.at("task"))
        self._check_sources(model, place)

    def _values_of_model(self, model: Model, place: Place) -> None:
        """Check values that depend on nothing else in the block."""
        for index, direction in enumerate(model.translates):
            if not _DIRECTION.fullmatch(direction):
                place.at("translates", index).report(
                    f"'{direction}' is no direction of translation",
                    'write "de-en", or "*-en" and "en-*" for any of its languages',
                )
                continue
            for code in direction.split("-"):
                if code != "*":
                    self._language(code, place.at("translates", index))
        for index, code in enumerate(model.languages):
            if code != MULTILINGUAL:
                self._language(code, place.at("languages", index))
        self._check_price(model, place.at("price"))
        for key in ("input", "output"):
            for index, kind in enumerate(getattr(model.modalities, key, ())):
                if kind not in HANDLED:
                    here = place.at("modalities", key, index)
                    here.report(f"unknown modality '{kind}'", did_you_mean(kind, HANDLED))
        for key in ("released", "retired"):
            if getattr(model, key):
                self._date(getattr(model, key), place.at(key))
        for key in ("parameters", "active_parameters", "file_size", "context", "downloads_month"):
            count = getattr(model, key)
            if count is not None and count < (0 if key in ("file_size", "downloads_month") else 1):
                place.at(key).report(f"'{key}' cannot be {count}", "leave out what is not known")
        for index, measurement in enumerate(model.evidence):
            if measurement.date:
                self._date(measurement.date, place.at("evidence", index, "date"))

    def _check_price(self, model: Model, place: Place) -> None:
        if model.price and not model.price.sides:
            place.report("names no price", "say what goes in or what comes out costs: 'input' or 'output'")
        for side in model.price.sides if model.price else ():
            if side < 0:
                place.report(f"'price' cannot be {side:g} dollars", "leave out what is not known")

    def _language(self, code: str, place: Place) -> None:
        """A language of a model needs a code that people can ask for it by."""
        if code in self._languages:
            return
        named = self._codes.get(code.casefold())
        place.report(f"unknown language '{code}'", f"write '{named}'" if named else _HOW_LANGUAGES_ARE_WRITTEN)

    def _named_by_model(self, model: Model, place: Place) -> None:
        """Check that whatever a model names is there."""
        lists: tuple[tuple[str, Sequence[str], Mapping[str, object], str], ...] = (
            ("tasks", model.tasks, self._tags, "task"),
            ("subtasks", model.subtasks, self._subtasks, "subtask"),
            ("domains", model.domains, self._domains, "domain"),
            ("other_categories", model.other_categories, self._categories, "category"),
            ("libraries", model.libraries, self._libraries, "library"),
        )
        for key, names, known, kind in lists:
            for index, name in enumerate(names):
                self._known(name, known, kind, place.at(key, index))
        self._known(model.license, self._licenses, "license", place.at("license"))
        self._known(model.superseded_by, self._models, "model", place.at("superseded_by"))
        for index, measurement in enumerate(model.evidence):
            self._known(measurement.source, self._sources, "source", place.at("evidence", index, "source"))
        for index, choice in enumerate(model.recommended):
            self._known(choice.source, self._sources, "source", place.at("recommended", index, "source"))
        for source in model.sources:
            self._known(source, self._sources, "source", place.at("sources", source))

    def _listed(self, task: str, served: Sequence[str], place: Place) -> None:
        """What is said of a model on a task needs the task among those that it serves."""
        if task not in served:
            place.report(f"the model does not list the task '{task}'")

    def _check_sources(self, model: Model, place: Place) -> None:
        cited: set[str] = set()
        for source, facts in model.sources.items():
            for index, fact in enumerate(facts):
                here = place.at("sources", source, index)
                if fact not in SOURCED_FACTS:
                    here.report(f"'{fact}' is not a fact that needs a source", did_you_mean(fact, SOURCED_FACTS))
                elif getattr(model, fact) in (None, "", ()):
                    here.report(f"cites '{fact}', which the block does not state")
            cited.update(facts)
        if not model.sources:
            place.at("sources").report("names no source", "say where the facts come from")
        for fact in SOURCED_FACTS:
            if fact not in cited and getattr(model, fact) not in (None, "", ()):
                if fact == "license" and model.license == "unknown":
                    continue
                place.at(fact).report(f"'{fact}' has no source", "name it under 'sources', or leave the fact out")

    def _slug(self, name: str, place: Place) -> None:
        if not _SLUG.fullmatch(name):
            place.at("id").report(f"'{name}' is not an id", "use lower case letters, digits and dashes")

    def _words(self, words: Sequence[str], place: Place) -> None:
        for index, word in enumerate(words):
            if not words_of(word):
                place.at(index).report(f"'{word}' holds no letter or digit", "write a word, or leave it out")

    def _known(self, name: str, known: Mapping[str, object], kind: str, place: Place) -> None:
        if name and name not in known and name not in self._broken[_KINDS[kind]]:
            place.report(f"unknown {kind} '{name}'", did_you_mean(name, known))

    def _pattern(self, says: str, place: Place) -> None:
        try:
            pattern = parse(says)
        except PatternError as error:
            place.report(str(error), "the header of the file shows how rules are written")
            return
        for concept in sorted(pattern.concepts()):
            self._known(concept, self._concepts, "concept", place)

    def _date(self, text: str, place: Place) -> None:
        if not is_date(text):
            place.report(f"'{text}' is not a date", 'write "YYYY-MM-DD", "YYYY-MM" or "YYYY"')


def check_demands(catalog: Catalog, place: Place) -> None:
    """Check that the values of demands mean something in a sound catalog, but for those with slots or none."""
    for index, words in enumerate(catalog.vocabulary.demands):
        if "{" in words.value or not words.value:
            continue
        try:
            kind_of(words.demand).limit(words.value, catalog)
        except WhichllmError as error:
            place.at("demands", index, "value").report(error.message, error.hint)


def _loops(following: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Each ring of names that follow one another, once, from the name that stands last in the files."""
    finished: set[str] = set()
    for start in following:
        path: dict[str, Iterator[str]] = {}
        waiting = [start]
        while waiting:
            name = waiting.pop()
            if name in path:
                ring = list(path)[list(path).index(name) :]
                last = max(ring, key=list(following).index)
                yield [*ring[ring.index(last) :], *ring[: ring.index(last)]]
            elif name not in finished and name in following:
                path[name] = iter(following[name])
            while path and not waiting:
                latest = next(reversed(path))
                onward = next(path[latest], None)
                if onward is None:
                    finished.add(latest)
                    del path[latest]
                else:
                    waiting.append(onward)


def _chain(loop: Sequence[str]) -> str:
    return " > ".join([*loop, loop[0]])
