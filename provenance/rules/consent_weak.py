"""Rule ``consent-weak``."""

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Final

from provenance.model.consent import Consent
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.talent import Talent
from provenance.rules.base import rule
from provenance.standings.completeness import is_told
from provenance.standings.consent_standing import ConsentState, consent_standings
from provenance.standings.vouching import day_of

REQUIRED: Final = ("use_description", "signed_separately", "represented_by")
"""The three parts of the contract test of New York and California."""
YEARS: Final = 10
"""Longest term: that of a licence in the draft NO FAKES Act of 2026, which is not law."""
_LACKS: Final = {
    "use_description": "it does not describe the use",
    "signed_separately": "it was not signed apart from the rest of the contract",
    "represented_by": "neither counsel nor the union stood by the performer",
    "document_sha256": "the signed document is not on record",
    "compensation_ref": "it names no compensation",
    "scan_notice_at": "it does not say when the performer was told of the scan",
    "scan_reason": "it does not say why the performer was scanned",
    "security_controls": "it does not say how scans and models are kept",
}
_OF_SCANS: Final = frozenset({"scan_notice_at", "scan_reason", "security_controls"})
"""What is asked of a replica made in employment, which is made from a scan."""


@rule(
    Severity.OVERRIDABLE,
    kind="law",
    parameters={"required": REQUIRED, "years": YEARS},
    choices={"required": frozenset(_LACKS)},
    agreements={"required": "all", "years": "least"},
)
def consent_weak(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """A consent is specific, was signed by itself and with counsel or union, for a stated term.

    The consent covers the use, but lacks what the contract tests ask for: a description of the use
    (that it is reasonably specific, a person has to judge), a signature apart from the rest of the
    contract, counsel or a union beside the performer (an agent is neither). A policy may ask for
    more with ``required``; what belongs to a scan is asked of replicas made in employment. A term
    that does not end, or not within ``years`` of the signature, is told as a warning at most.

    Why:
        A clause in small print is worth little on the day on which it is read.

    Source:
        New York Gen. Oblig. Law 5-302 (in force when looked up, November 2026) and California AB
        2602 (in force since 2025): specific use, and counsel or union; SAG-AFTRA TV/Theatrical
        2023: separately signed. Ten years: NO FAKES Act of 2026, a draft and no law.

    Fix:
        Have it signed again with what is missing, and record that with ``provenance consent add``.
        If only the record is incomplete, record the consent again as it was signed.

    Fails:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        use_description = "two lines of the radio play in episode 3"
        signed_separately = true
        term_end = 2027-12-31

    Passes:
        [[disclosures]]
        stage = "final"
        title_id = "TITLE-1"
        talent = [{ name = "Talent One", type = "voice" }]

        [[consents]]
        title_id = "TITLE-1"
        types = ["voice"]
        use_description = "two lines of the radio play in episode 3"
        signed_separately = true
        represented_by = "union"
        term_end = 2027-12-31
    """
    required = policy.parameter("consent-weak", "required", REQUIRED)
    years = policy.parameter("consent-weak", "years", YEARS)
    for each in consent_standings(evidence, policy):
        if each.state is not ConsentState.COVERED or each.held is None:
            continue
        consent = each.held.record
        weak = [
            _LACKS[name] for name in required if _asked(name, each.talent) and _lacks(consent, name)
        ]
        if weak:
            message = f"{each.consent} to {each.called} is weak: {'; '.join(weak)}"
            yield Problem(message, key=each.key)
        term = _term(consent, day_of(consent.signed_at, policy), years)
        if term:
            yield Problem(
                f"{each.consent} to {each.called}: {term}",
                key=f"{each.key} term",
                at_most=Severity.WARNING,
            )


def _asked(name: str, talent: Talent) -> bool:
    return name not in _OF_SCANS or talent.type == "replica_employment"


def _lacks(consent: Consent, name: str) -> bool:
    if name == "signed_separately":
        return not consent.signed_separately
    if name == "represented_by":
        return consent.represented_by not in {"counsel", "union"}
    return not is_told(getattr(consent, name))


def _term(consent: Consent, signed: date, years: int) -> str:
    if consent.term_end is None:
        return "its term does not end"
    # Days, so that neither 29 February nor the year 9999 needs a case of its own.
    if (consent.term_end - signed).days > ceil(years * 365.25):
        return f"its term is longer than {years} years (until {consent.term_end})"
    return ""
