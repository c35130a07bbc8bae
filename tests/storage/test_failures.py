"""Whatever a store does: one line, no verdict of clean, and nothing hangs."""

import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import provenance
from provenance import storage
from provenance.errors import ConfigError
from provenance.formats import open_source
from provenance.storage import backends, failing, listing
from provenance.storage.addresses import Address, shown_url

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _fresh():
    """No file system of an earlier test, and no store that is lost."""
    clear = backends.filesystem.cache_clear
    clear()
    backends._lost.clear()
    yield
    clear()
    backends._lost.clear()


def reasons(report):
    return [failure.reason for each in report.results for failure in each.failures]


def not_clean(url, why, **given):
    report = provenance.scan(url, "netflix", **given)
    assert report.verdict == "undetermined"
    assert report.counts.passed == 0
    assert report.counts.unreadable == 1
    (reason,) = reasons(report)
    assert why in reason
    assert "\n" not in reason
    return reason


@pytest.mark.usefixtures("store")
def test_no_such_bucket_and_no_such_object():
    not_clean("s3://nowhere/a.png", "s3://nowhere/a.png: no such ")
    not_clean("s3://nowhere", "s3://nowhere: no such ")
    not_clean("s3://bucket/a.png", "s3://bucket/a.png: no such object")


@pytest.mark.usefixtures("store")
def test_no_credentials(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    not_clean("s3://bucket/a.png", "no credentials")


@pytest.mark.usefixtures("store")
def test_nobody_is_there(monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    not_clean("s3://bucket/a.png", "the store cannot be reached")


def test_access_to_one_object_is_denied(store):
    store.put("d/a.png", PNG)
    store.put("d/b.txt", b"words")
    store.refuse.add("/bucket/d/b.txt")
    report = provenance.scan("s3://bucket/d", "netflix")
    assert report.verdict == "undetermined"
    assert [each.coverage for each in report.results][1] == "unreadable"
    assert "s3://bucket/d/b.txt: cannot be read: access denied" in reasons(report)[-1]


def test_a_record_that_is_denied_is_a_file_that_was_not_read(store):
    store.put("d/a.approval.json", b'{"schema": "provenance.approval/1"}')
    store.refuse.add("/bucket/d/a.approval.json")
    not_clean("s3://bucket/d", "access denied")


def test_an_object_that_is_archived_or_replaced(store):
    store.put("d/a.png", PNG + bytes(20))
    with storage.reached("s3://bucket/d") as (folder,):
        store.put("d/a.png", PNG + bytes(20) + b"\1")
        report = provenance.scan(folder, "netflix")
    assert reasons(report) == ["s3://bucket/d/a.png: changed since it was listed"]
    assert report.verdict == "undetermined"


def test_a_lost_store_is_not_asked_for_ever(store, monkeypatch):
    for number in range(9):
        store.put(f"d/{number}.png", PNG)
    with storage.reached("s3://bucket/d") as (folder,):
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        backends.filesystem.cache_clear()
        report = provenance.scan(folder, "netflix")
    told = reasons(report)
    assert len(told) == report.counts.unreadable == 9
    asked = sum("cannot be reached" in each for each in told)
    assert 1 <= asked <= backends.MAX_LOST  # what was asked for ahead counts as well
    assert sum("stopped answering" in each for each in told) == 9 - asked
    monkeypatch.setenv("AWS_ENDPOINT_URL", store.url)
    backends.filesystem.cache_clear()
    report = provenance.scan("s3://bucket/d", "netflix")  # another scan asks again
    assert not any("cannot be reached" in each or "stopped" in each for each in reasons(report))


def test_an_answer_that_does_not_come(monkeypatch):
    class Never:
        @staticmethod
        def cat_file(*_, **__):
            time.sleep(60)

    monkeypatch.setattr(backends, "CALL", 0.2)
    monkeypatch.setattr(backends, "filesystem", lambda _: Never())
    Never._strip_protocol = staticmethod(str)
    with pytest.raises(failing.LostStoreError, match="no answer in time"):
        backends.fetch(Address("slow://b/k", 9), 0, 9)


def test_names_that_no_file_can_have(store):
    for key in ("d/../../../escape.png", "d//twice.png", "d/a", "d/a/b.txt", "d/" + "x" * 300):
        store.put(key, PNG)
    store.put("d/folder/")
    report = provenance.scan("s3://bucket/d", "netflix")
    told = reasons(report)
    assert report.counts.files == 5
    assert sum("no file can" in each for each in told) >= 4
    assert any("s3://bucket/d/../../../escape.png: no file can have such a name" in t for t in told)


@pytest.mark.parametrize(
    ("url", "name", "folder"),
    [
        ("s3://bucket/d/a b.png", "a b.png", "d"),
        ("s3://bucket/d/", "d", "bucket"),
        ("s3://bucket", "bucket", "root"),
        ("s3://bucket/..", "root", "bucket"),
        (f"s3://bucket/{'x' * 300}/a", "a", "root"),
        ("https://host/d/a%20b.png?token=/x", "a b.png", "d"),
        ("https://host/%2e%2e", "root", "host"),
        ("https://host/..%2F..%2Fetc", "etc", "root"),
        ("https://host", "host", "root"),
    ],
)
def test_what_a_url_is_called_stays_in_its_folder(url, name, folder):
    assert listing.name_of(url) == name
    assert listing.folder_name(url) == folder


def test_without_the_extra_it_is_said(run_without):
    done = run_without("s3fs", "scan", "s3://bucket/d")
    assert done.returncode == 2
    assert "not read without the extra s3 (s3fs is not there)" in done.stderr
    assert "pip install 'media-provenance[s3]'" in done.stderr
    assert done.stdout == ""
    done = run_without("fsspec", "read", "s3://bucket/d")
    assert done.returncode == 2
    assert "(fsspec is not there)" in done.stderr


@pytest.fixture
def run_without(tmp_path):
    """Runs the command where a package is not installed."""

    def run(package, *arguments):
        code = (
            "import sys\n"
            f"sys.modules[{package!r}] = None\n"
            "from importlib.metadata import entry_points\n"
            "(point,) = entry_points(group='console_scripts', name='provenance')\n"
            f"point.load()({list(arguments)!r})"
        )
        return subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_what_is_no_store():
    with pytest.raises(ConfigError, match="no kind of store is called so"):
        provenance.scan("gopher9://host/a.png")
    with pytest.raises(ConfigError, match="not a URL"):
        provenance.scan("https://[host/a.png")
    with pytest.raises(ConfigError, match="a URL within a URL"):
        provenance.scan("zip://a.png::s3://bucket/a.zip")


def test_no_room_for_the_list(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(ConfigError, match="cannot be laid out there: No such file"):
        provenance.scan("memory://d")


def test_no_secret_is_shown():
    assert shown_url("https://me:word@host/a.png?X-Amz-Signature=abc") == "https://host/a.png"
    assert shown_url("ftp://me:word@host/a\n.png") == "ftp://host/a\\n.png"
    error = OSError("Cannot connect to https://host/a.png?X-Amz-Signature=abcdefgh")
    assert "abcdefgh" not in failing.line_of(error)


class Web(BaseHTTPRequestHandler):
    """A server of one picture; how it behaves, its path says."""

    protocol_version = "HTTP/1.1"
    picture = b""

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, *, body):
        name = self.path.partition("?")[0].rpartition("/")[2]
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", f"http://localhost:1/{name}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if name != "a.png":
            self.send_error(404)
            return
        wanted = self.headers.get("Range", "")
        data, status = self.picture, 200
        if wanted and data and not self.path.startswith("/whole"):
            start, _, end = wanted.removeprefix("bytes=").partition("-")
            data, status = data[int(start) : int(end) + 1], 206
        self.send_response(status)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(self.picture)}")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("ETag", '"1"')
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def web():
    pytest.importorskip("aiohttp")
    Web.picture = PNG + bytes(200_000)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_web_server_gives_ranges(web):
    with storage.reached(f"{web}/a.png?token=1") as (path,), open_source(path) as source:
        assert path.name == "a.png"
        assert source.pread(0, 300_000) == Web.picture
        assert source.pread(100_000, 9) == bytes(9)
        assert not source.changed()


def test_a_web_server_without_ranges_is_not_read_whole(web):
    not_clean(f"{web}/whole/a.png", "the server gives no ranges")


def test_another_host_is_not_asked(web):
    not_clean(f"{web}/away/a.png", "which is another host")


def test_web_servers_list_nothing(web):
    not_clean(f"{web}/folder/", "web servers do not list folders")
    not_clean(f"{web}/none.png", "no such object")
