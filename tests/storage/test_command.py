"""The commands on a URL, and that nothing is asked of anybody without one."""

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import provenance
from provenance.model.vocabulary import Effort
from provenance.packages import checksums
from provenance.packages.assetmaps import INDEX_NAMES, MAP_NAMES
from provenance.packages.mhl import ENDING
from provenance.storage.laying import speaks

MEDIA = Path(__file__).parents[2] / "fixtures" / "media"
OFFLINE = """
import sys
def forbid(event, arguments):
    if event.startswith("socket.") or (event == "import" and arguments[0] in
            ("fsspec", "s3fs", "aiohttp", "botocore", "sqlite3.fsspec")):
        print("FORBIDDEN", event, arguments, file=sys.stderr)
        raise OSError("no network in this test")
sys.addaudithook(forbid)
from importlib.metadata import entry_points
(point,) = entry_points(group="console_scripts", name="provenance")
point.load()(sys.argv[1:])
"""


@pytest.fixture
def run(capsysbinary, monkeypatch, tmp_path):
    (point,) = entry_points(group="console_scripts", name="provenance")
    entry = point.load()
    for name in list(os.environ):
        if name.startswith("PROVENANCE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def runner(*arguments):
        with pytest.raises(SystemExit) as ended:
            entry(list(arguments))
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        return int(ended.value.code), out.decode(), err.decode()

    return runner


@pytest.fixture
def filled(store):
    store.put("d/still.png", min((MEDIA / "png").iterdir()).read_bytes())
    store.put("d/shot.mp4", min((MEDIA / "mp4").iterdir()).read_bytes())
    store.put("d/.provenanceignore", b"*\n")
    store.put("d/provenance.toml", b'policy = "none-such"\n')
    store.forget()
    return store


def test_scan_and_scan_again(run, filled):
    code, out, err = run("scan", "s3://bucket/d", "--no-progress")
    assert (code, err) == (0, "")
    assert "still.png" in run("scan", "s3://bucket/d", "--json")[1]
    assert "nothing by 1 .provenanceignore that came with the files" in out
    filled.forget()
    assert run("scan", "s3://bucket/d", "--no-progress")[:2] == (code, out)
    asked = {path for path, _ in filled.gets}
    assert not {"/bucket/d/still.png", "/bucket/d/shot.mp4"} & asked
    filled.put("d/shot.mp4", min((MEDIA / "m4v").iterdir()).read_bytes())
    filled.forget()
    run("scan", "s3://bucket/d", "--no-progress")
    asked = {path for path, _ in filled.gets}
    assert "/bucket/d/shot.mp4" in asked
    assert "/bucket/d/still.png" not in asked


@pytest.mark.usefixtures("filled")
def test_read_packages_and_pictures(run, tmp_path):
    code, out, _ = run("read", "s3://bucket/d/still.png", "--effort", "fast")
    assert code == 0
    assert "still.png" in out
    here = tmp_path / "d"
    here.mkdir()
    for kind, name in (("png", "still.png"), ("mp4", "shot.mp4")):
        (here / name).write_bytes(min((MEDIA / kind).iterdir()).read_bytes())
    (here / "provenance.toml").write_bytes(b'policy = "none-such"\n')
    (here / ".provenanceignore").write_bytes(b"*\n")
    found = run("packages", "s3://bucket/d")
    assert found == run("packages", str(here))
    assert "artwork  d\n" in found[1]
    code, _, err = run("scan", "s3://bucket/d", "-o", f"html={tmp_path}/report.html", "-q")
    assert (code, err) == (0, "")
    assert "provenance-storage-" not in (tmp_path / "report.html").read_text()


@pytest.mark.usefixtures("filled")
def test_two_urls_are_told_apart(run):
    code, out, _ = run("scan", "s3://bucket/d", "s3://bucket/d/still.png", "--json")
    assert code == 0
    assert '"path": "d/still.png"' in out
    assert '"path": "s3://bucket/d/still.png"' in out


@pytest.mark.usefixtures("filled")
def test_urls_in_a_list_are_what_they_are_among_the_arguments(run, tmp_path):
    (tmp_path / "here.png").write_bytes(min((MEDIA / "png").iterdir()).read_bytes())
    (tmp_path / "list").write_text("s3://bucket/d/still.png\nhere.png\ns3://bucket/gone.png\n")
    code, out, _ = run("read", "--files-from", "list", "--json", "--effort", "fast")
    named = run(
        *("read", "s3://bucket/d/still.png", "here.png", "s3://bucket/gone.png"),
        *("--json", "--effort", "fast"),
    )
    told, same = json.loads(out), json.loads(named[1])
    assert (code, told["assets"]) == (named[0], same["assets"])
    read = {each["path"]: each["coverage"] for each in told["assets"]}
    assert read["s3://bucket/d/still.png"] == "read"
    assert read["s3://bucket/gone.png"] in {"missing", "unreadable"}
    (tmp_path / "zeros").write_bytes(b"s3://bucket/d/still.png\0")
    code, out, _ = run("scan", "--files-from", "zeros", "-0", "--json", "--no-cache")
    assert [each["coverage"] for each in json.loads(out)["results"]] == ["read"]
    code, _, err = run("stamp", "--files-from", "list", "--source-type", "digitalCapture")
    assert code == 2
    assert "download it first" in err


def test_more_urls_than_one_call_lays_out(run, tmp_path):
    (tmp_path / "list").write_text("".join(f"memory://d/{each}.png\n" for each in range(101)))
    code, out, err = run("scan", "--files-from", "list")
    assert (code, out) == (2, "")
    assert "101 URLs were named; 100 are read at once" in err
    assert err.count("\n") == 2


def test_where_nothing_is_written(run):
    assert run("init", ".", "--title", "X")[0] == 0
    for command in (
        ["stamp", "s3://bucket/d/still.png", "--source-type", "digitalCapture"],
        ["approve", "s3://bucket/d/still.png", "--by=A", "--reference=L"],
        ["seal", "s3://bucket/d"],
    ):
        code, _, err = run(*command)
        assert code == 2
        assert "download it first" in err
    code, _, err = run("scan", "memory://d", "--shard", "1/2", "-o", "shard=x")
    assert code == 2
    assert "--shard reads files of this machine" in err


def test_without_a_url_nothing_is_asked(tmp_path):
    """With the extra installed, a local scan loads none of it and opens no socket."""
    (tmp_path / "still.png").write_bytes(min((MEDIA / "png").iterdir()).read_bytes())
    for arguments in (["scan", "."], ["packages", "."]):
        done = subprocess.run(
            [sys.executable, "-c", OFFLINE, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "FORBIDDEN" not in done.stderr
        assert "1 file" in done.stdout or "still.png" in done.stdout
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "scan", "s3://bucket/d"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "FORBIDDEN" in done.stderr


def test_a_url_of_this_machine_is_a_path(tmp_path):
    (tmp_path / "a b.png").write_bytes(min((MEDIA / "png").iterdir()).read_bytes())
    (asset,) = provenance.read(f"file://{tmp_path}/a%20b.png").assets
    assert asset.path == "a b.png"


def test_the_stream_takes_urls_too():
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").pipe("/streamed/notes.txt", b"Reel 3")
    stream = provenance.EvidenceStream("memory://streamed", effort=Effort.FAST)
    document = json.loads("".join(stream))
    assert [each["path"] for each in document["assets"]] == ["notes.txt"]
    assert (stream.files, stream.unread) == (1, 0)


def test_all_that_speaks_of_others_is_taken_over():
    names = [*MAP_NAMES, *INDEX_NAMES, f"a{ENDING}", *(f"a{end}" for end in checksums.ENDINGS)]
    names += ["MD5SUMS", "sha256sum.txt", "checksums.txt", "CHECKSUM", "provenance.toml", "a.json"]
    for name in names:
        assert speaks(name), name
    for name in ("shot.mov", "frame.1001.exr", "still.png", "notes.txt"):
        assert not speaks(name)
    for name in ("MD5SUM", "sha1sums", "xxhsum", "xxh64sums.txt", "checksum.txt"):
        assert checksums.is_named_so(name)
        assert speaks(name)
