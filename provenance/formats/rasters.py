"""The raster that a picture's header states: what every frame of a sequence should have in common.

Only the first bytes are read and nothing is decoded. What was read is made into words once for
each kind of picture: half a million frames are of a handful. Layouts: openexr.com "OpenEXR File
Layout"; SMPTE ST 268-1 (DPX); ISO/IEC 15444-1 annex A.5.1 and I.5.3.1 (JPEG 2000); TIFF 6.0; W3C
PNG 11.2.2; ITU-T T.81 B.2.2 (JPEG).
"""

import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import Format, Source
from provenance.formats.tiffs import first_directory, integers, layout
from provenance.model.picture import Picture

MAX_ATTRIBUTES: Final = 512
"""Attributes of an OpenEXR header that are looked at; renders carry some tens."""
MAX_SEGMENTS: Final = 2048
"""Segments of a JPEG before its frame header: a manifest store or a profile may take hundreds."""
MAX_SAMPLES: Final = 8
"""Samples of a TIFF whose depths are read; the first is told, and how many there are."""
_MAX_TEXT: Final = 500
_KINDS: Final = 1024
"""Kinds of pictures that are remembered."""
_OTHER_MARKERS: Final = (0xC4, 0xC8, 0xCC)
"""Tables and extensions among the markers of frame headers (T.81 table B.1)."""
_ATTRIBUTE: Final = 600
"""Bytes in which name, type and size of an OpenEXR attribute stand: names have 255 at most."""
_END: Final = (b"\0", b"")
_ASKED: Final = frozenset({b"displayWindow", b"channels"})
_HALF: Final = ("uint", "half", "float")
_DPX_DESCRIPTORS: Final = {
    6: "luma",
    50: "RGB",
    51: "RGBA",
    52: "ABGR",
    100: "CbYCrY",
    102: "CbYCr",
}
"""Image element descriptors of SMPTE ST 268-1 table 1 that are met in deliveries."""
_ORIGINS: Final = frozenset(
    {"owner", "show", "project", "production", "reelname", "reel", "shot", "scene"}
)
"""Last parts of OpenEXR attribute names that say where a frame is from, not which frame it is."""
_SIZE: Final = "its header does not say how large the picture is"


def raster(source: Source, format_: Format) -> Picture:
    """What a picture's header says; of what is no picture, its format alone.

    Args:
        source: The open file.
        format_: As it was recognised.

    Raises:
        DamagedFileError: The header does not say how large the picture is.
        UnreadableFileError: The storage fails.
    """
    read = _READERS.get(format_.name)
    if read is None:
        return Picture(format_.name)
    try:
        seen = read(source)
    except (struct.error, LookupError, ValueError):
        seen = None
    if seen is None:
        raise DamagedFileError(f"{format_.name}: {_SIZE}")
    return seen


@lru_cache(_KINDS)
def exr_raster(display: bytes, channels: bytes, told: tuple[bytes, ...]) -> Picture | None:
    """What an OpenEXR header says; None where it does not say how large the picture is.

    The display window is the picture; the data window may grow and shrink from frame to frame.

    Args:
        display: Value of its ``displayWindow``.
        channels: Value of its ``channels``.
        told: Names and values, in turn, of the strings that ``is_origin``.
    """
    try:
        left, top, right, bottom = struct.unpack("<4i", display)
        words = _channels(channels)
    except (struct.error, LookupError):
        return None
    values = dict(zip(told[::2], told[1::2], strict=True))
    texts = sorted(
        f"{name.decode('latin-1')}={value.decode('utf-8', 'replace')}"
        for name, value in values.items()
    )
    return _picture("exr", right - left + 1, bottom - top + 1, words, ", ".join(texts))


@lru_cache(_KINDS)
def is_origin(name: bytes) -> bool:
    """Whether a string of an OpenEXR header says where the frame is from.

    Args:
        name: Of the attribute.
    """
    told = name.decode("latin-1").lower().replace(":", "/").replace(".", "/")
    return told.rpartition("/")[2] in _ORIGINS


@lru_cache(_KINDS)
def dpx_raster(order: bytes, project: bytes, size: bytes, element: bytes) -> Picture | None:
    """What a DPX header says; None where it does not say how large the picture is.

    Args:
        order: Its first four bytes.
        project: Bytes 260 to 460.
        size: Bytes 772 to 780.
        element: Bytes 800 to 804.
    """
    width, height = struct.unpack((">" if order == b"SDPX" else "<") + "II", size)
    name = project.partition(b"\0")[0].strip(b"\xff ").decode("utf-8", "replace")
    words = f"{element[3]}-bit {_DPX_DESCRIPTORS.get(element[0], f'element {element[0]}')}"
    return _picture("dpx", width, height, words, f"project={name}" if name else "")


