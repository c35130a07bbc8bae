"""Bytes and bits in the order in which media formats store them."""

import struct


class BitWriter:
    """Collects bits, most significant first, as JPEG, MPEG and H.264 do."""

    __slots__ = ("_bits", "_done", "_value")

    def __init__(self) -> None:
        self._done = bytearray()
        self._value = 0
        self._bits = 0

    def put(self, value: int, width: int) -> None:
        """Append the lowest `width` bits of `value`."""
        self._value = (self._value << width) | (value & ((1 << width) - 1))
        self._bits += width
        whole, self._bits = divmod(self._bits, 8)
        if whole:
            self._done += (self._value >> self._bits).to_bytes(whole, "big")
            self._value &= (1 << self._bits) - 1

    def text(self, bits: str) -> None:
        """Append bits written as text, for instance ``"0010"``."""
        self.put(int(bits, 2), len(bits))

    def unsigned(self, value: int) -> None:
        """Append an unsigned Exp-Golomb code (ITU-T H.264, 9.1)."""
        width = (value + 1).bit_length()
        self.put(value + 1, 2 * width - 1)

    def signed(self, value: int) -> None:
        """Append a signed Exp-Golomb code (ITU-T H.264, 9.1.1)."""
        self.unsigned(2 * value - 1 if value > 0 else -2 * value)

    def align(self, fill: int = 0) -> None:
        """Fill the last byte with `fill` bits."""
        while self._bits:
            self.put(fill, 1)

    def append(self, data: bytes) -> None:
        """Append whole bytes; the writer must stand at a byte's edge."""
        self._done += data

    @property
    def length(self) -> int:
        """Bits written so far."""
        return 8 * len(self._done) + self._bits

    def data(self) -> bytes:
        """All bytes, the last one filled with zero bits."""
        self.align()
        return bytes(self._done)


def box(kind: str, *parts: bytes) -> bytes:
    """One box of the ISO base media file format (ISO/IEC 14496-12, 4.2)."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind.encode("latin-1")) + body


def full_box(kind: str, version: int, flags: int, *parts: bytes) -> bytes:
    """A box with version and flags (ISO/IEC 14496-12, 4.2)."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def chunk(kind: str, *parts: bytes) -> bytes:
    """One RIFF chunk, padded to an even size as RIFF demands."""
    body = b"".join(parts)
    return struct.pack("<4sI", kind.encode("latin-1"), len(body)) + body + bytes(len(body) & 1)


def crc_table(polynomial: int, width: int) -> tuple[int, ...]:
    """The 256 remainders of a CRC that takes the most significant bit first."""
    top, mask = 1 << (width - 1), (1 << width) - 1
    table = []
    for byte in range(256):
        value = byte << (width - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return tuple(table)


def crc(data: bytes, table: tuple[int, ...], width: int) -> int:
    """The CRC of `data`, started at zero (FLAC and Ogg use this form)."""
    value, shift, mask = 0, width - 8, (1 << width) - 1
    for byte in data:
        value = ((value << 8) & mask) ^ table[(value >> shift) ^ byte]
    return value
