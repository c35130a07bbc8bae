"""The tool catalogue of a policy file: what is wrong in it is told with file, line and key."""

import pytest

from provenance.errors import PolicyError
from provenance.policies import load_policy
from provenance.rules import BUILTIN

RULES = {each.name: each for each in BUILTIN}
HEAD = 'extends = "netflix"\n[[tools]]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "X"\nvendr = "Y"', "4: tools[0].vendr: unknown key; did you mean 'vendor'?"),
        ('vendor = "X"', "2: tools[0].name: is missing"),
        ('name = " "', "3: tools[0].name: is blank"),
        ('name = "X"\nversions = "3,"', "4: tools[0].versions: '3,' compares with no version"),
        ('name = "X"\nversions = "~3"', "4: tools[0].versions: '~3' is no comparison"),
        ('name = "X"\nversions = ">4,<3"', "4: tools[0].versions: no version is '>4,<3'"),
        ('name = "X"\nenvironment = "safe"', "4: tools[0].environment: should be"),
        ('name = "X"\ntrains_on_inputs = false', "4: tools[0].trains_on_inputs: should be"),
        ('name = "X"\nterms_sha256 = "abc"', "4: tools[0].terms_sha256: "),
        ('name = "X"\nterms_seen = "soon"', "4: tools[0].terms_seen: "),
        ('name = "X"\nterms_seen = 2026-11-01', "4: tools[0].terms_seen: the terms are not named"),
        (
            'name = "X"\nversions = ">=3"\n[[tools]]\nname = "x"\nversions = "4"',
            "6: tools[1].name: a second entry for 'x' that speaks of the same versions and",
        ),
    ],
)
def test_what_is_wrong_in_a_catalogue(tmp_path, text, message):
    path = tmp_path / "own.toml"
    path.write_text(HEAD + text, "utf-8")
    with pytest.raises(PolicyError) as caught:
        load_policy(path, RULES)
    assert str(caught.value).startswith(f"{path}:{message}")
    assert "\n" not in str(caught.value)


def test_several_entries_of_one_tool(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(
        HEAD
        + 'name = "X"\naccount_tiers = ["Enterprise"]\n[[tools]]\nname = "X"\n'
        + 'account_tiers = ["Free"]\nallowed = false\n',
        "utf-8",
    )
    assert [each.allowed for each in load_policy(path, RULES).tools] == [True, False]


def test_a_day_in_the_future_is_a_matter_of_the_scan(tmp_path):
    path = tmp_path / "own.toml"
    terms = f'name = "X"\nterms_seen = 2126-01-01\nterms_sha256 = "sha256:{"a" * 64}"'
    path.write_text(HEAD + terms, "utf-8")
    assert load_policy(path, RULES).tools[0].terms_seen
