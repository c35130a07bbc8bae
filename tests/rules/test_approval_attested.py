import pytest

from provenance.judging import judge
from provenance.rules import approval_attested
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
fingerprint = "e"
[[approvals]]
reference = "mail of the third"
{how}
[policy]
{policy}
"""


def text(how="", policy="", stage="final"):
    return USE.format(how=how, policy=policy, stage=stage)


@pytest.mark.parametrize("how", ['fingerprint = "e"', 'attested = "register"'])
def test_nothing_of_the_approver_is_kept(find, how):
    (problem,) = find(approval_attested, text(how))
    assert "mail of the third" in problem.message
    assert "The studio" in problem.message
    assert find(approval_attested, text(how + '\nevidence_sha256 = "d"')) == []


def test_a_signature_of_somebody_else_is_evidence(find):
    assert find(approval_attested, text('fingerprint = "f"')) == []


def test_so_is_that_of_an_approver_whom_the_policy_names(find):
    approvers = f'approvers = [{{ name = "Ada", certificate = "sha256:{"e" * 64}" }}]'
    assert find(approval_attested, text('fingerprint = "e"', approvers)) == []


@pytest.mark.parametrize(
    "how",
    ['fingerprint = "e"\nexpires = 2026-11-02', 'attested = "unsigned"', 'decision = "rejected"'],
)
def test_only_an_approval_that_covers_the_use_is_asked(find, how):
    assert find(approval_attested, text(how)) == []


def test_an_approval_of_two_uses_is_told_once(find):
    twice = text('fingerprint = "e"').replace(
        "[[approvals]]", '[[disclosures]]\nstage = "final"\nfingerprint = "e"\n[[approvals]]'
    )
    assert len(find(approval_attested, twice)) == 1


@pytest.mark.parametrize(("stage", "weight"), [("temp", "info"), ("final", "warning")])
def test_severities(stage, weight):
    example = cast(text('fingerprint = "e"', stage=stage), {"approval-attested": {}})
    (finding,) = judge(*example, [approval_attested])
    assert finding.severity == weight
