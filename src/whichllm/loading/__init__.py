"""From the files in `data/` to a `Catalog`: read safely, checked whole, every mistake reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from whichllm.catalog import Association, Catalog, Category, License, Model, Source, Task, Vocabulary
from whichllm.errors import DataError, Problem
from whichllm.loading.blocks import build
from whichllm.loading.checks import Checks
from whichllm.loading.yaml_files import DataFile, Place, read_file

__all__ = ["data_folder", "load_catalog"]

_Block = TypeVar("_Block", Category, License, Model, Source, Task)
_Any = TypeVar("_Any", Association, Category, License, Model, Source, Task)


def data_folder() -> Path:
    """Where the catalog lies: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "data"
    return installed if installed.is_dir() else package.parent.parent / "data"


@lru_cache(maxsize=4)
def load_catalog(folder: Path | None = None) -> Catalog:
    """The catalog in `folder`; by default the one that comes with whichllm.

    Raises DataError, with every mistake found, if a file is missing, is not YAML or does not hold together.
    """
    return _Reading(folder or data_folder()).catalog()


class _Reading:
    """One reading of a folder. Mistakes gather in the files; `catalog` raises them together."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[DataFile] = []
        # Every id that stands in a file, that of a broken block, too: one mistake must not cause others.
        self._declared: set[str] = set()
        self._placed: list[tuple[Category | License | Model | Source | Task, Place]] = []

    def catalog(self) -> Catalog:
        definitions = self._file("categories.yaml")
        categories = self._blocks(definitions, "categories", Category)
        tasks = self._blocks(definitions, "tasks", Task)
        words = self._file("vocabulary.yaml")
        vocabulary = build(Vocabulary, words.content, words.top()) if words.content else None
        licenses = self._blocks(self._file("licenses.yaml"), "licenses", License)
        sources = self._blocks(self._file("sources.yaml"), "sources", Source)
        weights = self._file("associations.yaml")
        associations = self._list(weights, "associations", Association)
        models: dict[str, Model] = {}
        for path in sorted((self._folder / "models").glob("*.yaml")):
            file = self._file(f"models/{path.name}")
            if path.stem not in categories:
                file.top().report(f"no category is called '{path.stem}'", "name the file after its category")
            self._blocks(file, "models", Model, models, category=path.stem)
        # What stands in a file that cannot be read is missed everywhere: only the file is at fault.
        if vocabulary is not None and all(file.content for file in self._files):
            checks = Checks(categories, tasks, models, licenses, sources, vocabulary, self._declared)
            for block, place in self._placed:
                checks.check(block, place)
            checks.check_vocabulary(vocabulary, words.top())
            for association, place in associations:
                checks.check_association(association, place)
            checks.check_names(self._names())
        problems: list[Problem] = [problem for file in self._files for problem in file.problems]
        if problems or vocabulary is None:
            raise DataError(problems)
        return Catalog(
            categories=MappingProxyType(categories),
            tasks=MappingProxyType(tasks),
            models=MappingProxyType(models),
            licenses=MappingProxyType(licenses),
            sources=MappingProxyType(sources),
            vocabulary=vocabulary,
            associations=tuple(association for association, _ in associations),
            version=self._version(),
        )

    def _file(self, name: str) -> DataFile:
        file = read_file(self._folder / name, name)
        self._files.append(file)
        return file

    def _blocks(
        self,
        file: DataFile,
        key: str,
        kind: type[_Block],
        into: dict[str, _Block] | None = None,
        **given: object,
    ) -> dict[str, _Block]:
        """The blocks below a key, by id, in the order of the file."""
        found: dict[str, _Block] = {} if into is None else into
        for block, place in self._list(file, key, kind, **given):
            if block.id in found:
                place.at("id").report(f"'{block.id}' already stands in the catalog", "merge the two blocks")
                continue
            found[block.id] = block
            self._placed.append((block, place))
        return found

    def _list(self, file: DataFile, key: str, kind: type[_Any], **given: object) -> list[tuple[_Any, Place]]:
        """The sound blocks below a key, each with its place."""
        place = file.top().at(key)
        values = file.content.get(key) if file.content else []
        if not isinstance(values, list):
            place.report(f"expected a list of blocks under '{key}:'", f"start the list with '{key}:'")
            return []
        found = []
        for index, value in enumerate(values):
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                self._declared.add(value["id"])
            block = build(kind, value, place.at(index), **given)
            if block is not None:
                found.append((block, place.at(index)))
        return found

    def _names(self) -> Iterator[tuple[str, str, Place]]:
        for block, place in self._placed:
            if isinstance(block, Category | Task | Model):
                yield block.id, block.id, place.at("id")
                for index, alias in enumerate(block.aliases):
                    yield alias, block.id, place.at("aliases", index)

    def _version(self) -> str:
        digest = hashlib.sha256()
        for file in self._files:
            digest.update(file.shown.encode())
            digest.update(file.text.encode())
        return digest.hexdigest()[:12]
