"""One importer a source. Each module has `ORIGIN` and `facts(folder)`, and knows nothing of the others.

A module reads what its source published (JSON, YAML, Python with `ast`) and yields `Fact`s. What a source calls
otherwise than the catalog does is told in a table beside it; nothing is concluded from the letters of a name. A source
whose figures stand in the description of its package is a YAML file in `described/` and no code, one of OpenMMLab a
YAML file in `openmmlab/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from tools.catalog.facts import Fact, Origin
from tools.catalog.openmmlab import Package
from tools.catalog.readme import Described


class Importer(Protocol):
    """What every module here offers."""

    ORIGIN: Origin

    def facts(self, folder: Path) -> Iterator[Fact]:
        """What the source states, of whichever models; `folder` is one package unpacked, or holds the files."""
        ...


def importers() -> dict[str, Importer]:
    """All importers by the id of their source."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    here = Path(__file__).parent
    described = [Described(path) for path in (here / "described").glob("*.yaml")]
    of_openmmlab = [Package(path) for path in (here / "openmmlab").glob("*.yaml")]
    found = [cast("Importer", module) for module in (*modules, *described, *of_openmmlab)]
    return {importer.ORIGIN.source: importer for importer in sorted(found, key=lambda each: each.ORIGIN.source)}
