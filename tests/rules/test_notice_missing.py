import pytest

from provenance.model.disclosure import Principles
from provenance.model.finding import Severity
from provenance.rules import notice_missing

USE = """
stage = "ideation"
[[disclosures]]
created_at = 2026-10-10T12:00:00Z
stage = "ideation"
{more}
[disclosures.principles]
""" + "".join(f'{name} = "yes"\n' for name in Principles.model_fields)
NOTICE = 'notice = {{ reference = "mail 12", at = 2026-10-{day}T09:00:00Z }}\n'
BEGAN = "first_used_at = 2026-10-05T09:00:00Z\n"


def test_nobody_was_told(find):
    (problem,) = find(notice_missing, USE.format(more=""))
    assert "nobody says" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    ("day", "began", "told"),
    [
        ("04", BEGAN, ""),
        ("05", BEGAN, ""),
        ("06", BEGAN, "the work began on 2026-10-05"),
        ("11", "", "it was made by 2026-10-10"),
        ("09", "", "when the work began is not told"),
    ],
)
def test_before_the_work_began(find, day, began, told):
    problems = find(notice_missing, USE.format(more=NOTICE.format(day=day) + began))
    assert [told in each.message for each in problems] == ([True] if told else [])
    mild = [each.at_most is Severity.INFO for each in problems]
    assert mild == ([told.startswith("when")] if told else [])


APPROVAL = """
[[approvals]]
decision = "{decision}"
granted_at = 2026-10-0{day}T12:00:00Z
attested = "{attested}"
scope = {{ digests = ["a"], title_id = "{title}" }}
"""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, 0),
        ({"attested": "register", "title": "T1"}, 0),
        ({"day": 6}, 1),
        ({"attested": "unsigned"}, 1),
        ({"title": "T2"}, 1),
        ({"decision": "rejected"}, 1),
    ],
)
def test_a_recorded_notice(find, changed, told):
    usual = {"decision": "notified_only", "attested": "trusted", "day": 4, "title": ""}
    text = USE.format(more=BEGAN + 'title_id = "T1"') + APPROVAL.format(**(usual | changed))
    assert len(find(notice_missing, text)) == told


def test_the_first_of_two_counts(find):
    text = USE.format(more=BEGAN + NOTICE.format(day="06"))
    late = APPROVAL.format(decision="notified_only", attested="trusted", day=7, title="")
    assert len(find(notice_missing, text + late)) == 1
    assert find(notice_missing, text + late.replace("-07", "-04")) == []


@pytest.mark.parametrize(
    "text",
    [
        '[[disclosures]]\nstage = "final"',
        '[[disclosures]]\nstage = "final"\n[[approvals]]',
        '[[disclosures]]\ngenai_used = "none"',
        'stage = "temp"\n[[disclosures]]\ndigital_source_type = "algorithmicallyEnhanced"',
        '[[signals]]\nsource_type = "trainedAlgorithmicMedia"',
        "",
    ],
)
def test_what_is_not_asked_here(find, text):
    assert find(notice_missing, text) == []
