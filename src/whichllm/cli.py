"""The command line: argv to calls, answers to formats, errors to exit codes. The one door to Typer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console

from whichllm import __version__, browsing, checking, wording
from whichllm.batch import answer_lines
from whichllm.catalog import Catalog
from whichllm.errors import DataError, DescriptionError, WhichllmError
from whichllm.loading import is_catalog, load_catalog, own_files, read_catalog, read_outline
from whichllm.recommending import DEFAULT_LIMIT, recommend_from
from whichllm.rendering import WIDEST, Answer, Format, json_line, render
from whichllm.snippets import snippet
from whichllm.surveying import survey

app = typer.Typer(
    name="whichllm",
    help="Say what you want done; get the models that do it, and the reasons. Offline, for every modality.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ExitCode(IntEnum):
    """What the process tells the shell."""

    ANSWERED = 0
    NOTHING_SUITS = 1
    MISUSE = 2
    INTERRUPTED = 130


class Listed(StrEnum):
    """What there is to list."""

    CATEGORIES = "categories"
    TASKS = "tasks"
    MODELS = "models"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]
ColorOption = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR works, too).")]
CategoryOption = Annotated[str, typer.Option("--category", "-c", help="Only what belongs to this category.")]
CatalogOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalog",
        metavar="FILE",
        help="A YAML file of your own models and facts, or a folder of such files, on top of the catalog; may be given"
        " more than once, the last wins. WHICHLLM_CATALOG lists further ones, which these overrule.",
        show_default=False,
    ),
]
TaskOption = Annotated[str, typer.Option("--task", "-t", help="Only what serves this task or subtask.")]


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


@app.command()
def recommend(
    description: Annotated[
        list[str] | None, typer.Argument(help="What you want done, in your own words.", show_default=False)
    ] = None,
    file: Annotated[
        str,
        typer.Option(
            "--file",
            help="Answer every line of this file (- is standard input) with one line of JSON. A line is plain"
            ' text or {"id": ..., "text": ...}.',
        ),
    ] = "",
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="How many models to show; 0 shows all.")
    ] = DEFAULT_LIMIT,
    why: Annotated[
        bool, typer.Option("--why", help="Show all evidence: words, rules and weights, for and against each task.")
    ] = False,
    catalog: CatalogOption = None,
    format_: FormatOption = Format.TABLE,
    no_color: ColorOption = False,
) -> None:
    """Recommend models for a task described in plain words.

    \b
    Examples:
      whichllm recommend "translate documents"
      whichllm recommend "keep the applause and drop the speaker" --limit 3
      whichllm recommend "detect cars in CCTV footage" --format json
      whichllm recommend --file requests.txt > answers.jsonl
    """
    words = " ".join(description or ())
    if file:
        _answer_file(file, words, catalog, limit, format_)
        return
    if description is None:
        raise DescriptionError(
            "the description is missing", 'say what you want done: whichllm recommend "translate documents"'
        )
    answer = recommend_from(words, _catalog(catalog), limit)
    if not answer.matches:
        if format_ in (Format.JSON, Format.JSONL):
            _show(answer, format_, no_color)
        _complain(*wording.nothing_understood(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)
    _show(answer, format_, no_color, why)
    if not answer.suits:
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@app.command("list")
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
    listings: dict[Listed, Callable[[Catalog, str, str], browsing.Listing]] = {
        Listed.CATEGORIES: browsing.list_categories,
        Listed.TASKS: browsing.list_tasks,
        Listed.MODELS: browsing.list_models,
    }
    _show(listings[what](_catalog(catalog), category, task), format_, no_color)


@app.command()
def explain(
    name: Annotated[list[str], typer.Argument(help="A category, task, model, or another name for one.")],
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
    _show(browsing.explain(" ".join(name), _catalog(catalog)), format_, no_color)


@app.command("snippet")
def snippet_(
    name: Annotated[list[str], typer.Argument(help="A model, or another name for one.")],
    task: Annotated[str, typer.Option("--task", "-t", help="What it should do; by default what it was made for.")] = "",
    library: Annotated[
        str, typer.Option("--library", "-l", help="What should run it; by default the first choice.")
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
    answer = snippet(" ".join(name), _catalog(catalog), task, library)
    if answer.code or format_ in (Format.JSON, Format.JSONL):
        _show(answer, format_, no_color)
    if not answer.code:
        _complain(*wording.no_code(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE",
            help="Files of your own, or a folder with a whole catalog. Without any: what the other commands read.",
            show_default=False,
        ),
    ] = None,
    catalog: Annotated[
        list[Path] | None,
        typer.Option("--catalog", metavar="FILE", help="The same as a file without this option.", show_default=False),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="PATH",
            help="An earlier version, as a data folder, a checkout or a wheel: report models that are gone and tasks"
            " that have lost more than 10 %.",
            show_default=False,
        ),
    ] = None,
    max_age: Annotated[
        int, typer.Option("--max-age", min=0, help="Warn of sources that were checked more than so many days ago.")
    ] = checking.MAX_AGE,
    today: Annotated[
        datetime | None,
        typer.Option(
            "--today",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
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
    named = [*(files or ()), *(catalog or ())]
    whole = [path for path in named if is_catalog(path)]
    if len(whole) > 1:
        raise WhichllmError("there is more than one whole catalog to check", "name one of them at a time")
    own = [path for path in named if path not in whole] if named else own_files()
    terms = checking.Terms(
        today=today.date() if today else date.today(),
        max_age=max_age,
        earlier=read_outline(against) if against else None,
        earlier_name=str(against or ""),
    )
    folder = whole[0] if whole else None
    report = checking.check(read_catalog(folder, own), terms, str(folder or ""))
    _show(report, format_, no_color)
    if report.errors or (strict and report.warnings):
        raise typer.Exit(ExitCode.MISUSE)


@app.command("catalog")
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
    _show(survey(_catalog(catalog)), format_, no_color)


def main() -> None:
    """Run the command line and leave the process with the exit code of the contract."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except DataError as error:
        for problem in error.problems:
            typer.echo(wording.clean(str(problem)), err=True)
        _complain(error.message, error.hint)
        sys.exit(ExitCode.MISUSE)
    except WhichllmError as error:
        _complain(error.message, error.hint)
        sys.exit(ExitCode.MISUSE)
    except BrokenPipeError:
        # Whoever read the output has gone; without this, Python complains once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.ANSWERED)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)


