"""Rule ``approval-late``."""

from collections.abc import Iterator
from datetime import date

from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule
from provenance.standings.looking import ApprovalState
from provenance.standings.standing import ApprovalStanding, approval_standings
from provenance.standings.vouching import day_of

_GIVEN = frozenset({ApprovalState.APPROVED, ApprovalState.CONDITIONS_OPEN, ApprovalState.EXPIRED})


@rule(Severity.OVERRIDABLE, kind="contract")
def approval_late(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """An approval was given before the tool was first used.

    The disclosure tells when work with the tool began (``first_used_at``), and no approval of the
    use is as old. Where it does not tell, the register's entry or the time-stamp of the stamp
    shows a day by which the file existed; an approval that came later and does not name the
    bytes of the file is told as a warning at most. One that names them was given on the finished
    file, as the guidance allows for what was only an idea, and is not told. Where nothing is
    known of the first use, nothing is told: silence about a day is no sign of a late approval.
    Days are those of the policy's time zone; the same day is in time.

    Why:
        An approval that is asked for afterwards is a fait accompli, and the data has left the
        house by then.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: where written approval is
        needed, it comes first.

    Fix:
        If the yes came earlier, have it recorded with its day: ``provenance approve FILE
        --granted DATE --evidence LETTER``. Otherwise have the buyer accept that it came late.

    Fails:
        [[disclosures]]
        stage = "final"
        first_used_at = 2026-10-30T09:00:00Z

        [[approvals]]
        granted_at = 2026-11-01T12:00:00Z

    Passes:
        [[disclosures]]
        stage = "final"
        first_used_at = 2026-11-01T09:00:00Z

        [[approvals]]
        granted_at = 2026-11-01T12:00:00Z
    """
    for standing in approval_standings(evidence, policy):
        disclosure = standing.disclosure
        approved = standing.state is ApprovalState.APPROVED
        if disclosure is None or standing.given_at is None or not approved:
            continue
        first = day_of(standing.given_at, policy)
        if disclosure.first_used_at is not None:
            used = day_of(disclosure.first_used_at, policy)
            if first > used:
                yield Problem(
                    f"work with the tool began on {used}, and the approval was given on {first}",
                    key=disclosure.id,
                )
            continue
        there = _existed(evidence, standing, policy)
        if there is not None and first > there and not _seen(standing):
            yield Problem(
                f"the file existed on {there}, and the approval was given on {first}",
                key=disclosure.id,
                at_most=Severity.WARNING,
            )


def _seen(standing: ApprovalStanding) -> bool:
    """Whether an approval names the bytes of the file, so that whoever gave it had it in hand."""
    return any(each.state in _GIVEN and each.held.record.scope.digests for each in standing.looks)


def _existed(evidence: Evidence, standing: ApprovalStanding, policy: Policy) -> date | None:
    """The earliest day that shows that the file was there."""
    told = standing.disclosure.id if standing.disclosure else ""
    moments = [entry.at for entry in evidence.entries if entry.disclosure.id == told]
    moments += [
        held.attestation.signature.time
        for held in evidence.disclosures
        if held.record.id == told
        and held.attestation.signature is not None
        and held.attestation.signature.time is not None
    ]
    return min((day_of(each, policy) for each in moments), default=None)
