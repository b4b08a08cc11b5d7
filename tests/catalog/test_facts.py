"""What all importers clean alike: the known traps."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tools.catalog import facts


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("2024-05-13T10:00:00Z", "2024-05-13"),
        ("2024-05", "2024-05"),
        ("2022-03-02", ""),  # the floor of the Hub
        (None, ""),
        ("soon", ""),
    ],
)
def test_dates(stated: object, read: str) -> None:
    assert facts.date(stated) == read


@pytest.mark.parametrize(
    ("stated", "read"), [(4096, None), (514, None), (0, None), (float("inf"), None), (True, None), (8192, 8192)]
)
def test_contexts(stated: object, read: int | None) -> None:
    assert facts.context(stated) == read


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("MIT", "mit"),
        ("Apache 2.0", "apache-2.0"),
        (["cc-by-4.0"], "cc-by-4.0"),
        (["mit", "gpl-3.0"], ""),
        ("other", ""),
        (None, ""),
        ("https://ai.google.dev/gemma/terms", "gemma"),
    ],
)
def test_licenses(stated: object, read: str) -> None:
    assert facts.license_id(stated) == read


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("en", ["en"]),
        (["eng-Latn", "deu-Latn"], ["en", "de"]),
        (["en", "code", "tf", "python-Code"], ["en"]),
        (["en", False], ["en", "no"]),  # a bare `no` in YAML
        (["multilingual", "en"], ["en"]),
        (["multilingual"], ["multilingual"]),
        (["zh-Hans", "cmn", "yue"], ["zh", "yue"]),
        (None, []),
    ],
)
def test_languages(stated: object, read: list[str]) -> None:
    assert facts.languages(stated) == read


@pytest.mark.parametrize(
    ("written", "value"),
    [("int(7.5 * 1e6)", 7500000), ("2 + 3", 5), ("NAMES", ["en"]), ("np.inf", None), ("[1, 'a']", [1, "a"])],
)
def test_expressions_are_read_without_running_them(written: str, value: Any) -> None:
    assert facts.value_of(ast.parse(written, mode="eval").body, {"NAMES": ["en"]}) == value


def test_modalities_of_more_than_one_kind() -> None:
    assert facts.modalities(["image", "text"], ["text"]) == {"input": ["text", "image"], "output": ["text"]}
    assert facts.modalities(["text"], ["text"]) is None
    assert facts.modalities(["text"], ["audio"]) is None
