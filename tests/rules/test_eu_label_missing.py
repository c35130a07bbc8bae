import pytest

from provenance.judging import judge, verdict
from provenance.rules import eu_label_missing
from provenance.rules.examples import cast

REAL = "[[disclosures]]\nreal_person_depicted = true\n"
AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'


def test_it_says_why_a_notice_is_due_and_where_it_may_stand(find):
    (problem,) = find(eu_label_missing, REAL + 'genre = "news"\nterritories = ["FR"]')
    assert "depicts a real person" in problem.message
    assert "opening, on_screen, spoken, platform_ui" in problem.message
    assert not problem.undetermined


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[disclosures]]",
        REAL + 'territories = ["US"]',
        'stage = "temp"\n' + REAL,
        REAL + 'genre = "news"\nlabels = [{ where = "opening", type = "eu-icon-generated" }]',
        REAL + 'genre = "scripted"\nlabels = [{ where = "synopsis", text = "Made with AI" }]',
        '[[disclosures]]\ngenai_used = "none"\nreal_person_depicted = true',
    ],
)
def test_it_stays_silent(find, text):
    assert find(eu_label_missing, text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (AI, "nothing that counts says"),
        (AI + '[[disclosures]]\nattested = "unsigned"', "nothing that counts says"),
        (REAL + 'labels = [{ where = "end_credits", text = "AI" }]', "depends on the genre"),
    ],
)
def test_what_is_not_known_is_undetermined(find, text, why):
    (problem,) = find(eu_label_missing, text)
    assert problem.undetermined
    assert why in problem.message


def test_several_destinations_are_one_finding(find):
    text = (
        REAL
        + """
    genre = "news"
    [policy]
    bound_for = ["web", "cinema", "plane"]
    destinations = [
        { name = "web", territories = ["DE"] },
        { name = "cinema", territories = ["EU"] },
        { name = "plane", territories = ["US"] },
    ]
    """
    )
    (problem,) = find(eu_label_missing, text)
    assert "for web and cinema" in problem.message


def test_genres_and_places_are_parameters(find):
    text = REAL + 'genre = "documentary"\nlabels = [{ where = "end_credits", text = "AI" }]'
    assert len(find(eu_label_missing, text)) == 1
    assert find(eu_label_missing, text, artistic=["documentary"]) == []
    assert find(eu_label_missing, text, places=["end_credits"]) == []


@pytest.mark.parametrize(
    ("stage", "severity"),
    [("ideation", None), ("turnover", "overridable"), ("marketing", "overridable")],
)
def test_severity_per_stage(stage, severity):
    evidence, policy = cast(f'stage = "{stage}"\n' + REAL, {"eu-label-missing": {}})
    found = judge(evidence, policy)
    assert [each.severity.value for each in found] == ([severity] if severity else [])
    assert verdict(evidence, found, policy) == ("warn" if severity else "pass")
