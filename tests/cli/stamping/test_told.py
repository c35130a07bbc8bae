"""stamp: what it says of a file, where its words come from, and what a scan will object to."""

import json
import sqlite3

import pytest

from tests.cli.conftest import GENERATED

from .conftest import snapshot

PROMPT = "a harbour at night, in the rain, seen from above"


def test_the_document_of_a_stamp(house, stamp, media):
    path = media("png", house)
    document = stamp(path, "--json", "--stage", "temp").json()
    assert document["schema"] == "provenance.stamp/1"
    assert document["failed"] == []
    (told,) = document["stamped"]
    assert told["path"] == told["target"] == str(path)
    assert told["disclosure"]["digital_source_type"] == "trainedAlgorithmicMedia"
    assert told["disclosure"]["stage"] == "temp"
    assert told["disclosure"]["title"] == "Harbour Lights"
    assert told["manifest_label"].startswith("urn:c2pa:")
    assert told["as_made"] != told["as_stamped"]


def test_a_disclosure_from_a_file(house, stamp, media):
    path = media("png", house)
    record = house / "told.json"
    record.write_text(
        json.dumps(
            {
                "schema": "provenance.disclosure/1",
                "title": "From the file",
                "use_category": "visual_effect",
                "inputs": [{"kind": "prompt", "text": PROMPT}],
            }
        )
    )
    document = stamp(path, "--disclosure", record, "--stage", "turnover", "--json").json()
    told = document["stamped"][0]["disclosure"]
    assert told["title"] == "From the file"
    assert told["use_category"] == "visual_effect"
    assert told["stage"] == "turnover"
    assert told["subject"]["path"] == "still.png"


def test_the_story_and_what_people_did_are_told_without_a_file(house, stamp, media):
    path = media("png", house)
    (house / "told.toml").write_text('story_relevance = "central"\nhuman_contribution = "none"\n')
    words = ("--story", "incidental", "--human-contribution", "Composited and graded by hand.")
    for extra in ((), ("--disclosure", house / "told.toml")):
        (told,) = stamp(path, *words, *extra, "--json").json()["stamped"]
        assert told["disclosure"]["story_relevance"] == "incidental"
        assert told["disclosure"]["human_contribution"] == "Composited and graded by hand."
    (told,) = stamp(path, "--disclosure", house / "told.toml", "--json").json()["stamped"]
    assert told["disclosure"]["story_relevance"] == "central"


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_a_prompt_stays_in_the_house_unless_it_is_asked_for(house, stamp, media, kind):
    path = media(kind, house / "out")
    stamp(path, "--prompt", PROMPT)
    for each in (house / "out").iterdir():
        assert PROMPT.encode() not in each.read_bytes(), each
        assert PROMPT.encode("utf-16-le") not in each.read_bytes(), each
    with sqlite3.connect(house / ".provenance" / "register.db") as register:
        kept = "".join(register.iterdump())
    register.close()
    assert PROMPT in kept
    other = media(kind, house / "shown")
    stamp(other, "--prompt", PROMPT, "--show-prompt")
    assert any(PROMPT.encode() in each.read_bytes() for each in (house / "shown").iterdir())


def test_without_a_source_type_nothing_is_claimed(run, house, media):
    path = media("png", house)
    before = snapshot(house)
    ran = run("stamp", path, cwd=house)
    assert ran.code == 1
    assert "digital source type '' is missing" in ran.err
    assert "trainedAlgorithmicMedia" in ran.err
    assert snapshot(house) == before


def test_what_a_scan_will_object_to_is_told_at_once(run, house, media):
    path = media("png", house)
    use = ("--use", "other", "--stage", "final")
    ran = run("stamp", path, *GENERATED, cwd=house)
    missing = "not told: --use, --stage; a scan will ask for it"
    assert missing in ran.lines
    assert "a scan will" not in run("stamp", path, *GENERATED, *use, cwd=house).err
    denied = ("--source-type", "digitalCapture")
    ran = run("stamp", path, *denied, "--quiet", cwd=house)
    assert ran.code == 0
    assert ran.err == (
        f"{path}: the file declares generated content, the disclosure says digitalCapture; "
        "a scan will object\n"
    )
    ran = run("stamp", path, "--source-type", "trainedAlgorithmicMedia", "--tool", "X", *use,
              "--dry-run", "--json", cwd=house)  # fmt: skip
    notes = ran.json()["stamped"][0]["notes"]
    assert notes == ["not told: --tool-version; a scan will ask for it"]


CATALOGUE = """
extends = "netflix"
[rules]
tool-not-listed = "warning"
tool-contradicts-catalogue = "blocking"
[[tools]]
name = "X"
versions = "3"
stages = ["temp"]
[[tools]]
name = "Y"
allowed = false
note = "keeps what goes in"
"""


def test_what_the_tool_catalogue_objects_to_is_told_at_once(run, house, media):
    path = media("png", house)
    (house / "own.toml").write_text(CATALOGUE)
    config = house / "provenance.toml"
    config.write_text(config.read_text().replace('policy = "netflix"', 'policy = "own.toml"'))

    def notes(*tool, stage="final"):
        rest = ("--source-type", "trainedAlgorithmicMedia", "--use", "other", "--stage", stage)
        ran = run("stamp", path, *rest, *tool, "--dry-run", "--json", cwd=house)
        assert ran.code == 0, ran.err
        return ran.json()["stamped"][0]["notes"]

    objects = "; a scan will object"
    assert notes("--tool", "X", "--tool-version", "3.1", stage="temp") == []
    assert notes("--tool", "X", "--tool-version", "3.1") == [
        f"the catalogue clears X 3.1 for temp, not for final{objects}"
    ]
    assert notes("--tool", "Y", "--tool-version", "1") == [
        f"the catalogue refuses Y 1: keeps what goes in{objects}"
    ]
    assert notes("--tool", "Z", "--tool-version", "1") == [
        f"Z 1: it is not in the catalogue{objects}"
    ]
    (house / "own.toml").write_text("stages = 3")
    (note,) = notes("--tool", "Z", "--tool-version", "1")
    assert "own.toml:1: stages: unknown key" in note
    assert note.endswith("; a scan will stop at it")
