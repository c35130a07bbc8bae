"""What is asked of a store: ranges, few of them, each on condition that the object is the same."""

import hashlib
import os
import random
import struct
from pathlib import Path

import pytest

import provenance
from provenance import storage
from provenance.errors import FileChangedError, UnreadableFileError
from provenance.formats import open_source
from provenance.formats.base import Source
from provenance.formats.ranged import RangedSource
from provenance.model.vocabulary import Effort
from provenance.storage import heads, ranges
from provenance.storage.addresses import Address, address_from
from provenance.storage.streams import RangeStream

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
LARGE = 64 << 20


@pytest.fixture
def asked(monkeypatch):
    """An object of pseudo-random bytes without a server, and what was asked of it."""
    data = random.Random(5).randbytes(3_000_000)
    wanted = []

    def fetch(address, start, end):
        assert 0 <= start < end <= address.size
        wanted.append((start, end))
        return data[start:end]

    monkeypatch.setattr(ranges, "fetch", fetch)
    return data, wanted


def test_any_read_gives_the_bytes(asked):
    data, _ = asked
    some = random.Random(7)
    one = ranges.Ranges(Address("s3://b/k", len(data)))
    for _ in range(400):
        at = some.choice([some.randrange(len(data)), some.randrange(70_000), len(data) - 5])
        count = some.choice([1, 16, 4096, 65_536, 300_000, 1 << 20])
        assert one.pread(at, count) == data[at : at + count]
    assert one.pread(len(data), 1) == one.pread(-1, 5) == one.pread(3, 0) == b""
    assert len(one._blocks) <= ranges.KEPT


def test_neighbouring_reads_share_a_request(asked):
    data, wanted = asked
    one = ranges.Ranges(Address("s3://b/k", len(data)))
    for at in range(0, 60_000, 16):
        one.pread(at, 16)
    assert wanted == [(0, ranges.BLOCK)]
    for at in range(60_000, len(data), 1000):
        one.pread(at, 8)
    assert len(wanted) < 10  # going on, each request is twice the last one


def test_reading_from_end_to_end_takes_large_pieces(asked):
    data, wanted = asked
    one = ranges.Ranges(Address("s3://b/k", len(data)))
    piece = 1 << 19
    assert b"".join(one.pread(at, piece) for at in range(0, len(data), piece)) == data
    assert len(wanted) == 2
    assert sum(end - start for start, end in wanted) == len(data)


def test_a_stream_is_like_a_file(asked, tmp_path):
    data, _ = asked
    (tmp_path / "k").write_bytes(data)
    some = random.Random(9)
    with RangeStream(Address("s3://b/k", len(data))) as one, (tmp_path / "k").open("rb") as two:
        for _ in range(200):
            place = some.randrange(len(data) + 10)
            assert one.seek(place) == two.seek(place)
            count = some.choice([0, 1, 100, 70_000])
            assert one.read(count) == two.read(count)
            assert one.tell() == two.tell()
        assert one.seek(-3, os.SEEK_END) == two.seek(-3, os.SEEK_END)
        assert one.read() == two.read()
        assert one.name == "k"


def test_a_failure_is_not_swallowed_on_the_way(monkeypatch):
    def fails(*_):
        raise UnreadableFileError("s3://b/k: cannot be read: gone")

    monkeypatch.setattr(ranges, "fetch", fails)

    def native():
        with RangeStream(Address("s3://b/k", 9)) as one:
            try:
                one.read(1)
            except OSError:
                raise ValueError("the hash does not match") from None

    with pytest.raises(OSError, match="gone"):
        native()


def test_an_address_is_never_a_path():
    one = Address("s3://b/k/ä", 9, '"tag"', 5)
    assert address_from(one.to_text()) == one
    assert "\0" in one.to_text()
    assert address_from("object:e30=") is None
    assert str(Path(one.to_text())) == one.to_text()


