"""Rule ``unreadable``."""

from collections.abc import Iterator
from typing import Final

from provenance.model.evidence import Coverage, Evidence
from provenance.model.finding import Problem, Severity
from provenance.model.policy import Policy
from provenance.rules.base import rule, shown

_WORDS: Final = {
    Coverage.PARTLY_READ: "read in part only",
    Coverage.UNREADABLE: "could not be read",
    Coverage.NOT_SUPPORTED: "is of a kind that is not supported",
    Coverage.MISSING: "is listed and not there",
}
_SHOWN: Final = 5


@rule(Severity.WARNING, fixed=True, of_sidecars=True)
def unreadable(evidence: Evidence, _policy: Policy) -> Iterator[Problem]:
    """Every file could be read, whole.

    A file that could not be opened, is damaged, of an unknown kind, or of which one part could
    not be read is undetermined: nothing was found, and nothing was excluded. It never counts as
    clean; a waiver turns it into a warning that stays in the report.

    So is a sidecar (``.c2pa``, ``.xmp``) by itself: it speaks of a file that was not looked at. It
    was not tampered with, and nothing else is judged by what it says.

    Why:
        "No AI found" about a file that nobody could read is the worst sentence a report can say.

    Source:
        House rule.

    Fix:
        Ask for the file again, or look at it by other means; then let a named person waive this
        finding for it, with the reason.

    Fails:
        coverage = "not_supported"
        failures = [{ reader = "format", reason = "the content matches no known format" }]

    Passes:
        coverage = "read"
    """
    if evidence.coverage is Coverage.READ:
        return
    reasons = "; ".join(
        f"{each.reader}: {shown(each.reason)}" for each in evidence.failures[:_SHOWN]
    )
    if len(evidence.failures) > _SHOWN:
        reasons += f"; and {len(evidence.failures) - _SHOWN} more"
    if evidence.sidecar_of:
        name = shown(evidence.sidecar_of)
        yield Problem(
            reasons,
            advice=f"Deliver the file {name} beside it and scan both, or leave the sidecar out.",
            undetermined=True,
        )
        return
    yield Problem(
        f"{_WORDS[evidence.coverage]}: {reasons or 'no reason given'}",
        undetermined=True,
    )
