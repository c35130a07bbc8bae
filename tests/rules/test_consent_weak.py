import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_weak

USE = """
[[disclosures]]
stage = "final"
title_id = "T"
talent = [{{ name = "Talent One", type = "{type}" }}]
[[consents]]
title_id = "T"
types = ["voice", "replica_employment"]
"""
STRONG = {
    "use_description": '"two lines in episode 3"',
    "signed_separately": "true",
    "represented_by": '"counsel"',
    "term_end": "2030-01-01",
}


def use(kind="voice", **changed):
    fields = {**STRONG, **changed}
    given = "".join(f"{name} = {value}\n" for name, value in fields.items() if value)
    return USE.format(type=kind) + given


def test_a_strong_one(find):
    assert find(consent_weak, use()) == []
    assert find(consent_weak, use(represented_by='"union"')) == []


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("use_description", "", "does not describe the use"),
        ("use_description", '"TBD"', "does not describe the use"),
        ("signed_separately", "", "not signed apart"),
        ("represented_by", "", "neither counsel nor the union"),
        ("represented_by", '"agent"', "neither counsel nor the union"),
    ],
)
def test_what_it_lacks(find, field, value, reason):
    (problem,) = find(consent_weak, use(**{field: value}))
    assert reason in problem.message
    assert "Talent One" not in problem.message


@pytest.mark.parametrize(
    ("term", "reason"), [("", "does not end"), ("2036-10-03", "longer than 10 years")]
)
def test_a_term_without_an_end_is_a_warning(find, term, reason):
    (problem,) = find(consent_weak, use(term_end=term))
    assert reason in problem.message
    assert problem.at_most is Severity.WARNING


def test_ten_years_are_ten_years(find):
    assert find(consent_weak, use(term_end="2036-10-01")) == []
    assert len(find(consent_weak, use(term_end="2036-10-01"), years=5)) == 1


def test_a_policy_may_ask_for_more_and_of_scans_only_what_was_scanned(find):
    asked = ["scan_notice_at", "scan_reason", "security_controls", "document_sha256"]
    (problem,) = find(consent_weak, use("replica_employment"), required=asked)
    assert problem.message.count(";") == 3
    (problem,) = find(consent_weak, use(), required=asked)
    assert "signed document" in problem.message
    assert "scan" not in problem.message
    assert find(consent_weak, use(document_sha256='"d"'), required=asked) == []


def test_one_that_does_not_cover_is_not_told_here(find):
    assert find(consent_weak, use(term_end="2026-11-01", use_description="")) == []


def test_severity():
    assert consent_weak.severity[Stage.FINAL] is Severity.OVERRIDABLE
    assert consent_weak.severity[Stage.IDEATION] is Severity.WARNING
