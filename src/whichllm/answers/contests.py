"""Benchmarks that measured several models, and where these stand on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whichllm.base.records import dataclass
from whichllm.catalog import Measurement, Model


@dataclass(frozen=True, slots=True)
class Result:
    """What a model was measured at."""

    model: Model
    measurement: Measurement


@dataclass(frozen=True, slots=True)
class Contest:
    """A benchmark that measured several of the models on the same task: their results, best first."""

    task: str
    benchmark: str
    higher_is_better: bool
    results: tuple[Result, ...]

    @property
    def margin(self) -> float:
        """By how much the best result is better than the next; 0 where they are equal."""
        first, second = (result.measurement.value for result in self.results[:2])
        return abs(first - second)

    @property
    def best(self) -> Model | None:
        """The model with the best result; None where two share it."""
        return self.results[0].model if self.margin else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that state the results."""
        return tuple(sorted({result.measurement.source for result in self.results}))

    def share(self, result: Result) -> float:
        """How near a result comes to the best one, from 0 to 1, which is the best.

        Of results that are better the lower they are, it is the best divided by the result.
        """
        best, value = self.results[0].measurement.value, result.measurement.value
        if value == best:
            return 1.0
        below, above = (value, best) if self.higher_is_better else (best, value)
        return max(0.0, below / above) if above > 0 else 0.0


def contests(models: Iterable[Model]) -> tuple[Contest, ...]:
    """The benchmarks that measured several models on the same task, by task and name.

    Where a model has several results, the one counts whose source measured most of the models, then the newest.
    """
    measured: dict[tuple[str, str, bool], list[Result]] = {}
    for model in models:
        for entry in model.evidence:
            key = entry.task, entry.benchmark, entry.higher_is_better
            measured.setdefault(key, []).append(Result(model, entry))
    found = []
    for (task, benchmark, higher), results in sorted(measured.items()):
        chosen = _one_of_each(results)
        if len(chosen) > 1:
            sign = -1 if higher else 1
            chosen.sort(key=lambda result, sign=sign: (sign * result.measurement.value, by_id(result.model)))  # type: ignore[misc]
            found.append(Contest(task, benchmark, higher, tuple(chosen)))
    return tuple(found)


def by_id(model: Model) -> tuple[str, str]:
    """By what models are sorted where nothing else tells them apart."""
    return model.id.casefold(), model.id


def _one_of_each(results: Sequence[Result]) -> list[Result]:
    """One result a model."""
    reach: dict[str, set[str]] = {}
    for result in results:
        reach.setdefault(result.measurement.source, set()).add(result.model.id)
    chosen: dict[str, Result] = {}
    for result in sorted(
        results,
        key=lambda result: (len(reach[result.measurement.source]), result.measurement.date, result.measurement.source),
    ):
        chosen[result.model.id] = result
    return list(chosen.values())
