"""Where models stand on the benchmarks that measure a task."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from whichllm.catalog import Measurement, Model, Task
from whichllm.ranking.picks import Credit

# A benchmark with fewer models of the catalog than this says little about where one of them stands.
_ENOUGH_MEASURED = 3


class Standings:
    """Where each model stands on each benchmark of a task, but those whose names are `without`."""

    def __init__(self, models: Sequence[Model], task: Task, without: Collection[str] = ()) -> None:
        self._task = task
        self._without = without
        self._able = len(models)
        # In order: where one stands is looked up. To count for each those that beat it takes the square of them.
        self._figures: dict[str, list[float]] = {}
        for model in models:
            for measurement in self._of(model):
                self._figures.setdefault(measurement.benchmark, []).append(measurement.value)
        for figures in self._figures.values():
            figures.sort()

    def best(self, model: Model, weight: float) -> Credit | None:
        """The credit for the benchmark on which the model stands best, or None where it was not measured.

        `weight` is what standing first of all models for the task is worth.
        """
        standings = [credit for entry in self._of(model) if (credit := self._standing(entry, weight))]
        return max(standings, key=lambda credit: (credit.value, credit.of), default=None)

    def _of(self, model: Model) -> list[Measurement]:
        measured = (self._task.id, *self._task.measured_by)
        return [entry for entry in model.evidence if entry.task in measured and entry.benchmark not in self._without]

    def _standing(self, measurement: Measurement, weight: float) -> Credit | None:
        figures = self._figures[measurement.benchmark]
        if len(figures) < _ENOUGH_MEASURED:
            return None
        if measurement.higher_is_better:
            better = len(figures) - bisect_right(figures, measurement.value)
        else:
            better = bisect_left(figures, measurement.value)
        # A rank tells as much as there are models it compares with: the best of three old ones is not the best of all.
        value = weight * (1 - better / len(figures)) * len(figures) / self._able
        return Credit(
            "evidence",
            round(value, 2),
            task=measurement.task,
            measurement=measurement,
            rank=better + 1,
            of=len(figures),
        )
