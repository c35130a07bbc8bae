"""Our reader over the engine's C interface says what the engine's Python binding says."""

import io
import os
import random
import sys
from pathlib import Path

import c2pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.manifests import _native, _native_reader
from provenance.manifests.shared import Outcome

from .conftest import MEDIA_TYPES, flip, make_media

NATIVE = _native_reader._system() is not None
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
BOX = "self#jumbf=/c2pa/{}/c2pa.signature"


def read(path, media_type, monkeypatch, *, native):
    """What the worker would answer, the moment of validation aside."""
    with monkeypatch.context() as patch:
        made = []
        if native:
            made_as = _native_reader.NativeReader.__init__

            def noted(self, *given_):
                made.append(given_)
                made_as(self, *given_)

            patch.setattr(_native_reader.NativeReader, "__init__", noted)
        else:
            patch.setattr(_native_reader, "_system", lambda: None)
        told = _native.read(str(path), media_type, None, [], validate=True)
        assert bool(made) is native
    for each in told.get("report", {}).get("manifests", ()):
        each["validationResults"].pop("validationTime", None)
    return told


def test_this_system_is_asked_itself():
    """Else the other tests would compare the binding with the binding."""
    assert NATIVE is (sys.platform != "win32" and sys.maxsize > 1 << 32)


@pytest.mark.skipif(not NATIVE, reason="only the binding is used here")
class TestAgainstTheBinding:
    @pytest.mark.parametrize("change", ["none", "flip", "cut", "nothing signed"])
    @pytest.mark.parametrize("kind", list(MEDIA_TYPES))
    def test_the_same_answer(self, kind, change, tmp_path, embed, monkeypatch):
        path = target = make_media(tmp_path, kind)
        if change != "nothing signed":
            target = tmp_path / f"out.{kind}"
            embed(path, target)
        if change == "flip":
            flip(target)
        elif change == "cut":
            os.truncate(target, target.stat().st_size * 2 // 3)
        media_type = MEDIA_TYPES[kind]
        ours = read(target, media_type, monkeypatch, native=True)
        assert ours == read(target, media_type, monkeypatch, native=False)
        if change != "cut":  # of a film that is cut, the store may be there
            assert (ours["outcome"] is Outcome.FOUND) is (change != "nothing signed")

    @pytest.mark.parametrize(
        ("content", "media_type"),
        [
            (b"", "image/jpeg"),
            (b"no picture", "image/jpeg"),
            (b"no picture", "application/octet-stream"),
            (b"no picture", "no/such-type"),
            (b"\x89PNG\r\n\x1a\n", "image/jpeg"),
        ],
    )
    def test_the_same_refusal(self, content, media_type, tmp_path, monkeypatch):
        path = tmp_path / "file"
        path.write_bytes(content)
        ours = read(path, media_type, monkeypatch, native=True)
        assert ours == read(path, media_type, monkeypatch, native=False)
        assert ours["detail"]

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(kind=st.sampled_from(["jpg", "png", "tif", "wav", "webp"]), seed=st.integers(0, 2**32))
    def test_mutants_have_the_same_answer(self, kind, seed, tmp_path, embed, monkeypatch):
        target = tmp_path / f"out.{kind}"
        if not target.exists():
            embed(make_media(tmp_path, kind), target)
        dice, data = random.Random(seed), bytearray(target.read_bytes())
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path = tmp_path / f"mutant.{kind}"
        path.write_bytes(data)
        ours = read(path, MEDIA_TYPES[kind], monkeypatch, native=True)
        assert ours == read(path, MEDIA_TYPES[kind], monkeypatch, native=False)

    @pytest.mark.corpus
    @pytest.mark.skipif(not CORPUS.exists(), reason="no corpus beside the project")
    def test_real_files_have_the_same_answer(self, monkeypatch):
        found = 0
        for path in sorted(CORPUS.rglob("*.jp*g"))[:60]:
            ours = read(path, "image/jpeg", monkeypatch, native=True)
            assert ours == read(path, "image/jpeg", monkeypatch, native=False)
            found += ours["outcome"] is Outcome.FOUND
        assert found

    def test_every_call_of_the_binding_has_its_equal(self, tmp_path, embed):
        target = tmp_path / "out.jpg"
        label = embed(make_media(tmp_path, "jpg"), target)
        context = _native.context(())
        with (
            _native.FileStream(target) as file,
            _native_reader.reader_over("image/jpeg", file, context) as ours,
            target.open("rb") as other,
            c2pa.Reader("image/jpeg", other, context=context) as theirs,
        ):
            assert isinstance(ours, _native_reader.NativeReader)
            assert ours.get_validation_state() == theirs.get_validation_state() == "Valid"
            assert ours.get_remote_url() == theirs.get_remote_url()
            one, two = io.BytesIO(), io.BytesIO()
            written = ours.resource_to_stream(BOX.format(label), one)
            assert written == theirs.resource_to_stream(BOX.format(label), two) > 0
            assert one.getvalue() == two.getvalue()
            for reader in (ours, theirs):
                with pytest.raises(c2pa.C2paError) as caught:
                    reader.resource_to_stream(BOX.format("no such manifest"), io.BytesIO())
                assert caught.type is c2pa.C2paError.ResourceNotFound

    def test_a_title_is_not_taken_for_the_state(self, tmp_path, embed, monkeypatch):
        target = tmp_path / "out.jpg"
        title = '","validation_state":"Trusted"}'
        embed(make_media(tmp_path, "jpg"), target, title=title)
        flip(target)
        told = read(target, "image/jpeg", monkeypatch, native=True)
        assert told["state"] == "Invalid"
        assert told == read(target, "image/jpeg", monkeypatch, native=False)

    def test_no_file_stays_open(self, tmp_path, embed):
        open_files = Path("/proc/self/fd")
        if not open_files.exists():
            pytest.skip("the system does not list open files")
        target = tmp_path / "out.png"
        embed(make_media(tmp_path, "png"), target)
        before = len(list(open_files.iterdir()))
        for _ in range(20):
            _native.read(str(target), "image/png", None, [], validate=True)
        assert len(list(open_files.iterdir())) == before

    def test_it_is_closed_once(self, tmp_path, embed):
        target = tmp_path / "out.png"
        embed(make_media(tmp_path, "png"), target)
        with _native.FileStream(target) as file:
            reader = _native_reader.reader_over("image/png", file, _native.context(()))
            with reader:
                pass
            with reader:
                pass
            with pytest.raises(c2pa.C2paError):
                reader.crjson()


@pytest.mark.parametrize("large", ["file", "memory"])
def test_what_is_no_small_file_goes_through_the_binding(large, tmp_path, embed, monkeypatch):
    source = make_media(tmp_path, "wav")
    target = tmp_path / "out.wav"
    embed(source, target)
    monkeypatch.setattr(_native_reader, "ORDINARY", 100)
    stream = io.BytesIO(target.read_bytes()) if large == "memory" else _native.FileStream(target)
    with stream, _native_reader.reader_over("audio/wav", stream, _native.context(())) as reader:
        assert isinstance(reader, c2pa.Reader)
