"""The delivery as a whole: its assets, the records that came with it, what was expected of it.

Rules of the delivery read nothing else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from provenance.model.asset import Digest
from provenance.model.evidence import (
    Evidence,
    HeldApproval,
    HeldConsent,
    HeldDisclosure,
    HeldLabelling,
    HeldWaiver,
)
from provenance.model.holding import REGISTER
from provenance.model.package import Package
from provenance.model.signed_list import SignedList

if TYPE_CHECKING:
    from provenance.model.entry import Entry

Held: TypeAlias = HeldApproval | HeldConsent | HeldDisclosure | HeldLabelling | HeldWaiver
"""A record of any kind, and how it is vouched for."""
_H = TypeVar("_H", bound=Held)


@dataclass(frozen=True, slots=True)
class DeliveryEvidence:
    """All we know of one delivery.

    Attributes:
        assets: The evidence of every file that counts.
        title_id: The production that is meant, as its configuration names it; "" where nobody
            says.
        approvals: Every decision that came with the delivery, was named for the scan, or stands
            in the register.
        disclosures: Disclosures that are files of their own.
        consents: Consents that came or were named.
        labellings: Notices declared for the programme.
        waivers: Signed waivers.
        entries: What the register holds of the title's assets; empty without a register.
        elsewhere: ``Attestation.source`` of the records that do not lie in the delivery: named
            for the scan, or in a folder of the house.
        packages: What its files form: hash lists, packages with lists of their own, sequences.
        seals: Signed lists of files that came with it, compared with the files: hash lists of
            stamped sequences and packages, and seals of deliveries.
        left_out: What was not looked at, in words.
        excluded: How many files the scan was told to leave out.
        part: Whether only named files were looked at, and no folder.
    """

    assets: tuple[Evidence, ...] = ()
    title_id: str = ""
    approvals: tuple[HeldApproval, ...] = ()
    disclosures: tuple[HeldDisclosure, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    labellings: tuple[HeldLabelling, ...] = ()
    waivers: tuple[HeldWaiver, ...] = ()
    entries: "tuple[Entry, ...]" = ()
    elsewhere: frozenset[str] = frozenset()
    packages: tuple[Package, ...] = ()
    seals: tuple[SignedList, ...] = ()
    left_out: tuple[str, ...] = ()
    excluded: int = 0
    part: bool = False

    def digests(self) -> dict[str, Digest]:
        """Digest of every file by its path; "" where nobody made one."""
        return {path: digest or "" for each in self.assets for path, _, digest in each.files()}

    def lies_here(self, held: Held) -> bool:
        """Whether a record came with the delivery; what the register alone says did not."""
        source = held.attestation.source
        return source != REGISTER and source not in self.elsewhere

    def here(self, records: Iterable[_H]) -> Iterator[_H]:
        """Those records that came with the delivery."""
        return (held for held in records if self.lies_here(held))
