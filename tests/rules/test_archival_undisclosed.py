import pytest

from provenance.model.finding import Severity
from provenance.model.vocabulary import Stage
from provenance.rules import archival_undisclosed

TEXT = """
[[disclosures]]
genre = "{genre}"
{more}
"""


def text(genre: str = "documentary", more: str = "") -> str:
    return TEXT.format(genre=genre, more=more)


@pytest.mark.parametrize(
    ("genre", "more", "problems"),
    [
        ("documentary", "", 1),
        ("news", "", 1),
        ("scripted", "", 0),
        ("", "", 0),
        ("documentary", 'cue_sheet_ref = "sheet 2"', 0),
        ("documentary", 'cue_sheet_ref = "TBD"', 1),
        ("documentary", 'labels = [{ where = "on_screen", text = "AI" }]', 0),
        ("documentary", 'labels = [{ where = "spoken", text = "AI" }]', 0),
        ("documentary", 'labels = [{ where = "cue_sheet", text = "AI" }]', 0),
        ("documentary", 'labels = [{ where = "end_credits", text = "AI" }]', 1),
        ("documentary", 'labels = [{ where = "on_screen" }]', 1),
        ("documentary", 'genai_used = "none"', 0),
        ("documentary", 'digital_source_type = "digitalCapture"', 0),
        ("documentary", 'digital_source_type = "algorithmicallyEnhanced"', 0),
        ("documentary", 'digital_source_type = "compositeWithTrainedAlgorithmicMedia"', 1),
        ("documentary", 'use_category = "music_or_sound"', 0),
        ("documentary", 'use_category = "text"', 0),
        ("documentary", 'use_category = "voice"', 1),
        ("documentary", 'attested = "unsigned"', 0),
    ],
)
def test_generated_documents_are_told(find, genre, more, problems):
    found = find(archival_undisclosed, text(genre, more))
    assert len(found) == problems
    assert all(f"in {genre}" in each.message for each in found)


def test_the_genre_of_a_production_may_be_policy(find):
    assert len(find(archival_undisclosed, text(""), genre="documentary")) == 1
    assert find(archival_undisclosed, text("scripted"), genre="documentary") == []


def test_where_it_has_to_be_told_is_policy(find):
    at_the_end = text(more='labels = [{ where = "end_credits", text = "AI" }]')
    assert find(archival_undisclosed, at_the_end, places=["end_credits"]) == []
    assert len(find(archival_undisclosed, text(more='use_category = "text"'), apart=[])) == 1
    assert len(find(archival_undisclosed, text("ad"), genres=["ad"])) == 1


@pytest.mark.parametrize(("attested", "problems"), [("trusted", 0), ("stranger", 1)])
def test_a_record_of_notices_counts_as_it_is_vouched_for(find, attested, problems):
    record = f"""
    title_id = "t"
    [[labellings]]
    attested = "{attested}"
    labels = [{{ where = "on_screen", text = "Recreated with AI" }}]
    scope = {{ title_id = "t" }}
    """
    assert len(find(archival_undisclosed, text(more=record))) == problems


def test_severity():
    assert archival_undisclosed.severity[Stage.FINAL] is Severity.BLOCKING
    assert archival_undisclosed.severity[Stage.TEMP] is Severity.OVERRIDABLE
