"""What is shipped works: wheel, sdist and editable install, the README, the reference page, the schemas."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import jsonschema
import pytest
import yaml
from conftest import ROOT, tool


def _checkout(target: Path) -> Path:
    """A copy of the files that belong to the project."""
    ignored = shutil.ignore_patterns(".git", ".venv*", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", "dist")
    shutil.copytree(ROOT, target, ignore=ignored)
    return target


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("built")
    source = _checkout(folder / "source")
    # What builds the package is fetched: this is where the tests need the network.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "build", "--outdir", folder / "dist", source]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return folder / "dist"


@pytest.mark.newest
@pytest.mark.parametrize("form", ["wheel", "sdist", "editable"])
def test_a_clean_environment_recommends(
    form: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    if form == "editable":
        what = ["--editable", str(_checkout(tmp_path / "source"))]
    else:
        what = [str(next(built.glob("*.whl" if form == "wheel" else "*.tar.gz")))]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *what], check=True, capture_output=True)
    command = [home / "bin" / "whichllm", "recommend", "translate documents", "--format", "json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    assert answer["matches"][0]["task"] == "translation"
    assert answer["models"]
    schema = subprocess.run([home / "bin" / "whichllm", "schema", "recommendation"], capture_output=True, check=True)
    jsonschema.validate(answer, json.loads(schema.stdout))
    assert _reads_yaml(python) is (form == "editable"), "a snapshot comes with the package, or is made on first use"
    assert not _reads_yaml(python)
    typed = subprocess.run(
        [
            python,
            "-c",
            "import whichllm, pathlib; print((pathlib.Path(whichllm.__file__).parent / 'py.typed').exists())",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert typed.stdout.strip() == "True"


def _reads_yaml(python: Path) -> bool:
    """Whether an installed whichllm reads YAML, with a cache of its own for the environment."""
    code = "import sys, whichllm; whichllm.load_catalog(); print('yaml' in sys.modules)"
    cache = python.parent.parent / "cache"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip() == "True"


@pytest.mark.newest
def test_the_snapshot_of_a_wheel_is_not_believed_once_a_file_differs(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        archive.extractall(tmp_path / "site")
    path = tmp_path / "site" / "whichllm" / "data" / "models" / "speech.yaml"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def maker() -> str:
        code = "import whichllm; print(whichllm.load_catalog().models['openai/whisper-large-v3'].maker)"
        return subprocess.check_output([sys.executable, "-c", code], text=True, env=environment).strip()

    before = maker()
    assert not (tmp_path / "cache").exists()
    path.write_text(path.read_text(encoding="utf-8").replace(f"maker: {before}", "maker: Another"), encoding="utf-8")
    assert maker() == "Another"


def test_readme_names_the_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "bash tools/check" in readme
    assert "bash tools/check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pip install whichllm\n" not in readme


@pytest.mark.newest
def test_reference_is_what_help_says() -> None:
    module = tool("reference")
    assert module.TARGET.read_text(encoding="utf-8") == module.reference(), "run: python tools/reference.py"


def test_schemas_are_what_the_loader_checks() -> None:
    from whichllm import load_catalog

    module = tool("schemas")
    for name, schema in module.schemas(load_catalog()).items():
        path = module.TARGET / f"{name}.json"
        assert path.read_text(encoding="utf-8") == module.text_of(schema), "run: python tools/schemas.py"


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yaml")), ids=lambda path: path.stem)
def test_data_files_fit_their_schema(path: Path) -> None:
    name = "models" if path.parent.name == "models" else path.stem
    schema = json.loads((ROOT / "data" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), Loader=loader), schema)


def test_lowest_versions_are_those_of_the_ranges() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated = (*project["dependencies"], *project["optional-dependencies"]["prices"])
    ranges = dict(re.match(r"([\w-]+)>=([\d.]+)", entry).groups() for entry in stated)  # type: ignore[union-attr]
    pinned = dict(re.findall(r"^([\w-]+)==([\d.]+)$", (ROOT / "tools" / "lowest.txt").read_text(), re.MULTILINE))
    assert {name: (version + ".0.0").split(".")[:3] for name, version in ranges.items()} == {
        name: version.split(".") for name, version in pinned.items()
    }


def test_tags_of_the_hub_are_all_there() -> None:
    from whichllm import load_catalog

    tags = {task.id for task in load_catalog().tags()}
    assert tags == set((ROOT / "tests" / "pipeline_tags.txt").read_text(encoding="utf-8").split())
