import pytest

from provenance.judging import judge
from provenance.model.finding import Severity
from provenance.rules import label_missing
from provenance.rules.examples import cast

CINEMA = """
[policy]
bound_for = ["cinema"]
destinations = [{ name = "cinema", territories = ["%s"], labels = ["opening", "end_credits"] }]
"""
TOLD = "[[disclosures]]\n"
CREDIT = TOLD + 'labels = [{ where = "end_credits", text = "AI", start_tc = "%s" }]\n'


def test_it_names_destination_places_and_what_does_not_do(find):
    text = TOLD + 'labels = [{ where = "opening", text = "TBD" }]' + CINEMA % "US"
    (problem,) = find(label_missing, text)
    assert "for cinema" in problem.message
    assert "opening, end_credits" in problem.message
    assert "neither text nor kind" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    ["", TOLD, CINEMA % "US", CREDIT % "" + CINEMA % "US", 'stage = "temp"\n' + TOLD],
)
def test_it_stays_silent(find, text):
    assert find(label_missing, text) == []


def test_each_destination_is_told_apart(find):
    text = (
        TOLD
        + """
    destinations = ["a", "b", "c"]
    [policy]
    destinations = [
        { name = "a", labels = ["opening"] },
        { name = "b", labels = ["synopsis"] },
        { name = "c" },
    ]
    """
    )
    assert [problem.key for problem in find(label_missing, text)] == ["a", "b"]


def test_a_destination_of_which_nothing_is_known_is_undetermined(find):
    text = TOLD + 'destinations = ["plane"]' + (CINEMA % "US").replace('bound_for = ["cinema"]', "")
    (problem,) = find(label_missing, text)
    assert problem.undetermined
    assert "plane" in problem.message


def test_places_may_be_asked_for_everywhere(find):
    (problem,) = find(label_missing, TOLD, places=["synopsis"])
    assert "declared, which has to stand in one of: synopsis" in problem.message


@pytest.mark.parametrize(
    ("family", "timecode", "told"),
    [
        ("image", "", ""),
        ("video", "01:02:03:04", ""),
        ("video", "01:02:03;04", ""),
        ("audio", "00:00:01.500", ""),
        ("video", "", "no timecode"),
        ("video", "at the end", "'at the end'"),
        ("audio", "01:99:03:04", "'01:99:03:04'"),
    ],
)
def test_a_notice_in_a_programme_has_a_timecode(find, family, timecode, told):
    text = f'asset = {{ family = "{family}" }}\n' + CREDIT % timecode + CINEMA % "US"
    problems = find(label_missing, text)
    assert [problem.at_most for problem in problems] == [Severity.WARNING] * bool(told)
    assert all(told in problem.message for problem in problems)


def test_what_the_rule_on_the_union_tells_is_not_told_twice():
    text = TOLD + "real_person_depicted = true" + CINEMA % "DE"
    rules = {"label-missing": {}, "eu-label-missing": {}}
    assert [each.rule for each in judge(*cast(text, rules))] == ["eu-label-missing"]
    text = TOLD + "real_person_depicted = true" + CINEMA % "US"
    assert [each.rule for each in judge(*cast(text, rules))] == ["label-missing"]


@pytest.mark.parametrize(
    ("stage", "severity"),
    [
        ("ideation", None),
        ("temp", None),
        ("turnover", "overridable"),
        ("final", "overridable"),
        ("marketing", "overridable"),
    ],
)
def test_severity_per_stage(stage, severity):
    text = f'stage = "{stage}"\n' + TOLD + CINEMA % "US"
    found = judge(*cast(text, {"label-missing": {}}))
    assert [each.severity.value for each in found] == ([severity] if severity else [])


def test_the_advice_names_a_place_that_will_do(find):
    text = """
[policy]
bound_for = ["web"]
destinations = [{ name = "web", labels = ["platform_ui", "synopsis"] }]
[[disclosures]]
"""
    (problem,) = find(label_missing, text)
    assert "--where platform_ui --text TEXT`" in problem.advice
    (problem,) = find(label_missing, text.replace("platform_ui", "on_screen"))
    assert "--where on_screen --text TEXT --start-tc TIMECODE`" in problem.advice
