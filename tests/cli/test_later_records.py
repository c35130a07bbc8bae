"""Records that a later version of the program wrote: kept whole, and never half understood."""

import json

import pytest

ID = "019aab6e-7a00-7c1e-8a52-3f0f2d9f6a88"


@pytest.fixture
def later(house):
    """Writes a record of version 2, with words that this version does not know."""

    def write(kind, **fields):
        path = house / f"later.{kind}.json"
        record = {"schema": f"provenance.{kind}/2", "id": ID, "mood": "sombre", **fields}
        path.write_text(json.dumps(record))
        return path

    return write


def newest(folder, suffix):
    return json.loads(max(folder.glob(f"*{suffix}"), key=lambda each: each.name).read_text())


def test_a_consent_is_ended_with_all_its_words(run, house, later):
    path = later("consent", talent="A", types=["voice"], signed_at="2026-10-01T00:00:00Z")
    ran = run("consent", "revoke", path, cwd=house)
    assert ran.code == 0, ran.err
    ended = newest(house / "consents", ".consent.json")
    assert (ended["schema"], ended["mood"]) == ("provenance.consent/2", "sombre")
    assert run("consent", "list", cwd=house).code == 0


def test_an_approval_is_ended_and_its_condition_met_with_all_its_words(run, house, later):
    path = later(
        "approval",
        decision="approved",
        approver={"name": "X", "badge": 1},
        reference="R",
        granted_at="2026-11-01T00:00:00Z",
        scope={"patterns": ["*.jpg"], "moods": ["dark"]},
        conditions=[{"id": "c1", "text": "a letter"}],
    )
    for arguments in (("approve", "--satisfies", path), ("revoke", path)):
        ran = run(*arguments, "--by", "X", "--reference", "R2", cwd=house)
        assert ran.code == 0, ran.err
        written = newest(house / "approvals", ".approval.json")
        assert written["schema"] == "provenance.approval/2"
        assert written["scope"]["moods"] == ["dark"]
    assert run("approvals", cwd=house).code == 0


def test_a_disclosure_keeps_its_words_in_the_file_the_register_and_a_bundle(
    run, house, later, media
):
    picture = media("png", house, "a.png")
    path = later(
        "disclosure",
        digital_source_type="trainedAlgorithmicMedia",
        use_category="background_element",
        stage="turnover",
        tools=[{"name": "X", "version": "3", "gpu": "G"}],
        talent=[{"name": "Jane Doe", "stage_name": "The Jane"}],
        inputs=[{"kind": "prompt", "text": "p", "model_of": {"person": "Jane Doe"}}],
    )
    for stage in ("turnover", "final"):
        ran = run("stamp", picture, "--disclosure", path, "--stage", stage, cwd=house)
        assert ran.code == 0, ran.err
        (asset,) = run("read", picture, "--json", cwd=house).json()["assets"]
        assert asset["disclosure"]["state"] == "complete"
        raw = picture.read_bytes()
        assert b"sombre" in raw
        assert b"provenance.disclosure/2" in raw
        # What may name a person is veiled, and still seen to be there.
        assert b"stage_name" in raw
        assert b"Jane" not in raw
    assert run("register", "export", "out.json", cwd=house).code == 0
    for entry in json.loads((house / "out.json").read_text())["entries"]:
        told = entry["disclosure"]
        assert (told["schema"], told["mood"]) == ("provenance.disclosure/2", "sombre")
        assert told["tools"][0]["gpu"] == "G"
    assert run("register", "verify", cwd=house).code == 0
