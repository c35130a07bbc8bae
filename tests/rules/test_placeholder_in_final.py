import pytest

from provenance.model.finding import Severity
from provenance.rules import placeholder_in_final

AI = '[[signals]]\nsource_type = "trainedAlgorithmicMedia"\n'


@pytest.mark.parametrize(
    "path",
    [
        "music/temp_score.wav",
        "TEMP/score.wav",
        "bg-placeholder.png",
        "bg.tmp.png",
        "tempScore04.wav",
        "shotPrevis_010.mov",
        "sc010_temp01.mov",
        "WIP.mov",
        "reel 1/scratch vo.wav",
    ],
)
def test_a_word_for_what_is_to_be_replaced(find, path):
    (problem,) = find(placeholder_in_final, f'asset.path = "{path}"\n{AI}')
    assert problem.at_most is Severity.WARNING
    assert problem.signals == (0,)


@pytest.mark.parametrize(
    "path",
    [
        "temple.png",
        "template.psd",
        "tempo/allegro.wav",
        "contempt.mov",
        "attempt_02.mov",
        "slugger.png",
        "drafty_room.wav",
        "temperature.png",
    ],
)
def test_words_that_only_look_like_it(find, path):
    assert find(placeholder_in_final, f'asset.path = "{path}"\n{AI}') == []


NAMED = 'asset.path = "temp_score.wav"\n'


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", Severity.INFO),
        ('[[signals]]\nsource_type = "digitalCapture"', Severity.INFO),
        ('[[disclosures]]\ngenai_used = "none"', Severity.INFO),
        (AI + 'strength = "hint"', Severity.WARNING),
        ("[[disclosures]]", Severity.WARNING),
        ('[[disclosures]]\nstage = "turnover"', Severity.WARNING),
        ('[[disclosures]]\nstage = "final"', Severity.INFO),
        (AI + '[[disclosures]]\nstage = "final"', Severity.INFO),
        (AI + '[[disclosures]]\nstage = "final"\nattested = "unsigned"', Severity.WARNING),
        ('[[disclosures]]\nstage = "temp"', None),
        ('[[entries]]\ndisclosure = { stage = "temp" }', None),
    ],
)
def test_a_name_alone_is_never_proof(find, text, weight):
    problems = find(placeholder_in_final, NAMED + text)
    assert [each.at_most for each in problems] == ([weight] if weight else [])


@pytest.mark.parametrize("stage", ["ideation", "temp", "turnover"])
def test_before_the_delivery_it_is_in_order(find, stage):
    assert find(placeholder_in_final, f'stage = "{stage}"\n{NAMED}{AI}') == []


def test_a_house_has_words_of_its_own(find):
    text = f'asset.path = "LAYOUT_score.wav"\n{AI}'
    assert find(placeholder_in_final, text) == []
    assert len(find(placeholder_in_final, text, words=["layout"])) == 1
    assert find(placeholder_in_final, NAMED + AI, words=["layout"]) == []
