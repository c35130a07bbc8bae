"""A signed list of files, compared with the files. Pure values; rules and reports read them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from provenance.model.holding import Attestation


class ListKind(StrEnum):
    """What a signed list of files is."""

    HASH_LIST = "hash list"
    """Of a sequence or a package that was stamped with one signature."""
    SEAL = "seal"
    """Of a delivery that was signed off."""


class ListProblemCode(StrEnum):
    """What is wrong between a signed list and the files."""

    CHANGED = "changed"
    """A file has other bytes than were signed."""
    MISSING = "missing"
    """A file was signed and is not here."""
    ADDED = "added"
    """A file is here and was not signed."""
    REFUSED = "refused"
    """A listed path that leaves the list's folder; nobody looked."""
    TWICE = "listed twice"
    """Two entries for one path."""
    NOT_COMPARED = "not compared"
    """A file that nobody read whole, so that its digest is not known."""


@dataclass(frozen=True, slots=True)
class ListProblem:
    """What is wrong with some files of one list, for one reason.

    Attributes:
        code: Which reason.
        told: Which files: frame numbers of a sequence, a path otherwise.
        path: As seen from the scanned root, where it is one file; "" for several.
        digest: Of that file, as it is now, or "".
    """

    code: ListProblemCode
    told: str
    path: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SignedList:
    """A signed list of files, and what came out of comparing it with them.

    Attributes:
        path: Of the list, as seen from the scanned root.
        kind: What it is.
        attestation: Whether its signature holds, and whose it is.
        id: Of the record.
        title: What it is of, by its own word.
        title_id: Production that a seal is of, or "".
        count: Files that it lists.
        fitting: Files that are here with the bytes that were signed.
        problems: What is wrong.
        stage: That a seal was judged for, or "".
        policy: Name and version of the policy that a seal was judged by, or "".
        verdict: That a seal tells of its scan, or "".
        at: When it was made; None where it could not be read.
        unreadable: Why it could not be read, or "".
    """

    path: str
    kind: ListKind
    attestation: Attestation
    id: str = ""
    title: str = ""
    title_id: str = ""
    count: int = 0
    fitting: int = 0
    problems: tuple[ListProblem, ...] = ()
    stage: str = ""
    policy: str = ""
    verdict: str = ""
    at: datetime | None = None
    unreadable: str = ""
