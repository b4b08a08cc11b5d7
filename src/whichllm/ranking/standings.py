"""Where models stand on the benchmarks that measure a task."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import gt, lt

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
        self._figures: dict[str, list[Measurement]] = {}
        for model in models:
            for measurement in self._of(model):
                self._figures.setdefault(measurement.benchmark, []).append(measurement)

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
        beats = gt if measurement.higher_is_better else lt
        better = sum(beats(other.value, measurement.value) for other in figures)
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
