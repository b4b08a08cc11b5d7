"""The commands, each with its options and its help."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whichllm import __version__
from whichllm.answers.formats import DEFAULT_LIMIT, Format
from whichllm.base.errors import DescriptionError, WhichllmError
from whichllm.catalog import MAX_AGE, Catalog, Category, DemandName, Library, Model, Task
from whichllm.cli.options import (
    CatalogOption,
    CategoryOption,
    ColorOption,
    FormatOption,
    JobsOption,
    PreferOption,
    ProgressOption,
    TaskOption,
    completed,
    day,
    only,
    path,
    stated,
    takes_demands,
)
from whichllm.cli.output import ExitCode, complain, show
from whichllm.cli.registry import Registry
from whichllm.loading import load_catalog, output_schema, output_schemas, own_files
from whichllm.loading.usual import parted, usual_catalog, usual_files

# What not every command needs is imported where it is called: what is not loaded takes no time.
if TYPE_CHECKING:
    from whichllm.answers.browsing import Listing
    from whichllm.reading.demands import Demand
    from whichllm.requirements import Preference

commands = Registry()
app = typer.Typer(
    name="whichllm",
    cls=commands.group(),
    help="Say what you want done; get the models that do it, and the reasons. Offline, for every modality.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Listed(StrEnum):
    """What there is to list."""

    CATEGORIES = "categories"
    TASKS = "tasks"
    MODELS = "models"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"whichllm {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    pass


@commands.command("recommend", takes_demands)
def recommend(
    description: Annotated[
        list[str] | None, typer.Argument(help="What you want done, in your own words.", show_default=False)
    ] = None,
    file: Annotated[
        str,
        typer.Option(
            "--file",
            callback=stated,
            help="Answer every line of this file (- is standard input) with one line of JSON. A line is plain"
            ' text or {"id": ..., "text": ...}.',
        ),
    ] = "",
    jobs: JobsOption = 1,
    no_progress: ProgressOption = False,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="How many models to show; 0 shows all.")
    ] = DEFAULT_LIMIT,
    why: Annotated[
        bool,
        typer.Option(
            "--why",
            help="Show all evidence for and against each task, how the points of the models add up, what memory they"
            " take, and which were set aside.",
        ),
    ] = False,
    prefer: PreferOption = None,
    here: Annotated[
        bool, typer.Option("--here", help="The model must run on this machine: says what it found, never guesses.")
    ] = False,
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
    options: Sequence[tuple[DemandName, str, str]] = (),
) -> None:
    """Recommend models for a task described in plain words.

    \b
    Examples:
      whichllm recommend "translate documents"
      whichllm recommend "keep the applause and drop the speaker" --limit 3
      whichllm recommend "translate contracts" --language de-en --commercial --memory 8GB
      whichllm recommend "chat with customers" --gpu "RTX 4090" --prefer speed
      whichllm recommend "detect cars in CCTV footage" --format json
      whichllm recommend --file requests.txt > answers.jsonl
    """
    from whichllm.answers.recommending import recommend_from
    from whichllm.reading.demands import Demand
    from whichllm.requirements.wishes import check_options

    # Bytes that are no text would be no text in JSON either.
    words = os.fsencode(" ".join(description or ())).decode("utf-8", "replace")
    preferred: Preference | None = only("--prefer", [one.value for one in prefer or ()])
    known = usual_catalog(catalog or ())
    demands = _this_machine(known) if here else []
    demands += [Demand(name, value, typed, "option") for name, value, typed in options]
    check_options(demands, known)
    if file:
        if words:
            raise WhichllmError("give a description or --file, not both")
        if why:
            raise WhichllmError("--why lays out one answer", "leave it out: each line of JSON holds all evidence")
        from whichllm.cli.lines import answer_file

        answerer = partial(recommend_from, limit=limit, options=demands, prefer=preferred)
        answer_file(file, format_, answerer, catalog, jobs, not no_progress)
        return
    if jobs != 1:
        raise WhichllmError("--jobs is for the lines of a file", "name it with --file, or leave --jobs out")
    if description is None:
        raise DescriptionError(
            "the description is missing", 'say what you want done: whichllm recommend "translate documents"'
        )
    answer = recommend_from(words, known, limit, demands, preferred)
    if not answer.matches:
        if format_.is_values:
            show(answer, format_, no_color)
        from whichllm.wording.of_mistakes import nothing_understood

        complain(*nothing_understood(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)
    show(answer, format_, no_color, why)
    if not answer.suits:
        from whichllm.wording.of_mistakes import nothing_suits

        complain(*nothing_suits(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@commands.command("list")
def list_(
    what: Annotated[Listed, typer.Argument(help="What to list.")] = Listed.CATEGORIES,
    category: CategoryOption = "",
    task: TaskOption = "",
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """List categories, tasks or models.

    \b
    Examples:
      whichllm list
      whichllm list tasks --category speech
      whichllm list models --task translation --format csv
    """
    from whichllm.answers import browsing

    listings: dict[Listed, Callable[[Catalog, str, str], Listing]] = {
        Listed.CATEGORIES: browsing.list_categories,
        Listed.TASKS: browsing.list_tasks,
        Listed.MODELS: browsing.list_models,
    }
    listing = listings[what](usual_catalog(catalog or ()), category, task)
    if not listing.is_empty or format_ not in (Format.TABLE, Format.MARKDOWN):
        show(listing, format_, no_color)
    if listing.is_empty:
        from whichllm.wording.of_mistakes import nothing_listed

        complain(*nothing_listed(listing))
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@commands.command("explain")
def explain(
    name: Annotated[
        list[str],
        typer.Argument(
            help="A category, task, model, or another name for one.", autocompletion=completed(Category, Task, Model)
        ),
    ],
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Explain a category, a task or a model.

    \b
    Examples:
      whichllm explain seq2seq
      whichllm explain "named entity recognition"
      whichllm explain whisper
    """
    from whichllm.answers.browsing import explain as explained

    show(explained(" ".join(name), usual_catalog(catalog or ())), format_, no_color)


