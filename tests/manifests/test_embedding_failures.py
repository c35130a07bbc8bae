"""Embedding that fails: one clear line each, the original untouched, nothing left behind."""

import datetime as dt
import http.server
import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.errors import (
    ManifestError,
    SigningError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from provenance.manifests.engine import Engine
from provenance.manifests.signer import CallbackSigner

from .conftest import issue, listing, make_media


class TestFailures:
    """One clear line each, the original untouched, nothing left behind."""

    @pytest.fixture
    def attempt(self, tmp_path, engine, definition):
        source = make_media(tmp_path, "jpg")
        before = source.read_bytes()

        def run(signer, *, error=SigningError, match=".", advice="", there=False, **more):
            target = tmp_path / "out.jpg"
            if there:
                target.write_bytes(b"x" * 100_000)
            names = set(listing(tmp_path))
            told = {"media_type": "image/jpeg", "definition": definition} | more
            with pytest.raises(error, match=match) as caught:
                engine.embed(source, target, signer=signer, **told)
            assert "\n" not in str(caught.value)
            assert advice in caught.value.advice()
            assert source.read_bytes() == before
            assert set(listing(tmp_path)) == names
            if there:
                assert target.read_bytes() == b""

        return run

    @pytest.mark.parametrize("there", [False, True])
    def test_dead_time_stamping_authority(self, attempt, signer, there):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        attempt(replace(signer, tsa_url=url), match=f"authority {url} does not answer", there=there)

    def test_time_stamping_authority_that_talks_nonsense(self, attempt, signer):
        class Nonsense(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"<html>")

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(("127.0.0.1", 0), Nonsense) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            attempt(
                replace(signer, tsa_url=f"http://127.0.0.1:{server.server_port}/"),
                match="could not be made",
                advice=f"what answers at http://127.0.0.1:{server.server_port}/",
            )
            server.shutdown()

    def test_time_stamping_authority_that_hangs(self, tmp_path, trust, signer, definition):
        source, target = make_media(tmp_path, "jpg"), tmp_path / "out.jpg"
        with socket.create_server(("127.0.0.1", 0)) as mute, Engine(trust, timeout=30) as warm:
            warm.versions()
            warm._timeout = 1
            url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
            with pytest.raises(SigningError, match=r"no answer within 1.*asks http"):
                warm.embed(
                    source,
                    target,
                    media_type="image/jpeg",
                    definition=definition,
                    signer=replace(signer, tsa_url=url),
                )
        assert listing(tmp_path) == ["source.jpg"]

    def test_callback_that_fails(self, attempt, identity):
        def refuse(_):
            raise PermissionError("the key is locked")

        chain = identity.chain.read_text()
        attempt(CallbackSigner(chain, "es256", refuse), match="PermissionError: the key is locked")
        attempt(CallbackSigner(chain, "es256", lambda _: "text"), match="gave str, not bytes")
        attempt(CallbackSigner(chain, "es256", lambda _: b"\1" * 64), match="could not be made")

    def test_expired_certificate(self, attempt, tmp_path):
        old = issue(tmp_path / "old", lasts=dt.timedelta(hours=-1))
        attempt(old.signer, match="expired on")

    def test_wrong_format(self, attempt, signer):
        attempt(signer, error=UnsupportedFormatError, media_type="image/x-exr")
        attempt(signer, error=ManifestError, media_type="image/png")

    def test_places(self, tmp_path, engine, signer, definition):
        source = make_media(tmp_path, "jpg")
        before = source.read_bytes()
        told = {"media_type": "image/jpeg", "definition": definition, "signer": signer}
        with pytest.raises(ManifestError, match="overwritten"):
            engine.embed(source, source, **told)
        with pytest.raises(UnreadableFileError):
            engine.embed(tmp_path / "no.jpg", tmp_path / "out.jpg", **told)
        with pytest.raises(ManifestError, match="No such file"):
            engine.embed(source, tmp_path / "nowhere" / "out.jpg", **told)
        assert source.read_bytes() == before
        assert listing(tmp_path) == ["source.jpg"]

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
    def test_full_disk(self, tmp_path, embed):
        link = tmp_path / "full.jpg"
        link.symlink_to("/dev/full")
        with pytest.raises(ManifestError, match="No space left"):
            embed(make_media(tmp_path, "jpg"), link)
