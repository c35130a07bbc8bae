"""stamp: which files it takes, what it writes where, and what it leaves alone."""

import pytest

from .conftest import asset, snapshot


def test_each_kind_says_how_it_was_made(run, house, stamp, media):
    places = dict.fromkeys(("png", "jpg", "wav", "mp4", "mov", "mp3"), "embedded")
    places |= dict.fromkeys(("exr", "dpx"), "sidecar")
    paths = {kind: media(kind, house / "out" / kind) for kind in places}
    before = {kind: path.read_bytes() for kind, path in paths.items()}
    stamp(*paths.values(), "--use", "background_element", "--stage", "final")
    ran = run("read", *paths.values(), "--json")
    assert ran.code == 0, ran.err
    found = {each["path"].split("/")[-2]: each for each in ran.json()["assets"]}
    assert set(found) == set(places)
    for kind, place in places.items():
        told = found[kind]
        assert (told["integrity"], told["coverage"]) == ("valid", "read"), kind
        assert told["manifest"]["location"] == place
        assert (told["ai"]["declaration"], told["ai"]["strength"]) == ("generated", "proven")
        assert {"name": "X", "version": "3"} in told["ai"]["generators"]
        assert (paths[kind].read_bytes() == before[kind]) is (place == "sidecar")
        beside = {each.name for each in paths[kind].parent.iterdir()}
        assert (f"{paths[kind].name}.c2pa" in beside) is (place == "sidecar")


def test_one_that_fails_does_not_stop_the_rest(run, house, stamp, media):
    good = [media("png", house, "a.png"), media("png", house, "c.png")]
    bad = house / "b.png"
    bad.write_bytes(b"")
    ran = stamp(good[0], bad, good[1], code=1)
    assert [asset(run, path)["integrity"] for path in good] == ["valid", "valid"]
    assert bad.read_bytes() == b""
    assert f"{bad}: not stamped: empty file: zero bytes" in ran.err
    assert ran.err.rstrip().endswith("1 of 3 files were not stamped")


