"""No path and no link leads out of a delivery; links that loop or dangle are told."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import understand
from provenance.model.package import Presence, ProblemCode
from provenance.packages.places import Places

from .conftest import SECRET, codes, dpx, edit, only

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


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_stated_path_leads_out(stated):
    home = Path("/nowhere/delivery")
    place = Places(home).find(home, stated, uri=True)
    if not place.refused:
        assert Path(os.path.normpath(place.path)).is_relative_to(home)
