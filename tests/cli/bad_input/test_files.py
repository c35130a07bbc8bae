"""Files and names that are not what they should be: one clear line, an untouched original."""

import os
import shutil
import socket

import pytest

from tests.cli.conftest import SOURCE

from .conftest import reasons, results, state


def test_files_that_cannot_be_read_are_results(run, tmp_path, media):
    delivery = tmp_path / "delivery"
    media("png", delivery, "whole.png")
    (delivery / "zero.png").touch()
    for kind in ("png", "jpg", "mov", "mkv", "wav", "tiff", "mxf", "pdf"):
        path = media(kind, delivery, f"cut.{kind}")
        os.truncate(path, path.stat().st_size // 2)
    shutil.copy(delivery / "whole.png", delivery / "actually.mov")
    (delivery / "text.exr").write_bytes(b"\0 this is no picture")
    os.mkfifo(delivery / "pipe.mov")
    os.mkfifo(delivery / "pipe.json")
    os.mkfifo(delivery / "whole.png.c2pa")
    with socket.socket(socket.AF_UNIX) as server:
        here = os.open(delivery, os.O_RDONLY)
        server.bind(f"/proc/self/fd/{here}/socket.wav")
        os.close(here)
        ran = run("scan", delivery, "-o", "json")
    assert ran.code == 4
    assert ran.err == ""
    found = results(ran)
    assert found["whole.png"]["verdict"] == "pass"
    assert reasons(found["zero.png"]) == "empty file: zero bytes"
    for path, result in found.items():
        if path.startswith("cut."):
            assert result["coverage"] in {"partly_read", "unreadable"}, path
            assert result["verdict"] == "undetermined"
    assert found["actually.mov"]["media_type"] == "image/png"
    assert found["actually.mov"]["name_contradicts"]
    assert found["text.exr"]["coverage"] == "not_supported"
    for name in ("pipe.mov", "pipe.json", "whole.png.c2pa"):
        assert reasons(found[name]) == "a pipe, not a file"
    assert reasons(found["socket.wav"]) == "a socket, not a file"


def test_links(run, tmp_path, media):
    delivery = tmp_path / "delivery"
    inside = media("png", delivery / "stills")
    outside = media("png", tmp_path / "elsewhere")
    (delivery / "inside.png").symlink_to(inside)
    (delivery / "outside.png").symlink_to(outside)
    (delivery / "dangling.png").symlink_to("gone.png")
    (delivery / "a").symlink_to("b")
    (delivery / "b").symlink_to("a")
    (delivery / "stills" / "again").symlink_to(delivery)
    ran = run("scan", delivery, "-o", "json")
    found = results(ran)
    assert ran.code == 4
    assert found["inside.png"]["coverage"] == found["stills/still.png"]["coverage"] == "read"
    assert reasons(found["outside.png"]) == "a link that leaves the delivery"
    assert reasons(found["dangling.png"]) == "a link that loops or points nowhere"
    assert reasons(found["a"]) == reasons(found["b"]) == "a link that loops or points nowhere"
    assert "a folder already entered" in reasons(found["stills/again"])
    assert reasons(results(run("scan", delivery / "dangling.png", "--json"))["dangling.png"]) == (
        "a link that points nowhere"
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.touch(), "not stamped: empty file: zero bytes"),
        (lambda path: path.mkdir(), "not stamped: there is no sequence in it"),
        (os.mkfifo, "not stamped: a pipe, not a file"),
        (lambda path: path.symlink_to("gone.png"), "not stamped: a link that points nowhere"),
        (lambda path: path.symlink_to(path.name), "not stamped: "),
        (lambda _: None, "not stamped: no such file"),
    ],
    ids=["zero", "folder", "pipe", "dangling", "loop", "missing"],
)
def test_what_is_no_file_is_not_stamped(run, house, make, words):
    path = house / "in.png"
    make(path)
    ran = run("stamp", path, *SOURCE, cwd=house)
    assert ran.code == 1
    assert ran.lines[0].startswith(f"{path}: {words}")
    assert ran.lines[1:] == ["1 of 1 files were not stamped"]
    assert [each.name for each in house.iterdir() if each.name.startswith("in.")] == (
        [] if "no such" in words else ["in.png"]
    )


