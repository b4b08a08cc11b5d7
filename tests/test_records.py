"""Data classes of our own do what those of the standard library do."""

from __future__ import annotations

from whichllm.records import dataclass, field


@dataclass(frozen=True, slots=True)
class _Note:
    text: str
    read: bool = field(default=False, init=False)
    words: dict[str, int] = field(default_factory=dict)


def test_every_one_of_many_has_all_fields() -> None:
    for number in range(1000):
        note = _Note(str(number))
        assert (note.text, note.read, note.words) == (str(number), False, {})
