"""What the catalog lacks, what was checked, how a model is run and what files of one's own say, in English."""

from __future__ import annotations

from collections.abc import Sequence

from whichllm.answers.checking import FirstPicks, Report
from whichllm.answers.comparing import Caution
from whichllm.answers.snippets import Running
from whichllm.answers.surveying import FEW_MODELS, NO_MORE, Gap, OwnPart, count_facts, says_no_more
from whichllm.catalog import Task
from whichllm.wording.of_comparisons import caution
from whichllm.wording.of_own_files import own_files
from whichllm.wording.plain import clean, command, count

_GAPS: dict[Gap, str] = {
    "license": "a license",
    "parameters": "the number of parameters, though weights are open",
    "price": "a price, though only hosted",
    "released": "a release date",
    "evidence": "any evidence measured",
}


def running(answer: Running) -> list[str]:
    """What to know before code is run: what it is, whether it can be had, what to install, which key, what else."""
    model, library = answer.model, answer.library
    if library is None:
        return []
    said = [f"{clean(model.name)} ({clean(model.id)}): {clean(answer.task.name.lower())} with {clean(library.name)}"]
    if not model.is_current:
        successor = answer.catalog.successor_of(model)
        said.append(f"Caution: {clean(caution(Caution('status', (model,), successor), answer.catalog))}")
    said.append(f"Install: {clean(answer.install)}")
    if library.key:
        said.append(f"Set the key of the service: export {clean(library.key)}=...")
    if model.gguf and model.gguf in answer.code:
        said.append(f"The files are a conversion to GGUF: https://huggingface.co/{clean(model.gguf)}")
    elif model.gated:
        said.append("The weights are behind a form: accept it on the model's page, then: hf auth login")
    if answer.others:
        said.append(f"Other ways: {', '.join(f'--library {clean(other.id)}' for other in answer.others)}")
    own = own_files(answer.catalog)
    return [*said, own] if own else said


def no_code(answer: Running) -> tuple[str, str]:
    """What to say where no code is known: the message, and where to look."""
    model = answer.model
    with_ = f" with {answer.library.name}" if answer.library else ""
    message = f"no code is known that runs {model.id} for {answer.task.id}{with_}"
    if answer.others:
        return message, f"there is some for: {', '.join(f'--library {other.id}' for other in answer.others)}"
    unknown = "" if model.libraries else "no source says what runs it; "
    listed = ", ".join(answer.pages) or command(f"explain {model.id}", answer.catalog)
    return message, f"{unknown}look at: {listed}"


def gap(name: Gap, number: int) -> str:
    """What models lack: "12 models without a price, though only hosted"."""
    return f"{count(number, 'model')} without {_GAPS[name]}"


def few_models(short: Sequence[tuple[Task, int]]) -> list[str]:
    """Which tasks few models serve, those apart for which there are no more."""
    known = [entry for entry in short if says_no_more(entry[0])]
    named = (
        (f"fewer than {FEW_MODELS} models", [entry for entry in short if entry not in known]),
        (NO_MORE, known),
    )
    return [
        f"{said} for {', '.join(f'{task.id} ({number})' for task, number in entries)}"
        for said, entries in named
        if entries
    ]


def own_part(part: OwnPart) -> str:
    """A file of the user's own and what it brings."""
    brought = [
        *([f"adds {count(part.adds, 'block')}"] if part.adds else []),
        *([f"changes {count(part.changes, 'block')}"] if part.changes else []),
        *(["adds words"] if part.file.words else []),
    ]
    return f"{clean(part.file.file)}: {', '.join(brought) or 'brings nothing'}"


def not_known(picks: FirstPicks) -> list[str]:
    """What is not known of the models that are recommended first, a line for each fact."""
    lacking = (
        ("the license of {}", picks.license),
        ("the size of {}, though weights are open", picks.size),
        ("the code that runs {} (whichllm snippet)", picks.snippet),
    )
    return [said.format(len(models)) for said, models in lacking if models]


def not_known_of(picks: FirstPicks) -> str:
    """What stands above these lines."""
    return f"Not known of the {count(len(picks.models), 'model')} that are recommended first (--format json: which)"


def verdict(report: Report) -> str:
    """The outcome of a check in a line."""
    errors, warnings = len(report.errors), len(report.warnings)
    if errors:
        return f"{count(errors, 'mistake')} to mend" + (f", {count(warnings, 'warning')}" if warnings else "")
    if warnings:
        return f"No mistakes, {count(warnings, 'warning')}"
    return "No mistakes" if report.first_picks and not_known(report.first_picks) else "All is well"


def was_checked(report: Report) -> list[str]:
    """What a check looked at, one line each."""
    terms, catalog = report.terms, report.catalog
    where = clean(report.folder) or "the catalog that comes with whichllm"
    files = "".join(f", {clean(file)}" for file in report.own)
    if catalog is None:
        return [f"{where}{files}: keys and values, names, sources, order; the rest once the mistakes are mended"]
    facts, figures = count_facts(catalog)
    held = (
        f"{count(len(catalog.models), 'model')}, {count(len(catalog.tasks), 'task')},"
        f" {count(len(catalog.licenses), 'license')}, {count(len(catalog.libraries), 'library')},"
        f" {count(len(catalog.sources), 'source')}"
    )
    looked_at = [
        f"{where}{files}: {held}",
        "keys and values, unique ids and names, known tasks, categories, licenses, libraries and sources, the order of"
        " files",
        f"a source for each of {count(facts, 'fact')} and {count(figures, 'figure')}",
        "successors that lead round in a ring or to a model that cannot be had",
        f"dates later than {terms.today.isoformat()}, sources checked more than {count(terms.max_age, 'day')} before",
        f"tasks with fewer than {FEW_MODELS} models that can be had, and no note that there are no more",
    ]
    if report.own:
        looked_at.append("whether examples in your own files land on their tasks")
    if terms.earlier is not None:
        looked_at.append(f"what is left of the {count(len(terms.earlier), 'model')} in {clean(terms.earlier_name)}")
    return looked_at
