"""The command line: argv to calls, answers to formats, errors to exit codes. The one door to Typer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, redirect_stderr, suppress
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import partial, wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn, TextIO

import typer

from whichllm import __version__
from whichllm.catalog import MAX_AGE, Catalog, Category, DemandName, Library, Model, Task
from whichllm.errors import DataError, DescriptionError, WhichllmError
from whichllm.formats import DEFAULT_LIMIT, Format
from whichllm.loading import (
    is_catalog,
    load_catalog,
    output_schema,
    output_schemas,
    own_files,
    read_catalog,
    read_outline,
)
from whichllm.quantities import write_bytes
from whichllm.requirements import KINDS, USABLE_OF_CARD, USABLE_OF_SHARED, Option, Preference
from whichllm.wording import plain

# What not every command needs is imported where it is called: what is not loaded takes no time.
if TYPE_CHECKING:
    from rich.console import Console

    from whichllm.answers import Answer
    from whichllm.batch import Answerer, Readable
    from whichllm.browsing import Listing
    from whichllm.completing import Begun
    from whichllm.reading.demands import Demand

# How much of a file is looked at at once to count its lines.
_PART = 2**20

PRICES_VARIABLE = "WHICHLLM_PRICES"
"""With the value "catalog" in this environment variable, prices are those of the catalog, whatever is installed."""

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


class Listed(StrEnum):
    """What there is to list."""

    CATEGORIES = "categories"
    TASKS = "tasks"
    MODELS = "models"


def _completed(*kinds: type[Begun]) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What completes names of these kinds, from the catalog and the own files that the command names."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from whichllm.completing import names_from

        # Typer gives paths, or the text of them where it only completes.
        named = [Path(name) for name in ctx.params.get("catalog") or ()]
        try:
            return list(names_from(incomplete, _catalog(named), kinds))
        except WhichllmError:
            # The command itself will tell.
            return []

    return complete


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]
ColorOption = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR works, too).")]
CategoryOption = Annotated[
    str,
    typer.Option("--category", "-c", help="Only what belongs to this category.", autocompletion=_completed(Category)),
]
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
JobsOption = Annotated[
    int,
    typer.Option("--jobs", "-j", min=0, max=256, help="How many processes answer the lines of --file; 0: one a core."),
]
ProgressOption = Annotated[bool, typer.Option("--no-progress", help="No bar on the terminal while lines are answered.")]
TaskOption = Annotated[
    str,
    typer.Option("--task", "-t", help="Only what serves this task or subtask.", autocompletion=_completed(Task)),
]


PreferOption = Annotated[
    Preference | None,
    typer.Option("--prefer", help="What to favor among the models that suit.", show_default=False),
]
Command = Callable[..., None]


def _takes_demands(command: Command) -> Command:
    """Give a command all options that the table of demands names; it is handed what they state as `options`."""
    owners = {
        option.name.lstrip("-").replace("-", "_"): (kind.name, option) for kind in KINDS for option in kind.options
    }

    @wraps(command)
    def with_demands(**given: Any) -> None:
        stated: list[tuple[DemandName, str, str]] = []
        for parameter, (demand, option) in owners.items():
            value = given.pop(parameter)
            if value is True:
                stated.append((demand, option.value, option.name))
            elif value:
                stated.append((demand, value, f"{option.name} {value}"))
        command(**given, options=stated)

    own = [entry for entry in signature(command, eval_str=True).parameters.values() if entry.name != "options"]
    added = [_demand_parameter(parameter, option) for parameter, (_, option) in owners.items()]
    with_demands.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]
    with_demands.__annotations__ = {entry.name: entry.annotation for entry in (*own, *added)}
    return with_demands


def _demand_parameter(name: str, option: Option) -> Parameter:
    settings = typer.Option(
        option.name,
        help=option.help,
        metavar=option.metavar or None,
        show_default=False,
        autocompletion=_completed(Library) if option.name == "--library" else None,
    )
    kind, default = (str, "") if option.metavar else (bool, False)
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=Annotated[kind, settings])


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
@_takes_demands
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
    from whichllm.reading.demands import Demand
    from whichllm.recommending import recommend_from
    from whichllm.wishes import check_options

    words = " ".join(description or ())
    demands = _this_machine() if here else []
    demands += [Demand(name, value, typed, "option") for name, value, typed in options]
    check_options(demands, _catalog(catalog))
    if file:
        if words:
            raise WhichllmError("give a description or --file, not both")
        _check_lines(format_)
        answerer = partial(recommend_from, limit=limit, options=demands, prefer=prefer)
        _answer_file(file, answerer, catalog, jobs, not no_progress)
        return
    if jobs != 1:
        raise WhichllmError("--jobs is for the lines of a file", "name it with --file, or leave --jobs out")
    if description is None:
        raise DescriptionError(
            "the description is missing", 'say what you want done: whichllm recommend "translate documents"'
        )
    answer = recommend_from(words, _catalog(catalog), limit, demands, prefer)
    if not answer.matches:
        if format_ in (Format.JSON, Format.JSONL):
            _show(answer, format_, no_color)
        from whichllm.wording.of_mistakes import nothing_understood

        _complain(*nothing_understood(answer))
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
    from whichllm import browsing

    listings: dict[Listed, Callable[[Catalog, str, str], Listing]] = {
        Listed.CATEGORIES: browsing.list_categories,
        Listed.TASKS: browsing.list_tasks,
        Listed.MODELS: browsing.list_models,
    }
    _show(listings[what](_catalog(catalog), category, task), format_, no_color)


@app.command()
def explain(
    name: Annotated[
        list[str],
        typer.Argument(
            help="A category, task, model, or another name for one.", autocompletion=_completed(Category, Task, Model)
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
    from whichllm.browsing import explain as explained

    _show(explained(" ".join(name), _catalog(catalog)), format_, no_color)


@app.command("snippet")
def snippet_(
    name: Annotated[
        list[str], typer.Argument(help="A model, or another name for one.", autocompletion=_completed(Model))
    ],
    task: Annotated[
        str,
        typer.Option(
            "--task",
            "-t",
            help="What it should do; by default what it was made for.",
            autocompletion=_completed(Task),
        ),
    ] = "",
    library: Annotated[
        str,
        typer.Option(
            "--library",
            "-l",
            help="What should run it; by default the first choice.",
            autocompletion=_completed(Library),
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
    from whichllm.snippets import snippet

    answer = snippet(" ".join(name), _catalog(catalog), task, library)
    if answer.code or format_ in (Format.JSON, Format.JSONL):
        _show(answer, format_, no_color)
    if not answer.code:
        from whichllm.wording.of_reports import no_code

        _complain(*no_code(answer))
        raise typer.Exit(ExitCode.NOTHING_SUITS)


@app.command()
def compare(
    names: Annotated[list[str], typer.Argument(metavar="MODEL", help="Two to eight models, by id or another name.")],
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
    from whichllm.comparing import compare as compared

    _show(compared(names, _catalog(catalog)), format_, no_color)


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
    ] = MAX_AGE,
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
    from whichllm import checking

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
    from whichllm.surveying import survey

    _show(survey(load_catalog(own=_own(catalog))), format_, no_color)


@app.command()
def schema(
    name: Annotated[
        str,
        typer.Argument(help="Which one; without it, their names are shown.", autocompletion=output_schemas),
    ] = "",
) -> None:
    """Print the JSON Schema of what another command prints as JSON.

    \b
    Examples:
      whichllm schema
      whichllm schema recommendation
    """
    typer.echo(output_schema(name) if name else "\n".join(output_schemas()), nl=not name)


def main() -> None:
    """Run the command line and leave the process with the exit code of the contract."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed before the start: what would go there goes nowhere
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    with redirect_stderr(_Messages(sys.stderr)):
        _run()


