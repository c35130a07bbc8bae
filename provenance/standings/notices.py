"""Notices that are declared of an asset, and why one of them does not count. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Attestation, Evidence, HeldLabelling, Integrity
from provenance.model.label import Label
from provenance.model.policy import Policy
from provenance.standings.claims import ancestor_disclosures
from provenance.standings.completeness import is_told
from provenance.standings.scoping import Use, is_empty, names_asset, other_title, outside
from provenance.standings.standing import DisclosureStanding
from provenance.standings.vouching import PRODUCTION, approval_flaw, day_of, disclosure_flaw


@dataclass(frozen=True, slots=True)
class Told:
    """One declared notice.

    Attributes:
        label: The notice.
        record: Id of the disclosure or the record of notices that declares it.
        versions: Destinations whose version carries it; empty: all.
        flaw: Why it does not count; "" where it does.
        unsure: Why that cannot be said; "" where it can.
    """

    label: Label
    record: str
    versions: tuple[str, ...] = ()
    flaw: str = ""
    unsure: str = ""


def told_notices(
    evidence: Evidence, policy: Policy, standing: DisclosureStanding
) -> Iterator[Told]:
    """Every notice that is declared of the asset, whether or not it counts.

    Args:
        evidence: All that is known of the asset.
        policy: Stage and the day of the scan.
        standing: Which of its disclosures count.
    """
    for held in standing.counting:
        for label in held.record.labels:
            yield Told(label, held.record.id, label.destinations, _empty(label))
    for held in standing.void:
        flaw = disclosure_flaw(held.attestation) or "its disclosure does not count"
        for label in held.record.labels:
            yield Told(label, held.record.id, label.destinations, flaw)
    for each in evidence.labellings:
        yield from _of_record(each, evidence, policy, standing)


def _of_record(
    held: HeldLabelling, evidence: Evidence, policy: Policy, standing: DisclosureStanding
) -> Iterator[Told]:
    record = held.record
    flaws = [_outside(held, evidence, policy, told) for told in _disclosures(standing)]
    if all(flaw is None for flaw in flaws):
        return  # it speaks of other assets
    unsure = ""
    flaw = _flaw(held, policy) or next((each for each in flaws if each), "")
    if not flaw and held.attestation.integrity is Integrity.NOT_CHECKED:
        unsure = f"the signature of the notices {record.id} was not checked"
    for label in record.labels:
        versions = label.destinations or record.scope.destinations
        if label.destinations and record.scope.destinations:
            versions = tuple(
                each for each in label.destinations if each in record.scope.destinations
            )
        yield Told(label, record.id, versions, flaw or _empty(label), unsure)


def _disclosures(standing: DisclosureStanding) -> list[Disclosure]:
    found = [held.record for held in (standing.counting or standing.void)]
    return found or [Disclosure(id="none", genai_used="none")]


def _outside(
    held: HeldLabelling, evidence: Evidence, policy: Policy, told: Disclosure
) -> str | None:
    """Why the record's scope does not cover the asset; None where it speaks of others."""
    scope = held.record.scope
    digests = {evidence.asset.digest, told.subject.sha256}
    for entry in evidence.entries:
        digests |= {entry.as_made, entry.as_stamped}
    ids = {told.id, *(ancestor_disclosures(evidence.store) if evidence.store else ())}
    use = Use(
        path=evidence.asset.path,
        digests=frozenset(each for each in digests if each),
        ids=frozenset(ids),
        disclosure=told,
        stage=policy.stage,
    )
    if not names_asset(scope, use):
        return None
    if is_empty(scope):
        return "its scope is empty, so it covers nothing"
    # Which version carries it is compared with each destination; see _answered.
    rest = scope.model_copy(update={"destinations": ()}) if scope.destinations else scope
    return other_title(scope, use) or "; ".join(outside(rest, use))


def _flaw(held: HeldLabelling, policy: Policy) -> str:
    """Why a record of notices does not count at all."""
    attestation, record = held.attestation, held.record
    unknown = record.unknown_keys()
    if unknown:
        return f"a later version wrote it, and {unknown[0]} is not understood"
    if policy.as_of is not None and day_of(record.created_at, policy) > policy.as_of:
        return "it is dated in the future"
    return "" if _vouched(attestation) else approval_flaw(attestation)


def _vouched(attestation: Attestation) -> bool:
    unsigned = attestation.integrity is Integrity.NO_MANIFEST
    return attestation.integrity is Integrity.NOT_CHECKED or (
        unsigned and attestation.source == PRODUCTION
    )


def _empty(label: Label) -> str:
    """Why a notice says nothing."""
    return "" if is_told(label.text) or is_told(label.type) else "it tells neither text nor kind"
