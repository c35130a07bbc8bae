"""SHA-256 over whole files: the same as the library's, whatever the size."""

import hashlib

import pytest

from provenance.formats import Source, digest
from provenance.formats.digest import CHUNK, digest_of, file_digest


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
@pytest.mark.parametrize("system", ["preadv", "without"])
def test_it_is_that_of_the_library(tmp_path, size, system, monkeypatch):
    if system == "without":
        monkeypatch.setattr(digest, "_fill", None)
    data = bytes(range(251)) * (size // 251 + 1)
    place = tmp_path / "file.bin"
    place.write_bytes(data[:size])
    assert digest_of(place) == f"sha256:{hashlib.sha256(data[:size]).hexdigest()}"


def test_what_is_added_after_opening_is_not_hashed(tmp_path):
    place = tmp_path / "file.bin"
    place.write_bytes(b"abc" * 2000)
    with Source(place) as source:
        with place.open("ab") as file:
            file.write(b"more")
        assert file_digest(source) == f"sha256:{hashlib.sha256(b'abc' * 2000).hexdigest()}"
        assert source.changed()