def film(size):
    """A film of ``size`` bytes: first its essence, then what describes it."""
    source = next(each for each in sorted((MEDIA / "mp4").iterdir()) if each.suffix == ".mp4")
    boxes, rest = [], source.read_bytes()
    while rest:
        (length,) = struct.unpack(">I", rest[:4])
        boxes.append((rest[4:8], rest[:length]))
        rest = rest[length:]
    told = b"".join(body for kind, body in boxes if kind not in {b"mdat", b"ftyp"})
    first = next(body for kind, body in boxes if kind == b"ftyp")
    essence = size - len(first) - len(told)
    return first + struct.pack(">I4s", essence, b"mdat") + bytes(essence - 8) + told


def test_a_large_film_costs_its_headers(store):
    store.put("film.mp4", film(LARGE))
    store.forget()
    (asset,) = provenance.read("s3://bucket/film.mp4", effort=Effort.FAST).assets
    assert asset.format == "mp4"
    assert asset.coverage == "read"
    assert asset.size == LARGE
    assert store.given < 1 << 18
    assert len(store.gets) < 8


def test_a_digest_is_made_by_reading(store):
    """What the store calls ETag is the MD5 of this very content; it is nobody's digest."""
    data = film(9 << 20)
    store.put("film.mp4", data)
    store.forget()
    (asset,) = provenance.read("s3://bucket/film.mp4").assets
    assert asset.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert store.given > len(data)
    assert len(store.gets) < 30


def test_files_in_order_are_asked_for_ahead(monkeypatch):
    files = [Address(f"s3://b/{number:03}", 9) for number in range(100)]
    wanted = []

    def fetch(address, start, end):
        wanted.append(address.url)
        if address.url.endswith("7"):
            raise UnreadableFileError("not now")
        return address.url[-1].encode() * (end - start)

    def after(number):
        return lambda count: files[number + 1 : number + 1 + count]

    monkeypatch.setattr(heads, "fetch", fetch)
    ahead = heads.Heads()
    found = [ahead.first(each, after(number)) for number, each in enumerate(files)]
    assert found[0] is found[1] is None
    for number, data in enumerate(found[2:], start=2):
        assert data == (None if number % 10 == 7 else str(number)[-1].encode() * 9)
    assert sorted(wanted) == [each.url for each in files[2:]]  # each once
    wanted.clear()
    for number in (5, 50, 7, 20):
        assert heads.Heads().first(files[number], after(number)) is None
        assert ahead.first(files[number], after(number)) is None
    changed = Address("s3://b/003", 9, "new")
    ahead.first(files[1], after(1))
    ahead.first(files[2], after(2))
    assert ahead.first(changed, after(3)) is None


def test_an_object_that_is_replaced_is_not_mixed(store):
    data = bytes(2_000_000)
    store.put("a.bin", data)
    with storage.reached("s3://bucket/a.bin") as (path,), open_source(path) as source:
        assert isinstance(source, RangedSource)
        assert source.pread(70_000, 5) == bytes(5)
        store.put("a.bin", b"\1" * len(data))
        assert source.pread(70_000, 5) == bytes(5)  # kept
        with pytest.raises(FileChangedError, match="changed since it was listed"):
            source.pread(1_900_000, 5)


def test_a_place_holder_cannot_be_read(store):
    store.put("d/a.bin", b"content of it")
    with storage.reached("s3://bucket/d") as (folder,):
        path = folder / "a.bin"
        assert path.stat().st_size == 13
        for attempt in (path.open, path.read_bytes, lambda: os.open(path, os.O_RDONLY)):
            with pytest.raises(PermissionError, match="object storage"):
                attempt()
        with pytest.raises(UnreadableFileError, match="object storage"):
            Source(path)
        with open_source(path) as source:
            assert source.head == b"content of it"
        with storage.opened(path) as stream:
            assert stream.read() == b"content of it"
    assert not folder.exists()
