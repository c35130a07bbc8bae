"""Facts, tags and thumbnails; whatever the bytes are, an answer and no exception."""

import base64
import io
import json
import struct
import wave

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen import id3
from PIL import Image

from provenance.errors import UnsupportedFormatError
from provenance.formats import by_name
from provenance.model.asset import Facts
from provenance.readers import technical, thumbnail
from provenance.readers.audio_tags import audio_tags


def picture(path, mode="RGB", size=(640, 320), **options):
    Image.new(mode, size, options.pop("colour", None) or 0).save(path, **options)
    return path


def sound(path, seconds=0.5):
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 48000, 0, "NONE", ""))
        file.writeframes(b"\0\0\0\0" * int(48000 * seconds))
    return path


def test_facts_of_a_still(tmp_path):
    found = technical.facts(picture(tmp_path / "a.png"), by_name("png"))
    assert (found.width, found.height, found.frames, found.colour) == (640, 320, 1, "RGB")
    assert found.duration is None


def test_facts_of_sound(tmp_path):
    found = technical.facts(sound(tmp_path / "a.wav"), by_name("wav"))
    assert (found.channels, found.sample_rate, found.audio_codec) == (2, 48000, "PCM")
    assert found.duration == pytest.approx(0.5)
    assert found.width is None


def test_facts_travel_as_json(tmp_path):
    path = sound(tmp_path / "a.wav")
    values = json.loads(json.dumps(technical.facts_json(path=str(path), format_name="wav")))
    assert Facts.from_json(values) == technical.facts(path, by_name("wav"))
    assert Facts.from_json(None) is None
    assert Facts.from_json({"width": 3, "tags": [["a", "b"]], "later": 1}) == Facts(
        width=3, tags=(("a", "b"),)
    )


def test_facts_without_the_native_library(tmp_path, monkeypatch):
    monkeypatch.setattr("pymediainfo.MediaInfo.can_parse", lambda *_: False)
    assert technical.facts(sound(tmp_path / "a.wav"), by_name("wav")) == Facts()


def test_versions_for_doctor(monkeypatch):
    assert "Pillow" in technical.versions_text()
    monkeypatch.setattr("pymediainfo.MediaInfo.can_parse", lambda *_: False)
    with pytest.raises(UnsupportedFormatError, match="does not load"):
        technical.versions_text()


def test_mediainfo_never_learns_the_path(tmp_path, monkeypatch):
    seen = []
    real = technical._Bounded

    def parse(file, **_):
        seen.append(file)
        raise OSError

    monkeypatch.setattr("pymediainfo.MediaInfo.parse", parse)
    technical.facts(sound(tmp_path / "a.wav"), by_name("wav"))
    assert isinstance(seen[0], real)
    assert seen[0].closed


def test_reading_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(technical, "MAX_READ", 100)
    path = tmp_path / "big"
    path.write_bytes(b"x" * 1000)
    with technical._Bounded(path) as file:
        assert len(file.read(60)) == 60
        file.seek(0)
        assert len(file.read()) == 40
        assert file.read() == b""


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("RGB", "jpg"),
        ("RGBA", "png"),
        ("LA", "png"),
        ("P", "gif"),
        ("1", "png"),
        ("I;16", "png"),
        ("F", "tif"),
        ("CMYK", "jpg"),
        ("RGB", "webp"),
    ],
)
def test_thumbnail_of_every_layout(tmp_path, mode, suffix):
    data = thumbnail.thumbnail(picture(tmp_path / f"a.{suffix}", mode))
    with Image.open(io.BytesIO(data)) as small:
        assert (small.format, small.size) == ("PNG", (240, 120))


def test_thumbnail_shows_the_picture_upright_and_carries_no_metadata(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret prompt"
    path = picture(tmp_path / "a.jpg", colour=(200, 10, 10), exif=exif)
    data = thumbnail.thumbnail(path, 100)
    assert b"secret" not in data
    with Image.open(io.BytesIO(data)) as small:
        assert small.size == (50, 100)
        assert small.getpixel((25, 50))[0] > 150
        assert not small.info
        assert not small.getexif()


def test_wide_values_are_stretched(tmp_path):
    path = tmp_path / "a.tif"
    image = Image.new("F", (4, 1))
    for x in range(4):
        image.putpixel((x, 0), x * 10.0)
    image.save(path)
    with Image.open(io.BytesIO(thumbnail.thumbnail(path))) as small:
        assert [small.getpixel((x, 0))[0] for x in range(4)] == [0, 85, 170, 255]


def test_bombs_and_strangers_have_no_thumbnail(tmp_path):
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(
        ">I4sIIBBBBB", 13, b"IHDR", 60000, 60000, 8, 2, 0, 0, 0
    )
    for name, data in {
        "bomb.png": header + b"\0" * 100,
        "a.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        "empty.png": b"",
        "text.txt": b"hello",
    }.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert thumbnail.thumbnail(path) is None
    assert thumbnail.thumbnail(tmp_path / "missing.png") is None
    assert thumbnail.thumbnail(sound(tmp_path / "a.wav")) is None


def test_thumbnail_travels_as_json(tmp_path):
    path = picture(tmp_path / "a.png")
    value = json.loads(json.dumps(thumbnail.thumbnail_base64(path=str(path))))
    assert base64.b64decode(value) == thumbnail.thumbnail(path)
    assert thumbnail.thumbnail_base64(path=str(tmp_path / "none")) is None


def mp3(path, **frames):
    path.write_bytes((b"\xff\xfb\x90\x00" + b"\0" * 413) * 20)
    tags = id3.ID3()
    tags.add(id3.TIT2(encoding=3, text=["Song"]))
    for name, text in frames.items():
        tags.add(id3.TXXX(encoding=3, desc=name, text=[text]))
    tags.save(path)
    return path


def test_tags_are_for_people_and_hide_prompts(tmp_path):
    path = mp3(tmp_path / "a.mp3", prompt="the butler", other='{"graph": 1}')
    assert audio_tags(path) == (("title", "Song"),)
    assert technical.facts(path, by_name("mp3")).tags == (("title", "Song"),)


def test_no_tags_of_what_is_no_sound(tmp_path):
    assert audio_tags(picture(tmp_path / "a.png")) == ()
    assert audio_tags(tmp_path / "missing.mp3") == ()
    assert audio_tags(sound(tmp_path / "a.wav")) == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_files_give_an_answer(tmp_path, data):
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20)).save(buffer, data.draw(st.sampled_from(["PNG", "JPEG", "TIFF"])))
    whole = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "mutated"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    assert isinstance(technical.facts(path, by_name("png")), Facts)
    assert isinstance(thumbnail.thumbnail(path), bytes | None)
    assert isinstance(audio_tags(path), tuple)
