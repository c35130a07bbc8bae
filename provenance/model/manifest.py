"""A C2PA manifest store as frozen values. Names are those of the C2PA specification 2.2.

What we do not know is kept raw in ``Assertion.data``; nothing is dropped on reading.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from provenance.frozen import dataclass

Json: TypeAlias = Any
"""A JSON value. Treat it as read-only."""


@dataclass(frozen=True, slots=True)
class Status:
    """One C2PA validation status (spec 2.2, section 15.2).

    Attributes:
        code: For example ``assertion.dataHash.mismatch``.
        url: JUMBF URI of what the code speaks of.
        explanation: The engine's sentence.
    """

    code: str
    url: str = ""
    explanation: str = ""


HASH_MISMATCHES = frozenset(
    {
        "assertion.dataHash.mismatch",
        "assertion.bmffHash.mismatch",
        "assertion.boxesHash.mismatch",
        "assertion.collectionHash.mismatch",
    }
)
"""Codes that mean: the asset's bytes are not those that were signed."""


@dataclass(frozen=True, slots=True)
class Validation:
    """Status codes of one manifest or ingredient, as the engine grouped them."""

    success: tuple[Status, ...] = ()
    informational: tuple[Status, ...] = ()
    failure: tuple[Status, ...] = ()

    @property
    def failed_codes(self) -> frozenset[str]:
        """Codes of all failures."""
        return frozenset(status.code for status in self.failure)

    @property
    def tampered(self) -> bool:
        """Whether the hard binding's hash does not match. Nothing else is called tampering."""
        return bool(self.failed_codes & HASH_MISMATCHES)


@dataclass(frozen=True, slots=True)
class SoftwareAgent:
    """A claim generator or the software behind an action."""

    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of ``c2pa.actions`` or ``c2pa.actions.v2`` (spec 2.2, section 18.15).

    Attributes:
        name: For example ``c2pa.created``.
        where: ``<assertion label>[<index>]``.
        source_type: ``digitalSourceType`` exactly as written, or "".
        agent: Software that did it, if told.
        when: As written, or "".
        ingredients: Labels of the ingredients that it refers to.
        parameters: As read; includes vendor parameters.
        raw: The whole action as read.
    """

    name: str
    where: str
    source_type: str = ""
    agent: SoftwareAgent | None = None
    when: str = ""
    ingredients: tuple[str, ...] = ()
    parameters: Mapping[str, Json] = field(default_factory=dict)
    raw: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assertion:
    """Any assertion, kept raw.

    Attributes:
        label: With its instance suffix ("c2pa.actions.v2__1").
        data: As read through crJSON.
        created: True in created assertions, False in gathered ones, None in a claim of version 1.
    """

    label: str
    data: Json
    created: bool | None = None


Item = TypeVar("Item")


class Shared(tuple[Item, ...]):
    """What many manifests hold alike, and the same object in each: hashed as that object.

    What a tool writes into each of its files is read once, and what follows from it may be kept.
    Small: where it is made, its size is bounded.
    """

    __slots__ = ()
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One ingredient.

    Attributes:
        label: The assertion's label ("c2pa.ingredient.v3__1").
        title: As written, or "".
        media_type: As written, or "".
        relationship: ``parentOf``, ``componentOf`` or ``inputTo``.
        manifest: Label of the ingredient's own manifest in the same store, or "" without one.
        source_type: ``digitalSourceType`` on the ingredient itself (spec 2.4), or "".
        validation: What its manifest's validation gave when it was taken in; None if not recorded.
        deltas: What has changed since then, as this validation saw it.
        raw: The assertion as read.
    """

    label: str
    title: str = ""
    media_type: str = ""
    relationship: str = ""
    manifest: str = ""
    source_type: str = ""
    validation: Validation | None = None
    deltas: Validation | None = None
    raw: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a claim, and when.

    Attributes:
        algorithm: ``es256`` and so on.
        subject: The leaf certificate's common name, or "".
        organisation: The leaf's organisation, or "".
        issuer: The issuer's common name or organisation.
        serial: Serial number in decimal, or "".
        time: Time of a validated RFC 3161 time-stamp; None without one.
        not_before: Start of the leaf's validity.
        not_after: End of the leaf's validity.
        fingerprint: ``sha256:...`` of the leaf certificate, or "" where the engine hides it.
    """

    algorithm: str = ""
    subject: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    time: datetime | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    fingerprint: str = ""

    @property
    def name(self) -> str:
        """The best name of the signer."""
        return self.organisation or self.subject or self.issuer


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest of a store: a claim, its signature and its assertions."""

    label: str
    title: str = ""
    media_type: str = ""
    instance_id: str = ""
    claim_version: int = 2
    claim_generators: tuple[SoftwareAgent, ...] = ()
    spec_version: str = ""
    all_actions_included: bool | None = None
    signature: Signature | None = None
    actions: tuple[Action, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    validation: Validation = Validation()

    def assertion(self, label: str) -> Assertion | None:
        """The first assertion with this label, its instance suffix left aside."""
        return next((each for each in self.assertions if each.label.split("__")[0] == label), None)


class StoreLocation(StrEnum):
    """Where a manifest store was found."""

    EMBEDDED = "embedded"
    SIDECAR = "sidecar"
    REMOTE = "remote"


@dataclass(frozen=True, slots=True)
class Node:
    """A manifest's place in the ingredient tree.

    Attributes:
        manifest: The manifest.
        path: Labels from the active manifest down to this one, both included.
        via: The ingredient through which it was reached; None for the active manifest and for
            a manifest that nothing refers to.
        referenced: False for a manifest of the store that the tree does not reach.
    """

    manifest: Manifest
    path: tuple[str, ...]
    via: Ingredient | None = None
    referenced: bool = True


@dataclass(frozen=True, slots=True)
class ManifestStore:
    """All manifests of one asset.

    Attributes:
        active_label: Label of the active manifest.
        location: Where the store was found.
        where: Place in the file ("JPEG APP11"), or the sidecar's path.
        manifests: All of them, the active one first.
        validation: Result for the active manifest, deltas of its ingredients not included.
        engine_state: ``Invalid``, ``Valid`` or ``Trusted`` as the engine says. Never a verdict.
        remote_url: Reference to a remote store, or "".
    """

    active_label: str
    location: StoreLocation
    where: str
    manifests: tuple[Manifest, ...]
    validation: Validation = Validation()
    engine_state: str = ""
    remote_url: str = ""

    @property
    def active(self) -> Manifest:
        """The active manifest."""
        return self.manifests[0]

    def find(self, label: str) -> Manifest | None:
        """The manifest with this label."""
        return next((each for each in self.manifests if each.label == label), None)

    def walk(self) -> Iterator[Node]:
        """Every manifest once: the tree in depth-first order, then those it does not reach.

        Iterative, so that a hostile chain of ten thousand ingredients cannot exhaust the stack.
        """
        seen: set[str] = set()
        by_label = {manifest.label: manifest for manifest in self.manifests}
        pending: list[Node] = [Node(self.active, (self.active_label,))]
        while pending:
            node = pending.pop()
            if node.manifest.label in seen:
                continue
            seen.add(node.manifest.label)
            yield node
            for ingredient in reversed(node.manifest.ingredients):
                child = by_label.get(ingredient.manifest)
                if child is not None and child.label not in seen:
                    pending.append(Node(child, (*node.path, child.label), ingredient))
        for manifest in self.manifests:
            if manifest.label not in seen:
                yield Node(manifest, (manifest.label,), None, referenced=False)
