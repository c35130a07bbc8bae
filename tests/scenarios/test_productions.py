"""Whole productions, each with exactly the findings that it should have and no others."""

from datetime import UTC, date, datetime

import pytest

STRICT = 'name = "show"\nextends = {}\n\n[rules]\nfile-unaccounted = "warning"\n'


def test_nothing_to_object(show, found):
    """A shot that was told, approved and stamped, and a plate that a camera saw."""
    shot, plate = show.media("png", "vfx/shot_010.png"), show.media("jpg", "plates/plate.jpg")
    show.stamp(shot)
    show.approve(shot)
    show.account_for(plate)
    report = show.scan(show.policy(STRICT.format('["netflix"]')))
    assert found(report) == {}
    assert report.verdict == "pass"


def test_a_documentary_with_a_generated_archival_photograph(show, found):
    photo = show.media("jpg", "archive/harbour_1912.jpg")
    show.stamp(
        photo,
        genre="documentary",
        realistic_event_risk=True,
        inputs=[
            {
                "kind": "image",
                "owner": "City archive",
                "rights_basis": "public domain",
                "sha256": "sha256:" + "5" * 64,
            }
        ],
        timecodes=["01:02:03:04-01:02:09:00"],
    )
    policy = show.policy(STRICT.format('["netflix", "documentary"]'))
    assert found(show.scan(policy)) == {
        ("archive/harbour_1912.jpg", "approval-missing"): "blocking",
        ("archive/harbour_1912.jpg", "archival-undisclosed"): "blocking",
        ("archive/harbour_1912.jpg", "label-missing"): "overridable",
    }


def test_the_same_documentary_once_the_audience_is_told(show, found):
    photo = show.media("jpg", "archive/harbour_1912.jpg")
    show.stamp(
        photo,
        genre="documentary",
        realistic_event_risk=True,
        inputs=[{"kind": "image", "owner": "City archive", "rights_basis": "public domain"}],
        timecodes=["01:02:03:04-01:02:09:00"],
        cue_sheet_ref="cue sheet, row 4",
        labels=[{"where": "on_screen", "text": "AI-generated picture", "start_tc": "01:02:03:04"}],
    )
    show.approve(photo)
    report = show.scan(show.policy(STRICT.format('["netflix", "documentary"]')))
    assert found(report) == {}
    assert report.verdict == "pass"


DE_AGED = {
    "use_category": "talent_replica",
    "digital_source_type": "compositeWithTrainedAlgorithmicMedia",
    "talent": [{"name": "Talent One", "type": "replica_employment", "as_scripted": False}],
    "principles": {
        "p1_no_replication": "yes",
        "p2_no_store_train": "yes",
        "p3_enterprise_env": "yes",
        "p4_temporary": "no",
        "p5_no_replacement": "yes",
    },
    "legal_review_ref": "legal 44",
}


@pytest.mark.parametrize("ended", ["expired", "in force"])
def test_a_series_with_a_de_aged_lead(show, found, ended):
    shot = show.media("mov", "ep1/lead_0100.mov")
    term = date(2026, 6, 30) if ended == "expired" else date(2031, 1, 14)
    given = show.consent("Talent One", "replica_employment", term_end=term)
    talent = DE_AGED["talent"][0] | {"consent_ref": given.record.id}
    show.stamp(shot, **DE_AGED | {"talent": [talent]})
    show.approve(shot)
    report = show.scan(show.policy(STRICT.format('["netflix", "sag-aftra"]')))
    wanted = {("ep1/lead_0100.mov", "consent-expired"): "blocking"} if ended == "expired" else {}
    assert found(report) == wanted
    assert report.verdict == ("fail" if ended == "expired" else "pass")
    assert "Talent One" not in report.to_json()


BACKGROUND = """
name = "show"
extends = ["netflix"]

[[approvers]]
name = "Studio"
certificate = "{}"
waives = ["background-unapproved"]
"""


def test_a_background_poster_under_an_incidental_waiver(show, found):
    poster = show.media("png", "art/poster_wall.png")
    show.stamp(poster, use_category="background_element", story_relevance="incidental")
    before = show.scan("netflix")
    assert found(before) == {("art/poster_wall.png", "background-unapproved"): "blocking"}
    assert before.verdict == "fail"
    show.waive("background-unapproved", poster, incidental=True)
    report = show.scan(show.policy(BACKGROUND.format(show.fingerprint("Studio"))))
    assert found(report) == {("art/poster_wall.png", "background-unapproved"): "waived blocking"}
    assert report.verdict == "pass"
    (used,) = report.waivers
    assert (used.reason, used.owner) == ("seen in the cut", "Post supervisor")


