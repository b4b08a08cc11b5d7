"""Whether the tests notice when the code is wrong: `python tools/mutants.py src/whichllm/reading`.

Changes one thing at a time in the running program (a comparison, an operator, a number, a condition) and runs the tests
that concern it, each time in a child of a process that has read everything already: it needs a system that can fork. A
mutant that no test notices survives: a promise that no test holds, code that is not needed, or a change that makes no
difference. `--seed` and `--sample` choose the mutants, `--tests` what runs against each.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import importlib
import inspect
import os
import random
import re
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple

import pytest

from whichllm.base.memo import Memo
from whichllm.catalog import Catalog

ROOT = Path(__file__).parent.parent
# These keep what was worked out and read it back; until they run, nothing is kept.
KEEPING = (
    "tests/test_snapshots.py::TestItAnswersTheSame",
    "tests/test_snapshots.py::TestItIsNotBelieved::test_when_further_pages_of_a_ranking_are_gone",
    "tests/test_snapshots.py::TestItIsNotBelieved::test_when_damaged",
)
KEEPER = "whichllm.loading.snapshots"
# What notices soonest comes first.
TESTS = {
    "reading": (
        "tests/test_readings.py",
        "tests/test_names.py",
        "tests/test_evidence.py",
        "tests/test_weights.py",
        "tests/test_steps.py",
        "tests/test_cues.py",
        "tests/test_implied.py",
        "tests/test_hard_cases.py",
        "tests/test_hardware.py",
        "tests/test_golden.py",
        "tests/test_fitting.py",
        "tests/test_properties.py",
        "tests/test_reading.py",
        "tests/test_questions.py",
        "tests/test_demands.py",
        "tests/test_cli.py::test_who_writes_in_another_language_is_told_that_english_is_read",
    ),
    "ranking": (
        "tests/test_standings.py",
        "tests/test_ranking.py",
        "tests/test_golden.py",
        "tests/test_browsing.py",
        "tests/test_properties.py",
        "tests/test_questions.py",
        "tests/test_demands.py",
        *KEEPING,
    ),
}
# What takes so many times as long as it did, or so many bytes, has lost its way.
LONGER, MOST_BYTES = 3, 4 * 2**30
PLAIN = (bool, int, float, str, tuple, list, dict, frozenset, re.Pattern)
OTHER: dict[type[ast.AST], type[ast.AST]] = {
    one: other
    for pair in (
        *((ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.In, ast.NotIn), (ast.Is, ast.IsNot)),
        *((ast.Add, ast.Sub), (ast.Mult, ast.Div), (ast.And, ast.Or), (ast.BitAnd, ast.BitOr)),
        *((ast.LShift, ast.RShift), (ast.Break, ast.Continue)),
    )
    for one, other in (pair, pair[::-1])
}


class Mutant(NamedTuple):
    """A changed file: which, the line, what stood there and what stands there now, and all of it."""

    path: Path
    line: int
    before: str
    after: str
    text: str


def mutants(path: Path) -> Iterator[Mutant]:
    """All mutants of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    idle = {id(part) for node in ast.walk(tree) for part in _idle(node)}
    for number, node in enumerate(ast.walk(tree)):
        for change in range(0 if id(node) in idle else _changes(node)):
            mutated = copy.deepcopy(tree)
            target = next(found for index, found in enumerate(ast.walk(mutated)) if index == number)
            before = ast.unparse(target)
            _change(target, change)
            if isinstance(target, ast.Break | ast.Continue):
                target.__class__ = OTHER[type(target)]  # type: ignore[assignment]
            yield Mutant(path, node.lineno, before, ast.unparse(target), ast.unparse(mutated))  # type: ignore[attr-defined]


def _changes(node: ast.AST) -> int:
    """How many ways there are to change a node by itself."""
    match node:
        case ast.Compare(ops=operators):
            return sum(type(operator) in OTHER for operator in operators)
        case ast.BinOp(op=operator) | ast.BoolOp(op=operator) | ast.AugAssign(op=operator):
            return int(type(operator) in OTHER and "|" not in _annotation(node))
        case ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.IfExp() | ast.Break() | ast.Continue():
            return 1
        case ast.Constant(value=bool() | int() | float()):
            return 1
    return 0


