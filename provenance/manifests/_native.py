"""The child process's side of reading: this module and ``_native_sign`` alone import the engine.

Runs only within ``provenance.isolation``. Everything that crosses is JSON.
"""

import base64
import io
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import c2pa

from provenance.errors import DamagedFileError
from provenance.manifests._native_reader import reader_over
from provenance.manifests.binding import (
    active_results,
    binds_ranges,
    state_of,
    whole_file_binding,
)
from provenance.manifests.film_binding import PROVEN, settles
from provenance.manifests.films import FilmStream, film_of
from provenance.manifests.jumbf import signing_certificates
from provenance.manifests.shared import LIST_URI, SIGNING_USAGES, Outcome
from provenance.storage import object_at, opened
from provenance.storage.streams import RangeStream

MAX_STORE: Final = 64 << 20
"""Bytes of a manifest store that are read: the engine takes three times that in memory, and a
thousand signed ingredients make two megabytes."""
OPAQUE: Final = "application/octet-stream"
_READ_AT_ONCE: Final = 8 << 20
_REMOTE: Final = re.compile(r"must fetch remote manifests from url\s+(\S+)")
_UNPARSED: Final = "could not be parsed"
_ENGINE_TYPES: Final = {"video/3gpp": "video/mp4", "application/zip": "application/x-zip"}


class FileStream(io.FileIO):
    """A file as the engine may read it: no buffer of Python's, and short reads.

    The engine hashes in buffers of 256 MiB; filling them a little at a time leaves most of their
    pages untouched.
    """

    def readinto(self, buffer: Any) -> int | None:
        """Fill the beginning of a buffer."""
        if len(buffer) <= _READ_AT_ONCE:  # as a rule, for some bytes of a header
            return super().readinto(buffer)
        with memoryview(buffer)[:_READ_AT_ONCE] as part:
            return super().readinto(part)


def stream_of(path: Path | str) -> FileStream | RangeStream:
    """A file as the engine may read it, or an object of a store, in ranges."""
    return object_at(path) or FileStream(path)


@lru_cache(maxsize=8)
def context(anchors: tuple[str, ...], *, validate: bool = True) -> Any:
    """The engine's settings: no network, no identity, no thumbnail, our anchors and nothing else.

    Args:
        anchors: PEM of each anchor, in the order of the trust settings.
        validate: Whether a reader validates.
    """
    kinds = [
        {"trust_uri": f"{LIST_URI}{index}", "trust_kind": kind, "trust_anchors": pem}
        for index, pem in enumerate(anchors)
        for kind in ("manifest", "tsa")
    ]
    return c2pa.Context.from_dict(
        {
            "trust": {"trust_config": "\n".join(SIGNING_USAGES), "anchors": kinds},
            "verify": {
                "verify_after_reading": validate,
                "remote_manifest_fetch": False,
                "ocsp_fetch": False,
            },
            "core": {
                "decode_identity_assertions": False,
                "allowed_network_hosts": [],
                "allow_redirects": False,
            },
            "builder": {"thumbnail": {"enabled": False}},
        }
    )


def engine_type(media_type: str) -> str | None:
    """The engine's word for a media type; None where it has none and should look itself."""
    word = _ENGINE_TYPES.get(media_type, media_type)
    return word if word in _readable() else None


@lru_cache(maxsize=1)
def _readable() -> frozenset[str]:
    return frozenset(c2pa.Reader.get_supported_mime_types())


def versions() -> dict[str, str]:
    """Versions of the engine, by name."""
    return {"c2pa-python": version("c2pa-python"), "c2pa-rs": str(c2pa.sdk_version())}


def read(
    path: str,
    media_type: str,
    sidecar: str | None,
    anchors: list[str],
    *,
    validate: bool,
    digest: str | None = None,
) -> dict[str, Any]:
    """Read a manifest store. ``Engine.read`` says what the arguments mean.

    Returns:
        ``outcome``, and with it ``report``, ``state``, ``leaves`` and ``remote_url`` where a
        store was found, ``detail`` (and ``remote_url``) where not.
    """
    settings = context(tuple(anchors), validate=validate)
    try:
        if sidecar is None:
            with stream_of(path) as stream:
                word = engine_type(media_type)
                told = _film(stream, word, settings) if validate else None
                return told or _embedded(stream, word, settings)
        store = load_store(Path(sidecar))
        return _beside(path, store, media_type, settings, validate=validate, digest=digest)
    except DamagedFileError as error:
        return {"outcome": Outcome.UNREADABLE_STORE, "detail": str(error)}
    except OSError as error:
        return {"outcome": Outcome.DAMAGED_FILE, "detail": f"cannot be read: {error.strerror}"}
    except (c2pa.C2paError, RecursionError, ValueError) as error:
        return failed(error)


def load_store(path: Path) -> bytes:
    """The bytes of a sidecar.

    Raises:
        DamagedFileError: It is empty, or too large to be one.
        OSError: It cannot be read.
    """
    with opened(path) as file, io.BufferedReader(file) as buffered:
        data = buffered.read(MAX_STORE + 1)
    if len(data) > MAX_STORE:
        raise DamagedFileError(f"{path.name}: larger than {MAX_STORE} bytes, so no manifest store")
    if not data:
        raise DamagedFileError(f"{path.name}: empty, so no manifest store")
    return data


