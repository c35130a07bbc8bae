"""approve --talent: names that another house salted, and how they are found."""

import json

import pytest

import provenance
from provenance.model.veiling import VEIL

BY = ("--by", "Ada", "--reference", "LETTER-1", "--stage", "final", "--folder", "out/approvals")


@pytest.fixture
def theirs(tmp_path):
    """Options of a house that has a register of its own."""
    made = tmp_path / "theirs"
    provenance.init(made, title="Harbour Lights", title_id="T-1")
    return "--config", made / "provenance.toml"


@pytest.fixture
def voice(house, stamp, media):
    """A file of the maker's, with a performer in it."""
    record = house / "told.json"
    talent = {"name": "Jane Doe", "type": "alteration"}
    record.write_text(json.dumps({"schema": "provenance.disclosure/1", "talent": [talent]}))
    path = media("png", house / "out")
    stamp(path, "--disclosure", record, "--use", "voice", "--stage", "final")
    return path


def state(run, house, theirs):
    anchors = (each / ".provenance" / "identity" / "ca.pem" for each in (house, theirs[1].parent))
    trust = (word for each in anchors for word in ("--trust", each))
    ran = run("scan", "out", "--policy", "netflix", *trust, "--stage", "final", "--json", cwd=house)
    (result,) = ran.json()["results"]
    return result["approval"]["state"], result["uses"][0]["talent"][0]["name"]


def test_another_houses_name_is_told_and_its_form_matches(run, house, theirs, voice):
    ran = run("approve", voice, *BY, "--talent", "Jane Doe", *theirs, cwd=house)
    assert ran.code == 0
    assert "talent Jane Doe: the files tell no performer of this form" in ran.err
    form = ran.err.partition("As they stand in the files: ")[2].split()[0]
    assert form.startswith(VEIL)
    assert state(run, house, theirs) == ("out_of_scope", form)
    assert "Jane" not in "".join(path.read_text() for path in house.glob("out/approvals/*.json"))
    ran = run("approve", voice, *BY, "--talent", form, *theirs, cwd=house)
    assert (ran.code, "talent" in ran.err) == (0, False)
    assert state(run, house, theirs)[0] == "approved"


def test_the_makers_own_name_matches_without_a_word(run, house, theirs, voice):
    ran = run("approve", voice, *BY, "--talent", "Jane Doe", cwd=house)
    assert (ran.code, "talent" in ran.err) == (0, False)
    assert state(run, house, theirs)[0] == "approved"
