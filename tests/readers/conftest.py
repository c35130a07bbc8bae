"""Hand-made readings: what the walkers and the engine would hand over."""

import struct
from types import SimpleNamespace

import pytest

from provenance.formats.base import Block, BlockKind, Container, Format
from provenance.gathering import Gatherer
from provenance.manifests.reading import StoreReading
from provenance.manifests.shared import Outcome
from provenance.model.asset import Family
from provenance.model.evidence import Integrity, Trust, TrustState
from provenance.model.manifest import ManifestStore, StoreLocation
from provenance.model.vocabulary import Effort
from provenance.packages.folder import named
from provenance.readers import BUILTIN, c2pa, signals
from provenance.readers.base import Reading
from provenance.standings.declaring import declare

from .dialect_texts import SECRET

PNG = Format("png", "image/png", Family.IMAGE, (".png",))


def block(kind, key, data, where="PNG tEXt"):
    raw = data if isinstance(data, bytes) else data.encode()
    return Block(kind, where, key, raw, 0, len(raw))


def text_reading(key, value, kind=BlockKind.TEXT):
    return Reading(Container(PNG, (block(kind, key, value),)))


def tiff(tags, order="<", exif=()):
    """A TIFF structure with ASCII or byte tags: (tag, type, bytes)."""

    def directory(entries, offset, pointer=None):
        count = len(entries) + (pointer is not None)
        data_at = offset + 2 + 12 * count + 4
        head, tail = struct.pack(order + "H", count), b""
        for tag, kind, raw in entries:
            head += struct.pack(order + "HHI", tag, kind, len(raw))
            if len(raw) <= 4:
                head += raw.ljust(4, b"\0")
            else:
                head += struct.pack(order + "I", data_at + len(tail))
                tail += raw
        if pointer is not None:
            head += struct.pack(order + "HHII", 0x8769, 4, 1, data_at + len(tail))
        return head + struct.pack(order + "I", 0) + tail

    mark = b"II*\0" if order == "<" else b"MM\0*"
    first = directory(tags, 8, 0 if exif else None)
    return (
        mark
        + struct.pack(order + "I", 8)
        + first
        + (directory(list(exif), 8 + len(first)) if exif else b"")
    )


def exif_reading(tags=(), exif=(), order="<"):
    data = tiff(list(tags), order, exif)
    return Reading(Container(PNG, (block(BlockKind.EXIF, "", data, "PNG eXIf"),)))


def user_comment(text, order=">"):
    body = text.encode("utf-16-be" if order == ">" else "utf-16-le")
    return (0x9286, 7, b"UNICODE\0" + body)


def store_of(*manifests, remote_url=""):
    return ManifestStore(
        manifests[0].label, StoreLocation.EMBEDDED, "PNG caBX", manifests, remote_url=remote_url
    )


def store_reading(store, integrity=Integrity.VALID, trust=TrustState.TRUSTED):
    found = StoreReading(Outcome.FOUND, store, integrity, Trust(trust))
    return Reading(Container(PNG, ()), found)


def xmp(body="", *attributes):
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" '
        'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" '
        f'xmlns:our="urn:media-provenance:xmp:1" {" ".join(attributes)}>{body}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def xmp_reading(body="", *attributes):
    packet = block(BlockKind.XMP, "XML:com.adobe.xmp", xmp(body, *attributes), "PNG iTXt")
    return Reading(Container(PNG, (packet,)))


def blocks_reading(*blocks):
    return Reading(Container(PNG, blocks))


def summary(reading):
    """What every reader together declares of a reading, without telling its prompt."""
    found, failures = signals(reading, BUILTIN)
    assert failures == ()
    assert not any(SECRET in each.value for each in found)
    declaration = declare(found)
    return declaration.declared, [each.name for each in declaration.generators]


@pytest.fixture(scope="session")
def make():
    return SimpleNamespace(
        block=block,
        blocks=blocks_reading,
        exif=exif_reading,
        store=store_of,
        store_reading=store_reading,
        text=text_reading,
        tiff=tiff,
        user_comment=user_comment,
        xmp=xmp,
        xmp_reading=xmp_reading,
    )


@pytest.fixture
def read(make):
    """Signals of a store of manifests, as it was validated."""

    def run(*manifests, integrity=Integrity.VALID, trust=TrustState.TRUSTED):
        reading = make.store_reading(make.store(*manifests), integrity, trust)
        return tuple(c2pa.read(reading))

    return run


@pytest.fixture(scope="module")
def gather(tmp_path_factory):
    """Evidence of some bytes under a name, by the whole of a fast reading."""
    folder = tmp_path_factory.mktemp("gathered")
    with Gatherer(effort=Effort.FAST) as gatherer:

        def run(data, name="file.png"):
            path = folder / name
            path.write_bytes(data)
            return gatherer.gather(named(path))

        yield run
