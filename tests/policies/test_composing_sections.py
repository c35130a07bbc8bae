"""Sections of several policies: how they go together, and what the file itself has to say."""

import pytest

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.policies import compose
from provenance.policies.loading import ContradictionError

TWO = 'extends = ["a.toml", "b.toml"]\n'
OUTLET = '[[destinations]]\nname = "trailer"\n'
APPROVER = '[[approvers]]\nname = "{}"\ncertificate = "sha256:1"\n'
WAIVER = '[[waivers]]\nid = "w"\nrule = "odd"\nreason = "{}"\nowner = "o"\nexpires = 2027-01-01\n'


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        (
            '[rules.odd.parameters]\nplain = "y"',
            '\n[rules.odd.parameters]\nplain = "z"',
            (
                "a.toml:2 and {}b.toml:3 contradict each other on rules.odd.parameters.plain: "
                "'y' or 'z'"
            ),
        ),
        (
            'stage = "temp"',
            'stage = "final"',
            "a.toml:1 and {}b.toml:1 contradict each other on st",
        ),
        ('time_zone = "Europe/Rome"', 'time_zone = "UTC"', "a.toml:1 and {}b.toml:1 contradict"),
        (
            '[[tools]]\nname = "T"\nallowed = true',
            '[[tools]]\nname = "t"\nallowed = false',
            "a.toml:1 and {}b.toml:1 contradict each other on tools.t",
        ),
        (
            OUTLET + 'media = "social"',
            OUTLET + 'media = "cinema"',
            "a.toml:1 and {}b.toml:1 contradict each other on destinations.trailer",
        ),
        (APPROVER.format("A"), APPROVER.format("B"), "a.toml:1 and {}b.toml:1 contradict"),
        (WAIVER.format("x"), WAIVER.format("y"), "a.toml:1 and {}b.toml:1 contradict"),
    ],
)
def test_where_no_side_is_stricter_the_file_has_to_say(
    tmp_path, write, rules, *, one, other, where
):
    head = "\n[rules.odd]\n" if "[rules" not in one else ""
    write("a", one + head)
    write("b", other + head)
    own = write("own", TWO)
    with pytest.raises(ContradictionError) as caught:
        compose(own, rules)
    assert str(caught.value).startswith(
        f"{own}:1: extends: {tmp_path}/{where.format(f'{tmp_path}/')}"
    )
    assert "Say in" in caught.value.advice()
    assert len(caught.value.values) == 1
    decided = compose(write("own", TWO + one), rules)
    assert decided.policy
    assert compose(write("own", 'extends = ["a.toml", "a.toml"]'), rules).policy


def test_several_contradictions_are_counted(write, rules):
    write("a", 'stage = "temp"\n[rules.odd.parameters]\nplain = "y"\n')
    write("b", 'stage = "final"\n[rules.odd.parameters]\nplain = "z"\n')
    with pytest.raises(ContradictionError, match=r"contradict each other .* \(and 1 more\)$"):
        compose(write("own", TWO), rules)


def test_a_third_says_nothing_new(write, rules):
    write("a", '[rules.odd.parameters]\nplain = "y"\n')
    write("b", '[rules.odd.parameters]\nplain = "z"\n')
    own = write("own", 'extends = ["a.toml", "b.toml", "a.toml"]')
    with pytest.raises(ContradictionError, match="contradict each other on rules"):
        compose(own, rules)


def test_what_a_policy_is_called_is_put_together(write, value, rules):
    write("a", 'title = "A"\nsource = "S"\nkind = "law"\n[rules]\nodd = {}\n')
    write("b", 'title = "B"\nsource = "S"\nkind = "contract"\nfail_on = "warning"\n')
    found = compose(write("own", TWO + 'fail_on = "blocking"'), rules)
    assert found.policy.fail_on is Severity.BLOCKING
    found = compose(write("own", TWO), rules)
    assert (found.policy.title, found.policy.source, found.policy.kind) == ("A; B", "S", "house")
    assert value(found, "title")[1:] == ("a.toml:1 and b.toml:1", "what both say")
    assert found.policy.name == "own"


def test_the_stricter_threshold_holds(write, rules):
    write("a", 'fail_on = "blocking"\n[rules]\nodd = {}\n')
    write("b", 'fail_on = "warning"\n')
    assert compose(write("own", TWO), rules).policy.fail_on is Severity.WARNING


def test_tools_and_destinations_are_replaced_by_name_and_waivers_added(write, rules):
    write(
        "base",
        '[rules]\nodd = {}\n[[tools]]\nname = "One"\nvendor = "V"\n[[tools]]\nname = "Two"\n'
        + OUTLET
        + 'media = "social"\n'
        + WAIVER.format("x"),
    )
    own = write(
        "own",
        'extends = "base.toml"\n[[tools]]\nname = "ONE"\nversions = "<3"\n[[tools]]\nname = "one"\n'
        'versions = ">=3"\nallowed = false\n'
        + OUTLET
        + WAIVER.format("y")
        + WAIVER.format("z").replace('"w"', '"w2"'),
    )
    policy = compose(own, rules).policy
    assert sorted((each.name, each.vendor, each.versions) for each in policy.tools) == [
        ("ONE", "", "<3"),
        ("Two", "", ""),
        ("one", "", ">=3"),
    ]
    assert [each.media for each in policy.destinations] == [""]
    assert [(each.id, each.reason) for each in policy.waivers] == [("w", "y"), ("w2", "z")]


