"""How well and how fast descriptions are understood: `python benchmarks/accuracy.py FILE...`.

Each file holds one JSON object a line: `text`, and `labels`, the acceptable pipeline tags. Prints top-1, top-3, silence
and speed beside baselines run in the same process on one core, stated confidence against the share that is right (the
reliability diagram), the most common confusions, and with `--misses` every miss with its evidence. Speed is also given
as a multiple of the naive lookup, since seconds depend on the machine. The trained baselines need the extra
`benchmark`; without it their lines say so.
"""

from __future__ import annotations

import io
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from baselines import System, bm25, fuzzy_lookup, minilm, svm_left_out
from labelled import Item, show_each

from whichllm import Catalog
from whichllm.answers.recommending import Recommendation, recommend_from
from whichllm.batch.lines import answer_lines
from whichllm.reading.understanding import Understanding, read

_NOT_INSTALLED = "not installed: pip install -e '.[benchmark]'"
_BINS = 5


def timed(system: System, items: Sequence[Item]) -> tuple[list[list[str]], float]:
    """The answers to all items, and how many a second of processor time."""
    started = time.process_time()
    answers = [system(item["text"]) for item in items]
    return answers, len(items) / (time.process_time() - started)


def shares(answers: Sequence[Sequence[str]], items: Sequence[Item]) -> str:
    """Top-1, top-3 and silence."""
    first = sum(bool(answer) and answer[0] in item["labels"] for answer, item in zip(answers, items, strict=True))
    third = sum(bool({*answer[:3]} & {*item["labels"]}) for answer, item in zip(answers, items, strict=True))
    silent = sum(not answer for answer in answers)
    return f"{first / len(items):6.3f} {third / len(items):6.3f} {silent / len(items):7.3f}"


def batch(catalog: Catalog) -> System:
    """Batch mode: a line read, answered with models and their facts, and written as JSON."""

    tasks: list[str] = []

    def recommended(text: str, catalog: Catalog) -> Recommendation:
        found = recommend_from(text, catalog)
        tasks[:] = [match.task for match in found.matches]
        return found

    def answer(text: str) -> list[str]:
        for _ in answer_lines(io.BytesIO(json.dumps({"text": text}).encode()), catalog, recommended):
            pass
        return list(tasks)

    return answer


def table(items: Sequence[Item], catalog: Catalog) -> Iterator[str]:
    """One line a system."""
    yield f"{'':23} top-1  top-3  silent  a second  x lookup"
    lookup, lookup_speed = timed(fuzzy_lookup(catalog), items)

    def line(name: str, answers: Sequence[Sequence[str]], speed: float | None = None) -> str:
        rate = f" {speed:9.0f} {speed / lookup_speed:9.2f}" if speed else ""
        return f"{name:22} {shares(answers, items)}{rate}"

    def understand(text: str) -> list[str]:
        return [match.task for match in read(text, catalog).matches]

    for name, system in (("whichllm", understand), ("  batch, whole answers", batch(catalog))):
        timed(system, items)  # fills what is kept from one description to the next
        yield line(name, *timed(system, items))
    yield line("fuzzy lookup of names", lookup, lookup_speed)
    yield line("BM25 over task texts", *timed(bm25(catalog), items))
    others: dict[str, Callable[[], str]] = {
        "TF-IDF + SVM, 5 folds": lambda: line("TF-IDF + SVM, 5 folds", svm_left_out(items)),
        "MiniLM zero-shot": lambda: line("MiniLM zero-shot", *timed(minilm(catalog), items)),
    }
    for name, measure in others.items():
        try:
            yield measure()
        except ImportError:
            yield f"{name:22} {_NOT_INSTALLED}"


def reliability(understood: Sequence[Understanding], items: Sequence[Item]) -> Iterator[str]:
    """The reliability diagram: for each bin of stated confidence the share that is right, with both drawn."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for understanding, item in zip(understood, items, strict=True):
        if understanding.matches:
            match = understanding.matches[0]
            entry = (match.confidence, match.task in item["labels"])
            bins.setdefault(min(_BINS - 1, int(match.confidence * _BINS)), []).append(entry)
    for number, entries in sorted(bins.items()):
        stated = sum(confidence for confidence, _ in entries) / len(entries)
        right = sum(correct for _, correct in entries) / len(entries)
        bar = "#" * round(right * 40)
        mark = round(stated * 40)
        drawn = f"{bar:40}"[:mark] + "|" + f"{bar:40}"[mark:]
        bounds = f"{number * 100 // _BINS:3} to {(number + 1) * 100 // _BINS:3} %"
        yield f"  {bounds}: stated {stated:.2f} right {right:.2f} off {right - stated:+.2f} [{drawn}] ({len(entries)})"


def show(name: str, items: Sequence[Item], catalog: Catalog, misses: bool) -> None:
    print(f"\n{name}: {len(items)} descriptions", *table(items, catalog), sep="\n")
    understood = [read(item["text"], catalog) for item in items]
    print("stated confidence (|) against the share right (#)", *reliability(understood, items), sep="\n")
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


if __name__ == "__main__":
    show_each(__doc__ or "", "print every miss with its evidence", show)
