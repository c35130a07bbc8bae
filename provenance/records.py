"""Signed records that travel with a delivery: found, verified, and brought to their assets."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from provenance.errors import ProvenanceError, RecordError
from provenance.indexes.consents import ConsentIndex, with_names
from provenance.indexes.labels import LabelIndex
from provenance.indexes.patterns import Patterns
from provenance.indexes.waivers import WaiverIndex
from provenance.manifests.engine import Engine
from provenance.manifests.records import read_record
from provenance.manifests.signed_lists import kind_of
from provenance.model.approval import Approval, Waiver
from provenance.model.consent import Consent
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldConsent,
    HeldDisclosure,
    HeldLabelling,
    HeldWaiver,
    Integrity,
)
from provenance.model.holding import Decisions
from provenance.model.label import Labelling
from provenance.model.record import Record, schema_of
from provenance.model.veiling import forms_of
from provenance.standings.claims import ancestor_disclosures
from provenance.standings.deriving import names_of

APPROVAL_SUFFIX: Final = ".approval.json"
CONSENT_SUFFIX: Final = ".consent.json"
LABEL_SUFFIX: Final = ".label.json"
WAIVER_SUFFIX: Final = ".waiver.json"
_SUFFIXES: Final = (APPROVAL_SUFFIX, CONSENT_SUFFIX, LABEL_SUFFIX, WAIVER_SUFFIX)
MAX_OTHER_TITLES: Final = 5
"""Decisions for other titles that are shown with an asset."""
MAX_TITLES: Final = 64
"""Sets of titles for which the decisions that name no asset are kept together."""
_HEAD: Final = 512
"""Bytes in which a record names its schema: it is its first key."""
_NAMED: Final = re.compile(rb'"schema"\s*:\s*"(provenance\.[a-z-]{1,40})')
_OURS: Final = "provenance."
_OTHERS: Final = frozenset({"provenance.report", "provenance.evidence", "provenance.stamp"})
"""Documents of ours that say nothing of an asset by themselves."""
_BROKEN: Final = {
    Integrity.INVALID: "it was changed after it was signed, or its signature does not verify",
    Integrity.UNREADABLE: "its signature cannot be read",
    Integrity.EXTERNAL_ONLY: "its signature lies elsewhere and was not fetched",
}
MAX_RECORD: Final = 4 << 20
"""Bytes of a record that are read; a real one has a few thousand."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of record: its model, how it is held, and the field of ``Records`` for it."""

    model: type[Record]
    hold: Callable[..., Any]
    place: str


_KINDS: Final[Mapping[str, _Kind]] = {
    "provenance.approval": _Kind(Approval, HeldApproval, "approvals"),
    "provenance.disclosure": _Kind(Disclosure, HeldDisclosure, "disclosures"),
    "provenance.consent": _Kind(Consent, HeldConsent, "consents"),
    "provenance.label": _Kind(Labelling, HeldLabelling, "labellings"),
    "provenance.waiver": _Kind(Waiver, HeldWaiver, "waivers"),
}
"""By the name of the schema, without its version."""


@dataclass(frozen=True, slots=True)
class Records:
    """Records that may speak of the assets of a delivery.

    Attributes:
        approvals: Every approval and revocation.
        disclosures: Disclosures that travel as files of their own.
        problems: A line for each record that could not be read.
        consents: Every consent and its revocations.
        waivers: Every signed waiver.
        labellings: Every record of notices.
    """

    approvals: tuple[HeldApproval, ...] = ()
    disclosures: tuple[HeldDisclosure, ...] = ()
    problems: tuple[str, ...] = ()
    consents: tuple[HeldConsent, ...] = ()
    waivers: tuple[HeldWaiver, ...] = ()
    labellings: tuple[HeldLabelling, ...] = ()


def record_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The ``.json`` files at some paths, folders entered.

    Raises:
        RecordError: A path does not exist.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.rglob("*.json") if each.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise RecordError(f"{path}: no such file or folder")
    return tuple(dict.fromkeys(found))


def read_records(files: Iterable[Path], engine: Engine) -> Records:
    """Read and verify records. One that cannot be read is a problem, not the end.

    One whose signature does not verify is a problem too, and is left out: it never counts.

    Args:
        files: JSON files; those of another schema are passed over.
        engine: Verifies signatures, under its trust settings.
    """
    found: dict[str, list[Any]] = {kind.place: [] for kind in _KINDS.values()}
    problems: list[str] = []
    for path in files:
        if kind_of(path) is not None:  # a signed list of files is read by whoever compares it
            continue
        try:
            name = _kind(path)
            kind = _KINDS.get(name)
            if kind is not None:
                held = kind.hold(*read_record(path, kind.model, engine))
                _refuse_broken(path, held.attestation)
                found[kind.place].append(held)
            elif name.startswith(_OURS) and name not in _OTHERS:
                raise RecordError(f"{path}: no record is called {name!r}")
        except ProvenanceError as error:
            problems.append(str(error))
    read = {place: tuple(records) for place, records in found.items()}
    return Records(problems=tuple(problems), **read)


def _refuse_broken(path: Path, attestation: Attestation) -> None:
    why = _BROKEN.get(attestation.integrity)
    if why:
        raise RecordError(f"{path}: does not count: {why}")


