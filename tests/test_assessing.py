"""assess and disclose by library: plans and disclosures as files, completed by the production."""

import json

import pytest

import provenance
from provenance.assessing import read_plan, stampable
from provenance.config import Production, ProductionSection
from provenance.errors import RecordError
from provenance.model.disclosure import Disclosure
from provenance.model.planned import PlannedUse
from provenance.model.tool import Tool
from provenance.model.vocabulary import Stage, UseCategory
from provenance.tomlrecords import MAX_BYTES, read_toml
from provenance.tomltext import toml_text

HOUSE = Production(
    about=ProductionSection(title="Harbour Lights", title_id="T-1", author="VFX editorial"),
    disclosure={"genre": "scripted", "principles": {"p1_no_replication": "yes"}, "note": "x"},
    tools={"painter": Tool(name="Painter", vendor="V", version="2")},
)


def test_the_production_completes_and_the_plan_wins():
    plan = PlannedUse(title="Other", tools=(Tool(name="painter", version="3"),))
    found = provenance.assess(plan, production=HOUSE)
    assert (found.plan.title, found.plan.title_id) == ("Other", "T-1")
    assert (found.plan.genre, found.plan.author) == ("scripted", "VFX editorial")
    (tool,) = found.plan.tools
    assert (tool.vendor, tool.version) == ("V", "3")
    assert found.principles.p1_no_replication.value == "yes"
    assert found.disclosure.genre == "scripted"


def test_the_document_is_read_back_and_signed_as_ours():
    found = provenance.assess(PlannedUse(what="a sign"), "house")
    tree = json.loads(found.model_dump_json(by_alias=True))
    assert tree["schema"] == "provenance.assessment/1"
    assert provenance.Assessment.model_validate(tree) == found
    assert tree["policy"]["digest"].startswith("sha256:")
    assert found.way.value == "escalate"
    assert all(each.source and each.text for each in found.reasons)


def test_the_policy_s_catalogue_counts(tmp_path):
    policy = tmp_path / "own.toml"
    policy.write_text('extends = "netflix"\n[[tools]]\nname = "Painter"\nallowed = false\n')
    plan = PlannedUse(tools=(Tool(name="Painter", version="2"),))
    refused = provenance.assess(plan, policy)
    (reason,) = [each for each in refused.reasons if each.ground == "catalogue"]
    assert "looked at and refused" in reason.text
    assert reason.source == "tool catalogue of the policy own 1"
    assert not [each for each in provenance.assess(plan).reasons if each.ground == "catalogue"]


@pytest.mark.parametrize("suffix", ["toml", "json"])
def test_a_disclosure_written_ahead_is_what_a_stamp_states(tmp_path, suffix):
    plan = PlannedUse(
        what="a sign",
        use_category=UseCategory.BACKGROUND_ELEMENT,
        stage=Stage.FINAL,
        tools=(Tool(name="Painter", version="2"),),
        names=("A work",),
    )
    found = provenance.assess(plan).disclosure
    tree = stampable(found)
    assert not {"id", "created_at", "subject"} & set(tree)
    path = tmp_path / f"d.{suffix}"
    path.write_text(toml_text(tree) if suffix == "toml" else json.dumps(tree), "utf-8")
    told = provenance.disclose(Production(), base=path)
    same = {"id": found.id, "created_at": found.created_at}
    assert told.model_copy(update=same) == found


def test_a_disclosure_by_hand_in_toml(tmp_path):
    path = tmp_path / "d.toml"
    path.write_text(
        'digital_source_type = "trainedAlgorithmicMedia"\n'
        "first_used_at = 2026-11-01T10:00:00Z\n"
        '[notice]\nreference = "mail"\nat = 2026-10-01T10:00:00+02:00\n'
    )
    told = provenance.disclose(HOUSE, base=path)
    assert told.title == "Harbour Lights"
    assert told.notice.at.isoformat() == "2026-10-01T08:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("stag = 1", ":1: stag: unknown key"),
        ("\n[[tools]]\nname = 'x'\nvers = 1", ":4: tools[0].vers: unknown key"),
        ("stage = 'x'", ":1: stage: Input should be"),
        ("first_used_at = 2026-01-01T10:00:00", ":1: first_used_at: Input should have timezone"),
        ("schema = 3", ":1: schema: is 3, expected 'provenance.disclosure/1'"),
        ("schema = 'provenance.plan/1'", ":1: schema: is 'provenance.plan/1', expected"),
        ("a =", ":1: not valid TOML"),
        ("a = " + "[" * 5000, ":1: nested too deeply"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path, text, message):
    path = tmp_path / "d.toml"
    path.write_text(text)
    with pytest.raises(RecordError) as caught:
        provenance.disclose(Production(), base=path)
    assert str(caught.value).startswith(f"{path}{message}")
    assert "\n" not in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(RecordError, match="cannot be read: No such file"):
        read_plan(tmp_path / "no.toml")
    with pytest.raises(RecordError, match="cannot be read"):
        read_toml(tmp_path, Disclosure)
    (tmp_path / "latin.toml").write_bytes(b"\n\xe9 = 1")
    with pytest.raises(RecordError, match=r"latin\.toml:2: not UTF-8"):
        read_plan(tmp_path / "latin.toml")
    (tmp_path / "huge.toml").write_bytes(b"#" * (MAX_BYTES + 1))
    with pytest.raises(RecordError, match="larger than"):
        read_plan(tmp_path / "huge.toml")
    with pytest.raises(RecordError, match="cannot be read"):
        provenance.assess("a\0b")


def test_what_is_open_of_the_principles_is_said_plainly():
    told = provenance.assess(PlannedUse(what="A poster in the far background"))
    open_ones = [each.text for each in told.reasons if each.ground == "principle" and each.unsure]
    assert "principle 3: whether the environment is enterprise-secured" in open_ones
    assert "principle 4: whether it is temporary only" in open_ones
    assert not any("whether it is not" in each for each in open_ones)


@pytest.mark.parametrize("text", [None, "\0" * (2 << 20)])
def test_a_plan_that_is_no_plan_gets_no_hint_about_keys(tmp_path, text):
    path = tmp_path / "plan.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(RecordError) as caught:
        provenance.assess(path)
    assert caught.value.advice() == "Name a TOML file that can be read."
    path.write_text("stage = 'finall'\n")
    with pytest.raises(RecordError, match=r"plan\.toml:1: stage") as caught:
        provenance.assess(path)
    assert "named key" in caught.value.advice()
