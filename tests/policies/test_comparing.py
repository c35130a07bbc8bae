"""What differs between two policies, whoever says it and however it is written."""

import pytest

from provenance.policies import compose, load_policy, profiles
from provenance.policies.comparing import NOT_RUN, differences
from provenance.rules import load

RULES = {each.name: each for each in load()}
BASE = '[rules]\nundisclosed = "blocking"\ndisclosure-incomplete = {}\n'


@pytest.fixture
def differ(tmp_path):
    def compare(one: str, other: str) -> list[tuple]:
        found = []
        for name, text in (("one", one), ("other", other)):
            path = tmp_path / f"{name}.toml"
            path.write_text(text, "utf-8")
            found.append(load_policy(path, RULES))
        forward = [
            (each.part, each.name, each.key, each.one, each.other)
            for each in differences(*found, RULES)
        ]
        backward = [
            (each.part, each.name, each.key, each.other, each.one)
            for each in differences(*reversed(found), RULES)
        ]
        assert sorted(map(repr, forward)) == sorted(map(repr, backward))
        return forward

    return compare


@pytest.mark.parametrize("name", profiles())
def test_a_policy_does_not_differ_from_itself(name):
    policy = load_policy(name, RULES)
    assert differences(policy, policy, RULES) == ()
    assert compose(name, RULES).policy.digest == policy.digest


def test_what_is_only_written_otherwise_is_the_same(differ):
    stages = "".join(
        f'{stage} = "blocking"\n'
        for stage in ("ideation", "temp", "turnover", "final", "marketing")
    )
    other = (
        'name = "b"\ntitle = "t"\n[rules.disclosure-incomplete]\n'
        f"[rules.undisclosed.severity]\n{stages}"
    )
    assert differ(BASE, other) == []


def test_severities_by_stage_and_for_a_destination(differ):
    outlet = '[[destinations]]\nname = "trailer"\n'
    one = BASE + outlet
    other = (
        '[rules.undisclosed]\nseverity = { temp = "info", final = "blocking" }\n'
        'destinations.trailer = { final = "warning" }\n[rules.temp-in-final]\n' + outlet
    )
    found = differ(one, other)
    assert ("rules", "undisclosed", "temp", "blocking", "info") in found
    assert ("rules", "undisclosed", "final for trailer", "blocking", "warning") in found
    assert ("rules", "temp-in-final", "final", NOT_RUN, "blocking") in found
    assert ("rules", "disclosure-incomplete", "temp", "warning", NOT_RUN) in found
    assert not [each for each in found if each[2] == "final" and each[1] == "undisclosed"]


def test_parameters_against_the_rules_own(differ):
    other = BASE + '[rules.disclosure-incomplete.parameters]\nrequired = ["tools"]\n'
    other = other.replace("disclosure-incomplete = {}\n", "")
    (found,) = differ(BASE, other)
    assert found[:3] == ("parameters", "disclosure-incomplete", "required")
    assert found[4] == ["tools"]


def test_settings_people_tools_destinations_and_waivers(differ):
    approver = '[[approvers]]\nname = "A"\ncertificate = "sha256:1"\n'
    tool = '[[tools]]\nname = "T"\nversions = "3"\n'
    outlet = '[[destinations]]\nname = "D"\n'
    waiver = '[[waivers]]\nid = "w"\nrule = "undisclosed"\nreason = "r"\nowner = "o"\n'
    one = f'stage = "temp"\n{BASE}{approver}{tool}{outlet}{waiver}expires = 2027-01-01\n'
    other = (
        f'stage = "final"\nfail_on = "warning"\n{BASE}{approver}stages = ["temp"]\n'
        f"{tool}allowed = false\n{waiver}expires = 2027-02-01\n"
    )
    found = differ(one, other)
    assert ("settings", "stage", "", "temp", "final") in found
    assert ("settings", "fail_on", "", "blocking", "warning") in found
    assert ("approvers", "A", "stages", [], ["temp"]) in found
    assert ("tools", "T", "allowed", True, False) in found
    assert ("waivers", "w", "expires", "2027-01-01", "2027-02-01") in found
    (gone,) = [each for each in found if each[0] == "destinations"]
    assert (gone[1], gone[2], gone[4]) == ("D", "", None)
    assert len(found) == 6
