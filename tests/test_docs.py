"""What stands in README.md and docs/ is true: sessions, examples, links."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from conftest import ROOT, tool

README = tool("readme")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WITH_EXAMPLES = [page for page in PAGES if ">>>" in page.read_text(encoding="utf-8")]


@pytest.mark.newest
@pytest.mark.parametrize("page", README.PAGES, ids=lambda page: page.name)
def test_sessions_are_true(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == README.refreshed(text), "run: python tools/readme.py"


def test_there_are_pages_with_sessions_and_with_examples() -> None:
    assert {"README.md", "scripts.md", "errors.md"} <= {page.name for page in README.PAGES}
    assert "library.md" in {page.name for page in WITH_EXAMPLES}


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_examples_are_true(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page are one program, run at the top of the checkout."""
    monkeypatch.chdir(ROOT)
    blocks = [block for block in PYTHON.findall(page.read_text(encoding="utf-8")) if ">>>" in block]
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for number, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, {}, f"{page.name}, block {number}", str(page), 0)
        test.globs = names
        said: list[str] = []
        runner.run(test, out=said.append, clear_globs=False)
        assert not said, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target
