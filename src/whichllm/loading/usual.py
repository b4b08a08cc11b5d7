"""Which catalog is meant: what a user has set up for every day, and what is named on top of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from whichllm.base.errors import WhichllmError
from whichllm.catalog import Catalog
from whichllm.loading import Paths, is_catalog, load_catalog, own_files, paths

PRICES_VARIABLE = "WHICHLLM_PRICES"
"""With the value "catalog" in this environment variable, prices are those of the catalog, whatever is installed."""


def usual_catalog(own: Paths = ()) -> Catalog:
    """The catalog that the command answers from: with the user's own files, and with the prices of today.

    The files are those of the configuration folder, those that WHICHLLM_CATALOG lists, and `own`, one path or several,
    which lie on top. Prices are as `priced_today` gives them, unless WHICHLLM_PRICES is "catalog". The environment is
    read at each call.

    Raises WhichllmError if one of `own` is a whole catalog, DataError, with every mistake found, if files hold some.
    """
    from whichllm.loading.prices import priced_today

    named = tuple(map(str, paths(own)))
    catalog = load_catalog(own=usual_files(named))
    if os.environ.get(PRICES_VARIABLE) != "catalog":
        catalog = priced_today(catalog)
    return catalog.reached_by(named)


def usual_files(own: Paths = ()) -> tuple[Path, ...]:
    """The user's own files, those of the environment first, then `own`; the last one wins.

    Raises WhichllmError if one of `own` is a whole catalog.
    """
    named = paths(own)
    for path in named:
        if is_catalog(path):
            raise WhichllmError(
                f"'{path}' holds a whole catalog", "name files to lay on top; only 'whichllm check' takes a whole one"
            )
    return own_files(named)


def parted(paths: Sequence[Path]) -> tuple[Path | None, list[Path]]:
    """The folder with a whole catalog among some paths, None if there is none, and the files to lay on top of it.

    Raises WhichllmError if several are whole catalogs.
    """
    whole = [path for path in paths if is_catalog(path)]
    if len(whole) > 1:
        raise WhichllmError("there is more than one whole catalog to check", "name one of them at a time")
    return whole[0] if whole else None, [path for path in paths if path not in whole]
