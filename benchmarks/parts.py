"""How well steps and demands are heard: `python benchmarks/parts.py FILE...`.

Each file holds one JSON object a line: `text`, and `steps`, a list with the acceptable pipeline tags of each thing to
do, in the order in which they are to be done (one list for a request that asks for one thing); or `demands`, pairs of
a name and a value as answers state them. Prints what share of the requests for several things is split, split into as
many, and heard right in each; what share of those for one thing is not split; the precision and recall of demands, and
how often all of a request are right. Demands on the material (`domain`) are left out. `--misses` shows every request
that was heard otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from labelled import Item, show_each

from whichllm import Catalog
from whichllm.reading.understanding import Understanding, read

_THOUSANDS = re.compile(r"(\d+)k")


def share(items: Sequence[Item], holds: Callable[[Item], bool]) -> str:
    return f"{sum(map(holds, items)) / max(len(items), 1):.3f}"


def steps(items: Sequence[Item], understood: Callable[[Item], Understanding]) -> Iterator[str]:
    """Lines on requests for several things and on those for one."""
    several = [item for item in items if len(item["steps"]) > 1]
    one = [item for item in items if len(item["steps"]) == 1]
    split = share(several, lambda item: bool(understood(item).steps))
    as_many = share(several, lambda item: len(understood(item).steps) == len(item["steps"]))
    right = share(several, lambda item: is_right(item, understood(item)))
    yield f"{len(several)} for several things: split {split}, as many {as_many}, all right {right}"
    yield f"{len(one)} for one thing: not split {share(one, lambda item: not understood(item).steps)}"


def is_right(item: Item, understanding: Understanding) -> bool:
    """Whether all steps are as they should be, in their order."""
    found = [step.matches[0].task for step in understanding.steps]
    wanted = item["steps"]
    if len(wanted) == 1:
        return not found
    return len(found) == len(wanted) and all(task in tags for task, tags in zip(found, wanted, strict=True))


def heard(understanding: Understanding) -> set[tuple[str, str]]:
    return {(entry.name, plain(entry.value)) for entry in understanding.demands if entry.name != "domain"}


def wanted_of(item: Item) -> set[tuple[str, str]]:
    return {(name, plain(value)) for name, value in item["demands"]}


def plain(value: str) -> str:
    """A value without what is only a manner of writing: "80,000 words", "32k"."""
    value = value.casefold().replace(",", "") if value[:1].isdecimal() else value.casefold()
    thousands = _THOUSANDS.fullmatch(value)
    return f"{thousands[1]}000" if thousands else value


def demands(items: Sequence[Item], understood: Callable[[Item], Understanding]) -> Iterator[str]:
    """Lines on demands."""
    pairs = [(wanted_of(item), heard(understood(item))) for item in items]
    met = sum(len(wanted & found) for wanted, found in pairs)
    precision = met / max(sum(len(found) for _, found in pairs), 1)
    recall = met / max(sum(len(wanted) for wanted, _ in pairs), 1)
    without = [item for item in items if not item["demands"]]
    yield f"demands of {len(items)}: precision {precision:.3f}, recall {recall:.3f}"
    yield f"all right {share(items, lambda item: wanted_of(item) == heard(understood(item)))}"
    yield f"{len(without)} without any: none heard {share(without, lambda item: not heard(understood(item)))}"


def show(name: str, items: Sequence[Item], catalog: Catalog, misses: bool) -> None:
    answers = {item["text"]: read(item["text"], catalog) for item in items}

    def understood(item: Item) -> Understanding:
        return answers[item["text"]]

    print(name)
    for key, told in (("steps", steps), ("demands", demands)):
        labelled = [item for item in items if key in item]
        for line in told(labelled, understood) if labelled else ():
            print(f"  {line}")
    for item in items if misses else ():
        found = understood(item)
        if "steps" in item and not is_right(item, found):
            heard_steps = [f"{step.words!r}: {step.matches[0].task}" for step in found.steps]
            print(f"\n{item['text']!r}", item["steps"], *heard_steps, sep="\n  ")
        if "demands" in item and wanted_of(item) != heard(found):
            missed, extra = sorted(wanted_of(item) - heard(found)), sorted(heard(found) - wanted_of(item))
            print(f"\n{item['text']!r}\n  missed {missed}, heard {extra}")


if __name__ == "__main__":
    show_each(__doc__ or "", "print every request that was heard otherwise", show)
