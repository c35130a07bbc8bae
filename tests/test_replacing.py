"""Finished files take their places at once, or nothing changes."""

import os
import stat
from contextlib import suppress

import pytest

from provenance.errors import StampError
from provenance.replacing import replacing, sweep


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def test_all_or_nothing(tmp_path):
    target = tmp_path / "a.png"
    target.write_text("old")
    with suppress(RuntimeError), replacing() as files:
        files.beside(target).write_text("new")
        files.beside(tmp_path / "b.png").write_text("new")
        raise RuntimeError
    assert (target.read_text(), names(tmp_path)) == ("old", ["a.png"])
    with replacing() as files:
        files.beside(target).write_text("new")
        dropped = files.beside(target)
        files.drop(dropped)
        files.commit()
    assert (target.read_text(), names(tmp_path)) == ("new", ["a.png"])


def test_permissions_stay(tmp_path):
    target = tmp_path / "a.png"
    target.touch(0o640)
    with replacing() as files:
        files.beside(target)
        files.commit()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_gets_what_the_umask_gives(tmp_path):
    before = os.umask(0o027)
    try:
        with replacing() as files:
            files.beside(tmp_path / "a.png")
            files.commit()
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.png").stat().st_mode) == 0o640


def test_a_target_that_cannot_be_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    with replacing() as files:
        files.beside(tmp_path / "folder").write_text("x")
        with pytest.raises(StampError, match="folder: cannot be written"):
            files.commit()
    assert names(tmp_path) == ["folder"]
    with pytest.raises(StampError, match="cannot be written: No such file") as caught:
        replacing().__enter__().beside(tmp_path / "gone" / "a.png")
    assert caught.value.advice() == "Make the folder first."


@pytest.mark.parametrize("name", ["n" * 255, "n" * 251 + ".png", "a." + "e" * 253, b"\xff.png"])
def test_any_name_leaves_room(tmp_path, name):
    target = tmp_path / os.fsdecode(name)
    with replacing() as files:
        files.beside(target).write_text("x")
        files.commit()
    assert target.read_text() == "x"


def test_the_ending_stays_where_it_fits(tmp_path):
    with replacing() as files:
        assert files.beside(tmp_path / "a.png").suffix == ".png"


def test_sweeping_takes_what_is_nobodys(tmp_path):
    stale = tmp_path / ".provenance-0123456789abcdef.png"
    stale.touch()
    others = [".provenance-demo", ".provenance", ".provenance-0123456789abcdef.png.bak", "a.png"]
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / ".provenance-00000000000000ff").mkdir()
    link = tmp_path / ".provenance-00000000000000aa"
    link.symlink_to("a.png")
    with replacing() as files:
        living = files.beside(tmp_path / "b.png")
        sweep(tmp_path)
        assert living.exists()
        assert not stale.exists()
    sweep(tmp_path)
    assert names(tmp_path) == sorted([*others, ".provenance-00000000000000ff", link.name])
    sweep(tmp_path / "gone")
