"""Rule ``record-unsigned``."""

from collections.abc import Iterator

from provenance.model.delivery import DeliveryEvidence, Held
from provenance.model.evidence import HeldDisclosure
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, shown
from provenance.standings.vouching import approval_flaw, disclosure_flaw


@delivery_rule(Severity.OVERRIDABLE)
def record_unsigned(delivery: DeliveryEvidence, _policy: Policy) -> Iterator[Problem]:
    """Every record that comes with a delivery is signed by somebody whose signature counts.

    An approval, consent, labelling or waiver that lies in the delivery is unsigned, or its signer
    stands on no list that was named; a disclosure that is a file of its own is unsigned (who
    signed it is asked by ``signer-untrusted``). Such a record counts for nothing. That an asset
    lacks what the record was to give is told of the asset; this tells of the record. One that was
    changed after it was signed is among the records that could not be read.

    Why:
        A text file that says "approved" can be written by anybody on the way.

    Source:
        House rule. Netflix's guidance of August 2025 asks for approval in writing; what proves it
        is ours.

    Fix:
        Have whoever made it sign it: ``provenance approve`` and its like sign by themselves in a
        production. If it is signed, name the signer's public certificate: ``provenance scan
        --trust CERTIFICATE``.

    Fails:
        [[assets]]

        [[approvals]]
        attested = "unsigned"

    Passes:
        [[assets]]

        [[approvals]]
        attested = "trusted"
    """
    yield from capped(_void(delivery), "records like this one")


def _void(delivery: DeliveryEvidence) -> Iterator[Problem]:
    kinds: tuple[tuple[str, tuple[Held, ...]], ...] = (
        ("decision", delivery.approvals),
        ("disclosure", delivery.disclosures),
        ("consent", delivery.consents),
        ("labelling", delivery.labellings),
        ("waiver", delivery.waivers),
    )
    for kind, records in kinds:
        for held in delivery.here(records):
            told = isinstance(held, HeldDisclosure)
            flaw = (disclosure_flaw if told else approval_flaw)(held.attestation)
            if flaw:
                yield Problem(
                    f"the {kind} {shown(held.record.id)} does not count: {flaw}",
                    key=held.record.id,
                    path=held.attestation.source,
                )
