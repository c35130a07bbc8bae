"""A reader of the engine for files of ordinary size, over the engine's C interface.

The engine asks for some bytes of a file a hundred times and more. Through its Python binding every
time is a call of a Python function, and for a small file these take as long as verifying it. Here
the engine is given the system's own ``read`` and ``lseek`` for its stream, and the number of the
open file for that stream's context: a number and a pointer are passed in the same register wherever
pointers have 64 bits, except by Windows' own ``_read``. What the system is asked for is the same,
and nothing of Python runs in between.

Whatever is no plain file of that size, and any system where this does not hold, goes through the
binding. Tests hold both against each other.
"""

import ctypes
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO, Any, Final, Protocol, Self

import c2pa

ORDINARY: Final = 32 << 20
"""Bytes. A larger file is hashed in buffers that must not be filled at once, which takes Python: up
to this size the C library keeps the memory of a buffer for the next one (``mallopt``, glibc)."""

_POINTER: Final = ctypes.c_void_p
_SIGNATURES: Final = {
    "c2pa_create_stream": ((_POINTER,) * 5, _POINTER),
    "c2pa_error": ((), _POINTER),
    "c2pa_free": ((_POINTER,), ctypes.c_int),
    "c2pa_reader_crjson": ((_POINTER,), _POINTER),
    "c2pa_reader_from_context": ((_POINTER,), _POINTER),
    "c2pa_reader_json": ((_POINTER,), _POINTER),
    "c2pa_reader_remote_url": ((_POINTER,), _POINTER),
    "c2pa_reader_resource_to_stream": ((_POINTER, ctypes.c_char_p, _POINTER), ctypes.c_int64),
    "c2pa_reader_with_stream": ((_POINTER, ctypes.c_char_p, _POINTER), _POINTER),
    "c2pa_release_stream": ((_POINTER,), None),
}
"""Parameters and results, as in ``c2pa.h`` of c2pa-rs 0.91."""
_MOVE: Final = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _POINTER, _POINTER, ctypes.c_ssize_t)
_SEEKING: Final = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _POINTER, ctypes.c_ssize_t, ctypes.c_int)
_FLUSHING: Final = ctypes.CFUNCTYPE(ctypes.c_ssize_t, _POINTER)
_FAILED: Final = -1
_STATE: Final = re.compile(r'[{,]\s*"validation_state"\s*:\s*"(\w+)"\s*\}\s*\Z')
"""The state, which ends the report: in a text, these quotes would be escaped."""


class ManifestReader(Protocol):
    """What is asked of a reader, this one or the binding's."""

    def __enter__(self) -> Self:
        """The reader."""
        ...

    def __exit__(self, *_: object) -> None:
        """Ends it."""
        ...

    def crjson(self) -> str:
        """The crJSON report."""
        ...

    def get_validation_state(self) -> str | None:
        """The engine's one word for all that it found."""
        ...

    def get_remote_url(self) -> str | None:
        """Where the store was taken from, if not from the file."""
        ...

    def resource_to_stream(self, uri: str, stream: IO[bytes]) -> int:
        """Write a box of the store; the number of bytes."""
        ...


def reader_over(media_type: str | None, stream: io.RawIOBase, settings: Any) -> ManifestReader:
    """Read and validate the manifest store in an open file.

    Args:
        media_type: The engine's word; None to let it look.
        stream: The file, which must stay open as long as the reader.
        settings: The engine's context.

    Raises:
        c2pa.C2paError: The engine finds no store or cannot read it.
    """
    if isinstance(stream, io.FileIO) and _system() is not None:
        file = stream.fileno()
        if os.fstat(file).st_size <= ORDINARY:
            return NativeReader(media_type, file, settings)
    reader: ManifestReader = c2pa.Reader(media_type, stream, context=settings)
    return reader


