"""Frames on a pipe: four bytes of length (big-endian), then JSON."""

import json
from typing import IO, Any, TypeAlias

Json: TypeAlias = Any

MAX_FRAME = 256 << 20
"""Bytes. The largest honest answer is a manifest store in JSON, a few megabytes."""

_HEADER = 4


def send(pipe: IO[bytes], frame: Json) -> None:
    """Write one frame.

    Raises:
        ValueError: It is too large, or the pipe is closed.
        OSError: The other side is gone.
    """
    body = json.dumps(frame, separators=(",", ":")).encode()
    if len(body) > MAX_FRAME:
        raise ValueError(f"a frame of {len(body)} bytes is over the limit of {MAX_FRAME}")
    pipe.write(len(body).to_bytes(_HEADER, "big") + body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Json]:
    """Read one frame, waiting for it.

    Raises:
        EOFError: The other side is gone.
        ValueError: What came is no frame.
    """
    header = pipe.read(_HEADER)
    if len(header) < _HEADER:
        raise EOFError("the pipe was closed")
    size = int.from_bytes(header, "big")
    if size > MAX_FRAME:
        raise ValueError(f"a frame of {size} bytes is over the limit of {MAX_FRAME}")
    body = pipe.read(size)
    if len(body) < size:
        raise EOFError("the pipe was closed within a frame")
    frame = json.loads(body)
    if not isinstance(frame, dict):
        raise ValueError("a frame is not an object")  # noqa: TRY004 - the callers' one kind
    return frame
