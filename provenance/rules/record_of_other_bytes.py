"""Rule ``record-of-other-bytes``."""

from collections.abc import Iterator

from provenance.model.evidence import Evidence, HeldDisclosure, Integrity
from provenance.model.finding import Problem, Severity
from provenance.model.manifest import StoreLocation
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown
from provenance.standings.standing import disclosure_standing


@rule(Severity.BLOCKING)
def record_of_other_bytes(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A disclosure is of the bytes that it lies with.

    A disclosure that is a file of its own names this file's path and the digest of other bytes,
    and nothing says that this file was derived from those; or a disclosure in a sidecar, which
    leaves its file as it is, names a digest that is not the file's; or the register stamped this
    file from other bytes than the disclosure names. A stamp that is embedded changes the file, so
    its digest as made is compared where the register knows it.

    Why:
        What was disclosed and approved is one version of a shot. The next render has the same
        name.

    Source:
        House rule.

    Fix:
        Deliver the version that the disclosure is of, or disclose this one: ``provenance stamp
        FILE``, with the earlier version as ``--ingredient`` where it was made from it.

    Fails:
        [[misplaced]]
        subject = { path = "bg.png", sha256 = "b" }

    Passes:
        [[disclosures]]
        subject = { path = "bg.png", sha256 = "a" }
    """
    for held in evidence.misplaced:
        record = held.record
        yield Problem(
            f"disclosure {record.id} ({shown(held.attestation.source)}) names this path and other "
            f"bytes, {shown(record.subject.sha256 or '')}",
            key=record.id,
        )
    for held in disclosure_standing(evidence, policy).counting:
        told, made = held.record.subject.sha256, _made_from(evidence, held)
        if told and made and told not in made:
            yield Problem(
                f"disclosure {held.record.id} is of {shown(told)}, and this file was stamped from "
                f"{shown(min(made))}",
                key=held.record.id,
            )


def _made_from(evidence: Evidence, held: HeldDisclosure) -> frozenset[str]:
    """Digests that the file had before its stamp, where that can be known; else nothing."""
    entries = [each for each in evidence.entries if each.disclosure.id == held.record.id]
    if entries:
        return frozenset(each.as_made for each in entries)
    store, digest = evidence.store, evidence.asset.digest
    own = (
        store is not None
        and store.location is StoreLocation.SIDECAR
        and evidence.integrity is Integrity.VALID
        and held.attestation.source == f"manifest {store.active_label}"
    )
    return frozenset({digest}) if own and digest else frozenset()
