"""Nothing opens a connection: not this process, and not the worker that runs the engine."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import provenance
from provenance.errors import SigningError

MEDIA = Path(__file__).parents[1] / "fixtures" / "media"

HOOK = """
import os, sys

def forbid(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.__new__"}:
        with open(os.environ["CAUGHT"], "a") as file:
            file.write(f"{event} {sys.argv}\\n")
        raise OSError("no network in this test")

sys.addaudithook(forbid)
"""


@pytest.fixture
def forbidden(tmp_path, monkeypatch):
    """Any socket of this process, or of a Python process that it starts, fails and is noted."""
    caught = tmp_path / "caught"
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"))
    monkeypatch.setenv("CAUGHT", str(caught))

    def refuse(*_, **__):
        caught.write_text("this process")
        raise OSError("no network in this test")

    class Refused(socket.socket):  # a class still: modules that load late inherit from it
        def __new__(cls, *_, **__):
            refuse()

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return lambda: caught.read_text() if caught.exists() else ""


def everything(folder):
    founded = provenance.init(folder / "house", title="Offline")
    house = provenance.load_production(founded.config.parent)
    told = provenance.disclose(house, told={"digital_source_type": "trainedAlgorithmicMedia"})
    delivery = folder / "delivery"
    delivery.mkdir()
    for kind in ("png", "mp4", "exr", "svg", "pdf"):
        source = min((MEDIA / kind).iterdir())
        path = delivery / source.name
        path.write_bytes(source.read_bytes())
        provenance.stamp(path, told, signer=house.signer(), trust=house.trust())
    provenance.approve(
        [delivery / "still.png"], by="A", reference="L", folder=delivery, signer=house.signer()
    )
    report = provenance.scan(delivery, "netflix", production=house)
    provenance.thumbnails(report, [delivery])
    share = provenance.share_of("1/1")
    part = provenance.scan_shard(delivery, share, production=house, cache=folder / "cache")
    (folder / "shard.json").write_bytes(part.text)
    assert provenance.merge([folder / "shard.json"], production=house).verdict == report.verdict
    assert report.counts.files == 5
    assert provenance.read(delivery).assets
    return house, told, delivery


def test_no_verb_opens_a_socket(tmp_path, forbidden):
    everything(tmp_path)
    assert forbidden() == ""


def test_the_trap_works(tmp_path, forbidden):
    """The one thing that may open a connection is caught by the very same trap."""
    house, told, delivery = everything(tmp_path)
    config = house.root / "provenance.toml"
    text = config.read_text().replace(
        '# tsa = "http://timestamp.example.com"', 'tsa = "http://127.0.0.1:9/"'
    )
    config.write_text(text)
    timed = provenance.load_production(house.root)
    with pytest.raises(SigningError):
        provenance.stamp(delivery / "still.png", told, signer=timed.signer())
    code = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert "socket" in forbidden()


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_a_machine_without_a_network(tmp_path):
    """Where even native code finds no interface, everything works the same."""
    command = ["unshare", "-rn" if os.geteuid() else "-n"]
    try:
        tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no unshare")
    if tried.returncode:
        pytest.skip("namespaces are not permitted here")
    provenance.init(tmp_path / "house", title="Offline")
    source = MEDIA / "png" / "still.png"
    (tmp_path / "house" / "still.png").write_bytes(source.read_bytes())
    program = Path(sys.executable).with_name("provenance")
    stamp = ["stamp", "still.png", "--source-type", "digitalCapture"]
    for arguments in (stamp, ["scan", "."]):
        done = subprocess.run(
            [*command, program, *arguments],
            cwd=tmp_path / "house",
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
