"""The one module that asks fsspec: file systems, ranges, listings, and words for what goes wrong.

Nothing waits for ever: connecting, answering and each call as a whole have deadlines, retries are
counted, and a store that has failed ``MAX_LOST`` times in a row is not asked again.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Final, TypeVar

from provenance.errors import ConfigError, FileChangedError, ProvenanceError, UnreadableFileError
from provenance.storage.addresses import Address, protocol_of, shown_url
from provenance.storage.failing import LostStoreError, failure, line_of, not_installed

CONNECT: Final = 10
"""Seconds for a connection."""
ANSWER: Final = 30
"""Seconds without a byte."""
CALL: Final = 120
"""Seconds for one range, retries among them."""
LISTING: Final = 900
"""Seconds for one listing: a million objects are a thousand pages."""
RETRIES: Final = 2
"""Attempts of each layer below; there are two for S3."""
MAX_LOST: Final = 3
"""Failures to reach a store in a row after which it is lost for this process and this scan."""

WEB: Final = frozenset({"http", "https"})
S3: Final = frozenset({"s3", "s3a"})
_T = TypeVar("_T")
_lost: dict[str, int] = {}


@cache
def filesystem(protocol: str) -> Any:
    """The file system of a protocol, with deadlines.

    Raises:
        ConfigError: What it needs is not installed, or there is no such protocol.
    """
    try:
        import fsspec  # noqa: PLC0415 - an extra, and only where a URL was given
        from fsspec.config import conf  # noqa: PLC0415 - as above
    except ImportError as error:
        raise not_installed(protocol, error) from error
    if protocol not in fsspec.available_protocols():
        raise ConfigError(
            f"{protocol}://: no kind of store is called so",
            hint="s3://bucket/folder, https://host/file, memory://, and what fsspec knows.",
        )
    options: dict[str, Any] = {"skip_instance_cache": True, "use_listings_cache": False}
    if protocol in S3:
        own = conf.get(protocol, {}).get("config_kwargs", {})
        limits = {"connect_timeout": CONNECT, "read_timeout": ANSWER}
        attempts = {"retries": {"mode": "standard", "max_attempts": RETRIES}}
        options["config_kwargs"] = {**limits, **attempts, **own}
    if protocol in WEB:
        options["get_client"] = _web_client
    try:
        made = fsspec.filesystem(protocol, **options)
    except ImportError as error:
        raise not_installed(protocol, error) from error
    except Exception as error:
        raise ConfigError(f"{protocol}://: {line_of(error)}") from error
    if protocol in S3:
        made.retries = RETRIES
    return made


def fetch(address: Address, start: int, end: int) -> bytes:
    """The bytes of an object from ``start`` to ``end``, in one request.

    S3 is asked for them on condition that the object is the one that was listed.

    Raises:
        UnreadableFileError: They cannot be had; why, in a line.
        FileChangedError: The object is no longer the one that was listed.
    """
    if address.problem:
        raise UnreadableFileError(f"{address.shown}: {address.problem}")
    data: bytes = asked(address.url, lambda fs, path: _fetched(fs, path, address, start, end))
    if len(data) != end - start:
        raise FileChangedError(f"{address.shown}: changed while it was being read: it ends early")
    return data


def asked(url: str, ask: Callable[[Any, str], _T]) -> _T:
    """Ask the store of a URL.

    Args:
        url: Where.
        ask: Is given the file system and the path in it.

    Raises:
        ConfigError: What the store needs is not installed.
        UnreadableFileError: It does not give it; why, in a line.
        FileChangedError: The object is no longer the one that was listed.
    """
    place = _place(url)
    fs = filesystem(protocol_of(url))
    if _lost.get(place, 0) >= MAX_LOST:
        raise UnreadableFileError(f"{shown_url(url)}: cannot be read: the store stopped answering")
    try:
        given = ask(fs, fs._strip_protocol(url))  # noqa: SLF001 - as fsspec's own `url_to_fs` does
    except ProvenanceError:
        raise
    except Exception as error:
        told = failure(url, error)
        if isinstance(told, LostStoreError):
            _lost[place] = _lost.get(place, 0) + 1
        raise told from error
    _lost.pop(place, None)
    return given


def forgive(url: str) -> None:
    """Ask a store again that was lost: another scan begins."""
    _lost.pop(_place(url), None)


def _place(url: str) -> str:
    """The part of a URL that names a store: protocol, and host or bucket."""
    return "/".join(url.split("/", 3)[:3])


def info_of(fs: Any, path: str) -> dict[str, Any]:
    """What a store says of one object or folder; asks it."""
    found: dict[str, Any]
    if protocol_of(path) in WEB:
        from provenance.storage import web  # noqa: PLC0415 - brings aiohttp

        found = _within(fs, None, web.info, fs, path, seconds=CALL)
    else:
        found = _within(fs, fs.info, path, seconds=CALL)
    return found


def listed(fs: Any, path: str) -> dict[str, dict[str, Any]]:
    """Every object below a path, with what the store says of it; asks it."""
    found: dict[str, dict[str, Any]] = _within(fs, fs.find, path, detail=True, seconds=LISTING)
    return found


def beside(fs: Any, folder: str, stem: str) -> dict[str, dict[str, Any]]:
    """The objects of a folder whose names begin so; asks the store, S3 for those alone."""
    if protocol_of(fs.unstrip_protocol(folder)) in S3:
        found: dict[str, dict[str, Any]] = _within(
            fs, fs.find, folder, prefix=stem, detail=True, seconds=LISTING
        )
        return found
    entries = _within(fs, fs.ls, folder, detail=True, seconds=LISTING)
    return {each["name"]: each for each in entries if each.get("type") == "file"}


def located(url: str, told: Mapping[str, Any]) -> Address:
    """The address of an object, out of what its store says of it."""
    size = told.get("size")
    if size is None:
        return Address(url, 0, problem="cannot be read: the server does not say how large it is")
    tag = next((str(told[key]) for key in ("ETag", "etag", "md5Hash", "md5") if told.get(key)), "")
    problem = ""
    if told.get("partial") is False:
        problem = "cannot be read: the server gives no ranges"
    return Address(url, int(size), tag, _changed(told), problem=problem)


def unchanged(address: Address) -> bool:
    """Whether an object is still the one that was listed, as far as its store tells.

    S3 was asked so with each range.
    """
    if protocol_of(address.url) in S3 and address.tag:
        return True
    now = asked(address.url, info_of)
    return located(address.url, now).state == address.state


def _fetched(fs: Any, path: str, address: Address, start: int, end: int) -> bytes:
    protocol = protocol_of(address.url)
    if protocol in S3:
        return _from_s3(fs, path, address, start, end)
    if protocol in WEB:
        from provenance.storage import web  # noqa: PLC0415 - brings aiohttp

        given: bytes = _within(fs, None, web.fetched, fs, address, start, end, seconds=CALL)
        return given
    data: bytes = _within(fs, fs.cat_file, path, start=start, end=end, seconds=CALL)
    return data


def _from_s3(fs: Any, path: str, address: Address, start: int, end: int) -> bytes:
    bucket, key, version = fs.split_path(path)
    wanted = {"Bucket": bucket, "Key": key, "Range": f"bytes={start}-{end - 1}"}
    if address.tag:
        wanted["IfMatch"] = address.tag
    if version:
        wanted["VersionId"] = version

    async def given() -> bytes:
        for attempt in range(RETRIES):
            answer = await fs._call_s3("get_object", fs.req_kw, **wanted)  # noqa: SLF001
            try:
                body: bytes = await answer["Body"].read()
            except Exception:
                if attempt + 1 == RETRIES:
                    raise
            else:
                return body
        return b""

    data: bytes = _within(fs, None, given, seconds=CALL)
    return data


async def _web_client(**options: Any) -> Any:
    from provenance.storage import web  # noqa: PLC0415 - brings aiohttp

    return web.client(whole=CALL, connect=CONNECT, answer=ANSWER, **options)


def _within(fs: Any, call: Any, *arguments: Any, seconds: float, **named: Any) -> Any:
    """What a call gives; a `TimeoutError` where it takes longer.

    Args:
        fs: The file system.
        call: Its method; None where the first argument is a coroutine's function.
        *arguments: Of the call.
        seconds: For all of it.
        **named: Of the call.
    """
    if call is None:
        from fsspec.asyn import sync  # noqa: PLC0415 - as in ``filesystem``

        return sync(fs.loop, *arguments, timeout=seconds, **named)
    if getattr(fs, "async_impl", False):
        return call(*arguments, timeout=seconds, **named)
    given: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            given.append(call(*arguments, **named))
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)  # whoever hangs holds nobody up
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not given:
        raise TimeoutError
    return given[0]


def _changed(told: Mapping[str, Any]) -> int:
    for key in ("LastModified", "Last-Modified", "last_modified", "updated", "mtime", "created"):
        value = told.get(key)
        if isinstance(value, int | float):
            return int(value * 1_000_000_000)
        if isinstance(value, str):
            value = _moment(value)
        if isinstance(value, datetime):
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return int(moment.timestamp() * 1_000_000) * 1000
    return 0


def _moment(text: str) -> datetime | None:
    """A time as web servers or as programs write it; None for anything else."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return None
