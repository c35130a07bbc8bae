"""A real S3 server on this machine, which notes each request; skipped where moto is not there."""

import threading
from dataclasses import dataclass, field

import pytest

NO = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>No</Message></Error>"


@dataclass
class Store:
    """A server, and what was asked of it."""

    url: str
    asked: list[tuple[str, str, int]] = field(default_factory=list)
    client: object = None
    refuse: set[str] = field(default_factory=set)

    def put(self, key, data=b"", bucket="bucket"):
        self.client.put_object(Bucket=bucket, Key=key, Body=data)

    def forget(self):
        self.asked.clear()

    @property
    def gets(self):
        """Ranges that were asked for: key and bytes that were given."""
        return [(path, size) for method, path, size in self.asked if method == "GET"]

    @property
    def given(self):
        """Bytes that were given."""
        return sum(size for _, _, size in self.asked)


@pytest.fixture(scope="session")
def served():
    boto3 = pytest.importorskip("boto3")
    app = pytest.importorskip("moto.moto_server.werkzeug_app")
    pytest.importorskip("s3fs")
    serving = pytest.importorskip("werkzeug.serving")

    store = Store("")
    inner = app.DomainDispatcherApplication(app.create_backend_app)

    def counting(environ, start):
        place = [environ["REQUEST_METHOD"], environ["PATH_INFO"], 0]

        def noted(status, headers, *more):
            sizes = [int(value) for name, value in headers if name.lower() == "content-length"]
            place[2] = sum(sizes) if place[0] == "GET" else 0
            store.asked.append(tuple(place))
            return start(status, headers, *more)

        if environ["PATH_INFO"] in store.refuse and environ["REQUEST_METHOD"] == "GET":
            noted("403 Forbidden", [("Content-Type", "text/xml"), ("Content-Length", str(len(NO)))])
            return [NO]
        return inner(environ, noted)

    server = serving.make_server("127.0.0.1", 0, counting, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    store.url = f"http://127.0.0.1:{server.server_port}"
    store.client = boto3.client(
        "s3",
        endpoint_url=store.url,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    yield store
    server.shutdown()
    thread.join()


@pytest.fixture
def store(served, monkeypatch):
    """An empty bucket, and the environment in which this program finds it."""
    for name, value in {
        "AWS_ENDPOINT_URL": served.url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    served.client.create_bucket(Bucket="bucket")
    served.forget()
    yield served
    served.refuse.clear()
    for page in served.client.get_paginator("list_objects_v2").paginate(Bucket="bucket"):
        for each in page.get("Contents", ()):
            served.client.delete_object(Bucket="bucket", Key=each["Key"])
    served.client.delete_bucket(Bucket="bucket")
