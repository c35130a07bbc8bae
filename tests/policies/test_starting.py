"""A policy to start from loads, with and without its examples, and overwrites nothing."""

import re

import pytest

from provenance.errors import PolicyError
from provenance.model.vocabulary import Stage
from provenance.policies import profiles
from provenance.policies.loading import ContradictionError, compose, compose_text
from provenance.policies.starting import starting_policy, write_starting_policy
from provenance.rules import load

RULES = {each.name: each for each in load()}


@pytest.mark.parametrize("name", profiles())
def test_it_asks_for_what_it_extends_and_no_more(tmp_path, name):
    text = starting_policy(tmp_path / "own.toml", RULES, extends=[name])
    found = compose_text(text, tmp_path / "own.toml", RULES)
    base = compose(name, RULES)
    assert found.policy.rules == base.policy.rules
    assert (found.policy.name, found.policy.stage) == ("own", base.policy.stage)


@pytest.mark.parametrize("stage", [None, *Stage])
def test_its_examples_are_examples(tmp_path, stage):
    path = tmp_path / "own.toml"
    text = starting_policy(path, RULES, extends=["netflix", "house"], stage=stage)
    assert compose_text(text, path, RULES).policy.stage is (stage or Stage.FINAL)
    used = re.sub(r"(?m)^#(?=[^\s#])", "", text)
    assert used.count("\n#") < text.count("\n#") - 30
    found = compose_text(used, path, RULES)
    assert len(found.policy.tools) == len(found.policy.destinations) == len(found.cases) == 1
    assert len(found.policy.approvers) == len(found.policy.waivers) == 1


def test_where_two_contradict_it_takes_the_first_and_says_so(tmp_path):
    (tmp_path / "a.toml").write_text('stage = "temp"\n[rules]\nundisclosed = {}\n')
    (tmp_path / "b.toml").write_text('stage = "final"\n')
    path = tmp_path / "own.toml"
    text = starting_policy(path, RULES, extends=["a.toml", "b.toml"])
    assert compose_text(text, path, RULES).policy.stage is Stage.TEMP
    assert re.search(r'# .*a\.toml:1 says so; .*b\.toml:1 says "final"\nstage = "temp"', text)
    text = starting_policy(path, RULES, extends=["a.toml", "b.toml"], stage=Stage.FINAL)
    assert "says so;" not in text


def test_what_it_cannot_decide_it_does_not_write(tmp_path):
    outlet = '[rules]\nundisclosed = {}\n[[destinations]]\nname = "x"\nmedia = '
    (tmp_path / "a.toml").write_text(outlet + '"one"')
    (tmp_path / "b.toml").write_text(outlet + '"two"')
    with pytest.raises(ContradictionError, match=r"on destinations\.x"):
        starting_policy(tmp_path / "own.toml", RULES, extends=["a.toml", "b.toml"])
    with pytest.raises(PolicyError, match="netflx"):
        starting_policy(tmp_path / "own.toml", RULES, extends=["netflx"])


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("mine")
    with pytest.raises(PolicyError, match="is there already"):
        write_starting_policy(path, "text")
    assert path.read_text() == "mine"
    with pytest.raises(PolicyError, match="cannot be written: No such file"):
        write_starting_policy(tmp_path / "no" / "own.toml", "text")