def test_a_link_stays_a_link(run, house, media):
    real = media("png", house / "store")
    before = state(real)
    (house / "shot.png").symlink_to(real)
    ran = run("stamp", "shot.png", *SOURCE, cwd=house)
    assert ran.code == 1
    assert ran.lines[0] == "shot.png: not stamped: it is a link"
    assert str(real) in ran.err
    assert (house / "shot.png").is_symlink()
    assert state(real) == before
    assert run("stamp", "shot.png", *SOURCE, "--output", "copy.png", cwd=house).code == 0


def test_a_cut_file_gets_a_sidecar_at_most(run, house, media):
    path = media("png", house)
    os.truncate(path, path.stat().st_size // 2)
    before = state(path)
    ran = run("stamp", path, *SOURCE, cwd=house)
    assert state(path) == before
    assert ran.code == 0
    assert "manifest sidecar" in ran.err


def test_a_sidecar_of_rubbish(run, tmp_path, media):
    path = media("mov", tmp_path / "in")
    with path.with_name("shot.mov.c2pa").open("wb") as file:
        file.write(b"\0\0\0\x20jumb" + os.urandom(1 << 20))
        file.truncate(100 << 20)
    path.with_name("shot.mov.xmp").write_bytes(b"<x:xmpmeta " + b"<a>" * 100_000)
    ran = run("scan", tmp_path / "in", "-o", "json")
    assert ran.code == 1
    (result,) = ran.json()["results"]
    assert result["integrity"] == "unreadable"
    assert "manifest-invalid" in {each["rule"] for each in result["findings"]}
    assert {each["reader"] for each in result["failures"]} == {"c2pa", "xmp"}


# Names.


NAMES = (
    b"a\nb.png",
    b"\x1b[31mred\x1b]0;title\x07.png",
    "harm\u202egnp.exe.png".encode(),
    b"\xff\xfe\x80.png",
    b"--help.png",
    b"n" * 251 + b".png",
    b"n." + b"e" * 253,
    b" . .png",
)


@pytest.fixture
def oddly_named(house, media):
    """Pictures of odd names in a folder of the production, by their names."""
    return {os.fsdecode(each): media("png", house / "out", os.fsdecode(each)) for each in NAMES}


def test_any_name(run, house, oddly_named):
    folder = house / "out"
    ran = run("stamp", "--json", *SOURCE, "--", *oddly_named, cwd=folder)
    assert ran.code == 0, ran.err
    assert [each["manifest"] for each in ran.json()["stamped"]] == ["embedded"] * len(NAMES)
    words = run("stamp", *SOURCE, "--", *oddly_named, cwd=folder)
    assert [line.startswith("stamped ") for line in words.lines] == [True] * len(NAMES) + [False]
    document, text, page = (run("scan", folder, "-o", kind) for kind in ("json", "text", "html"))
    assert document.code == text.code == page.code == 1  # nobody approved
    for shown in (words.err, text.out, page.out, text.err, document.out):
        assert not set("\x1b\u202e\x07\udcff") & set(shown)
    found = document.json()["results"]
    assert [each["integrity"] for each in found] == ["valid"] * len(NAMES)
    listed = run("register", "list", "--json", cwd=house).json()["entries"]
    assert all(each["path"].startswith("out/") for each in listed)


def test_any_name_with_a_sidecar(run, house, oddly_named):
    folder = house / "out"
    before = {name: state(path) for name, path in oddly_named.items()}
    short = [name for name in oddly_named if len(os.fsencode(name)) <= 250]
    ran = run("stamp", "--sidecar", *SOURCE, "--", *oddly_named, cwd=folder)
    assert {name: state(path) for name, path in oddly_named.items()} == before
    assert ran.code == 1
    assert ran.err.count("File name too long") == len(NAMES) - len(short) == 2
    assert ran.err.count("Shorten the file's name") == 2
    beside = {each.name for each in folder.iterdir()}
    assert beside == {
        *oddly_named,
        *(f"{name}.c2pa" for name in short),
        *(f"{name}.xmp" for name in short),
    }
    document = run("scan", folder, "-o", "json").json()["results"]
    assert len(document) == len(NAMES)
    states = [(each["integrity"], bool(each["manifest"])) for each in document]
    assert states.count(("valid", True)) == len(short)
    assert states.count(("no_manifest", False)) == 2


def test_a_path_that_cannot_be(run):
    assert run("scan", "n" * 300, "--json").code == 4
    listed = run("scan", "--files-from", "-", "--json", stdin=b"a\0b.png\n")
    assert reasons(listed.json()["results"][0]) == "no file can have such a name"
