"""Puts a snapshot of the catalog into wheels, so that an installed whichllm need not read YAML (see loading/snapshots).

Editable installs and sdists get none: whichllm makes its own in the cache of the user.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SnapshotHook(BuildHookInterface):  # type: ignore[type-arg]
    """The build hook, found by hatchling."""

    _folder: tempfile.TemporaryDirectory[str]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the snapshot and add it to the wheel."""
        self._folder = tempfile.TemporaryDirectory(prefix="whichllm-")
        if version == "standard":
            root = Path(self.root)
            # Loading a catalog takes PyYAML only; all of whichllm takes what a build does not install.
            package = ModuleType("whichllm")
            package.__path__ = [str(root / "src" / "whichllm")]
            sys.modules["whichllm"] = package
            from whichllm.loading import SNAPSHOT, write_snapshot

            path = Path(self._folder.name) / SNAPSHOT
            write_snapshot(path, root / "data")
            build_data["force_include"][str(path)] = f"whichllm/data/{SNAPSHOT}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file once it has been packed."""
        self._folder.cleanup()
