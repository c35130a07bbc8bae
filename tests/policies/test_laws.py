"""The profiles of laws and of awards: what they weigh, and how they stand beside others."""

import pytest

from provenance.judging import judge, verdict
from provenance.model.finding import Severity, Verdict
from provenance.model.vocabulary import Stage
from provenance.policies import load_policy, profile_text
from provenance.rules import BUILTIN
from provenance.rules.examples import cast

RULES = {each.name: each for each in BUILTIN}
LAWS = ("eu-ai-act", "california-sb942", "china-gb45438")
AI = """
[[signals]]
source_type = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
[[disclosures]]
attested = "register"
real_person_depicted = true
genre = "documentary"
destinations = [{names}]
"""


def found(policy, text, **changes):
    evidence, example = cast(text)
    applied = policy.model_copy(update={"as_of": example.as_of, **changes})
    return {each.rule: each.severity for each in judge(evidence, applied, BUILTIN)}


@pytest.mark.parametrize("name", LAWS)
def test_a_law_names_its_source_its_date_and_what_files_cannot_show(name):
    policy = load_policy(name, RULES)
    assert policy.kind == "law"
    assert policy.fail_on is Severity.OVERRIDABLE
    assert policy.source
    head = profile_text(name).partition("name =")[0]
    assert "22 November" in head.replace("\n# ", " ")
    assert "cannot show" in head
    assert "no legal advice" in head.replace("\n# ", " ")
    # No sentence claims a legal conclusion.
    for word in ("illegal", "unlawful", "breaks the law", "violat", "compliant"):
        assert word not in profile_text(name).casefold()


@pytest.mark.parametrize("rule", [each for each in BUILTIN if each.kind == "law"])
def test_no_rule_on_law_claims_a_legal_conclusion(rule):
    for word in ("illegal", "unlawful", "breaks the law", "violat", "must be fined"):
        assert word not in rule.page.casefold()
    assert "20" in rule.source  # a date


@pytest.mark.parametrize(
    ("name", "destination", "rules"),
    [
        (
            "eu-ai-act",
            "eu",
            {"eu-label-missing", "eu-mark-unsigned", "eu-watermark-undetermined"},
        ),
        ("california-sb942", "california", {"california-disclosure-incomplete"}),
        ("china-gb45438", "china", {"china-aigc-missing", "label-missing"}),
    ],
)
def test_each_has_a_destination_of_its_own(name, destination, rules):
    policy = load_policy(name, RULES)
    assert [each.name for each in policy.destinations] == [destination]
    assert set(found(policy, AI.format(names=""), bound_for=(destination,))) == rules


@pytest.fixture
def composed(tmp_path):
    path = tmp_path / "own.toml"
    names = ", ".join(f'"{each}"' for each in ("netflix", *LAWS))
    path.write_text(f"extends = [{names}]\n", "utf-8")
    return load_policy(path, RULES)


def test_they_stand_beside_the_policy_of_who_commissions(composed):
    assert {each.name for each in composed.destinations} == {"eu", "california", "china"}
    assert composed.fail_on is Severity.OVERRIDABLE
    rules = found(composed, AI.format(names=""), bound_for=("china",))
    assert "china-aigc-missing" in rules
    assert "approval-missing" in rules
    assert "eu-label-missing" not in rules
    assert "california-disclosure-incomplete" not in rules


def test_one_gap_is_told_once_beside_them(composed):
    rules = found(composed, AI.format(names=""), bound_for=("eu",))
    assert "manifest-missing" in rules
    assert "eu-mark-unsigned" not in rules
    assert "eu-label-missing" in rules
    assert "label-missing" not in rules


@pytest.mark.parametrize("stage", list(Stage))
def test_awards_never_fail(stage):
    policy = load_policy("awards", RULES)
    for name, rule in RULES.items():
        assert policy.severity(name, rule.severity) in {Severity.INFO, Severity.OFF}, name
    evidence, example = cast(
        f'stage = "{stage}"\nintegrity = "invalid"\n[[signals]]\nai = "generated"'
    )
    applied = policy.model_copy(update={"as_of": example.as_of, "stage": stage})
    findings = judge(evidence, applied, BUILTIN)
    assert findings
    assert verdict(evidence, findings, applied) is not Verdict.FAIL


def test_the_standing_text_of_awards_names_the_statement():
    assert "-o awards=" in profile_text("awards")
