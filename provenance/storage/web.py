"""Ranges of a file that a web server gives. The user typed its address; it leads nowhere else."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp

from provenance.errors import FileChangedError, UnreadableFileError
from provenance.storage.addresses import Address, shown_url

_PARTIAL = 206
_OK = 200
_EMPTY = 416


def client(*, whole: float, connect: float, answer: float, **options: Any) -> aiohttp.ClientSession:
    """A session with deadlines, which follows no redirection to another host.

    A server may answer with the address of a machine that only this one can reach.

    Args:
        whole: Seconds for one request.
        connect: Seconds for a connection.
        answer: Seconds without a byte.
        **options: As fsspec gives them.
    """
    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(_redirected)
    limits = aiohttp.ClientTimeout(total=whole, sock_connect=connect, sock_read=answer)
    return aiohttp.ClientSession(timeout=limits, trace_configs=[trace], **options)


async def _redirected(
    _session: Any, _context: Any, told: aiohttp.TraceRequestRedirectParams
) -> None:
    target = told.response.headers.get("Location") or told.response.headers.get("URI") or ""
    there, here = urlsplit(target), told.url
    if there.netloc and (there.hostname, there.port) != (here.host, _port_given(str(here))):
        raise UnreadableFileError(
            f"{shown_url(str(here))}: leads to {shown_url(target)}, which is another host",
            hint="Name that address yourself, if you trust it.",
        )


def _port_given(url: str) -> int | None:
    return urlsplit(url).port


async def info(fs: Any, url: str) -> dict[str, Any]:
    """What a server says of a file: its first byte is asked for.

    Not HEAD: a signed address is often for GET alone, and whether there are ranges shows here.

    Raises:
        UnreadableFileError: The server leads elsewhere.
    """
    session = await fs.set_session()
    headers = {"Range": "bytes=0-0", "Accept-Encoding": "identity"}
    async with session.get(fs.encode_url(url), headers=headers) as answer:
        if answer.status not in {_PARTIAL, _EMPTY}:
            answer.raise_for_status()
        total = answer.headers.get("Content-Range", "").rpartition("/")[2]
        told: dict[str, Any] = {
            name: answer.headers[name]
            for name in ("ETag", "Last-Modified")
            if name in answer.headers
        }
        if answer.status == _OK:
            total = answer.headers.get("Content-Length", "")
            told["partial"] = False
        told["size"] = int(total) if total.isdigit() else None
        answer.close()  # of a server without ranges no byte more is wanted
        return told


async def fetched(fs: Any, address: Address, start: int, end: int) -> bytes:
    """The bytes of a file from ``start`` to ``end``.

    Raises:
        UnreadableFileError: The server does not give ranges.
        FileChangedError: It is another file by now.
    """
    session = await fs.set_session()
    headers = {"Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
    async with session.get(fs.encode_url(address.url), headers=headers) as answer:
        answer.raise_for_status()
        tag = answer.headers.get("ETag", "")
        if address.tag and tag and tag != address.tag:
            raise FileChangedError(f"{address.shown}: changed while it was being read")
        place = answer.headers.get("Content-Range", "").replace(" ", "")
        whole = answer.status == _OK and (start, end) == (0, address.size)
        if not whole and not (answer.status == _PARTIAL and place.startswith(f"bytes{start}-")):
            raise UnreadableFileError(
                f"{address.shown}: cannot be read: the server gives no ranges"
            )
        parts: list[bytes] = []
        left = end - start
        while left > 0 and (data := await answer.content.read(left)):
            parts.append(data)
            left -= len(data)
        return b"".join(parts)
