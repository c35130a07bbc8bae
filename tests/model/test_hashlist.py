"""Hash lists: their digest is that of coreutils, their text reads back, paths stay inside."""

import hashlib
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from provenance.model.hashlist import (
    HashList,
    content_digest,
    listed,
    number_in,
    parts_of,
    ranges,
    unsafe,
)
from provenance.model.seal import Seal, SealedFile, SealedPolicy

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs coreutils")
def test_the_digest_is_the_one_that_sha256sum_gives(tmp_path):
    names = ["f.1.exr", "f.10.exr", "f.2.exr", "a\\b.exr", "line\nbreak.exr", "é.exr"]
    for name in names:
        (tmp_path / name).write_text(name)
    ours = content_digest(
        (name, f"sha256:{hashlib.sha256(name.encode()).hexdigest()}") for name in names
    )
    command = "LC_ALL=C sha256sum * | sha256sum"
    ran = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=True)
    assert ours == f"sha256:{ran.stdout.split()[0].decode()}"


def test_the_text_has_one_line_a_file_and_reads_back():
    files = listed([("b.exr", 2, B), ("a.exr", 1, A)])
    record = HashList(pattern="%d.exr", digest=content_digest([("x", A)]), members=files)
    text = record.to_json()
    assert [each.path for each in files] == ["a.exr", "b.exr"]
    assert f'    {{"path": "a.exr", "size": 1, "sha256": "{A}"}},\n' in text
    assert text.startswith('{\n  "schema": "provenance.hashlist/1"')
    assert HashList.from_json(text) == record


def test_a_seal_tells_all_of_a_file():
    sealed = SealedFile("a.mov", 3, A, "pass", ("d-1",), ("a-1",))
    record = Seal(
        stage="final",
        policy=SealedPolicy(name="house", version="1", digest=B),
        verdict="pass",
        digest=A,
        members=(sealed,),
    )
    assert Seal.from_json(record.to_json()).members == (sealed,)


@pytest.mark.parametrize(
    "member",
    [
        {"path": "", "size": 1, "sha256": A},
        {"path": "x" * 5000, "size": 1, "sha256": A},
        {"path": "x", "size": -1, "sha256": A},
        {"path": "x", "size": 1, "sha256": "md5:1"},
        {"path": "x", "size": 1},
    ],
)
def test_a_malformed_file_is_refused(member):
    with pytest.raises(ValidationError):
        HashList.model_validate({"digest": A, "members": [member]})


def test_a_list_of_nothing_is_refused():
    with pytest.raises(ValidationError):
        HashList.model_validate({"digest": A, "members": []})


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a/b.exr", False),
        ("..a/b..exr", False),
        ("../a", True),
        ("a/../../b", True),
        ("/etc/passwd", True),
        ("\\\\host\\share", True),
        ("a\\..\\b", True),
        ("C:/x", True),
        ("a\0b", True),
    ],
)
def test_paths_that_leave_the_folder_are_seen(path, told):
    assert unsafe(path) is told


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("shot.%04d.exr", ("shot.", ".exr", 4)),
        ("shot.%d.exr", ("shot.", ".exr", 1)),
        ("shot.exr", None),
        ("%d.%d.exr", None),
        ("%s.exr", None),
    ],
)
def test_patterns(pattern, parts):
    assert parts_of(pattern) == parts


def test_numbers_in_names():
    assert number_in("shot.0010.exr", "shot.", ".exr") == 10
    for name in (
        "shot.x.exr",
        "shot..exr",
        "shot.1.dpx",
        "shot.12345678901.exr",
        "shot.\u0661.exr",
    ):
        assert number_in(name, "shot.", ".exr") is None


def test_ranges_in_words():
    assert ranges([4]) == "frame 4"
    assert ranges([3, 1, 2, 7]) == "frames 1-3, 7"
    assert ranges(range(0, 40, 2), most=2) == "frames 0, 2 and 18 more"


@given(st.binary(max_size=200))
def test_any_bytes_give_a_list_or_a_validation_error(data):
    try:
        HashList.model_validate_json(data)
    except ValidationError:
        return
