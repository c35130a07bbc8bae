import pytest

from provenance.model.finding import Severity
from provenance.rules import signer_untrusted

HELD = 'stage = "{stage}"\n[[disclosures]]\nattested = "{attested}"\nsigner = "Ada"\n'


@pytest.mark.parametrize("attested", ["stranger", "unasked", "revoked", "expired"])
def test_a_disclosure_of_a_stranger_leaves_a_final_delivery_undetermined(find, attested):
    (problem,) = find(signer_untrusted, HELD.format(stage="final", attested=attested))
    assert problem.undetermined
    assert "Ada" in problem.message
    (problem,) = find(signer_untrusted, HELD.format(stage="turnover", attested=attested))
    assert not problem.undetermined


@pytest.mark.parametrize(
    ("attested", "does"),
    [
        ("stranger", ""),
        ("unasked", ""),
        ("revoked", "another certificate"),
        ("expired", "certificate of the authority"),
    ],
)
def test_who_has_the_certificate_already_is_not_told_to_ask_for_it(find, attested, does):
    (problem,) = find(signer_untrusted, HELD.format(stage="final", attested=attested))
    assert does in problem.advice
    assert bool(problem.advice) is bool(does)


@pytest.mark.parametrize("attested", ["trusted", "register", "unsigned", "edited"])
def test_others_are_not_its_business(find, attested):
    assert find(signer_untrusted, HELD.format(stage="final", attested=attested)) == []


def test_one_trusted_voice_is_enough(find):
    text = (
        HELD.format(stage="final", attested="stranger") + '[[disclosures]]\nattested = "register"'
    )
    assert find(signer_untrusted, text) == []


FOREIGN = """
integrity = "{integrity}"
trust = {{ state = "{trust}" }}
[[store.manifests]]
signature = {{ organisation = "Camera Co" }}
"""


@pytest.mark.parametrize(
    ("integrity", "trust", "told"),
    [
        ("valid", "untrusted", 1),
        ("valid", "expired", 1),
        ("valid", "not_asked", 0),
        ("valid", "trusted", 0),
        ("invalid", "untrusted", 0),
    ],
)
def test_a_foreign_manifest_is_information(find, integrity, trust, told):
    problems = find(signer_untrusted, FOREIGN.format(integrity=integrity, trust=trust))
    assert len(problems) == told
    for problem in problems:
        assert problem.at_most is Severity.INFO
        assert not problem.undetermined
        assert "Camera Co" in problem.message
