"""IMF and DCP packages: what the lists say, compared with one another and with the disk."""

import json
import os
from pathlib import Path

from provenance_cli.samples.boxes import identity

from provenance import understand
from provenance.model.package import Presence
from provenance.model.package_view import packages_values

from .conftest import codes, edit, only, the_file, the_one, words

GOLDEN = Path(__file__).parents[1] / "golden" / "packages.json"


def roles(package):
    return {each.role.value for each in package.members}


def test_an_imp(made):
    package = only(made("imp"), "imp", verify=True)
    assert (package.name, package.path, package.title) == ("imp", "imp", "Harbour Lights")
    assert package.id == identity("hl map")
    assert not package.problems
    assert roles(package) == {
        *("asset map", "volume index", "packing list", "composition", "output profile"),
        *("sidecar map", "sidecar", "image", "audio"),
    }
    states = [h.state.value for each in package.members for h in each.hashes]
    assert states == ["matches"] * 6
    assert {h.algorithm for each in package.members for h in each.hashes} == {"sha1", "sha256"}
    (cut,) = package.compositions
    assert (cut.edit_rate, cut.duration, cut.kind) == ("24/1", 1, "feature")
    assert [piece.track for piece in cut.segments[0].resources] == ["MainImage", "MainAudio"]
    assert cut.application == ("http://www.smpte-ra.org/ns/2067-21/2021",)
    assert package.standard == "ST 429-9:2007, ST 2067-2:2016, ST 2067-3:2016"


def test_hashes_are_not_checked_unless_asked_for(made):
    package = only(made("imp"), "imp")
    assert {h.state.value for each in package.members for h in each.hashes} == {"not checked"}


def test_a_dcp(made):
    package = only(made("dcp"), "dcp", verify=True)
    assert not package.problems
    assert package.title == "HarbourLights_FTR_F_EN-XX"
    assert roles(package) >= {"image", "audio", "composition"}
    assert package.compositions[0].duration == 1


def test_an_interop_dcp(made):
    folder = made("dcp") / "dcp"
    space = "http://www.digicine.com/PROTO-ASDCP-"
    edit(folder / "ASSETMAP.xml", ("http://www.smpte-ra.org/schemas/429-9/2007/AM", f"{space}AM#"))
    edit(folder / "ASSETMAP.xml", ("<PackingList>true</PackingList>", "<PackingList/>"))
    edit(the_file(folder, "PKL"), ("http://www.smpte-ra.org/schemas/429-8/2007/PKL", space))
    (folder / "ASSETMAP.xml").rename(folder / "ASSETMAP")
    (folder / "VOLINDEX.xml").unlink()
    package = only(folder, "dcp")
    assert package.standard.startswith("Interop")
    assert codes(package) == {("size", the_file(folder, "PKL").name)}  # it was shortened here


def test_without_a_composition_the_packing_list_tells_the_kind(made):
    folder = made("imp") / "imp"
    the_file(folder, "CPL").unlink()
    package = only(folder, "imp")
    assert ("missing", the_file_name(package, "CPL")) in codes(package)


def the_file_name(package, start):
    (name,) = (each.path for each in package.members if each.path.startswith(start))
    return name


def test_a_supplemental_package_beside_the_one_it_builds_on(made):
    found = understand(made("imp", "imp_fr"))
    package = next(each for each in found if each.name == "imp_fr")
    (away,) = (each for each in package.members if each.presence is Presence.ELSEWHERE)
    assert (away.id, away.found_in, away.role.value) == (identity("hl_picture.mxf"), "imp", "image")
    assert not package.problems
    assert "1 of them from another package, found beside this one" in package.notes[0]


def test_a_supplemental_package_alone_is_told_as_such(made):
    package = only(made("imp_fr"), "imp")
    assert not package.problems
    assert "1 of them from another package, which is not here" in package.notes[0]


def test_a_composition_of_which_nothing_is_here(made):
    folder = made("imp_fr") / "imp_fr"
    edit(the_file(folder, "CPL"), (identity("hl_sound_fr.mxf"), identity("something else")))
    package = only(folder, "imp")
    assert ("nothing here", the_file(folder, "CPL").name) in codes(package)
    assert "plays 2 files, none of which was found" in words(package)


