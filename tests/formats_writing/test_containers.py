"""The rules of each container: where the packet goes, what moves, what is refused."""

import os
import struct
from pathlib import Path

import pytest

from provenance.errors import DamagedFileError, UnsupportedFormatError
from provenance.formats import by_name
from provenance.formats.writing import embed_xmp


def test_jpeg_order_of_segments(packet, build, write):
    data = build["samples"]["jpeg"][1]()
    out = write(data, "jpg", packet).read_bytes()
    assert (
        out.index(b"JFIF")
        < out.index(b"Exif\0")
        < out.index(b"ns.adobe.com")
        < out.index(b"\xff\xdb")
    )


def jpeg_with(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    extra = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    return data[:2] + extra + data[2:]


def test_jpeg_refusals(packet, build, write):
    data = build["picture"]("JPEG")
    extended = jpeg_with(data, (0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40)))
    with pytest.raises(UnsupportedFormatError, match="extended XMP"):
        write(extended, "jpg", packet)
    pictures = jpeg_with(data, (0xE2, b"MPF\0MM\0*" + bytes(20)))
    with pytest.raises(UnsupportedFormatError, match="multi-picture"):
        write(pictures, "jpg", packet)
    with pytest.raises(UnsupportedFormatError, match="over 65504 bytes"):
        write(data, "jpg", packet + b" " * 65_000)


def test_jpeg_multi_picture_index_behind_the_packet_is_fine(packet, build, write):
    data = build["picture"]("JPEG")
    place = data.index(b"\xff\xdb")
    data = data[:place] + b"\xff\xe2\x00\x1eMPF\0MM\0*" + bytes(20) + data[place:]
    out = write(data, "jpg", packet).read_bytes()
    assert out.index(packet) < out.index(b"MPF\0")
    assert out.endswith(data[place:])


def test_jpeg_stray_bytes_between_segments(packet, build, write):
    data = build["picture"]("JPEG")
    place = data.index(b"\xff\xdb")
    stray = data[:place] + b"\0\0" + data[place:]
    assert packet in write(stray, "jpg", packet).read_bytes()


@pytest.mark.parametrize("kind", [b"iTXt", b"tEXt"])
@pytest.mark.parametrize("after", [False, True])
def test_png_old_packets_go_wherever_they_stand(packet, build, kind, after, write):
    body = b"XML:com.adobe.xmp\0" + (bytes(4) if kind == b"iTXt" else b"") + b"<old/>"
    data = build["png_with"]((kind, body), (b"tEXt", b"Title\0kept"), after=after)
    out = write(data, "png", packet).read_bytes()
    assert b"<old/>" not in out
    assert b"Title\0kept" in out
    assert out.index(packet) < out.index(b"IDAT")


@pytest.mark.parametrize(("name", "alpha"), [("webp, lossy", 0), ("webp, lossless with alpha", 16)])
def test_webp_becomes_extended(packet, build, name, alpha, write):
    out = write(build["samples"][name][1](), "webp", packet).read_bytes()
    assert out[12:16] == b"VP8X"
    assert out[20] == 4 | alpha
    assert (int.from_bytes(out[24:27], "little"), int.from_bytes(out[27:30], "little")) == (12, 6)
    assert int.from_bytes(out[4:8], "little") + 8 == len(out)


def test_gif_becomes_89a_and_keeps_its_loop(packet, build, write):
    out = write(build["samples"]["gif"][1](), "gif", packet).read_bytes()
    assert out[:6] == b"GIF89a"
    out = write(build["samples"]["gif, animated"][1](), "gif", packet).read_bytes()
    assert out.index(b"NETSCAPE2.0") < out.index(b"XMP DataXMP")


def test_tiff_keeps_every_byte_but_the_header(packet, build, write):
    for name, form, header in (("tiff, big-endian", "tiff", 8), ("bigtiff", "bigtiff", 16)):
        data = build["samples"][name][1]()
        out = write(data, form, packet).read_bytes()
        assert out[header : len(data)] == data[header:]


