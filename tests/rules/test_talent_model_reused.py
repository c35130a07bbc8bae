import pytest

from provenance.model.finding import Severity
from provenance.rules import consent_out_of_scope, talent_model_reused

USE = """
[[disclosures]]
stage = "final"
title_id = "{title}"
{more}
talent = [{{ name = "{name}", type = "voice"{talent} }}]
"""
MADE = ', model_title_id = "OLD"'


def use(talent=MADE, title="NEW", name="Talent One", more=""):
    return USE.format(talent=talent, title=title, name=name, more=more)


def consent(title, *, reuse=False):
    allowed = "true" if reuse else "false"
    return f'[[consents]]\ntitle_id = "{title}"\ntypes = ["voice"]\nreuse_allowed = {allowed}\n'


@pytest.mark.parametrize(
    "text",
    [
        use(),
        use() + consent("OLD"),
        use() + consent("NEW"),
        use() + consent(""),
        # What lifts the need for a further consent does not lend the model.
        use(f"{MADE}, as_scripted = true"),
        use(f"{MADE}, as_scripted = true") + consent("OLD"),
        use("", more='training = { title_id = "OLD" }'),
    ],
)
def test_a_model_of_another_production(find, text):
    (problem,) = find(talent_model_reused, text)
    assert "was made for OLD" in problem.message
    assert not problem.undetermined
    assert "Talent One" not in problem.message


@pytest.mark.parametrize(
    "text",
    [
        use() + consent("OLD", reuse=True),
        use() + consent("NEW", reuse=True),
        use() + consent("", reuse=True),
        use(""),
        use(', model_title_id = "NEW"'),
    ],
)
def test_what_is_allowed(find, text):
    assert find(talent_model_reused, text) == []


def test_it_is_told_once(find):
    assert find(consent_out_of_scope, use() + consent("OLD")) == []


def test_consent_for_a_third_production_lends_nothing(find):
    text = use() + consent("THIRD", reuse=True)
    (problem,) = find(consent_out_of_scope, text)
    assert "another production" in problem.message


@pytest.mark.parametrize("text", [use(name="salted-sha256:d1"), use(title="")])
def test_what_cannot_be_known_is_undetermined(find, text):
    (problem,) = find(talent_model_reused, text)
    assert problem.undetermined


def test_severity():
    assert set(talent_model_reused.severity.values()) == {Severity.BLOCKING}
