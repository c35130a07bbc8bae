"""What an asset map or a composition states about places and files that are none of its own."""

import re

import pytest

from provenance import understand

from .conftest import codes, edit, only, words


@pytest.fixture
def outside(tmp_path):
    """A folder beside the delivery, with a file whose name nobody may learn."""
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "unreleased_title.mov").write_bytes(b"x")
    return folder


@pytest.mark.parametrize("how", ["../../private/x.mxf", "{}/x.mxf", "..%2f..%2fprivate%2fx.mxf"])
def test_nobody_lists_the_folder_to_which_a_refused_path_leads(made, outside, how):
    folder = made("imp")
    stated = how.format(outside)
    edit(folder / "imp" / "ASSETMAP.xml", ("<Path>hl_picture.mxf", f"<Path>{stated}"))
    found = understand(folder, headers=False)
    assert any(code == "refused" for each in found for code, _ in codes(each))
    assert not any("unreleased_title" in words(each) for each in found)
    assert {path for each in found for code, path in codes(each) if code == "unlisted"} == {
        "imp/hl_picture.mxf"
    }


@pytest.mark.parametrize("document", ["CPL", "PKL", "OPL"])
def test_a_composition_that_plays_a_document_is_a_contradiction(made, document):
    folder = made("imp")
    (path,) = (folder / "imp").glob(f"{document}_*.xml")
    id_ = path.stem.partition("_")[2]
    (playing,) = (folder / "imp").glob("CPL_*.xml")
    text = playing.read_text("utf-8")
    told = re.sub(r"<TrackFileId>[^<]*", f"<TrackFileId>urn:uuid:{id_}", text)
    playing.write_text(told, "utf-8")
    package = only(folder, "imp", headers=False)
    assert ("contradiction", f"imp/{path.name}") in codes(package)
    assert "a composition plays it, and it is no essence but the" in words(package)
