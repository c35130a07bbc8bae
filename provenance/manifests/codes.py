"""Validation results of a crJSON report, and the shapes that its values may be trusted to have."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from provenance.model.manifest import Json, Status, Validation

_MANIFEST_IN_URI: Final = re.compile(r"/c2pa/([^/]+)")
INGREDIENTS: Final = ("c2pa.ingredient", "c2pa.ingredient.v2", "c2pa.ingredient.v3")
_TIMED: Final = "timeStamp.validated"
_SUCCESS_ENDINGS: Final = (
    ".match",
    ".validated",
    ".trusted",
    ".accessible",
    ".insideValidity",
    ".notRevoked",
)
"""Ends of success codes (spec 2.2, table 5): old ingredients list all codes in one place."""


def deltas_of(entries: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Validation]:
    """What has changed since ingredients were taken in, by manifest and assertion label."""
    found: dict[tuple[str, str], Validation] = {}
    for entry in entries:
        for each in as_list(entry.get("ingredientDeltas")):
            uri = as_text(as_map(each).get("ingredientAssertionURI"))
            key = manifest_label(uri), last_part(uri)
            new, old = validation_from(as_map(each).get("validationDeltas")), found.get(key)
            found[key] = new if old is None else _joined(old, new)
    return found


def _joined(one: Validation, other: Validation) -> Validation:
    return Validation(
        one.success + other.success,
        one.informational + other.informational,
        one.failure + other.failure,
    )


_NOTHING: Final = Validation()


def validation_from(results: Json) -> Validation:
    """Status codes as the engine groups them."""
    groups = as_map(results)
    if not groups:
        return _NOTHING
    return Validation(
        success=_statuses(groups.get("success")),
        informational=_statuses(groups.get("informational")),
        failure=_statuses(groups.get("failure")),
    )


def validation_from_list(statuses: Json) -> Validation:
    """The one list of codes that ingredients of versions 1 and 2 hold."""
    told = _statuses(statuses)
    return Validation(
        success=tuple(each for each in told if each.code.endswith(_SUCCESS_ENDINGS)),
        failure=tuple(each for each in told if not each.code.endswith(_SUCCESS_ENDINGS)),
    )


def _statuses(told: Json) -> tuple[Status, ...]:
    return tuple(
        Status(
            as_text(each.get("code")), as_text(each.get("url")), as_text(each.get("explanation"))
        )
        for each in map(as_map, as_list(told))
        if as_text(each.get("code"))
    )


def time_stamped(
    entries: Iterable[Mapping[str, Any]], deltas: Iterable[Validation]
) -> frozenset[str]:
    """Labels of the manifests whose time-stamp was validated, now or when they were taken in."""
    results = [*deltas]
    for entry in entries:
        results.append(validation_from(entry.get("validationResults")))
        for label, data in as_map(entry.get("assertions")).items():
            if base_label(label) in INGREDIENTS:
                recorded = as_map(as_map(data).get("validationResults")).get("activeManifest")
                results += (
                    validation_from(recorded),
                    validation_from_list(as_map(data).get("validationStatus")),
                )
    return frozenset(
        manifest_label(status.url)
        for each in results
        for status in each.success
        if status.code == _TIMED
    )


def manifest_label(uri: Json) -> str:
    """The manifest label in a JUMBF URI, or ""."""
    match = _MANIFEST_IN_URI.search(as_text(uri))
    return match[1] if match else ""


def last_part(uri: Json) -> str:
    """The assertion label at the end of a JUMBF URI."""
    return as_text(uri).rsplit("/", 1)[-1]


def base_label(label: str) -> str:
    """A label without its instance suffix."""
    return label.partition("__")[0]


def as_text(value: Json) -> str:
    """The value if it is text, else ""."""
    return value if isinstance(value, str) else ""


def as_map(value: Json) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Json) -> list[Any]:
    """The value if it is an array, else an empty one."""
    return value if isinstance(value, list) else []