def _kind(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(MAX_RECORD + 1)
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    if len(text) > MAX_RECORD:
        raise RecordError(f"{path}: larger than {MAX_RECORD} bytes, so no record of ours")
    kind = schema_of(text).partition("/")[0]
    if not kind and (named := _NAMED.search(text, 0, _HEAD)):
        return named[1].decode()  # no JSON, though it began as a record: reading it says where
    if not kind and path.name.endswith(_SUFFIXES):
        raise RecordError(f"{path}: does not count: it is no record")
    return kind


@dataclass(frozen=True, slots=True)
class Index:
    """Records by what their scope names, so that each asset meets its candidates only.

    Attributes:
        by_name: Decisions that name assets, by digest and id.
        patterns: Decisions that name assets by shell patterns.
        open: Decisions that name no asset, by the title that they are for ("" for any).
        disclosures: By the digest of their subject.
        consents: By id, talent and title.
        waivers: By digest and pattern.
        labels: Notices by digest, id, pattern and title.
        salt: Secret of the production, under which names stand in files that left it; "" where
            it is not known.
        bare: Whether nothing is known that could be brought to any asset.
        wide: Decisions that name no asset, as they were put together for some titles: the same
            object for each asset of them.
    """

    by_name: Mapping[str, Sequence[HeldApproval]] = field(default_factory=dict)
    patterns: Patterns[HeldApproval] = field(default_factory=Patterns)
    open: Mapping[str, Sequence[HeldApproval]] = field(default_factory=dict)
    disclosures: Mapping[str, Sequence[HeldDisclosure]] = field(default_factory=dict)
    consents: ConsentIndex = field(default_factory=ConsentIndex)
    waivers: WaiverIndex = field(default_factory=WaiverIndex)
    salt: str = ""
    labels: LabelIndex = field(default_factory=LabelIndex)
    bare: bool = False
    wide: dict[tuple[str, ...], tuple[HeldApproval, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, records: Records, salt: str = "") -> "Index":
        """Index records.

        Args:
            records: As they were read.
            salt: Secret of the production, or "".
        """
        by_name: dict[str, list[HeldApproval]] = {}
        patterns: list[tuple[str, HeldApproval]] = []
        unnamed: dict[str, list[HeldApproval]] = {}
        for held in records.approvals:
            scope = held.record.scope
            names = (*scope.digests, *scope.asset_ids)
            for name in names:
                by_name.setdefault(name, []).append(held)
            patterns += ((pattern, held) for pattern in scope.patterns)
            if not names and not scope.patterns:
                unnamed.setdefault(scope.title_id, []).append(held)
        disclosures: dict[str, list[HeldDisclosure]] = {}
        for told in records.disclosures:
            if told.record.subject.sha256:
                disclosures.setdefault(told.record.subject.sha256, []).append(told)
        consents = ConsentIndex.of(with_names(records.consents, salt))
        waivers = WaiverIndex.of(records.waivers)
        labels = LabelIndex.of(records.labellings)
        bare = not salt and records == Records(problems=records.problems)
        found = (by_name, Patterns(patterns), unnamed, disclosures, consents, waivers, salt, labels)
        return cls(*found, bare)

    def attach(self, evidence: Evidence) -> Evidence:
        """The evidence with every record that may speak of it.

        Decisions for other titles never count; of those that name no asset a few are attached,
        so that a report can say why they do not.
        """
        if self.bare:
            return evidence
        digests = evidence.digests
        told = tuple(held for name in digests for held in self.disclosures.get(name, ()))
        disclosures = evidence.disclosures + told
        names = dict.fromkeys(
            (
                *digests,
                *(held.record.id for held in disclosures),
                *(held.record.subject.sha256 or "" for held in disclosures),
                *(ancestor_disclosures(evidence.store) if evidence.store else ()),
                *names_of(evidence.sources),
            )
        )
        titles = tuple(dict.fromkeys(("", *(held.record.title_id for held in disclosures))))
        candidates = chain(
            (held for name in names for held in self.by_name.get(name, ())),
            self.patterns.matching(evidence.asset.path),
        )
        own = {id(held): held for held in candidates}
        approvals = Decisions(own.values(), self._wide(titles))
        known = replace(
            evidence,
            disclosures=disclosures,
            approvals=approvals,
            veiled=self._names(evidence, disclosures, approvals),
        )
        return self.labels.attach(self.waivers.attach(self.consents.attach(known)))

    def _wide(self, titles: tuple[str, ...]) -> tuple[HeldApproval, ...]:
        """Decisions that name no asset: those for some titles, and a few for others."""
        known = self.wide.get(titles)
        if known is None:
            foreign = (title for title in self.open if title not in titles)
            others = (held for title in foreign for held in self.open[title])
            mine = (held for title in titles for held in self.open.get(title, ()))
            if len(self.wide) >= MAX_TITLES:
                self.wide.clear()
            once = {id(held): held for held in chain(mine, islice(others, MAX_OTHER_TITLES))}
            known = self.wide[titles] = tuple(once.values())
        return known

    def _names(
        self,
        evidence: Evidence,
        disclosures: Iterable[HeldDisclosure],
        approvals: Iterable[HeldApproval],
    ) -> Mapping[str, str]:
        """One form for each talent's name that a disclosure or the scope of an approval tells."""
        if not self.salt:
            return {}
        told = chain(
            (held.record for held in disclosures),
            (entry.disclosure for entry in (*evidence.entries, *evidence.sources)),
        )
        names = chain(
            (talent.name for each in told for talent in each.talent),
            (name for held in approvals for name in held.record.scope.talents),
        )
        return forms_of(names, self.salt)