def failed(error: Exception) -> dict[str, Any]:
    """The outcome that an exception of the engine means."""
    line = " ".join(str(error).split())[:300]
    remote = _REMOTE.search(line)
    kinds = c2pa.C2paError
    if remote:
        detail = f"the manifest store is remote and is not fetched: {remote[1]}"
        return {"outcome": Outcome.REMOTE_ONLY, "detail": detail, "remote_url": remote[1]}
    if isinstance(error, kinds.ManifestNotFound):
        return {"outcome": Outcome.NONE, "detail": "no manifest store"}
    if isinstance(error, kinds.NotSupported):
        return {"outcome": Outcome.NOT_SUPPORTED, "detail": "the engine does not read this format"}
    if isinstance(error, kinds.Io) or _UNPARSED in line:
        return {"outcome": Outcome.DAMAGED_FILE, "detail": f"the file is damaged: {line}"}
    detail = f"the manifest store cannot be decoded: {line or type(error).__name__}"
    return {"outcome": Outcome.UNREADABLE_STORE, "detail": detail}


def _film(
    stream: FileStream | RangeStream, media_type: str | None, settings: Any
) -> dict[str, Any] | None:
    """As ``_embedded``, for a film that we may hash ourselves; None for any other file."""
    if not isinstance(stream, FileStream) or c2pa.sdk_version() not in PROVEN:
        return None
    # Whatever fails here, the engine says of the whole film.
    with suppress(c2pa.C2paError, OSError):
        film = film_of(stream.fileno())
        if film is None:
            return None
        with FilmStream(film) as withholding:
            told = _embedded(withholding, media_type, settings)
            if not withholding.withheld:
                return told  # nothing that it asked for was kept from it
            if settles(told["report"], withholding):
                return told | {"state": state_of(told["report"])}
    return None


def _embedded(
    stream: FileStream | FilmStream | RangeStream, media_type: str | None, settings: Any
) -> dict[str, Any]:
    with reader_over(media_type, stream, settings) as reader:
        report = json.loads(reader.crjson())
        return found(report, reader, store_bytes(reader, report))


def _beside(
    path: str,
    store: bytes,
    media_type: str,
    settings: Any,
    *,
    validate: bool,
    digest: str | None,
) -> dict[str, Any]:
    try:
        # Over nothing at first: everything but the hard binding is the same, and costs the same
        # for a frame and for a feature film.
        with c2pa.Reader(OPAQUE, io.BytesIO(), store, context=settings) as reader:
            report = json.loads(reader.crjson())
            told = found(report, reader, store)
    except c2pa.C2paError:
        told, report = {}, {}
    if told and not validate:
        return told
    binding = whole_file_binding(report)
    if binding is not None and binding.is_open(active_results(report)):
        matches = binding.matches(Path(path), digest)
        binding.settle(active_results(report), matches=matches)
        return told | {"state": state_of(report)}
    # Bound by ranges or boxes: the engine's own work. Ranges it hashes without the container.
    word = OPAQUE if binds_ranges(report) else engine_type(media_type) or OPAQUE
    with (
        stream_of(path) as stream,
        c2pa.Reader(word, stream, store, context=settings) as reader,
    ):
        return found(json.loads(reader.crjson()), reader, store)


def ingredient_results(path: str, store: bytes, settings: Any) -> tuple[str, dict[str, Any]]:
    """Validate a file with its sidecar for use as an ingredient.

    Returns:
        Label of the active manifest, and the validation results as the engine's builder wants
        them.
    """
    with c2pa.Reader(OPAQUE, io.BytesIO(), store, context=settings) as reader:
        told = json.loads(reader.json())
        binding = whole_file_binding(json.loads(reader.crjson()))
    results = told["validation_results"]
    if binding is not None and binding.is_open(results["activeManifest"]):
        binding.settle(results["activeManifest"], matches=binding.matches(Path(path)))
    else:
        with (
            stream_of(path) as stream,
            c2pa.Reader(OPAQUE, stream, store, context=settings) as reader,
        ):
            results = json.loads(reader.json())["validation_results"]
    return told["active_manifest"], results


def embedded_store(path: str, settings: Any) -> tuple[bytes, str, dict[str, Any]]:
    """Take the store out of a file: the store, its active label, its validation results.

    Raises:
        DamagedFileError: The engine does not give it.
        c2pa.C2paError: There is none.
    """
    with FileStream(path) as stream, c2pa.Reader(None, stream, context=settings) as reader:
        told = json.loads(reader.json())
        store = store_bytes(reader, json.loads(reader.crjson()))
    if not store:
        raise DamagedFileError(f"{path}: the engine does not give its manifest store")
    return store, told["active_manifest"], told["validation_results"]


def found(report: Any, reader: Any, store: bytes) -> dict[str, Any]:
    """What a reader found, as it crosses to the parent."""
    leaves = {
        label: base64.b64encode(der).decode() for label, der in signing_certificates(store).items()
    }
    return {
        "outcome": Outcome.FOUND,
        "report": report,
        "state": reader.get_validation_state() or "",
        "remote_url": reader.get_remote_url() or "",
        "leaves": leaves,
    }


def store_bytes(reader: Any, report: Mapping[str, Any]) -> bytes:
    """The whole manifest store: the engine gives it for the URI of any of its boxes."""
    target = io.BytesIO()
    try:
        label = report["manifests"][0]["label"]
        reader.resource_to_stream(f"self#jumbf=/c2pa/{label}/c2pa.signature", target)
    except (c2pa.C2paError, LookupError, TypeError):
        return b""
    return target.getvalue()
