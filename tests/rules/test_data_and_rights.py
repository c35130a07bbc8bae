"""What holds for every rule on data, rights and ethics, whatever a disclosure and a policy say."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model.asset import Asset, Family
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Attestation, Evidence, HeldDisclosure
from provenance.model.holding import REGISTER
from provenance.model.policy import CatalogueTool, Policy
from provenance.rules import BUILTIN
from provenance.standings.cataloguing import USES_OF_DATA

NAMES = {
    "tool-trains-on-data",
    "tool-terms-stale",
    "tool-not-listed",
    "tool-contradicts-catalogue",
    "tool-step-missing",
    "environment-contradicted",
    "proprietary-input-exposed",
    "personal-data-unapproved",
    "training-unlicensed",
    "input-names-uncleared",
    "rights-basis-missing",
    "legal-review-missing",
    "realistic-event-unapproved",
    "archival-undisclosed",
    "union-work-unapproved",
}
RULES = [each for each in BUILTIN if each.name in NAMES]

WORD = st.sampled_from(["", "A", "a", "B", "TBD", "3", "free", "A\nB\x1b"])
NAME = st.sampled_from(["A", "a", "B", "A B", "\x1b[31m"])
ANSWER = st.sampled_from(["yes", "no", "unsure"])
DIGEST = st.none() | st.just("sha256:" + "a" * 64)
DAY = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
STAGE = st.sampled_from(["ideation", "temp", "turnover", "final", "marketing"])
USE = st.sampled_from(["voice", "proprietary_input", "unowned_training", "talent_replica", "other"])
ENVIRONMENT = st.sampled_from(["enterprise_secured", "vendor_secured", "consumer", "unknown"])
DEPLOYMENT = st.sampled_from(["local", "saas", "api", "unknown"])
KEPT = dict.fromkeys(USES_OF_DATA, ANSWER)
TOOL = st.fixed_dictionaries(
    {"name": NAME},
    optional={
        "version": WORD,
        "vendor": WORD,
        "model": WORD,
        "account_tier": WORD,
        "deployment": DEPLOYMENT,
        "environment": ENVIRONMENT,
        "terms_sha256": DIGEST,
        "terms_checked_at": st.none() | st.datetimes(timezones=st.just(UTC)),
        **KEPT,
    },
)
ENTRY = st.fixed_dictionaries(
    {"name": NAME},
    optional={
        "versions": st.sampled_from(["", "3", ">=3,<4", "nonsense,"]),
        "vendor": WORD,
        "models": st.lists(WORD, max_size=2),
        "account_tiers": st.lists(WORD, max_size=2),
        "deployments": st.lists(DEPLOYMENT, max_size=2),
        "environment": ENVIRONMENT,
        "allowed": st.booleans(),
        "categories": st.lists(USE, max_size=1),
        "stages": st.lists(STAGE, max_size=1),
        "terms_sha256": DIGEST,
        "terms_seen": DAY,
        "note": WORD,
        **KEPT,
    },
)
INPUT = st.fixed_dictionaries(
    {"kind": st.sampled_from(["prompt", "image", "script"])},
    optional={
        "is_proprietary": st.booleans(),
        "third_party_ip": st.booleans(),
        "personal_data": st.sampled_from(["none", "some", "special"]),
        "names_person_or_work": st.lists(NAME, max_size=2),
        "rights_basis": WORD,
        "licence_ref": WORD,
    },
)
TOLD = st.fixed_dictionaries(
    {"schema": st.just("provenance.disclosure/1"), "id": st.sampled_from(["one", "two"])},
    optional={
        "genai_used": st.sampled_from(["none", "partial", "full"]),
        "digital_source_type": st.sampled_from(
            ["trainedAlgorithmicMedia", "algorithmicallyEnhanced", "digitalCapture", "odd"]
        ),
        "use_category": USE,
        "stage": STAGE,
        "tools": st.lists(TOOL, max_size=3),
        "inputs": st.lists(INPUT, max_size=2),
        "genre": st.sampled_from(["", "documentary", "news", "scripted"]),
        "realistic_event_risk": st.booleans(),
        "real_person_depicted": st.booleans(),
        "union_work_affected": st.booleans(),
        "training": st.fixed_dictionaries({}, optional={"rights_cleared": ANSWER}),
        "principles": st.fixed_dictionaries({}, optional={"p2_no_store_train": ANSWER}),
        "legal_review_ref": WORD,
    },
)


@settings(max_examples=150)
@given(st.lists(TOLD, max_size=2), st.lists(ENTRY, max_size=3), STAGE)
def test_any_disclosure_gives_findings_that_can_be_told(told, entries, stage):
    evidence = Evidence(
        Asset("a.png", "png", Family.IMAGE, "image/png", 1),
        disclosures=tuple(
            HeldDisclosure(Disclosure.model_validate(each), Attestation(REGISTER)) for each in told
        ),
    )
    policy = Policy(
        name="any",
        stage=stage,
        rules={name: {} for name in NAMES},
        tools=tuple(CatalogueTool.model_validate(each) for each in entries),
        as_of=datetime(2026, 11, 22, tzinfo=UTC).date(),
    )
    for rule in RULES:
        problems = list(rule.check(evidence, policy))
        assert len({each.key for each in problems}) == len(problems), rule.name
        assert all(each.message.isprintable() for each in problems), rule.name
        assert problems == list(rule.check(evidence, policy))
        if not told:
            assert not problems


def test_all_of_them_are_there():
    assert {each.name for each in RULES} == NAMES
