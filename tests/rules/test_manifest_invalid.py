import pytest

from provenance.model.finding import Severity
from provenance.rules import manifest_invalid

ACTIVE = 'integrity = "invalid"\n[store.validation]\nfailure = [{{ code = "{code}" }}]'


@pytest.mark.parametrize("kind", ["dataHash", "bmffHash", "boxesHash", "collectionHash"])
def test_changed_bytes_are_called_changed(find, kind):
    (problem,) = find(manifest_invalid, ACTIVE.format(code=f"assertion.{kind}.mismatch"))
    assert problem.message.startswith("changed after signing")
    assert not problem.undetermined


@pytest.mark.parametrize(
    "code", ["claimSignature.mismatch", "assertion.missing", "assertion.hashedURI.mismatch"]
)
def test_every_other_failure_is_only_invalid(find, code):
    (problem,) = find(manifest_invalid, ACTIVE.format(code=code))
    assert "changed" not in problem.message
    assert "tampered" not in problem.message
    assert code in problem.message


def test_an_unreadable_store_is_undetermined(find):
    text = 'integrity = "unreadable"\nfailures = [{ reader = "c2pa", reason = "JUMBF box is cut" }]'
    (problem,) = find(manifest_invalid, text)
    assert problem.undetermined
    assert "JUMBF box is cut" in problem.message


def test_an_unchecked_store_is_undetermined(find):
    (problem,) = find(manifest_invalid, 'integrity = "not_checked"\n[store]')
    assert problem.undetermined
    assert "--effort" in problem.advice


@pytest.mark.parametrize("state", ["valid", "no_manifest", "external_only"])
def test_nothing_to_say(find, state):
    assert find(manifest_invalid, f'integrity = "{state}"') == []


INGREDIENT = """
[[store.manifests]]
label = "top"
[[store.manifests.ingredients]]
manifest = "below"
title = "sky.png"
{where} = {{ failure = [{{ code = "{code}" }}] }}
[[store.manifests]]
label = "below"
"""


@pytest.mark.parametrize("where", ["validation", "deltas"])
@pytest.mark.parametrize(
    ("code", "at_most"),
    [
        ("assertion.dataHash.mismatch", Severity.BLOCKING),
        ("claimSignature.mismatch", Severity.OVERRIDABLE),
    ],
)
def test_a_broken_ingredient_is_told_although_the_active_manifest_is_fine(
    find, where, code, at_most
):
    (problem,) = find(manifest_invalid, INGREDIENT.format(where=where, code=code))
    assert problem.key == "ingredient below"
    assert problem.at_most is at_most
    assert "sky.png" in problem.message
    assert ("was changed" in problem.message) == (at_most is Severity.BLOCKING)


def test_an_untrusted_signer_of_an_ingredient_is_not_invalid(find):
    assert (
        find(
            manifest_invalid,
            INGREDIENT.format(where="validation", code="signingCredential.untrusted"),
        )
        == []
    )


def test_a_hostile_number_of_broken_ingredients_is_told_in_short(find):
    below = "".join(
        f'[[store.manifests]]\nlabel = "m{n}"\nvalidation = {{ failure = [{{ code = "x" }}] }}\n'
        for n in range(50)
    )
    problems = find(manifest_invalid, f'[[store.manifests]]\nlabel = "top"\n{below}')
    assert len(problems) == 6
    assert problems[-1].message.startswith("45 more")


def test_an_untrusted_signer_is_not_the_reason_where_there_is_another(find):
    text = ACTIVE.format(code='claimSignature.mismatch" }, { code = "signingCredential.untrusted')
    (problem,) = find(manifest_invalid, text)
    assert problem.message == "the manifest is invalid (claimSignature.mismatch)"
    (problem,) = find(manifest_invalid, ACTIVE.format(code="signingCredential.invalid"))
    assert "signingCredential.invalid" in problem.message
