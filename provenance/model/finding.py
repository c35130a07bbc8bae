"""Findings: what a rule has to say, judged under a policy."""

import hashlib
from enum import StrEnum
from typing import Final

from provenance.frozen import dataclass

_ID_DIGITS: Final = 16
"""Hexadecimal digits of a finding's id: collisions are out of sight below a billion findings."""


class Severity(StrEnum):
    """How much a finding weighs, heaviest first. ``off`` silences a rule."""

    BLOCKING = "blocking"
    OVERRIDABLE = "overridable"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    def at_least(self, other: "Severity") -> bool:
        """Whether this weighs as much as the other, or more."""
        return _RANK[self] <= _RANK[other]

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return _RANK[self]


_RANK: Final = {severity: index for index, severity in enumerate(Severity)}


class Verdict(StrEnum):
    """Of a file or of a delivery. Undetermined never counts as pass."""

    PASS = "pass"  # noqa: S105
    WARN = "warn"
    UNDETERMINED = "undetermined"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found, before policy weighs it.

    Attributes:
        message: One sentence: what, where, why.
        signals: Indices into ``Evidence.signals`` of those it rests on.
        advice: What to do; "" for the rule's own advice.
        undetermined: True where the rule cannot decide: the verdict is then never pass.
        key: Tells two problems of one rule on one asset apart; part of the finding's id.
        at_most: The heaviest severity that this problem may get, whatever the policy says of the
            rule: for the mild cases of a rule.
        incidental: Whether a waiver for an incidental element lets it pass.
        path: Of the delivery as a whole only: the file or record that it speaks of, as seen from
            the root of the delivery; "" where it speaks of none.
        digest: Of that file, where it is known; a waiver may name it.
    """

    message: str
    signals: tuple[int, ...] = ()
    advice: str = ""
    undetermined: bool = False
    key: str = ""
    at_most: Severity = Severity.BLOCKING
    incidental: bool = False
    path: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem judged under a policy.

    Attributes:
        id: Stable between scans of the same bytes under the same policy.
        rule: The rule's id.
        severity: At the stage of the scan.
        message: As of the problem.
        advice: What to do.
        signals: Indices into the asset's signals.
        undetermined: As of the problem.
        waived_by: Id of the waiver that lets it pass, or "".
        path: As of the problem.
        notes: Waivers that speak of it and do not count, with the reason.
    """

    id: str
    rule: str
    severity: Severity
    message: str
    advice: str
    signals: tuple[int, ...] = ()
    undetermined: bool = False
    waived_by: str = ""
    path: str = ""
    notes: tuple[str, ...] = ()


def identity(rule: str, path: str, size: int, key: str) -> str:
    """The id of a finding.

    Not by the digest: of the same bytes one is made in one scan and none in another.

    Args:
        rule: Name of the rule.
        path: Of what it speaks of.
        size: Its bytes.
        key: What tells it from others of that rule there, as ``numbered`` gives it.
    """
    text = f"{rule}\x00{path}\x00{size}\x00{key}"
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:_ID_DIGITS]


def numbered(key: str, number: int) -> str:
    """The key of a problem, told from those before it with the same key.

    Args:
        key: Its own.
        number: 1 for the first.
    """
    return key if number == 1 else f"{key}\x00{number}"
