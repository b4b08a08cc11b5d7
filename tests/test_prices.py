"""Today's prices: those of the installed genai-prices, said to be its own; without it, nothing changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import util
from pathlib import Path

import pytest
from conftest import HERE, Run

import whichllm
from whichllm import Catalog, load_catalog, priced_today
from whichllm.answers.browsing import explain, list_models
from whichllm.answers.comparing import compare
from whichllm.base.compiled import CompiledInMemory
from whichllm.catalog import Model, Price
from whichllm.documents import document
from whichllm.loading import prices
from whichllm.loading.prices import SOURCE, todays

DAY = date(2026, 11, 26)
HOSTED = "gpt-5-mini"
installed = pytest.mark.skipif(util.find_spec("genai_prices") is None, reason="needs the extra: prices")

# A package of the same form with prices that no release changes: two in tiers, dated or by the hour, one in pictures.
PACKAGE = {
    "__init__.py": "raise_if_loaded = True\n",
    "types.py": """
class Prices:
    def __init__(self, **prices): self.__dict__.update(prices)
class Tiers:
    def __init__(self, base): self.base = base
class Entry:
    def __init__(self, id, at): self.id, self.at = id, at
    def get_prices(self, moment): return self.at(moment)
class Seller:
    def __init__(self, id, models): self.id, self.models = id, models
""",
    "data.py": "",
    "data_snapshot.py": """
from datetime import date
from decimal import Decimal
from genai_prices.types import Entry, Prices, Seller, Tiers

FLAT = Prices(input_mtok=Decimal("0.1"), output_mtok=Decimal("7"))
TIERS = Prices(input_mtok=Tiers(Decimal("3")), output_mtok=Tiers(Decimal("4")))
LATER = Prices(input_mtok=Decimal("5"), output_mtok=Decimal("6"))
PICTURES = Prices(input_mtok=Decimal("5"), output_mtok=Decimal("6"), output_image_mtok=Decimal("9"))

def get_snapshot():
    from types import SimpleNamespace
    return SimpleNamespace(providers=[
        Seller("openai", [
            Entry("flat", lambda moment: FLAT),
            Entry("TIERS", lambda moment: TIERS),
            Entry("dated", lambda moment: LATER if moment.date() >= date(2026, 12, 1) else FLAT),
            Entry("by-the-hour", lambda moment: LATER if moment.hour > 12 else FLAT),
            Entry("pictures", lambda moment: PICTURES),
        ]),
        Seller("a-reseller", [Entry("resold", lambda moment: FLAT)]),
    ])
""",
}


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for the package, release 9.8.7, and a cache of its own."""
    folder = tmp_path / "site" / "genai_prices"
    folder.mkdir(parents=True)
    (folder.parent / "genai_prices-9.8.7.dist-info").mkdir()
    for name, content in PACKAGE.items():
        (folder / name).write_text(content, encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.syspath_prepend(str(folder.parent))
    _unload()
    yield folder
    _unload()


def _unload() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "genai_prices"]:
        del sys.modules[name]
    _read_anew()


