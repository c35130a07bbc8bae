"""Exit codes: a contract, tested (docs/adr/0005-exit-codes.md)."""

from enum import IntEnum


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
    """Something could not be read or decided, so there is no verdict. 1 wins over it."""
    INTERNAL = 70
    """A fault of this program (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Ctrl-C, or told to end."""
    NO_READER = 141
    """Whoever read standard output has gone (128 + SIGPIPE, as shells count). A scan's own code
    wins over it."""
