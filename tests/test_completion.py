"""What shells complete, by the protocol of each: names, values and options, and quickly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run

from whichllm.answers.formats import Format

# The command as a shell starts it, and whether YAML was read.
START = """\
import sys
sys.argv[0] = "whichllm"
from whichllm.cli import main
try:
    main()
finally:
    if "yaml" in sys.modules:
        sys.stderr.write("YAML was read")
"""


def _asked(shell: str, line: str) -> dict[str, str]:
    """The variables by which a shell asks how a command line goes on; "⇥" at its end is where the key was hit."""
    line = line.removesuffix("⇥")
    words = line.split(" ")
    if shell == "bash":
        asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    elif shell == "fish":
        asked = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_TYPER_COMPLETE_ARGS": line}
    elif shell == "zsh":
        asked = {"_TYPER_COMPLETE_ARGS": line}
    else:
        asked = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1]}
    return {**asked, "_WHICHLLM_COMPLETE": f"complete_{shell}"}


def _values(shell: str, answer: str) -> list[str]:
    """The values in what a shell is told."""
    lines = answer.splitlines()
    if shell == "zsh":
        if not answer.startswith("_arguments"):
            return []
        inside = answer.strip().removeprefix("_arguments '*: :((").removesuffix("))'")
        return [line.split('":"')[0].strip('"').replace(r"\\:", ":") for line in inside.splitlines()]
    separator = {"bash": "\n", "fish": "\t", "powershell": ":::", "pwsh": ":::"}[shell]
    return [line.split(separator)[0] for line in lines if line]


def complete(shell: str, line: str, folder: Path | None = None) -> list[str]:
    """What a shell offers."""
    environment = {**os.environ, **_asked(shell, line)}
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, env=environment, cwd=folder, text=True, check=False
    )
    assert done.stderr == ""
    return _values(shell, done.stdout)


@pytest.fixture(autouse=True, scope="module")
def _snapshot() -> None:
    """The first command of all makes the snapshot that the others start from."""
    subprocess.run([sys.executable, "-m", "whichllm", "list"], capture_output=True, check=True)


SHELLS = ["bash", "zsh", "fish", "powershell", "pwsh"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("whichllm rec⇥", ["recommend"]),
        ("whichllm list models --format j⇥", ["json", "jsonl"]),
        ("whichllm list models --form⇥", ["--format"]),
        ("whichllm schema rec⇥", ["recommendation"]),
        ("whichllm list models --task summa⇥", ["summarization"]),
        ("whichllm explain openai/whisper-large-v3-t⇥", ["openai/whisper-large-v3-turbo"]),
        ("whichllm explain zzzzzz⇥", []),
    ],
)
def test_every_shell_is_told(shell: str, line: str, offered: list[str]) -> None:
    found = complete(shell, line)
    assert found[: len(offered)] == offered
    assert bool(found) is bool(offered)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("whichllm explain seq⇥", {"seq2seq"}),
        ("whichllm explain nam⇥", {"named-entity-recognition"}),
        ("whichllm explain whisper-la⇥", {"whisper-large-v3", "whisper-large-v3-turbo"}),
        ("whichllm explain WHISPER-LARGE-V3-T⇥", {"WHISPER-LARGE-V3-Turbo"}),
        ("whichllm explain ne⇥", {"ner"}),
        ("whichllm list models -t text-to-sp⇥", {"text-to-speech"}),
        ("whichllm list models --format ⇥", {*Format}),
        ("whichllm list tasks --category spee⇥", {"speech"}),
        ("whichllm snippet whisper-la⇥", {"whisper-large-v3", "whisper-large-v3-turbo"}),
        ("whichllm snippet whisper --task automatic-sp⇥", {"automatic-speech-recognition"}),
        ("whichllm snippet whisper --library tra⇥", {"transformers"}),
        ("whichllm recommend translate --library olla⇥", {"ollama"}),
        ("whichllm compare whisper-la⇥", {"whisper-large-v3", "whisper-large-v3-turbo"}),
        ("whichllm compare t5 whisper-la⇥", {"whisper-large-v3", "whisper-large-v3-turbo"}),
        ("whichllm recommend x --license apa⇥", {"apache-2.0"}),
        ("whichllm recommend x --license mit,apa⇥", {"mit,apache-2.0"}),
        ("whichllm recommend x --license per⇥", {"permissive"}),
        ("whichllm recommend x --gpu rtx-40⇥", {"rtx-4090"}),
        ("whichllm recommend x --language ger⇥", {"german"}),
        ("whichllm recommend x --language d⇥", {"de", "da", "dutch"}),
        ("whichllm recommend x --maker goo⇥", {"google"}),
        ("whichllm recommend x --modality im⇥", {"image"}),
    ],
)
def test_names_of_all_kinds_are_offered(line: str, offered: set[str]) -> None:
    found = set(complete("bash", line))
    typed = line.removesuffix("⇥").rpartition(" ")[2]
    assert all(name.startswith(typed) for name in found)
    assert offered <= found


def test_what_is_offered_is_understood(run: Run) -> None:
    for begun in ("open", "ner", "text", "gpt-3"):
        for name in complete("bash", f"whichllm explain {begun}⇥")[:12]:
            ran = run("explain", name)
            assert ran.code == 0 or "may be any of" in ran.err, name


def test_what_is_offered_for_an_option_is_understood(run: Run) -> None:
    for option, begun in {"license": "c", "gpu": "a", "language": "m", "maker": "m", "modality": "t"}.items():
        offered = complete("bash", f"whichllm recommend x --{option} {begun}⇥")
        assert offered
        for value in offered[::10]:
            assert run("recommend", "translate documents", f"--{option}", value).code in (0, 1), value


def test_before_anything_is_typed_there_are_no_models() -> None:
    found = complete("bash", "whichllm explain ⇥")
    assert "seq2seq" in found
    assert "translation" in found
    assert not any("/" in name for name in found)


def test_own_files_are_offered_from(tmp_path: Path) -> None:
    own = ROOT / "docs" / "our-models.yaml"
    begun = "whichllm explain acm⇥"
    assert complete("bash", begun, tmp_path) == []
    subprocess.run([sys.executable, "-m", "whichllm", "list", "--catalog", own], capture_output=True, check=True)
    named = complete("bash", f"whichllm explain --catalog {own} acm⇥", tmp_path)
    assert named
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHICHLLM_CATALOG", str(own))
        assert complete("bash", begun, tmp_path) == named


def test_a_broken_own_file_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("models: 3\n", encoding="utf-8")
    environment = {**os.environ, **_asked("bash", "whichllm explain --catalog bad.yaml se⇥")}
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, env=environment, cwd=tmp_path, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_asks_for_completions(shell: str) -> None:
    environment = {**os.environ, "_WHICHLLM_COMPLETE": f"source_{shell}"}
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, env=environment, text=True, check=True)
    assert "_WHICHLLM_COMPLETE" in done.stdout
    assert "whichllm" in done.stdout


def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    """The real shell, as far as it can be asked without a terminal."""
    command = tmp_path / "whichllm"
    command.write_text(f"#!{sys.executable}\n{START}", encoding="utf-8")
    command.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    script = subprocess.run(
        [command], capture_output=True, env={**environment, "_WHICHLLM_COMPLETE": "source_bash"}, text=True, check=True
    ).stdout
    typed = (
        f"{script}\n"
        "COMP_WORDS=(whichllm list models --task summ) COMP_CWORD=4\n"
        "_whichllm_completion whichllm\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(["bash", "-c", typed], capture_output=True, env=environment, text=True, check=True)
    assert "summarization" in done.stdout.split()
