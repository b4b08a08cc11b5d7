"""What `import whichllm` offers of recommendations, comparisons and explanations; the rest is in `inspecting`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from whichllm.answers import browsing, comparing
from whichllm.answers.browsing import CategoryExplanation, Explanation, ModelExplanation, TaskExplanation
from whichllm.answers.comparing import Comparison
from whichllm.answers.formats import DEFAULT_LIMIT
from whichllm.answers.recommending import (
    Chain,
    General,
    Recommendation,
    StepAnswer,
    TaskAnswer,
    recommend_from,
)
from whichllm.base.errors import DataError, DescriptionError, UnknownNameError, WhichllmError
from whichllm.catalog import Catalog, Category, DemandName, License, Measurement, Model, Source, Task
from whichllm.loading import load_catalog, own_files
from whichllm.loading.prices import priced_today
from whichllm.loading.usual import usual_catalog
from whichllm.ranking import Credit, Pick, Ranking, Rejection, Relaxation
from whichllm.reading.demands import Demand
from whichllm.reading.tasks import Evidence, Match
from whichllm.reading.understanding import Step
from whichllm.requirements import Kind, Option, OptionName, Preference, stated_as
from whichllm.requirements.wishes import Stated

Demands = Mapping[DemandName, str] | Mapping[DemandName | OptionName, str | bool]
"""What is required beside the words, by the names of demands or of options; those without a value are True."""

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
    demands: Demands | None = None,
    prefer: Preference | None = None,
) -> Recommendation:
    """The models for a task described in plain words.

    `demands` are further requirements beside those in the words, which they overrule, by the names that the command's
    options have, too: `{"license": "commercial", "memory": "8GB", "not-gated": True}`; `prefer` is what to favor among
    the models that suit.

    `catalog` is the one that comes with whichllm unless another is given: see `load_catalog`, and `usual_catalog` for
    the answers of the command. `limit` is the number of models a rendering shows, 0 for all; the ranking itself is
    always whole.

    Raises DescriptionError if the description is blank, UnknownNameError if there is no such demand, WhichllmError if
    one has a value that means nothing or `limit` is below 0, and DataError if the catalog's files hold mistakes. A
    description in which no task is understood is no error: `matches` is empty and `best` is None.
    """
    return recommend_from(description, catalog or load_catalog(), limit, _options(demands), prefer)


def _options(demands: Demands | None) -> list[Demand]:
    """What is stated beside the words, by the names that the table of demands, or its options, have for it."""
    found = []
    for name, value in (demands or {}).items():
        kind, option = stated_as(name)
        if isinstance(value, str):
            if option is not None and not option.metavar:
                raise WhichllmError(f"the demand '{name}' takes no value but True", f"write {{'{name}': True}}")
            found.append(Demand(kind.name, value, f"{name}={value}", "option"))
        elif value is True and option is not None and not option.metavar:
            found.append(Demand(kind.name, option.value, name, "option"))
        else:
            raise WhichllmError(f"the demand '{name}' is no text: {value!r}", _how_to_state(name, value, kind, option))
    return found


def _how_to_state(name: str, value: object, kind: Kind, option: Option | None) -> str:
    """What to write in place of a value that is no text."""
    if value is None or value is False:
        return "leave it out where it is not asked for"
    if isinstance(value, Iterable):
        parts = [str(part) for part in value]
        together = kind.repeated != "no" or len(parts) == 1
        return f"write it like {{'{name}': '{','.join(parts)}'}}" if parts and together else "name one value, as a text"
    if option is not None and option.metavar:
        return f"write a text, as after {option.name}: {option.help}"
    return "write it as a text" if option is None else f"write {{'{name}': True}}"


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
    demands: Demands | None = None,
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
