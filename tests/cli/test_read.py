"""read: the evidence document, which other programs build on."""

import shutil

import pytest

ASSET = {
    "path", "media_type", "size", "digest", "coverage", "integrity", "trust", "ai", "manifest",
    "signals", "disclosure", "approval",
}  # fmt: skip


@pytest.fixture
def document(run, house, stamp, media, ca):
    stamp(media("png", house, "a.png"), "--use", "background_element")
    media("wav", house, "b.wav")
    ran = run("read", house / "a.png", house / "b.wav", "--trust", ca, "--json")
    assert ran.code == 0, ran.err
    return ran.json()


def test_the_contract_of_evidence(document):
    assert document["schema"] == "provenance.evidence/1"
    assert set(document) >= {"schema", "tool", "generated_at", "assets"}
    stamped, silent = document["assets"]
    for each in (stamped, silent):
        assert set(each) >= ASSET
        assert each["digest"].startswith("sha256:")
        assert each["coverage"] == "read"
        assert set(each["ai"]) >= {"declaration", "strength", "source_types", "generators"}
    assert (stamped["integrity"], stamped["trust"]) == ("valid", "trusted")
    assert stamped["ai"]["source_types"] == [
        "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    ]
    assert set(stamped["manifest"]) >= {
        "active", "location", "claim_generator", "signer", "time", "status", "manifests",
    }  # fmt: skip
    (node,) = stamped["manifest"]["manifests"]
    assert node["actions"][0]["action"] == "c2pa.created"
    assert node["actions"][0]["source_type"].endswith("trainedAlgorithmicMedia")
    for signal in stamped["signals"]:
        assert set(signal) >= {
            "reader", "where", "value", "strength", "source_type", "generator",
        }  # fmt: skip
    assert stamped["disclosure"]["records"]
    assert (silent["manifest"], silent["integrity"]) == (None, "no_manifest")
    assert (silent["ai"]["declaration"], silent["ai"]["strength"]) == ("silent", None)


def test_words_for_people(run, house, stamp, media, ca):
    path = media("png", house)
    stamp(path)
    ran = run("read", path, "--trust", ca)
    assert ran.code == 0
    for words in ("still.png", "trainedAlgorithmicMedia", "trusted", "valid"):
        assert words in ran.out


def test_fast_hashes_nothing(run, house, stamp, media):
    path = media("png", house)
    stamp(path)
    (asset,) = run("read", path, "--effort", "fast", "--json").json()["assets"]
    assert (asset["digest"], asset["integrity"]) == (None, "not_checked")


def test_folders_and_what_cannot_be_read(run, tmp_path, media):
    media("png", tmp_path / "in")
    (tmp_path / "in" / "empty.mov").touch()
    ran = run("read", "in", "gone.png", "--json")
    assert ran.code == 4
    assert {each["path"]: each["coverage"] for each in ran.json()["assets"]} == {
        "gone.png": "missing",
        "in/empty.mov": "unreadable",
        "in/still.png": "read",
    }
    (tmp_path / "nothing").mkdir()
    assert run("read", "nothing").code == 3
    assert run("read").code == 2


def test_a_name_that_contradicts(run, tmp_path, media):
    shutil.move(media("png", tmp_path), tmp_path / "shot.jpg")
    (asset,) = run("read", "shot.jpg", "--json").json()["assets"]
    assert asset["media_type"] == "image/png"
    assert "jpg" in asset["name_contradicts"]


def test_what_is_not_there_has_no_format_and_no_size(run):
    ran = run("read", "gone.png")
    assert ran.code == 4
    assert "missing" in ran.out
    assert "octet-stream" not in ran.out
    assert "0 bytes" not in ran.out
