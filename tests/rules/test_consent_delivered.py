import pytest

from provenance.model.finding import Severity
from provenance.rules import consent_delivered


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[consents]]", "a consent with a name in clear lies in the delivery"),
        ("[[consents]]\n[[consents]]", "2 consents with names in clear lie in the delivery"),
    ],
)
def test_a_name_in_clear_is_told_and_not_repeated(find, text, words):
    (problem,) = find(consent_delivered, text)
    assert problem.message == words


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[[consents]]\ntalent = "salted-sha256:d1"',
        '[[consents]]\nattested = "register"',
        'elsewhere = ["records/consent-1.json"]\n[[consents]]',
    ],
)
def test_what_stays_in_the_house_or_is_veiled(find, text):
    assert find(consent_delivered, text) == []


def test_severity():
    assert set(consent_delivered.severity.values()) == {Severity.WARNING}
