"""What `import whichllm` offers beside answers to descriptions: lists, code, checks, machines, plain values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from whichllm.answers import browsing, checking, snippets, surveying
from whichllm.answers.browsing import CategoryListing, Listing, ModelListing, TaskListing
from whichllm.answers.checking import Finding, FirstPicks, Report
from whichllm.answers.snippets import Running
from whichllm.answers.surveying import Survey
from whichllm.base.errors import Problem
from whichllm.catalog import MAX_AGE, Catalog, DemandName
from whichllm.documents import document
from whichllm.loading import Paths, load_catalog, output_schema, output_schemas, paths
from whichllm.loading.usual import parted
from whichllm.requirements import hardware, here
from whichllm.requirements.here import Gpu, Machine

__all__ = [
    "CategoryListing",
    "Finding",
    "FirstPicks",
    "Gpu",
    "Listing",
    "Machine",
    "ModelListing",
    "Problem",
    "Report",
    "Running",
    "Survey",
    "TaskListing",
    "check",
    "demands_of",
    "document",
    "list_categories",
    "list_models",
    "list_tasks",
    "output_schema",
    "output_schemas",
    "snippet",
    "survey",
    "this_machine",
]


def list_categories(*, category: str = "", task: str = "", catalog: Catalog | None = None) -> CategoryListing:
    """The categories in the order of the catalog; with `task`, those that serve it.

    Names may be aliases or slightly misspelt. Raises UnknownNameError, with the nearest names, if one fits nothing or
    several things, and DataError if the catalog's files hold mistakes.
    """
    return browsing.list_categories(catalog or load_catalog(), category, task)


def list_tasks(*, category: str = "", task: str = "", catalog: Catalog | None = None) -> TaskListing:
    """The tasks, each followed by its subtasks; with `category`, those that it serves, with `task`, that one.

    Names and errors are as with `list_categories`.
    """
    return browsing.list_tasks(catalog or load_catalog(), category, task)


def list_models(*, category: str = "", task: str = "", catalog: Catalog | None = None) -> ModelListing:
    """The models by id, those that can no longer be had included; with `category` or `task`, those that serve it.

    Names and errors are as with `list_categories`. For an order by worth see `recommend` and `explain`.
    """
    return browsing.list_models(catalog or load_catalog(), category, task)


def snippet(name: str, *, task: str = "", library: str = "", catalog: Catalog | None = None) -> Running:
    """The code that runs a model, by its id, an alias or a slightly misspelt name; `code` is "" where none is known.

    Without `task` it does what the model was made for, without `library` it is run by the first choice; names of both
    may be aliases.

    Raises UnknownNameError if a name fits nothing or several things, if the model does not do the task or if the
    library does not run it, and DataError if the catalog's files hold mistakes.
    """
    return snippets.snippet(name, catalog or load_catalog(), task, library)


def survey(*, catalog: Catalog | None = None) -> Survey:
    """What the catalog holds, counted, and what it lacks.

    Raises DataError if the catalog's files hold mistakes.
    """
    return surveying.survey(catalog or load_catalog())


def check(
    files: Paths = (),
    *,
    against: str | Path | None = None,
    max_age: int = MAX_AGE,
    today: date | None = None,
) -> Report:
    """Whether the catalog can be trusted, with your own `files` on top; one of them may be a folder with a whole one.

    Warned is of sources that were checked more than `max_age` days before `today` (by default this day) and, with
    `against` (the data folder, the checkout or the wheel of an earlier version), of what has got lost since. The files
    are read anew at each call.

    Mistakes in files do not raise: they are in `errors`. Raises WhichllmError if several of the files are whole
    catalogs, or if there is no earlier version at `against`.
    """
    folder, own = parted(paths(files))
    earlier = None if against is None else Path(against)
    return checking.check_files(folder, own, against=earlier, max_age=max_age, today=today)


def this_machine() -> Machine:
    """What this machine reports of its memory (in bytes) and its graphics cards. Never raises; takes up to seconds."""
    return here.look()


def demands_of(machine: Machine, *, catalog: Catalog | None = None) -> dict[DemandName, str]:
    """What a model must meet to run on a machine, as `recommend` takes it: `{"memory": "24 GB VRAM"}`.

    Of several graphics cards the largest counts. Hardware whose processor and graphics share the memory (Macs, boards)
    counts by its name in the catalog; what the catalog does not know, as a computer without a graphics card.

    Raises WhichllmError if the machine reports neither its memory nor hardware that the catalog knows, and DataError if
    the catalog's files hold mistakes.
    """
    return hardware.demands_of(machine, catalog or load_catalog())
