"""The catalog that a command is to use: the files that it names on top, with the prices of today."""

from __future__ import annotations

import os
from pathlib import Path

from whichllm.catalog import Catalog
from whichllm.errors import WhichllmError
from whichllm.loading import is_catalog, load_catalog, own_files

PRICES_VARIABLE = "WHICHLLM_PRICES"
"""With the value "catalog" in this environment variable, prices are those of the catalog, whatever is installed."""


def catalog_with(named: list[Path] | None) -> Catalog:
    """The catalog with the files that a command names on top, and the prices of today."""
    return priced_catalog(own_of(named))


def priced_catalog(own: tuple[Path, ...]) -> Catalog:
    """The catalog with these files on top, and the prices of today unless those of the catalog are wished for."""
    from whichllm.prices import priced_today

    catalog = load_catalog(own=own)
    return catalog if os.environ.get(PRICES_VARIABLE) == "catalog" else priced_today(catalog)


def own_of(named: list[Path] | None) -> tuple[Path, ...]:
    """The files to lay on top: those that a command names, and those of the environment.

    Raises WhichllmError if one of them is a whole catalog.
    """
    for path in named or ():
        if is_catalog(path):
            raise WhichllmError(
                f"'{path}' holds a whole catalog", "name files to lay on top; only 'whichllm check' takes a whole one"
            )
    return own_files(named or ())
