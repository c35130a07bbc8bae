"""Rule ``seal-broken``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.delivery import DeliveryEvidence
from provenance.model.evidence import Integrity, TrustState
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.signed_list import ListKind, ListProblem, ListProblemCode, SignedList
from provenance.rules.base import capped, delivery_rule, shown
from provenance.standings.vouching import approval_flaw

_WORDS: Final = {
    ListProblemCode.CHANGED: "changed since it was signed",
    ListProblemCode.MISSING: "signed, and not here",
    ListProblemCode.ADDED: "here, and not signed",
    ListProblemCode.REFUSED: "listed with a path that leaves the list's folder; nobody looked",
    ListProblemCode.TWICE: "listed twice",
    ListProblemCode.NOT_COMPARED: "nobody compared its digest with the one that was signed",
}
_COMPARE: Final = "Scan everything that is listed, with `--effort normal`."
_NAME: Final = (
    "Ask the sender for the public certificate and name it: `provenance scan --trust CERTIFICATE`."
)


@delivery_rule(Severity.BLOCKING, parameters={"required": False}, agreements={"required": "most"})
def seal_broken(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    """What was signed as a whole is here as it was signed: a sequence, a package, a delivery.

    The hash list of a stamped sequence or package, and the seal of a delivery, name every file
    with its SHA-256 and are signed. Here a signature does not hold or is missing; a file was
    changed, lost or added since; or a list names a file twice or outside its folder. Of a seal it
    is also asked whose signature it is and which title it is of: anybody can seal. Where files were
    not read whole, or no certificate was named, the delivery is undetermined. Who signed the
    disclosure of a sequence is asked of its frames.

    With the parameter ``required`` a delivery has to bring a seal at all. Of a scan of named files
    that is not asked.

    Why:
        One frame that was swapped, or a file that slipped in after the sign-off, is seen by nobody
        who only looks at what is there.

    Source:
        House rule, after the acceptance of deliveries by checksum lists; C2PA specification 2.2 (1
        May 2025), section 9.2.1 (hard binding of any bytes by a hash).

    Fix:
        Ask the sender which of the two is right, then for the file as it was signed, or for a new
        seal (``provenance seal``) or stamp of what is here.

    Fails:
        [[seals]]
        problems = [{ code = "changed", told = "bg.png", path = "bg.png" }]

    Passes:
        [[seals]]
        count = 1
        fitting = 1
    """
    required = policy.parameter("seal-broken", "required", default=False)
    if required and not delivery.part and not any(_is_seal(each) for each in delivery.seals):
        yield Problem("it brings no seal", key="none")
    for each in delivery.seals:
        yield from _signature(each)
        if each.kind is ListKind.SEAL:
            yield from _of_seal(each, delivery)
        wrong = (one for one in each.problems if one.code is not ListProblemCode.NOT_COMPARED)
        yield from capped(
            (_problem(each, one) for one in wrong), f"files that do not fit {shown(each.path)}"
        )
        for one in each.problems:
            if one.code is ListProblemCode.NOT_COMPARED:
                yield _problem(each, one)


def _is_seal(one: SignedList) -> bool:
    return one.kind is ListKind.SEAL and not one.unreadable


def _signature(one: SignedList) -> Iterator[Problem]:
    """Whether the list itself may be believed: by its signature, whosoever it is."""
    place = shown(one.path)
    if one.unreadable:
        yield Problem(
            f"{place}: the {one.kind} cannot be read: {shown(one.unreadable)}",
            key=f"{one.path} unreadable",
            path=one.path,
        )
    elif one.attestation.integrity is not Integrity.VALID:
        yield Problem(
            f"{place}: the {one.kind} does not count: {approval_flaw(one.attestation)}",
            key=f"{one.path} signature",
            path=one.path,
        )


def _of_seal(one: SignedList, delivery: DeliveryEvidence) -> Iterator[Problem]:
    """What is asked of a seal alone: who made it, for which title, and what it says itself."""
    place, attestation = shown(one.path), one.attestation
    if attestation.integrity is Integrity.VALID and approval_flaw(attestation):
        asked = attestation.trust.state is not TrustState.NOT_ASKED
        name = attestation.signature.name if attestation.signature else ""
        yield Problem(
            f"{place}: sealed by {shown(name) or 'an unnamed certificate'}, and "
            f"{approval_flaw(attestation)}",
            advice=_NAME,
            undetermined=not asked,
            key=f"{one.path} signer",
            path=one.path,
            at_most=Severity.BLOCKING if asked else Severity.WARNING,
        )
    if one.title_id and delivery.title_id and one.title_id != delivery.title_id:
        yield Problem(
            f"{place}: it seals the title {shown(one.title_id)}, and this is "
            f"{shown(delivery.title_id)}",
            key=f"{one.path} title",
            path=one.path,
        )
    if one.verdict in {"fail", "undetermined"}:
        yield Problem(
            f"{place}: it was sealed despite its findings: {one.verdict} under "
            f"{shown(one.policy)} at stage {one.stage}",
            advice="Look at the findings of this scan; the sender knew of some.",
            key=f"{one.path} despite",
            path=one.path,
            at_most=Severity.INFO,
        )


def _problem(one: SignedList, wrong: ListProblem) -> Problem:
    open_ = wrong.code is ListProblemCode.NOT_COMPARED
    return Problem(
        f"{shown(one.path)}: {shown(wrong.told)}: {_WORDS[wrong.code]}",
        advice=_COMPARE if open_ else "",
        undetermined=open_,
        key=f"{one.path} {wrong.code} {wrong.told}",
        path=wrong.path or one.path,
        digest=wrong.digest,
        at_most=Severity.WARNING if open_ else Severity.BLOCKING,
    )
