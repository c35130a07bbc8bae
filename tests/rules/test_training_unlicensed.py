import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import training_unlicensed

TEXT = """
[[disclosures]]
use_category = "{use}"
{told}
"""


@pytest.mark.parametrize(
    ("use", "told", "words", "undetermined"),
    [
        ("voice", "", "", False),
        ("voice", 'training = { rights_cleared = "no" }', "rights are not cleared", False),
        ("voice", "training = {}", "whether the rights are cleared is not told", True),
        ("voice", 'training = { rights_cleared = "yes" }', "no licence is named", True),
        ("voice", 'training = { rights_cleared = "yes", licence_ref = "?" }', "no licence", True),
        ("voice", 'training = { rights_cleared = "yes", licence_ref = "L 1" }', "", False),
        ("voice", "training = { fine_tuned = false }", "", False),
        ("unowned_training", "", "without a licence", False),
        ("unowned_training", 'rights_clearance_ref = "C 1"', "", False),
        (
            "unowned_training",
            'training = { rights_cleared = "yes", licence_ref = "L 1" }',
            "",
            False,
        ),
        ("voice", 'rights_clearance_ref = "C 1"\ntraining = {}', "", False),
        (
            "voice",
            'rights_clearance_ref = "C 1"\ntraining = { rights_cleared = "no" }',
            "not cleared",
            False,
        ),
        ("voice", 'genai_used = "none"\ntraining = { rights_cleared = "no" }', "", False),
    ],
)
def test_training_wants_a_licence(find, use, told, words, undetermined):
    found = find(training_unlicensed, TEXT.format(use=use, told=told))
    assert len(found) == bool(words)
    for problem in found:
        assert words in problem.message
        assert problem.undetermined is undetermined
        heaviest = Severity.OVERRIDABLE if undetermined else Severity.BLOCKING
        assert problem.at_most is heaviest


@pytest.mark.parametrize(
    ("approval", "problems"),
    [
        ("", 1),
        ('rights_clearance_ref = "C 1"', 0),
        ('rights_clearance_ref = "C 1"\nattested = "stranger"', 1),
        ('rights_clearance_ref = "C 1"\nexpires = 2026-11-01', 1),
        ('rights_clearance_ref = "C 1"\ndecision = "rejected"', 1),
    ],
)
def test_an_approval_is_no_licence_but_may_refer_to_one(find, approval, problems):
    text = TEXT.format(use="unowned_training", told=f"[[approvals]]\n{approval}")
    assert len(find(training_unlicensed, text)) == problems


def test_it_weighs_the_same_at_every_stage():
    assert {training_unlicensed.severity[stage] for stage in Stage} == {Severity.BLOCKING}
