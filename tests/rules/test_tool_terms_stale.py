import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import tool_terms_stale

TEXT = """
[[disclosures]]
tools = [{{ name = "Painter", version = "3.1" {tool} }}]
[[policy.tools]]
name = "{name}"
{entry}
"""


def text(entry: str = "", tool: str = "", name: str = "Painter") -> str:
    return TEXT.format(entry=entry, tool=f", {tool}" if tool else "", name=name)


@pytest.mark.parametrize(
    ("entry", "tool", "reason"),
    [
        ("", "", "no look at them is recorded"),
        ('terms_sha256 = "b"', "", "no day is recorded"),
        ("terms_seen = 2026-11-01", "", "seen on 2026-11-01, and no digest"),
        ('terms_sha256 = "b"\nterms_seen = 2026-05-25', "", "181 days ago; 180 are allowed"),
        ('terms_sha256 = "b"\nterms_seen = 2026-05-26', "", ""),
        ('terms_sha256 = "b"\nterms_seen = 2026-11-22', "", ""),
        ('terms_sha256 = "b"\nterms_seen = 2026-11-23', "", "which is in the future"),
        ("", 'terms_sha256 = "b", terms_checked_at = 2026-11-01T09:00:00Z', ""),
        ("", 'terms_sha256 = "b"', "no day is recorded"),
        (
            'terms_sha256 = "b"\nterms_seen = 2024-11-01',
            'terms_sha256 = "b", terms_checked_at = 2026-11-01T09:00:00Z',
            "",
        ),
        ("terms_seen = 2026-11-01", 'terms_sha256 = "b"', "is recorded"),
    ],
)
def test_a_look_at_the_terms(find, entry, tool, reason):
    problems = find(tool_terms_stale, text(entry, tool))
    assert len(problems) == bool(reason)
    assert all(reason in each.message for each in problems)


def test_how_old_a_look_may_be_is_policy(find):
    seen = text('terms_sha256 = "b"\nterms_seen = 2026-11-01')
    assert find(tool_terms_stale, seen, days=30) == []
    (problem,) = find(tool_terms_stale, seen, days=7)
    assert "21 days ago; 7 are allowed" in problem.message


def test_terms_of_another_account_do_not_count(find):
    entry = 'terms_sha256 = "b"\nterms_seen = 2026-11-01\naccount_tiers = ["pro"]'
    assert find(tool_terms_stale, text(entry, 'account_tier = "Pro"')) == []
    assert len(find(tool_terms_stale, text(entry, 'account_tier = "Free"'))) == 1
    assert len(find(tool_terms_stale, text(entry))) == 1
    assert len(find(tool_terms_stale, text(entry, name="Other"))) == 1


def test_a_day_is_one_of_the_time_zone(find):
    late = 'terms_sha256 = "b", terms_checked_at = 2026-11-22T23:30:00Z'
    assert find(tool_terms_stale, text(tool=late)) == []
    ahead = text(tool=late).replace("[[policy.tools]]", "[policy]\ntime_zone = 'Asia/Tokyo'\n#", 1)
    (problem,) = find(tool_terms_stale, ahead.partition("#")[0])
    assert "seen on 2026-11-23, which is in the future" in problem.message


def test_a_tool_in_two_disclosures_is_told_once(find):
    twice = "[[disclosures]]\ntools = [{ name = 'Painter' }]\n" * 2
    assert len(find(tool_terms_stale, twice)) == 1


def test_what_is_not_generated_is_not_asked(find):
    assert (
        find(tool_terms_stale, '[[disclosures]]\ngenai_used = "none"\ntools = [{name="A"}]') == []
    )


def test_severity():
    assert tool_terms_stale.severity[Stage.FINAL] is Severity.WARNING
    assert tool_terms_stale.severity[Stage.TEMP] is Severity.INFO