def _read_anew() -> None:
    for kept in (prices._place, prices._table):
        kept.cache_clear()


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if the package were not installed."""
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    _read_anew()
    yield
    _read_anew()


def _hosted(small: Catalog, name: str, price: Price | None = None, **facts: object) -> Model:
    return replace(
        small.models["quill-2"],
        id=name,
        maker="OpenAI",
        family=name,
        price=price,
        **facts,  # type: ignore[arg-type]
    )


def _tokens(into: float | None, out: float | None) -> Price:
    return Price(unit="million tokens", input=into, output=out)


@pytest.mark.parametrize(
    ("name", "price", "expected"),
    [
        ("flat", None, _tokens(0.1, 7)),
        ("Flat", _tokens(2, 3), _tokens(0.1, 7)),
        ("openai/flat", _tokens(2, 3), _tokens(0.1, 7)),
        ("flat", _tokens(2, None), _tokens(0.1, None)),
        ("flat", Price(unit="image", output=1), None),
        ("tiers", None, _tokens(3, 4)),
        ("dated", None, _tokens(0.1, 7)),
        ("by-the-hour", None, None),
        ("pictures", None, None),
        ("resold", None, None),
        ("flat-2", None, None),
    ],
)
def test_a_price_is_that_of_a_short_request_on_the_day(
    name: str, price: Price | None, expected: Price | None, package: Path, small: Catalog
) -> None:
    assert todays(_hosted(small, name, price), DAY) == expected


def test_a_price_that_comes_later_is_not_todays(package: Path, small: Catalog) -> None:
    model = _hosted(small, "dated")
    assert [todays(model, day) for day in (DAY, date(2026, 12, 1))] == [_tokens(0.1, 7), _tokens(5, 6)]


@pytest.mark.parametrize(
    "facts",
    [
        {"maker": "Somebody"},
        {"status": "retired", "retired": "2026-01"},
        {"open_weights": True},
    ],
)
def test_only_what_its_maker_sells_has_a_price(facts: dict[str, object], package: Path, small: Catalog) -> None:
    assert todays(replace(_hosted(small, "flat"), **facts), DAY) is None  # type: ignore[arg-type]


def _sold(small: Catalog) -> Catalog:
    models = {**small.models, "flat": _hosted(small, "flat", _tokens(2, 3))}
    return replace(small, models=models)  # type: ignore[arg-type]


def test_every_answer_says_where_a_price_comes_from(package: Path, small: Catalog) -> None:
    catalog = priced_today(_sold(small), DAY)
    stated = {"unit": "million tokens", "input": 0.1, "output": 7.0, "source": SOURCE}
    documents = [document(explain("flat", catalog))]
    documents += [
        next(model for model in answer["models"] if model["id"] == "flat")
        for answer in (document(list_models(catalog)), document(compare(["flat", "quill-2"], catalog)))
    ]
    for model in documents:
        assert model["price"] == stated
        source = next(source for source in model["sources"] if source["id"] == SOURCE)
        assert (source["name"], source["version"], source["facts"]) == (
            "Prices as of genai-prices",
            "9.8.7",
            ["price"],
        )
        assert "date" not in source
        assert all("price" not in other["facts"] for other in model["sources"] if other is not source)
    assert documents[0]["catalog"]["prices"] == {"source": SOURCE, "version": "9.8.7"}


def test_another_day_changes_nothing_but_prices_that_change_on_it(package: Path, small: Catalog) -> None:
    catalog = _sold(small)
    of_days = [priced_today(catalog, day) for day in (DAY, date(2026, 11, 27))]
    for name in ("flat", "quill-2"):
        first, second = (json.dumps(document(explain(name, priced))) for priced in of_days)
        assert first == second


def test_all_else_is_as_it_was(package: Path, small: Catalog) -> None:
    plain, priced = _sold(small), priced_today(_sold(small), DAY)
    assert list(priced.models) == list(plain.models)
    assert priced.checked == plain.checked
    for name, model in plain.models.items():
        assert priced.models[name] == (model if name != "flat" else priced.models["flat"])
        assert priced.models[name] is priced.models[name]
    assert replace(priced.models["flat"], price=None, sources={}) == replace(
        plain.models["flat"], price=None, sources={}
    )
    assert priced.models["quill-2"].price == plain.models["quill-2"].price


def test_what_was_derived_from_the_catalog_holds_with_todays_prices(package: Path, small: Catalog) -> None:
    """Or every command would compile all rules anew."""
    derived = _sold(small).with_derived(CompiledInMemory({}), "2026-01-02")
    priced = priced_today(derived, DAY)
    assert priced is not derived
    assert priced.compiled is derived.compiled
    assert priced.checked == "2026-01-02"
    assert [*priced.sources] == [*derived.sources, SOURCE]


def test_what_an_own_file_says_of_a_price_stays(package: Path, tmp_path: Path) -> None:
    def catalog(fact: str) -> Catalog:
        file = tmp_path / "ours.yaml"
        file.write_text(f"models:\n  - id: quill-2\n    maker: OpenAI\n{fact}", encoding="utf-8")
        return priced_today(load_catalog(HERE / "small", own=[file]), DAY)

    name = PACKAGE["data_snapshot.py"].replace('"flat"', '"quill-2"')
    (package / "data_snapshot.py").write_text(name, encoding="utf-8")
    assert catalog("    context: 9000\n").models["quill-2"].price == _tokens(0.1, 7)
    ours = "    price: {input: 9, output: 9, unit: million tokens}\n"
    assert catalog(ours).models["quill-2"].price == _tokens(9, 9)


def test_prices_are_kept_for_the_day_and_for_the_release(package: Path, small: Catalog) -> None:
    model = _hosted(small, "flat")
    assert todays(model, DAY) == _tokens(0.1, 7)
    # Of another length, since bytecode is told apart by seconds and bytes.
    changed = PACKAGE["data_snapshot.py"].replace('"0.1"', '"0.20"')
    (package / "data_snapshot.py").write_text(changed, encoding="utf-8")
    _unload()
    assert todays(model, DAY) == _tokens(0.1, 7)
    assert "genai_prices" not in sys.modules
    (package / "data.py").write_text("# another release", encoding="utf-8")
    _unload()
    assert todays(model, DAY) == _tokens(0.2, 7)
    for kept in (package.parent.parent / "cache").rglob("*.json"):
        kept.write_text('{"prices": 3', encoding="utf-8")
    _unload()
    assert todays(model, DAY) == _tokens(0.2, 7)


def test_a_package_that_lacks_what_it_needs_changes_nothing(package: Path, small: Catalog) -> None:
    (package / "data_snapshot.py").write_text("import no_such_package\n", encoding="utf-8")
    assert todays(_hosted(small, "flat"), DAY) is None


def test_nothing_is_loaded_before_a_model_may_have_a_price(package: Path, small: Catalog) -> None:
    catalog = priced_today(_sold(small), DAY)
    document(explain("listener", catalog))
    assert "genai_prices" not in sys.modules
    document(explain("flat", catalog))
    assert "genai_prices" in sys.modules


@pytest.mark.usefixtures("absent")
def test_without_the_package_nothing_changes(small: Catalog) -> None:
    assert priced_today(small) is small
    assert todays(_hosted(small, "flat")) is None


COMMANDS = (
    ("recommend", "write a story"),
    ("list", "models", "--task", "text-generation"),
    ("explain", HOSTED),
    ("compare", HOSTED, "t5"),
)


@installed
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_commands_say_that_prices_are_todays(
    command: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def priced(out: str) -> list[str]:
        answer = json.loads(out)
        return [model["id"] for model in answer.get("models", [answer]) if SOURCE in str(model.get("price"))]

    if command[0] == "recommend":
        command = (*command, "--limit", "0")
    assert not priced(run(*command, "--format", "json").out)
    monkeypatch.delenv("WHICHLLM_PRICES")
    assert priced(run(*command, "--format", "json").out)
    assert "(genai-prices)" in run(*command).out
    for format_ in ("csv", "markdown", "jsonl"):
        assert run(*command, "--format", format_).code == 0


@installed
def test_the_library_gives_the_prices_of_the_command_where_it_is_asked_for_its_catalog(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WHICHLLM_PRICES")
    printed = json.loads(run("explain", HOSTED, "--format", "json").out)
    assert document(whichllm.explain(HOSTED, catalog=whichllm.usual_catalog())) == printed
    assert SOURCE in str(printed["price"])
    assert SOURCE not in str(document(whichllm.explain(HOSTED)))


@installed
@pytest.mark.newest
def test_the_release_knows_most_of_the_hosted_models_sold_by_the_token() -> None:
    _read_anew()
    models = [
        model
        for model in load_catalog().models.values()
        if model.maker in prices.PROVIDERS
        and model.is_current
        and model.price
        and model.price.unit == "million tokens"
        and model.modalities
        and model.modalities.output == ("text",)
    ]
    known = [model for model in models if todays(model) is not None]
    assert len(known) > len(models) / 2
    for model in known:
        price = todays(model)
        assert price
        assert (price.input is None, price.output is None) == (model.price.input is None, model.price.output is None)  # type: ignore[union-attr]


# Whoever opens a socket, resolves a name or starts a process ends the interpreter.
OFFLINE = """
import os, sys
def watch(event, _):
    if event.partition(".")[0] in ("socket", "subprocess"):
        os.write(2, event.encode())
        os._exit(70)
sys.addaudithook(watch)
sys.argv = ["whichllm", *sys.argv[1:]]
from whichllm.cli import main
main()
"""


@installed
def test_no_network_is_touched(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "WHICHLLM_PRICES"}
    environment["XDG_CACHE_HOME"] = str(tmp_path)
    command = [sys.executable, "-c", OFFLINE, "explain", HOSTED]
    for _ in range(2):
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert "(genai-prices)" in done.stdout


# As if the package were not installed: it cannot be found, whatever is on the path.
WITHOUT = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "genai_prices":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
sys.argv = ["whichllm", *sys.argv[1:]]
from whichllm.cli import main
main()
"""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_commands_answer_without_the_package_as_they_do_with_the_prices_of_the_catalog(
    command: tuple[str, ...], run: Run
) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "WHICHLLM_PRICES"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *command, "--format", "json"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert done.stdout == run(*command, "--format", "json").out
