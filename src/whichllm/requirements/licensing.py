"""Licenses that will do, and what a license allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from whichllm.catalog import Catalog, License, LicenseClass, Model
from whichllm.reading.names import pick_name
from whichllm.requirements.kinds import Kind, Option, Situation, commonest

if TYPE_CHECKING:
    from whichllm.reading.demands import Demand  # needless for the completion of commands

Use = Literal["commercial", "non-commercial"]
"""What a license is judged for."""

_CLASSES: tuple[str, ...] = get_args(LicenseClass)
# What allows commercial use, if only under conditions or the provider's terms.
_COMMERCIAL = frozenset({"permissive", "conditions", "proprietary"})


class Purpose(NamedTuple):
    """A limit that removes no model and says what licenses are judged for instead."""

    use: Use


class Licenses(NamedTuple):
    """Licenses that will do: those of some classes, and single ones by their ids."""

    classes: frozenset[str]
    ids: frozenset[str] = frozenset()


class Permission(NamedTuple):
    """Whether a license allows a use, and the clause that decides; "conditions" means yes, if they are kept."""

    use: Use
    answer: Literal["yes", "conditions", "no", "unknown"]
    clause: str = ""


def _licenses(value: str, catalog: Catalog) -> Licenses | Purpose:
    """The licenses that any of some names allow; "non-commercial" by itself names a use, which removes none.

    Beside others it is one of the classes that will do.
    """
    valid = {**{name: name for name in (*_CLASSES, "commercial")}, **{key: key for key in catalog.licenses}}

    def hint() -> str:
        stated = commonest(model.license for model in catalog.models.values() if model.license not in _CLASSES)
        return f"one or more, parted by commas, of {', '.join(_CLASSES)}, commercial, {stated}"

    found = {pick_name(part, valid, "license", hint) for part in value.split(",")}
    if found == {"non-commercial"}:
        return Purpose("non-commercial")
    classes = found & set(_CLASSES) | (_COMMERCIAL if "commercial" in found else frozenset())
    return Licenses(frozenset(classes), frozenset(found - classes))


def _license(model: Model, licenses: Licenses, situation: Situation) -> bool | None:
    license_ = situation.catalog.license_of(model)
    if license_.id in licenses.ids or license_.class_ in licenses.classes:
        return True
    return None if license_.class_ == "unknown" else False


def _any_of_them(said: Sequence[Demand], catalog: Catalog) -> list[Demand]:
    """Of several licenses that are named any will do ("MIT or Apache-2.0")."""
    named = [demand for demand in said if demand.name == "license" and _are_ids(demand.value, catalog)]
    if not named:
        return list(said)
    values, words = zip(*((demand.value, demand.words) for demand in named), strict=True)
    one = named[0]._replace(value=",".join(values), words=" … ".join(words))
    return [one if demand == named[0] else demand for demand in said if demand not in named[1:]]


def _are_ids(value: str, catalog: Catalog) -> bool:
    return catalog.licenses.keys() >= set(value.split(","))


def permission(license_: License, use: Use) -> Permission:
    """Whether a license allows a use."""
    match license_.class_:
        case "unknown":
            return Permission(use, "unknown")
        case "permissive":
            return Permission(use, "yes")
        case "non-commercial":
            return Permission(use, "no" if use == "commercial" else "yes", license_.clause)
        case "proprietary":
            return Permission(use, "conditions", license_.clause or "the provider's terms of service")
    return Permission(use, "conditions", license_.clause)


LICENSE = Kind(
    "license",
    "license",
    "whose license does not allow it",
    _licenses,
    _license,
    (
        Option("--commercial", "The license must allow commercial use.", value="commercial"),
        Option("--license", "Licenses that will do, by id or class: apache-2.0,mit or permissive.", "LICENSES"),
    ),
    repeated="any",
    together=_any_of_them,
)
