"""Walking sound and film: chunks behind zeros, open sizes, ID3 tags and the boxes of a movie."""

import struct

import pytest

from provenance.formats import BlockKind

C2PA = BlockKind.C2PA


@pytest.mark.parametrize("gap", [8, 64, 72, 200_000])
def test_chunks_behind_zeros_are_found(make, walked, gap):
    plain = make.riff(
        b"WAVE", make.riff_chunk(b"fmt ", bytes(16)), make.riff_chunk(b"data", b"\1\2")
    )
    store = make.riff_chunk(b"C2PA", b"store")
    body = plain[8:] + bytes(gap) + store
    found = walked(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert [each.kind for each in found.blocks] == [C2PA]
    waste = body[: -len(store)] + b"\0\1\2" + bytes(9)
    found = walked(b"RIFF" + struct.pack("<I", len(waste)) + waste)
    assert "no chunk at byte" in found.problems[0]


def test_padding_is_no_problem(make, walked):
    plain = make.riff(
        b"WAVE", make.riff_chunk(b"fmt ", bytes(16)), make.riff_chunk(b"data", b"\1\2")
    )
    body = plain[8:] + bytes(4000)
    assert walked(b"RIFF" + struct.pack("<I", len(body)) + body).problems == ()


@pytest.mark.parametrize("version", [3, 4])
def test_id3_versions_and_flags(make, walked, version):
    frames = ((b"TXXX", b"\0prompt\0" + b"x" * 300), (b"WOAS", b"https://example.org"))
    found = walked(make.id3(*frames, version=version) + make.MP3_FRAME * 2)
    assert [(each.key, each.data) for each in found.blocks] == [
        ("TXXX", frames[0][1]), ("WOAS", frames[1][1])
    ]  # fmt: skip


def test_id3_of_version_22_and_doubled_zeros(make, walked):
    body = b"TXX" + b"\0\0\x08" + b"\0k\0v\xff\0\xe0w"
    packed = body[:6] + b"\0k\0v\xff\0\0\xe0w"
    tag = b"ID3\2\0\x80" + make.synchsafe(len(packed)) + packed
    (block,) = walked(tag + make.MP3_FRAME * 2).blocks
    assert (block.key, block.data) == ("TXX", b"\0k\0v\xff\0\xe0w")


def test_itunes_names_and_pictures(make, walked):
    mean = make.box(b"mean", bytes(4), b"com.apple.iTunes")
    own = make.box(b"name", bytes(4), b"AIGC")
    value = make.box(b"data", struct.pack(">II", 1, 0), b"label")
    cover = make.box(b"covr", make.box(b"data", struct.pack(">II", 13, 0), b"jpeg"))
    handler = make.box(b"hdlr", bytes(8), b"mdir", bytes(13))
    items = make.box(b"ilst", make.box(b"----", mean, own, value), cover)
    user = make.box(b"udta", make.box(b"meta", bytes(4), handler, items))
    (block,) = walked(make.movie(b"M4A ", user)).blocks
    assert (block.key, block.data) == ("----:com.apple.iTunes:AIGC", b"label")


def test_hashes_of_fragments_are_no_manifest_store(make, walked):
    merkle = make.box(b"uuid", make.STORE_UUID, bytes(4), b"merkle\0", bytes(8))
    assert walked(make.movie(b"isom") + merkle).blocks == ()


def test_sizes_that_stay_open_are_no_damage(make, walked):
    fmt = make.riff_chunk(b"fmt ", bytes(16))
    streamed = b"RIFF\xff\xff\xff\xffWAVE" + fmt + b"data\xff\xff\xff\xff\0\1\2\3"
    assert walked(streamed).problems == ()
    body = b"WAVE" + fmt + b"data\xff\xff\xff\xff\0\1\2\3"
    lying = b"RIFF" + struct.pack("<I", len(body)) + body
    assert "ends inside chunk data" in walked(lying).problems[0]
