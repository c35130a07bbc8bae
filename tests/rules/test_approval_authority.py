import pytest

from provenance.judging import judge
from provenance.rules import approval_authority, approval_missing
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
use_category = "voice"
{told}
[[approvals]]
{how}
[[policy.approvers]]
name = "Legal"
certificate = "sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
{limits}
"""


def text(how='fingerprint = "e"', limits="", told="", stage="final"):
    return USE.format(how=how, limits=limits, told=told, stage=stage)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "is no approver of the policy"),
        (
            {"how": 'fingerprint = "f"', "limits": 'categories = ["text"]'},
            "Legal may not approve voice at stage final",
        ),
        (
            {"how": 'fingerprint = "f"', "limits": 'stages = ["temp"]'},
            "Legal may not approve voice at stage final",
        ),
        (
            {
                "how": 'fingerprint = "f"',
                "limits": 'territories = ["EU"]',
                "told": 'territories = ["DE", "US"]',
            },
            "Legal may not approve for US",
        ),
        (
            {"how": 'fingerprint = "f"', "limits": 'territories = ["EU"]'},
            "for EU alone, and no territory is told",
        ),
        ({"how": 'attested = "register"'}, "it is unsigned, and the policy names who may"),
    ],
)
def test_somebody_who_may_not(find, changed, reason):
    (problem,) = find(approval_authority, text(**changed))
    assert reason in problem.message
    assert "ticket 7" in problem.message


def test_the_policys_approver_may(find):
    limits = 'categories = ["voice"]\nstages = ["final"]\nterritories = ["EU"]'
    told = 'territories = ["DE"]'
    assert find(approval_authority, text('fingerprint = "f"', limits, told)) == []


def test_an_entitled_approval_beside_it_is_enough(find):
    both = text().replace("[[policy", '[[approvals]]\nfingerprint = "f"\n[[policy')
    assert find(approval_authority, both) == []


@pytest.mark.parametrize("how", ['attested = "unsigned"', 'attested = "stranger"', "scope = {}"])
def test_what_does_not_count_anyway_is_a_missing_approval(find, how):
    assert find(approval_authority, text(how)) == []
    assert len(find(approval_missing, text(how))) == 1


def test_one_fact_is_one_finding_and_weighs_as_a_missing_approval_does():
    rules = [approval_missing, approval_authority]
    for stage in ("temp", "final"):
        both = cast(text(stage=stage), {"approval-missing": {}, "approval-authority": {}})
        (finding,) = judge(*both, rules)
        assert (finding.rule, finding.severity) == ("approval-authority", "blocking")
        alone = cast(text(stage=stage), {"approval-missing": {}})
        assert [each.rule for each in judge(*alone, rules)] == ["approval-missing"]
    off = cast(text(), {"approval-missing": {}, "approval-authority": {"severity": "off"}})
    assert [each.rule for each in judge(*off, rules)] == ["approval-missing"]
