"""Several policies as one: what holds, who says so, and that no part is made lighter."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import PolicyError
from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.policies import compose, profiles
from provenance.rules import load
from provenance.rules.base import rule


def test_every_value_knows_its_line(write, value, rules):
    write("base", 'name = "b"\n[rules]\nodd = "info"\n[rules.even.severity]\nfinal = "blocking"\n')
    own = write("own", 'extends = "base.toml"\nstage = "temp"\n\n[rules]\neven = "warning"\n')
    found = compose(own, rules)
    assert value(found, "stage") == ("temp", "own.toml:2", "")
    assert value(found, "rules", "odd", "severity", "final") == ("info", "base.toml:3", "")
    told = found.values["rules", "even", "severity", "final"]
    assert value(found, "rules", "even", "severity", "final") == ("warning", "own.toml:5", "")
    assert [each.value for each in told.lost] == ["blocking"]
    assert "name" not in {key[0] for key in found.values}
    assert found.parts == ("base.toml",)


def test_a_rule_that_is_listed_weighs_as_it_does_itself(write, value, rules):
    found = compose(write("own", "[rules]\nodd = {}\n"), rules)
    assert value(found, "rules", "odd", "severity", "temp") == (
        "overridable",
        "own.toml:2",
        "as the rule itself weighs",
    )
    assert found.policy.rules["odd"].severity is None


def test_of_two_the_heavier_severity_holds_and_is_shown(write, value, rules, weight):
    write("a", '[rules]\nodd = "info"\n')
    write("b", '[rules]\nodd = "overridable"\neven = "off"\n')
    for order in ('"a.toml", "b.toml"', '"b.toml", "a.toml"'):
        found = compose(write("own", f"extends = [{order}]"), rules)
        key = ("rules", "odd", "severity", "final")
        assert value(found, *key) == ("overridable", "b.toml:2", "the heavier of two")
        assert [each.value for each in found.values[key].lost] == ["info"]
        assert weight(found, "even", "final") == "off"


def test_what_a_listed_rule_weighs_itself_counts_as_said(write, rules, weight):
    write("a", '[rules]\nodd = { severity = { temp = "info" } }\n')
    write("b", "[rules]\nodd = {}\n")
    found = compose(write("own", 'extends = ["a.toml", "b.toml"]'), rules)
    assert weight(found, "odd", "temp") == "overridable"


def test_who_changes_what_both_rest_on_decides(write, rules, weight):
    write("base", '[rules]\nodd = "blocking"\neven = {}\n')
    write("a", 'extends = "base.toml"\n[rules]\nodd = "info"\neven = "off"\n')
    write("b", 'extends = "base.toml"\nfail_on = "info"\n')
    for order in ('"a.toml", "b.toml"', '"b.toml", "a.toml"', '"base.toml", "a.toml"'):
        found = compose(write("own", f"extends = [{order}]"), rules)
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
def test_parameters_that_know_how_to_agree(write, rules, *, parameter, one, other, holds):
    write("a", f"[rules.odd.parameters]\n{parameter} = {one}\n")
    write("b", f"[rules.odd.parameters]\n{parameter} = {other}\n")
    found = compose(write("own", 'extends = ["a.toml", "b.toml"]'), rules)
    assert found.policy.parameter("odd", parameter, None) == holds


def test_a_circle_is_named_once_and_short(tmp_path, write, rules):
    write("one", 'extends = "sub/../two.toml"\n')
    write("two", '\nextends = ["three.toml", "one.toml"]\n')
    write("three", "[rules]\nodd = {}\n")
    (tmp_path / "sub").mkdir()
    with pytest.raises(PolicyError) as caught:
        compose(tmp_path / "one.toml", rules)
    assert str(caught.value).endswith(
        "two.toml:2: extends: it goes in a circle: one.toml -> two.toml -> one.toml"
    )
    with pytest.raises(PolicyError, match=r"in a circle: own\.toml -> own\.toml$"):
        compose(write("own", 'extends = "own.toml"'), rules)
    (tmp_path / "link.toml").symlink_to("link.toml")
    with pytest.raises(PolicyError, match=r"link\.toml"):
        compose(tmp_path / "link.toml", rules)


def test_what_many_rest_on_is_read_once(write, rules):
    write("base", "[rules]\nodd = {}\n")
    for depth in range(20):  # two ways at each level would be a million files
        below = "base" if depth == 0 else f"p{depth - 1}"
        write(f"p{depth}", f'extends = ["{below}.toml", "{below}.toml"]')
    assert compose(write("own", 'extends = "p19.toml"'), rules).policy.rules.keys() == {"odd"}


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


PARTS = st.dictionaries(st.sampled_from(["odd", "even"]), st.tuples(WEIGHTS, WEIGHTS))


@settings(max_examples=80)
@given(st.lists(PARTS, min_size=2, max_size=3))
def test_a_composition_is_never_lighter_than_one_of_its_parts(tmp_path_factory, rules, parts):
    folder = tmp_path_factory.getbasetemp() / "property"
    folder.mkdir(exist_ok=True)
    # One rule that is on keeps a part from being refused as empty.
    always = {"rest": rule(Severity.INFO)(lambda _evidence, _policy: iter(()))}
    known = rules | always
    single = []
    for index, part in enumerate(parts):
        text = "".join(setting(name, *weights) for name, weights in part.items())
        path = folder / f"p{index}.toml"
        path.write_text(
            f'[[destinations]]\nname = "trailer"\n[rules.rest]\nseverity = "info"\n{text}'
        )
        single.append(compose(path, known).policy)
    names = ", ".join(f'"p{index}.toml"' for index in range(len(parts)))
    (folder / "own.toml").write_text(f"extends = [{names}]")
    whole = compose(folder / "own.toml", known).policy
    for stage in Stage:
        for name, each in rules.items():
            for outlets in ((), ("trailer",), ("trailer", "cinema")):
                found = [
                    policy.model_copy(update={"stage": stage}).severity(
                        name, each.severity, outlets
                    )
                    for policy in (whole, *single)
                ]
                assert found[0] == min(found[1:], key=list(Severity).index)
