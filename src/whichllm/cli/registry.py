"""Commands that are made when they are asked for: a run needs one, and its options take milliseconds to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from whichllm.base.memo import Memo

Function = Callable[..., None]
Dress = Callable[[Function], Function]


class Registry(Mapping[str, Any]):
    """The commands of a program by their names, as Typer makes them of functions."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[], Function]] = {}
        self._made: Memo[str, Any] = Memo(self._make)

    def command(self, name: str, dressed: Dress | None = None) -> Dress:
        """Make a function a command of this name; `dressed` may change its parameters first."""

        def add(function: Function) -> Function:
            self._makers[name] = (lambda: dressed(function)) if dressed else (lambda: function)
            return function

        return add

    def group(self) -> type[TyperGroup]:
        """The kind of group that a program with these commands is."""
        commands = self

        class Group(TyperGroup):
            def __init__(self, **settings: Any) -> None:
                super().__init__(**{**settings, "commands": commands})

            def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - Typer names it
                return list(commands)

        return Group

    def __getitem__(self, name: str) -> Any:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def _make(self, name: str) -> Any:
        alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
        alone.command(name)(self._makers[name]())
        return get_command(alone)
