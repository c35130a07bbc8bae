"""frame: the header of one picture -> what every frame of a sequence should have in common.

Only the first bytes are read, through `formats`; nothing is decoded. Layouts: openexr.com "OpenEXR
File Layout"; SMPTE ST 268-1 (DPX); ISO/IEC 15444-1 annex A.5.1 and I.5.3.1 (JPEG 2000); TIFF 6.0;
W3C PNG 11.2.2; ITU-T T.81 B.2.2 (JPEG).
"""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from provenance import formats
from provenance.errors import DamagedFileError
from provenance.formats import Source
from provenance.formats.tiffs import directory, integers, layout
from provenance.packages.base import Picture, one_line

MAX_ATTRIBUTES: Final = 256
"""Attributes of an OpenEXR header that are looked at; renders carry some tens."""
MAX_SEGMENTS: Final = 2048
"""Segments of a JPEG before its frame header: a manifest store or a profile may take hundreds."""
_OTHER_MARKERS: Final = (0xC4, 0xC8, 0xCC)
"""Tables and extensions among the markers of frame headers (T.81 table B.1)."""
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


def frame(path: Path) -> Picture:
    """What a picture's header says.

    Args:
        path: A picture file; links are followed.

    Raises:
        UnreadableFileError: It cannot be opened or read.
        DamagedFileError: It is empty, no picture of a known format, or its header is broken.
    """
    with formats.open_source(path) as source:
        if source.size == 0:
            raise DamagedFileError("empty file: zero bytes")
        format_ = formats.recognise(source)
        read = _READERS.get(format_.name) if format_ else None
        if format_ is None or read is None:
            what = f"is {format_.name}" if format_ else "matches no known format"
            raise DamagedFileError(f"no picture of a sequence: the content {what}")
        try:
            width, height, told, origin = read(source)
        except (struct.error, LookupError, ValueError) as error:
            raise DamagedFileError(f"{format_.name}: {_SIZE}") from error
        if width <= 0 or height <= 0:
            raise DamagedFileError(f"{format_.name}: {_SIZE}")
        name = "tiff" if format_.name == "bigtiff" else format_.name
        return Picture(name, width, height, told, one_line(origin), source.size)


_Told = tuple[int, int, str, str]


def _exr(source: Source) -> _Told:
    at = 8
    values: dict[bytes, bytes] = {}
    for _ in range(MAX_ATTRIBUTES):
        raw = source.pread(at, 600)
        if raw[:1] in (b"\0", b""):
            break
        name, kind, rest = raw.split(b"\0", 2)
        (size,) = struct.unpack_from("<i", rest)
        body = at + len(name) + len(kind) + 6
        if size < 0:
            raise ValueError(name)
        if name in {b"dataWindow", b"displayWindow", b"channels"} or _is_origin(name, kind):
            values[name] = source.pread(body, min(size, 4096))
        at = body + size
    # The display window is the picture; the data window may grow and shrink from frame to frame.
    left, top, right, bottom = struct.unpack("<4i", values[b"displayWindow"])
    texts = sorted(
        f"{name.decode('latin-1')}={value.decode('utf-8', 'replace')}"
        for name, value in values.items()
        if _is_origin(name, b"string")
    )
    channels = _channels(values.get(b"channels", b""))
    return right - left + 1, bottom - top + 1, channels, ", ".join(texts)


def _is_origin(name: bytes, kind: bytes) -> bool:
    last = name.decode("latin-1").lower().replace(":", "/").replace(".", "/").rpartition("/")[2]
    return kind == b"string" and last in _ORIGINS


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


def _dpx(source: Source) -> _Told:
    head = source.pread(0, 2048)
    order = ">" if head[:4] == b"SDPX" else "<"
    width, height = struct.unpack_from(order + "II", head, 772)
    descriptor, bits = head[800], head[803]
    project = head[260:460].partition(b"\0")[0].strip(b"\xff ").decode("utf-8", "replace")
    told = _DPX_DESCRIPTORS.get(descriptor, f"element {descriptor}")
    return width, height, f"{bits}-bit {told}", f"project={project}" if project else ""


def _tiff(source: Source) -> _Told:
    form = layout(source.head)
    if form is None:
        raise ValueError(_SIZE)
    entries, _, _ = directory(source.pread, form, form.first)
    width, height = (integers(source.pread, form, entries.get(tag), 1)[0] for tag in (256, 257))
    bits = integers(source.pread, form, entries.get(258), 8) or (1,)
    return width, height, f"{bits[0]}-bit, {_count(len(bits))}", ""


def _codestream(source: Source, at: int = 0) -> _Told:
    head = source.pread(at, 64)
    if head[2:4] != b"\xff\x51":
        raise ValueError(_SIZE)
    right, bottom, left, top = struct.unpack_from(">4I", head, 8)
    (components,) = struct.unpack_from(">H", head, 40)
    return right - left, bottom - top, f"{(head[42] & 0x7F) + 1}-bit, {_count(components)}", ""


def _jp2(source: Source) -> _Told:
    at = source.head.find(b"ihdr", 12, 256)
    if at < 0:
        raise ValueError(_SIZE)
    height, width, components, bits = struct.unpack_from(">IIHB", source.head, at + 4)
    depth = f"{(bits & 0x7F) + 1}-bit, " if bits != 255 else ""  # noqa: PLR2004 - they differ
    return width, height, f"{depth}{_count(components)}", ""


def _png(source: Source) -> _Told:
    width, height, bits, colour = struct.unpack_from(">IIBB", source.head, 16)
    return width, height, f"{bits}-bit, colour type {colour}", ""


def _jpeg(source: Source) -> _Told:
    at = 2
    for _ in range(MAX_SEGMENTS):
        head = source.pread(at, 10)
        marker, size = head[1], int.from_bytes(head[2:4], "big")
        if marker & 0xF0 == 0xC0 and marker not in _OTHER_MARKERS:  # noqa: PLR2004 - SOF0 to SOF15
            bits, height, width, components = struct.unpack_from(">BHHB", head, 4)
            return width, height, f"{bits}-bit, {_count(components)}", ""
        at += 2 + size
    raise ValueError(_SIZE)


def _count(channels: int) -> str:
    return f"{channels} channel{'s' if channels != 1 else ''}"


_READERS: Final[Mapping[str, Callable[[Source], _Told]]] = {
    "exr": _exr,
    "dpx": _dpx,
    "tiff": _tiff,
    "bigtiff": _tiff,
    "j2k": _codestream,
    "jp2": _jp2,
    "png": _png,
    "jpg": _jpeg,
}
