"""Whether the tests notice when the code is wrong: `python tools/mutants.py src/whichllm/reading`.

Changes one thing at a time in a copy of the source (a comparison, an operator, a number, a condition) and runs the
tests that concern it. A mutant that no test notices survives: a promise that no test holds, code that is not needed, or
a change that makes no difference. `--seed` and `--sample` choose the mutants, `--tests` what runs against each.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TESTS = ("tests/test_evidence.py", "tests/test_hard_cases.py", "tests/test_names.py", "tests/test_reading.py")
SECONDS = 900
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
    decorators = {id(part) for node in ast.walk(tree) for part in _decorating(node)}
    for number, node in enumerate(ast.walk(tree)):
        for change in range(0 if id(node) in decorators else _changes(node)):
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


def _decorating(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in the decorators of a node: "frozen=True" and sizes of caches, which change no answer."""
    for decorator in getattr(node, "decorator_list", ()):
        yield from ast.walk(decorator)


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


def survives(mutant: Mutant, tests: list[str], folder: Path) -> bool:
    """Whether no test fails with a mutant in place of the code that it was made from."""
    package = folder / "src" / "whichllm"
    target = package / mutant.path.resolve().relative_to(ROOT / "src" / "whichllm")
    original = target.read_text(encoding="utf-8")
    target.write_text(mutant.text, encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "src"), str(ROOT)])}
    try:
        return not subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return False
    finally:
        target.write_text(original, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", help="files or folders of the source")
    parser.add_argument("--sample", type=int, default=50, help="how many mutants to try")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="+", default=list(TESTS), help="what pytest runs against each")
    options = parser.parse_args()
    files = [file for path in options.paths for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path])]
    every = [mutant for file in files for mutant in mutants(file)]
    chosen = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    with tempfile.TemporaryDirectory(prefix="whichllm-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "data").symlink_to(ROOT / "data")
        killed = 0
        for number, mutant in enumerate(chosen, 1):
            alive = survives(mutant, options.tests, folder)
            killed += not alive
            said = f"{mutant.path}:{mutant.line}: {mutant.before}  ->  {mutant.after}"
            print(f"{'SURVIVES' if alive else 'killed  '} {said[:200]}", flush=True)
            print(f"{killed} of {number} killed; {len(every)} mutants in all", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
