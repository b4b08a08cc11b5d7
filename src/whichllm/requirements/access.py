"""Where a model can be had: as weights, as a service, without asking first."""

from __future__ import annotations

from functools import partial

from whichllm.catalog import Model
from whichllm.requirements.kinds import Circumstances, Kind, Option, Situation, one_of


def _access(model: Model, wanted: str, _: Situation) -> bool | None:
    """Open weights run anywhere; what has a price is offered as a service, too."""
    if wanted == "hosted":
        return True if model.open_weights is False or model.price else None
    return model.open_weights


def _ungated(model: Model, _: str, __: Situation) -> bool | None:
    if model.open_weights is False:
        return False
    return None if model.gated is None else not model.gated


def _run_by(circumstances: Circumstances, wanted: str) -> Circumstances:
    return circumstances._replace(hosted=circumstances.hosted or wanted == "hosted")


OPENNESS = Kind(
    "openness",
    "access",
    "with closed weights, or that no service offers",
    partial(one_of, "access", ("open", "hosted")),
    _access,
    (
        Option("--open", "The weights can be downloaded.", value="open"),
        Option("--hosted", "It is offered as a service.", value="hosted"),
    ),
    brings_about=_run_by,
)

RUNS = Kind("runs", "access", "only offered as a service", partial(one_of, "way to run it", ("local",)), _access)

GATED = Kind(
    "gated",
    "gated",
    "behind a form, or only hosted",
    partial(one_of, "answer to whether it may be gated", ("no",)),
    _ungated,
    (Option("--not-gated", "The weights can be downloaded without accepting a form.", value="no"),),
)
