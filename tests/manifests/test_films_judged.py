"""Hashing films ourselves against the engine over the very same file: one report, to the letter."""

from typing import NamedTuple

import c2pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.manifests import _native, _native_reader, film_binding, films

from .conftest import issue
from .film_makers import (
    MEDIA,
    STANDARD,
    XMP_UUID,
    box,
    boxes,
    c2pa_box,
    changed,
    digest_of,
    film,
    read_both,
    sign,
    sign_bound,
)

SKIPPED = {"ftyp", "mfra", "free", "skip"}
"""Kinds that anybody may change."""


class Found(NamedTuple):
    """What both ways say of a film, and whether the hash was ours."""

    settled: bool
    state: str | None


@pytest.fixture(scope="module", autouse=True)
def small():
    """Films of any size are ours, through the stream that withholds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(films, "MIN_MEDIA", 1)
        patched.setattr(films, "STRUCTURE", 256)
        patched.setattr(_native_reader, "ORDINARY", 0)
        yield patched


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    return issue(tmp_path_factory.mktemp("id"))


@pytest.fixture(scope="module")
def signed(issued):
    return sign(issued, film())


@pytest.fixture(scope="module")
def compare(tmp_path_factory, small):
    """Reads bytes in both ways, which must agree to the letter."""
    path = tmp_path_factory.mktemp("films") / "film.mp4"

    def run(data, anchors=()):
        path.write_bytes(data)
        ours, engines, settled = read_both(path, small, anchors)
        assert ours == engines
        return Found(settled, ours.get("state"))

    return run


STANDARD_DIGEST = digest_of(*(f"/{kind}" for kind in SKIPPED))


def test_the_installed_engine_is_one_that_was_compared():
    assert c2pa.sdk_version() in film_binding.PROVEN


def test_a_sound_film(compare, signed, issued):
    assert compare(signed) == (True, "Valid")
    assert compare(signed, [issued.ca_pem.decode()]) == (True, "Trusted")


def test_somebody_elses_anchors(compare, signed, tmp_path):
    assert compare(signed, [issue(tmp_path).ca_pem.decode()]) == (True, "Valid")


def test_small_and_large_reads(compare, signed, small):
    """Where the media are withheld only if they are larger than what is parsed."""
    with small.context() as patched:
        patched.setattr(films, "STRUCTURE", 1 << 20)
        assert not compare(signed).settled
        patched.setattr(films, "STRUCTURE", 8)
        assert compare(signed).state == "Valid"


def test_ingredients(compare, signed, issued):
    broken = bytearray(signed)
    broken[-100] ^= 1
    parent = sign(issued, film(box(b"free")), ingredients=[signed])
    for parts in ([signed], [parent, signed], [bytes(broken)], [film()]):
        data = sign(issued, film(), ingredients=parts)
        assert compare(data, [issued.ca_pem.decode()]) == (True, "Trusted")


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
@pytest.mark.parametrize("version", ["v2", "v3"])
def test_algorithms_and_versions(compare, issued, algorithm, version):
    left_out = [each["xpath"] for each in STANDARD[1:]]
    made = digest_of(*left_out, algorithm=algorithm)
    data = sign_bound(issued, film(), STANDARD, made, algorithm=algorithm, version=version)
    assert compare(data) == (True, "Valid")


@pytest.mark.parametrize("left_out", [(), ("/ftyp",), ("/free", "/skip")])
def test_fewer_kinds_left_out(compare, issued, left_out):
    told = [STANDARD[0], *({"xpath": each} for each in left_out)]
    data = sign_bound(issued, film(), told, digest_of(*left_out))
    assert compare(data) == (True, "Valid")
    for kind, start, _ in boxes(data):
        if kind in {b"free", b"skip", b"ftyp"}:
            changed = bytearray(data)
            changed[start + 8] ^= 1
            expected = "Valid" if f"/{kind.decode()}" in left_out else "Invalid"
            assert compare(changed).state == expected


@pytest.mark.parametrize(
    ("also", "gone"),
    [
        ({"xpath": "/mdat"}, ("/mdat",)),
        ({"xpath": "/moov"}, ("/moov",)),
        ({"xpath": "/mdat", "length": 8 + len(MEDIA)}, ()),
        ({"xpath": "/mdat[1]"}, ()),
        ({"xpath": "/moov/mvhd"}, ()),
        ({"xpath": "/mdat", "subset": [{"offset": 8, "length": 0}]}, ()),
        ({"xpath": "/ftyp", "version": 7}, ("/ftyp",)),
        ({"xpath": "/uuid"}, ("/uuid",)),
        ({"xpath": "/uuid", "data": [{"offset": 8, "value": list(XMP_UUID)}]}, ("/uuid",)),
    ],
)
def test_a_signer_that_leaves_more_out_is_the_engines(compare, issued, also, gone):
    """Whoever signs may bind little: the engine says what it makes of that."""
    data = sign_bound(
        issued, film(), [*STANDARD, also], digest_of("/ftyp", "/free", "/skip", *gone)
    )
    assert compare(data) == (False, "Valid" if gone else "Invalid")


def test_a_hash_without_offsets(compare, issued):
    data = sign_bound(issued, film(), STANDARD, digest_of("/ftyp", "/free", "/skip", offsets=False))
    assert compare(data) == (False, "Invalid")


def test_two_hard_bindings(compare, issued):
    same = {"label": "c2pa.hash.data", "created": True}
    same["data"] = {"alg": "sha256", "hash": [0] * 32, "name": "n", "pad": []}
    own = {"label": "c2pa.hash.bmff.v3", "created": True}
    own["data"] = {"exclusions": list(STANDARD), "alg": "sha256", "hash": [0] * 32, "name": "n"}
    for extra in ((own, same), (own, own)):
        try:
            data = sign(issued, film(), *extra)
        except c2pa.C2paError:
            continue  # then nobody can make it with this engine
        assert not compare(data).settled


def test_one_flipped_bit(compare, signed):
    for kind, start, end in boxes(signed):
        for at in {start, start + 3, start + 5, start + 8, (start + end) // 2, end - 1}:
            data = bytearray(signed)
            data[at] ^= 1
            found = compare(data)
            assert not found.settled or kind not in {b"moov", b"mdat"}
            if kind == b"mdat" and at >= start + 16:
                assert found.state == "Invalid"
            if found.settled:
                assert STANDARD_DIGEST(data) == STANDARD_DIGEST(signed)


def test_added_moved_and_lost_boxes(compare, signed):
    parts = [signed[start:end] for _, start, end in boxes(signed)]
    extra = (
        box(b"mdat", MEDIA),
        box(b"moov"),
        box(b"free", b"hidden"),
        box(b"mfra", bytes(8)),
        box(b"ftyp", b"qt  \0\0\0\0"),
        c2pa_box(),
        c2pa_box(purpose=b"merkle"),
        c2pa_box(large=True),
        next(each for each in parts if films.C2PA_UUID in each),
        b"x",
        bytes(8),
        bytes(64),
        b"\0\0\0\0mdat" + MEDIA,
        b"\0\0\xff\xffmdat" + MEDIA,
        b"\0\0\0\x07mdat",
        b"\0\0\0\1mdat" + (1 << 63).to_bytes(8, "big"),
        b"\0\0\0\1free" + bytes(8) + MEDIA,
    )
    for at in range(len(parts) + 1):
        for each in extra:
            found = compare(b"".join((*parts[:at], each, *parts[at:])))
            # Only room behind all that is hashed is nobody's business.
            assert not found.settled or (each in extra[2:5] and at >= len(parts) - 1)
        moved = [*parts[:at], *parts[at + 1 :]]
        assert not compare(b"".join(moved)).settled or at == len(parts) - 1 or at == len(parts)
        if at < len(parts) - 1:
            moved = [*parts[:at], parts[at + 1], parts[at], *parts[at + 2 :]]
            compare(b"".join(moved))


def test_a_film_that_changes_while_it_is_hashed(compare, signed, small):
    whole = films.Film.digest

    def digest(self, algorithm, left_out):
        made = whole(self, algorithm, left_out)
        films.os.utime(self.descriptor, ns=(1, 1))
        return made

    with small.context() as patched:
        patched.setattr(films.Film, "digest", digest)
        assert compare(signed) == (False, "Valid")


def test_a_film_that_cannot_be_read_twice_is_the_engines(compare, signed, small):
    def fail(*_):
        raise OSError(5, "gone")

    with small.context() as patched:
        patched.setattr(films.Film, "digest", fail)
        assert compare(signed) == (False, "Valid")


def test_another_engine_hashes_itself(compare, signed, small):
    with small.context() as patched:
        patched.setattr(_native, "PROVEN", frozenset({"0.90.0"}))
        assert compare(signed) == (False, "Valid")


def test_what_is_no_film_to_the_engine(tmp_path, signed, small):
    path = tmp_path / "film.mp4"
    path.write_bytes(signed)
    for word in ("image/jpeg", "audio/wav", "application/octet-stream", "no/type"):
        with small.context() as patched:
            ours = _native.read(str(path), word, None, [], validate=True)
            patched.setattr(_native, "film_of", lambda _: None)
            assert (
                _native.read(str(path), word, None, [], validate=True)["outcome"] == ours["outcome"]
            )


_CHANGES = st.lists(
    st.tuples(
        st.sampled_from(
            ["flip", "byte", "cut", "insert", "drop", "swap", "double", "grow", "name"]
        ),
        st.integers(0, 1 << 16),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=3,
)


@pytest.fixture(scope="module")
def altered(signed):
    """The signed film after changes; not an argument, of which every failure would be told."""
    return lambda changes: changed(signed, changes)


@settings(max_examples=150, deadline=None)
@given(changes=_CHANGES)
def test_any_change_is_judged_as_the_engine_judges_it(compare, altered, changes):
    data = altered(changes)
    if compare(data).settled:
        assert STANDARD_DIGEST(data) == STANDARD_DIGEST(altered(()))
