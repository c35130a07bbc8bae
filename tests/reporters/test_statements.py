"""The cue sheet and the statement for academies: what they tell, and what they say is not known."""

import csv
import io
import re

import pytest

from provenance.model.disclosed import (
    InputUseView,
    NoticeView,
    TalentUseView,
    ToolUseView,
    UseView,
    use_values,
)
from provenance.model.disclosure import Disclosure
from provenance.model.report import AiView, LabelView
from provenance.model.talent import Talent
from provenance.model.tool import Tool
from provenance.reporters import by_extension, by_name

GENERATED = AiView(declaration="generated", strength="proven")
USE = UseView(
    disclosure="d-1",
    title="Harbour Lights",
    genai_used="partial",
    source_type="compositeWithTrainedAlgorithmicMedia",
    category="background_element",
    human_contribution="Painted over.",
    tools=(ToolUseView(name="Painter", version="3.1", model="Lumen 2"),),
    inputs=(
        InputUseView(kind="prompt", sha256="sha256:" + "a" * 64),
        InputUseView(kind="image", owner="Archive", rights_basis="licensed", licence_ref="L-4"),
    ),
    timecodes=("00:12:04:00",),
    cue_sheet_ref="sheet 2",
)


def sheet(report):
    text = by_name("cue-sheet").render(report, {}).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def statement(report):
    return by_name("awards").render(report, {})


def section(text, title):
    return re.split(r"^## .*\n", text, flags=re.MULTILINE)[
        [line for line in text.splitlines() if line.startswith("## ")].index(f"## {title}") + 1
    ]


def test_a_row_tells_what_archives_ask_for(report_of, result_of):
    label = LabelView(state="present", notices=(NoticeView(where="on_screen", text="AI"),))
    (row,) = sheet(report_of([result_of("a.png", uses=(USE,), label=label)]))
    assert row["timecodes"] == "00:12:04:00"
    assert row["description"] == "background element: Painted over."
    assert row["software"] == "Painter 3.1 (Lumen 2)"
    assert row["prompts"] == "sha256:" + "a" * 64
    assert row["underlying_sources"] == "image Archive"
    assert row["copyright_status"] == "image: licensed L-4"
    assert row["audience_told"] == 'on_screen "AI"'
    assert row["cue_sheet"] == "sheet 2"


def test_what_is_not_told_is_said(report_of, result_of):
    (row,) = sheet(report_of([result_of("a.png", uses=(UseView(disclosure="d"),))]))
    assert row["software"] == row["prompts"] == row["copyright_status"] == "not told"
    assert row["description"] == "use not told"
    assert row["audience_told"] == "not judged"


@pytest.mark.parametrize(
    ("strength", "said"),
    [("proven", "generated content that nobody disclosed"), ("hint", "perhaps generated")],
)
def test_what_nobody_disclosed_has_a_row(report_of, result_of, strength, said):
    ai = AiView(declaration="generated", strength=strength)
    (row,) = sheet(report_of([result_of("a.png", ai=ai), result_of("b.png")]))
    assert row["path"] == "a.png"
    assert row["description"].startswith(said)


def test_a_statement_that_nothing_was_generated_is_no_cue(report_of, result_of):
    assert (
        sheet(report_of([result_of("a.png", uses=(UseView(disclosure="d", genai_used="none"),))]))
        == []
    )


def test_a_formula_is_no_formula(report_of, result_of):
    use = USE.model_copy(update={"timecodes": ("=1+1",)})
    (row,) = sheet(report_of([result_of("a.png", uses=(use,))]))
    assert row["timecodes"] == "'=1+1"


def test_the_statement_tells_what_was_done_and_by_whom(report_of, result_of):
    talent = (
        TalentUseView(
            name="salted-sha256:x",
            type="alteration",
            status="living",
            as_scripted=True,
            consent_ref="c-1",
        ),
        TalentUseView(type="alteration", status="living", as_scripted=False),
        TalentUseView(type="synthetic", status="living"),
    )
    text = statement(
        report_of(
            [
                result_of("a.png", uses=(USE,)),
                result_of("b.png", uses=(USE.model_copy(update={"talent": talent}),)),
                result_of("c.txt", uses=(UseView(disclosure="d", category="text"),)),
                result_of("d.png", ai=GENERATED),
                result_of("e.png", "undetermined"),
            ]
        )
    )
    assert text.startswith("# Use of AI: Harbour Lights\n")
    assert "- 3 files with generated content that was disclosed." in text
    assert "- 1 file with generated content that nobody disclosed." in text
    assert "| background element | 2 | partial | Painter 3.1 \\(Lumen 2\\) |" in text
    performed = section(text, "Who performed")
    assert "| altered performance | 2 | 1 | yes: 1, no: 1 | c-1<br>1 without" in performed
    assert "| synthetic performer, who is nobody | 1 | not told here | not told: 1 |" in performed
    assert "salted" not in text
    assert "c.txt" in section(text, "Who wrote")
    assert "- background element: Painted over." in section(text, "What people did")
    assert "- text: not told for 1 use" in section(text, "What people did")
    unknown = section(text, "What is not known")
    assert unknown.index("d.png") < unknown.index("e.png")
    assert "Absence of evidence" in unknown


def test_an_empty_statement_claims_nothing(report_of, result_of):
    text = statement(report_of([result_of("a.png")]))
    assert "That is no statement that there is none." in text
    assert "That is the makers' word" in text
    assert "No media file shows who wrote a script." in text


def test_long_lists_are_cut(report_of, result_of):
    text = statement(report_of([result_of(f"{n}.png", ai=GENERATED) for n in range(30)]))
    assert "- and 10 more; the JSON report names all" in text


def test_nothing_from_a_file_is_markup(report_of, result_of, hostile, attacks):
    for attack in (*attacks, "1. x", "- x", "[x](http://example.com)", "| a | b", "`x`", "www.x"):
        use = USE.model_copy(update={"human_contribution": attack, "title": attack})
        text = statement(report_of([result_of(attack, uses=(use,), ai=GENERATED)]))
        body = text.replace("<br>", "")
        assert not re.search(r"(?<!\\)[<>`\[]", body)
        assert "http:" not in body
        assert all(each.isprintable() for each in text.splitlines())
    assert "\x1b" not in statement(hostile)


def test_the_words_after_o():
    assert by_name("awards").extension == ".awards.md"
    assert by_name("cue-sheet").extension == ".cue-sheet.csv"
    assert by_extension(type("P", (), {"suffix": ".csv"})()).name == "csv"
    assert by_extension(type("P", (), {"suffix": ".md"})()) is None


def test_a_name_in_clear_stays_in_the_house():
    told = Disclosure(
        digital_source_type="trainedAlgorithmicMedia",
        talent=(Talent(name="Somebody"), Talent(name="salted-sha256:x")),
        tools=(Tool(name="Painter", model="Lumen", model_version="2"),),
    )
    view = UseView(**use_values(told))
    assert [each.name for each in view.talent] == ["", "salted-sha256:x"]
    assert view.tools[0].model == "Lumen 2"
    assert "Somebody" not in view.model_dump_json()
