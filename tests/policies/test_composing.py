"""Several policies as one: what holds, who says so, and what nobody may choose for the file."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.policies import compose, profiles
from provenance.policies.loading import ContradictionError
from provenance.rules import load
from provenance.rules.base import rule


@rule(
    Severity.BLOCKING,
    parameters={"days": 30, "share": 0.5, "words": ("a",), "free": ("a",), "plain": "x"},
    agreements={"days": "least", "share": "most", "words": "all", "free": "common"},
)
def odd(_evidence, _policy):
    """It takes all sorts."""
    yield from ()


@rule(Severity.WARNING, fixed=True)
def even(_evidence, _policy):
    """It takes none."""
    yield from ()


RULES = {"odd": odd, "even": even}


@pytest.fixture
def write(tmp_path):
    def put(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(text, "utf-8")
        return path

    return put


@pytest.fixture
def value(tmp_path):
    """A value of a composition, where it comes from and how."""

    def find(composed, *key: str) -> tuple[object, str, str]:
        told = composed.values[key]
        return told.value, str(told).replace(f"{tmp_path}/", ""), told.note

    return find


def weight(composed, name: str, stage: str, *destinations: str) -> str:
    policy = composed.policy.model_copy(update={"stage": Stage(stage)})
    return policy.severity(name, RULES[name].severity, destinations).value


def test_every_value_knows_its_line(write, value):
    write("base", 'name = "b"\n[rules]\nodd = "info"\n[rules.even.severity]\nfinal = "blocking"\n')
    own = write("own", 'extends = "base.toml"\nstage = "temp"\n\n[rules]\neven = "warning"\n')
    found = compose(own, RULES)
    assert value(found, "stage") == ("temp", "own.toml:2", "")
    assert value(found, "rules", "odd", "severity", "final") == ("info", "base.toml:3", "")
    told = found.values["rules", "even", "severity", "final"]
    assert value(found, "rules", "even", "severity", "final") == ("warning", "own.toml:5", "")
    assert [each.value for each in told.lost] == ["blocking"]
    assert "name" not in {key[0] for key in found.values}
    assert found.parts == ("base.toml",)


def test_a_rule_that_is_listed_weighs_as_it_does_itself(write, value):
    found = compose(write("own", "[rules]\nodd = {}\n"), RULES)
    assert value(found, "rules", "odd", "severity", "temp") == (
        "overridable",
        "own.toml:2",
        "as the rule itself weighs",
    )
    assert found.policy.rules["odd"].severity is None


def test_of_two_the_heavier_severity_holds_and_is_shown(write, value):
    write("a", '[rules]\nodd = "info"\n')
    write("b", '[rules]\nodd = "overridable"\neven = "off"\n')
    for order in ('"a.toml", "b.toml"', '"b.toml", "a.toml"'):
        found = compose(write("own", f"extends = [{order}]"), RULES)
        key = ("rules", "odd", "severity", "final")
        assert value(found, *key) == ("overridable", "b.toml:2", "the heavier of two")
        assert [each.value for each in found.values[key].lost] == ["info"]
        assert weight(found, "even", "final") == "off"


def test_what_a_listed_rule_weighs_itself_counts_as_said(write):
    write("a", '[rules]\nodd = { severity = { temp = "info" } }\n')
    write("b", "[rules]\nodd = {}\n")
    found = compose(write("own", 'extends = ["a.toml", "b.toml"]'), RULES)
    assert weight(found, "odd", "temp") == "overridable"


def test_who_changes_what_both_rest_on_decides(write):
    write("base", '[rules]\nodd = "blocking"\neven = {}\n')
    write("a", 'extends = "base.toml"\n[rules]\nodd = "info"\neven = "off"\n')
    write("b", 'extends = "base.toml"\nfail_on = "info"\n')
    for order in ('"a.toml", "b.toml"', '"b.toml", "a.toml"', '"base.toml", "a.toml"'):
        found = compose(write("own", f"extends = [{order}]"), RULES)
        assert weight(found, "odd", "final") == "info"
        assert weight(found, "even", "final") == "off"


@pytest.mark.parametrize(
    ("parameter", "one", "other", "holds"),
    [
        ("days", 3, 5, 3),
        ("share", 0.1, 0.2, 0.2),
        ("words", ["a", "b"], ["b", "c"], [*"abc"]),
        ("free", ["a", "b"], ["b", "c"], ["b"]),
    ],
)
def test_parameters_that_know_how_to_agree(write, parameter, one, other, holds):
    write("a", f"[rules.odd.parameters]\n{parameter} = {one}\n")
    write("b", f"[rules.odd.parameters]\n{parameter} = {other}\n")
    found = compose(write("own", 'extends = ["a.toml", "b.toml"]'), RULES)
    assert found.policy.parameter("odd", parameter, None) == holds


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
def test_where_no_side_is_stricter_the_file_has_to_say(tmp_path, write, one, other, where):
    head = "\n[rules.odd]\n" if "[rules" not in one else ""
    write("a", one + head)
    write("b", other + head)
    own = write("own", TWO)
    with pytest.raises(ContradictionError) as caught:
        compose(own, RULES)
    assert str(caught.value).startswith(
        f"{own}:1: extends: {tmp_path}/{where.format(f'{tmp_path}/')}"
    )
    assert "Say in" in caught.value.advice()
    assert len(caught.value.values) == 1
    decided = compose(write("own", TWO + one), RULES)
    assert decided.policy
    assert compose(write("own", 'extends = ["a.toml", "a.toml"]'), RULES).policy


def test_several_contradictions_are_counted(write):
    write("a", 'stage = "temp"\n[rules.odd.parameters]\nplain = "y"\n')
    write("b", 'stage = "final"\n[rules.odd.parameters]\nplain = "z"\n')
    with pytest.raises(ContradictionError, match=r"contradict each other .* \(and 1 more\)$"):
        compose(write("own", TWO), RULES)


def test_a_third_says_nothing_new(write):
    write("a", '[rules.odd.parameters]\nplain = "y"\n')
    write("b", '[rules.odd.parameters]\nplain = "z"\n')
    own = write("own", 'extends = ["a.toml", "b.toml", "a.toml"]')
    with pytest.raises(ContradictionError, match="contradict each other on rules"):
        compose(own, RULES)


def test_what_a_policy_is_called_is_put_together(write, value):
    write("a", 'title = "A"\nsource = "S"\nkind = "law"\n[rules]\nodd = {}\n')
    write("b", 'title = "B"\nsource = "S"\nkind = "contract"\nfail_on = "warning"\n')
    found = compose(write("own", TWO + 'fail_on = "blocking"'), RULES)
    assert found.policy.fail_on is Severity.BLOCKING
    found = compose(write("own", TWO), RULES)
    assert (found.policy.title, found.policy.source, found.policy.kind) == ("A; B", "S", "house")
    assert value(found, "title")[1:] == ("a.toml:1 and b.toml:1", "what both say")
    assert found.policy.name == "own"


def test_the_stricter_threshold_holds(write):
    write("a", 'fail_on = "blocking"\n[rules]\nodd = {}\n')
    write("b", 'fail_on = "warning"\n')
    assert compose(write("own", TWO), RULES).policy.fail_on is Severity.WARNING


def test_tools_and_destinations_are_replaced_by_name_and_waivers_added(write):
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
    policy = compose(own, RULES).policy
    assert sorted((each.name, each.vendor, each.versions) for each in policy.tools) == [
        ("ONE", "", "<3"),
        ("Two", "", ""),
        ("one", "", ">=3"),
    ]
    assert [each.media for each in policy.destinations] == [""]
    assert [(each.id, each.reason) for each in policy.waivers] == [("w", "y"), ("w2", "z")]


def test_severities_for_destinations(write):
    own = write(
        "own",
        '[rules.odd]\nseverity = "warning"\n[rules.odd.destinations]\ntrailer = "info"\n'
        'cinema = { final = "blocking" }\n' + OUTLET + '[[destinations]]\nname = "cinema"\n',
    )
    found = compose(own, RULES)
    assert weight(found, "odd", "final") == "warning"
    assert weight(found, "odd", "final", "trailer") == "info"
    assert weight(found, "odd", "final", "cinema", "trailer") == "blocking"
    assert weight(found, "odd", "temp", "cinema") == "warning"
    # Also bound for a place of which nothing special is said: the general word counts there.
    assert weight(found, "odd", "final", "trailer", "elsewhere") == "warning"


def test_a_light_destination_of_one_does_not_undo_the_other(write):
    write(
        "a", '[rules.odd]\nseverity = "info"\n[rules.odd.destinations]\ntrailer = "off"\n' + OUTLET
    )
    write("b", '[rules]\nodd = "overridable"\n')
    found = compose(write("own", TWO), RULES)
    assert weight(found, "odd", "final", "trailer") == "overridable"
    write("b", 'extends = "a.toml"\nfail_on = "info"')
    assert weight(compose(write("own", TWO), RULES), "odd", "final", "trailer") == "off"


def test_a_destination_that_nobody_defines(write):
    own = write("own", '[rules.odd.destinations]\ntrailr = "info"\n' + OUTLET)
    with pytest.raises(PolicyError) as caught:
        compose(own, RULES)
    assert str(caught.value) == (
        f"{own}:2: rules.odd.destinations.trailr: no destination is called 'trailr'; "
        "did you mean 'trailer'?"
    )
    assert "[[destinations]]" in caught.value.advice()
    write("base", OUTLET + "[rules]\nodd = {}\n")
    text = 'extends = "base.toml"\n[rules.odd.destinations]\ntrailer = "info"\n'
    assert compose(write("own", text), RULES).policy


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
def test_new_sections_are_checked_key_by_key(tmp_path, write, text, message):
    with pytest.raises(PolicyError) as caught:
        compose(write("own", text + "\n[rules.even]\n"), RULES)
    assert str(caught.value).removeprefix(f"{tmp_path}/").startswith(message)
    assert "\n" not in str(caught.value)


def test_a_circle_is_named_once_and_short(tmp_path, write):
    write("one", 'extends = "sub/../two.toml"\n')
    write("two", '\nextends = ["three.toml", "one.toml"]\n')
    write("three", "[rules]\nodd = {}\n")
    (tmp_path / "sub").mkdir()
    with pytest.raises(PolicyError) as caught:
        compose(tmp_path / "one.toml", RULES)
    assert str(caught.value).endswith(
        "two.toml:2: extends: it goes in a circle: one.toml -> two.toml -> one.toml"
    )
    with pytest.raises(PolicyError, match=r"in a circle: own\.toml -> own\.toml$"):
        compose(write("own", 'extends = "own.toml"'), RULES)
    (tmp_path / "link.toml").symlink_to("link.toml")
    with pytest.raises(PolicyError, match=r"link\.toml"):
        compose(tmp_path / "link.toml", RULES)


def test_what_many_rest_on_is_read_once(write):
    write("base", "[rules]\nodd = {}\n")
    for depth in range(20):  # two ways at each level would be a million files
        below = "base" if depth == 0 else f"p{depth - 1}"
        write(f"p{depth}", f'extends = ["{below}.toml", "{below}.toml"]')
    assert compose(write("own", 'extends = "p19.toml"'), RULES).policy.rules.keys() == {"odd"}


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(profiles(), 2)))
def test_every_two_profiles_go_together(write, one, other):
    known = {each.name: each for each in load()}
    found = compose(write("own", f'extends = ["{one}", "{other}"]'), known)
    assert found.policy.rules.keys() >= compose(one, known).policy.rules.keys()
    assert set(found.policy.rules) == {
        name for each in (one, other) for name in compose(each, known).policy.rules
    }


WEIGHTS = st.one_of(
    st.none(),
    st.sampled_from(list(Severity)).map(str),
    st.dictionaries(
        st.sampled_from(list(Stage)).map(str), st.sampled_from(list(Severity)).map(str)
    ),
)


def setting(name: str, general: object, special: object) -> str:
    def word(value: object) -> str:
        if isinstance(value, dict):
            return "{ " + ", ".join(f'{key} = "{each}"' for key, each in value.items()) + " }"
        return f'"{value}"'

    lines = [f"[rules.{name}]"]
    if general is not None:
        lines.append(f"severity = {word(general)}")
    if special is not None:
        lines.append(f"destinations.trailer = {word(special)}")
    return "\n".join(lines) + "\n"


PARTS = st.dictionaries(st.sampled_from(list(RULES)), st.tuples(WEIGHTS, WEIGHTS))


@settings(max_examples=80)
@given(st.lists(PARTS, min_size=2, max_size=3))
def test_a_composition_is_never_lighter_than_one_of_its_parts(tmp_path_factory, parts):
    folder = tmp_path_factory.getbasetemp() / "property"
    folder.mkdir(exist_ok=True)
    # One rule that is on keeps a part from being refused as empty.
    always = {"rest": rule(Severity.INFO)(lambda _evidence, _policy: iter(()))}
    rules = RULES | always
    single = []
    for index, part in enumerate(parts):
        text = "".join(setting(name, *weights) for name, weights in part.items())
        path = folder / f"p{index}.toml"
        path.write_text(f'{OUTLET}[rules.rest]\nseverity = "info"\n{text}')
        single.append(compose(path, rules).policy)
    names = ", ".join(f'"p{index}.toml"' for index in range(len(parts)))
    (folder / "own.toml").write_text(f"extends = [{names}]")
    whole = compose(folder / "own.toml", rules).policy
    for stage in Stage:
        for name, each in RULES.items():
            for outlets in ((), ("trailer",), ("trailer", "cinema")):
                found = [
                    policy.model_copy(update={"stage": stage}).severity(
                        name, each.severity, outlets
                    )
                    for policy in (whole, *single)
                ]
                assert found[0] == min(found[1:], key=list(Severity).index)