def _idle(node: ast.AST) -> Iterator[ast.AST]:
    """What changes no answer: what stands in decorators ("frozen=True", sizes of caches), and annotations."""
    for place in ("decorator_list", "annotation", "returns"):
        value = getattr(node, place, None) or ()
        for part in value if isinstance(value, list | tuple) else [value]:
            yield from ast.walk(part)


def _annotation(node: ast.AST) -> str:
    """The text of what reads like a type ("str | None"), "" for a sum of values."""
    text = ast.unparse(node)
    return text if "None" in text or "Literal" in text else ""


def _change(node: ast.AST, change: int) -> None:
    match node:
        case ast.Compare(ops=operators):
            places = [place for place, operator in enumerate(operators) if type(operator) in OTHER]
            operators[places[change]] = OTHER[type(operators[places[change]])]()  # type: ignore[call-overload]
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign():
            node.op = OTHER[type(node.op)]()  # type: ignore[assignment]
        case ast.UnaryOp():
            node.op = ast.UAdd() if isinstance(node.op, ast.USub) else ast.Not()
            if isinstance(node.op, ast.Not):
                node.operand = ast.UnaryOp(ast.Not(), node.operand)
        case ast.IfExp():
            node.body, node.orelse = node.orelse, node.body
        case ast.Constant(value=bool(value)):
            node.value = not value
        case ast.Constant(value=int() | float() as value):
            node.value = value + 1


class Trial:
    """A plugin of pytest that forks a child for each mutant once all tests are collected, warm and green."""

    def __init__(self, chosen: Sequence[Mutant]) -> None:
        self.chosen = chosen
        self.killed = self.tried = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = session.items
        began = time.monotonic()
        warm, keeping = [item for item in items if not _keeps(item)], [item for item in items if _keeps(item)]
        if _first_failure(warm) or _in_a_child(None, keeping):
            raise pytest.UsageError("the tests must pass before anything is changed")
        self.seconds = round(LONGER * (time.monotonic() - began)) + 10
        noticed: Counter[tuple[Path, pytest.Item]] = Counter()
        gc.freeze()
        session.config.option.tbstyle = "native"
        for mutant in self.chosen:
            # What has noticed most in this file is likely to notice the next one soonest.
            items.sort(key=lambda item: -noticed[mutant.path, item])
            number = _in_a_child(mutant, items, self.seconds)
            if number is None:
                verdict = "left out"
            else:
                self.tried += 1
                self.killed += number != 0
                verdict = "killed  " if number else "SURVIVES"
            if number:
                noticed[mutant.path, items[number - 1]] += 1
            said = f"{mutant.path}:{mutant.line}: {mutant.before}  ->  {mutant.after}"
            print(f"{verdict} {said[:200]}", flush=True)
            print(f"{self.killed} of {self.tried} killed", file=sys.stderr, flush=True)
        return True


def _in_a_child(mutant: Mutant | None, items: Sequence[pytest.Item], seconds: int = 0) -> int | None:
    """The number of the first test that fails with a mutant, counted from 1; 0 for none, None if it cannot be tried."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(seconds)
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        said = "1"
        try:
            if mutant and not put_in_place(mutant):
                said = ""
            else:
                failed = _first_failure(items)
                said = str(items.index(failed) + 1 if failed else 0)
        finally:
            os.write(writing, said.encode() or b"-")
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        # A child that hangs is ended by the alarm and says nothing: that is noticed, too.
        answer = answers.read() or "1"
    os.waitpid(child, 0)
    return None if answer == "-" else int(answer)


def _keeps(item: pytest.Item) -> bool:
    return item.nodeid.startswith(KEEPING)


def _first_failure(items: Sequence[pytest.Item]) -> pytest.Item | None:
    for item, following in zip(items, [*items[1:], *items[:1]], strict=True):
        if _keeps(item) and sys.modules.get(KEEPER, item) is None:
            del sys.modules[KEEPER]
        failed = item.session.testsfailed
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed > failed:
            return item
    return None


def put_in_place(mutant: Mutant) -> bool:
    """Change the running program into a mutant; False where that cannot be done: a default of a data class."""
    name = ".".join(mutant.path.resolve().relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    module = importlib.import_module(name)
    unchanged = ast.unparse(ast.parse(mutant.path.read_text(encoding="utf-8")))
    before, after = (compile(text, str(mutant.path), "exec") for text in (unchanged, mutant.text))
    codes, functions = dict(_codes(before)), dict(_functions(module, name))
    changed = {place: code for place, code in _codes(after) if code != codes[place] and place in functions}
    for place, code in changed.items():
        functions[place].__code__ = code
    placed = bool(changed)
    if not placed:
        twin = ModuleType(name)
        vars(twin).update(__package__=module.__package__, __file__=module.__file__)
        # What does not even start is noticed at once.
        exec(after, vars(twin))
        placed = _take_over(twin, module)
    _forget(mutant.path)
    return placed


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The code of all functions that do not stand in another one, by their names."""
    for part in code.co_consts:
        if isinstance(part, CodeType) and "<" not in part.co_qualname:
            yield part.co_qualname, part
            yield from _codes(part)


