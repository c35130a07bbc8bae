"""Two certificates of one name are told apart, and never mistaken for one another."""

import re

import pytest

from provenance.errors import ConfigError
from provenance.manifests.identity import create_identity
from provenance.manifests.trust import Anchor, load_anchor, told_apart


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins")
    return tuple(
        load_anchor(create_identity(folder / name, name="Editor", organisation="House").ca)
        for name in "ab"
    )


def test_one_certificate_given_twice_is_one(twins):
    one, other = twins
    assert one.name == other.name
    assert told_apart((one, one)) == (one,)


def test_both_of_a_name_get_their_fingerprint(twins):
    alone = Anchor("Studio", twins[0].pem + twins[1].pem)
    apart = told_apart((*twins, alone))
    assert [each.pem for each in apart] == [*(each.pem for each in twins), alone.pem]
    assert apart[2].name == "Studio"
    names = {each.name for each in apart[:2]}
    assert len(names) == 2
    assert all(re.fullmatch(rf"{re.escape(twins[0].name)} \([0-9a-f]{{8}}\)", n) for n in names)


def test_who_goes_by_the_name_that_another_gets_is_refused(twins):
    named = told_apart(twins)[0].name
    with pytest.raises(ConfigError, match="several certificates"):
        told_apart((*twins, Anchor(named, twins[0].pem + twins[1].pem)))
