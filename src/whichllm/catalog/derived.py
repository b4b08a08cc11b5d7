"""What is worked out of a catalog, kept with it for the next time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from whichllm.base.memo import Memo

if TYPE_CHECKING:
    from whichllm.catalog.whole import Catalog

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def derived(
    most: int = 1,
) -> Callable[[Callable[Concatenate[Catalog, Arguments], Value]], Callable[Concatenate[Catalog, Arguments], Value]]:
    """A function of a catalog, and of hashable arguments by their places, whose answers go when the catalog goes.

    A program that reads its own files again and again would keep the old catalogs alive with `functools.lru_cache`.
    With `most` answers for one catalog it starts anew, like any `Memo`. Threads that ask for the same at the same time
    may each work it out.
    """

    def decorate(function: Callable[..., Value]) -> Callable[..., Value]:
        @wraps(function)
        def answered(catalog: Catalog, *arguments: Any) -> Value:
            answers = catalog.derived.get(function)
            if answers is None:
                known: Memo[tuple[Any, ...], Value] = Memo(lambda stated: function(catalog, *stated), most)
                answers = catalog.derived.setdefault(function, known)
            value: Value = answers[arguments]
            return value

        return answered

    return decorate
