"""whichllm: say what you want done; get the models that do it, and the reasons.

>>> from whichllm import recommend
>>> recommend("translate documents").matches[0].task
'translation'

All answers are frozen and hold no open files: share them, and the catalog, between threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# What is offered is loaded late (see `__getattr__`), so a linter sees no name.
# ruff: noqa: F403, F405
if TYPE_CHECKING:
    from whichllm.library import *

__version__ = "0.1.0"

__all__ = [
    "Catalog",
    "Category",
    "CategoryExplanation",
    "Chain",
    "Comparison",
    "Credit",
    "DataError",
    "Demand",
    "DescriptionError",
    "Evidence",
    "Explanation",
    "General",
    "License",
    "Match",
    "Measurement",
    "Model",
    "ModelExplanation",
    "Pick",
    "Ranking",
    "Recommendation",
    "Rejection",
    "Relaxation",
    "Source",
    "Stated",
    "Step",
    "StepAnswer",
    "Task",
    "TaskAnswer",
    "TaskExplanation",
    "UnknownNameError",
    "WhichllmError",
    "__version__",
    "compare",
    "explain",
    "load_catalog",
    "own_files",
    "priced_today",
    "recommend",
    "recommend_many",
]


def __getattr__(name: str) -> Any:
    """What is offered, loaded when it is first asked for: the command line has no need of most of it."""
    if name not in __all__:
        raise AttributeError(f"module 'whichllm' has no attribute '{name}'")
    from whichllm import library

    value = globals()[name] = getattr(library, name)
    return value
