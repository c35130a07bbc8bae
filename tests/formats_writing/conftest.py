"""Small whole files, made here byte by byte or by Pillow, one for each layout that is written."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from provenance.formats import BlockKind, Format, by_name, open_source, recognise, walk
from provenance.formats.writing import embed_xmp
from provenance.formats.xmp import ai_properties, set_properties

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (13, 7), **options) -> bytes:
    image = Image.new(mode, size)
    image.putdata([_colour(mode, place) for place in range(size[0] * size[1])])
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _colour(mode, place):
    if mode in {"L", "P", "I;16"}:
        return place % 251
    return tuple((place * step) % 251 for step in range(3, 3 + len(mode)))


def frames(kind: str, **options) -> bytes:
    images = [Image.new("RGB", (9, 6), (60 * number, 10, 200)) for number in range(3)]
    out = io.BytesIO()
    images[0].save(out, kind, save_all=True, append_images=images[1:], **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def wave(data: bytes = bytes(range(101)), *extra: bytes) -> bytes:
    fmt = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + chunk(b"fmt ", fmt) + chunk(b"data", data) + b"".join(extra)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def avi() -> bytes:
    movie = chunk(b"LIST", b"movi" + chunk(b"00dc", b"frame one") + chunk(b"00dc", b"frame two!"))
    body = b"AVI " + chunk(b"LIST", b"hdrl" + chunk(b"avih", bytes(56))) + movie
    body += chunk(b"idx1", bytes(32))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


MPEG_FRAMES = (b"\xff\xfb\x90\x00" + bytes(range(256)) + bytes(157)) * 3


def mp3(version: int | None, *frames_: tuple[bytes, bytes], padding: int = 0, flags: int = 0):
    if version is None:
        return MPEG_FRAMES
    body = b""
    for name, data in frames_:
        size = syncsafe(len(data)) if version == 4 else struct.pack(">I", len(data))
        body += name + size + b"\0\0" + data
    body += bytes(padding)
    return b"ID3" + bytes([version, 0, flags]) + syncsafe(len(body)) + body + MPEG_FRAMES


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def movie(brand: bytes = b"isom", *, user_data: bytes = b"", first: bool = False) -> bytes:
    """One track of three samples in two chunks; ``first``: the movie box before the media data."""
    media = b"".join(bytes([65 + number]) * (10 + number) for number in range(3))
    kind = box(b"ftyp", brand, bytes(4), brand)
    for _ in range(2):  # the offsets depend on the size of the box that holds them
        start = len(kind) + 8
        if first:
            start += len(_movie_box(0, 0, user_data))
        moov = _movie_box(start, start + 21, user_data)
    parts = [moov, box(b"mdat", media)] if first else [box(b"mdat", media), moov]
    return kind + b"".join(parts)


def _movie_box(one: int, two: int, user_data: bytes) -> bytes:
    entry = struct.pack(">I4s6xH", 16, b"mp4v", 1)
    tables = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">IIII", 0, 1, 3, 100)),
        box(b"stsc", struct.pack(">II6I", 0, 2, 1, 2, 1, 2, 1, 1)),
        box(b"stsz", struct.pack(">6I", 0, 0, 3, 10, 11, 12)),
        box(b"stco", struct.pack(">IIII", 0, 2, one, two)),
    )
    reference = box(b"dref", struct.pack(">II", 0, 1), box(b"url ", b"\0\0\0\1"))
    media = box(
        b"mdia",
        box(b"mdhd", bytes(12), struct.pack(">II", 1000, 300), bytes(4)),
        box(b"hdlr", bytes(8), b"vide", bytes(13)),
        box(b"minf", box(b"dinf", reference), tables),
    )
    udta = box(b"udta", user_data) if user_data else b""
    return box(
        b"moov", box(b"mvhd", bytes(100)), box(b"trak", box(b"tkhd", bytes(84)), media), udta
    )


def fragmented(*, explicit: bool = False) -> bytes:
    kind = box(b"ftyp", b"iso5", bytes(4), b"iso5")
    start = kind + _movie_box(len(kind), len(kind), b"")
    start += box(b"mdat", bytes(33))  # what the movie box's own samples point at
    start = start.replace(
        struct.pack(">IIII", 0, 2, len(kind), len(kind)),
        struct.pack(">IIII", 0, 2, len(start) - 33, len(start) - 12),
    )
    for number in range(2):
        at = len(start)

        def moof(base: int, offset: int) -> bytes:
            head = struct.pack(">I", 1 if explicit else 0x020000) + struct.pack(">I", 1)
            head += struct.pack(">Q", base) if explicit else b""
            run = struct.pack(">III", 0x201, 2, offset) + struct.pack(">II", 8, 9)
            return box(
                b"moof", box(b"mfhd", bytes(8)), box(b"traf", box(b"tfhd", head), box(b"trun", run))
            )

        size = len(moof(0, 0)) + 8
        start += moof(at + size if explicit else 0, 0 if explicit else size)
        start += box(b"mdat", bytes([97 + number]) * 17)
    return start + box(b"mfra", box(b"mfro", struct.pack(">II", 0, 24)))


def png_with(*chunks_: tuple[bytes, bytes], after: bool = False) -> bytes:
    data = picture("PNG")
    place = data.index(b"IEND") - 4 if after else 33
    extra = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks_
    )
    return data[:place] + extra + data[place:]


def big_endian_tiff() -> bytes:
    """One strip of grey, ``MM``, an odd directory order of values behind the picture."""
    pixels = bytes(range(35))
    entries = [(256, 3, 7), (257, 3, 5), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8)]
    entries += [(277, 3, 1), (278, 3, 5), (279, 4, 35)]
    table = b"".join(
        struct.pack(">HHI", tag, kind, 1) + struct.pack(">HH" if kind == 3 else ">I", *values)
        for tag, kind, value in entries
        for values in [(value, 0) if kind == 3 else (value,)]
    )
    directory = struct.pack(">H", len(entries)) + table + bytes(4)
    return b"MM\0*" + struct.pack(">I", 8 + 36) + pixels + b"\0" + directory


SAMPLES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "jpeg": ("jpg", lambda: picture("JPEG", exif=_exif())),
    "jpeg, progressive, grey": ("jpg", lambda: picture("JPEG", "L", progressive=True)),
    "png": ("png", lambda: picture("PNG", "RGBA")),
    "png, animated": ("png", lambda: frames("PNG", duration=40)),
    "webp, lossy": ("webp", lambda: picture("WEBP")),
    "webp, lossless with alpha": ("webp", lambda: picture("WEBP", "RGBA", lossless=True)),
    "webp, extended": ("webp", lambda: picture("WEBP", "RGBA", exif=_exif())),
    "webp, animated": ("webp", lambda: frames("WEBP", duration=40)),
    "tiff": ("tiff", lambda: picture("TIFF")),
    "tiff, big-endian": ("tiff", big_endian_tiff),
    "tiff, pages": ("tiff", lambda: frames("TIFF", compression="tiff_lzw")),
    "bigtiff": ("bigtiff", lambda: frames("TIFF", big_tiff=True)),
    "gif": ("gif", lambda: picture("GIF", "P").replace(b"GIF89a", b"GIF87a", 1)),
    "gif, animated": ("gif", lambda: frames("GIF", loop=0, duration=40)),
    "mp4": ("mp4", movie),
    "mp4, movie box first": ("mp4", lambda: movie(first=True)),
    "mp4, fragmented": ("mp4", fragmented),
    "mp4, fragmented with offsets": ("mp4", lambda: fragmented(explicit=True)),
    "mov": ("mov", lambda: movie(b"qt  ")),
    "m4a": ("m4a", lambda: movie(b"M4A ")),
    "m4v": ("m4v", lambda: movie(b"M4V ")),
    "3gp": ("3gp", lambda: movie(b"3gp5")),
    "wav": ("wav", wave),
    "bwf": ("bwf", lambda: wave(b"\x80" * 64, chunk(b"bext", bytes(602)))),
    "avi": ("avi", avi),
    "mp3, no tag": ("mp3", lambda: mp3(None)),
    "mp3, 2.3": ("mp3", lambda: mp3(3, (b"TIT2", b"\0Title"), (b"PRIV", b"other\0abc"), padding=9)),
    "mp3, 2.4": ("mp3", lambda: mp3(4, (b"TIT2", b"\3Title"), (b"APIC", b"\0" + bytes(200)))),
}


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    return exif.tobytes()


@pytest.fixture
def packet() -> bytes:
    """A packet with all properties that a stamp writes."""
    return set_properties(
        None, ai_properties(SOURCE_TYPE, "Acme Frames", "3.1", "a prompt é", "urn:uuid:1")
    )


@pytest.fixture(params=sorted(SAMPLES))
def sample(request, tmp_path) -> tuple[Path, Format]:
    """Each sample in turn, as a file with its format."""
    name, make = SAMPLES[request.param]
    form = by_name(name)
    path = tmp_path / f"sample{form.extensions[0]}"
    path.write_bytes(make())
    return path, form


@pytest.fixture
def build() -> dict[str, Callable]:
    """The makers, for tests that want a special file."""
    return {
        "picture": picture, "frames": frames, "wave": wave, "chunk": chunk, "mp3": mp3, "box": box,
        "movie": movie, "png_with": png_with, "avi": avi, "fragmented": fragmented,
        "big_endian_tiff": big_endian_tiff, "samples": SAMPLES, "mpeg": MPEG_FRAMES,
    }  # fmt: skip


def _packets(path: Path) -> list[bytes]:
    with open_source(path) as source:
        form = recognise(source)
        assert form is not None
        container = walk(source, form)
    assert container.problems == ()
    return [block.data.strip(b" ") for block in container.blocks if block.kind is BlockKind.XMP]


@pytest.fixture
def packets() -> Callable[[Path], list[bytes]]:
    """The XMP packets of a file, as our own walkers find them."""
    return _packets


@pytest.fixture
def write(tmp_path):
    """Writes a packet into a copy of a file's bytes."""

    def written(data: bytes, name: str, packet: bytes) -> Path:
        source, target = tmp_path / "in", tmp_path / "out"
        source.write_bytes(data)
        embed_xmp(source, target, by_name(name), packet)
        assert source.read_bytes() == data
        return target

    return written