def test_a_tiff_that_lacks_a_value_gets_a_sidecar(packet, build, write):
    """It would be read out of the packet, which is added where the value should stand."""
    data = bytearray(build["big_endian_tiff"]())
    at = int.from_bytes(data[4:8], "big")
    count = int.from_bytes(data[at : at + 2], "big")
    entry = at + 2 + 12 * (count - 1)  # the last one: eleven numbers of four bytes, beyond the end
    data[entry + 2 : entry + 12] = struct.pack(">HII", 4, 11, len(data) - 20)
    with pytest.raises(UnsupportedFormatError, match="lies beyond the end"):
        write(bytes(data), "tiff", packet)


def test_tiff_tags_stay_in_order(packet, build, write):
    data = build["big_endian_tiff"]()
    out = write(data, "tiff", packet).read_bytes()
    at = int.from_bytes(out[4:8], "big")
    count = int.from_bytes(out[at : at + 2], "big")
    tags = [int.from_bytes(out[at + 2 + 12 * n : at + 4 + 12 * n], "big") for n in range(count)]
    assert tags == sorted(tags)
    assert 700 in tags
    assert out[at + 2 + 12 * count :] == bytes(4), "the last directory is still the last"


def sparse(path: Path, data: bytes, size: int, tail: bytes = b"") -> None:
    with path.open("wb") as out:
        out.write(data)
        out.truncate(size - len(tail))
        out.seek(0, os.SEEK_END)
        out.write(tail)


def test_near_4_gib(tmp_path, packet, build):
    source, target = tmp_path / "in", tmp_path / "out"
    size = (1 << 32) - 2000
    head = build["wave"](b"")[:-4]
    head = head[:4] + struct.pack("<I", size - 8) + head[8:] + struct.pack("<I", size - 44)
    sparse(source, head, size)
    with pytest.raises(UnsupportedFormatError, match="4 GiB"):
        embed_xmp(source, target, by_name("wav"), packet)
    sparse(source, build["big_endian_tiff"](), size)
    with pytest.raises(UnsupportedFormatError, match="4 GiB"):
        embed_xmp(source, target, by_name("tiff"), packet + b" " * 2000)
    assert not target.exists()


def test_wave_odd_data_without_its_pad_byte(packet, build, packets, write):
    data = build["wave"]()[:-1]
    data = data[:4] + struct.pack("<I", len(data) - 8) + data[8:]
    out = write(data, "wav", packet)
    assert out.read_bytes()[len(data) : len(data) + 5] == b"\0_PMX"
    assert packets(out) == [packet]
    assert int.from_bytes(out.read_bytes()[4:8], "little") + 8 == out.stat().st_size


def test_wave_old_packet_in_the_middle_becomes_junk(packet, build, write):
    old = build["chunk"](b"_PMX", b"<old/>")
    data = build["wave"](b"abcd", old, build["chunk"](b"bext", bytes(602)))
    out = write(data, "wav", packet)
    assert b"<old/>" not in out.read_bytes()
    assert out.read_bytes().count(b"_PMX") == 1
    assert out.read_bytes().index(b"bext") == data.index(b"bext")


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_wave_that_was_streamed(packet, build, size, write):
    data = build["wave"]()
    with pytest.raises(UnsupportedFormatError, match="final size"):
        write(data[:4] + struct.pack("<I", size) + data[8:], "wav", packet)


def test_avi_with_a_second_form(packet, build, write):
    data = build["avi"]() + b"RIFF\4\0\0\0AVIX"
    with pytest.raises(UnsupportedFormatError, match="second RIFF form"):
        write(data, "avi", packet)


UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


@pytest.mark.parametrize("first", [False, True])
def test_movie_offsets_never_move(packet, build, first, write):
    data = build["movie"](first=first)
    out = write(data, "mp4", packet).read_bytes()
    assert out.startswith(data)
    assert out[len(data) + 4 :] == b"uuid" + UUID + packet


