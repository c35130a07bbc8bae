"""What loading gives: the profiles that come along, what a policy lays over what it extends."""

from datetime import date

import pytest

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.model.policy import PolicyApprover
from provenance.model.vocabulary import Stage
from provenance.policies import digest_of, load_policy, profile_text, profiles
from provenance.policies.loading import MAX_FILES
from provenance.rules import BUILTIN

RULES = {each.name: each for each in BUILTIN}
MINIMAL = '[rules]\nundisclosed = "blocking"\n'


def test_the_profiles_that_come_along():
    assert {"documentary", "house", "netflix"} <= set(profiles())


def test_netflix_lists_every_rule_that_rests_on_its_guidance():
    listed = set(load_policy("netflix", RULES).rules)
    assert {name for name, rule in RULES.items() if "Netflix" in rule.source} <= listed


@pytest.mark.parametrize("name", ["house", "netflix"])
def test_a_profile_says_whose_it_is_and_what_fails(name):
    policy = load_policy(name, RULES)
    assert policy.name == name
    assert policy.fail_on is Severity.BLOCKING
    assert policy.as_of is None
    assert policy.title
    assert policy.source
    assert name in profile_text(name)


def test_netflix_as_the_facts_have_it():
    def severity(rule: str, stage: str) -> Severity:
        applied = policy.model_copy(update={"stage": Stage(stage)})
        return applied.severity(rule, RULES[rule].severity)

    policy = load_policy("netflix", RULES)
    assert policy.source == "Netflix, Using Generative AI in Content Production, August 2025"
    assert policy.kind == "contract"
    for stage in Stage:
        for always in ("undisclosed", "approval-missing", "approval-expired"):
            assert severity(always, stage) is Severity.BLOCKING
    for rule_name in ("manifest-invalid", "ingredient-laundered", "disclosure-contradicted"):
        assert severity(rule_name, "final") is Severity.BLOCKING
        assert severity(rule_name, "temp") is not Severity.BLOCKING
    assert severity("temp-in-final", "marketing") is Severity.BLOCKING
    assert severity("manifest-missing", "final") is Severity.WARNING
    assert severity("unreadable", "final") is Severity.WARNING
    assert severity("file-unaccounted", "final") is Severity.INFO


def test_house_asks_for_marks_and_accounts():
    policy = load_policy("house", RULES)
    default = RULES["manifest-missing"].severity
    assert policy.severity("manifest-missing", default) is Severity.OVERRIDABLE
    default = RULES["file-unaccounted"].severity
    assert policy.severity("file-unaccounted", default) is Severity.WARNING


def test_a_path_wins_over_a_profile_of_its_name(tmp_path):
    path = tmp_path / "netflix"
    path.write_text(MINIMAL)
    assert set(load_policy(path, RULES).rules) == {"undisclosed"}


def test_the_name_of_a_file_is_the_name_of_a_policy_that_has_none(write):
    assert load_policy(write("own", 'extends = "netflix"'), RULES).name == "own"
    assert load_policy(write("own", 'name = "n"\n' + MINIMAL), RULES).name == "n"


def test_a_policy_lays_itself_over_what_it_extends(write):
    write(
        "base",
        """
        name = "base"
        title = "Base"
        version = "7"
        fail_on = "warning"
        [rules]
        undisclosed = "warning"
        manifest-missing = { severity = { final = "info", temp = "off" } }
        [rules.disclosure-incomplete.parameters]
        required = ["tools"]
        [[approvers]]
        name = "A"
        certificate = "A"
        trust_list = "L"
        [[waivers]]
        rule = "undisclosed"
        reason = "r"
        owner = "o"
        expires = 2027-01-01
        """,
    )
    own = write(
        "own",
        """
        extends = "base.toml"
        [rules]
        undisclosed = { severity = { final = "blocking" } }
        manifest-missing = { severity = { final = "warning" } }
        disclosure-incomplete = "info"
        temp-in-final = "blocking"
        [[waivers]]
        rule = "temp-in-final"
        reason = "r"
        owner = "o"
        expires = 2027-01-01
        """,
    )
    policy = load_policy(own, RULES)
    assert (policy.name, policy.version, policy.title) == ("own", "1", "Base")
    assert policy.fail_on is Severity.WARNING
    severity = {name: setting.severity for name, setting in policy.rules.items()}
    assert severity["undisclosed"] == {
        **dict.fromkeys(Stage, Severity.WARNING),
        Stage.FINAL: Severity.BLOCKING,
    }
    assert severity["manifest-missing"] == {"final": "warning", "temp": "off"}
    assert severity["disclosure-incomplete"] == "info"
    assert policy.parameter("disclosure-incomplete", "required", ()) == ["tools"]
    assert [each.rule for each in policy.waivers] == ["undisclosed", "temp-in-final"]
    assert [each.name for each in policy.approvers] == ["A"]


def test_several_below_and_a_profile_among_them(write):
    write("soft", '[rules]\nundisclosed = "info"')
    for order in ('"netflix", "soft.toml"', '"soft.toml", "netflix"'):
        policy = load_policy(write("own", f"extends = [{order}]"), RULES)
        assert policy.rules["undisclosed"].severity is Severity.BLOCKING  # the heavier one
        assert set(policy.rules) == set(load_policy("netflix", RULES).rules)


def test_an_error_below_names_the_file_below(write):
    write("base", '\n[rules]\nno = "info"')
    own = write("own", 'extends = "base.toml"\n' + MINIMAL)
    with pytest.raises(PolicyError, match=r"base\.toml:3: rules\.no:"):
        load_policy(own, RULES)


def test_a_circle_is_told(tmp_path, write):
    write("one", 'extends = "two.toml"\n' + MINIMAL)
    write("two", 'extends = "./one.toml"\n' + MINIMAL)
    with pytest.raises(PolicyError, match="circle"):
        load_policy(tmp_path / "one.toml", RULES)


def test_a_tower_ends(tmp_path, write):
    for number in range(MAX_FILES + 1):
        write(f"p{number}", f'extends = "p{number + 1}.toml"\n' + MINIMAL)
    with pytest.raises(PolicyError, match=f"more than {MAX_FILES}"):
        load_policy(tmp_path / "p0.toml", RULES)


def test_what_the_caller_says_comes_last(write):
    policy = load_policy(
        write("own", 'stage = "temp"\n' + MINIMAL),
        RULES,
        stage=Stage.MARKETING,
        fail_on=Severity.INFO,
        as_of=date(2026, 11, 22),
        approvers=[PolicyApprover(name="A", certificate="A")],
    )
    assert policy.stage is Stage.MARKETING
    assert policy.fail_on is Severity.INFO
    assert policy.as_of == date(2026, 11, 22)
    assert len(policy.approvers) == 1


def test_a_digest_is_of_what_a_policy_asks_for(write):
    waiver = "[[waivers]]\nrule = 'undisclosed'\nreason = 'r'\nowner = 'o'\nexpires = 2027-01-01\n"
    path = write("own", MINIMAL + waiver)
    policy = load_policy(path, RULES)
    again = load_policy(path, RULES, stage=Stage.TEMP, as_of=date(2026, 1, 1))
    assert policy.digest == again.digest == digest_of(policy)
    assert policy.waivers[0].id == again.waivers[0].id
    assert policy.digest.startswith("sha256:")
    for change in (
        MINIMAL,
        MINIMAL + waiver.replace("2027", "2028"),
        "fail_on = 'info'\n" + MINIMAL,
    ):
        assert load_policy(write("own", change), RULES).digest != policy.digest
    reordered = write("own", waiver + MINIMAL)
    assert load_policy(reordered, RULES).digest == policy.digest
