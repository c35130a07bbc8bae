import os

import pytest

from provenance.errors import UnreadableFileError
from provenance.formats import open_source
from provenance.formats.base import HEAD


def test_reads_like_the_file_everywhere(opened):
    data = os.urandom(3 * HEAD + 17)
    source = opened(data)
    assert source.head == data[:HEAD]
    for at in (0, 1, HEAD - 1, HEAD, HEAD + 5, 2 * HEAD + 1, len(data) - 3, len(data), -1):
        for count in (0, 1, 8, HEAD, 2 * HEAD, 10**12):
            expected = data[at : at + count] if at >= 0 else b""
            assert source.pread(at, count) == expected
    assert source.pread(1 << 70, 5) == b""


def test_an_empty_file_is_allowed(opened):
    source = opened(b"")
    assert (source.size, source.head, source.pread(0, 10)) == (0, b"", b"")


def test_what_cannot_be_opened_is_told_on_one_line(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    for path in (
        tmp_path / "missing\n\x1b[31m",
        tmp_path,
        tmp_path / "loop",
        tmp_path / "pipe",
        tmp_path / "a\0b",
    ):
        with pytest.raises(UnreadableFileError) as caught:
            open_source(path)
        assert "\n" not in str(caught.value)
        assert "\x1b" not in str(caught.value)


def test_changes_are_noticed(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    with open_source(path) as source:
        assert not source.changed()
        path.write_bytes(b"other")
        assert source.changed()
    with open_source(path) as source:
        path.unlink()
        assert source.changed()


def test_another_file_at_the_path_is_a_change(tmp_path):
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"one")
    other.write_bytes(b"one")
    with open_source(path) as source:
        other.replace(path)
        assert source.changed()
