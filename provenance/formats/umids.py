"""The UMIDs that media state of themselves: packages of MXF, the extension of Broadcast Wave.

SMPTE ST 377-1 annexes A and B (packages, essence container data), ST 330 (UMID); EBU Tech 3285
section 2.3 (``bext``, from version 1 on).
"""

from collections.abc import Iterator
from typing import Final

from provenance.errors import DamagedFileError
from provenance.formats.base import Format, Source
from provenance.formats.collecting import Collector
from provenance.formats.walkers import mxf
from provenance.frozen import dataclass

MAX_STEPS: Final = 8192
"""Sets of an MXF header that are stepped over; one of many tracks has some thousand."""
MAX_PACKAGES: Final = 256
"""Sets of an MXF header that are read: its packages, and what says which of them hold essence."""
MAX_SET: Final = 64 << 10
"""Bytes of one of them: references to some thousand tracks."""
MAX_CHUNKS: Final = 1024
"""Chunks of a WAVE file before ``bext``, which stands before the samples as a rule."""
_WAVES: Final = frozenset({"wav", "bwf", "rf64", "bw64"})
_MATERIAL, _CONTAINER = b"\x01\x36\x00", b"\x01\x23\x00"
_PACKAGE_UID, _LINKED = 0x4401, 0x2701
_UMID: Final = 32
"""Bytes of a basic UMID; an extended one goes on with when, where and who (ST 330)."""
_VERSION_AT, _UMID_AT = 346, 348
_LABEL: Final = bytes.fromhex("060a2b34")
"""How a UMID begins (ST 330); other programs' marks stand in its place in ``bext``."""
_OPEN: Final = 0xFFFFFFFF
"""Size of a chunk whose size stands elsewhere (RF64), or was never filled in."""


@dataclass(frozen=True, slots=True)
class Umids:
    """What a file states of itself, each as hexadecimal digits of 32 bytes.

    Attributes:
        essence: Of the essence in it: file packages, or the sound.
        material: Of the clips that play it: material packages. Files of one clip share it.
    """

    essence: tuple[str, ...] = ()
    material: tuple[str, ...] = ()


def stated_umids(source: Source, form: Format) -> Umids:
    """The UMIDs of a file; none where its format has no place for any.

    Args:
        source: The file.
        form: What it was recognised as.

    Raises:
        DamagedFileError: Its header cannot be followed, or holds more than is read.
        UnreadableFileError: The storage fails.
    """
    if form.name == "mxf":
        return _of_mxf(_Steps(source, form))
    if form.name in _WAVES:
        return Umids(_of_wave(source))
    return Umids()


def _of_mxf(found: Collector) -> Umids:
    kinds = {_MATERIAL: _PACKAGE_UID, _CONTAINER: _LINKED}
    umids: dict[bytes, dict[str, None]] = {kind: {} for kind in kinds}
    sets = [each for each in mxf.sets(found) if each.kind in kinds]
    if len(sets) > MAX_PACKAGES:
        raise DamagedFileError(f"mxf: more than {MAX_PACKAGES} packages; their UMIDs were not read")
    for each in sets:
        data = found.source.pread(each.body, min(each.size, MAX_SET))
        for tag, value in _values(data):
            if tag == kinds[each.kind] and len(value) == _UMID and any(value):
                umids[each.kind][value.hex()] = None
    return Umids(tuple(umids[_CONTAINER]), tuple(umids[_MATERIAL]))


class _Steps(Collector):
    """Follows less of a file than a walk does, since thousands may be asked in a row."""

    __slots__ = ()

    def step(self, count: int = 1) -> None:
        super().step(count)
        if self._elements > MAX_STEPS:
            raise DamagedFileError(f"more than {MAX_STEPS} elements; its UMIDs were not read")


def _values(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Tag and value of each property of a local set."""
    at = 0
    while at + 4 <= len(data):
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        yield int.from_bytes(data[at : at + 2], "big"), data[at + 4 : at + 4 + length]
        at += 4 + length


def _of_wave(source: Source) -> tuple[str, ...]:
    at = 12
    for _ in range(MAX_CHUNKS):
        head = source.pread(at, 8)
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"bext":
            data = source.pread(at + 8, min(size, _UMID_AT + _UMID))
            umid = data[_UMID_AT:]
            version = int.from_bytes(data[_VERSION_AT:_UMID_AT], "little")
            return (umid.hex(),) if version and len(umid) == _UMID and _is_umid(umid) else ()
        if len(head) < 8 or size == _OPEN:  # noqa: PLR2004
            break
        at += 8 + size + (size & 1)
    return ()


def _is_umid(data: bytes) -> bool:
    return data.startswith(_LABEL) and any(data[16:])
