"""Today's list prices of hosted models, where the package genai-prices is installed. The one door to it.

Nothing is fetched: the prices are those in the installed release that hold on the day. They change with the release,
and on the days for which it states another price. To load them takes longer than all else that a command does, so they
are loaded when the first model comes up that may have one, and kept for the day.
"""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache, partial
from importlib import util
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from whichllm.base.records import FrozenDict
from whichllm.catalog import Catalog, Lookup, Model, Models, Price, PriceUnit, Source
from whichllm.catalog.derived import derived
from whichllm.loading import cache

SOURCE = "genai-prices-today"
"""The id of the source of today's prices, in a catalog that has them."""

PROVIDERS: Mapping[str, str] = MappingProxyType(
    {
        "Anthropic": "anthropic",
        "Cohere": "cohere",
        "DeepSeek": "deepseek",
        "Google": "google",
        "Mistral AI": "mistral",
        "Moonshot AI": "moonshotai",
        "OpenAI": "openai",
        "Perplexity": "perplexity",
        "xAI": "x-ai",
        "Z.ai": "zai",
    }
)
"""The makers that sell models of their own, by the names they have in the catalog, as genai-prices calls them."""

_PACKAGE = "genai_prices"
_UNIT: PriceUnit = "million tokens"


_KEPT, _ENDING = "prices", ".json"

_Table = Mapping[str, Sequence[float | None]]
"""What goes in and what comes out of models costs, in US dollars per million tokens, by "provider/model"."""


def todays(model: Model, day: date | None = None) -> Price | None:
    """What a model costs on a day (UTC), by default this one, for a short request; None where that is not known.

    It is known only of models that their maker sells under their very id, by the token, at one price all day long, and
    that write text; not of open weights that the catalog knows no price of. Where the catalog knows one side of a price
    only, so does this.
    """
    if not _may_be_priced(model):
        return None
    sold_as = f"{PROVIDERS[model.maker]}/{model.id.rpartition('/')[2].casefold()}"
    into, out = _table(day or _today()).get(sold_as, (None, None))
    if model.price is not None:
        into, out = into if model.price.input is not None else None, out if model.price.output is not None else None
    return None if into is None and out is None else Price(unit=_UNIT, input=into, output=out)


def priced_today(catalog: Catalog, day: date | None = None) -> Catalog:
    """A catalog with the prices of a day (UTC), by default this one, in place of its own, as far as they are known.

    Models with such a price name `SOURCE` as its source. What files of the user's own say of prices stays. Without the
    package it is the same catalog.
    """
    place = _place()
    return _priced(catalog, day or _today(), _version(place)) if place else catalog


@derived()
def _priced(catalog: Catalog, day: date, version: str) -> Catalog:
    source = Source(
        id=SOURCE,
        # The release says of no day that it looked at the prices; the one on which it is asked tells nothing of them.
        name="Prices as of genai-prices",
        version=version,
        date="",
        license="mit",
        url="https://github.com/pydantic/genai-prices",
    )
    # The sources of a snapshot are fetched as they are asked for: a dictionary would ask for all.
    sources = MappingProxyType(ChainMap({SOURCE: source}, cast(dict[str, Source], catalog.sources)))
    priced = replace(catalog, sources=sources, models=_PricedModels(catalog, day))
    # Prices change nothing that descriptions are read by, and their source was not opened for the catalog.
    priced.loaded_by(partial(priced_today, catalog, day))
    return priced.with_derived(catalog.compiled, catalog.checked) if catalog.compiled else priced