def test_a_poster_that_carries_the_story_is_not_incidental(show, found):
    poster = show.media("png", "art/poster_wall.png")
    show.stamp(poster, use_category="background_element", story_relevance="central")
    show.waive("background-unapproved", poster, incidental=True)
    report = show.scan(show.policy(BACKGROUND.format(show.fingerprint("Studio"))))
    assert found(report) == {("art/poster_wall.png", "approval-missing"): "blocking"}
    assert report.verdict == "fail"


def test_a_temp_score_left_in_a_final_mix(show, found):
    """The music itself, and the mix into which it went."""
    score, mix = show.media("wav", "stems/score.wav"), show.media("mov", "mix/final_mix.mov")
    show.stamp(score, use_category="music_or_sound", stage="temp")
    show.account_for(mix, "humanEdits", ingredients=[score])
    report = show.scan(show.policy(STRICT.format('["netflix"]')))
    wanted = {
        ("stems/score.wav", "temp-in-final"): "blocking",
        ("stems/score.wav", "approval-missing"): "blocking",
        ("mix/final_mix.mov", "ingredient-laundered"): "blocking",
        ("mix/final_mix.mov", "temp-in-final"): "warning",
    }
    assert found(report) == wanted
    assert report.verdict == "fail"


def test_a_vendor_shot_made_with_a_tool_that_trains_on_inputs(show, found):
    shot = show.media("exr", "vfx/shot_020.exr")
    show.stamp(
        shot,
        tools=[
            {
                "name": "Free Painter",
                "version": "2",
                "model": "F2",
                "account_tier": "free",
                "environment": "consumer",
                "deployment": "saas",
                "stores_inputs": "yes",
                "stores_outputs": "yes",
                "trains_on_inputs": "yes",
                "trains_on_outputs": "yes",
                "terms_sha256": "sha256:" + "6" * 64,
                "terms_checked_at": datetime.now(UTC).isoformat(),
            }
        ],
        principles={
            "p1_no_replication": "yes",
            "p2_no_store_train": "no",
            "p3_enterprise_env": "no",
            "p4_temporary": "no",
            "p5_no_replacement": "yes",
        },
    )
    policy = show.policy(STRICT.format('["netflix"]'))
    assert found(show.scan(policy)) == {
        ("vfx/shot_020.exr", "approval-missing"): "blocking",
        ("vfx/shot_020.exr", "tool-trains-on-data"): "blocking",
    }
    show.approve(shot)
    assert found(show.scan(policy)) == {("vfx/shot_020.exr", "tool-trains-on-data"): "blocking"}


TRAILER = """
name = "trailer"
extends = ["netflix"]
stage = "marketing"

[[destinations]]
name = "video-platform"
territories = ["US", "GB"]
media = "social"
labels_publicly = true
labels = ["platform_ui", "on_screen", "opening"]

[rules]
public-label = "warning"
"""


def test_a_trailer_for_a_platform_that_labels_publicly(show, found):
    trailer = show.media("mp4", "trailer_30s.mp4")
    show.stamp(
        trailer,
        stage="marketing",
        genre="trailer",
        digital_source_type="compositeWithTrainedAlgorithmicMedia",
    )
    show.approve(trailer)
    policy = show.policy(TRAILER)
    assert found(show.scan(policy, destinations=["video-platform"])) == {
        ("trailer_30s.mp4", "public-label"): "warning",
        ("trailer_30s.mp4", "label-missing"): "overridable",
    }
    assert found(show.scan(policy)) == {}


def test_a_chinese_release_without_the_aigc_field(show, found):
    shot = show.media("mp4", "reel_1.mp4")
    show.stamp(
        shot,
        territories=["CN"],
        labels=[{"where": "opening", "text": "AI 生成", "start_tc": "00:00:00:00"}],
    )
    show.approve(shot)
    report = show.scan(show.policy(STRICT.format('["netflix", "china-gb45438"]')))
    assert found(report) == {("reel_1.mp4", "china-aigc-missing"): "overridable"}
    assert report.verdict == "fail"  # the profile fails on what is overridable
