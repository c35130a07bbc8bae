import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.versions import version_covered


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
