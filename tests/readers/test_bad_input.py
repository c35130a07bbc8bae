"""Hostile and absurd files: each ends as partly read with the limit that it met, in bounds.

Bounds are counted, in bytes read and bytes kept, and not timed.
"""

import json
import struct
import zlib

import pytest

from fixtures.makers import carriers, carriers_media, stills
from fixtures.makers.dialects.a1111 import a1111
from fixtures.makers.dialects.comfyui import GRAPH
from fixtures.makers.dialects.packets import packet
from fixtures.makers.dialects.standards import CV, TRAINED, source_type
from provenance.formats import base, collecting
from provenance.formats.glances import base as glances
from provenance.formats.glances import chunks, frames, pictures, tiff
from provenance.gathering import Gatherer
from provenance.model.evidence import Coverage, Declared
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named

HUGE = b"\xff\xff\xff\xff"
LONG = b"\xff\xff\xff\x7f"  # of a little-endian size, positive


@pytest.fixture(scope="module")
def gatherer():
    with Gatherer(effort=Effort.FAST) as each:
        yield each


@pytest.fixture
def gather(gatherer, tmp_path, monkeypatch):
    """Gathers bytes; tells the evidence and how many bytes the walk asked the file for."""
    read = []
    pread = base.read_at

    def counting(descriptor, count, offset):
        data = pread(descriptor, count, offset)
        read.append(len(data))
        return data

    for place in (base, glances, chunks, frames, pictures, tiff):
        monkeypatch.setattr(place, "read_at", counting)

    def run(data, name="file.png"):
        read.clear()
        path = tmp_path / name
        path.write_bytes(data)
        return gatherer.gather(named(path)), sum(read)

    return run


def reasons(evidence):
    return " / ".join(f"{each.reader}: {each.reason}" for each in evidence.failures)


