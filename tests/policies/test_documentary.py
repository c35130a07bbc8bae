"""The profile for documentary and news, by itself and beside that of who commissions it."""

import pytest

from provenance.judging import judge
from provenance.model.finding import Severity
from provenance.policies import load_policy
from provenance.rules import BUILTIN
from provenance.rules.examples import cast

RULES = {each.name: each for each in BUILTIN}
PHOTOGRAPH = """
[[disclosures]]
stage = "final"
use_category = "visual_effect"
timecodes = ["00:12:04:00"]
tools = [{{ name = "Painter", version = "3.1" }}]
inputs = [{{ kind = "image", third_party_ip = true, rights_basis = "licensed" }}]
{told}
"""


def found(policy, text: str) -> dict[str, Severity]:
    evidence, example = cast(text)
    applied = policy.model_copy(update={"as_of": example.as_of})
    return {each.rule: each.severity for each in judge(evidence, applied, BUILTIN)}


@pytest.mark.parametrize(
    ("told", "rules"),
    [
        ("", {"archival-undisclosed", "label-missing"}),
        ('cue_sheet_ref = "sheet 2"', {"label-missing"}),
        ('genre = "scripted"', {"label-missing"}),
        ('labels = [{ where = "on_screen", text = "AI" }]', set()),
        ('labels = [{ where = "end_credits", text = "AI" }]', {"archival-undisclosed"}),
    ],
)
def test_what_passes_for_a_record_is_told(told, rules):
    assert set(found(load_policy("documentary", RULES), PHOTOGRAPH.format(told=told))) == rules


@pytest.mark.parametrize("order", ['["netflix", "documentary"]', '["documentary", "netflix"]'])
def test_it_stands_beside_the_policy_of_who_commissions(tmp_path, order):
    path = tmp_path / "own.toml"
    path.write_text(f"extends = {order}\n", "utf-8")
    policy = load_policy(path, RULES)
    assert policy.parameter("archival-undisclosed", "genre", "") == "documentary"
    assert {"timecodes", "tools"} <= set(policy.parameter("disclosure-incomplete", "required", ()))
    rules = found(policy, PHOTOGRAPH.format(told=""))
    assert rules["archival-undisclosed"] is Severity.BLOCKING
    assert rules["approval-missing"] is Severity.BLOCKING


def test_one_gap_is_told_once_beside_it(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('extends = ["netflix", "documentary"]\n', "utf-8")
    told = PHOTOGRAPH.format(
        told='realistic_event_risk = true\nlabels = [{ where = "on_screen", text = "AI" }]'
    )
    alone = found(load_policy("documentary", RULES), told)
    beside = found(load_policy(path, RULES), told)
    assert set(alone) == {"realistic-event-unapproved"}
    assert "approval-missing" in beside
    assert "realistic-event-unapproved" not in beside