def test_a_composition_that_plays_nothing(made):
    folder = made("imp") / "imp"
    cut = the_file(folder, "CPL")
    text = cut.read_text()
    start, end = text.index("<SegmentList>"), text.index("</SegmentList>")
    cut.write_text(text[:start] + "<SegmentList>" + text[end:])
    assert "plays nothing" in words(only(folder, "imp"))


def test_a_packing_list_that_lies(made):
    folder = made("imp") / "imp"
    with (folder / "hl_sound_en.mxf").open("r+b") as file:
        file.seek(2000)
        file.write(b"another sound")
    (folder / "hl_notes.txt").write_bytes(b"Reel 1, frame 1, and more.\n")
    package = only(folder, "imp")
    assert codes(package) == {("size", "hl_notes.txt")}
    package = only(folder, "imp", verify=True)
    assert codes(package) == {
        ("size", "hl_notes.txt"),
        ("hash", "hl_notes.txt"),
        ("hash", "hl_sound_en.mxf"),
    }


def test_what_is_no_hash_is_told_without_reading(made):
    folder = made("imp") / "imp"
    text = the_file(folder, "PKL").read_text()
    start = text.index("<Hash>") + 6
    the_file(folder, "PKL").write_text(text[:start] + "!!" + text[start + 2 :])
    assert ("hash", "hl_picture.mxf") in codes(only(folder, "imp"))


def test_missing_and_unlisted(made):
    folder = made("imp") / "imp"
    (folder / "hl_picture.mxf").rename(folder / "hl_picture_renamed.mxf")
    (folder / "hl_picture_renamed.mxf.c2pa").write_bytes(b"a sidecar is no stranger")
    package = only(folder, "imp")
    assert codes(package) == {
        ("missing", "hl_picture.mxf"),
        ("unlisted", "hl_picture_renamed.mxf"),
    }


def test_missing_in_one_list(made):
    folder = made("imp") / "imp"
    text = (folder / "ASSETMAP.xml").read_text()
    start = text.index("<Asset>", text.index("hl_picture.mxf") - 300)
    end = text.index("</Asset>", start) + 8
    (folder / "ASSETMAP.xml").write_text(text[:start] + text[end:])
    package = only(folder, "imp")
    assert codes(package) == {("unmapped", ""), ("unlisted", "hl_picture.mxf")}
    listed = the_file(folder, "PKL")
    edit(listed, (identity("hl notes"), identity("other notes")))
    assert ("unpacked", "hl_notes.txt") in codes(only(folder, "imp"))


def test_ids_that_differ(made):
    folder = made("imp") / "imp"
    other = identity("another")
    for start in ("CPL", "OPL", "SCM"):
        path = the_file(folder, start)
        edit(path, (f"  <Id>urn:uuid:{path.stem[4:]}", f"  <Id>urn:uuid:{other}"))
    found = {path for code, path in codes(only(folder, "imp")) if code == "contradiction"}
    assert found == {the_file(folder, start).name for start in ("CPL", "OPL", "SCM")}


def test_one_id_and_one_path_twice(made):
    folder = made("imp") / "imp"
    edit(folder / "ASSETMAP.xml", (identity("hl notes"), identity("hl_picture.mxf")))
    edit(folder / "ASSETMAP.xml", ("hl_sound_en.mxf", "hl_picture.mxf"))
    problems = [each for each in only(folder, "imp").problems if each.code == "duplicate"]
    assert [each.path for each in problems] == ["hl_picture.mxf", ""]


def test_two_maps_in_one_folder(made):
    folder = made("imp") / "imp"
    (folder / "another.xml").write_bytes((folder / "ASSETMAP.xml").read_bytes())
    package = only(folder, "imp")
    assert codes(package) == {("not understood", "another.xml")}


