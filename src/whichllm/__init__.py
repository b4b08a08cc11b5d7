"""whichllm: say what you want done; get the models that do it, and the reasons.

>>> from whichllm import recommend
>>> recommend("translate documents").matches[0].task
'translation'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whichllm import comparing
from whichllm.catalog import Catalog, DemandName
from whichllm.comparing import Comparison
from whichllm.errors import DataError, DescriptionError, UnknownNameError, WhichllmError
from whichllm.loading import load_catalog, own_files
from whichllm.reading import Demand
from whichllm.recommending import DEFAULT_LIMIT, Recommendation, recommend_from
from whichllm.requirements import Preference

__version__ = "0.1.0"

__all__ = [
    "Catalog",
    "Comparison",
    "DataError",
    "DescriptionError",
    "Recommendation",
    "UnknownNameError",
    "WhichllmError",
    "__version__",
    "compare",
    "load_catalog",
    "own_files",
    "recommend",
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

    `catalog` is the one that comes with whichllm unless another is given (see `load_catalog`); `limit` is the
    number of models a rendering shows, 0 for all; the ranking itself is always whole.

    Raises DescriptionError if the description is blank, WhichllmError if a demand has a value that means nothing, and
    DataError if the catalog's files hold mistakes. A
    description in which no task is understood is no error: `matches` is empty and `best` is None.
    """
    stated = [Demand(name, value, f"{name}={value}", "option") for name, value in (demands or {}).items()]
    return recommend_from(description, catalog or load_catalog(), limit, stated, prefer)


def compare(names: Sequence[str], *, catalog: Catalog | None = None) -> Comparison:
    """Two to eight models side by side: what differs, how they were measured, and which one to take for what.

    Raises UnknownNameError for a name that means no model or several, WhichllmError for too few or too many names or
    two that mean the same model, and DataError if the catalog's files hold mistakes.
    """
    return comparing.compare(names, catalog or load_catalog())
