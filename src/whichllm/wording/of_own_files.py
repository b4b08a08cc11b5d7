"""What files of the user's own say beside the catalog, and what this machine reports, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from whichllm.catalog import Block, Catalog
from whichllm.wording.plain import clean, keys

if TYPE_CHECKING:
    from whichllm.requirements.here import Machine  # looks at the machine: few answers do


def own_files(catalog: Catalog) -> str:
    """Which files of the user's own the answer rests on, too; "" where there are none."""
    files = ", ".join(clean(entry.file) for entry in catalog.own)
    return f"With your own: {files}" if files else ""


def own_words(block: Block, catalog: Catalog) -> str:
    """What files of the user's own say of a block; "" where they say nothing."""
    said = [
        f"{clean(revision.file)} {'adds it' if revision.before is None else 'states ' + keys(revision.fields)}"
        for revision in catalog.revisions_of(block)
    ]
    return "; ".join(said)


def machine(found: Machine) -> str:
    """What a machine reports of itself, in a line."""
    return f"This machine: {clean('; '.join(found.words)) or 'nothing reported'}"
