"""Licenses that will do, and what a license allows."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from whichllm.catalog import Catalog, License, LicenseClass, Model
from whichllm.reading.names import pick_name
from whichllm.requirements.kinds import Kind, Option, Situation

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
    if value == "non-commercial":
        return Purpose("non-commercial")
    if value == "commercial":
        return Licenses(_COMMERCIAL)
    valid = {**{name: name for name in (*_CLASSES, "commercial")}, **{key: key for key in catalog.licenses}}
    hint = f"one or more, parted by commas, of {', '.join((*valid, 'non-commercial'))}"
    found = {pick_name(part, valid, "license", hint) for part in value.split(",")}
    classes = found & set(_CLASSES) | (_COMMERCIAL if "commercial" in found else frozenset())
    return Licenses(frozenset(classes), frozenset(found - classes))


def _license(model: Model, licenses: Licenses, situation: Situation) -> bool | None:
    license_ = situation.catalog.licenses[model.license]
    if license_.id in licenses.ids or license_.class_ in licenses.classes:
        return True
    return None if license_.class_ == "unknown" else False


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
)
