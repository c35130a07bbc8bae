"""The laws' profiles and the reports, on files as the command stamps them."""

import json

import pytest
from PIL import Image, PngImagePlugin

TOLD = {
    "schema": "provenance.disclosure/1",
    "genre": "documentary",
    "real_person_depicted": True,
    "human_contribution": "Graded by hand.",
    "talent": [{"name": "Somebody Known", "type": "alteration", "as_scripted": True}],
}
AIGC = {
    "Label": "1",
    "ContentProducer": "00119144030008867405X210001",
    "ProduceID": "p-1",
    "ReservedCode1": "",
    "ContentPropagator": "",
    "PropagateID": "",
    "ReservedCode2": "",
}


@pytest.fixture
def delivery(house, media, stamp):
    (house / "delivery").mkdir()
    (house / "told.json").write_text(json.dumps(TOLD))
    stamp(media("png", house / "delivery"), "--disclosure", house / "told.json")
    return house / "delivery"


@pytest.fixture
def rules(run, house, delivery):
    def scanner(policy, *arguments):
        ran = run("scan", delivery, "--policy", policy, "-o", "json", *arguments, cwd=house)
        assert ran.out, ran.err
        (result,) = json.loads(ran.out)["results"]
        return {each["rule"]: each["severity"] for each in result["findings"]}

    return scanner


def test_our_own_stamp_says_what_the_specification_asks_for(rules):
    found = rules("eu-ai-act", "--destination", "eu")
    assert found == {
        "eu-label-missing": "overridable",
        "eu-watermark-undetermined": "info",
        "time-stamp-missing": "warning",
    }


def test_a_stamp_without_the_vendor_does_not_tell_the_provider(rules, house, media, stamp):
    assert rules("california-sb942") == {"california-disclosure-incomplete": "warning"}
    with (house / "provenance.toml").open("a") as file:
        file.write('\n[[tools]]\nname = "X"\nvendor = "X Ltd"\n')
    for path in (house / "delivery").iterdir():
        path.unlink()
    stamp(media("png", house / "delivery"), "--disclosure", house / "told.json")
    assert rules("california-sb942") == {}


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (None, {"china-aigc-missing", "label-missing"}),
        # The field names another tool than the stamp does.
        (AIGC, {"label-missing", "disclosure-contradicted"}),
        (
            {"Label": "1", "ContentProducer": "1"},
            {"china-aigc-malformed", "label-missing", "disclosure-contradicted"},
        ),
        ("yes", {"china-aigc-malformed", "label-missing"}),
    ],
)
def test_a_release_for_china(run, house, stamp, field, found):
    path = house / "china" / "still.png"
    path.parent.mkdir()
    info = PngImagePlugin.PngInfo()
    if field is not None:
        info.add_text("AIGC", field if isinstance(field, str) else json.dumps(field))
    Image.new("RGB", (8, 8), "teal").save(path, pnginfo=info)
    stamp(path)
    asked = ("--policy", "china-gb45438", "--destination", "china", "-o", "json")
    ran = run("scan", path.parent, *asked, cwd=house)
    (result,) = json.loads(ran.out)["results"]
    assert {each["rule"] for each in result["findings"]} == found
    assert ran.code == 1


def test_a_signed_notice_travels_in_the_delivery(run, house, delivery, ca, tmp_path):
    ran = run(
        "label", "*.png", "--where", "on_screen", "--text", "AI",
        "--folder", delivery / "labels", cwd=house,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    moved = delivery.rename(tmp_path / "received")
    asked = ("--policy", "eu-ai-act", "--destination", "eu", "-o", "json")
    for trust, state in ((("--trust", ca), "present"), ((), "missing")):
        ran = run("scan", moved, *asked, *trust, cwd=tmp_path)
        report = json.loads(ran.out)
        assert [each["path"] for each in report["results"]] == ["still.png"]
        assert report["results"][0]["label"]["state"] == state, ran.out


def test_awards_and_cue_sheet_say_what_was_disclosed_and_no_name(run, house, delivery):
    ran = run(
        "scan", delivery, "--policy", "awards", "-o", "awards=a.md", "-o", "cue-sheet=c.csv",
        "-o", "json=r.json", cwd=house,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    text = (house / "a.md").read_text()
    assert text.startswith("# Use of AI: Harbour Lights\n")
    assert "| altered performance | 1 |" in text
    assert "Graded by hand." in text
    sheet = (house / "c.csv").read_bytes().decode("utf-8-sig")
    assert "X 3" in sheet
    for written in (text, sheet, (house / "r.json").read_text()):
        assert "Somebody" not in written
    again = run("report", "r.json", "-o", "awards", cwd=house)
    assert again.out == text


POLICY = """
name = "campaign"
extends = "eu-ai-act"
[[destinations]]
name = "YouTube"
labels_publicly = true
territories = ["US"]
[[destinations]]
name = "cinema"
territories = ["US"]
labels = ["end_credits"]
[rules]
public-label = "warning"
time-stamp-missing = "off"
"""


def test_a_trailer_for_a_platform_that_labels_publicly(run, house, delivery):
    (house / "campaign.toml").write_text(POLICY)
    (path,) = delivery.glob("*.png")
    path.rename(delivery / "trailer.png")
    asked = ("scan", delivery, "--policy", "campaign.toml", "--stage", "marketing", "-o", "json")

    def findings(*names):
        more = [word for name in names for word in ("--destination", name)]
        ran = run(*asked, *more, cwd=house)
        (result,) = json.loads(ran.out)["results"]
        return ran.code, {each["rule"]: each["message"] for each in result["findings"]}

    code, found = findings("YouTube")
    assert code == 0
    assert set(found) == {"public-label"}
    assert found["public-label"].startswith("YouTube makes a public label of this mark: c2pa urn:")
    code, found = findings("YouTube", "cinema")
    assert code == 1
    assert set(found) == {"public-label", "label-missing"}
    assert "for cinema" in found["label-missing"]
