import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.standings.versions import rule_flaw, rules_meet, version_covered


@pytest.mark.parametrize(
    ("version", "rule", "covered"),
    [
        ("3", "", True),
        ("", "", True),
        ("", "3", False),
        ("3", "3", True),
        ("3.1.4", "3", True),
        ("30", "3", False),
        ("v3.1", "3", True),
        ("3.1", "3.1", True),
        ("3", "3.1", False),
        ("3.0", "==3", True),
        ("3.1", "==3", False),
        ("3.1", "!=3", True),
        ("3.1", ">=3,<4", True),
        ("4.0", ">=3,<4", False),
        ("3.10", ">3.9", True),
        ("3.0", "<=3", True),
        ("3.0", ">3", False),
        ("3.1-beta", "3", True),
        ("3.1-beta", ">=3", False),
        ("beta", "Beta", True),
        ("beta", "<9", False),
        ("3", ">=", False),
        ("3", ">=3,", False),
        ("3" * 300, ">=3", False),
        ("²", ">=1", False),
    ],
)
def test_version_rules(version, rule, covered):
    assert version_covered(version, rule) is covered


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_an_answer(version, rule):
    assert version_covered(version, rule) in {True, False}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_a_version_covers_itself(numbers):
    version = ".".join(map(str, numbers))
    for rule in (version, f"=={version}", f">={version}", f"<={version}"):
        assert version_covered(version, rule)
    for rule in (f"!={version}", f">{version}", f"<{version}"):
        assert not version_covered(version, rule)


@pytest.mark.parametrize(
    "rule", ["", " ", "3", ">=3,<4", "3,3.1", "v3", ">=v3", "2024b", ">3,<3.0.1", "<=0", "!=3"]
)
def test_a_sound_rule(rule):
    assert rule_flaw(rule) == ""


@pytest.mark.parametrize(
    ("rule", "flaw"),
    [
        ("3,", "'3,' compares with no version"),
        (">", "'>' compares with no version"),
        ("-", "'-' compares with no version"),
        ("~3", "'~3' is no comparison"),
        ("=>3", "'=>3' is no comparison"),
        ("3.*", "'3.*' is no comparison"),
        (">=beta", "'>=beta' compares with what is no number"),
        (">=4,<3", "no version is '>=4,<3'"),
        ("3,4", "no version is '3,4'"),
        ("!=3,==3", "no version is '!=3,==3'"),
        ("3" * 201, "at most 200 characters"),
    ],
)
def test_a_rule_that_nobody_can_have_meant(rule, flaw):
    assert flaw in rule_flaw(rule)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("", "3", True),
        ("", "", True),
        ("3", "3.1", True),
        ("3", "4", False),
        (">=3,<4", "4", False),
        ("<3", ">=3", False),
        ("<=3", ">=3", True),
        (">2.9", "<3", True),
        ("beta", "Beta", True),
        ("beta", ">=1", False),
        (">3,<3.0.1", "<3.0.0.5", True),
    ],
)
def test_rules_that_have_a_version_in_common(one, other, meet):
    assert rules_meet(one, other) is rules_meet(other, one) is meet


NUMBERS = st.lists(st.integers(0, 4), min_size=1, max_size=3).map(
    lambda each: ".".join(map(str, each))
)
RULES = st.lists(
    st.tuples(st.sampled_from(["", "==", "!=", "<", "<=", ">", ">="]), NUMBERS).map("".join),
    min_size=1,
    max_size=3,
).map(",".join)


@given(NUMBERS, RULES, RULES)
def test_rules_meet_where_a_version_lies_in_both(version, one, other):
    if version_covered(version, one) and version_covered(version, other):
        assert rules_meet(one, other)
        assert not rule_flaw(one)


@given(st.text(max_size=30))
def test_any_text_is_sound_or_has_a_flaw_in_one_line(rule):
    assert "\n" not in rule_flaw(rule)
