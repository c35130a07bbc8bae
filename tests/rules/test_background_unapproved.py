import pytest

from provenance.judging import judge
from provenance.rules import approval_missing, background_unapproved
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
use_category = "{category}"
story_relevance = "{relevance}"
{told}
"""
RULES = (approval_missing, background_unapproved)
BOTH = {each.name: {} for each in RULES}
WAIVER = """
[[policy.waivers]]
rule = "background-unapproved"
reason = "a poster at the far wall"
owner = "Post"
expires = 2026-12-31
kind = "{}"
"""


def text(relevance="incidental", told="", more="", stage="final", category="background_element"):
    use = USE.format(stage=stage, relevance=relevance, told=told, category=category)
    return use + more


@pytest.mark.parametrize("relevance", ["none", "incidental"])
def test_an_incidental_element_may_be_waived_as_such(find, relevance):
    (problem,) = find(background_unapproved, text(relevance))
    assert problem.incidental
    assert "a waiver for an incidental element would do" in problem.message


@pytest.mark.parametrize(
    ("relevance", "told"),
    [
        ("relevant", ""),
        ("central", ""),
        ("unknown", ""),
        ("incidental", "real_person_depicted = true"),
        ("incidental", "realistic_event_risk = true"),
        ("incidental", 'inputs = [{ kind = "image", third_party_ip = true }]'),
        ("incidental", 'principles = { p1_no_replication = "no" }'),
    ],
)
def test_what_is_more_than_incidental_is_an_approval_missing(relevance, told):
    assert [each.rule for each in judged(text(relevance, told))] == ["approval-missing"]


def test_an_unanswered_principle_and_the_stage_alone_do_not_make_it_more(find):
    told = 'principles = { p4_temporary = "no" }'
    assert find(background_unapproved, text(told=told))[0].incidental


def test_an_approval_that_does_not_count_is_named(find):
    (problem,) = find(background_unapproved, text(more='[[approvals]]\nattested = "unsigned"'))
    assert "ticket 7: it is unsigned" in problem.message


@pytest.mark.parametrize(
    "more", ["[[approvals]]", "[[approvals]]\nexpires = 2026-11-02", 'stage = "final"']
)
def test_other_facts_are_told_by_other_rules(find, more):
    if more.startswith("stage"):
        assert find(background_unapproved, text(category="voice")) == []
    else:
        assert find(background_unapproved, text(more=more)) == []


def judged(example, rules=BOTH):
    return judge(*cast(example, rules), RULES)


def test_one_fact_is_one_finding():
    assert [each.rule for each in judged(text())] == ["background-unapproved"]
    assert [each.rule for each in judged(text(), {"approval-missing": {}})] == ["approval-missing"]
    off = {"approval-missing": {}, "background-unapproved": {"severity": "off"}}
    assert [each.rule for each in judged(text(), off)] == ["approval-missing"]


@pytest.mark.parametrize(
    ("relevance", "kind", "waived"),
    [
        ("incidental", "incidental", True),
        ("incidental", "", True),
        ("relevant", "incidental", False),
        ("unknown", "incidental", False),
        ("relevant", "", False),
    ],
)
def test_waivers(relevance, kind, waived):
    (finding,) = judged(text(relevance, more=WAIVER.format(kind)))
    assert bool(finding.waived_by) is waived


def test_a_waiver_for_one_use_says_nothing_of_another():
    more = '[[disclosures]]\nstage = "final"\nuse_category = "voice"\n' + WAIVER.format(
        "incidental"
    )
    found = {each.rule: bool(each.waived_by) for each in judged(text(more=more))}
    assert found == {"background-unapproved": True, "approval-missing": False}


@pytest.mark.parametrize(("stage", "weight"), [("temp", "overridable"), ("final", "blocking")])
def test_severities(stage, weight):
    (finding,) = judged(text(stage=stage))
    assert finding.severity == weight
