import pytest

from provenance.rules import approval_missing

from .conftest import UNPROVEN

FINAL = """
[[disclosures]]
stage = "final"
use_category = "background_element"
"""


@pytest.mark.parametrize(("attested", "reason"), UNPROVEN)
def test_an_approval_that_does_not_count_is_named_with_the_reason(find, attested, reason):
    (problem,) = find(approval_missing, f'{FINAL}[[approvals]]\nattested = "{attested}"')
    assert "ticket 7" in problem.message
    assert reason in problem.message


@pytest.mark.parametrize("attested", ["trusted", "register"])
def test_an_approval_that_counts(find, attested):
    assert find(approval_missing, f'{FINAL}[[approvals]]\nattested = "{attested}"') == []


@pytest.mark.parametrize(
    ("approval", "reason"),
    [
        ("granted_at = 2026-11-23T00:00:00Z", "dated in the future"),
        ('decision = "notified_only"', "a notice, not a decision"),
        ("scope = {}", "scope is empty"),
    ],
)
def test_other_reasons_not_to_count(find, approval, reason):
    (problem,) = find(approval_missing, f"{FINAL}[[approvals]]\n{approval}")
    assert reason in problem.message


def test_an_approval_of_another_title_does_not_count(find):
    text = FINAL + 'title_id = "one"\n[[approvals]]\nscope = { title_id = "two", digests = ["a"] }'
    (problem,) = find(approval_missing, text)
    assert "another title" in problem.message


def test_an_approval_of_another_file_is_not_mentioned(find):
    (problem,) = find(approval_missing, FINAL + '[[approvals]]\nscope = { digests = ["b"] }')
    assert "ticket" not in problem.message


def test_what_is_undisclosed_is_not_told_twice(find):
    assert find(approval_missing, '[[signals]]\nsource_type = "trainedAlgorithmicMedia"') == []


def test_notice_is_enough_for_an_idea_with_every_answer(find):
    text = """
    stage = "ideation"
    [[disclosures]]
    stage = "ideation"
    use_category = "ideation"
    [disclosures.principles]
    p1_no_replication = "yes"
    p2_no_store_train = "yes"
    p3_enterprise_env = "yes"
    p4_temporary = "yes"
    p5_no_replacement = "{p5}"
    """
    assert find(approval_missing, text.format(p5="yes")) == []
    (problem,) = find(approval_missing, text.format(p5="unsure"))
    assert "principle p5 unanswered" in problem.message


@pytest.mark.parametrize("text", ['genai_used = "none"', 'digital_source_type = "digitalCapture"'])
def test_what_is_not_generated_needs_none(find, text):
    assert find(approval_missing, f'[[disclosures]]\nstage = "final"\n{text}') == []


APPROVERS = """
[policy]
approvers = [
    {{ name = "Studio", certificate = "{certificate}", trust_list = "The studio" {more} }}
]
"""


@pytest.mark.parametrize(
    ("certificate", "more", "reason"),
    [
        ("Ada", "", ""),
        ("Bob", "", "no approver of the policy"),
        ("Ada", ', categories = ["voice"]', "may not approve background_element"),
        ("Ada", ', categories = ["background_element"]', ""),
        ("Ada", ', stages = ["marketing"]', "at stage final"),
    ],
)
def test_who_may_approve_is_policy(find, certificate, more, reason):
    text = f'{FINAL}[[approvals]]\nsigner = "Ada"\ntrust_list = "The studio"\n' + APPROVERS.format(
        certificate=certificate, more=more
    )
    problems = find(approval_missing, text)
    assert len(problems) == bool(reason)
    assert all(reason in each.message for each in problems)


@pytest.mark.parametrize("vouching", ["A vendor", ""])
def test_a_name_counts_only_with_the_list_that_vouches_for_it(find, vouching):
    text = f'{FINAL}[[approvals]]\nsigner = "Ada"\ntrust_list = "{vouching}"\n'
    (problem,) = find(approval_missing, text + APPROVERS.format(certificate="Ada", more=""))
    assert "is no approver of the policy" in problem.message


def test_a_name_without_a_list_approves_nothing(find):
    text = f'{FINAL}[[approvals]]\nsigner = "Ada"\n[policy]\n'
    (problem,) = find(
        approval_missing, text + 'approvers = [{ name = "Studio", certificate = "Ada" }]'
    )
    assert "is no approver of the policy" in problem.message


def test_the_register_alone_is_no_approver(find):
    text = f'{FINAL}[[approvals]]\nattested = "register"\n' + APPROVERS.format(
        certificate="Ada", more=""
    )
    (problem,) = find(approval_missing, text)
    assert "the policy names who may approve" in problem.message


def test_a_name_on_an_untrusted_certificate_is_no_authority(find):
    text = f'{FINAL}[[approvals]]\nattested = "stranger"\nsigner = "Ada"\n'
    (problem,) = find(approval_missing, text + APPROVERS.format(certificate="Ada", more=""))
    assert "stands on no list" in problem.message