def _run() -> None:
    try:
        app()
    except DataError as error:
        from whichllm.wording.of_mistakes import mistake

        for problem in error.problems:
            typer.echo(mistake(problem), err=True)
        _complain(error.message, error.hint)
        sys.exit(ExitCode.MISUSE)
    except WhichllmError as error:
        _complain(error.message, error.hint)
        sys.exit(ExitCode.MISUSE)
    except SystemExit as leaving:
        # What Typer and Rich leave for: they have no other word for it.
        reason = leaving.__context__
        if isinstance(reason, BrokenPipeError):
            _leave_quietly(ExitCode.ANSWERED)
        if hasattr(reason, "message"):
            _say_what_was_meant(reason)
        raise
    except BrokenPipeError:
        _leave_quietly(ExitCode.ANSWERED)
    except OSError as error:
        _complain(f"cannot go on: {error.strerror or error}", "make room, or write the answer elsewhere")
        _leave_quietly(ExitCode.MISUSE)


def _say_what_was_meant(refusal: Any) -> None:
    from whichllm.wording.of_mistakes import meant

    said = meant(str(refusal.message), getattr(refusal, "possibilities", None) or ())
    if said:
        typer.echo(f"  {plain.clean(said)}", err=True)


class _Messages:
    """Standard error, whoever writes to it: control characters are shown as such, failing to write changes nothing."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(plain.printable(text))
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()


def _leave_quietly(code: ExitCode) -> NoReturn:
    """Leave where nothing can be written any more, of which Python complains once more when it closes the stream."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _show(answer: Answer, format_: Format, no_color: bool, why: bool = False) -> None:
    from whichllm.rendering import render

    render(answer, format_, _console(no_color), why)


