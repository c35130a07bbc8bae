"""What must never happen: entities resolved, paths that lead out, links followed out, crashes."""

import os
import socket
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from provenance_cli.samples.packages import PACKAGES, make_sample_package

from provenance import framing, understand
from provenance.errors import DamagedFileError
from provenance.model.package import Presence, ProblemCode
from provenance.packages import assetmaps, base, markup, naming
from provenance.packages.places import Places

from .conftest import CORPUS, codes, dpx, edit, only, the_file, words

SECRET = "root-of-all-secrets"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "{}">'.format("ha" * 50)
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
DECLARED = {
    "bomb": BOMB,
    "file": '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{secret}">]>',
    "net": '<!DOCTYPE x [<!ENTITY i SYSTEM "http://127.0.0.1:{port}/x">]>',
    "dtd": '<!DOCTYPE x SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p">%p;]>',
    "late": "<!--" + "x" * 70_000 + "-->" + '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{secret}">]>',
}


@pytest.fixture
def listening():
    """A server of this machine's own that must never be called."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0)
        yield server
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("start", ["ASSETMAP", "PKL", "CPL", "SCM", "OPL", "VOLINDEX"])
@pytest.mark.parametrize("kind", DECLARED)
def test_no_entity_is_ever_resolved(made, tmp_path, listening, start, kind):
    (tmp_path / "secret").write_text(SECRET)
    folder = made("imp") / "imp"
    path = the_file(folder, start)
    _, port = listening.getsockname()
    declared = DECLARED[kind].replace("{secret}", str(tmp_path / "secret"))
    declared = declared.replace("{port}", str(port))
    text = path.read_text().replace("?>\n", f"?>\n{declared}", 1)
    path.write_text(text.replace("</Id>", "&i;</Id>", 1))
    found = understand(folder, verify=True)
    assert SECRET not in repr(found)
    assert ("xml refused", path.name) in {each for one in found for each in codes(one)}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_encoding_hides_nothing(tmp_path, encoding):
    text = f"{BOMB}<AssetMap>&i;</AssetMap>"
    (tmp_path / "ASSETMAP.xml").write_bytes(text.encode(encoding))
    (package,) = understand(tmp_path)
    assert codes(package) == {("xml refused", "ASSETMAP.xml")}


@pytest.mark.parametrize("name", ["utf-7", "ebcdic-cp-us", "utf-16"])
def test_an_encoding_that_only_the_declaration_knows_is_refused(tmp_path, name):
    path = tmp_path / "ASSETMAP.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{name}"?><AssetMap/>'.encode())
    assert codes(understand(path)[0]) == {("xml refused", "ASSETMAP.xml")}


def test_documents_in_other_encodings_are_read(made):
    folder = made("imp") / "imp"
    for start, encoding in (("ASSETMAP", "utf-16"), ("OPL", "utf-8-sig")):
        path = the_file(folder, start)
        text = path.read_text().replace('encoding="UTF-8"', f'encoding="{encoding[:6]}"')
        path.write_bytes(text.encode(encoding))
    package = only(folder, "imp")
    assert codes(package) == {("size", the_file(folder, "OPL").name)}


def test_deep_and_broken_documents(tmp_path):
    for number, text in enumerate(
        ("<a>" * 5000 + "</a>" * 5000, "<AssetMap><Id>", "", "no xml", "<AssetMap/>" * 2)
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "ASSETMAP.xml").write_text(text)
        (package,) = understand(folder)
        assert package.undetermined, text[:20]


def test_a_document_that_is_too_large(made, monkeypatch):
    folder = made("imp") / "imp"
    monkeypatch.setattr(assetmaps, "MAX_DOCUMENT", 1000)
    assert "more than 1000 bytes" in words(only(folder, "mapped"))


def test_more_assets_than_are_read(made, monkeypatch):
    folder = made("imp") / "imp"
    monkeypatch.setattr(assetmaps, "MAX_MEMBERS", 5)
    assert "lists more than 5 assets" in words(only(folder, "mapped"))


OUTSIDE = [
    "../secret",
    "a/../../secret",
    "%2e%2e/secret",
    "%2E%2E%2Fsecret",
    "..%2fsecret",
    "..\\secret",
    "%2e%2e%5csecret",
    "/etc/hostname",
    "%2fetc/hostname",
    "file:///etc/hostname",
    "file:/etc/hostname",
    "C:\\secret",
    "\\\\server\\share",
    "http://example.org/x",
    "a\0b",
    "",
    ".",
]


@pytest.mark.parametrize("stated", OUTSIDE)
def test_a_path_that_leads_out_is_refused(made, stated):
    folder = made("imp") / "imp"
    (folder.parent / "secret").write_text(SECRET)
    place = Places(folder).find(folder, stated, uri=True)
    assert place.refused
    assert place.size is None
    if "\0" not in stated:
        edit(folder / "ASSETMAP.xml", ("hl_notes.txt", stated.replace("\\", "&#92;")))
        package = only(folder, "imp", verify=True)
        assert any(each.code is ProblemCode.REFUSED for each in package.problems)
        refused = [each for each in package.members if each.presence is Presence.REFUSED]
        assert all(each.size is None for each in refused)


def test_a_path_in_a_hash_list_that_leads_out_is_refused(delivery):
    value = "0" * 32
    (delivery / "s.md5").write_text(
        "".join(f"{value}  {p}\n" for p in OUTSIDE[:2]) + f"{value}  /x\n"
    )
    package = only(delivery, "checksums", verify=True)
    assert [each.presence for each in package.members] == [Presence.REFUSED] * 3


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_that_leaves_the_delivery_is_refused(made, tmp_path, link):
    folder = made("imp") / "imp"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "hl_notes.txt").write_bytes((folder / "hl_notes.txt").read_bytes())
    (folder / "hl_notes.txt").unlink()
    if link == "file":
        (folder / "hl_notes.txt").symlink_to(outside / "hl_notes.txt")
    else:
        (folder / "in").symlink_to(outside)
        edit(folder / "ASSETMAP.xml", ("hl_notes.txt", "in/hl_notes.txt"))
    found = understand(folder, verify=True)
    path = "hl_notes.txt" if link == "file" else "in/hl_notes.txt"
    assert ("refused", path) in codes(found[0])
    assert ("refused", path.partition("/")[0]) in codes(found[-1])


def test_a_link_inside_the_delivery_is_followed(made):
    folder = made("imp")
    (folder / "store").mkdir()
    (folder / "imp" / "hl_notes.txt").rename(folder / "store" / "notes")
    (folder / "imp" / "hl_notes.txt").symlink_to(folder / "store" / "notes")
    assert not only(folder, "imp", verify=True).problems


def test_links_that_loop_or_dangle(delivery):
    (delivery / "round").symlink_to(delivery / "round")
    (delivery / "back").symlink_to(delivery)
    (delivery / "gone").symlink_to(delivery / "nothing")
    dpx(delivery, "a.0001.dpx")
    dpx(delivery, "a.0002.dpx")
    sequence, rest = understand(delivery)
    assert sequence.count == 2
    assert codes(rest) == {("unreadable", "round"), ("unreadable", "gone")}


def test_what_is_named_and_not_there(tmp_path):
    (package,) = understand([tmp_path / "nothing", tmp_path / "a\0b"])
    told = {each.message for each in package.problems}
    assert told == {"no such file", "a path that no file can have"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_listed(made):
    folder = made("imp")
    (folder / "closed").mkdir(mode=0)
    assert ("unreadable", "closed") in codes(understand(folder)[-1])


def test_a_pipe_in_the_place_of_a_member(made):
    folder = made("imp") / "imp"
    (folder / "hl_notes.txt").unlink()
    os.mkfifo(folder / "hl_notes.txt")
    package = only(folder, "imp", verify=True)
    assert ("missing", "hl_notes.txt") in codes(package)


def test_problems_of_one_kind_are_counted_beyond_a_hundred(delivery):
    value = "0" * 32
    (delivery / "s.md5").write_text("".join(f"{value}  {n}.mov\n" for n in range(250)))
    package = only(delivery, "checksums")
    assert len(package.problems) == base.MAX_PROBLEMS + 1
    assert package.problems[-1].message == "150 more of this kind"


def _sample(tmp_path_factory, name):
    folder = tmp_path_factory.mktemp(name)
    make_sample_package(folder, name)
    return folder / name


@pytest.mark.parametrize("name", ["imp", "dcp", "card_A001"])
@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_bytes_in_a_document_give_packages(tmp_path_factory, name, data):
    folder = _sample(tmp_path_factory, name)
    documents = sorted(p for p in folder.rglob("*") if p.suffix in {".xml", ".mhl"})
    path = data.draw(st.sampled_from(documents))
    text = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from([b"<", b">", b"&", b"</Id>", b"<!ENTITY", b"-1", b"9" * 30, b"\0"]),
            )
        )
        text[at : at + data.draw(st.integers(0, 40))] = piece
    path.write_bytes(bytes(text))
    for package in understand(folder, verify=True):
        assert all("\n" not in each.message for each in package.problems)


@settings(max_examples=200)
@given(
    st.lists(
        st.from_regex(
            r"[A-Za-z0-9._ -]{0,12}[0-9]{0,12}[._-]?(exr|dpx|png|tif|jp2)", fullmatch=True
        ),
        unique=True,
        max_size=40,
    )
)
def test_every_name_is_in_one_sequence_or_in_none(names):
    names = [f"{name[:-3]}.{name[-3:]}" for name in names]
    names = [each for each in dict.fromkeys(names) if naming.ending(each) in naming.ENDINGS]
    found = naming.group(names, "")
    framed = [path for each in found.sequences for path in each.paths()]
    assert sorted([*framed, *found.singles]) == sorted(names)
    assert found.count == len(found.singles)


@settings(max_examples=200)
@given(st.text(max_size=60))
def test_no_stated_path_leads_out(stated):
    home = Path("/nowhere/delivery")
    place = Places(home).find(home, stated, uri=True)
    if not place.refused:
        assert Path(os.path.normpath(place.path)).is_relative_to(home)


@settings(max_examples=120)
@given(head=st.sampled_from(["exr", "dpx", "tiff", "jp2", "png", "jpg"]), data=st.data())
def test_any_header_gives_a_picture_or_an_error(tmp_path_factory, head, data):
    media = Path(__file__).parents[2] / "fixtures" / "media" / head
    sample = bytearray(next(media.iterdir()).read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, min(len(sample), 900) - 1))
        sample[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("header") / "a"
    path.write_bytes(sample[: data.draw(st.integers(1, len(sample)))])
    with suppress(DamagedFileError):
        assert framing.frame(path).width > 0


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_files_are_understood_or_told():
    found = understand(CORPUS)
    assert found[-1].kind == "folder"
    counted = sum(each.count for each in found if each.kind.owns or each.kind == "folder")
    assert counted == sum(1 for each in CORPUS.rglob("*") if each.is_file())


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_frames_have_headers():
    kinds = (".exr", ".dpx", ".jp2")
    real = [each for each in CORPUS.rglob("*") if each.suffix in kinds and "poc" not in each.name]
    assert len(real) > 10
    for path in real:
        picture = framing.frame(path)
        assert 0 < picture.width < 100_000, path.name
        assert 0 < picture.height < 100_000, path.name


def test_samples_are_all_there():
    assert set(PACKAGES) == {"imp", "imp_fr", "dcp", "shots", "card_A001", "turnover"}
    assert markup.root_name(Path("nowhere")) == ""
