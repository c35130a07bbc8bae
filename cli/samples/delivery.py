"""The media of the sample production: a small delivery with a bit of everything."""

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from . import cinema, h264, isobmff, mp3, pictures, riff, sound
from .bits import box

_RATE = 24  # frames per second
_FRAMES = 24
_FILM = (320, 180)
_NOTES = """\
Sample production, reel 1: notes to the delivery
bg_0010, bg_0020   backgrounds behind the window, 0010 and 0020
poster_wall        dressing of the back wall
matte_0030         matte painting, extends the plate
temp_score, sting  music for the edit; room_tone was recorded on the stage
previs_shot        previsualisation, not for the screen
vfx_0040, 0050     effects shots; plate_0060 and camera_A001 were photographed
"""


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _jpeg(picture: Image.Image, quality: int = 80) -> bytes:
    return _saved(picture, "JPEG", quality=quality, subsampling="4:2:0")


def photo_jpeg_movie(
    frames: tuple[bytes, ...], size: tuple[int, int], pcm: bytes, *, hour: int, reel: str
) -> bytes:
    """A QuickTime movie of JPEG pictures, mono PCM sound and a timecode track.

    Args:
        frames: JPEG files, 24 per second.
        size: width and height in pixels.
        pcm: mono 16-bit little-endian samples at 48 kHz.
        hour: the hour at which timecode starts.
        reel: name of the roll, kept in the movie's user data.
    """
    start = (hour * 3600 * _RATE).to_bytes(4, "big")
    tracks = (
        isobmff.Track(
            "vide",
            isobmff.visual_entry("jpeg", size, "Photo - JPEG"),
            frames,
            _RATE * 100,
            100,
            size=size,
        ),
        isobmff.Track(
            "soun", isobmff.sound_entry("sowt", 1, sound.RATE), (pcm,), sound.RATE, unit=2
        ),
        isobmff.Track(
            "tmcd", isobmff.timecode_entry(_RATE), (start,), _RATE * 100, 100 * len(frames)
        ),
    )
    text = reel.encode()
    name = box("\xa9nam", len(text).to_bytes(2, "big") + b"\x55\xc4" + text)
    return isobmff.movie("qt  ", tracks, user_data=name)


def avc_movie(shots: tuple[h264.Planes, ...], *, brand: str = "isom") -> bytes:
    """An MP4 file of H.264 pictures at 24 frames per second, ready to stream."""
    size = (shots[0].width, shots[0].height)
    parameters = h264.sequence_parameters(*size, _RATE)
    avcc = box("avcC", h264.configuration(parameters, h264.picture_parameters()))
    track = isobmff.Track(
        "vide",
        isobmff.visual_entry("avc1", size, "", avcc),
        tuple(h264.sample(unit) for unit in h264.encode(shots)),
        _RATE * 100,
        100,
        size=size,
        keys=(1,),
    )
    return isobmff.movie(brand, (track,), compatible=("iso2", "avc1", "mp41"), fast_start=True)


def _previs() -> bytes:
    frames = tuple(
        _jpeg(pictures.harbour(_FILM, seed=21, drift=n / 400), 70) for n in range(_FRAMES)
    )
    pcm = sound.room(_FRAMES / _RATE, seed=22)
    return photo_jpeg_movie(frames, _FILM, pcm, hour=1, reel="previs_shot")


def _camera() -> bytes:
    frames = tuple(_jpeg(pictures.plate(_FILM, seed=31, frame=n), 60) for n in range(_FRAMES))
    pcm = sound.room(_FRAMES / _RATE, seed=32)
    return photo_jpeg_movie(frames, _FILM, pcm, hour=9, reel="A001")


def _shot() -> bytes:
    return avc_movie(tuple(pictures.planes(pictures.drone(frame=n)) for n in range(_FRAMES)))


def _room_tone() -> bytes:
    extension = riff.broadcast_extension(
        "Room tone stage 2",
        "Location recorder",
        "A0010042",
        samples_since_midnight=9 * 3600 * 48000,
    )
    notes = riff.ixml("Sample production", "12A", "RT", rate=sound.RATE, note="room tone")
    return riff.wav(
        sound.room(2.0, seed=41),
        channels=1,
        rate=sound.RATE,
        before=[("bext", extension)],
        after=[("iXML", notes)],
    )


def _score() -> bytes:
    return riff.wav(sound.cue(2.5, seed=42), channels=2, rate=sound.RATE)


MAKERS: Mapping[str, Callable[[], bytes]] = {
    "bg_0010_skyline.png": lambda: _saved(pictures.skyline(), "PNG", compress_level=9),
    "bg_0020_harbour.jpg": lambda: _jpeg(pictures.harbour(), 88),
    "poster_wall.webp": lambda: _saved(pictures.poster_wall(), "WEBP", quality=80),
    "matte_0030.tif": lambda: _saved(pictures.mountains(), "TIFF", compression="tiff_lzw"),
    "temp_score.wav": _score,
    "room_tone.wav": _room_tone,
    "sting.mp3": lambda: mp3.id3(TIT2="Sting") + mp3.sting(2.4),
    "previs_shot.mov": _previs,
    "vfx_0040.mp4": _shot,
    "vfx_0050.1001.exr": lambda: cinema.exr(pictures.spark((256, 144)), timecode="01:00:41:16"),
    "plate_0060.dpx": lambda: cinema.dpx(
        pictures.plate((256, 144)), name="plate_0060.dpx", timecode="09:41:00:00"
    ),
    "camera_A001.mov": _camera,
    "notes.txt": _NOTES.encode,
}


def make_sample_media(folder: Path, names: Iterable[str] | None = None) -> None:
    """Write the media of the sample production into `folder`, which is made if absent.

    The same bytes every time on one machine; the stills that Pillow encodes may differ between
    Pillow releases.

    Args:
        folder: where to.
        names: which of `MAKERS`; all by default.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in MAKERS if names is None else names:
        (folder / name).write_bytes(MAKERS[name]())
