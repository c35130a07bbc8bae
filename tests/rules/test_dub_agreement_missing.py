import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import consent_missing, dub_agreement_missing

USE = """
[[disclosures]]
source = "manifest manifest-1"
stage = "final"
title_id = "T"
talent = [{{ name = "{name}", type = "dub"{talent} }}]
"""
LANGUAGES = ', source_language = "en", target_language = "pt-BR"'
AGREED = ', agreement_ref = "agreement 3"'


def use(talent="", name="Talent One"):
    return USE.format(talent=talent, name=name)


def test_neither_agreement_nor_consent(find):
    (problem,) = find(dub_agreement_missing, use(LANGUAGES))
    assert "names no agreement" in problem.message
    assert "Talent One" not in problem.message
    assert find(consent_missing, use(LANGUAGES)) == []


def test_agreement_or_consent(find):
    given = '[[consents]]\ntitle_id = "T"\ntypes = ["dub"]\n'
    assert find(dub_agreement_missing, use(LANGUAGES + AGREED)) == []
    assert find(dub_agreement_missing, use(LANGUAGES) + given) == []


def test_a_veiled_one_is_undetermined(find):
    (problem,) = find(dub_agreement_missing, use(LANGUAGES, "salted-sha256:d1"))
    assert problem.undetermined


@pytest.mark.parametrize(
    ("languages", "reason"),
    [
        ("", "no source language; no target language"),
        (', source_language = "en"', "no target language"),
        (', source_language = "English", target_language = "de"', "'English' is no language tag"),
        (', source_language = "en", target_language = "de_DE"', "'de_DE' is no language tag"),
    ],
)
def test_languages(find, languages, reason):
    (problem,) = find(dub_agreement_missing, use(AGREED + languages))
    assert reason in problem.message


def test_the_manifest_may_tell_the_languages(find):
    store = """
    [[store.manifests]]
    [[store.manifests.actions]]
    name = "c2pa.dubbed"
    parameters = { sourceLanguage = "en", targetLanguage = "de" }
    """
    assert find(dub_agreement_missing, use(AGREED) + store) == []
    wrong = store.replace('"de"', "7")
    assert "no target language" in find(dub_agreement_missing, use(AGREED) + wrong)[0].message


def test_severity():
    assert dub_agreement_missing.severity[Stage.FINAL] is Severity.OVERRIDABLE
