"""Limits on numbers of a model and what is preferred beside: size, speed, quality, price, context, age."""

from __future__ import annotations

import math

from whichllm.catalog import Catalog, Model
from whichllm.catalog.quantities import (
    Cost,
    is_later,
    read_cost,
    read_count,
    read_date,
    read_tokens,
    write_cost,
    write_count,
)
from whichllm.requirements.kinds import Circumstances, Kind, Option, Prefer, Scale, Situation, is_word, one_of

# More than the 32k tokens, some 50 pages, that models before 2024 read at most.
_LONG = 32_000
# So many tokens some models do read, and to look for more means to look at all of them.
_ORDINARY_CONTEXT = 1_000_000


def _size(value: str, _: Catalog) -> int | Prefer:
    return Prefer("size") if is_word(value, "small") else read_count(value)


def _small_enough(model: Model, most: int, _: Situation) -> bool | None:
    return None if model.parameters is None else model.parameters <= most


def _speed(value: str, catalog: Catalog) -> Prefer:
    one_of("speed", ("fast", "real-time"), value, catalog)
    return Prefer("speed")


def _quality(value: str, catalog: Catalog) -> Prefer:
    one_of("quality", ("best",), value, catalog)
    return Prefer("quality")


def _price(value: str, _: Catalog) -> Cost | Prefer:
    if is_word(value, "low"):
        return Prefer("cost")
    return Cost(0) if is_word(value, "free") else read_cost(value)


def _affordable(model: Model, most: Cost, situation: Situation) -> bool | None:
    """Open weights cost no fee unless a service runs them; of a price, each side must be within the limit."""
    if model.open_weights and not situation.hosted:
        return True
    if model.price is None or (most.unit and most.unit != model.price.unit):
        return None
    return all(side <= most.dollars for side in model.price.sides)


def _dearest_side(model: Model, most: Cost, _: Situation) -> Cost | None:
    """What a model costs at most for what the limit counts in; prices for something else cannot be compared with it."""
    if model.price is None or most.unit not in (None, model.price.unit):
        return None
    return Cost(max(model.price.sides), model.price.unit)


def _context(value: str, _: Catalog) -> int:
    return _LONG if is_word(value, "long") else read_tokens(value)


def _long_enough(model: Model, least: int, _: Situation) -> bool | None:
    return None if model.context is None else model.context >= least


def _is_read_by_any(length: int, catalog: Catalog) -> bool:
    """More than any model reads at a time tells the size of a collection."""
    if length <= _ORDINARY_CONTEXT:
        return True
    return any(model.context is not None and model.context >= length for model in catalog.models.values())


def _with_room(circumstances: Circumstances, length: int) -> Circumstances:
    return circumstances._replace(context=max(circumstances.context or 0, length))


def _date(value: str, _: Catalog) -> str:
    return read_date(value)


def _new_enough(model: Model, since: str, _: Situation) -> bool | None:
    """What is known less exactly than the limit, and may lie on either side of it, is not known."""
    too_late = is_later(since, model.released[: len(since)])
    return None if too_late is None else not too_late


SIZE = Kind(
    "size",
    "size",
    "with more parameters",
    _size,
    _small_enough,
    (Option("--size", "At most so many parameters: 7B.", "PARAMETERS"),),
    Scale(lambda model, *_: model.parameters, min, lambda number, _: write_count(number, math.ceil)),
    bound="at most ",
    column="size",
)

SPEED = Kind("speed", "speed", "", _speed)

QUALITY = Kind("quality", "quality", "", _quality)

PRICE = Kind(
    "price",
    "price",
    "that cost more",
    _price,
    _affordable,
    (
        Option(
            "--price",
            "At most so many US dollars for whatever it is charged by ($0.50), or for a named unit"
            " ('$0.04 per image'). Open weights cost no fee, unless --hosted.",
            "DOLLARS",
        ),
    ),
    Scale(_dearest_side, min, lambda cost, _: write_cost(cost)),
    bound="at most ",
    column="context or price",
)

CONTEXT = Kind(
    "context",
    "context",
    "that read less at a time",
    _context,
    _long_enough,
    (Option("--context", "It must read at least so much at a time: 128k, 200 pages.", "TOKENS"),),
    Scale(lambda model, *_: model.context, max, lambda number, _: write_count(number, math.floor)),
    is_likely=_is_read_by_any,
    brings_about=_with_room,
    of_one_step=True,
    column="context or price",
)

RELEASED = Kind(
    "released",
    "released",
    "published before",
    _date,
    _new_enough,
    (Option("--since", "Released on this day or later: 2025-06.", "DATE"),),
    column="released",
)