def test_movie_old_packet_is_overwritten_or_freed(packet, build, packets, write):
    roomy = build["box"](b"uuid", UUID, b"<old/>" * 400)
    tight = build["box"](b"uuid", UUID, b"<old/>")
    data = build["movie"]()
    at = data.index(b"mdat") - 4
    kind, rest = data[:at], data[at:]
    out = write(kind + roomy + rest, "mp4", packet)
    assert out.stat().st_size == len(kind + roomy + rest)
    assert b"<old/>" not in out.read_bytes()
    out = write(kind + tight + rest, "mp4", packet)
    assert out.read_bytes()[at + 4 : at + 8] == b"free"
    assert b"<old/>" not in out.read_bytes()
    assert packets(out) == [packet]


@pytest.mark.parametrize("name", ["mov", "mp4"])
def test_movie_packet_in_user_data(packet, build, name, packets, write):
    old = build["box"](b"XMP_", b"<old/>" * 400)
    data = build["movie"](b"qt  " if name == "mov" else b"isom", user_data=old)
    out = write(data, name, packet)
    assert b"<old/>" not in out.read_bytes()
    assert (out.stat().st_size == len(data)) is (name == "mov")
    assert packets(out)[0].replace(b" ", b"") == packet.replace(b" ", b"")


def test_movie_whose_media_runs_to_the_end(packet, build, write):
    data = build["movie"](first=True)
    at = data.index(b"mdat") - 4
    with pytest.raises(UnsupportedFormatError, match="runs to the end"):
        write(data[:at] + bytes(4) + data[at + 4 :], "mp4", packet)


def test_fragment_index_stays_last(packet, build, write):
    data = build["fragmented"]()
    out = write(data, "mp4", packet).read_bytes()
    assert out.endswith(data[data.index(b"mfra") - 4 :])
    assert out.index(packet) < out.index(b"mfra")


def test_id3_keeps_version_and_frames(packet, build, write):
    for version in (3, 4):
        frames = [(b"TIT2", b"\0Title"), (b"PRIV", b"other\0abc"), (b"PRIV", b"XMP\0<old/>")]
        data = build["mp3"](version, *frames, padding=4)
        out = write(data, "mp3", packet).read_bytes()
        assert out[3] == version
        assert out[10 : 10 + 16 + 19] == data[10 : 10 + 16 + 19]
        assert b"<old/>" not in out
        assert b"PRIV" in out
        assert b"XMP\0" + packet in out
        assert out.endswith(build["mpeg"])


def test_id3_new_tag_is_2_4(packet, build, write):
    out = write(build["mp3"](None), "mp3", packet).read_bytes()
    assert out[:5] == b"ID3\4\0"


def test_id3_sizes_written_plainly_in_2_4(packet, build, write):
    data = bytearray(build["mp3"](4, (b"APIC", bytes([1]) * 200), (b"TIT2", b"\3T")))
    data[14:18] = struct.pack(">I", 200)
    out = write(bytes(data), "mp3", packet).read_bytes()
    assert out[10 : 10 + 210 + 12] == data[10 : 10 + 210 + 12]


def test_id3_refusals(packet, build, write):
    for data, error in (
        (build["mp3"](2), UnsupportedFormatError),
        (build["mp3"](4, flags=0x40), UnsupportedFormatError),
        (build["mp3"](4, flags=0x10), UnsupportedFormatError),
        (build["mp3"](3, (b"TIT2", b"\1\xff\0\xfe"), flags=0x80), UnsupportedFormatError),
        (build["mp3"](3, (b"\1\2\3\4", b"x")), DamagedFileError),
        (b"ID3\4\0\0\0\0\7\0" + bytes(30), DamagedFileError),
    ):
        with pytest.raises(error):
            write(data, "mp3", packet)


def test_id3_unsynchronised_size_holds_no_ff(packet, build, write):
    for length in range(len(packet), len(packet) + 260):
        longer = packet + b" " * (length - len(packet))
        target = write(build["mp3"](3, flags=0x80), "mp3", longer)
        out = target.read_bytes()
        assert b"\xff" not in out[: out.index(build["mpeg"])]
