"""One importer a source. Each module has `ORIGIN` and `facts(folder)`, and knows nothing of the others.

A module reads what its source published (JSON, YAML, Python with `ast`) and yields `Fact`s. What a source calls
otherwise than the catalog does is told in a table beside it; nothing is concluded from the letters of a name. A source
whose figures stand in the description of its package is a YAML file in `described/` and no code, one of OpenMMLab a
YAML file in `openmmlab/`. What packages recommend stands in one table (`tools/catalog/recommended.yaml`): a source
that has both states both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from tools.catalog.facts import Fact, Origin
from tools.catalog.openmmlab import Package
from tools.catalog.readme import Described
from tools.catalog.recommended import choosers


class Importer(Protocol):
    """What every module here offers."""

    ORIGIN: Origin

    def facts(self, folder: Path) -> Iterator[Fact]:
        """What the source states, of whichever models; `folder` is one package unpacked, or holds the files."""
        ...


@dataclass(frozen=True, slots=True)
class _Several:
    """The importers of one source as one. What they read is the same."""

    parts: Sequence[Importer]

    @property
    def ORIGIN(self) -> Origin:  # noqa: N802 - as in the modules
        return self.parts[0].ORIGIN

    def facts(self, folder: Path) -> Iterator[Fact]:
        for part in self.parts:
            yield from part.facts(folder)


def importers() -> dict[str, Importer]:
    """All importers by the id of their source."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    here = Path(__file__).parent
    described = [Described(path) for path in (here / "described").glob("*.yaml")]
    of_openmmlab = [Package(path) for path in (here / "openmmlab").glob("*.yaml")]
    by_source: dict[str, list[Importer]] = {}
    for module in (*modules, *described, *of_openmmlab, *choosers()):
        importer = cast("Importer", module)
        by_source.setdefault(importer.ORIGIN.source, []).append(importer)
    return {source: parts[0] if len(parts) == 1 else _Several(parts) for source, parts in sorted(by_source.items())}
