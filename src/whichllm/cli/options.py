"""The options that several commands share, those of the table of demands included, and what completes their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from whichllm.answers.formats import Format
from whichllm.base.errors import WhichllmError
from whichllm.catalog import Catalog, Category, DemandName, Library, Task
from whichllm.loading.usual import usual_catalog
from whichllm.requirements import KINDS, Kind, Option

if TYPE_CHECKING:
    from whichllm.answers.completing import Begun


def completed(*kinds: type[Begun]) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What completes names of these kinds, from the catalog and the own files that the command names."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from whichllm.answers.completing import names_from

        return _offered(ctx, lambda catalog: names_from(incomplete, catalog, kinds))

    return complete


def _completed_value(demand: DemandName) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """What completes the values of a demand, as `completed` does names."""

    def complete(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from whichllm.answers.completing import values_from

        return _offered(ctx, lambda catalog: values_from(incomplete, catalog, demand))

    return complete


def _offered(ctx: typer.Context, offers: Callable[[Catalog], Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    # Typer gives paths, or the text of them where it only completes.
    named = [Path(name) for name in ctx.params.get("catalog") or ()]
    try:
        return list(offers(usual_catalog(named)))
    except WhichllmError:
        # The command itself will tell.
        return []


def stated(ctx: typer.Context, param: typer.CallbackParam, value: str) -> str:
    """The text that was typed for an option: a blank one asks for nothing, and comes of a variable that is not set.

    Raises WhichllmError if it is blank.
    """
    typed = ctx.get_parameter_source(param.name or "")
    if value is not None and not value.strip() and typed is not None and typed.name == "COMMANDLINE":
        named = param.opts[0] if param.opts[0].startswith("-") else f"the {param.name}"
        raise WhichllmError(f"{named} is given without a value", "name one, or leave it out")
    return value


def _all_stated(ctx: typer.Context, param: typer.CallbackParam, values: list[str] | None) -> list[str]:
    """The texts that were typed for an option that may be given several times, see `stated`."""
    return [stated(ctx, param, value) for value in values or ()]


def path(typed: str) -> Path:
    """A path as it was typed; a blank one would be the working folder.

    Raises WhichllmError if it is blank.
    """
    if not typed.strip():
        raise WhichllmError("a file is named by a blank", "name it, or leave it out")
    return Path(typed)


def day(typed: str) -> date:
    """A day as it was typed.

    Raises WhichllmError if it is none.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise WhichllmError(f"'{typed}' is not a day", "write it like 2026-11-26") from None


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How the answer is written.")]
ColorOption = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR works, too).")]
CategoryOption = Annotated[
    str,
    typer.Option(
        "--category",
        "-c",
        help="Only what belongs to this category.",
        callback=stated,
        autocompletion=completed(Category),
    ),
]
CatalogOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalog",
        metavar="FILE",
        parser=path,
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
    typer.Option(
        "--task",
        "-t",
        help="Only what serves this task or subtask.",
        callback=stated,
        autocompletion=completed(Task),
    ),
]


class Preferred(StrEnum):
    """A `Preference`, as Typer takes several of them."""

    QUALITY = "quality"
    COST = "cost"
    SIZE = "size"
    SPEED = "speed"


PreferOption = Annotated[
    list[Preferred] | None,
    typer.Option(
        "--prefer",
        metavar=f"<{'|'.join(Preferred)}>",
        help="What to favor among the models that suit.",
        show_default=False,
    ),
]
Command = Callable[..., None]
Value = TypeVar("Value", bound=str)


def takes_demands(command: Command) -> Command:
    """Give a command all options that the table of demands names; it is handed what they state as `options`."""
    owners = {option.name.lstrip("-").replace("-", "_"): (kind, option) for kind in KINDS for option in kind.options}

    @wraps(command)
    def with_demands(**given: Any) -> None:
        stated: list[tuple[DemandName, str, str]] = []
        for parameter, (kind, option) in owners.items():
            typed = given.pop(parameter)
            if not option.metavar:
                stated += [(kind.name, option.value, option.name)] if typed else []
            else:
                stated += [
                    (kind.name, value, f"{option.name} {value}") for value in _counting(typed or (), kind, option)
                ]
        command(**given, options=stated)

    own = [entry for entry in signature(command, eval_str=True).parameters.values() if entry.name != "options"]
    added = [_demand_parameter(parameter, *owner) for parameter, owner in owners.items()]
    with_demands.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]
    with_demands.__annotations__ = {entry.name: entry.annotation for entry in (*own, *added)}
    return with_demands


def _counting(typed: Sequence[str], kind: Kind, option: Option) -> list[str]:
    """The values of an option that count, of those that were typed for it; for most demands there can be but one."""
    values = list(dict.fromkeys(value.strip() for value in typed))
    if kind.repeated == "no":
        only(option.name, values)
    return [",".join(values)] if values and kind.repeated == "any" else values


def only(name: str, typed: Sequence[Value]) -> Value | None:
    """What was typed for an option that can be given but once, None where it was not.

    Raises WhichllmError if two different values were.
    """
    values = list(dict.fromkeys(typed))
    if len(values) > 1:
        named = " and ".join(f"'{value}'" for value in values)
        raise WhichllmError(f"{name} is given more than once: {named}", "name one of them")
    return values[0] if values else None


def _demand_parameter(name: str, kind: Kind, option: Option) -> Parameter:
    settings = typer.Option(
        option.name,
        help=option.help if kind.repeated == "no" or not option.metavar else f"{option.help} May be repeated.",
        metavar=option.metavar or None,
        show_default=False,
        callback=_all_stated if option.metavar else None,
        autocompletion=completed(Library) if option.name == "--library" else _completed_value(kind.name),
    )
    type_, default = (list[str] | None, None) if option.metavar else (bool, False)
    return Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=Annotated[type_, settings])