def test_a_dry_run_changes_nothing(run, house, media):
    media("png", house)
    media("exr", house)
    before = snapshot(house)
    register = (house / ".provenance" / "register.db").read_bytes()
    ran = run(
        "stamp", "still.png", "frame.1001.exr", "--source-type", "trainedAlgorithmicMedia",
        "--dry-run", "--json", cwd=house,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    plans = ran.json()["stamped"]
    assert [(each["manifest"], each["xmp"], each["dry_run"]) for each in plans] == [
        ("embedded", "embedded", True),
        ("sidecar", "sidecar", True),
    ]
    assert snapshot(house) == before
    assert (house / ".provenance" / "register.db").read_bytes() == register


@pytest.mark.parametrize("kind", ["png", "exr"])
def test_a_copy_leaves_the_original_as_it_is(run, house, stamp, media, kind):
    original = media(kind, house / "camera")
    before = snapshot(house / "camera")
    (house / "out").mkdir()
    stamp(original, "--output", house / "out")
    assert snapshot(house / "camera") == before
    assert asset(run, house / "out" / original.name)["integrity"] == "valid"


def test_a_copy_overwrites_nothing(house, stamp, media):
    one, other = media("png", house / "a"), media("png", house / "b")
    (house / "out").mkdir()
    ran = stamp(one, other, "--output", house / "out", code=1)
    first = (house / "out" / "still.png").read_bytes()
    assert "is there already" in ran.err
    media("jpg", house / "out", "frame.1001.exr.c2pa")
    frame = media("exr", house)
    ran = stamp(frame, "--output", house / "out", code=1)
    assert "frame.1001.exr.c2pa is there already" in ran.err
    assert (house / "out" / "still.png").read_bytes() == first
    assert not (house / "out" / "frame.1001.exr").exists()


def test_several_files_need_a_folder(run, house, media):
    media("png", house, "a.png"), media("png", house, "b.png")
    ran = run(
        "stamp", "a.png", "b.png", "--source-type", "trainedAlgorithmicMedia",
        "--output", "c.png", cwd=house,
    )  # fmt: skip
    assert ran.code == 2
    assert ran.lines == ["error: --output c.png: must be an existing folder for several files"]


def test_a_sidecar_leaves_the_file_byte_for_byte(run, house, stamp, media):
    path = media("png", house)
    before = snapshot(house)[path.relative_to(house)]
    ran = stamp(path, "--sidecar", "--json")
    (told,) = ran.json()["stamped"]
    assert snapshot(house)[path.relative_to(house)] == before
    assert told["sidecars"] == [f"{path}.c2pa", f"{path}.xmp"]
    assert told["as_made"] == told["as_stamped"]
    assert "a sidecar was asked for" in told["reasons"]
    found = asset(run, path)
    assert (found["integrity"], found["manifest"]["location"]) == ("valid", "sidecar")


def test_two_of_one_stem_keep_their_sidecars_apart(run, house, stamp, media):
    movie, sound = media("mov", house, "shot.mov"), media("wav", house, "shot.wav")
    stamp(movie, sound, "--sidecar")
    assert asset(run, movie)["integrity"] == asset(run, sound)["integrity"] == "valid"
    # The other habit cannot tell them apart: the sidecar is the one's that it fits.
    (house / "shot.mov.c2pa").rename(house / "shot.c2pa")
    (house / "shot.wav.c2pa").unlink()
    (house / "shot.wav.xmp").unlink()
    assert asset(run, movie)["integrity"] == "valid"
    assert asset(run, sound)["integrity"] == "no_manifest"
    # With the one that it fits gone, it speaks against the other.
    movie.write_bytes(movie.read_bytes() + b"\0" * 8)
    assert asset(run, sound)["integrity"] == "invalid"


def test_ingredients_are_kept_whatever_they_are(run, house, stamp, media):
    plate, notes = media("png", house, "plate.png"), house / "notes.bin"
    notes.write_bytes(b"\x00\x01 no format that anybody knows")
    stamp(plate)
    result = media("jpg", house, "comp.jpg")
    stamp(result, "--ingredient", plate, "--ingredient", notes)
    nodes = asset(run, result)["manifest"]["manifests"]
    top = next(node for node in nodes if len(node["path"]) == 1)
    titles = {each["title"]: each for each in top["ingredients"]}
    assert {"plate.png", "notes.bin"} <= set(titles)
    assert titles["plate.png"]["manifest"]
    assert len(nodes) == 2
    missing = run(
        "stamp", result, "--source-type", "trainedAlgorithmicMedia", "--ingredient", "gone.png",
        cwd=house,
    )  # fmt: skip
    assert missing.code == 1
    assert "ingredient gone.png: no such file" in missing.err


@pytest.mark.parametrize("kind", ["png", "mp4", "exr"])
def test_a_second_stamp_keeps_the_first_as_parent(run, house, stamp, media, kind):
    path = media(kind, house)
    stamp(path)
    first = asset(run, path)["manifest"]["active"]
    ran = stamp(path, "--stage", "final")
    assert "old manifest kept as parent" in ran.err
    found = asset(run, path)
    labels = [node["label"] for node in found["manifest"]["manifests"]]
    assert found["integrity"] == "valid"
    assert found["manifest"]["active"] != first
    assert first in labels


def test_the_register_names_files_as_seen_from_the_production(run, house, stamp, media, tmp_path):
    stamp(media("png", house / "shots" / "0010"))
    stamp(media("png", tmp_path / "elsewhere", "other.png"))
    entries = run("register", "list", "--json", cwd=house).json()["entries"]
    assert [each["path"] for each in entries] == ["shots/0010/still.png", "other.png"]


def test_names_from_a_list(house, run, media):
    names = [media("png", house, name).name for name in ("a b.png", "c\nd.png", "-e.png")]
    listed = "\0".join(names).encode() + b"\0"
    ran = run(
        "stamp", "--files-from", "-", "-0", "--source-type", "trainedAlgorithmicMedia", "--json",
        cwd=house, stdin=listed,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert [each["path"] for each in ran.json()["stamped"]] == names


def test_a_file_named_twice_is_stamped_once(house, stamp, media):
    path = media("png", house)
    assert len(stamp(path, path, "--json").json()["stamped"]) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "error: name the files to stamp"),
        (("still.png", "--source-type", "cat"), "error: Invalid value for '--source-type'"),
        (("still.png", "--use", "cat"), "error: Invalid value for '--use'"),
    ],
)
def test_what_cannot_be_meant(run, house, media, arguments, words):
    media("png", house)
    ran = run("stamp", *arguments, cwd=house)
    assert ran.code == 2
    assert ran.err.startswith(words)


def test_without_a_production_there_is_no_identity(run, tmp_path, media):
    path = media("png", tmp_path)
    ran = run("stamp", path, "--source-type", "trainedAlgorithmicMedia")
    assert ran.code == 2
    assert ran.lines == ["error: no signing identity: provenance.toml has no [signing] chain"]
    assert "provenance init" in ran.err
