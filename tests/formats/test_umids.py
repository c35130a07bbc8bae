"""The UMIDs that MXF and Broadcast Wave state of themselves."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_cli.samples import film as films
from provenance_cli.samples import mxf, riff

from provenance.errors import DamagedFileError
from provenance.formats import open_source, recognise
from provenance.formats.umids import Umids, stated_umids

CLIP, ESSENCE, OTHER = mxf.umid(120), mxf.umid(121), mxf.umid(7)
_HEADER_BYTES = 20 + 32
"""Where the first partition of the sample states the bytes of its header metadata."""


@pytest.fixture
def stated(tmp_path):
    def ask(data):
        place = tmp_path / "media"
        place.write_bytes(data)
        with open_source(place) as source:
            form = recognise(source)
            return stated_umids(source, form) if form else Umids()

    return ask


def film():
    return films.film(20, 120)


def about(umid, version=1):
    data = bytearray(riff.broadcast_extension("a", "b", "c", samples_since_midnight=0, umid=umid))
    struct.pack_into("<H", data, 346, version)
    return "bext", bytes(data)


def wave(*chunks, tag=b"RIFF"):
    data = riff.wav(bytes(400), channels=1, rate=4800, before=chunks)
    return tag + data[4:]


def test_mxf_tells_its_essence_from_the_clip_that_plays_it(stated):
    assert stated(film()) == Umids((ESSENCE.hex(),), (CLIP.hex(),))


def test_a_source_that_lies_elsewhere_is_not_the_files_own(stated):
    """A tape, or the file that was imported, has a package too, and no essence here."""
    data = film()
    at = data.index(bytes.fromhex("27010020"))  # the essence in it is another one's
    assert data[at + 4 : at + 36] == ESSENCE
    moved = data[: at + 4] + OTHER + data[at + 36 :]
    assert stated(moved).essence == (OTHER.hex(),)


def test_sets_beyond_the_stated_end_of_the_header_are_read(stated):
    """Some writers fill the size in before the last sets are written."""
    data = bytearray(film())
    (size,) = struct.unpack_from(">Q", data, _HEADER_BYTES)
    assert size > 3000
    struct.pack_into(">Q", data, _HEADER_BYTES, 1000)
    assert stated(bytes(data)) == stated(film())


@pytest.mark.parametrize("tag", [b"RIFF", b"RF64", b"BW64"])
def test_broadcast_wave_states_one(stated, tag):
    assert stated(wave(about(ESSENCE), tag=tag)) == Umids((ESSENCE.hex(),))


def test_of_an_extended_umid_the_basic_half_is_told(stated):
    extended = ESSENCE[:12] + b"\x33" + ESSENCE[13:]
    assert stated(wave(about(extended + bytes(range(32))))).essence == (extended.hex(),)


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (about(bytes(64)),),
        (about(ESSENCE, version=0),),
        (about(b"a mark of a recorder's own making, of 64 bytes"),),
        (about(ESSENCE[:16] + bytes(16)),),
        (("bext", bytes(40)),),
    ],
    ids=["no bext", "zeros", "version 0", "another mark", "no number", "short"],
)
def test_waves_without_one_state_none(stated, chunks):
    assert stated(wave(*chunks)) == Umids()


def test_other_formats_have_no_place_for_one(stated, make):
    assert stated(make.png()) == Umids()


def test_a_header_that_breaks_off_states_what_came_before(stated):
    data = film()
    assert stated(data[:300]) == Umids()
    assert stated(data[: data.index(bytes.fromhex("27010020")) + 60]) == Umids((ESSENCE.hex(),))


def test_lengths_that_cannot_be_followed_are_one_error(stated):
    data = bytearray(film())
    struct.pack_into(">B", data, 16, 0x8F)
    with pytest.raises(DamagedFileError, match="broken length at byte 16"):
        stated(bytes(data))


@pytest.mark.parametrize(("limit", "most"), [("MAX_STEPS", 20), ("MAX_PACKAGES", 1)])
def test_no_more_is_followed_than_the_limits_allow(stated, monkeypatch, limit, most):
    monkeypatch.setattr(f"provenance.formats.umids.{limit}", most)
    with pytest.raises(DamagedFileError, match=f"more than {most} .*not read"):
        stated(film())


@given(
    st.integers(0, 4000),
    st.binary(min_size=1, max_size=40),
    st.sampled_from([film(), wave(about(ESSENCE))]),
)
def test_whatever_bytes_change_there_is_an_answer_or_one_error(tmp_path_factory, at, new, data):
    place = tmp_path_factory.getbasetemp() / "changed"
    place.write_bytes(data[:at] + new + data[at + len(new) :])
    with open_source(place) as source:
        form = recognise(source)
        try:
            found = stated_umids(source, form) if form else Umids()
        except DamagedFileError:
            return
    assert all(len(each) == len(ESSENCE.hex()) for each in found.essence + found.material)
