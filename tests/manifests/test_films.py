"""Films as we look at them ourselves: which are plain, what of them is hashed and withheld."""

import hashlib
import os

import pytest

from provenance.manifests import films
from provenance.manifests.films import FilmStream, film_of

from .film_makers import FTYP, MEDIA, MOOV, XMP_UUID, box, boxes, c2pa_box

MDAT = box(b"mdat", MEDIA)
OWN = c2pa_box()
LEFT_OUT = frozenset({b"ftyp", b"free"})


@pytest.fixture(autouse=True)
def _any_size(monkeypatch):
    monkeypatch.setattr(films, "MIN_MEDIA", 1)


@pytest.fixture
def opened(tmp_path):
    """Looks at a film of these bytes."""
    descriptors = []

    def run(*parts):
        path = tmp_path / "film.mp4"
        path.write_bytes(b"".join(parts))
        descriptors.append(os.open(path, os.O_RDWR))
        return film_of(descriptors[-1])

    yield run
    for each in descriptors:
        os.close(each)


def test_a_plain_film(opened):
    large = box(b"mdat", MEDIA, large=True)
    parts = (FTYP, OWN, box(b"free"), MOOV, MDAT, large, box(b"uuid", XMP_UUID, bytes(4)))
    film = opened(*parts)
    assert film.store == b"store"
    assert [(each.kind, each.start, each.end) for each in film.boxes] == boxes(b"".join(parts))
    assert [each.ours for each in film.boxes] == [False, True] + 5 * [False]


def claims(size, kind=b"mdat", body=b"media"):
    """A box that claims a size."""
    return size.to_bytes(4, "big") + kind + body


def claims_large(size):
    return claims(1, body=size.to_bytes(8, "big") + b"media")


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (b"ftyp",),
        (OWN, FTYP, MDAT),
        (FTYP, MDAT),
        (FTYP, OWN, MOOV),
        (FTYP, OWN, MDAT, OWN),
        (FTYP, OWN, c2pa_box(purpose=b"merkle"), MDAT),
        (FTYP, c2pa_box(purpose=b"merkle"), MDAT),
        (FTYP, c2pa_box(purpose=b"update"), MDAT),
        (FTYP, c2pa_box(purpose=b"original"), MDAT),
        (FTYP, c2pa_box(purpose=b"manifest2"), MDAT),
        (FTYP, c2pa_box(store=b""), MDAT),
        (FTYP, c2pa_box(large=True), MDAT),
        (FTYP, OWN, c2pa_box(large=True), MDAT),
        (FTYP, OWN, box(b"uuid", XMP_UUID, large=True), MDAT),
        (FTYP, OWN, box(b"uuid"), MDAT),
        (FTYP, OWN, box(b"uuid", XMP_UUID), MDAT),
        (FTYP, OWN, MDAT, b"x"),
        (FTYP, OWN, MDAT, bytes(8)),
        (FTYP, OWN, MDAT, bytes(100)),
        (FTYP, OWN, claims(0)),
        (FTYP, OWN, MDAT, claims(2)),
        (FTYP, OWN, MDAT, claims(7)),
        (FTYP, OWN, MDAT, claims(14)),
        (FTYP, OWN, MDAT, claims(0xFFFFFFFF)),
        (FTYP, OWN, MDAT, claims_large(0)),
        (FTYP, OWN, MDAT, claims_large(8)),
        (FTYP, OWN, MDAT, claims_large(15)),
        (FTYP, OWN, MDAT, claims_large(22)),
        (FTYP, OWN, MDAT, claims_large((1 << 64) - 16)),
        (FTYP, OWN, MDAT, box(b"a/bc", b"hidden")),
        (FTYP, OWN, MDAT, box(b"md[1", b"hidden")),
        (FTYP, OWN, MDAT, box(b"\xff\xfe\xfd\xfc", b"hidden")),
        (FTYP, OWN, MDAT, box(b"\0\0\0\0", b"hidden")),
        (FTYP, OWN, box(b"moov", MDAT)),
    ],
)
def test_no_film_for_us(parts, opened):
    assert opened(*parts) is None


