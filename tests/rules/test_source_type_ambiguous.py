import pytest

from provenance.rules import source_type_ambiguous

TEXT = '[[signals]]\nsource_type = "{code}"\n'


@pytest.mark.parametrize("code", ["composite", "screenCapture", "virtualRecording", "digitalArt"])
def test_these_want_an_answer(find, code):
    assert len(find(source_type_ambiguous, TEXT.format(code=code))) == 1
    assert find(source_type_ambiguous, TEXT.format(code=code) + "[[disclosures]]") == []


@pytest.mark.parametrize("code", ["digitalCapture", "trainedAlgorithmicMedia", "nonsense"])
def test_these_do_not(find, code):
    assert find(source_type_ambiguous, TEXT.format(code=code)) == []


def test_a_declaration_of_generation_has_answered(find):
    text = TEXT.format(code="composite") + TEXT.format(code="trainedAlgorithmicMedia")
    assert find(source_type_ambiguous, text) == []


def test_an_ingredient_is_not_asked(find):
    assert find(source_type_ambiguous, TEXT.format(code="composite") + "in_ingredient = true") == []
