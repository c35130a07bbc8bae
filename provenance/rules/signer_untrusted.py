"""Rule ``signer-untrusted``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Evidence, HeldDisclosure, Integrity, TrustState
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import DELIVERED_STAGES
from provenance.rules.base import rule, shown
from provenance.standings.standing import disclosure_standing

_WHY: Final = {
    TrustState.NOT_ASKED: "no certificate was named to check the signer against",
    TrustState.UNTRUSTED: "the signer stands on no list that was named",
    TrustState.REVOKED: "the signer's certificate was revoked",
    TrustState.EXPIRED: "the signer's certificate had expired",
}
_RENEW: Final = (
    "Ask the maker to stamp the file again with a certificate that is valid. Where `provenance "
    "read` shows a time beside the signer, naming the certificate of the authority that gave it is "
    "enough: `provenance scan --trust CERTIFICATE`."
)
_DO: Final = {
    TrustState.EXPIRED: _RENEW,
    TrustState.REVOKED: "Ask the maker to stamp the file again with another certificate.",
}


@rule(Severity.WARNING, kind="standard")
def signer_untrusted(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A signature that something rests on is of someone trusted.

    The disclosure is in a valid manifest, so the bytes are those that were signed; but who signed
    is not known. Anyone can make a certificate with any name, so at a final delivery the file is
    then undetermined. Untrusted is not invalid. A camera's or a generator's manifest by an unknown
    signer, on which no disclosure rests, is told as information where a list was named at all.
    A certificate that has expired counts where a trusted authority says that it signed in time.

    Why:
        A disclosure by nobody in particular can be written to fit any approval.

    Source:
        C2PA specification 2.2 (1 May 2025), section 14 (trust model): validity and trust are apart.

    Fix:
        Ask the maker for the public certificate of the production and name it: ``provenance scan
        --trust CERTIFICATE``, or under ``[trust]`` in provenance.toml.

    Fails:
        [[disclosures]]
        attested = "stranger"

    Passes:
        [[disclosures]]
        attested = "trusted"
    """
    counting = disclosure_standing(evidence, policy).counting
    vouched = [held for held in counting if not _unknown(held)]
    for held in counting if not vouched else ():
        state = held.attestation.trust.state
        yield Problem(
            f"the disclosure is signed by {_name(held)}, and {_WHY[state]}",
            undetermined=policy.stage in DELIVERED_STAGES,
            advice=_DO.get(state, ""),
            key=held.record.id,
        )
    foreign = evidence.trust.state in {
        TrustState.UNTRUSTED,
        TrustState.REVOKED,
        TrustState.EXPIRED,
    }
    if foreign and not counting and evidence.integrity is Integrity.VALID:
        signature = evidence.store.active.signature if evidence.store else None
        name = shown(signature.name) if signature and signature.name else "an unnamed certificate"
        yield Problem(
            f"the manifest is signed by {name}, and {_WHY[evidence.trust.state]}",
            key="foreign",
            advice=_DO.get(evidence.trust.state, ""),
            at_most=Severity.INFO,
        )


def _unknown(held: HeldDisclosure) -> bool:
    attestation = held.attestation
    return (
        attestation.integrity is Integrity.VALID
        and attestation.trust.state is not TrustState.TRUSTED
        and attestation.source != "register"
    )


def _name(held: HeldDisclosure) -> str:
    signature = held.attestation.signature
    return shown(signature.name) if signature and signature.name else "an unnamed certificate"