def test_limits(opened, monkeypatch):
    monkeypatch.setattr(films, "MIN_MEDIA", len(MDAT))
    assert opened(FTYP, OWN, MDAT) is not None
    monkeypatch.setattr(films, "MIN_MEDIA", len(MDAT) + 1)
    assert opened(FTYP, OWN, MDAT) is None
    monkeypatch.setattr(films, "MIN_MEDIA", 1)
    monkeypatch.setattr(films, "MAX_BOXES", 3)
    assert opened(FTYP, OWN, MDAT) is not None
    assert opened(FTYP, OWN, MDAT, MOOV) is None
    monkeypatch.setattr(films, "MAX_STORE", len(OWN))
    assert opened(FTYP, OWN, MDAT) is not None
    monkeypatch.setattr(films, "MAX_STORE", len(OWN) - 1)
    assert opened(FTYP, OWN, MDAT) is None


def test_what_is_no_file_is_no_film():
    reading, writing = os.pipe()
    assert film_of(reading) is None
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("chunk", [7, 4096, 1 << 20])
def test_the_hash_is_of_offsets_and_boxes(opened, algorithm, chunk, monkeypatch):
    monkeypatch.setattr(films, "_CHUNK", chunk)
    film = opened(FTYP, OWN, box(b"free", b"room"), MOOV, MDAT, box(b"skip", b"kept"))
    expected = hashlib.new(algorithm)
    data = b"".join((FTYP, OWN, box(b"free", b"room"), MOOV, MDAT, box(b"skip", b"kept")))
    for kind, start, end in boxes(data):
        if kind in {b"moov", b"mdat", b"skip"}:
            expected.update(start.to_bytes(8, "big") + data[start:end])
    assert film.digest(algorithm, LEFT_OUT) == expected.digest()


def test_a_film_that_got_shorter_has_no_hash(opened):
    film = opened(FTYP, OWN, MDAT)
    os.truncate(film.descriptor, len(FTYP) + len(OWN) + 10)
    with pytest.raises(OSError, match="too soon"):
        film.digest("sha256", LEFT_OUT)
    assert not film.unchanged()


def test_a_changed_film_is_noticed(opened):
    film = opened(FTYP, OWN, MDAT)
    assert film.unchanged()
    os.utime(film.descriptor, ns=(1, 1))
    assert not film.unchanged()


class TestStream:
    @pytest.fixture
    def stream(self, opened, monkeypatch):
        monkeypatch.setattr(films, "STRUCTURE", 16)
        return FilmStream(opened(FTYP, MDAT, OWN, MDAT))

    @pytest.mark.parametrize("start", [0, len(FTYP), len(FTYP) + 100, len(FTYP) + len(MDAT) - 1])
    def test_media_are_withheld(self, stream, start):
        stream.seek(start)
        with pytest.raises(OSError, match="media"):
            stream.read(len(FTYP) + 1)
        assert (stream.withheld, stream.tell()) == (1, start)

    def test_all_else_is_served(self, stream):
        assert stream.read(len(FTYP)) == FTYP
        assert stream.read(16) == MDAT[:16]
        stream.seek(len(FTYP) + len(MDAT))
        assert stream.read(len(OWN)) == OWN
        assert stream.seek(-8, os.SEEK_END) == stream.film.state[0] - 8
        assert stream.seek(-8, os.SEEK_CUR) == stream.film.state[0] - 16
        assert stream.read(16) == MDAT[-16:]
        assert stream.read(16) == b""
        assert stream.withheld == 0

    def test_nothing_lies_before_the_beginning(self, stream):
        with pytest.raises(OSError, match="Invalid"):
            stream.seek(-1)

    def test_the_file_stays_open(self, stream):
        with stream:
            pass
        assert stream.film.unchanged()