def _console(no_color: bool) -> Console:
    from rich.console import Console

    from whichllm.rendering import WIDEST

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
    typer.echo(f"Error: {plain.clean(message)}", err=True)
    if hint:
        typer.echo(f"  {plain.clean(hint)}", err=True)


def _catalog(named: list[Path] | None) -> Catalog:
    return _priced_catalog(_own(named))


def _priced_catalog(own: tuple[Path, ...]) -> Catalog:
    from whichllm.prices import priced_today

    catalog = load_catalog(own=own)
    return catalog if os.environ.get(PRICES_VARIABLE) == "catalog" else priced_today(catalog)


def _own(named: list[Path] | None) -> tuple[Path, ...]:
    for path in named or ():
        if is_catalog(path):
            raise WhichllmError(
                f"'{path}' holds a whole catalog", "name files to lay on top; only 'whichllm check' takes a whole one"
            )
    return own_files(named or ())


def _this_machine() -> list[Demand]:
    """What this machine reports of itself, as demands: of a graphics card if it has one with memory of its own."""
    from whichllm.here import look
    from whichllm.reading.demands import Demand
    from whichllm.wording import of_own_files

    machine = look()
    typer.echo(of_own_files.machine(machine), err=True)
    cards = [gpu.memory for gpu in machine.gpus if gpu.memory and not gpu.shared]
    if cards:
        return [Demand("memory", write_bytes(max(cards) * USABLE_OF_CARD), "--here", "option")]
    if machine.memory is None:
        raise WhichllmError("this machine reports no memory", "state it: --memory 8GB")
    usable = write_bytes(machine.memory * USABLE_OF_SHARED)
    return [Demand("memory", usable, "--here", "option"), Demand("device", "cpu", "--here", "option")]


def _check_lines(format_: Format) -> None:
    if format_ not in (Format.TABLE, Format.JSONL):
        raise WhichllmError(f"--file answers in JSON Lines, not in {format_}", "leave --format out, or name jsonl")


def _answer_file(name: str, answer: Answerer, own: list[Path] | None, jobs: int, progress: bool) -> None:
    from whichllm.jobs import answer_with_jobs

    load = partial(_priced_catalog, _own(own))
    failed = 0
    with ExitStack() as stack:
        file = stack.enter_context(_open(name)) if name != "-" else _stdin()
        answers = stack.enter_context(closing(answer_with_jobs(jobs, file, load, answer)))
        # Where answers run over the terminal themselves, they are progress enough.
        if progress and sys.stderr.isatty() and not sys.stdout.isatty():
            from rich.console import Console

            from whichllm.rendering import watched

            # Past what cleans messages: a bar is drawn with control characters.
            shown = watched(answers, _lines_in(name), Console(file=sys.__stderr__))
            answers = stack.enter_context(closing(shown))
        for line, answered in answers:
            typer.echo(line)
            failed += not answered
    if failed:
        _complain(f"{plain.count(failed, 'line')} could not be read: see the error objects in the output")
        raise typer.Exit(ExitCode.MISUSE)


def _stdin() -> Readable:
    """Standard input as its bytes come; a buffer would wait for more, and Python for whoever waits at the buffer."""
    if sys.stdin is None:
        raise WhichllmError("standard input is closed", "name a file, or send lines to standard input")
    buffer = sys.stdin.buffer
    return getattr(buffer, "raw", buffer)


def _open(name: str) -> BinaryIO:
    try:
        return Path(name).open("rb", buffering=0)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise WhichllmError(f"cannot read '{name}': {said}", "check the path; - is standard input") from None


def _lines_in(name: str) -> int | None:
    """How many lines a file has, None where that cannot be known before they have been read."""
    path = Path(name)
    if not path.is_file():
        return None
    count, last = 0, b""
    with path.open("rb") as file:
        while block := file.read(_PART):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last not in (b"", b"\n"))
