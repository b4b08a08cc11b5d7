"""What went wrong, in English."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from whichllm.answers.browsing import Listing
from whichllm.answers.recommending import Recommendation
from whichllm.base.errors import DataError, Problem
from whichllm.catalog import Catalog
from whichllm.wording.of_recommendations import relaxation
from whichllm.wording.plain import clean, command, comparison, count, listed, shorten

_AN_EXAMPLE = "translate documents"
# Demands that tell of the material, and not of the model.
_OF_WHAT_GOES_IN = ("domain", "modality")
_LONGEST_MISTAKE, _LONGEST_PATH = 1_000, 500
_NO_NUMBER = re.compile(r"is not a valid integer( range)?\.?$")
_NO_CHOICE = re.compile(r"'(?P<typed>[^']*)' is not one of (?P<choices>'.*')")


def mistake(problem: Problem) -> str:
    """A mistake in a data file with its place; of a very long path or value the beginning."""
    named = replace(problem, file=shorten(problem.file, _LONGEST_PATH))
    return clean(shorten(str(named), _LONGEST_MISTAKE))


def mistakes_above(error: DataError) -> tuple[str, str]:
    """What to say below mistakes that have been named: the message and how to go on."""
    number = count(len(error.problems), "mistake")
    return f"{number} in the data files", "mend the lines named above and run the command again"


def meant(refusal: str, options: Sequence[str] = ()) -> str:
    """What somebody probably meant who was refused: "did you mean json?"; "" where nothing comes near.

    `refusal` is what Typer says of a value that is none of its choices; `options` are what it finds near an option.
    """
    found = _NO_CHOICE.search(refusal)
    choices = re.findall(r"'([^']*)'", found["choices"]) if found else []
    near = list(options) or (get_close_matches(found["typed"].casefold(), choices) if found else [])
    return f"did you mean {' or '.join(near)}?" if near else ""


def refused(message: str, errors: Sequence[Mapping[str, Any]] = ()) -> str:
    """Why the value of an option is refused, in words for whoever typed it.

    `message` is what Typer says, `errors` the account of the library that checked the value, if there is one.
    """
    if len(errors) == 1:
        told, limits = errors[0], errors[0].get("ctx") or {}
        if told["type"].startswith("int"):
            return f"'{told['input']}' is not a whole number"
        if "ge" in limits:
            return f"{told['input']} is too small: {limits['ge']} is the least"
        if "le" in limits:
            return f"{told['input']} is too large: {limits['le']} is the most"
    return _NO_NUMBER.sub("is not a whole number", message.removeprefix("Value error, "))


def nothing_understood(recommendation: Recommendation) -> tuple[str, str]:
    """What to say where no task was found: the message and how to go on."""
    message = f"no task is understood in “{shorten(clean(recommendation.description), 80)}”"
    against, named = recommendation.set_against(), recommendation.named()
    if against:
        return message, f"side by side: {comparison(against, recommendation.catalog)}; or say what the model should do"
    if named:
        explained = command(f"explain {shlex.quote(named)}", recommendation.catalog)
        return message, f"what it is: {explained}; or say what the model should do"
    return message, _how_to_describe(recommendation)


def nothing_suits(recommendation: Recommendation) -> tuple[str, ...]:
    """What to say where no model is left, for one of several steps at least: the message and what may be given up."""
    steps = {f"step {number}": entry.best for number, entry in enumerate(recommendation.steps, 1)}
    answers = steps or ({"": recommendation.best} if recommendation.best else {})
    lacking = {step: answer for step, answer in answers.items() if not answer.ranking.picks}
    relaxed = [f"{step}: {relaxation(entry)}" for step, answer in lacking.items() for entry in answer.relaxations]
    where = f" in {listed(list(lacking))}" if steps else ""
    if not relaxed:
        everything = command("list models", recommendation.catalog)
        return f"the catalog holds no model for what is asked for{where}", f"all models: {everything}"
    return f"no model in the catalog meets all that is asked for{where}", *(said.removeprefix(": ") for said in relaxed)


def nothing_listed(listing: Listing) -> tuple[str, str]:
    """What to say where there is nothing to list."""
    singular = {"categories": "category", "tasks": "task", "models": "model"}[listing.shown.rows]
    without = ", or ".join(f"without --{name}" for name in listing.narrowed)
    return f"the catalog holds no {singular} for this", f"there is more to list {without}" if without else ""


def _how_to_describe(recommendation: Recommendation) -> str:
    """How a description is understood: of a wish without a task, of a kind of data, or of something else."""
    foreign = recommendation.is_foreign
    nearest = () if foreign else recommendation.nearest()
    said = "descriptions are read in English, and few of these words are known; " if foreign else ""
    if nearest:
        said += f"nearest tasks: {', '.join(task.id for task in nearest)}; "
    examples = recommendation.examples()
    said_in_words = (stated for stated in recommendation.demands if stated.by == "words")
    wish = next((clean(stated.words) for stated in said_in_words if stated.name not in _OF_WHAT_GOES_IN), "")
    if wish and (not examples or wish.casefold() == clean(recommendation.description).casefold()):
        said += f"“{shorten(wish, 40)}” tells how the model should be; say what it should do, too, for example: "
        return said + _asked(f"{_AN_EXAMPLE}, {wish}", recommendation.catalog)
    examples = examples or tuple(task.examples[0] for task in nearest if task.examples)[:1] or (_AN_EXAMPLE,)
    asked = " or ".join(_asked(example, recommendation.catalog) for example in examples)
    said += f"say what goes in and what should come out, for example: {asked}"
    return said if nearest else f"{said}; all tasks: {command('list tasks', recommendation.catalog)}"


def _asked(description: str, catalog: Catalog) -> str:
    return command(f'recommend "{shorten(description, 80)}"', catalog)