class _PricedModels(Models):
    """The models of a catalog with the prices of a day. None is looked up before its model is asked for."""

    def __init__(self, catalog: Catalog, day: date) -> None:
        self._catalog = catalog
        self._day = day
        self._built: dict[int, Model] = {}

    def __len__(self) -> int:
        return len(self._catalog.models)

    def at(self, positions: Sequence[int]) -> Iterable[Model]:
        """See `Models`."""
        missing = [position for position in dict.fromkeys(positions) if position not in self._built]
        for position, model in zip(missing, self._catalog.models.at(missing), strict=True):
            # Of two threads that price the same model the first wins, so that there is only one.
            self._built.setdefault(position, self._with_price(model))
        return [self._built[position] for position in positions]

    def positions(self, by: Lookup, key: str) -> Sequence[int]:
        """See `Models`."""
        return self._catalog.models.positions(by, key)

    def names(self, by: Lookup) -> Iterable[str]:
        """See `Models`."""
        return self._catalog.models.names(by)

    def _with_price(self, model: Model) -> Model:
        if any("price" in revision.fields for revision in self._catalog.revisions_of(model)):
            return model
        price = todays(model, self._day)
        if price is None:
            return model
        others = {source: tuple(fact for fact in facts if fact != "price") for source, facts in model.sources.items()}
        kept = {source: facts for source, facts in others.items() if facts}
        return replace(model, price=price, sources=FrozenDict({**kept, SOURCE: ("price",)}))


def _may_be_priced(model: Model) -> bool:
    """Whether a model is of a kind whose price the package states: to ask it takes time."""
    return (
        model.maker in PROVIDERS
        and model.status in ("current", "superseded")
        and (model.price is not None or model.open_weights is False)
        and (model.price is None or model.price.unit == _UNIT)
        and (model.modalities is None or model.modalities.output == ("text",))
    )


def _today() -> date:
    return datetime.now(UTC).date()


@lru_cache(maxsize=1)
def _place() -> Path | None:
    """Where the prices lie in the installed package, found without loading it."""
    try:
        spec = util.find_spec(_PACKAGE)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).with_name("data.py") if spec and spec.origin else None


def _version(place: Path) -> str:
    """The release of the package, by the folder that stands for it: to ask Python takes a tenth of a whole command."""
    named = [entry.stem for entry in place.parent.parent.glob(f"{_PACKAGE}-*.dist-info")]
    if len(named) == 1:
        return named[0].partition("-")[2]
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(_PACKAGE)
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=4)
def _table(day: date) -> _Table:
    """All prices of the day: those that were kept, else from the package."""
    place = _place()
    try:
        state = place.stat() if place else None
    except OSError:
        state = None
    if state is None:
        return {}
    made_from: list[str | int] = [str(place), state.st_size, state.st_mtime_ns, day.isoformat()]
    kept = _kept(made_from)
    if kept is not None:
        return kept
    prices = dict(_loaded(day))
    content = json.dumps({"made from": made_from, "prices": prices})
    cache.keep(_KEPT, lambda path: _written(path, content), _ENDING)
    return prices


def _written(path: Path, content: str) -> None:
    path.write_text(content, encoding="ascii")


def _kept(made_from: list[str | int]) -> _Table | None:
    path = cache.kept(_KEPT, _ENDING)
    try:
        content = json.loads(path.read_text(encoding="ascii")) if path else {}
    except (OSError, ValueError):
        return None
    is_whole = isinstance(content, dict) and isinstance(content.get("prices"), dict)
    return content["prices"] if is_whole and content.get("made from") == made_from else None


def _loaded(day: date) -> Iterator[tuple[str, tuple[float | None, float | None]]]:
    try:
        from genai_prices.data_snapshot import get_snapshot
    except ImportError:  # what it depends on is missing
        return
    hours = [datetime.combine(day, time(hour), UTC) for hour in range(24)]
    sellers = set(PROVIDERS.values())
    for provider in get_snapshot().providers:
        if provider.id not in sellers:
            continue
        for model in provider.models:
            # Some prices depend on the time of day.
            found = {_sides(model.get_prices(hour)) for hour in hours}
            if len(found) == 1:
                yield f"{provider.id}/{model.id.casefold()}", found.pop()


def _sides(prices: Any) -> tuple[float | None, float | None]:
    """What goes in and what comes out, as text; neither where other things that come out have prices of their own."""
    if any(getattr(prices, f"output_{kind}_mtok", None) is not None for kind in ("audio", "image", "video")):
        return None, None
    return _amount(prices, "input_mtok"), _amount(prices, "output_mtok")


def _amount(prices: Any, key: str) -> float | None:
    """A price, or the one of the first tier."""
    stated = getattr(prices, key, None)
    stated = getattr(stated, "base", stated)
    return None if stated is None else float(stated)