def _show(answer: Answer, format_: Format, no_color: bool, why: bool = False) -> None:
    render(answer, format_, _console(no_color), why)


def _console(no_color: bool) -> Console:
    plain = no_color or bool(os.environ.get("NO_COLOR"))
    bounded = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(
        color_system=None if plain else "auto",
        width=None if bounded else WIDEST,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _complain(message: str, hint: str = "") -> None:
    typer.echo(f"Error: {wording.clean(message)}", err=True)
    if hint:
        typer.echo(f"  {wording.clean(hint)}", err=True)


def _catalog(named: list[Path] | None) -> Catalog:
    for path in named or ():
        if is_catalog(path):
            raise WhichllmError(
                f"'{path}' holds a whole catalog", "name files to lay on top; only 'whichllm check' takes a whole one"
            )
    return load_catalog(own=own_files(named or ()))


def _answer_file(name: str, words: str, own: list[Path] | None, limit: int, format_: Format) -> None:
    if words:
        raise WhichllmError("give a description or --file, not both")
    if format_ not in (Format.TABLE, Format.JSONL):
        raise WhichllmError(f"--file answers in JSON Lines, not in {format_}", "leave --format out, or name jsonl")
    catalog = _catalog(own)
    failed = 0
    with closing(_open(name)) as lines:
        for document, answered in answer_lines(lines, catalog, limit):
            typer.echo(json_line(document))
            failed += not answered
    if failed:
        _complain(f"{wording.count(failed, 'line')} could not be read: see the error objects in the output")
        raise typer.Exit(ExitCode.MISUSE)


def _open(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise WhichllmError(f"cannot read '{name}': {error.strerror}", "check the path; - is standard input") from None
