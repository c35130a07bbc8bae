"""Walking documents and packages: what the objects of a PDF and the directory of a ZIP hold."""

import struct
import zlib

import pytest

from provenance.formats import BlockKind

C2PA = BlockKind.C2PA


def test_a_directory_is_read_as_far_as_its_entries_go(make, walked):
    data = bytearray(make.zip_file(b"META-INF/content_credential.c2pa"))
    struct.pack_into("<I", data, len(data) - 10, 0)
    assert [each.kind for each in walked(bytes(data)).blocks] == [C2PA]
    hidden = walked(bytes(data) + b"PK\5\6" + bytes(18) + b"x")
    assert "not where the file ends" in hidden.problems[0]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (b"shots/bg.PNG", "1 media files inside"),
        (b"reel.mov", "1 media files inside"),
        (b"more.zip", "1 media files inside"),
        (b"notes.txt", ""),
        (b"shots/", ""),
        (b"docProps/thumbnail.jpeg", ""),
        (b"META-INF/content_credential.c2pa", ""),
    ],
)
def test_media_in_a_package_is_told_as_not_read(make, walked, name, problem):
    problems = walked(make.zip_file(name)).problems
    assert bool(problems) is bool(problem)
    assert all(problem in each for each in problems)


@pytest.mark.parametrize("name", [b"C2PA#5fManifest", b"#43#32PA_Manifest"])
def test_a_name_in_a_pdf_may_be_escaped(make, walked, name):
    data = make.pdf(b"<</AFRelationship/" + name + b"/Type/F>>")
    assert [each.kind for each in walked(data).blocks] == [C2PA]
    assert walked(make.pdf(b"<</AFRelationship/C2PA_Manifests>>")).blocks == ()


def test_a_packed_metadata_stream_of_a_pdf_is_read(make, walked):
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
    head = b"3 0 obj<</Type/Metadata/Subtype/XML/Filter/FlateDecode>>stream\n"
    (block,) = walked(make.pdf(head + zlib.compress(packet) + b"\nendstream endobj")).blocks
    assert (block.kind, block.data) == (BlockKind.XMP, packet)
    (block,) = walked(make.pdf(head + packet + b"\nendstream endobj")).blocks
    assert block.data == packet
    found = walked(make.pdf(head + b"\x80\x0b\x60\x50" + b"\nendstream endobj"))
    assert "packed in a way that is not read" in found.problems[0]


def test_a_store_in_a_packed_object_stream_of_pdf(make, walked):
    packed = zlib.compress(b"1 0 <</AFRelationship /C2PA_Manifest>>")
    stream = b"<</Type /ObjStm /Filter /FlateDecode>>\nstream\n" + packed + b"\nendstream"
    assert [each.kind for each in walked(make.pdf(stream)).blocks] == [C2PA]
    assert walked(make.pdf(stream.replace(packed, zlib.compress(b"nothing")))).blocks == ()
