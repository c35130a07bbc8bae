"""Rule ``notice-missing``."""

from collections.abc import Iterator
from datetime import datetime

from provenance.model.approval import Decision
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.model.vocabulary import AiClass
from provenance.rules.base import rule, shown
from provenance.standings.decided import decided
from provenance.standings.needs import uses_ai
from provenance.standings.standing import ApprovalState, approval_standing, disclosure_standing
from provenance.standings.vouching import approval_flaw

_DATE_IT = (
    "Say in the disclosure when the work began (`first_used_at`), in one that supersedes the old."
)


@rule(Severity.WARNING, kind="contract")
def notice_missing(evidence: Evidence, policy: Policy) -> Iterator[Problem]:
    """The buyer was told of the use before the work began.

    A use for which notice is enough has one on record: in the disclosure (``notice``), or as a
    decision ``notified_only`` that names the asset and counts. It is not later than
    ``first_used_at``; where that is not told, it cannot be later than the disclosure itself, and
    that the order is not known is told as well. Of a use that needs a written approval the rules
    of approval speak, not this one.

    Why:
        Notice costs a mail beforehand. Afterwards it is a confession, and what could have been
        decided cheaply is in the picture.

    Source:
        Netflix, Using Generative AI in Content Production, August 2025: every intended use is
        shared with the contact; with all five principles answered yes, that may be enough.

    Fix:
        Tell the buyer's contact and put the reference into the disclosure: ``notice = { reference
        = "...", at = ... }``; or record it with ``provenance approve FILE --decision
        notified_only``.

    Fails:
        stage = "ideation"

        [[disclosures]]
        stage = "ideation"

        [disclosures.principles]
        p1_no_replication = "yes"
        p2_no_store_train = "yes"
        p3_enterprise_env = "yes"
        p4_temporary = "yes"
        p5_no_replacement = "yes"

    Passes:
        stage = "ideation"

        [[disclosures]]
        stage = "ideation"
        notice = { reference = "mail 12", at = 2026-10-01T09:00:00Z }
        first_used_at = 2026-10-02T09:00:00Z

        [disclosures.principles]
        p1_no_replication = "yes"
        p2_no_store_train = "yes"
        p3_enterprise_env = "yes"
        p4_temporary = "yes"
        p5_no_replacement = "yes"
    """
    if approval_standing(evidence, policy).state is not ApprovalState.NOT_NEEDED:
        return
    for held in disclosure_standing(evidence, policy).counting:
        record = held.record
        if not uses_ai(record) or record.ai is AiClass.ENHANCED:
            continue
        notices = sorted(_notices(evidence, record))
        if not notices:
            yield Problem("nobody says that the buyer was told of this use", key=record.id)
            continue
        at, reference = notices[0]
        what = f"the buyer was told on {at:%Y-%m-%d} ({shown(reference)})"
        began = record.first_used_at
        if began is not None and at > began:
            yield Problem(f"{what}, and the work began on {began:%Y-%m-%d}", key=record.id)
        elif began is None and at > record.created_at:
            made = f"it was made by {record.created_at:%Y-%m-%d}, when it was disclosed"
            yield Problem(f"{what}, and {made}", key=record.id)
        elif began is None:
            yield Problem(
                f"{what}, and when the work began is not told",
                advice=_DATE_IT,
                key=record.id,
                at_most=Severity.INFO,
            )


def _notices(evidence: Evidence, record: Disclosure) -> Iterator[tuple[datetime, str]]:
    if record.notice is not None:
        yield record.notice.at, record.notice.reference
    for held in decided(evidence.approvals, (Decision.NOTIFIED_ONLY,)):
        given = held.record
        title = given.scope.title_id
        if not approval_flaw(held.attestation) and title in {"", record.title_id}:
            yield given.granted_at, given.reference
