import pytest

from provenance.rules import approval_out_of_scope

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
use_category = "voice"
territories = ["DE"]
tools = [{{ name = "Painter", version = "3.2" }}]
talent = [{{ name = "salted-sha256:1" }}]
[[approvals]]
scope = {{ digests = ["a"]{scope} }}
"""


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ('categories = ["visual_effect"]', "use category voice"),
        ('stages = ["temp"]', "stage final"),
        ('stages = ["marketing"]', "stage final"),
        ('tools = [{ name = "Dreamer" }]', "tool Painter is not among Dreamer"),
        ('tools = [{ name = "Painter", versions = "<3" }]', "Painter 3.2 is not <3"),
        ('talents = ["salted-sha256:2"]', "1 of 1 talents"),
        ('territories = ["FR"]', "territory DE"),
    ],
)
def test_what_an_approval_does_not_cover_is_told(find, scope, reason):
    (problem,) = find(
        approval_out_of_scope, USE.format(stage="final", scope=f", {scope}" if scope else "")
    )
    assert reason in problem.message
    assert "salted" not in problem.message


@pytest.mark.parametrize(
    "scope",
    [
        'categories = ["voice", "text"]',
        'stages = ["final"]',
        'tools = [{ name = " PAINTER ", versions = ">=3,<4" }]',
        'tools = [{ name = "Painter", versions = "2" }, { name = "Painter", versions = "3" }]',
        'talents = ["salted-sha256:1", "salted-sha256:2"]',
        'territories = ["DE", "FR"]',
        "",
    ],
)
def test_what_it_covers(find, scope):
    assert (
        find(approval_out_of_scope, USE.format(stage="final", scope=f", {scope}" if scope else ""))
        == []
    )


def test_the_stage_of_the_scan_counts_too(find):
    text = USE.format(stage="marketing", scope=', stages = ["final"]')
    (problem,) = find(approval_out_of_scope, text)
    assert "stage marketing" in problem.message
    assert (
        find(approval_out_of_scope, USE.format(stage="turnover", scope=', stages = ["final"]'))
        == []
    )


def test_one_approval_that_covers_is_enough(find):
    text = USE.format(stage="final", scope=', categories = ["text"]') + "[[approvals]]"
    assert find(approval_out_of_scope, text) == []