def _functions(owner: Any, module: str) -> Iterator[tuple[str, FunctionType]]:
    """The functions of a module and the methods of its classes, by their names, out of what is wrapped around them."""
    for value in list(vars(owner).values()):
        found = next((part for name in ("fget", "func", "__func__") if (part := getattr(value, name, None))), value)
        found = inspect.unwrap(found) if callable(found) else found
        if isinstance(found, FunctionType) and found.__module__ == module:
            yield found.__qualname__, found
        elif isinstance(value, type) and value.__module__ == module and value is not owner:
            yield from _functions(value, module)


def _take_over(twin: ModuleType, module: ModuleType) -> bool:
    """Take the constants and the defaults of parameters that differ in another run of the same module."""
    changed = False
    for name, new in list(vars(twin).items()):
        old = vars(module).get(name)
        if isinstance(new, PLAIN) and not name.startswith("__") and new != old:
            for other in _program():
                if name in vars(other) and vars(other)[name] == old:
                    setattr(other, name, new)
                    changed = True
    functions = dict(_functions(module, module.__name__))
    for name, function in _functions(twin, module.__name__):
        here = functions[name]
        if (here.__defaults__, here.__kwdefaults__) != (function.__defaults__, function.__kwdefaults__):
            here.__defaults__, here.__kwdefaults__ = function.__defaults__, function.__kwdefaults__
            changed = True
    return changed


def _program() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if module and name.partition(".")[0] == "whichllm"]


def _forget(path: Path) -> None:
    """Forget what unchanged code has worked out; catalogs only where the code that reads them has changed."""
    for module in _program():
        if module.__name__ == "whichllm.loading" and path.parent.name not in ("loading", "catalog"):
            continue
        for value in vars(module).values():
            if isinstance(value, Memo):
                value.clear()
            elif hasattr(value, "cache_clear"):
                value.cache_clear()
    for known in gc.get_objects():
        if isinstance(known, Catalog):
            known.derived.clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", help="files or folders of the source")
    parser.add_argument("--sample", type=int, default=50, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="+", help="what pytest runs against each; by default what suits the package")
    options = parser.parse_args()
    files = [file for path in options.paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    every = [mutant for file in files for mutant in mutants(file)]
    chosen = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    print(f"{len(every)} mutants in all", file=sys.stderr)
    suited = [tests for package, tests in TESTS.items() if any(package in file.parts for file in files)]
    tests = options.tests or list(dict.fromkeys(test for group in suited or TESTS.values() for test in group))
    # Snapshots would hold what unchanged code has made: catalogs are read as where there is no SQLite.
    sys.modules[KEEPER] = None  # type: ignore[assignment]
    os.chdir(ROOT)
    quiet = ["-o", "addopts=", "-s", "-p", "no:terminal", "-p", "no:cacheprovider", "--assert", "plain"]
    sys.exit(pytest.main([*quiet, "--hypothesis-profile", "ci", *tests], plugins=[Trial(chosen)]))


if __name__ == "__main__":
    main()
