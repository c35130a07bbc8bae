import pytest

from provenance.rules import human_contribution_missing
from provenance.rules.examples import cast

FINAL = '[[disclosures]]\nstage = "final"\n'


@pytest.mark.parametrize(
    ("told", "problems"),
    [("", 1), ("TBD", 1), ("<to be determined>", 1), ("Repainted by hand.", 0)],
)
def test_it_is_described_for_real(find, told, problems):
    text = f'{FINAL}human_contribution = "{told}"'
    assert len(find(human_contribution_missing, text)) == problems


@pytest.mark.parametrize(
    "text",
    [
        '[[disclosures]]\nstage = "temp"',
        'stage = "turnover"\n' + FINAL,
        FINAL + 'digital_source_type = "algorithmicallyEnhanced"',
        FINAL + 'genai_used = "none"',
        FINAL + 'attested = "unsigned"',
        "",
    ],
)
def test_what_is_not_asked_here(find, text):
    assert find(human_contribution_missing, text) == []


@pytest.mark.parametrize("stage", ["final", "marketing"])
def test_where_another_rule_requires_the_field_that_rule_speaks(stage):
    evidence, policy = cast(
        f'stage = "{stage}"\n{FINAL}',
        {
            "human-contribution-missing": {},
            "disclosure-incomplete": {"parameters": {"required": ["human_contribution"]}},
        },
    )
    assert list(human_contribution_missing.check(evidence, policy)) == []
    evidence, policy = cast(
        f'stage = "{stage}"\n{FINAL}',
        {"human-contribution-missing": {}, "disclosure-incomplete": {}},
    )
    assert len(list(human_contribution_missing.check(evidence, policy))) == 1


@pytest.mark.parametrize(("told", "found"), [("none", 1), (" No. ", 1), ("None of it is raw", 0)])
def test_that_nobody_did_anything_is_no_contribution(find, told, found):
    text = f'[[disclosures]]\nstage = "final"\nhuman_contribution = "{told}"'
    assert len(find(human_contribution_missing, text)) == found
