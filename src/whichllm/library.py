"""What `import whichllm` offers of recommendations, comparisons and explanations; the rest is in `closer`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whichllm import browsing, comparing
from whichllm.browsing import CategoryExplanation, Explanation, ModelExplanation, TaskExplanation
from whichllm.catalog import Catalog, Category, DemandName, License, Measurement, Model, Source, Task
from whichllm.comparing import Comparison
from whichllm.errors import DataError, DescriptionError, UnknownNameError, WhichllmError
from whichllm.formats import DEFAULT_LIMIT
from whichllm.loading import load_catalog, own_files
from whichllm.prices import priced_today
from whichllm.ranking import Credit, Pick, Ranking, Rejection, Relaxation
from whichllm.reading.demands import Demand
from whichllm.reading.tasks import Evidence, Match
from whichllm.reading.understanding import Step
from whichllm.recommending import (
    Chain,
    General,
    Recommendation,
    StepAnswer,
    TaskAnswer,
    recommend_from,
)
from whichllm.requirements import Preference, kind_of
from whichllm.usual import usual_catalog
from whichllm.wishes import Stated

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
    "compare",
    "explain",
    "load_catalog",
    "own_files",
    "priced_today",
    "recommend",
    "recommend_many",
    "usual_catalog",
]


def recommend(
    description: str,
    *,
    catalog: Catalog | None = None,
    limit: int = DEFAULT_LIMIT,
    demands: Mapping[DemandName, str] | None = None,
    prefer: Preference | None = None,
) -> Recommendation:
    """The models for a task described in plain words.

    `demands` are further requirements beside those in the words, which they overrule: `{"license": "commercial",
    "memory": "8GB"}`; `prefer` is what to favor among the models that suit.

    `catalog` is the one that comes with whichllm unless another is given: see `load_catalog`, and `usual_catalog` for
    the answers of the command. `limit` is the number of models a rendering shows, 0 for all; the ranking itself is
    always whole.

    Raises DescriptionError if the description is blank, UnknownNameError if there is no such demand, WhichllmError if
    one has a value that means nothing or `limit` is below 0, and DataError if the catalog's files hold mistakes. A
    description in which no task is understood is no error: `matches` is empty and `best` is None.
    """
    return recommend_from(description, catalog or load_catalog(), limit, _options(demands), prefer)


def _options(demands: Mapping[DemandName, str] | None) -> list[Demand]:
    """What is stated beside the words, by the names that the table of demands has for it."""
    for name, value in (demands or {}).items():
        if not isinstance(value, str):
            raise WhichllmError(f"the demand '{name}' is no text: {value!r}", f"write it like {{'{name}': '{value}'}}")
    return [Demand(kind_of(name).name, value, f"{name}={value}", "option") for name, value in (demands or {}).items()]


def compare(names: str | Sequence[str], *, catalog: Catalog | None = None) -> Comparison:
    """Two to eight models side by side: what differs, how they were measured, and which one to take for what.

    Raises UnknownNameError for a name that means no model or several, WhichllmError for too few or too many names or
    two that mean the same model, and DataError if the catalog's files hold mistakes.
    """
    return comparing.compare([names] if isinstance(names, str) else names, catalog or load_catalog())


def recommend_many(
    descriptions: str | Iterable[str],
    *,
    catalog: Catalog | None = None,
    limit: int = DEFAULT_LIMIT,
    demands: Mapping[DemandName, str] | None = None,
    prefer: Preference | None = None,
) -> Iterator[Recommendation]:
    """What `recommend` gives for each description, in order, each when it is asked for: none is read ahead or kept.

    Raises what `recommend` raises, where the description stands that it raises it for; there it ends.
    """
    asked, options = catalog or load_catalog(), _options(demands)
    # A text is one description: letter by letter it would be many.
    each = [descriptions] if isinstance(descriptions, str) else descriptions
    return (recommend_from(description, asked, limit, options, prefer) for description in each)


def explain(name: str, *, catalog: Catalog | None = None) -> Explanation:
    """What a category, a task or a model is, with all that is known of it; `name` may be an alias or slightly misspelt.

    Raises UnknownNameError, with the nearest names, if it fits nothing or several things, and DataError if the
    catalog's files hold mistakes.
    """
    return browsing.explain(name, catalog or load_catalog())
