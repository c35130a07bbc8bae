"""MXF OP1a with H.264 pictures and PCM sound, frame-wrapped (SMPTE ST 377-1, 379, 381-3, 382)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from .mxf_labels import TAGS, label, set_key

_ZERO_DATE = struct.pack(">HBBBBBB", 2026, 11, 2, 9, 41, 0, 0)
_BODY, _INDEX = 1, 2  # stream identifiers
_PICTURE_NUMBER, _SOUND_NUMBER = 0x15010501, 0x16010101
_TIMECODE_TRACK, _PICTURE_TRACK, _SOUND_TRACK = 1, 2, 3
_ELEMENT = bytes.fromhex("060e2b34010201010d010301")
_KEY_PICTURE, _OTHER_PICTURE = 0xC0, 0x22  # index flags: ST 377-1, 11.2.3
_TIMECODE_RATE = 24
CLIP = 200
"""Number of the UMID of a clip whose number does not matter."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """H.264 access units as byte streams; size in pixels; the first is a key picture."""

    units: tuple[bytes, ...]
    size: tuple[int, int]


def klv(key: bytes, value: bytes) -> bytes:
    """Key, length in four bytes, value."""
    return key + b"\x83" + len(value).to_bytes(3, "big") + value


def _identity(number: int) -> bytes:
    """The instance number of a metadata set: any 16 bytes unique in the file."""
    return bytes.fromhex("70726f76656e616e63652d6d65646961")[:15] + bytes([number])


def umid(number: int) -> bytes:
    """A basic UMID (SMPTE ST 330) with a fixed material number."""
    head = bytes.fromhex("060a2b340101010501010d2013000000")
    return head + _identity(number)


def _batch(items: Sequence[bytes], size: int) -> bytes:
    return struct.pack(">II", len(items), size) + b"".join(items)


def _references(*numbers: int) -> bytes:
    return _batch([_identity(n) for n in numbers], 16)


def _set(kind: str, number: int, **values: bytes) -> bytes:
    values = {"instance": _identity(number), **values}
    body = b"".join(
        struct.pack(">HH", TAGS[name][0], len(value)) + value for name, value in values.items()
    )
    return klv(set_key(kind), body)


def _text(value: str) -> bytes:
    return value.encode("utf-16-be")


def _u32(value: int) -> bytes:
    return struct.pack(">I", value)


def _length(value: int) -> bytes:
    return struct.pack(">q", value)


def _rate(value: int) -> bytes:
    return struct.pack(">ii", value, 1)


def _primer() -> bytes:
    items = [struct.pack(">H", tag) + bytes.fromhex(name) for tag, name in TAGS.values()]
    return klv(label("primer"), _batch(items, 18))


def _tracks(base: int, source: bytes | None, frames: int) -> tuple[list[int], bytes]:
    """Timecode, picture and sound track of one package; sets are numbered from `base`."""
    out, numbers = [], []
    kinds = (
        (_TIMECODE_TRACK, 0, "timecode"),
        (_PICTURE_TRACK, _PICTURE_NUMBER, "picture"),
        (_SOUND_TRACK, _SOUND_NUMBER, "sound"),
    )
    for track, number, kind in kinds:
        first = base + 3 * (track - 1)
        numbers.append(first)
        part = {"data_definition": label(kind), "duration": _length(frames)}
        out += [
            _set(
                "track",
                first,
                track_id=_u32(track),
                track_number=_u32(0 if source else number),
                edit_rate=_rate(_TIMECODE_RATE),
                origin=_length(0),
                sequence=_identity(first + 1),
            ),
            _set("sequence", first + 1, **part, components=_references(first + 2)),
        ]
        if kind == "timecode":
            clock = {"start_timecode": _length(_TIMECODE_RATE * 3600), "drop": b"\0"}
            base_rate = struct.pack(">H", _TIMECODE_RATE)
            out.append(_set("timecode", first + 2, **part, **clock, timecode_base=base_rate))
        else:
            clip = {
                "start": _length(0),
                "source_package": source or bytes(32),
                "source_track": _u32(track if source else 0),
            }
            out.append(_set("clip", first + 2, **part, **clip))
    return numbers, b"".join(out)


def _descriptors(pictures: Pictures, frames: int, sound_rate: int) -> bytes:
    width, height = pictures.size
    common = {"sample_rate": _rate(_TIMECODE_RATE), "container_duration": _length(frames)}
    picture = {
        "linked_track": _u32(_PICTURE_TRACK),
        "container": label("avc container"),
        "frame_layout": b"\0",
        "stored_width": _u32(width),
        "stored_height": _u32(height),
        "display_width": _u32(width),
        "display_height": _u32(height),
        "aspect_ratio": struct.pack(">ii", width, height),
        "line_map": _batch([_u32(0), _u32(0)], 4),
        "picture_coding": label("avc coding"),
        "depth": _u32(8),
        "horizontal_subsampling": _u32(2),
        "vertical_subsampling": _u32(2),
    }
    sound = {
        "linked_track": _u32(_SOUND_TRACK),
        "container": label("wave container"),
        "audio_rate": _rate(sound_rate),
        "locked": b"\1",
        "channels": _u32(1),
        "bits": _u32(16),
        "block_align": struct.pack(">H", 2),
        "bytes_per_second": _u32(2 * sound_rate),
    }
    several = {"container": label("multiple container"), "sub_descriptors": _references(61, 62)}
    return b"".join(
        (
            _set("multiple descriptor", 60, **common, **several),
            _set("picture descriptor", 61, **common, **picture),
            _set("sound descriptor", 62, **common, **sound),
        )
    )


def _metadata(pictures: Pictures, frames: int, sound_rate: int, clip: int) -> bytes:
    material, source = umid(clip), umid(clip + 1)
    dates = {"package_created": _ZERO_DATE, "package_modified": _ZERO_DATE}
    material_tracks, material_sets = _tracks(20, source, frames)
    source_tracks, source_sets = _tracks(40, None, frames)
    containers = ("multiple container", "avc container", "wave container")
    return b"".join(
        (
            _primer(),
            _set(
                "preface",
                1,
                modified=_ZERO_DATE,
                version=b"\x01\x03",
                identifications=_references(2),
                content_storage=_identity(3),
                pattern=label("op1a"),
                containers=_batch([label(c) for c in containers], 16),
                schemes=_batch([], 16),
            ),
            _set(
                "identification",
                2,
                generation=_identity(100),
                company=_text("sample media"),
                product=_text("sample media"),
                product_version=_text("1"),
                product_id=_identity(101),
                product_modified=_ZERO_DATE,
            ),
            _set("content storage", 3, packages=_references(5, 6), essence_data=_references(4)),
            _set(
                "essence data",
                4,
                linked_package=source,
                index_id=_u32(_INDEX),
                body_id=_u32(_BODY),
            ),
            _set(
                "material package",
                5,
                package=material,
                package_name=_text("sample"),
                **dates,
                tracks=_references(*material_tracks),
            ),
            material_sets,
            _set(
                "source package",
                6,
                package=source,
                **dates,
                tracks=_references(*source_tracks),
                descriptor=_identity(60),
            ),
            source_sets,
            _descriptors(pictures, frames, sound_rate),
        )
    )


def _partition(kind: str, this: int, footer: int, *, header: int = 0, index: int = 0) -> bytes:
    first = kind == "header partition"
    containers = ("multiple container", "avc container", "wave container")
    value = struct.pack(
        ">HHIQQQQQIQI",
        *(1, 3, 1, this, 0, footer, header, index),
        *(_INDEX if index else 0, 0, _BODY if first else 0),
    )
    return klv(label(kind), value + label("op1a") + _batch([label(c) for c in containers], 16))


def _index(lengths: Sequence[tuple[int, int]]) -> bytes:
    """The index table; `lengths` are the bytes of picture and sound element per frame."""
    entries, offset = [], 0
    for number, (picture, sound) in enumerate(lengths):
        flags = _OTHER_PICTURE if number else _KEY_PICTURE
        back = max(-number, -128)
        entries.append(struct.pack(">bbBQI", 0, back, flags, offset, picture))
        offset += picture + sound
    deltas = [struct.pack(">bBI", 0, 0, 0), struct.pack(">bBI", 0, 1, 0)]
    return _set(
        "index",
        70,
        index_rate=_rate(_TIMECODE_RATE),
        index_start=_length(0),
        index_duration=_length(len(lengths)),
        index_unit=_u32(0),
        index_id=_u32(_INDEX),
        body_id=_u32(_BODY),
        index_slices=b"\x01",
        index_deltas=_batch(deltas, 6),
        index_entries=_batch(entries, 15),
    )


def mxf(pictures: Pictures, pcm: bytes, *, sound_rate: int = 48_000, clip: int = CLIP) -> bytes:
    """A closed and complete OP1a file at 24 frames per second.

    Args:
        pictures: one access unit per frame.
        pcm: mono 16-bit little-endian samples, at least as long as the pictures.
        sound_rate: in hertz.
        clip: number of its UMID; that of the essence in the file is the next one.
    """
    frames = len(pictures.units)
    step = 2 * sound_rate // _TIMECODE_RATE
    body, lengths = [], []
    for number, unit in enumerate(pictures.units):
        picture = klv(_ELEMENT + _u32(_PICTURE_NUMBER), unit)
        sound = klv(_ELEMENT + _u32(_SOUND_NUMBER), pcm[number * step : (number + 1) * step])
        body += [picture, sound]
        lengths.append((len(picture), len(sound)))
    header = _metadata(pictures, frames, sound_rate, clip)
    essence, index = b"".join(body), _index(lengths)
    start = len(_partition("header partition", 0, 0))
    footer = start + len(header) + len(essence)
    return b"".join(
        (
            _partition("header partition", 0, footer, header=len(header)),
            header,
            essence,
            _partition("footer partition", footer, footer, index=len(index)),
            index,
            klv(
                label("random index"),
                struct.pack(">IQIQI", _BODY, 0, 0, footer, 16 + 4 + 24 + 4),
            ),
        )
    )
