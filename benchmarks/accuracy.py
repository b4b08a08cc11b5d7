"""How well descriptions are understood: `python benchmarks/accuracy.py FILE...`.

Each file holds one JSON object a line: `text`, and `labels`, the acceptable pipeline tags. Prints top-1, top-3 and
silence beside two baselines run in the same process (a fuzzy lookup of task names, BM25 over the texts that describe
the tasks), stated confidence against the share that is right, the most common confusions, and with `--misses` every
miss with its evidence.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from whichllm import Catalog, load_catalog
from whichllm.patterns import words_of
from whichllm.reading import Understanding, read

Item = dict[str, Any]
System = Callable[[str], list[str]]


def fuzzy_lookup(catalog: Catalog) -> System:
    """The naive way: the task whose name or alias is most like a part of the description."""
    names = {name.replace("-", " "): task.id for task in catalog.tags() for name in (task.id, task.name, *task.aliases)}

    def answer(text: str) -> list[str]:
        found = process.extract(text.lower(), list(names), scorer=fuzz.partial_ratio, limit=20)
        return list(dict.fromkeys(names[name] for name, _, _ in found))

    return answer


def bm25(catalog: Catalog) -> System:
    """Okapi BM25 (k1 1.2, b 0.75; Robertson and Zaragoza 2009) over name, summary, note, aliases and examples."""
    documents = {
        tag.id: Counter(
            word
            for task in (tag, *catalog.subtasks(tag.id))
            for text in (task.name, task.summary, task.note, *task.aliases, *task.examples)
            for word in words_of(text)
        )
        for tag in catalog.tags()
    }
    average = sum(counts.total() for counts in documents.values()) / len(documents)
    holding = Counter(word for counts in documents.values() for word in counts)

    def score(query: Sequence[str], counts: Counter[str]) -> float:
        total = 0.0
        for word in query:
            frequency = counts[word]
            rarity = math.log(1 + (len(documents) - holding[word] + 0.5) / (holding[word] + 0.5))
            total += rarity * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * counts.total() / average))
        return total

    def answer(text: str) -> list[str]:
        query = words_of(text)
        scores = {tag: score(query, counts) for tag, counts in documents.items()}
        return sorted(scores, key=lambda tag: (-scores[tag], tag))

    return answer


def measured(system: System, items: Sequence[Item]) -> str:
    """One line of the table: top-1, top-3, silence, descriptions a second."""
    started = time.perf_counter()
    answers = [system(item["text"]) for item in items]
    seconds = time.perf_counter() - started
    first = sum(bool(answer) and answer[0] in item["labels"] for answer, item in zip(answers, items, strict=True))
    third = sum(bool({*answer[:3]} & {*item["labels"]}) for answer, item in zip(answers, items, strict=True))
    silent = sum(not answer for answer in answers)
    count = len(items)
    return f"{first / count:6.3f} {third / count:6.3f} {silent / count:7.3f} {count / seconds:9.0f}"


def calibration(understood: Sequence[Understanding], items: Sequence[Item]) -> list[str]:
    """Stated confidence against the share that is right, in five bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for understanding, item in zip(understood, items, strict=True):
        if understanding.matches:
            match = understanding.matches[0]
            bins.setdefault(min(4, int(match.confidence * 5)), []).append(
                (match.confidence, match.task in item["labels"])
            )
    lines = []
    for number, entries in sorted(bins.items()):
        stated = sum(confidence for confidence, _ in entries) / len(entries)
        right = sum(correct for _, correct in entries) / len(entries)
        bar = "#" * round(right * 30)
        bounds = f"{number * 20:3} to {number * 20 + 20:3} %"
        lines.append(f"  {bounds}: stated {stated:.2f}  right {right:.2f}  {bar} ({len(entries)})")
    return lines


def show(name: str, items: Sequence[Item], catalog: Catalog, misses: bool) -> None:
    print(f"\n{name}: {len(items)} descriptions\n{'':14} top-1  top-3  silent  a second")
    systems: dict[str, System] = {
        "whichllm": lambda text: [match.task for match in read(text, catalog).matches],
        "BM25": bm25(catalog),
        "fuzzy lookup": fuzzy_lookup(catalog),
    }
    read("warm up", catalog)
    for label, system in systems.items():
        print(f"{label:13} {measured(system, items)}")
    understood = [read(item["text"], catalog) for item in items]
    print("confidence", *calibration(understood, items), sep="\n")
    wrong = [
        (understanding, item)
        for understanding, item in zip(understood, items, strict=True)
        if not understanding.matches or understanding.matches[0].task not in item["labels"]
    ]
    pairs = Counter(
        (item["labels"][0], understanding.matches[0].task if understanding.matches else "nothing")
        for understanding, item in wrong
    )
    print("confusions (wanted, got)")
    for (wanted, got), count in pairs.most_common(12):
        print(f"  {count:3} {wanted} -> {got}")
    for understanding, item in wrong if misses else ():
        print(f"\nMISS {item['labels']} {item['text'][:200]!r}")
        for match in understanding.matches[:3]:
            evidence = ", ".join(f"{entry.words!r} {entry.weight:+g} ({entry.rule})" for entry in match.evidence[:6])
            print(f"  {match.task} {match.confidence}: {evidence}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every miss with its evidence")
    arguments = parser.parse_args()
    catalog = load_catalog()
    for path in arguments.files:
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        show(path.name, items, catalog, arguments.misses)


if __name__ == "__main__":
    main()
