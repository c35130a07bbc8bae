"""Technical facts of an asset: duration, frame rate, raster, codec, channels, timecode.

Moving pictures and sound by MediaInfo (the native library comes with pymediainfo; without it the
fields stay empty), stills by Pillow, tags of sound by mutagen. MediaInfo gets bytes and never a
path: so it can neither follow a reference to another file or host, nor look for the other frames
of a sequence, and it reads ``MAX_READ`` bytes at most. Meant to run in the worker process.
"""

import dataclasses
import warnings
from importlib.metadata import version
from io import RawIOBase
from pathlib import Path
from typing import Any, Final

from pymediainfo import MediaInfo

from provenance.errors import UnsupportedFormatError
from provenance.formats.base import Format
from provenance.formats.table import by_name
from provenance.model.asset import Facts, Family
from provenance.model.manifest import Json
from provenance.readers.audio_tags import audio_tags
from provenance.readers.thumbnail import open_picture
from provenance.storage import opened

MAX_READ: Final = 64 << 20
"""Bytes that MediaInfo may read of one file."""

_PIECE: Final = 1 << 16


class _Bounded(RawIOBase):
    """A file that ends early for a reader without measure; seeking costs nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = opened(path)
        self._left = MAX_READ

    def read(self, size: int = -1) -> bytes:
        wanted = min(_PIECE if size < 0 else size, self._left)
        data = self._file.read(wanted) if wanted else b""
        self._left -= len(data or b"")
        return data or b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()


def facts(path: Path, format: Format) -> Facts:  # noqa: A002  the contract's word
    """The technical facts of a file; a field that cannot be read is None.

    Args:
        path: The file.
        format: What its content is.
    """
    still = _still(path) if format.family is Family.IMAGE else None
    if still is not None:
        return still
    found = _mediainfo(path)
    if format.family in {Family.AUDIO, Family.VIDEO}:
        found = dataclasses.replace(found, tags=audio_tags(path))
    return found


def facts_json(*, path: str, format_name: str = "") -> Json:
    """``facts`` as a JSON object, for the worker process.

    Args:
        path: The file.
        format_name: Short name of its format ("png").
    """
    return dataclasses.asdict(facts(Path(path), by_name(format_name)))


def _still(path: Path) -> Facts | None:
    """Raster and layout of a picture; its pixels are not decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with open_picture(path) as image:
                return Facts(
                    width=image.width,
                    height=image.height,
                    frames=1 if not getattr(image, "is_animated", False) else None,
                    video_codec=image.format,
                    colour=image.mode,
                )
    except Exception:  # noqa: BLE001  Pillow raises whatever a broken file makes it
        return None


def _mediainfo(path: Path) -> Facts:
    try:
        if not MediaInfo.can_parse():
            return Facts()
        with _Bounded(path) as file:
            info = MediaInfo.parse(file, parse_speed=0)
        by_type: dict[str, dict[str, Any]] = {}
        for track in info.tracks:
            by_type.setdefault(track.track_type, track.to_data())
        return _from_tracks(by_type)
    except Exception:  # noqa: BLE001  a native library and its XML: nothing is to be had
        return Facts()


def _from_tracks(tracks: dict[str, dict[str, Any]]) -> Facts:
    general, other = tracks.get("General", {}), tracks.get("Other", {})
    picture = tracks.get("Video") or tracks.get("Image") or {}
    sound = tracks.get("Audio", {})
    duration = _number(general.get("duration") or picture.get("duration") or sound.get("duration"))
    rate = picture.get("frame_rate") or general.get("frame_rate")
    colour = [picture.get("color_space"), picture.get("chroma_subsampling")]
    depth = picture.get("bit_depth")
    return Facts(
        duration=None if duration is None else duration / 1000,
        frame_rate=str(rate) if rate and picture else None,
        frames=_whole(picture.get("frame_count")),
        width=_whole(picture.get("width")),
        height=_whole(picture.get("height")),
        video_codec=_word(picture.get("format")),
        audio_codec=_word(sound.get("format")),
        channels=_whole(sound.get("channel_s")),
        sample_rate=_whole(sound.get("sampling_rate")),
        timecode=_word(
            picture.get("time_code_of_first_frame") or other.get("time_code_of_first_frame")
        ),
        colour=" ".join(filter(None, [*colour, f"{depth} bit" if depth else ""])) or None,
    )


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _whole(value: Any) -> int | None:
    number = _number(str(value).split("/", maxsplit=1)[0]) if value is not None else None
    return int(number) if number is not None and number >= 0 else None


def _word(value: Any) -> str | None:
    return str(value)[:200] if value else None


def versions_text() -> str:
    """The libraries behind the facts and their versions, for ``doctor``.

    Raises:
        UnsupportedFormatError: The native library of pymediainfo does not load.
    """
    if not MediaInfo.can_parse():
        raise UnsupportedFormatError(
            "the MediaInfo library does not load: no technical facts of sound and film",
            hint="Install libmediainfo, or the pymediainfo wheel for this machine.",
        )
    return f"pymediainfo {version('pymediainfo')}, Pillow {version('pillow')}"