@commands.command("snippet")
def snippet_(
    name: Annotated[
        list[str], typer.Argument(help="A model, or another name for one.", autocompletion=completed(Model))
    ],
    task: Annotated[
        str,
        typer.Option(
            "--task",
            "-t",
            help="What it should do; by default what it was made for.",
            callback=stated,
            autocompletion=completed(Task),
        ),
    ] = "",
    library: Annotated[
        str,
        typer.Option(
            "--library",
            "-l",
            help="What should run it; by default the first choice.",
            callback=stated,
            autocompletion=completed(Library),
        ),
    ] = "",
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Print the code that runs a model, ready to be copied.

    \b
    Examples:
      whichllm snippet whisper
      whichllm snippet all-MiniLM-L6-v2 --library fastembed
      whichllm snippet gpt-6.1-sol --task translation > translate.py
    """
    from whichllm.answers.snippets import snippet

    answer = snippet(" ".join(name), usual_catalog(catalog or ()), task, library)
    if answer.code or format_.is_values:
        show(answer, format_, no_color)
    if not answer.code:
        from whichllm.wording.of_reports import no_code

        complain(*no_code(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@commands.command("compare")
def compare(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="MODEL", help="Two to eight models, by id or another name.", autocompletion=completed(Model)
        ),
    ],
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Compare models: what differs, and which one to take for what.

    \b
    Examples:
      whichllm compare whisper-large-v3 parakeet
      whichllm compare gpt-5-mini claude-haiku-4-5 t5 --format markdown
    """
    from whichllm.answers.comparing import compare as compared

    show(compared(names, usual_catalog(catalog or ())), format_, no_color)


@commands.command("check")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            parser=path,
            help="Files of your own, or a folder with a whole catalog. Without any: what the other commands read.",
            show_default=False,
        ),
    ] = None,
    catalog: Annotated[
        list[Path] | None,
        typer.Option(
            "--catalog",
            metavar="FILE",
            parser=path,
            help="The same as a file without this option.",
            show_default=False,
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="PATH",
            parser=path,
            help="An earlier version, as a data folder, a checkout or a wheel: report models that are gone and tasks"
            " that have lost more than 10 %.",
            show_default=False,
        ),
    ] = None,
    max_age: Annotated[
        int, typer.Option("--max-age", min=0, help="Warn of sources that were checked more than so many days ago.")
    ] = MAX_AGE,
    today: Annotated[
        date | None,
        typer.Option(
            "--today",
            metavar="YYYY-MM-DD",
            parser=day,
            help="The day to judge dates by, if not this one.",
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Check the catalog, and files of your own on top of it.

    \b
    Examples:
      whichllm check
      whichllm check our-models.yaml --strict
      whichllm check data --against whichllm_recommender-0.1.0-py3-none-any.whl
    """
    from whichllm.answers.checking import check_files

    named = [*(files or ()), *(catalog or ())]
    folder, own = parted(named) if named else (None, own_files())
    report = check_files(folder, own, against=against, max_age=max_age, today=today)
    show(report, format_, no_color)
    if report.errors or (strict and report.warnings):
        raise typer.Exit(ExitCode.MISUSE)


@commands.command("catalog")
def catalog_(
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Show what the catalog holds and what it lacks.

    \b
    Examples:
      whichllm catalog
      whichllm catalog --catalog our-models.yaml
      whichllm catalog --format json
    """
    from whichllm.answers.surveying import survey

    named = tuple(map(str, catalog or ()))
    show(survey(load_catalog(own=usual_files(named)).reached_by(named)), format_, no_color)


@commands.command("schema")
def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="Which one; without it, their names are shown.", callback=stated, autocompletion=output_schemas
        ),
    ] = "",
) -> None:
    """Print the JSON Schema of what another command prints as JSON.

    \b
    Examples:
      whichllm schema
      whichllm schema recommendation
    """
    typer.echo(output_schema(name) if name else "\n".join(output_schemas()), nl=not name)


def _this_machine(catalog: Catalog) -> list[Demand]:
    """What this machine requires of a model, as demands; what it reports of itself is shown."""
    from whichllm.reading.demands import Demand
    from whichllm.requirements.hardware import demands_of
    from whichllm.requirements.here import look
    from whichllm.wording import of_own_files

    machine = look()
    typer.echo(of_own_files.machine(machine), err=True)
    return [Demand(name, value, "--here", "option") for name, value in demands_of(machine, catalog).items()]
