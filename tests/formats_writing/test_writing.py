"""Every writer: the packet is in, readers find it, and nothing else changed."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from provenance.errors import (
    DamagedFileError,
    ProvenanceError,
    StampError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from provenance.formats import FORMATS, by_name, open_source, recognise
from provenance.formats.essence import essence_digest
from provenance.formats.writing import can_embed_xmp, embed_xmp


def test_the_packet_is_in_and_the_essence_is_not_touched(sample, tmp_path, packet, packets):
    path, form = sample
    before, original = essence_digest(path, form), path.read_bytes()
    target = tmp_path / "target"
    embed_xmp(path, target, form, packet)
    assert packets(target) == [packet]
    assert path.read_bytes() == original
    assert before is not None
    assert essence_digest(target, form) == before
    with open_source(target) as source:
        again = recognise(source)
    assert again is not None
    assert again.name == form.name


def test_a_second_packet_replaces_the_first(sample, tmp_path, packet, packets):
    path, form = sample
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    longer = packet.replace(b"3.1", b"3.1" + b"4" * 900)
    embed_xmp(path, one, form, packet)
    embed_xmp(one, two, form, longer)
    embed_xmp(two, three, form, packet)
    before = essence_digest(path, form)
    assert packets(two) == [longer]
    assert [each.replace(b" ", b"") for each in packets(three)] == [packet.replace(b" ", b"")]
    assert essence_digest(two, form) == essence_digest(three, form) == before


def test_all_other_bytes_of_the_file_are_still_there(sample, tmp_path, packet):
    path, form = sample
    target = tmp_path / "target"
    embed_xmp(path, target, form, packet)
    old, new = path.read_bytes(), target.read_bytes()
    # The longest run common to both: nothing but a header is patched and a place opened.
    middle = len(old) // 2
    assert old[middle : middle + 24] in new
    assert len(new) < len(old) + len(packet) + 600


def test_what_is_offered():
    offered = {each.name for each in FORMATS if can_embed_xmp(each)}
    wanted = "jpg png webp tiff bigtiff gif mp4 mov m4a m4v 3gp wav bwf mp3 avi"
    assert offered == set(wanted.split())
    assert not any(each.raw for each in FORMATS if can_embed_xmp(each))


def test_a_format_without_a_writer(packet, write):
    with pytest.raises(UnsupportedFormatError, match="not written into flac"):
        write(b"fLaC", "flac", packet)


def test_the_source_is_never_the_target(tmp_path, packet, build):
    path = tmp_path / "a.wav"
    path.write_bytes(build["wave"]())
    linked = tmp_path / "b.wav"
    os.link(path, linked)
    for target in (path, linked):
        with pytest.raises(StampError, match="the target is the source"):
            embed_xmp(path, target, by_name("wav"), packet)
    assert path.read_bytes() == build["wave"]()


def test_a_missing_source_and_an_impossible_target(tmp_path, packet, build):
    with pytest.raises(UnreadableFileError):
        embed_xmp(tmp_path / "none", tmp_path / "out", by_name("wav"), packet)
    path = tmp_path / "a.wav"
    path.write_bytes(build["wave"]())
    with pytest.raises(StampError, match="cannot be written"):
        embed_xmp(path, tmp_path / "no folder" / "out", by_name("wav"), packet)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk(tmp_path, packet, build):
    path = tmp_path / "a.wav"
    path.write_bytes(build["wave"]())
    target = tmp_path / "out"
    target.symlink_to("/dev/full")
    with pytest.raises(StampError, match="No space left"):
        embed_xmp(path, target, by_name("wav"), packet)
    assert not target.is_symlink(), "the failed target is gone"
    assert Path("/dev/full").exists()


def test_copying_by_hand_gives_the_same(sample, tmp_path, packet, monkeypatch):
    path, form = sample
    one, two = tmp_path / "one", tmp_path / "two"
    embed_xmp(path, one, form, packet)
    monkeypatch.delattr(os, "copy_file_range", raising=False)
    embed_xmp(path, two, form, packet)
    assert one.read_bytes() == two.read_bytes()


def test_no_writer_leaves_a_target_behind_an_error(sample, tmp_path, packet):
    path, form = sample
    cut = tmp_path / "cut"
    cut.write_bytes(path.read_bytes()[:20])
    target = tmp_path / "target"
    try:
        embed_xmp(cut, target, form, packet)
    except (DamagedFileError, UnsupportedFormatError):
        assert not target.exists()
    else:
        assert form.name == "mp3", "frames without a tag may begin and end anywhere"


MUTATION = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mutations=MUTATION, keep=st.floats(0.3, 1))
@example([(0.3984375, b"N")], 0.39453125)  # a second directory of a TIFF beyond its end
def test_mutated_files_give_a_result_or_our_error(sample, tmp_path, packet, mutations, keep):
    path, form = sample
    data = bytearray(path.read_bytes())
    data = data[: max(1, int(len(data) * keep))]
    for place, new in mutations:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    source, target = tmp_path / "mutated", tmp_path / "target"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    before = essence_digest(source, form)
    try:
        embed_xmp(source, target, form, packet)
    except ProvenanceError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way is right
        assert not target.exists()
        return
    assert packet.split(b"?>")[1][:40] in target.read_bytes()
    if before is not None:
        assert essence_digest(target, form) == before
