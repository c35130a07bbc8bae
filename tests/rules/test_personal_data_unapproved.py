import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import personal_data_unapproved
from provenance.rules.examples import cast

TEXT = """
[[disclosures]]
inputs = [{{ kind = "image", personal_data = "{data}" }}, {{ kind = "prompt" }}]
{more}
"""


@pytest.mark.parametrize(
    ("data", "more", "words"),
    [
        ("none", "", ""),
        ("some", "", "personal data went into a tool (image) and has no written approval"),
        ("special", "", "personal data of a special category went into a tool (image)"),
        ("some", 'genai_used = "none"', ""),
        ("some", 'digital_source_type = "algorithmicallyEnhanced"', "personal data"),
        ("some", "[[approvals]]", ""),
        ("some", '[[approvals]]\nattested = "stranger"', "that counts: ticket 7: its signer"),
        ("some", "[[approvals]]\nexpires = 2026-11-01", "it ended on 2026-11-01"),
        ("some", '[[approvals]]\nscope = { categories = ["voice"] }', "is not among voice"),
    ],
)
def test_personal_data_wants_an_approval(find, data, more, words):
    found = find(personal_data_unapproved, TEXT.format(data=data, more=more))
    assert len(found) == bool(words)
    assert all(words in each.message for each in found)


@pytest.mark.parametrize(
    ("general", "approval", "problems"),
    [
        ("approval-missing", "", 0),
        ("approval-expired", "", 1),
        ("approval-expired", "[[approvals]]\nexpires = 2026-11-01", 0),
        ("approval-out-of-scope", '[[approvals]]\nscope = { categories = ["voice"] }', 0),
        ("approval-missing", '[[approvals]]\nscope = { categories = ["voice"] }', 1),
    ],
)
def test_one_gap_is_one_finding(general, approval, problems):
    rules = {"personal-data-unapproved": {}, general: {}}
    evidence, policy = cast(TEXT.format(data="some", more=approval), rules)
    assert len(list(personal_data_unapproved.check(evidence, policy))) == problems


def test_a_rule_that_weighs_less_does_not_tell_it():
    text = 'stage = "temp"' + TEXT.format(
        data="some", more='[[approvals]]\nscope = { categories = ["voice"] }'
    )
    rules = {"personal-data-unapproved": {}, "approval-out-of-scope": {}}
    evidence, policy = cast(text, rules)
    assert len(list(personal_data_unapproved.check(evidence, policy))) == 1


def test_the_gap_of_another_disclosure_is_not_its_own(find):
    text = """
    [[disclosures]]
    inputs = [{ kind = "image", personal_data = "some" }]
    [[disclosures]]
    stage = "final"
    use_category = "voice"
    [[approvals]]
    scope = { asset_ids = ["disclosure-1"] }
    """
    assert find(personal_data_unapproved, text) == []


def test_it_weighs_the_same_at_every_stage():
    assert {personal_data_unapproved.severity[stage] for stage in Stage} == {Severity.BLOCKING}
