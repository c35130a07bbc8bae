import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import legal_review_missing

TEXT = """
[[disclosures]]
use_category = "{use}"
{more}
"""
REVIEWED = '[[approvals]]\nlegal_review_ref = "legal 1"'


@pytest.mark.parametrize(
    ("use", "more", "problems"),
    [
        ("character_or_key_visual", "", 1),
        ("talent_replica", "", 1),
        ("visual_effect", "", 0),
        ("character_or_key_visual", 'legal_review_ref = "legal 1"', 0),
        ("character_or_key_visual", 'legal_review_ref = "tbd"', 1),
        ("character_or_key_visual", 'genai_used = "none"', 0),
        ("character_or_key_visual", "[[approvals]]", 1),
        ("character_or_key_visual", '[[approvals]]\nlegal_review_ref = "legal 1"', 0),
        (
            "character_or_key_visual",
            '[[approvals]]\nlegal_review_ref = "legal 1"\nscope = { categories = ["voice"] }',
            1,
        ),
        (
            "character_or_key_visual",
            f'{REVIEWED}\nconditions = [{{ text = "credit the performer" }}]',
            0,
        ),
    ],
)
def test_what_lawyers_have_to_see(find, use, more, problems):
    found = find(legal_review_missing, TEXT.format(use=use, more=more))
    assert len(found) == problems
    assert all(f"{use} without a legal review" == each.message for each in found)


def test_which_uses_they_have_to_see_is_policy(find):
    told = TEXT.format(use="voice", more="")
    assert len(find(legal_review_missing, told, categories=["voice"])) == 1


def test_severity():
    assert legal_review_missing.severity[Stage.FINAL] is Severity.BLOCKING
    assert legal_review_missing.severity[Stage.TEMP] is Severity.OVERRIDABLE
