"""The files of the benchmark's tree: whole, valid media of chosen sizes, from a seed.

Pixels are noise, so that sizes are those of photographs; headers and containers are the ones that
tools write. A pool of pictures is encoded once; each file of the tree gets its own metadata.
"""

import io
import random
import struct
import zlib
from dataclasses import dataclass
from functools import cache

from PIL import Image
from provenance_cli.samples import cinema, flac, h264, isobmff, mp3, mxf, pictures, riff
from provenance_cli.samples.bits import box, chunk
from provenance_cli.samples.delivery import avc_movie

POOL = 8
"""Encoded pictures of each kind that the files share."""
_SIZES = ((480, 360), (640, 480), (720, 540), (800, 600))
_ASCII, _SHORT, _RATIONAL, _UNDEFINED = 2, 3, 5, 7
_EXIF_POINTER, _COMMENT = 0x8769, 0x9286


@dataclass(frozen=True, slots=True)
class Marks:
    """What is planted in a picture.

    Attributes:
        xmp: A packet, or "".
        parameters: Text of a web UI, or "".
        exif: A camera's EXIF, or b"".
    """

    xmp: str = ""
    parameters: str = ""
    exif: bytes = b""


def dice(*seed: object) -> random.Random:
    """A random source of its own for each purpose."""
    return random.Random(repr(seed))


@cache
def _noise(number: int) -> Image.Image:
    width, height = _SIZES[number % len(_SIZES)]
    grain = Image.frombytes(
        "RGB", (width, height), dice("noise", number).randbytes(width * height * 3)
    )
    return Image.blend(pictures.skyline((width, height), seed=number), grain, 0.45)


@cache
def _encoded(kind: str, number: int) -> bytes:
    out = io.BytesIO()
    options = {"JPEG": {"quality": 92}, "PNG": {"compress_level": 1}, "WEBP": {"quality": 90}}
    _noise(number).save(out, kind, **options.get(kind, {}))
    return out.getvalue()


def camera_exif(seed: int) -> bytes:
    """EXIF as a camera writes it: maker, model, software, exposure, serial number, date."""
    roll = dice("camera", seed)
    first = [
        (0x010F, _ASCII, b"Canon\0"),
        (0x0110, _ASCII, b"Canon EOS R5\0"),
        (0x0112, _SHORT, b"\1\0"),
        (0x011A, _RATIONAL, struct.pack("<II", 72, 1)),
        (0x0131, _ASCII, b"Adobe Lightroom 14.2 (Macintosh)\0"),
        (0x0132, _ASCII, b"2026:10:%02d %02d:41:00\0" % (roll.randint(1, 28), roll.randint(6, 18))),
    ]
    inner = [
        (0x829A, _RATIONAL, struct.pack("<II", 1, roll.choice((125, 250, 500)))),
        (0x829D, _RATIONAL, struct.pack("<II", roll.choice((28, 40, 56)), 10)),
        (0x8827, _SHORT, struct.pack("<H", roll.choice((100, 400, 800)))),
        (0x9000, _UNDEFINED, b"0232"),
        (0x9003, _ASCII, b"2026:10:11 09:41:00\0"),
        (0x920A, _RATIONAL, struct.pack("<II", roll.choice((24, 50, 85)), 1)),
        (0xA431, _ASCII, b"0%09d\0" % roll.randint(1, 999_999_999)),
        (0xA434, _ASCII, b"RF24-105mm F4 L IS USM\0"),
    ]
    return _tiff_structure(first, inner)


def comment_exif(text: str) -> bytes:
    """EXIF whose ``UserComment`` holds a web UI's text."""
    return _tiff_structure([], [(_COMMENT, _UNDEFINED, b"UNICODE\0" + text.encode("utf-16-le"))])


