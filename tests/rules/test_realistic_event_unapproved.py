import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import realistic_event_unapproved
from provenance.rules.examples import cast

RISK = "realistic_event_risk = true"
PERSON = "real_person_depicted = true"
TALENT = 'talent = [{ name = "A" }]'
LABEL = 'labels = [{ where = "end_credits", text = "Made with AI" }]'
APPROVED = "[[approvals]]"


def text(*lines: str, stage: str = "final") -> str:
    return "\n".join((f'stage = "{stage}"', "[[disclosures]]", *lines))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), []),
        ((RISK, LABEL, APPROVED), []),
        ((RISK, APPROVED), ["real event or statement, and nothing tells the audience"]),
        ((RISK, LABEL), ["real event or statement and has no written approval"]),
        ((RISK,), ["has no written approval", "nothing tells the audience"]),
        ((PERSON, APPROVED), ["it depicts a real person, and nothing tells"]),
        ((PERSON, TALENT, APPROVED), []),
        ((PERSON, TALENT, 'genre = "news"', APPROVED), ["it depicts a real person"]),
        ((PERSON, TALENT, 'genre = "scripted"', APPROVED), []),
        ((RISK, TALENT, APPROVED), ["nothing tells the audience"]),
        ((RISK, 'genai_used = "none"'), []),
        ((RISK, 'labels = [{ where = "on_screen" }]', APPROVED), ["nothing tells the audience"]),
    ],
)
def test_what_may_deceive_wants_approval_and_notice(find, lines, words):
    found = find(realistic_event_unapproved, text(*lines))
    assert len(found) == len(words)
    assert all(word in each.message for each, word in zip(found, words, strict=True))


@pytest.mark.parametrize(("stage", "problems"), [("temp", 0), ("ideation", 0), ("turnover", 1)])
def test_before_turnover_there_is_no_audience(find, stage, problems):
    told = text(RISK, APPROVED, stage=stage)
    assert len(find(realistic_event_unapproved, told)) == problems


def test_a_notice_of_the_whole_programme_counts(find):
    told = text(RISK, 'title_id = "t"', APPROVED, "[[labellings]]", 'scope = { title_id = "t" }')
    assert find(realistic_event_unapproved, told) == []


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"approval-missing": {}}, ["nothing tells the audience"]),
        (
            {"label-missing": {"parameters": {"places": ["on_screen"]}}},
            ["has no written approval"],
        ),
    ],
)
def test_what_another_rule_tells_is_not_told_again(rules, words):
    evidence, policy = cast(text(RISK), {"realistic-event-unapproved": {}, **rules})
    found = list(realistic_event_unapproved.check(evidence, policy))
    assert len(found) == len(words)
    assert all(word in each.message for each, word in zip(found, words, strict=True))


def test_severity():
    assert realistic_event_unapproved.severity[Stage.FINAL] is Severity.BLOCKING
    assert realistic_event_unapproved.severity[Stage.TEMP] is Severity.OVERRIDABLE