class NativeReader:
    """As ``c2pa.Reader``, over a file's number. For one thread, and to be closed by ``with``."""

    def __init__(self, media_type: str | None, file: int, settings: Any) -> None:
        """Reads and validates.

        Args:
            media_type: The engine's word; None to let it look.
            file: Number of a file that is open for reading.
            settings: The engine's context.

        Raises:
            c2pa.C2paError: As of ``c2pa.Reader``.
        """
        self._engine, self._handle = _engine(), None
        self._stream = self._engine.c2pa_create_stream(file, *(_system() or ()))
        context = ctypes.cast(settings.execution_context, _POINTER)
        empty = self._stream and self._engine.c2pa_reader_from_context(context)
        if empty:  # which this takes, whether or not it gives a reader for it
            word = (media_type or "").encode()
            self._handle = self._engine.c2pa_reader_with_stream(empty, word, self._stream)
        if not self._handle:
            error = _error()
            self.__exit__()
            raise error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        handle, stream, self._handle, self._stream = self._handle, self._stream, None, None
        if handle:
            self._engine.c2pa_free(handle)
        if stream:
            self._engine.c2pa_release_stream(stream)

    def crjson(self) -> str:
        """The crJSON report."""
        return _text(self._engine.c2pa_reader_crjson(self._handle))

    def get_validation_state(self) -> str | None:
        """The engine's one word for all that it found."""
        text = _text(self._engine.c2pa_reader_json(self._handle))
        last = _STATE.search(text)
        return last[1] if last else json.loads(text).get("validation_state")

    def get_remote_url(self) -> str | None:
        """Where the store was taken from, if not from the file."""
        told = self._engine.c2pa_reader_remote_url(self._handle)
        return _text(told) if told else None

    def resource_to_stream(self, uri: str, stream: IO[bytes]) -> int:
        """Write a box of the store; the number of bytes.

        Raises:
            c2pa.C2paError: There is no such box.
        """
        with _writing(stream) as target:
            uri_ = uri.encode()
            written: int = self._engine.c2pa_reader_resource_to_stream(self._handle, uri_, target)
            if written < 0:
                raise _error()
        return written


@contextmanager
def _writing(stream: IO[bytes]) -> Iterator[Any]:
    """A stream of the engine's that writes to ours."""
    if _targets:
        raise c2pa.C2paError("a box is being written already")
    _targets.append(stream)
    target = _engine().c2pa_create_stream(None, *_to_target())
    try:
        if not target:
            raise _error()
        yield target
    finally:
        _targets.clear()
        if target:
            _engine().c2pa_release_stream(target)


_targets: Final[list[IO[bytes]]] = []
"""Where boxes are written, while one is."""
_READ: Final = _MOVE(lambda *_: _FAILED)
_WRITE: Final = _MOVE(lambda _, data, length: _targets[0].write(ctypes.string_at(data, length)))
_SEEK: Final = _SEEKING(lambda _, offset, whence: _targets[0].seek(offset, whence))
_FLUSH: Final = _FLUSHING(lambda _: 0)


@cache
def _to_target() -> tuple[int, ...]:
    """Where the functions lie that write to the present target."""
    return tuple(ctypes.cast(each, _POINTER).value or 0 for each in (_READ, _SEEK, _WRITE, _FLUSH))


@cache
def _engine() -> ctypes.CDLL:
    """The library that the binding has loaded, with its functions as they are used here."""
    library = ctypes.CDLL(c2pa.c2pa._lib._name)  # noqa: SLF001 - the binding does not tell its path
    for name, (parameters, result) in _SIGNATURES.items():
        function = getattr(library, name)
        function.argtypes, function.restype = parameters, result
    return library


@cache
def _system() -> tuple[int, ...] | None:
    """Where the system reads, seeks, writes and flushes a file; None where that does not fit."""
    if sys.platform == "win32" or sys.maxsize < 1 << 62:
        return None
    try:
        library = ctypes.CDLL(None)
        _engine()
        found = [getattr(library, name) for name in ("read", "lseek", "write", "fsync")]
    except (AttributeError, OSError):  # another engine than the one that this was written for
        return None
    return tuple(ctypes.cast(each, _POINTER).value or 0 for each in found)


def _text(told: int | None) -> str:
    """A text of the engine's, which is given back to it.

    Raises:
        c2pa.C2paError: There is none.
    """
    if not told:
        raise _error()
    try:
        return ctypes.string_at(told).decode()
    finally:
        _engine().c2pa_free(told)


def _error() -> Exception:
    """The engine's last words as the exception that the binding makes of them."""
    told = _engine().c2pa_error()
    words = _text(told) if told else "unknown error"
    error: type[Exception] = c2pa.C2paError
    kind = getattr(error, words.partition(": ")[0], None)
    return kind(words) if isinstance(kind, type) and issubclass(kind, error) else error(words)