HEAD = stills.png()[:33]
FOUR_GIB = {
    "png": (HEAD + HUGE + b"tEXtparameters\0" + a1111().encode(), "ends inside"),
    "jpg": (b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0\x08\0\0\0" + HUGE, "ends"),
    "mp4": (
        struct.pack(">I4s", 24, b"ftyp") + b"isom" + bytes(12) + HUGE + b"moov" + bytes(64),
        "",
    ),
    "wav": (
        b"RIFF" + HUGE[:3] + b"\x7fWAVELIST" + HUGE[:3] + b"\x7fINFOICMT" + HUGE + b"x",
        "INFO",
    ),
    "webp": (b"RIFF\x40\0\0\0WEBPVP8L" + LONG + bytes(64), "ends inside chunk"),
    "flac": (b"fLaC\x84\xff\xff\xff" + HUGE + b"vendor", "flac"),
    "mp3": (b"ID3\x03\0\0\x7f\x7f\x7f\x7fTXXX" + HUGE + b"\0\0\0prompt\0{}", ""),
    "mkv": (
        b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska\x18\x53\x80\x67\x08\xff\xff\xff\xff\x12",
        "",
    ),
}


@pytest.mark.parametrize("name", FOUR_GIB)
def test_a_length_of_4_gib(gather, name):
    data, words = FOUR_GIB[name]
    evidence, read = gather(data, f"file.{name}")
    assert evidence.coverage is Coverage.PARTLY_READ
    assert words in reasons(evidence)
    assert read <= 4 * len(data) + 2 * base.HEAD


def test_an_exif_value_of_4_gib(gather):
    raw = b"II*\0\x08\0\0\0" + struct.pack("<HHHI", 1, carriers.MAKE, 2, 0xFFFFFFFF) + b"\x1a\0\0\0"
    evidence, _ = gather(carriers.png_exif(raw + bytes(4) + b"Ideogram AI\0"))
    assert evidence.coverage is Coverage.READ  # what is there was read; the size was a lie
    assert evidence.declaration.declared in {Declared.GENERATED, Declared.SILENT}


def test_a_hundred_thousand_texts(gather):
    one = carriers.text_chunk("k", "v")
    evidence, read = gather(HEAD + one * 100_000 + stills.png()[33:])
    assert evidence.coverage is Coverage.PARTLY_READ
    assert f"more than {collecting.MAX_BLOCKS} metadata blocks" in reasons(evidence)
    assert read <= (collecting.MAX_BLOCKS + 10) * len(one) + 2 * base.HEAD


def test_the_evidence_before_a_flood_is_kept(gather):
    one = carriers.text_chunk("k", "v")
    first = carriers.text_chunk("parameters", a1111())
    evidence, _ = gather(HEAD + first + one * 100_000 + stills.png()[33:])
    assert evidence.declaration.declared is Declared.GENERATED
    assert evidence.coverage is Coverage.PARTLY_READ


def test_a_hundred_thousand_xmp_properties(gather):
    body = "".join(f"<xmp:a{each}>v</xmp:a{each}>" for each in range(100_000))
    evidence, _ = gather(carriers.png_xmp(packet(body)))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert "limit" in reasons(evidence) or "more than" in reasons(evidence)


def test_more_texts_than_are_looked_at(gather):
    body = "".join(f"<xmp:a{each}>v</xmp:a{each}>" for each in range(25_000))
    evidence, _ = gather(carriers.png_xmp(packet(body)))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert "texts: more than 20000 texts" in reasons(evidence)


def test_a_thousand_exif_tags_and_more(gather):
    entries = b"".join(struct.pack("<HHII", carriers.MAKE, 2, 2, 65) for _ in range(3000))
    raw = b"II*\0\x08\0\0\0" + struct.pack("<H", 3000) + entries + bytes(4)
    evidence, _ = gather(carriers.png_exif(raw))
    assert "EXIF directory of 3000 entries, only 1000 were read" in reasons(evidence)


def test_five_thousand_iptc_datasets_and_more(gather):
    records = b"\x1c\x02\x78\x00\x01x" * 9000
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    evidence, _ = gather(carriers.jpg_segment(b"Photoshop 3.0\0" + resource, 13), "file.jpg")
    assert "IPTC-IIM of more than 5000 datasets" in reasons(evidence)


def gigabyte():
    """A zlib stream of a gigabyte of spaces in a megabyte: one block that repeats."""
    machine = zlib.compressobj(9)
    start = machine.compress(b" ") + machine.flush(zlib.Z_FULL_FLUSH)
    block = machine.compress(b" " * (16 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    return start + block * 64


def unfolding(monkeypatch):
    """Counts what zlib gives out."""
    out = []
    make = zlib.decompressobj

    class Counting:
        def __init__(self, *how):
            self.inner = make(*how)

        def decompress(self, *how):
            data = self.inner.decompress(*how)
            out.append(len(data))
            return data

        def __getattr__(self, name):
            return getattr(self.inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Counting)
    return out


@pytest.mark.parametrize("kind", ["zTXt", "iTXt", "XMP"])
def test_a_compressed_text_of_a_gigabyte(gather, monkeypatch, kind):
    key = b"XML:com.adobe.xmp" if kind == "XMP" else b"parameters"
    lead = key + (b"\0\0" if kind == "zTXt" else b"\0\1\0\0\0")
    chunk = stills.png_chunk("zTXt" if kind == "zTXt" else "iTXt", lead + gigabyte())
    out = unfolding(monkeypatch)
    evidence, read = gather(HEAD + chunk + stills.png()[33:])
    assert evidence.coverage is Coverage.PARTLY_READ
    assert f"unfolds to more than {collecting.MAX_TEXT} bytes" in reasons(evidence)
    assert sum(out) <= collecting.MAX_TEXT + 1
    assert read < 2 * len(chunk) + 4 * base.HEAD


def test_many_compressed_texts(gather, monkeypatch):
    chunk = stills.png_chunk("zTXt", b"k\0\0" + zlib.compress(b" " * (4 << 20), 9))
    out = unfolding(monkeypatch)
    evidence, _ = gather(HEAD + chunk * 300 + stills.png()[33:])
    assert evidence.coverage is Coverage.PARTLY_READ
    assert sum(out) <= collecting.MAX_UNFOLDED + collecting.MAX_TEXT + 1


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [LAUGHS, '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/hostname">]>'],
    ids=["growing", "external"],
)
def test_entities_are_not_expanded(gather, doctype):
    text = packet("<photoshop:Credit>&a9;</photoshop:Credit>").split("?>", 1)[1]
    evidence, _ = gather(carriers.png_xmp(doctype + text))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert [each.reader for each in evidence.failures] == ["xmp"]
    assert all("haha" not in each.value for each in evidence.signals)


def test_elements_nested_without_end(gather):
    deep = "<xmp:a>" * 20_000 + "</xmp:a>" * 20_000
    evidence, _ = gather(carriers.png_xmp(packet(deep)))
    assert evidence.coverage is Coverage.PARTLY_READ


@pytest.mark.parametrize(
    ("key", "head", "reader"),
    [
        ("AIGC", '{"Label":"1","ContentProducer":', "tc260"),
        ("invokeai_metadata", '{"app_version":', "invokeai"),
        ("parameters", '{"sui_image_params":', "swarmui"),
        ("parameters", '{"version":"Fooocus","x":', "fooocus"),
        ("generation_data", '{"prompt":', "services"),
    ],
)
def test_deep_json(gather, key, head, reader):
    other = carriers.text_chunk("prompt", GRAPH)
    deep = head + "[" * 40_000 + "]" * 40_000 + "}"
    evidence, _ = gather(stills.png(carriers.text_chunk(key, deep), other))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert reader in {each.reader for each in evidence.failures}
    assert "limit of 1000 levels" in reasons(evidence)
    assert "ComfyUI" in {each.name for each in evidence.declaration.generators}


def test_a_good_field_beside_a_deep_one_is_still_read(gather):
    deep = '{"Label":"1","ContentProducer":' + "[" * 40_000
    good = json.dumps({"Label": "1", "ContentProducer": "001191110102MACQD9K64010000"})
    texts = (carriers.text_chunk("AIGC", deep), carriers.text_chunk("AIGC", good))
    evidence, _ = gather(stills.png(*texts))
    assert evidence.declaration.declared is Declared.GENERATED
    assert evidence.coverage is Coverage.PARTLY_READ


def test_a_field_that_is_far_too_long(gather):
    long = json.dumps({"Label": "1", "ContentProducer": "0" * 200_000})
    evidence, _ = gather(carriers_media.mp3_frames(carriers_media.user_text("AIGC", long)), "a.mp3")
    assert "over the limit of 100000" in reasons(evidence)


def test_invalid_utf8_in_a_text_is_latin_1(gather):
    body = b"parameters\0\xe9t\xe9 " + a1111().encode()
    evidence, _ = gather(stills.png(stills.png_chunk("tEXt", body)))
    assert evidence.coverage is Coverage.READ
    assert evidence.declaration.declared is Declared.GENERATED


def test_invalid_utf8_in_a_packet_is_told(gather):
    data = source_type(TRAINED).encode().replace(b"trained", b"\xff\xfetrained")
    chunk = stills.png_chunk("iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + data)
    evidence, _ = gather(stills.png(chunk))
    assert evidence.coverage is Coverage.PARTLY_READ
    assert [each.reader for each in evidence.failures] == ["xmp"]


def test_two_copies_that_contradict_each_other(gather):
    camera = carriers.text_chunk("XML:com.adobe.xmp", source_type(CV + "digitalCapture"), "iTXt")
    model = carriers.text_chunk("XML:com.adobe.xmp", source_type(TRAINED), "iTXt")
    for texts in ((camera, model), (model, camera)):
        evidence, _ = gather(stills.png(*texts))
        declaration = evidence.declaration
        assert declaration.declared is Declared.GENERATED
        shown = [evidence.signals[each].value for each in declaration.contradicting]
        assert shown == [CV + "digitalCapture"]


def test_a_flood_of_evidence_ends(gather):
    many = [carriers.text_chunk("parameters", a1111())] * 3000
    evidence, _ = gather(stills.png(*many))
    assert len(evidence.signals) == 3000
    assert evidence.declaration.declared is Declared.GENERATED