def test_a_file_belongs_to_one_package(made):
    folder = made("imp")
    outer = (folder / "imp" / "ASSETMAP.xml").read_text()
    (folder / "ASSETMAP.xml").write_text(outer.replace("<Path>", "<Path>imp/"))
    found = [each for each in understand(folder) if each.kind == "imp"]
    assert [each.path for each in found] == [".", "imp"]
    doubles = {path for code, path in codes(found[1]) if code == "duplicate"}
    assert "imp/hl_picture.mxf" in doubles
    assert not found[0].problems


def test_another_volume(made):
    folder = made("imp") / "imp"
    (folder / "hl_sound_en.mxf").unlink()
    text = (folder / "ASSETMAP.xml").read_text()
    start = text.index("<VolumeIndex>", text.index("hl_sound_en.mxf"))
    text = text[:start] + text[start:].replace("<VolumeIndex>1<", "<VolumeIndex>2<", 1)
    (folder / "ASSETMAP.xml").write_text(text.replace("<VolumeCount>1<", "<VolumeCount>2<"))
    package = only(folder, "imp")
    assert not package.problems
    assert package.notes[:2] == ("hl_sound_en.mxf is on volume 2", "volume 1 of 2")


def test_a_file_in_pieces(made):
    folder = made("imp") / "imp"
    (folder / "hl_notes.2").write_bytes(b"rest")
    text = (folder / "ASSETMAP.xml").read_text()
    end = text.index("</Chunk>", text.index("hl_notes.txt")) + 8
    more = "<Chunk><Path>hl_notes.2</Path></Chunk>"
    (folder / "ASSETMAP.xml").write_text(text[:end] + more + text[end:])
    package = only(folder, "imp")
    assert any("is in 2 pieces" in note for note in package.notes)
    assert ("unlisted", "hl_notes.2") not in codes(package)


def test_an_encrypted_dcp_is_told(made):
    folder = made("dcp") / "dcp"
    edit(
        the_file(folder, "CPL"),
        ("<Duration>1</Duration>", "<Duration>1</Duration><KeyId>k</KeyId>"),
    )
    package = only(folder, "dcp")
    assert any("encrypted" in note for note in package.notes)
    assert package.compositions[0].segments[0].resources[0].encrypted


def test_a_hash_in_the_composition_of_a_dcp(made):
    folder = made("dcp") / "dcp"
    edit(
        the_file(folder, "CPL"),
        ("<Duration>1<", "<Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash><Duration>1<"),
    )
    assert ("contradiction", the_file(folder, "CPL").name) in codes(only(folder, "dcp"))


def test_a_later_edition_is_read_as_far_as_its_words_are_known(made):
    folder = made("imp") / "imp"
    edit(the_file(folder, "PKL"), ("schemas/2067-2/2016/PKL", "schemas/2067-2/2050/PKL"))
    edit(the_file(folder, "CPL"), ("schemas/2067-3/2016", "schemas/2067-3/20XX"))
    package = only(folder, "imp")
    assert not package.problems
    assert "ST 2067-2:2050" in package.standard
    assert "unknown namespace" in package.standard


def test_documents_without_a_map_are_listed_as_not_understood(made):
    folder = made("imp") / "imp"
    (folder / "ASSETMAP.xml").unlink()
    package = only(folder, "folder")
    starts = ("CPL", "OPL", "PKL", "SCM")
    assert codes(package) == {("not understood", the_file(folder, each).name) for each in starts}
    assert "a packing list without an asset map" in words(package)


def test_naming_the_map_means_the_package(made):
    folder = made("imp") / "imp"
    assert only(folder / "ASSETMAP.xml", "imp").count == 9


def test_the_document_for_programs(made):
    values = packages_values(understand(made(), verify=True))
    text = json.dumps(values, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("RENEW_GOLDENS"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8"), "renew with: RENEW_GOLDENS=1"


def test_two_roots_are_told_apart(made):
    folder = made("imp", "imp_fr")
    found = understand([folder / "imp", folder / "imp_fr"], verify=True)
    assert [each.path for each in found] == ["imp", "imp_fr"]
    assert not any(each.problems for each in found)
    assert the_one([found[1]], "imp").members[-1].found_in == "imp"
