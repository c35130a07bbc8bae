"""Memory for hashing: where it begins, and that it does without where there is none."""

import ctypes
import mmap

import pytest

from provenance.rawio import page_buffer


@pytest.mark.parametrize("size", [1, 4096, (1 << 20) + 1])
def test_begins_with_a_page(size):
    with page_buffer(size) as buffer:
        assert len(buffer) == size
        assert ctypes.addressof(ctypes.c_char.from_buffer(buffer)) % mmap.PAGESIZE == 0


def test_can_be_filled(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"frame")
    with page_buffer(8) as buffer, path.open("rb", buffering=0) as file:
        assert file.readinto(buffer) == 5
        assert bytes(buffer) == b"frame\0\0\0"


def test_without_a_mapping_it_is_an_array(monkeypatch):
    def refuse(*_, **__):
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr(mmap, "mmap", refuse)
    with page_buffer(8) as buffer:
        assert bytes(buffer) == bytes(8)
        assert not buffer.readonly
