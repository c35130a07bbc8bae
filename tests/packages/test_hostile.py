"""Hostile documents and odd folders: no entity resolved, no limit passed, a gap is told."""

import os
import socket
from pathlib import Path

import pytest
from provenance_cli.samples.packages import PACKAGES

from provenance import understand
from provenance.packages import assetmaps, base, markup

from .conftest import SECRET, codes, only, the_file, words

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


def test_samples_are_all_there():
    assert set(PACKAGES) == {"imp", "imp_fr", "dcp", "shots", "card_A001", "turnover"}
    assert markup.root_name(Path("nowhere")) == ""
