"""Exit codes: a contract, tested (docs/reference/exit-codes.md)."""

from enum import IntEnum

from provenance.model.finding import Verdict
from provenance.model.report import Report


class Exit(IntEnum):
    """What a command tells the shell."""

    PASS = 0
    FINDINGS = 1
    """Findings at or over ``--fail-on``; for other commands: not everything was done."""
    USAGE = 2
    """Usage, configuration, record or policy error."""
    NOTHING = 3
    """There was nothing to scan."""
    INCOMPLETE = 4
    """Something could not be read or decided, so there is no verdict."""
    INTERNAL = 70
    """A fault of this program (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Ctrl-C."""


def of_report(report: Report, *, allow_incomplete: bool = False) -> Exit:
    """The exit code of a scan. 1 wins over 4; nothing scanned is never a pass."""
    if report.counts.files == 0:
        return Exit.NOTHING
    if report.verdict is Verdict.FAIL:
        return Exit.FINDINGS
    if report.verdict is Verdict.UNDETERMINED and not allow_incomplete:
        return Exit.INCOMPLETE
    return Exit.PASS
