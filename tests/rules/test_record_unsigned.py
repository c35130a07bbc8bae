import pytest

from provenance.rules import record_unsigned

HERE = "[[assets]]\n"


@pytest.mark.parametrize("kind", ["approvals", "consents", "labellings", "waivers"])
@pytest.mark.parametrize(
    ("attested", "told"),
    [
        ("unsigned", "it is unsigned"),
        ("stranger", "stands on no list"),
        ("unasked", "no certificate was named"),
        ("expired", "had expired"),
        ("trusted", ""),
        ("register", ""),
    ],
)
def test_a_record_that_counts_for_nothing(find, kind, attested, told):
    rule = 'rule = "mark-lost"\n' if kind == "waivers" else ""
    problems = find(record_unsigned, f'{HERE}[[{kind}]]\n{rule}attested = "{attested}"')
    assert [told in each.message for each in problems] == ([True] if told else [])
    assert all(each.path == f"records/{kind[:-1]}-1.json" for each in problems)


@pytest.mark.parametrize(("attested", "told"), [("unsigned", 1), ("stranger", 0), ("trusted", 0)])
def test_who_signed_a_disclosure_is_asked_elsewhere(find, attested, told):
    text = f'{HERE}[[disclosures]]\nattested = "{attested}"'
    assert len(find(record_unsigned, text)) == told


def test_what_does_not_lie_here_is_not_asked(find):
    text = f'elsewhere = ["mine.json"]\n{HERE}[[approvals]]\nattested = "unsigned"\n'
    assert find(record_unsigned, text + 'source = "mine.json"') == []
