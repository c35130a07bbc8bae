"""One production after another, with real files: a vendor who makes, a studio that decides, and a
post house that scans what it was sent."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

import provenance
from provenance.manifests.identity import create_identity
from provenance.manifests.signer import PemSigner
from provenance.model.disclosure import Disclosure

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
TITLE = "T-1"
TOOL = {
    "name": "Painter",
    "version": "3.1",
    "vendor": "Painter Inc.",
    "model": "P3",
    "deployment": "saas",
    "account_tier": "enterprise",
    "environment": "enterprise_secured",
    "stores_inputs": "no",
    "stores_outputs": "no",
    "trains_on_inputs": "no",
    "trains_on_outputs": "no",
    "terms_url": "https://example.com/terms",
    "terms_sha256": "sha256:" + "7" * 64,
    "terms_checked_at": datetime.now(UTC).isoformat(),
}
PRINCIPLES = {
    "p1_no_replication": "yes",
    "p2_no_store_train": "yes",
    "p3_enterprise_env": "yes",
    "p4_temporary": "no",
    "p5_no_replacement": "yes",
}
TOLD = {
    "title_id": TITLE,
    "digital_source_type": "trainedAlgorithmicMedia",
    "use_category": "visual_effect",
    "stage": "final",
    "story_relevance": "none",
    "human_contribution": "Chosen, composited, repainted and graded by hand.",
    "tools": [TOOL],
    "principles": PRINCIPLES,
}
"""A disclosure that leaves nothing open: a scenario says only what is special about it."""


class Person:
    """Who signs: a signer and the certificate to trust."""

    def __init__(self, folder, name):
        made = create_identity(folder, name=name, organisation=name)
        self.name = name
        self.signer = PemSigner(made.chain, made.key, "")
        self.ca = made.ca


class Show:
    """A production, and the delivery that it sends."""

    def __init__(self, folder, people):
        self.people = people
        self.delivery = folder / "delivery"
        self.delivery.mkdir()
        self.house = folder / "house"
        self.policy_file = folder / "policy.toml"

    def media(self, kind, name):
        """A file of a kind ("png", "wav"), as no generator made it."""
        target = self.delivery / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(min((MEDIA / kind).iterdir()), target)
        return target

    def stamp(self, path, *, who="Vendor", ingredients=(), **fields):
        """Disclose and stamp a file that is in the delivery."""
        told = Disclosure.model_validate(TOLD | fields)
        with provenance.Stamper(self.people[who].signer) as stamper:
            return stamper.stamp(path, told, ingredients=ingredients)

    def account_for(self, path, source_type="digitalCapture", **more):
        """State that no generative AI was used."""
        told = {"genai_used": "none", "digital_source_type": source_type, "tools": []}
        return self.stamp(path, **told, **more)

    def approve(self, *paths, who="Studio", **fields):
        return provenance.approve(
            paths,
            by=who,
            reference="letter of the studio",
            title_id=TITLE,
            folder=self.delivery / "records",
            signer=self.people[who].signer,
            **fields,
        )

    def waive(self, rule, *paths, who="Studio", **fields):
        return provenance.waive(
            rule,
            paths,
            reason="seen in the cut",
            owner="Post supervisor",
            expires=date(2999, 12, 31),
            title_id=TITLE,
            folder=self.delivery / "records",
            signer=self.people[who].signer,
            **fields,
        )

    def consent(self, talent, *types, **fields):
        usual = {
            "signed_at": datetime(2026, 1, 15, tzinfo=UTC),
            "use_description": "De-ageing in episodes 1 to 8, as scripted",
            "represented_by": "counsel",
            "signed_separately": True,
            "term_end": date(2031, 1, 14),
            "scan_notice_at": datetime(2026, 1, 10, tzinfo=UTC),
            "scan_reason": "de-ageing",
            "security_controls": "vault",
        }
        return provenance.consent(
            talent,
            title_id=TITLE,
            types=types,
            folder=self.house / "consents",
            signer=self.people["Studio"].signer,
            **usual | fields,
        )

    def policy(self, text):
        """The production's own policy."""
        self.policy_file.write_text(text)
        return self.policy_file

    def scan(self, policy, **options):
        anchors = [self.people[name].ca for name in ("Vendor", "Studio")]
        if (self.house / "consents").is_dir():
            options.setdefault("consents", [self.house / "consents"])
        return provenance.scan(self.delivery, policy, trust=anchors, **options)

    def fingerprint(self, name):
        """As a policy names a certificate."""
        chain = self.people[name].signer.chain.read_bytes()
        leaf = x509.load_pem_x509_certificates(chain)[0]
        return f"sha256:{leaf.fingerprint(SHA256()).hex()}"


@pytest.fixture(scope="session")
def _people(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    return {name: Person(folder / name, name) for name in ("Vendor", "Studio")}


@pytest.fixture
def show(_people, tmp_path):
    return Show(tmp_path, _people)


@pytest.fixture
def found():
    """What a report found: (path, rule) -> severity, and what was waived apart."""

    def tell(report):
        rows = {}
        for each in report.results:
            for finding in each.findings:
                word = f"waived {finding.severity}" if finding.waived_by else finding.severity.value
                rows[each.path, finding.rule] = word
        for finding in report.findings:
            rows[finding.path or "delivery", finding.rule] = finding.severity.value
        return rows

    return tell
