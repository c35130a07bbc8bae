import pytest

from provenance.judging import judge
from provenance.rules import (
    approval_conditions_open,
    approval_expired,
    approval_out_of_scope,
    approval_territory,
    approval_tool,
)
from provenance.rules.examples import cast

USE = """
stage = "{stage}"
[[disclosures]]
stage = "final"
use_category = "voice"
tools = [{{ name = "Painter", version = "3.2", model = "Oil", model_version = "2" }}]
[[approvals]]
scope = {{ digests = ["a"], {scope} }}
{more}
"""
RULES = (
    approval_out_of_scope,
    approval_tool,
    approval_territory,
    approval_expired,
    approval_conditions_open,
)


def text(scope, more="", stage="final"):
    return USE.format(scope=scope, more=more, stage=stage)


def judged(example, *names):
    rules = {name: {} for name in names or [each.name for each in RULES]}
    return {each.rule: each for each in judge(*cast(example, rules), RULES)}


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ('tools = [{ name = "Dreamer" }]', "tool Painter is not among Dreamer"),
        ('tools = [{ name = "Painter", versions = "<3" }]', "tool Painter 3.2 is not <3"),
        ('models = ["Acrylic"]', "model Oil is not among Acrylic"),
        ('models = ["Oil 3"]', "model Oil is not among Oil 3"),
    ],
)
def test_another_tool_version_or_model(find, scope, reason):
    (problem,) = find(approval_tool, text(scope))
    assert problem.message == f"the approval is for other tools: ticket 7: {reason}"


@pytest.mark.parametrize(
    "scope",
    [
        'tools = [{ name = "painter", versions = ">=3,<4" }]',
        'models = ["oil"]',
        'models = ["Oil 2", "Acrylic"]',
        'tools = [{ name = "Painter" }], models = ["Oil"]',
    ],
)
def test_what_is_covered(find, scope):
    assert find(approval_tool, text(scope)) == []


@pytest.mark.parametrize("tools", ["", 'tools = [{ name = "Painter" }]'])
def test_silence_does_not_escape_a_limit(find, tools):
    example = text('tools = [{ name = "Painter", versions = "3" }]')
    example = example.replace(
        'tools = [{ name = "Painter", version = "3.2", model = "Oil", model_version = "2" }]', tools
    )
    assert len(find(approval_tool, example)) == 1
    unnamed = example.replace('tools = [{ name = "Painter", versions = "3" }]', 'models = ["Oil"]')
    assert len(find(approval_tool, unnamed)) == 1


def test_one_fact_is_one_finding():
    example = text('tools = [{ name = "Dreamer" }]')
    assert set(judged(example)) == {"approval-tool"}
    assert set(judged(example, "approval-out-of-scope")) == {"approval-out-of-scope"}
    elsewhere = text('tools = [{ name = "Dreamer" }], territories = ["DE"]')
    assert set(judged(elsewhere)) == {"approval-tool", "approval-territory"}
    assert set(judged(elsewhere, "approval-out-of-scope", "approval-tool")) == {
        "approval-out-of-scope",
        "approval-tool",
    }


def test_of_an_approval_for_another_use_the_tools_do_not_matter():
    found = judged(text('tools = [{ name = "Dreamer" }], categories = ["text"]'))
    assert set(found) == {"approval-out-of-scope"}
    assert "tool Painter" in found["approval-out-of-scope"].message


def test_the_closest_approval_is_told():
    example = text('categories = ["text"]', '[[approvals]]\nreference = "ticket 9"\nscope = '
                   '{ digests = ["a"], tools = [{ name = "Dreamer" }] }')  # fmt: skip
    found = judged(example)
    assert set(found) == {"approval-tool"}
    assert "ticket 9" in found["approval-tool"].message


def test_a_lighter_finding_never_hides_a_heavier_one():
    over = judged(text('tools = [{ name = "Dreamer" }]', "expires = 2026-11-21"))
    assert set(over) == {"approval-expired"}
    assert "tool Painter" in over["approval-expired"].message
    waiting = judged(text('tools = [{ name = "Dreamer" }]', 'conditions = [{ text = "Credit" }]'))
    assert set(waiting) == {"approval-tool", "approval-conditions-open"}


@pytest.mark.parametrize(("stage", "weight"), [("temp", "warning"), ("final", "overridable")])
def test_severities(stage, weight):
    found = judged(text('tools = [{ name = "Dreamer" }]', stage=stage))
    assert found["approval-tool"].severity == weight
