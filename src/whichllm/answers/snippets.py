"""The few lines that run a model: the answer to `snippet`, as data."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from urllib.parse import quote

from whichllm.answers.formats import Shown
from whichllm.base.errors import UnknownNameError
from whichllm.base.records import dataclass
from whichllm.catalog import SNIPPET_SLOTS, Catalog, Library, Model, Snippet, Task
from whichllm.reading.names import find_library, resolve

_SLOT = re.compile(
    rf"\{{(?:(?P<before>[^{{}}|\n]*)\|)?(?P<name>{'|'.join(SNIPPET_SLOTS)})(?:\|(?P<after>[^{{}}|\n]*))?\}}"
)


_TEXT = "I waited two weeks and nobody answered."


@dataclass(frozen=True, slots=True)
class Running:
    """Code that runs a model for a task with a library; `code` is "" where none is known.

    Then `library` is None unless it was asked for, and `pages` are the addresses that may tell more. `others` are
    further libraries for which there is code.
    """

    shown = Shown("snippet", "reports", tells_own_files=True)

    model: Model
    task: Task
    library: Library | None
    language: str
    install: str
    code: str
    others: tuple[Library, ...]
    pages: tuple[str, ...]
    catalog: Catalog


def snippet(name: str, catalog: Catalog, task: str = "", library: str = "") -> Running:
    """How to run a model, by its id, an alias or a slightly misspelt name.

    Without `task` the first of the model's tasks counts for which there is code, without `library` the first of its
    libraries. A general language model does further tasks in the way that the catalog names for these.

    Raises UnknownNameError if a name fits nothing or several things, if the model does not do the task, or if the
    library does not run the model.
    """
    model = resolve(name, catalog, Model)
    tasks = [_served(task, model, catalog)] if task else [catalog.tasks[tag] for tag in model.tasks]
    libraries = [catalog.libraries[identifier] for identifier in model.libraries]
    wanted = _named(library, libraries, model, catalog) if library else None
    for served in tasks:
        found = [(entry, code) for entry in libraries for code in _first(entry, served, model, catalog)]
        for entry, code in found:
            if wanted is None or entry is wanted:
                others = tuple(other for other, _ in found if other is not entry)
                return Running(
                    model=model,
                    task=served,
                    library=entry,
                    language=code.language,
                    install=code.install or entry.install,
                    code=_filled(code, model, served, entry, catalog),
                    others=others,
                    pages=(),
                    catalog=catalog,
                )
    others = tuple(entry for entry in libraries if entry is not wanted and any(_first(entry, tasks[0], model, catalog)))
    pages = tuple(_pages(model, [wanted] if wanted else libraries, catalog))
    return Running(model, tasks[0], wanted, "", "", "", others, pages, catalog)


def _served(name: str, model: Model, catalog: Catalog) -> Task:
    """The task or subtask of that name, if the model does it."""
    task = resolve(name, catalog, Task)
    does = [*model.tasks, *model.subtasks]
    if task.id not in does and _done_as(task, model, catalog) is task:
        raise UnknownNameError(
            f"the catalog does not list {model.id} for {task.id}", f"it does: {', '.join(does)}", does
        )
    return task


def _done_as(task: Task, model: Model, catalog: Catalog) -> Task:
    """What a model does that is asked for a task: a general language model has its own way to do it, else that task."""
    does = (*model.tasks, *model.subtasks)
    advice = catalog.advice_for(task)
    return catalog.tasks[advice.task] if advice and task.id not in does and advice.task in does else task


def _named(name: str, libraries: list[Library], model: Model, catalog: Catalog) -> Library:
    """The library of that name, if it runs the model."""
    runs = [known.id for known in libraries]
    entry = find_library(name, catalog, ", ".join(runs))
    if entry not in libraries:
        hint = f"it runs with: {', '.join(runs)}" if runs else "the catalog knows of none that does"
        raise UnknownNameError(f"no source says that {entry.name} runs {model.id}", hint, runs)
    return entry


def _first(library: Library, task: Task, model: Model, catalog: Catalog) -> Iterator[Snippet]:
    """The code for a model, a task and a library: one or none. What is made for fewer models or tasks goes first."""
    task = _done_as(task, model, catalog)
    fitting = [
        (not code.calls, not code.families, not code.categories, asked != task.id, index, code)
        for index, code in enumerate(catalog.snippets)
        if code.library == library.id and _is_for(code, model)
        for asked in dict.fromkeys((task.id, task.tag))
        if asked in code.tasks
    ]
    if fitting:
        yield min(fitting, key=lambda entry: entry[:-1])[-1]


def _is_for(code: Snippet, model: Model) -> bool:
    return (
        (not code.calls or model.id in code.calls)
        and (model.gguf or not _asks_for(code, "gguf"))
        and (not code.families or model.family in code.families)
        and (not code.categories or any(map(model.in_category, code.categories)))
        and not {model.id, model.family} & {*code.not_for}
    )


def _asks_for(code: Snippet, slot: str) -> bool:
    return any(found["name"] == slot for found in _SLOT.finditer(code.code))


def _filled(code: Snippet, model: Model, task: Task, library: Library, catalog: Catalog) -> str:
    """The code without slots. What fills them is written so that it is nothing but text, or a name, where it stands."""
    call = code.calls.get(model.id, "")
    done = _done_as(task, model, catalog)
    module, _, class_ = call.rpartition(".")
    values = {
        "id": model.id,
        "title": model.id.rpartition("/")[2],
        "gguf": model.gguf,
        "name": model.name,
        "task": done.tag,
        "prompt": _prompt(task, done, catalog),
        "key": library.key,
        "address": library.address,
        "call": call,
    }
    names = {"module": module, "class": class_}

    def filled(slot: re.Match[str]) -> str:
        before, name, after = slot["before"] or "", slot["name"], slot["after"] or ""
        if name in names:
            return before + names[name] + after
        return _quoted(before + values[name] + after, code.language)

    return _SLOT.sub(filled, code.code)


def _prompt(task: Task, done: Task, catalog: Catalog) -> str:
    """What one writes to have a task done; `done` is what the model does for it."""
    if done is not task and not task.prompt and task.examples:
        return f"{task.examples[0]}: {_TEXT}"
    return task.prompt or catalog.tasks[done.tag].prompt


def _quoted(text: str, language: str) -> str:
    if language == "python":
        literal = repr(text)
        # In double quotes like the code around it, unless they would have to be escaped.
        return f'"{literal[1:-1]}"' if literal.startswith("'") and '"' not in literal else literal
    return shlex.quote("".join(character if character.isprintable() else "?" for character in text))


def _pages(model: Model, libraries: list[Library], catalog: Catalog) -> Iterator[str]:
    """Where to look: the model's page on the Hub, unless its id is that of a package, and those of its libraries.

    Where there is neither, those of the sources that say what it does.
    """
    owner, slash, _ = model.id.partition("/")
    if slash and model.open_weights and owner not in model.libraries:
        yield f"https://huggingface.co/{quote(model.id)}"
    elif not libraries:
        cited = (catalog.sources[source] for source, facts in model.sources.items() if "tasks" in facts)
        yield from (source.url for source in cited if source.url)
    yield from (library.url for library in libraries if library.url)
