"""A small CBOR decoder (RFC 8949): strict for COSE headers, wide enough for claims; always bounded.

Depth is bounded by ``MAX_DEPTH``, items by the bytes at hand (each takes one at least) and by
``MAX_ITEMS``, so that a small store cannot unfold into a large structure.
"""

import struct
from binascii import b2a_base64
from functools import lru_cache
from typing import Any, Final

from provenance.frozen import dataclass

MAX_DEPTH: Final = 32
MAX_ITEMS: Final = 1 << 20
"""Items of one array or map."""
_FLOATS: Final = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE: Final = {20: False, 21: True, 22: None, 23: None}
_TWICE: Final = "a key that stands twice or is no scalar"
_BREAK: Final = 0xFF
_OPEN: Final = 31
_LONG: Final = 64 << 10
"""Bytes from which on an item is not kept."""


class CborError(Exception):
    """Not CBOR, or CBOR beyond what is read here. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """A value with a tag."""

    tag: int
    value: Any


def decode(data: bytes, *, told: bool = False) -> Any:
    """The one item that ``data`` holds.

    Args:
        data: All of it.
        told: Whether it only tells something and signs nothing. Then indefinite lengths are
            accepted, since claims are met with both, and the value is one that JSON can hold, as
            the engine's report writes it: bytes in base64 behind a mark, tags left off, keys as
            text.

    Raises:
        CborError: It is malformed, too deep, of indefinite length, or something follows it.
    """
    try:
        value, end = _item(data, 0, 0, told)
    except IndexError as error:
        raise CborError("cut short") from error
    except UnicodeDecodeError as error:
        raise CborError("text that is not UTF-8") from error
    if end != len(data):
        raise CborError("bytes after the item")
    return _told(value) if told else value


def decode_kept(data: bytes) -> Any:
    """As ``decode``; the same value for the same bytes, to be read only.

    For protected headers: they hold the certificates, alike in all that one signer signs.

    Args:
        data: All of it.

    Raises:
        CborError: As ``decode`` does.
    """
    return _kept(data) if len(data) < _LONG else decode(data)


_kept = lru_cache(maxsize=64)(decode)


def _item(data: bytes, position: int, depth: int, told: bool) -> tuple[Any, int]:  # noqa: C901, FBT001, PLR0912 - one item is one case of eight
    """The item at a position, and where it ends. Numbers below are RFC 8949, section 3."""
    initial = data[position]
    if 0x60 <= initial <= 0x78:  # noqa: PLR2004 - a text of less than 256 bytes: most items are
        if initial == 0x78:  # noqa: PLR2004
            position += 1
            end = position + 1 + data[position]
        else:
            end = position + initial - 0x5F
        if end > len(data):
            raise CborError("cut short")
        return data[position + 1 : end].decode(), end
    major, info = initial >> 5, initial & 31
    position += 1
    if info < 24:  # noqa: PLR2004
        argument = info
    elif info < 28:  # noqa: PLR2004
        end = position + (1 << (info - 24))
        if end > len(data):
            raise CborError("cut short")
        argument = int.from_bytes(data[position:end], "big")
        position = end
    elif info == _OPEN and told and 2 <= major <= 5:  # noqa: PLR2004
        return _open_ended(data, position, depth, major)
    else:
        raise CborError("an indefinite or reserved length")
    if major == 3 or major == 2:  # noqa: PLR1714, PLR2004 - a set takes longer, and this is hot
        end = position + argument
        if end > len(data):
            raise CborError("cut short")
        return (data[position:end].decode() if major == 3 else data[position:end]), end  # noqa: PLR2004
    if major == 0:
        return argument, position
    if major == 1:
        return -1 - argument, position
    if major == 7:  # noqa: PLR2004
        return _special(argument, info), position
    if depth >= MAX_DEPTH:
        raise CborError("too deep")
    if major == 6:  # noqa: PLR2004
        value, position = _item(data, position, depth + 1, told)
        return (value if told else Tagged(argument, value)), position
    if argument > MAX_ITEMS:
        raise CborError("too many items")
    # Every element takes a byte at least, so a lying count ends with the data.
    if major == 5:  # noqa: PLR2004
        return _map(data, position, argument, depth + 1, told)
    elements: list[Any] = []
    for _ in range(argument):
        value, position = _item(data, position, depth + 1, told)
        elements.append(_told(value) if told else value)
    return elements, position


def _map(data: bytes, position: int, count: int, depth: int, told: bool) -> tuple[Any, int]:  # noqa: FBT001
    """The map of so many pairs at a position, and where it ends."""
    pairs: dict[Any, Any] = {}
    odd, size = False, len(data)
    for _ in range(count):
        initial = data[position]
        end = position + initial - 0x5F
        if 0x60 <= initial < 0x78 and end <= size:  # noqa: PLR2004 - a short text: as a rule
            key: Any = data[position + 1 : end].decode()
            position = end
            if key in pairs:
                raise CborError(_TWICE)
        elif initial >> 5 == 6:  # noqa: PLR2004
            raise CborError("a key with a tag")
        else:
            key, position = _item(data, position, depth, told)
            if not _is_key(key, pairs):
                raise CborError(_TWICE)
            odd = odd or type(key) is not str
        initial = data[position]
        end = position + initial - 0x5F
        if 0x60 <= initial < 0x78 and end <= size:  # noqa: PLR2004 - and most values
            pairs[key] = data[position + 1 : end].decode()
            position = end
        else:
            value, position = _item(data, position, depth, told)
            pairs[key] = _told(value) if told else value
    return (_keys_told(pairs) if told and odd else pairs), position


def _open_ended(data: bytes, position: int, depth: int, major: int) -> tuple[Any, int]:
    """A string in chunks, an array or a map that ends with a break."""
    if depth >= MAX_DEPTH:
        raise CborError("too deep")
    found: list[Any] = []
    while data[position] != _BREAK:
        if len(found) >= 2 * MAX_ITEMS:
            raise CborError("too many items")
        value, position = _item(data, position, depth + 1, told=True)
        found.append(value)
    position += 1
    if major == 4:  # noqa: PLR2004
        return [_told(each) for each in found], position
    if major == 5:  # noqa: PLR2004
        if len(found) % 2:
            raise CborError("a key without a value")
        pairs: dict[Any, Any] = {}
        for key, value in zip(found[::2], found[1::2], strict=True):
            if not _is_key(key, pairs):
                raise CborError(_TWICE)
            pairs[key] = _told(value)
        return _keys_told(pairs), position
    kind = str if major == 3 else bytes  # noqa: PLR2004
    if not all(isinstance(each, kind) for each in found):
        raise CborError("a string of mixed chunks")
    return kind().join(found), position


def _is_key(key: Any, pairs: dict[Any, Any]) -> bool:
    """Whether a value may be the next key of a map."""
    return isinstance(key, int | str | bytes) and key not in pairs


def _told(value: Any) -> Any:
    """A value as JSON can hold it."""
    return f"b64'{b2a_base64(value, newline=False).decode()}'" if type(value) is bytes else value


def _keys_told(pairs: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): each for key, each in pairs.items()}


def _special(argument: int, info: int) -> Any:
    if info in _FLOATS:
        width = 1 << (info - 24)
        return struct.unpack(_FLOATS[info], argument.to_bytes(width, "big"))[0]
    if info not in _SIMPLE:
        raise CborError("an unknown simple value")
    return _SIMPLE[info]
