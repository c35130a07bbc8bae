"""Which files of a delivery count."""

import os
from pathlib import Path

import pytest

from provenance.delivering import without_roots
from provenance.packages.folder import named, survey

RECORD = '{"schema": "provenance.approval/1"}'


@pytest.fixture
def tree(tmp_path):
    def make(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return tmp_path

    return make


def shown(delivery):
    return [unit.shown for unit in delivery.units]


def test_sidecars_records_and_hidden_files_are_no_deliverables(tree):
    root = tree(
        a_mov="x", a_mov_c2pa="x", a_mov_xmp="x", b_wav="x", b_c2pa="x", c_c2pa="x",
        letter_json=RECORD, other_json="{}", provenance_toml="", sub__d_png="x",
    )  # fmt: skip
    (root / ".hidden").write_text("x")
    delivery = survey([root])
    assert shown(delivery) == ["a.mov", "b.wav", "c.c2pa", "other.json", "sub/d.png"]
    assert [path.name for path in delivery.records] == ["letter.json", "provenance.toml"]
    assert ".hidden" in shown(survey([root], hidden=True))


def test_a_file_that_is_named_alone_counts_whatever_it_is(tree):
    root = tree(a_mov="x", a_mov_c2pa="x", letter_json=RECORD)
    (root / ".hidden").write_text("x")
    for name in ("a.mov.c2pa", "letter.json", ".hidden", "gone"):
        assert shown(survey([root / name])) == [name]


def test_of_several_named_ones_sidecars_and_records_are_told_apart(tree):
    root = tree(a_mov="x", a_mov_c2pa="x", b_c2pa="x", letter_json=RECORD)
    delivery = survey([root / name for name in ("a.mov", "a.mov.c2pa", "b.c2pa", "letter.json")])
    assert [unit.path.name for unit in delivery.units] == ["a.mov", "b.c2pa"]
    assert [path.name for path in delivery.records] == ["letter.json"]


def test_nothing_counts_twice(tree, monkeypatch):
    root = tree(sub__a_mov="x", b_mov="x")
    monkeypatch.chdir(root)
    assert len(survey([root, root / "sub", root / "sub" / "a.mov", root]).units) == 2
    assert len(survey([root / "sub", root.joinpath("sub", "..", "sub", "a.mov")]).units) == 1


def test_folders_of_one_name_hide_nothing(tree):
    root = tree(one__d__a_mov="x", two__d__a_mov="x")
    assert len(survey([root / "one" / "d", root / "two" / "d"]).units) == 2


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.wav", ["a.mov", "sub/c.mov"]),
        ("sub", ["a.mov", "b.wav"]),
        ("sub/*", ["a.mov", "b.wav"]),
        ("c.mov", ["a.mov", "b.wav"]),
        ("C.MOV", ["a.mov", "b.wav", "sub/c.mov"]),
    ],
)
def test_exclude(tree, pattern, left):
    root = tree(a_mov="x", b_wav="x", sub__c_mov="x")
    assert shown(survey([root], exclude=[pattern])) == left


def test_order_is_stable(tree):
    root = tree(b="x", a__z="x", a__b="x", c="x")
    assert shown(survey([root])) == ["a/b", "a/z", "b", "c"] == shown(survey([root]))


def test_problems_are_units(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "away").symlink_to("/etc/hostname")
    (tmp_path / "a.mov.c2pa").symlink_to("gone")
    (tmp_path / "a.mov").touch()
    os.mkfifo(tmp_path / "pipe.json")
    found = {unit.shown: unit.problem for unit in survey([tmp_path]).units}
    assert found == {
        "a.mov": "",
        "a.mov.c2pa": "a link that loops or points nowhere",
        "away": "a link that leaves the delivery",
        "loop": "a link that loops or points nowhere",
        "pipe.json": "a pipe, not a file",
    }


def test_what_is_not_there(tmp_path):
    unit = named(tmp_path / "gone")
    assert (unit.problem, unit.missing) == ("no such file", True)
    assert named(tmp_path).problem == "a folder, not a file"
    assert named(tmp_path / ("n" * 300)).problem == "File name too long"
    assert named(tmp_path / "a\0b").problem == "no file can have such a name"


def test_deep_folders(tmp_path):
    deep = tmp_path
    for _ in range(300):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "a.mov").touch()
    assert len(survey([tmp_path]).units) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("s/subs/a.json: is no record", "subs/a.json: is no record"),
        ("cannot read 's/subs/a.json'", "cannot read 'subs/a.json'"),
        ("subs/a.json: is no record", "subs/a.json: is no record"),
    ],
)
def test_a_root_is_taken_from_the_front_of_a_path_only(text, told):
    assert without_roots(text, [Path("s")]) == told
