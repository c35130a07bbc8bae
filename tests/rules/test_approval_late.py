import pytest

from provenance.judging import judge
from provenance.rules import approval_late
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
{entries}
[[disclosures]]
id = "told"
stage = "final"
{told}
[[approvals]]
granted_at = {granted}
{more}
[policy]
time_zone = "{zone}"
"""


def text(told="", granted="2026-11-01T12:00:00Z", **changed):
    more = {"more": "", "entries": "", "stage": "final", "zone": "UTC", **changed}
    return USE.format(told=told, granted=granted, **more)


USED = "first_used_at = 2026-10-31T23:30:00Z"


def test_work_that_began_before_the_approval(find):
    (problem,) = find(approval_late, text(USED))
    assert problem.message == (
        "work with the tool began on 2026-10-31, and the approval was given on 2026-11-01"
    )
    assert problem.at_most == "blocking"


def test_a_day_is_one_of_the_policys_time_zone(find):
    assert find(approval_late, text(USED, zone="Europe/Berlin")) == []


@pytest.mark.parametrize("granted", ["2026-10-31T00:00:00Z", "2026-10-31T23:59:00Z"])
def test_the_same_day_is_in_time(find, granted):
    assert find(approval_late, text(USED, granted)) == []


@pytest.mark.parametrize("earlier", ["", "expires = 2026-11-05"])
def test_one_approval_in_time_is_enough(find, earlier):
    more = f"[[approvals]]\ngranted_at = 2026-10-01T00:00:00Z\n{earlier}"
    assert find(approval_late, text(USED, more=more)) == []


def test_one_that_was_taken_back_is_none(find):
    more = """
    [[approvals]]
    id = "early"
    granted_at = 2026-10-01T00:00:00Z
    [[approvals]]
    decision = "revoked"
    revokes = "early"
    """
    assert len(find(approval_late, text(USED, more=more))) == 1


def test_without_an_approval_nothing_is_late(find):
    for more in ('attested = "unsigned"', "expires = 2026-11-02", 'decision = "rejected"'):
        assert find(approval_late, text(USED, more=more)) == []


def test_nothing_is_told_where_nothing_is_known(find):
    assert find(approval_late, text()) == []


ENTRY = """
[[entries]]
at = 2026-10-15T00:00:00Z
[entries.disclosure]
id = "told"
"""


def test_the_register_shows_a_day_by_which_the_file_was_there(find):
    blind = 'scope = { patterns = ["*.png"] }'
    (problem,) = find(approval_late, text(more=blind, entries=ENTRY))
    assert "the file existed on 2026-10-15" in problem.message
    assert problem.at_most == "warning"
    assert find(approval_late, text(entries=ENTRY)) == []
    early = "2026-10-15T00:00:00Z"
    assert find(approval_late, text(granted=early, more=blind, entries=ENTRY)) == []


@pytest.mark.parametrize(("stage", "weight"), [("temp", "warning"), ("final", "overridable")])
def test_severities(stage, weight):
    example = cast(text(USED, stage=stage), {"approval-late": {}})
    (finding,) = judge(*example, [approval_late])
    assert finding.severity == weight
