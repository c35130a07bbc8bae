"""What ends too soon, carries another file or meets a limit is told; a trailer is no damage."""

import struct
import zlib

import pytest

from provenance.formats import BlockKind
from provenance.formats.collecting import MAX_BLOCKS, MAX_ELEMENTS, MAX_TEXT


@pytest.mark.parametrize("kind", ["png", "gif", "wav"])
@pytest.mark.parametrize("tail", ["zip", "jpg", "mp4", "c2pa"])
def test_a_file_appended_to_another_is_told(make, walked, kind, tail):
    seeds = make.samples()
    found = walked(seeds[kind] + seeds[tail])
    assert any("another file is appended" in each for each in found.problems)
    waste = walked(seeds[kind] + b"\x01waste of a tool")
    assert not any("another file" in each for each in waste.problems)


@pytest.mark.parametrize(
    ("name", "keep", "words"),
    [
        ("png", -2, "inside chunk IEND"),
        ("png", -12, "without chunk IEND"),
        ("jpg", -2, "inside the JPEG scan"),
        ("jpg", 20, "inside JPEG segment"),
        ("gif", -1, "no trailer"),
        ("webp", -4, "inside chunk C2PA"),
        ("tiff", -4, "ends inside it"),
        ("mp4", -4, "ends inside box uuid"),
        ("mov", -2, "ends inside box mdat"),
        ("wav", -2, "inside chunk id3"),
        ("aiff", -2, "inside chunk ID3"),
        ("flac", -10, "flac ends inside"),
        ("ogg", -3, "inside a page"),
        ("mkv", -4, "mkv ends inside"),
        ("exr", -2, "last chunk"),
        ("dpx", -2, "its picture"),
        ("psd", 60, "psd ends inside"),
        ("mxf", -3, "header metadata"),
        ("pdf", -8, "end mark"),
        ("zip", -30, "before its directory"),
        ("c2pa", -3, "manifest store"),
        ("svg", -5, "not well-formed"),
        ("caf", -3, "inside chunk"),
        ("mp3", 40, "inside the ID3 tag"),
    ],
)
def test_truncation_is_told(make, walked, name, keep, words):
    found = walked(make.samples()[name][:keep])
    assert any(words in problem for problem in found.problems), found.problems


def test_a_movie_without_its_movie_box(make, walked):
    data = make.box(b"ftyp", b"qt  ", bytes(4)) + make.box(b"mdat", b"x")
    assert "no movie box" in walked(data).problems[0]


def test_trailers_of_cameras_are_no_damage(make, walked):
    found = walked(make.jpeg() + b"\0\0SEFH" + bytes(40) + b"SEFT")
    assert [each.kind for each in found.blocks] == [BlockKind.TRAILER]
    assert found.problems == ()
    film = make.movie(b"mp42")
    assert walked(make.jpeg() + film).problems == ()
    assert walked(make.jpeg(tail=b"\xff\xd9\0\0\0\0")).blocks == ()


class TestLimits:
    def test_a_compressed_bomb_is_cut(self, make, walked):
        bomb = zlib.compress(bytes(64 << 20), 9)
        found = walked(make.png(make.chunk(b"zTXt", b"k\0\0" + bomb)))
        (block,) = found.blocks
        assert (len(block.data), block.cut) == (MAX_TEXT, True)
        assert "unfolds to more" in found.problems[0]

    def test_many_bombs_stop_the_walk(self, make, walked):
        bomb = make.chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(5 << 20), 9))
        found = walked(make.png(*[bomb] * 20))
        assert sum(len(each.data) for each in found.blocks) <= 64 << 20
        assert any("bytes of metadata" in each for each in found.problems)

    def test_damaged_compression_keeps_what_precedes(self, make, walked):
        packed = zlib.compress(b"text " * 9, 0)[:-6]
        found = walked(make.png(make.chunk(b"zTXt", b"k\0\0" + packed)))
        assert found.blocks[0].cut
        assert found.blocks[0].data.startswith(b"text text")
        assert found.problems

    def test_blocks_are_counted(self, make, walked):
        found = walked(make.png(*[make.chunk(b"tEXt", b"k\0v")] * (MAX_BLOCKS + 1)))
        assert len(found.blocks) == MAX_BLOCKS
        assert "metadata blocks" in found.problems[0]

    def test_elements_are_counted(self, make, walked):
        found = walked(make.png(make.chunk(b"teSt", b"") * (MAX_ELEMENTS + 1)))
        assert "elements" in found.problems[0]

    def test_directories_in_a_circle_end(self, make, walked):
        data = bytearray(make.tiff({270: (2, b"text\0\0\0\0")}))
        at = 8 + 2 + 12
        data[at : at + 4] = struct.pack("<I", 8)
        found = walked(bytes(data))
        assert len(found.blocks) == 1

    def test_nesting_ends(self, make, walked):
        data = b""
        for _ in range(50):
            data = make.box(b"udta", data)
        found = walked(make.movie(b"isom", data))
        assert any("nested deeper" in each for each in found.problems)
        tags = b""
        for _ in range(50):
            tags = make.ebml(0x67C8, tags)
        found = walked(make.matroska(b"matroska", make.ebml(0x1254C367, make.ebml(0x7373, tags))))
        assert any("nested deeper" in each for each in found.problems)

    def test_problems_are_one_line_without_control_characters(self, make, walked):
        found = walked(make.png(make.chunk(b"zTXt", b"\x1b[31m\nkey\0\0broken")))
        assert found.problems
        for problem in found.problems:
            assert problem.isprintable()
