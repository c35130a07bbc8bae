"""Seal: who sends a delivery says what is in it, and what a scan came to before it left.

``delivery.seal.json`` lies at the top of the delivery and is signed like everything else. It names
every file but itself and its signature.
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import Field

from provenance.model.finding import Severity, Verdict
from provenance.model.hashlist import FileList, ListedFile, ListedPath, Size
from provenance.model.record import Record, Sha256, Value
from provenance.model.vocabulary import Stage

SEAL_SCHEMA: Final = "provenance.seal/1"
SEAL_NAME: Final = "delivery.seal.json"
SIGNOFF_SCHEMA: Final = "provenance.signoff/1"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """One file of a sealed delivery.

    Plain, not a model: a delivery may have half a million.

    Attributes:
        path: Relative to the delivery's folder, with forward slashes.
        size: Bytes.
        sha256: Of the whole file.
        verdict: That the scan came to; "" for what is no deliverable: sidecars, records.
        disclosures: Ids of the disclosures that counted for it.
        approvals: Ids of the approvals that it rests on.
    """

    path: ListedPath
    size: Size
    sha256: Sha256
    verdict: Literal["pass", "warn", "undetermined", "fail", ""] = ""
    disclosures: tuple[str, ...] = ()
    approvals: tuple[str, ...] = ()


class SealedPolicy(Value):
    """The policy that the delivery was judged by."""

    name: str
    version: str
    digest: str
    fail_on: Severity = Severity.BLOCKING


class Seal(FileList):
    """A delivery as it left: every file, and what its scan came to."""

    schema_: Literal["provenance.seal/1"] = Field(SEAL_SCHEMA, alias="schema")
    title_id: str = ""
    title: str = ""
    vendor: str = ""
    stage: Stage
    policy: SealedPolicy
    verdict: Verdict
    """That of the scan, of all files and of the delivery as a whole."""
    sentence: str = ""
    """The verdict in words."""
    despite_findings: bool = False
    """Whether it was sealed although the scan did not pass."""
    effort: str = "normal"
    left_out: tuple[str, ...] = ()
    """What lies in the delivery and was not sealed, in words."""
    digest: Sha256
    """SHA-256 of the lines that ``sha256sum`` prints for the files, in the order of their paths."""
    members: Annotated[tuple[SealedFile, ...], Field(min_length=1)]

    def told(self) -> tuple[SealedFile, ...]:
        """The files with all that is said of them."""
        return self.members

    def rows(self) -> tuple[ListedFile, ...]:
        """The files that are sealed."""
        return tuple(ListedFile(each.path, each.size, each.sha256) for each in self.members)


class SignOff(Record):
    """A delivery was sealed here: what the register keeps of it when the delivery has left.

    The author is who sealed it; whose certificate it was, the record's attestation says.
    """

    schema_: Literal["provenance.signoff/1"] = Field(SIGNOFF_SCHEMA, alias="schema")
    delivery: str = ""
    """Name of the delivery's folder."""
    title_id: str = ""
    title: str = ""
    seal_id: str = Field(min_length=1)
    seal_sha256: Sha256
    """Of the seal's file, ``delivery.seal.json``, byte for byte."""
    manifest_label: str = ""
    digest: Sha256
    """As in the seal: SHA-256 of the lines that ``sha256sum`` prints for the sealed files."""
    files: int = Field(ge=1)
    """How many files are sealed."""
    bytes: Size
    """Of all sealed files."""
    stage: Stage
    policy: SealedPolicy
    verdict: Verdict
    """That of the scan, of all files and of the delivery as a whole."""
    sentence: str = ""
    """The verdict in words."""
    despite_findings: bool = False
    """Whether it was sealed although the scan did not pass."""


def signoff_of(seal: Seal, *, delivery: str, seal_sha256: str, manifest_label: str) -> SignOff:
    """What the register keeps of a seal.

    Args:
        seal: The seal.
        delivery: Name of the delivery's folder.
        seal_sha256: Digest of the seal's file.
        manifest_label: Of the manifest that vouches for it.
    """
    return SignOff(
        author=seal.author,
        delivery=delivery,
        title_id=seal.title_id,
        title=seal.title,
        seal_id=seal.id,
        seal_sha256=seal_sha256,
        manifest_label=manifest_label,
        digest=seal.digest,
        files=len(seal.members),
        bytes=sum(each.size for each in seal.members),
        stage=seal.stage,
        policy=seal.policy,
        verdict=seal.verdict,
        sentence=seal.sentence,
        despite_findings=seal.despite_findings,
    )
