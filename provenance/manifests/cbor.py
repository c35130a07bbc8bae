"""A small, strict CBOR decoder (RFC 8949) for COSE headers: definite lengths, bounded depth."""

import struct
from dataclasses import dataclass
from typing import Any, Final

MAX_DEPTH: Final = 16
_FLOATS: Final = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE: Final = {20: False, 21: True, 22: None, 23: None}


class CborError(Exception):
    """Not CBOR, or CBOR beyond what is read here. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a tag."""

    tag: int
    value: Any


def decode(data: bytes) -> Any:
    """The one item that ``data`` holds.

    Raises:
        CborError: It is malformed, too deep, of indefinite length, or something follows it.
    """
    value, end = _item(data, 0, 0)
    if end != len(data):
        raise CborError("bytes after the item")
    return value


def _item(data: bytes, position: int, depth: int) -> tuple[Any, int]:
    if depth > MAX_DEPTH:
        raise CborError("too deep")
    major, argument, info, position = _head(data, position)
    if major in {0, 1}:
        return (argument if major == 0 else -1 - argument), position
    if major in {2, 3}:
        return _string(data, position, argument, text=major == 3)  # noqa: PLR2004 - RFC 8949
    if major == 7:  # noqa: PLR2004
        return _special(argument, info), position
    if major == 6:  # noqa: PLR2004
        value, position = _item(data, position, depth + 1)
        return Tagged(argument, value), position
    # Every element takes a byte at least, so a lying count ends with the data.
    if major == 4:  # noqa: PLR2004
        elements: list[Any] = []
        for _ in range(argument):
            value, position = _item(data, position, depth + 1)
            elements.append(value)
        return elements, position
    pairs: dict[Any, Any] = {}
    for _ in range(argument):
        key, position = _item(data, position, depth + 1)
        if not isinstance(key, int | str | bytes) or key in pairs:
            raise CborError("a key that stands twice or is no scalar")
        pairs[key], position = _item(data, position, depth + 1)
    return pairs, position


def _head(data: bytes, position: int) -> tuple[int, int, int, int]:
    if position >= len(data):
        raise CborError("cut short")
    major, info = data[position] >> 5, data[position] & 31
    position += 1
    if info < 24:  # noqa: PLR2004 - RFC 8949, section 3
        return major, info, info, position
    if info > 27:  # noqa: PLR2004
        raise CborError("an indefinite or reserved length")
    width = 1 << (info - 24)
    if position + width > len(data):
        raise CborError("cut short")
    argument = int.from_bytes(data[position : position + width], "big")
    return major, argument, info, position + width


def _string(data: bytes, position: int, length: int, *, text: bool) -> tuple[str | bytes, int]:
    end = position + length
    if end > len(data):
        raise CborError("cut short")
    chunk = data[position:end]
    if not text:
        return chunk, end
    try:
        return chunk.decode(), end
    except UnicodeDecodeError as error:
        raise CborError("text that is not UTF-8") from error


def _special(argument: int, info: int) -> Any:
    if info in _FLOATS:
        width = 1 << (info - 24)
        return struct.unpack(_FLOATS[info], argument.to_bytes(width, "big"))[0]
    if info not in _SIMPLE:
        raise CborError("an unknown simple value")
    return _SIMPLE[info]
