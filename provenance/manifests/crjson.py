"""The engine's crJSON report as our model. Nothing is judged here and nothing is dropped.

crJSON, because the engine's other report corrupts every array that holds integers (c2pa-rs issue
2570). Reports come from files of strangers: every value may have any type.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.manifests.codes import (
    as_list,
    as_map,
    as_text,
    deltas_of,
    last_part,
    manifest_label,
    time_stamped,
    validation_from,
    validation_from_list,
)
from provenance.manifests.statements import Held, kept_statements, statements
from provenance.model.manifest import (
    Assertion,
    Ingredient,
    Json,
    Manifest,
    ManifestStore,
    Signature,
    SoftwareAgent,
    StoreLocation,
    Validation,
)

if TYPE_CHECKING:
    from provenance.manifests.leaf import Leaf


def store_from(
    report: Json,
    *,
    location: StoreLocation,
    where: str,
    state: str = "",
    remote_url: str = "",
    leaves: "Mapping[str, Leaf] | None" = None,
) -> ManifestStore | None:
    """Read a crJSON report.

    Args:
        report: As the engine gave it, parsed.
        location: Where the store was found.
        where: Place in the file, or the sidecar's path.
        state: The engine's own word.
        remote_url: Reference to a remote store.
        leaves: Signing certificates by manifest label.

    Returns:
        The store, or None where the report has no manifest.
    """
    entries = [each for each in as_list(as_map(report).get("manifests")) if isinstance(each, dict)]
    if not entries:
        return None
    deltas = deltas_of(entries)
    stamped = any(as_map(each.get("signature")).get("timeStampInfo") for each in entries)
    timed = time_stamped(entries, deltas.values()) if stamped else frozenset()
    manifests = tuple(_manifest(each, deltas, timed, leaves or {}) for each in entries)
    return ManifestStore(
        active_label=manifests[0].label,
        location=location,
        where=where,
        manifests=manifests,
        validation=manifests[0].validation,
        engine_state=state,
        remote_url=remote_url,
    )


def _manifest(
    entry: Mapping[str, Any],
    deltas: Mapping[tuple[str, str], Validation],
    timed: frozenset[str],
    leaves: "Mapping[str, Leaf]",
) -> Manifest:
    label = as_text(entry.get("label"))
    second = isinstance(entry.get("claim.v2"), dict)
    claim = as_map(entry.get("claim.v2" if second else "claim"))
    held = as_map(entry.get("assertions"))
    made = kept_statements if isinstance(held, Held) else statements
    told = made(
        held,
        second,
        _labels(claim.get("created_assertions")),
        _labels(claim.get("gathered_assertions")),
    )
    generator = claim.get("claim_generator_info")
    infos = [as_map(each) for each in (as_list(generator) or [generator])]
    return Manifest(
        label=label,
        title=as_text(claim.get("dc:title")),
        media_type=as_text(claim.get("dc:format")),
        instance_id=as_text(claim.get("instanceID")),
        claim_version=2 if second else 1,
        claim_generators=_generators(infos, claim),
        spec_version=next(
            (as_text(each["specVersion"]) for each in infos if "specVersion" in each), ""
        ),
        all_actions_included=told.all_actions_included,
        signature=_signature(as_map(entry.get("signature")), label, timed, leaves.get(label)),
        actions=told.actions,
        ingredients=tuple(
            [_ingredient(each, deltas.get((label, each.label))) for each in told.of_ingredients]
        ),
        assertions=told.assertions,
        validation=validation_from(entry.get("validationResults")),
    )


def _labels(references: Json) -> frozenset[str]:
    return frozenset([last_part(as_map(each).get("url")) for each in as_list(references)])


def _generators(
    infos: Sequence[Mapping[str, Any]], claim: Mapping[str, Any]
) -> tuple[SoftwareAgent, ...]:
    found = tuple(
        SoftwareAgent(as_text(each.get("name")), as_text(each.get("version")))
        for each in infos
        if as_text(each.get("name"))
    )
    if found or not as_text(claim.get("claim_generator")):
        return found
    name, _, version = as_text(claim["claim_generator"]).split(" ")[0].partition("/")
    return (SoftwareAgent(name, version),)


def _ingredient(assertion: Assertion, deltas: Validation | None) -> Ingredient:
    raw = as_map(assertion.data)
    reference = as_map(raw.get("activeManifest") or raw.get("c2pa_manifest")).get("url")
    results = as_map(raw.get("validationResults"))
    recorded = None
    if results:
        recorded = validation_from(results.get("activeManifest"))
    elif isinstance(raw.get("validationStatus"), list):
        recorded = validation_from_list(raw["validationStatus"])
    return Ingredient(
        label=assertion.label,
        title=as_text(raw.get("dc:title")),
        media_type=as_text(raw.get("dc:format")),
        relationship=as_text(raw.get("relationship")),
        manifest=manifest_label(reference),
        source_type=as_text(raw.get("digitalSourceType")),
        validation=recorded,
        deltas=deltas,
        raw=raw,
    )


def _signature(
    told: Mapping[str, Any], label: str, timed: frozenset[str], leaf: "Leaf | None"
) -> Signature | None:
    if not told:
        return None
    info = as_map(told.get("certificateInfo"))
    subject, issuer, validity = (as_map(info.get(key)) for key in ("subject", "issuer", "validity"))
    serial = _serial(info.get("serialNumber"))
    stamp = as_map(told.get("timeStampInfo")).get("timestamp")
    return Signature(
        algorithm=as_text(told.get("algorithm")),
        subject=as_text(subject.get("CN")),
        organisation=as_text(subject.get("O")),
        issuer=as_text(issuer.get("CN")) or as_text(issuer.get("O")),
        serial=serial,
        time=_moment(stamp) if label in timed else None,
        not_before=_moment(validity.get("notBefore")),
        not_after=_moment(validity.get("notAfter")),
        # Only the certificate that the engine speaks of too.
        fingerprint=leaf.fingerprint if leaf and str(leaf.serial) == serial else "",
    )


def _serial(told: Json) -> str:
    try:
        return str(int(as_text(told), 16))
    except ValueError:
        return ""


def _moment(told: Json) -> datetime | None:
    return _point(as_text(told))


@lru_cache(maxsize=256)
def _point(told: str) -> datetime | None:
    """Kept: a certificate's dates stand in every file that it signed."""
    try:
        moment = datetime.fromisoformat(told)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
