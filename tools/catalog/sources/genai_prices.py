"""Pydantic's genai-prices: list prices of hosted models, read from its Python data without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.catalog import facts as clean
from tools.catalog.facts import Fact, Origin
from whichllm.loading.prices import PROVIDERS

SELLERS = frozenset(PROVIDERS.values())
ORIGIN = Origin("genai-prices", packages=("genai-prices",))


def facts(folder: Path) -> Iterator[Fact]:
    """The price of each model that its own maker sells."""
    tree = ast.parse((folder / "genai_prices" / "data.py").read_text(encoding="utf-8"))
    for provider in _calls(tree, "Provider"):
        if _text(provider, "id") not in SELLERS:
            continue
        for model in _calls(provider, "ModelInfo"):
            yield from clean.facts_of(_text(model, "id"), ORIGIN.source, {"price": _price(model)})


def _price(model: ast.Call) -> dict[str, Any] | None:
    """The price that holds for any request; None where it depends on the day or the hour."""
    prices = _argument(model, "prices")
    if not isinstance(prices, ast.Call):
        return None
    ways = {"input": _number(_argument(prices, "input_mtok")), "output": _number(_argument(prices, "output_mtok"))}
    stated: dict[str, Any] = {way: cost for way, cost in ways.items() if cost}
    return {**stated, "unit": "million tokens"} if stated else None


def _calls(inside: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(inside):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _argument(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _text(call: ast.Call, name: str) -> str:
    value = _argument(call, name)
    return str(value.value) if isinstance(value, ast.Constant) else ""


def _number(value: ast.expr | None) -> float | None:
    """A number, a `Decimal('...')`, or the base of a price in tiers."""
    if isinstance(value, ast.Constant) and isinstance(value.value, int | float):
        return value.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        if value.func.id == "Decimal" and isinstance(value.args[0], ast.Constant):
            return float(str(value.args[0].value))
        if value.func.id == "TieredPrices":
            return _number(_argument(value, "base"))
    return None
