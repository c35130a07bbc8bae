"""Made-up productions of any size: what judging is measured with. Values only, no file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from provenance.model.approval import Approval, Approver, Condition, Scope, ToolRule
from provenance.model.asset import Asset, Family
from provenance.model.consent import Consent
from provenance.model.delivery import DeliveryEvidence
from provenance.model.disclosure import Disclosure, Principles, Subject
from provenance.model.evidence import (
    Attestation,
    Evidence,
    HeldApproval,
    HeldConsent,
    HeldDisclosure,
    Integrity,
    Trust,
    TrustState,
)
from provenance.model.manifest import Signature
from provenance.model.package import ListedHash, Member, Package, PackageKind
from provenance.model.talent import Talent
from provenance.model.tool import Environment, Tool
from provenance.model.vocabulary import Answer, StoryRelevance
from provenance.records import Index, Records

APPROVALS: Final = 2000
CONSENTS: Final = 500
KINDS: Final = ("digest", "id", "pattern", "title")
"""How an approval names what it is for."""

TITLE: Final = "title"
_CATEGORIES: Final = (
    "background_element",
    "visual_effect",
    "character_or_key_visual",
    "talent_replica",
    "voice",
)
_TOOLS: Final = tuple(
    Tool(
        name=f"Tool {number}",
        version=f"{number}.2",
        vendor="Vendor",
        model=f"model-{number}",
        environment=Environment.ENTERPRISE_SECURED,
        stores_inputs=Answer.NO,
        stores_outputs=Answer.NO,
        trains_on_inputs=Answer.NO,
        trains_on_outputs=Answer.NO,
        terms_url="https://example.com/terms",
    )
    for number in range(1, 5)
)
_TERRITORIES: Final = (("DE", "FR"), ("US",), ("EU", "US"))
_YES: Final = Principles.model_validate(
    dict.fromkeys(
        ("p1_no_replication", "p2_no_store_train", "p3_enterprise_env", "p5_no_replacement"), "yes"
    )
)
_EARLY: Final = datetime(2026, 1, 1, tzinfo=UTC)
_LATER: Final = datetime(2026, 2, 1, tzinfo=UTC)


def _signed(source: str, letter: str) -> Attestation:
    """A valid signature of somebody trusted; one certificate for each letter."""
    signature = Signature(
        subject=f"Signer {letter}",
        organisation="House",
        fingerprint="sha256:" + letter * 64,
        time=_LATER,
    )
    trust = Trust(TrustState.TRUSTED, "house.pem")
    return Attestation(source, Integrity.VALID, trust, signature)


@dataclass(frozen=True, slots=True)
class Production:
    """Files of a production, and the records that speak of them.

    Attributes:
        assets: The evidence of each file, no record attached.
        records: Approvals and consents.
        index: The same, indexed.
    """

    assets: tuple[Evidence, ...]
    records: Records
    index: Index

    def attached(self) -> Iterator[Evidence]:
        """Each file with what may speak of it."""
        return map(self.index.attach, self.assets)

    def delivery(self) -> DeliveryEvidence:
        """The delivery as a whole, with a list of hashes of every file; without its assets."""
        listed = tuple(
            Member(each.asset.path, hashes=(ListedHash("sha256", (each.asset.digest or "")[7:]),))
            for each in self.assets
        )
        sums = Package(
            PackageKind.CHECKSUMS, "sums.txt", "sums.txt", members=listed, count=len(listed)
        )
        return DeliveryEvidence(
            title_id=TITLE,
            approvals=self.records.approvals,
            consents=self.records.consents,
            packages=(sums,),
        )


def production(files: int, kinds: tuple[str, ...] = (), *, disclosed: bool = True) -> Production:
    """A production whose files show two performers each, of 500 who gave their consent.

    Args:
        files: How many.
        kinds: Out of ``KINDS``: 2,000 approvals of each are on hand.
        disclosed: Whether anybody says anything of the files.
    """
    assets = tuple(_asset(number, disclosed=disclosed) for number in range(files))
    records = Records(
        approvals=tuple(held for kind in kinds for held in _approvals(kind, assets)),
        consents=tuple(map(_consent, range(CONSENTS))) if disclosed else (),
    )
    return Production(assets, records, Index.of(records))


def _asset(number: int, *, disclosed: bool) -> Evidence:
    digest = f"sha256:{10**9 + number:064x}"
    asset = Asset(f"shots/{_shot(number)}_v1.png", "png", Family.IMAGE, "image/png", 100, digest)
    if not disclosed:
        return Evidence(asset)
    told = Disclosure(
        id=f"disclosure {number}",
        digital_source_type="trainedAlgorithmicMedia",
        title_id=TITLE,
        use_category=_CATEGORIES[number % len(_CATEGORIES)],
        stage="final",
        story_relevance=StoryRelevance.RELEVANT,
        human_contribution="drawn over by hand",
        tools=(_TOOLS[number % len(_TOOLS)],),
        talent=(_talent(number), _talent(number + 7)),
        territories=_TERRITORIES[number % len(_TERRITORIES)],
        principles=_YES,
        legal_review_ref="review 1",
        rights_clearance_ref="clearance 1",
        subject=Subject(sha256=digest),
        first_used_at=_LATER,
        created_at=_LATER,
    )
    held = HeldDisclosure(told, _signed("manifest urn:c2pa:1", "a"))
    return Evidence(asset, disclosures=(held,))


def _shot(number: int) -> str:
    return f"s_{number:05}"


def _talent(number: int) -> Talent:
    who = number % CONSENTS
    return Talent(name=f"Talent {who}", type="replica_employment", consent_ref=f"consent {who}")


def _consent(number: int) -> HeldConsent:
    record = Consent(
        id=f"consent {number}",
        talent=f"Talent {number}",
        title_id=TITLE,
        types=("replica_employment",),
        use_description="the scenes of episode 2",
        represented_by="counsel",
        signed_separately=True,
        signed_at=_EARLY,
        created_at=_EARLY,
        document_sha256="sha256:" + "d" * 64,
    )
    return HeldConsent(record, _signed(f"consents/{number}.json", "c"))


def _approvals(kind: str, assets: tuple[Evidence, ...]) -> Iterator[HeldApproval]:
    """Decisions of one kind; together, those that name files name each file."""
    each = -(-len(assets) // APPROVALS)
    for number in range(APPROVALS):
        first = number * each % max(len(assets), 1)
        meant = range(first, min(first + each, len(assets)))
        if kind == "title":
            scope, decision, conditions = _wide(number)
        else:
            scope, decision, conditions = _named(kind, assets, meant), "approved", ()
        record = Approval(
            id=f"approval {kind} {number}",
            approver=Approver(name="Approver"),
            decision=decision,
            reference=f"letter {kind} {number}",
            scope=scope,
            conditions=conditions,
            granted_at=_EARLY,
            created_at=_LATER,
            expires=date(2030, 1, 1) if number % 9 else date(2026, 3, 1),
        )
        source = "register" if number % 4 == 0 else f"records/{kind}_{number}.approval.json"
        yield HeldApproval(record, _signed(source, "b"))


def _named(kind: str, assets: tuple[Evidence, ...], meant: range) -> Scope:
    files = [assets[number] for number in meant]
    if kind == "digest":
        return Scope(title_id=TITLE, digests=tuple(each.asset.digest or "" for each in files))
    if kind == "id":
        ids = tuple(told.record.id for each in files for told in each.disclosures)
        return Scope(title_id=TITLE, asset_ids=ids)
    return Scope(title_id=TITLE, patterns=tuple(f"shots/{_shot(each)}_*.png" for each in meant))


def _wide(number: int) -> tuple[Scope, str, tuple[Condition, ...]]:
    """One of a whole title: categories, and every other restriction on some."""
    tool = _TOOLS[number % len(_TOOLS)]
    scope = Scope(
        title_id=TITLE,
        categories=(_CATEGORIES[number % len(_CATEGORIES)],),
        stages=("final",) if number % 2 else (),
        tools=(ToolRule(name=tool.name, versions=f">={number % 3}"),) if number % 3 else (),
        territories=_TERRITORIES[number % len(_TERRITORIES)] if number % 5 == 1 else (),
        talents=(f"Talent {number % CONSENTS}",) if number % 11 == 0 else (),
    )
    if number % 23 == 0:
        condition = Condition(id="c1", text="Credit the tool in the end titles")
        return scope, "approved_with_conditions", (condition,)
    return scope, "approved", ()
