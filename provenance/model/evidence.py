"""Evidence: all that is known of one asset. Rules read nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.frozen import dataclass
from provenance.model.asset import Asset, Digest
from provenance.model.holding import (
    UNASKED,
    Attestation,
    HeldApproval,
    HeldConsent,
    HeldDisclosure,
    HeldLabelling,
    HeldWaiver,
    Integrity,
    Trust,
    TrustState,
)
from provenance.model.manifest import ManifestStore, SoftwareAgent
from provenance.model.members import Members
from provenance.model.vocabulary import AiClass, read_source_type

if TYPE_CHECKING:
    from provenance.model.entry import Entry

__all__ = [
    "UNASKED",
    "Attestation",
    "Coverage",
    "Declaration",
    "Declared",
    "Evidence",
    "HeldApproval",
    "HeldConsent",
    "HeldDisclosure",
    "HeldLabelling",
    "HeldWaiver",
    "Integrity",
    "ReaderFailure",
    "Signal",
    "Strength",
    "Trust",
    "TrustState",
    "class_of",
    "firmly_ai",
]


class Strength(StrEnum):
    """How far to believe a signal, weakest first."""

    HINT = "hint"
    """A pattern that often means this."""
    STATED = "stated"
    """Unsigned metadata says so."""
    MATCHED = "matched"
    """The content equals a registered generated asset."""
    PROVEN = "proven"
    """A valid signature says so."""

    @property
    def rank(self) -> int:
        """0 for the weakest."""
        return _RANKS[self]


_RANKS = {strength: rank for rank, strength in enumerate(Strength)}


@dataclass(frozen=True, slots=True)
class Signal:
    """One observation by one reader.

    Attributes:
        reader: Name of the reader.
        where: Exact place ("PNG tEXt parameters", "c2pa urn:c2pa:... c2pa.actions.v2[0]").
        value: Exact value, cut to 500 characters; prompts are never shown whole.
        strength: How far to believe it.
        ai: What it says about generation; None for a signal that says nothing on its own
            (a credit line, an unknown source type, a reference to a remote manifest).
        source_type: Digital source type exactly as written, or "".
        generator: Tool that it names, if any.
        in_ingredient: True where an ingredient's manifest says it, not the asset's own.
        own_stamp: True where our own disclosure assertion or XMP record says it.
    """

    reader: str
    where: str
    value: str
    strength: Strength
    ai: AiClass | None = None
    source_type: str = ""
    generator: SoftwareAgent | None = None
    in_ingredient: bool = False
    own_stamp: bool = False


class Coverage(StrEnum):
    """How much of the asset was read."""

    READ = "read"
    PARTLY_READ = "partly_read"
    UNREADABLE = "unreadable"
    NOT_SUPPORTED = "not_supported"
    MISSING = "missing"


class Declared(StrEnum):
    """What all signals together say about generation."""

    GENERATED = "generated"
    COMPOSITE = "composite"
    ENHANCED = "enhanced"
    NOT_GENERATED = "not_generated"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Declaration:
    """One AI declaration out of all signals (``provenance.standings.declaring``).

    Attributes:
        declared: What is declared.
        strength: Of the strongest signal that says so; None when silent.
        signals: Indices into ``Evidence.signals`` of those that say so.
        contradicting: Indices of signals that say otherwise.
        source_types: URIs, normalised, without repetition, in order of first sight.
        generators: Tools named by signals that speak of generation.
    """

    declared: Declared = Declared.SILENT
    strength: Strength | None = None
    signals: tuple[int, ...] = ()
    contradicting: tuple[int, ...] = ()
    source_types: tuple[str, ...] = ()
    generators: tuple[SoftwareAgent, ...] = ()

    @property
    def is_ai(self) -> bool:
        """Whether generated content is declared, in whole or in part."""
        return self.declared is Declared.GENERATED or self.declared is Declared.COMPOSITE


@dataclass(frozen=True, slots=True)
class ReaderFailure:
    """Something that was not read: the reason for partly read, unreadable or not supported.

    Attributes:
        reader: What did not read it.
        reason: Why, in a line.
        gave_up: Whether it was ended for time or died, which says nothing of the file.
    """

    reader: str
    reason: str
    gave_up: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """All we know of one asset.

    Attributes:
        asset: The file.
        coverage: How much of it was read.
        failures: What was not read and why; empty only where coverage is READ.
        integrity: State of the hard binding.
        trust: State of the signer.
        store: The manifest store; None without a readable one.
        signals: Every observation, in the order of the readers.
        declaration: All signals merged.
        disclosures: Disclosures that speak of it: from its manifest, sidecars, the register.
        approvals: Approvals whose scope may cover it. Whether one does is judged, not gathered.
        entries: Register entries with this file's digest, as made or as stamped.
        sidecars: Paths of its sidecars, relative like ``asset.path``.
        sidecar_of: Name of the file that this one speaks of, where it is a sidecar by itself;
            what it says is then said of no file that was looked at.
        twins: Paths of other files of the delivery that carry this file's own disclosure over
            other bytes.
        cousins: Paths of those that say they were made from the same bytes, by another disclosure.
        misplaced: Disclosures that are files of their own, name this file's path and are of other
            bytes. They never count.
        consents: Consents of the talents that its disclosures name. Whether one covers the use is
            judged.
        waivers: Signed waivers that may speak of it. Whether one counts is judged.
        labellings: Notices declared for the programme that may speak of it.
        sources: Register entries of what it was derived from, nearest first.
        veiled: The salted form of each talent's name that its records tell in clear or salted, by
            the name as told; empty where the production's secret is not known.
        package: Path of the sequence that it is of, or "".
        members: The frames that are told together; ``asset`` is then the first of them, which
            stands for all: the same records speak of each. None for a single file.
    """

    asset: Asset
    coverage: Coverage = Coverage.READ
    failures: tuple[ReaderFailure, ...] = ()
    integrity: Integrity = Integrity.NO_MANIFEST
    trust: Trust = UNASKED
    store: ManifestStore | None = None
    signals: tuple[Signal, ...] = ()
    declaration: Declaration = Declaration()
    disclosures: tuple[HeldDisclosure, ...] = ()
    approvals: tuple[HeldApproval, ...] = ()
    entries: "tuple[Entry, ...]" = ()
    sidecars: tuple[str, ...] = ()
    sidecar_of: str = ""
    twins: tuple[str, ...] = ()
    cousins: tuple[str, ...] = ()
    misplaced: tuple[HeldDisclosure, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    waivers: tuple[HeldWaiver, ...] = ()
    labellings: tuple[HeldLabelling, ...] = ()
    sources: "tuple[Entry, ...]" = ()
    veiled: Mapping[str, str] = field(default_factory=dict)
    package: str = ""
    members: Members | None = None

    @property
    def path(self) -> str:
        """What it is called in reports: the file's path, or that of the frames together."""
        return self.members.path if self.members else self.asset.path

    def files(self) -> Iterator[tuple[str, int, Digest | None]]:
        """Path, size and digest of every file that it consists of."""
        if self.members is not None:
            yield from self.members.each()
        else:
            yield self.asset.path, self.asset.size, self.asset.digest

    @property
    def digests(self) -> tuple[Digest, ...]:
        """By which records may name it: its own, and those under which the register knows it."""
        if not self.entries:  # as a rule
            return (self.asset.digest,) if self.asset.digest else ()
        known = (each for entry in self.entries for each in (entry.as_made, entry.as_stamped))
        return tuple(dict.fromkeys((*filter(None, [self.asset.digest]), *known)))

    @property
    def readable(self) -> bool:
        """Whether anything can be concluded at all."""
        return self.coverage in {Coverage.READ, Coverage.PARTLY_READ}


def class_of(signal: Signal) -> AiClass | None:
    """What a signal says about generation: its own word, else its source type's."""
    if signal.ai is not None or not signal.source_type:
        return signal.ai
    return read_source_type(signal.source_type).ai


def firmly_ai(evidence: Evidence) -> bool:
    """Whether generated content is declared by more than a hint."""
    declaration = evidence.declaration
    strength = declaration.strength
    return declaration.is_ai and strength is not None and strength is not Strength.HINT