def _tiff_structure(
    first: list[tuple[int, int, bytes]], inner: list[tuple[int, int, bytes]]
) -> bytes:
    """A little-endian TIFF structure of a directory and its Exif directory."""
    widths = {_ASCII: 1, _SHORT: 2, _RATIONAL: 8, _UNDEFINED: 1}

    def directory(entries: list[tuple[int, int, bytes]], at: int, *, pointer: bool) -> bytes:
        heap_at = at + 2 + 12 * (len(entries) + pointer) + 4
        rows, heap = [], b""
        for number, kind, raw in entries:
            place = raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack("<I", heap_at + len(heap))
            heap += raw if len(raw) > 4 else b""
            rows.append(struct.pack("<HHI", number, kind, len(raw) // widths[kind]) + place)
        if pointer:
            rows.append(struct.pack("<HHII", _EXIF_POINTER, 4, 1, heap_at + len(heap)))
        return struct.pack("<H", len(rows)) + b"".join(rows) + bytes(4) + heap

    outer = directory(first, 8, pointer=True)
    return b"II*\0\x08\0\0\0" + outer + directory(inner, 8 + len(outer), pointer=False)


def jpg(number: int, marks: Marks) -> bytes:
    """A JPEG."""
    plain = _encoded("JPEG", number % POOL)
    exif = comment_exif(marks.parameters) if marks.parameters else marks.exif
    parts = []
    if exif:
        parts.append(_segment(b"Exif\0\0" + exif))
    if marks.xmp:
        parts.append(_segment(b"http://ns.adobe.com/xap/1.0/\0" + marks.xmp.encode()))
    after_jfif = 4 + int.from_bytes(plain[4:6], "big")
    return plain[:after_jfif] + b"".join(parts) + plain[after_jfif:]


def _segment(body: bytes) -> bytes:
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def png(number: int, marks: Marks) -> bytes:
    """A PNG; its IDAT chunks are 64 KiB long."""
    plain = _encoded("PNG", number % POOL)
    parts = []
    if marks.exif:
        parts.append(_png_chunk(b"eXIf", marks.exif))
    if marks.parameters:
        parts.append(_png_chunk(b"tEXt", b"parameters\0" + marks.parameters.encode("latin-1")))
    if marks.xmp:
        packet = b"XML:com.adobe.xmp\0\0\0\0\0" + marks.xmp.encode()
        parts.append(_png_chunk(b"iTXt", packet))
    return plain[:33] + b"".join(parts) + plain[33:]


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def webp(number: int, marks: Marks) -> bytes:
    """A WebP, of the extended kind where it holds metadata."""
    plain = _encoded("WEBP", number % POOL)
    exif = comment_exif(marks.parameters) if marks.parameters else marks.exif
    if not exif and not marks.xmp:
        return plain
    width, height = _noise(number % POOL).size
    flags = (0x08 if exif else 0) | (0x04 if marks.xmp else 0)
    canvas = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    parts = [chunk("VP8X", bytes((flags, 0, 0, 0)) + canvas), plain[12:]]
    if exif:
        parts.append(chunk("EXIF", exif))
    if marks.xmp:
        parts.append(chunk("XMP ", marks.xmp.encode()))
    return chunk("RIFF", b"WEBP", *parts)


def tif(number: int, marks: Marks) -> bytes:
    """An uncompressed TIFF as Pillow writes it."""
    out, more = io.BytesIO(), {}
    if marks.xmp:
        more[700] = marks.xmp.encode()
    if marks.exif:
        more |= {271: "Canon", 272: "Canon EOS R5", 305: "Adobe Lightroom 14.2 (Macintosh)"}
    _noise(number % POOL).save(out, "TIFF", tiffinfo=more)
    return out.getvalue()


@cache
def _frame(kind: str, number: int) -> bytes:
    picture = _noise(2 * number).resize((480, 270))  # 0.8 MB as EXR, 0.5 MB as DPX
    return cinema.exr(picture) if kind == "exr" else cinema.dpx(picture, name="plate.dpx")


def exr(number: int) -> bytes:
    """An OpenEXR frame with its own timecode."""
    plain = _frame("exr", number % 4)
    at = plain.index(b"timeCode\0timecode\0") + 22
    return plain[:at] + _timecode(number, "<I") + plain[at + 4 :]


def dpx(number: int) -> bytes:
    """A DPX frame with its own name."""
    plain, name = _frame("dpx", number % 4), f"plate.{number:07d}.dpx".encode()
    return plain[:36] + name.ljust(100, b"\0") + plain[136:]


def _timecode(number: int, pattern: str) -> bytes:
    seconds, frame = divmod(number, 24)
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60 + 1:02}:{minutes % 60:02}:{second:02}:{frame:02}"
    return struct.pack(pattern, cinema.timecode_bits(text))


def wav(number: int) -> bytes:
    """A Broadcast Wave of noise, 1.9 to 3.2 MB."""
    roll = dice("wav", number)
    pcm = roll.randbytes(96_000 * roll.randint(20, 33))
    told = riff.broadcast_extension(
        f"Atmosphere {number}", "Location recorder", f"A{number:07d}", samples_since_midnight=0
    )
    notes = riff.ixml("Sample production", str(number), "1", rate=48_000)
    chunks = [("bext", told)] if number % 3 else []
    return riff.wav(pcm, channels=1, rate=48_000, before=chunks, after=[("iXML", notes)])


@cache
def _sting() -> bytes:
    return mp3.sting(2.4)


def mpeg_audio(number: int) -> bytes:
    """An MP3 of 1.2 to 2 MB with an ID3 tag."""
    times = dice("mp3", number).randint(1_200_000, 2_000_000) // len(_sting())
    return mp3.id3(TIT2=f"Cue {number}", TPE1="Sample orchestra", TALB="Score") + _sting() * times


@cache
def _flac_pool(number: int) -> bytes:
    pcm = dice("flac", number).randbytes(200_000)
    return flac.flac(pcm, channels=1, rate=48_000, tags={"TITLE": f"Cue {number}"})


def flac_audio(number: int) -> bytes:
    """A FLAC with Vorbis comments."""
    return _flac_pool(number % 4)


@cache
def _movie_frames() -> tuple[bytes, ...]:
    return tuple(_encoded("JPEG", number) for number in range(POOL))


def movie(number: int, size: int, xmp: str = "") -> bytes:
    """A movie of JPEG pictures of about ``size`` bytes, MP4 where the number is even."""
    frames: list[bytes] = []
    while sum(map(len, frames)) < size:
        frames += _movie_frames()
    picture = _noise(number % POOL).size
    track = isobmff.Track(
        "vide", isobmff.visual_entry("jpeg", picture, "Photo - JPEG"), tuple(frames), 2400, 100,
        size=picture,
    )  # fmt: skip
    name = f"A{number:03d}".encode()
    user_data = box("\xa9nam", len(name).to_bytes(2, "big") + b"\x55\xc4" + name)
    brand = "qt  " if number % 2 else "isom"
    data = isobmff.movie(brand, (track,), user_data=user_data, fast_start=bool(number % 4))
    if xmp:
        data += box("uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), xmp.encode())
    return data


@cache
def _shots() -> tuple[h264.Planes, ...]:
    return tuple(pictures.planes(pictures.drone(frame=number)) for number in range(24))


def big_movie_parts(brand: str) -> tuple[bytes, bytes]:
    """What stands before and after a second, huge ``mdat`` box of a movie."""
    small = avc_movie(_shots(), brand=brand)
    at = small.index(b"mdat") - 4
    return small[:at], small[at:]


def operational_pattern() -> bytes:
    """A whole MXF file, to which one more essence element is added."""
    units = tuple(h264.encode(_shots()))
    return mxf.mxf(mxf.Pictures(units, (320, 176)), bytes(96_000))


def text(number: int) -> tuple[str, bytes]:
    """Ending and bytes of a small text: notes, an edit list, subtitles, a table, JSON, XML."""
    lines = "".join(f"{number} line {line} of the notes to the reel\n" for line in range(40))
    events = "".join(
        f"{n:03d}  A{n:03d} V C 01:00:{n:02d}:00 01:00:{n + 1:02d}:00 01:00:{n:02d}:00 "
        f"01:00:{n + 1:02d}:00\n"
        for n in range(1, 40)
    )
    titles = "".join(
        f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\nLine {n}\n\n" for n in range(1, 50)
    )
    kinds = (
        (".txt", lines),
        (".edl", f"TITLE: REEL {number}\nFCM: NON-DROP FRAME\n\n{events}"),
        (".srt", titles),
        (".csv", "shot,take,note\n" + "".join(f"{number},{n},good\n" for n in range(60))),
        (".json", f'{{"reel": {number}, "shots": {list(range(200))}}}\n'),
        (".xml", f"<reel number='{number}'>" + "<shot take='1'/>" * 60 + "</reel>\n"),
    )
    ending, words = kinds[number % len(kinds)]
    return ending, words.encode()
