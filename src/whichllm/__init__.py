"""whichllm: say what you want done; get the models that do it, and the reasons.

>>> from whichllm import recommend
>>> recommend("translate documents").matches[0].task
'translation'

All answers are frozen and hold no open files: share them, and the catalog, between threads.
"""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

# What is offered is loaded late (see `__getattr__`), so a linter sees no name.
# ruff: noqa: F403, F405
if TYPE_CHECKING:
    from whichllm.library.choosing import *
    from whichllm.library.inspecting import *

__version__ = "0.1.0"

__all__ = [
    "Catalog",
    "Category",
    "CategoryExplanation",
    "CategoryListing",
    "Chain",
    "Comparison",
    "Credit",
    "DataError",
    "Demand",
    "DescriptionError",
    "Evidence",
    "Explanation",
    "Finding",
    "FirstPicks",
    "General",
    "Gpu",
    "License",
    "Listing",
    "Machine",
    "Match",
    "Measurement",
    "Model",
    "ModelExplanation",
    "ModelListing",
    "Pick",
    "Problem",
    "Ranking",
    "Recommendation",
    "Rejection",
    "Relaxation",
    "Report",
    "Running",
    "Source",
    "Stated",
    "Step",
    "StepAnswer",
    "Survey",
    "Task",
    "TaskAnswer",
    "TaskExplanation",
    "TaskListing",
    "UnknownNameError",
    "WhichllmError",
    "__version__",
    "check",
    "compare",
    "demands_of",
    "document",
    "explain",
    "list_categories",
    "list_models",
    "list_tasks",
    "load_catalog",
    "output_schema",
    "output_schemas",
    "own_files",
    "priced_today",
    "recommend",
    "recommend_many",
    "snippet",
    "survey",
    "this_machine",
    "usual_catalog",
]


def __getattr__(name: str) -> Any:
    """What is offered, loaded when it is first asked for: the command line has no need of most of it."""
    if name not in __all__:
        raise AttributeError(f"module 'whichllm' has no attribute '{name}'")
    from whichllm.library import choosing

    if name in choosing.__all__:
        offered: ModuleType = choosing
    else:
        from whichllm.library import inspecting as offered
    value = globals()[name] = getattr(offered, name)
    return value