def test_severities_for_destinations(write, rules, weight):
    own = write(
        "own",
        '[rules.odd]\nseverity = "warning"\n[rules.odd.destinations]\ntrailer = "info"\n'
        'cinema = { final = "blocking" }\n' + OUTLET + '[[destinations]]\nname = "cinema"\n',
    )
    found = compose(own, rules)
    assert weight(found, "odd", "final") == "warning"
    assert weight(found, "odd", "final", "trailer") == "info"
    assert weight(found, "odd", "final", "cinema", "trailer") == "blocking"
    assert weight(found, "odd", "temp", "cinema") == "warning"
    # Also bound for a place of which nothing special is said: the general word counts there.
    assert weight(found, "odd", "final", "trailer", "elsewhere") == "warning"


def test_a_light_destination_of_one_does_not_undo_the_other(write, rules, weight):
    write(
        "a", '[rules.odd]\nseverity = "info"\n[rules.odd.destinations]\ntrailer = "off"\n' + OUTLET
    )
    write("b", '[rules]\nodd = "overridable"\n')
    found = compose(write("own", TWO), rules)
    assert weight(found, "odd", "final", "trailer") == "overridable"
    write("b", 'extends = "a.toml"\nfail_on = "info"')
    assert weight(compose(write("own", TWO), rules), "odd", "final", "trailer") == "off"


def test_a_destination_that_nobody_defines(write, rules):
    own = write("own", '[rules.odd.destinations]\ntrailr = "info"\n' + OUTLET)
    with pytest.raises(PolicyError) as caught:
        compose(own, rules)
    assert str(caught.value) == (
        f"{own}:2: rules.odd.destinations.trailr: no destination is called 'trailr'; "
        "did you mean 'trailer'?"
    )
    assert "[[destinations]]" in caught.value.advice()
    write("base", OUTLET + "[rules]\nodd = {}\n")
    text = 'extends = "base.toml"\n[rules.odd.destinations]\ntrailer = "info"\n'
    assert compose(write("own", text), rules).policy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[rules.odd.destinations]\nx = "hard"',
            "own.toml:2: rules.odd.destinations.x: 'hard' is no severity",
        ),
        (
            '[rules.odd.destinations.x]\nlater = "info"',
            "own.toml:2: rules.odd.destinations.x.later: no stage is called 'later'",
        ),
        ("[rules.odd]\ndestinations = 3", "own.toml:2: rules.odd.destinations: must be a table"),
        (
            APPROVER.format("A") + 'waives = ["od"]',
            "own.toml:4: approvers[0].waives: no rule is called 'od'; did you mean 'odd'?",
        ),
        (
            APPROVER.format("A") + 'waives = ["*"]\nterritories = ["Germany"]',
            "own.toml:5: approvers[0].territories: 'Germany' is no territory",
        ),
        (
            APPROVER.format("A") + 'role = "x"',
            "own.toml:4: approvers[0].role: unknown key",
        ),
        ('[[tools]]\nvendor = "x"', "own.toml:1: tools[0].name: is missing"),
        (
            '[[tools]]\nname = "x"\nversion = "3"',
            "own.toml:3: tools[0].version: unknown key; did you mean 'versions'?",
        ),
        (
            '[[tools]]\nname = "x"\nversions = ">=three"',
            "own.toml:3: tools[0].versions: '>=three' compares with what is no number",
        ),
        (
            '[[tools]]\nname = "x"\n[[tools]]\nname = "X"',
            "own.toml:4: tools[1].name: a second entry for 'X'",
        ),
        (
            '[[tools]]\nname = "x"\nterms_sha256 = "abc"',
            "own.toml:3: tools[0].terms_sha256:",
        ),
        ("[tools]\nname = 'x'", "own.toml:1: tools: must be a list of tables: [[tools]]"),
        (OUTLET + OUTLET, "own.toml:4: destinations[1].name: two destinations are called"),
        (
            OUTLET + 'labels = ["everywhere"]',
            "own.toml:3: destinations[0].labels[0]: should be",
        ),
        (
            OUTLET + 'territories = ["DE", "eu", "WORLDWIDE", "D1"]',
            "own.toml:3: destinations[0].territories: 'D1' is no territory",
        ),
        (WAIVER.format("x") * 2, "own.toml:8: waivers[1].id: two waivers are called 'w'"),
        ('bound_for = ["x"]', "own.toml:1: bound_for: unknown key"),
        ("cases = 3", "own.toml:1: cases: must be a list of tables"),
    ],
)
def test_new_sections_are_checked_key_by_key(tmp_path, write, text, message, rules):
    with pytest.raises(PolicyError) as caught:
        compose(write("own", text + "\n[rules.even]\n"), rules)
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(message)
    assert "\n" not in str(caught.value)
