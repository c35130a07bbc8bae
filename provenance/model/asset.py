"""One media file, known by its bytes."""

from dataclasses import fields
from enum import StrEnum
from typing import TypeAlias

from provenance.frozen import dataclass
from provenance.model.picture import Picture

Digest: TypeAlias = str
"""``"sha256:"`` and 64 lower-case hexadecimal digits."""


class Family(StrEnum):
    """What kind of thing a format holds."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    SIDECAR = "sidecar"
    """A manifest store or an XMP packet that describes another file."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Facts:
    """Technical facts of an asset; None where the file does not say.

    Attributes:
        duration: Seconds.
        frame_rate: Frames per second, as written by the tool that read it ("23.976").
        frames: Number of pictures.
        width: Pixels.
        height: Pixels.
        video_codec: The codec's usual name.
        audio_codec: The codec's usual name.
        channels: Number of audio channels.
        sample_rate: Hertz.
        timecode: Start timecode, ``HH:MM:SS:FF``.
        colour: Pixel layout or colour space.
        tags: Audio tags by name, cut to 200 characters each.
    """

    duration: float | None = None
    frame_rate: str | None = None
    frames: int | None = None
    width: int | None = None
    height: int | None = None
    video_codec: str | None = None
    audio_codec: str | None = None
    channels: int | None = None
    sample_rate: int | None = None
    timecode: str | None = None
    colour: str | None = None
    tags: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_json(cls, values: object) -> "Facts | None":
        """The facts out of a JSON object; unknown keys are left out, None for anything else."""
        if not isinstance(values, dict):
            return None
        kept = {each.name: values[each.name] for each in fields(cls) if each.name in values}
        kept["tags"] = tuple((str(name), str(value)) for name, value in kept.get("tags") or ())
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of a delivery.

    Attributes:
        path: Relative to the scanned root, with forward slashes; the file's name where the root
            is the file itself.
        format: Short name of the format that the content shows ("png"), or "" where unknown.
        family: What kind of thing the format holds.
        media_type: Our own table's type for the format, ``application/octet-stream`` if unknown.
        size: Bytes.
        digest: SHA-256 of the whole file, or None where hashing was not asked for.
        name_contradicts: Format that the name promises, where the content shows another; else "".
        facts: Technical facts, or None where not asked for.
        hashes: Other hashes of the whole file that a list in the delivery states: algorithm and
            value, in the form of ``ListedHash``.
        needless: Whether nothing at hand could name the file by its digest, so that none was made.
        picture: What its header says of the picture, where it may be a frame of a sequence; None
            where it does not say, and where nobody asked.
    """

    path: str
    format: str
    family: Family
    media_type: str
    size: int
    digest: Digest | None = None
    name_contradicts: str = ""
    facts: Facts | None = None
    hashes: tuple[tuple[str, str], ...] = ()
    needless: bool = False
    picture: Picture | None = None
