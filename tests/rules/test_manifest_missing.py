import pytest

from provenance.rules import manifest_missing

AI = '[[signals]]\nsource_type = "{code}"\nstrength = "{strength}"\n'


def test_declared_without_a_manifest(find):
    (problem,) = find(manifest_missing, AI.format(code="compositeSynthetic", strength="stated"))
    assert problem.signals == (0,)


@pytest.mark.parametrize("attested", ["register", "unsigned", "trusted"])
def test_disclosed_without_a_manifest(find, attested):
    (problem,) = find(manifest_missing, f'[[disclosures]]\nattested = "{attested}"')
    assert "is disclosed" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        AI.format(code="digitalCapture", strength="stated"),
        AI.format(code="trainedAlgorithmicMedia", strength="hint"),
        '[[disclosures]]\ngenai_used = "none"',
        '[[disclosures]]\ndigital_source_type = "algorithmicallyEnhanced"',
        "",
    ],
)
def test_nothing_to_mark(find, text):
    assert find(manifest_missing, text) == []


@pytest.mark.parametrize(
    ("integrity", "told"),
    [
        ("no_manifest", 1),
        ("external_only", 1),
        ("valid", 0),
        ("invalid", 0),
        ("unreadable", 0),
        ("not_checked", 0),
    ],
)
def test_a_broken_manifest_is_not_a_missing_one(find, integrity, told):
    text = f'integrity = "{integrity}"\n' + AI.format(
        code="trainedAlgorithmicMedia", strength="stated"
    )
    problems = find(manifest_missing, text)
    assert len(problems) == told
    assert all(
        ("not fetched" in each.message) == (integrity == "external_only") for each in problems
    )
