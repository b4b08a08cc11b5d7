"""whichllm: say what you want done; get the models that do it, and the reasons.

>>> from whichllm import recommend
>>> recommend("translate documents").matches[0].task
'translation'

All answers are frozen and hold no open files: share them, and the catalog, between threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whichllm import browsing
from whichllm.browsing import CategoryExplanation, Explanation, ModelExplanation, TaskExplanation
from whichllm.catalog import Catalog, Category, License, Measurement, Model, Source, Task
from whichllm.errors import DataError, DescriptionError, UnknownNameError, WhichllmError
from whichllm.loading import load_catalog, own_files
from whichllm.ranking import Credit, Pick, Ranking, Rejection
from whichllm.reading import Demand, Evidence, Match, Step
from whichllm.recommending import DEFAULT_LIMIT, Recommendation, StepAnswer, TaskAnswer, recommend_from

__version__ = "0.1.0"

__all__ = [
    "Catalog",
    "Category",
    "CategoryExplanation",
    "Credit",
    "DataError",
    "Demand",
    "DescriptionError",
    "Evidence",
    "Explanation",
    "License",
    "Match",
    "Measurement",
    "Model",
    "ModelExplanation",
    "Pick",
    "Ranking",
    "Recommendation",
    "Rejection",
    "Source",
    "Step",
    "StepAnswer",
    "Task",
    "TaskAnswer",
    "TaskExplanation",
    "UnknownNameError",
    "WhichllmError",
    "__version__",
    "explain",
    "load_catalog",
    "own_files",
    "recommend",
    "recommend_many",
]


def recommend(description: str, *, catalog: Catalog | None = None, limit: int = DEFAULT_LIMIT) -> Recommendation:
    """The models for a task described in plain words.

    `catalog` is the one that comes with whichllm unless another is given (see `load_catalog`); `limit` is the
    number of models a rendering shows, 0 for all; the ranking itself is always whole.

    Raises DescriptionError if the description is blank and DataError if the catalog's files hold mistakes. A
    description in which no task is understood is no error: `matches` is empty and `best` is None.
    """
    return recommend_from(description, catalog or load_catalog(), limit)


def recommend_many(
    descriptions: Iterable[str], *, catalog: Catalog | None = None, limit: int = DEFAULT_LIMIT
) -> Iterator[Recommendation]:
    """What `recommend` gives for each description, in order, each when it is asked for: none is read ahead or kept.

    Raises what `recommend` raises, where the description stands that it raises it for; there it ends.
    """
    asked = catalog or load_catalog()
    return (recommend_from(description, asked, limit) for description in descriptions)


def explain(name: str, *, catalog: Catalog | None = None) -> Explanation:
    """What a category, a task or a model is, with all that is known of it; `name` may be an alias or slightly misspelt.

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things, and DataError if the
    catalog's files hold mistakes.
    """
    return browsing.explain(name, catalog or load_catalog())