@lru_cache(_KINDS)
def tiff_raster(width: int, height: int, bits: tuple[int, ...]) -> Picture | None:
    """What a TIFF directory says; None where it does not say how large the picture is.

    Args:
        width: Pixels.
        height: Pixels.
        bits: Of each sample, of ``MAX_SAMPLES`` at most; () where it does not say: one of one bit.
    """
    bits = bits or (1,)
    return _picture("tiff", width, height, f"{bits[0]}-bit, {_count(len(bits))}")


def _picture(format_: str, width: int, height: int, words: str, origin: str = "") -> Picture | None:
    if width <= 0 or height <= 0:
        return None
    return Picture(format_, width, height, words, " ".join(origin.split())[:_MAX_TEXT])


def _exr(source: Source) -> Picture | None:
    at, head = 8, source.head
    near = len(head) - _ATTRIBUTE
    values: dict[bytes, bytes] = {}
    told: list[bytes] = []
    for _ in range(MAX_ATTRIBUTES):
        raw = head[at : at + _ATTRIBUTE] if at <= near else source.pread(at, _ATTRIBUTE)
        if raw[:1] in _END:
            break
        name, kind, rest = raw.split(b"\0", 2)
        size = int.from_bytes(rest[:4], "little", signed=True)
        body = at + len(name) + len(kind) + 6
        if size < 0 or len(rest) < 4:  # noqa: PLR2004
            raise ValueError(name)
        if kind.startswith(b"string"):
            if kind == b"string" and is_origin(name):
                told += (name, source.pread(body, min(size, 4096)))
        elif name in _ASKED:
            values[name] = source.pread(body, min(size, 4096))
        at = body + size
    return exr_raster(values[b"displayWindow"], values.get(b"channels", b""), tuple(told))


def _channels(raw: bytes) -> str:
    names: list[str] = []
    kinds: list[int] = []
    while raw[:1] not in (b"\0", b""):
        name, _, rest = raw.partition(b"\0")
        names.append(name.decode("latin-1"))
        kinds.append(rest[0])
        raw = rest[16:]
    depth = _HALF[kinds[0]] if kinds and kinds[0] < len(_HALF) else ""
    told = "".join(sorted(names, key="RGBA".find)) if set(names) <= set("RGBA") else ""
    return f"{depth} {told or _count(len(names))}".strip()


def _dpx(source: Source) -> Picture | None:
    head = source.pread(0, 2048)
    return dpx_raster(head[:4], head[260:460], head[772:780], head[800:804])


def _tiff(source: Source) -> Picture | None:
    form = layout(source.head)
    if form is None:
        return None
    entries, _, _ = first_directory(source, form)
    width, height = (integers(source.pread, form, entries.get(tag), 1)[0] for tag in (256, 257))
    return tiff_raster(width, height, integers(source.pread, form, entries.get(258), MAX_SAMPLES))


def _codestream(source: Source) -> Picture | None:
    head = source.pread(0, 64)
    if head[2:4] != b"\xff\x51":
        return None
    right, bottom, left, top = struct.unpack_from(">4I", head, 8)
    (components,) = struct.unpack_from(">H", head, 40)
    words = f"{(head[42] & 0x7F) + 1}-bit, {_count(components)}"
    return _picture("j2k", right - left, bottom - top, words)


def _jp2(source: Source) -> Picture | None:
    at = source.head.find(b"ihdr", 12, 256)
    if at < 0:
        return None
    height, width, components, bits = struct.unpack_from(">IIHB", source.head, at + 4)
    depth = f"{(bits & 0x7F) + 1}-bit, " if bits != 255 else ""  # noqa: PLR2004 - they differ
    return _picture("jp2", width, height, f"{depth}{_count(components)}")


def _png(source: Source) -> Picture | None:
    width, height, bits, colour = struct.unpack_from(">IIBB", source.head, 16)
    return _picture("png", width, height, f"{bits}-bit, colour type {colour}")


def _jpeg(source: Source) -> Picture | None:
    at = 2
    for _ in range(MAX_SEGMENTS):
        head = source.pread(at, 10)
        marker, size = head[1], int.from_bytes(head[2:4], "big")
        if marker & 0xF0 == 0xC0 and marker not in _OTHER_MARKERS:  # noqa: PLR2004 - SOF0 to SOF15
            bits, height, width, components = struct.unpack_from(">BHHB", head, 4)
            return _picture("jpg", width, height, f"{bits}-bit, {_count(components)}")
        at += 2 + size
    return None


def _count(channels: int) -> str:
    return f"{channels} channel{'s' if channels != 1 else ''}"


_READERS: Final[Mapping[str, Callable[[Source], Picture | None]]] = {
    "exr": _exr,
    "dpx": _dpx,
    "tiff": _tiff,
    "bigtiff": _tiff,
    "j2k": _codestream,
    "jp2": _jp2,
    "png": _png,
    "jpg": _jpeg,
}
