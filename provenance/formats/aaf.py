"""The objects of an AAF: which programs wrote it, what it cuts, which media it refers to.

AAF object specification 1.1 and stored format specification 1.0.1: an object is a storage, its
values stand in the stream ``properties``, objects that it owns are storages below it, named after
the property ("Mobs-1901{2}"). Identifiers of properties are those of the specification; what
programs add to it is passed over, but for tagged values, which are read wherever they are.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final
from uuid import UUID

from provenance.errors import DamagedFileError
from provenance.formats.aaf_values import Values
from provenance.formats.base import Source
from provenance.formats.compound import Compound, Entry
from provenance.frozen import dataclass

MAX_PROPERTIES: Final = 4 << 20
"""Bytes of one object's values; each has 64 KiB at most, and real objects have some hundred."""
MAX_DEPTH: Final = 64
"""Objects in objects: nested effects of a timeline reach some thirty."""
_NAMED: Final = re.compile(r"^(.*)-([0-9a-f]{1,4})(?:\{[0-9a-f]+\})?$")
_HEADER, _CONTENT, _PROGRAMS, _MOBS, _ESSENCES = 0x0002, 0x3B03, 0x3B06, 0x1901, 0x1902
_COMPANY, _PRODUCT, _VERSION, _PLATFORM = 0x3C01, 0x3C02, 0x3C04, 0x3C08
_MOB_ID, _MOB_NAME, _USAGE, _SLOTS = 0x4401, 0x4402, 0x4408, 0x4403
_TAG_NAME, _TAG_VALUE, _URL, _EVENT = 0x5001, 0x5003, 0x4001, 0x0602
_RATE, _SEGMENT, _LENGTH, _DATA_KIND = 0x4B01, 0x4803, 0x0202, 0x0201
_DESCRIPTION, _SAMPLE_RATE = 0x4701, 0x3001
_ESSENCE_OF: Final = 0x2701
_TOP_LEVEL: Final = UUID("0d010102-0101-0700-060e-2b3404010101")
_PICTURES: Final = frozenset(
    {
        UUID("01030202-0100-0000-060e-2b3404010101").bytes_le,
        UUID("6f3c8ce1-6cef-11d2-807d-006008143e6f").bytes_le,
        UUID("05cba732-1daa-11d3-80ad-006008143e6f").bytes_le,
    }
)
"""Data definitions of pictures: of the baseline, of older files, and with a matte."""
_MOB_KINDS: Final = {
    UUID("0d010101-0101-3500-060e-2b3402060101").bytes_le: "composition",
    UUID("0d010101-0101-3600-060e-2b3402060101").bytes_le: "master",
    UUID("0d010101-0101-3700-060e-2b3402060101").bytes_le: "source",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A text that somebody or some program wrote into an AAF.

    Attributes:
        where: Name of the property that holds it ("UserComments").
        mob: Name of the mob that it is said of, or "".
        key: Its name there.
        text: What it says.
    """

    where: str
    mob: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Mob:
    """A composition, a clip, or the source of one.

    Attributes:
        id: Its UMID, in hexadecimal digits; "" where it has none.
        name: As it is called in the bin.
        kind: ``composition``, ``master`` or ``source``; "" for another class.
        top: Whether it is marked as a timeline of its own.
        addresses: URLs of the files that it refers to.
        edit_rate: Of its first picture track, else of its first one, as a fraction; or "".
        duration: Units of that rate; None where nothing usable is stated.
        file: Whether it is the source in a file: its descriptor states a sample rate, which those
            of files must and those of tapes, films and imports do not have.
    """

    id: str
    name: str
    kind: str
    top: bool
    addresses: tuple[str, ...]
    edit_rate: str = ""
    duration: int | None = None
    file: bool = False


@dataclass(frozen=True, slots=True)
class Essence:
    """Media inside an AAF.

    Attributes:
        mob: UMID of the mob whose media it is.
        stream: Where it lies.
    """

    mob: str
    stream: Entry


@dataclass(frozen=True, slots=True)
class _Object:
    """An object with its values."""

    entry: Entry
    name: str
    pid: int
    values: Values
    below: tuple[Entry, ...]


class Aaf:
    """An AAF, opened. Its parts are read as they are asked for, each once."""

    def __init__(self, source: Source, step: Callable[[], None]) -> None:
        """Reads the directory.

        Args:
            source: The file.
            step: Called for each object; raises where there are too many.

        Raises:
            DamagedFileError: It is no AAF, or its directory is damaged.
        """
        self._file = Compound(source)
        self._step = step
        header = self._child(self._file.root, _HEADER)
        if header is None:
            raise DamagedFileError("the compound file holds no AAF header")
        self._header = header
        self.said: list[Said] = []
        """What is said of the mobs that were read so far."""

    def programs(self) -> Iterator[dict[str, str]]:
        """Company, product, version and platform of each program that wrote it, oldest first."""
        for each in self._header.below:
            if not each.stream and _pid(each.name) == _PROGRAMS:
                values = self._object(each).values
                told = {
                    "CompanyName": values.text(_COMPANY),
                    "ProductName": values.text(_PRODUCT),
                    "ProductVersionString": values.text(_VERSION),
                    "Platform": values.text(_PLATFORM),
                }
                yield {key: text for key, text in told.items() if text}

    def content(self) -> tuple[list[Mob], list[Essence]]:
        """All mobs, and all media inside; fills ``said``.

        Raises:
            DamagedFileError: There are too many objects, or the directory is damaged.
        """
        mobs: list[Mob] = []
        essences: list[Essence] = []
        for each in self._header.below:
            if each.stream or _pid(each.name) != _CONTENT:
                continue
            for below in self._object(each).below:
                pid = 0 if below.stream else _pid(below.name)
                if pid == _MOBS:
                    mobs.append(self._mob(self._object(below)))
                elif pid == _ESSENCES:
                    held = self._object(below)
                    id_ = umid(held.values.get(_ESSENCE_OF, b""))
                    # The largest stream is the media; an index may lie beside it.
                    streams = [one for one in held.below if one.stream and one.size]
                    if streams:
                        essences.append(Essence(id_, max(streams, key=lambda one: one.size)))
        return mobs, essences

    def media(self, essence: Essence) -> Callable[[int, int], bytes]:
        """Reads media inside by position and count of bytes.

        Raises:
            DamagedFileError: Its chain of sectors is broken, or too long to follow.
        """
        return self._file.opened(essence.stream)

    def _child(self, parent: Entry, pid: int) -> _Object | None:
        for each in self._file.children(parent):
            if not each.stream and _pid(each.name) == pid:
                return self._object(each)
        return None

    def _object(self, entry: Entry) -> _Object:
        self._step()
        below = tuple(self._file.children(entry))
        stream = next((each for each in below if each.stream and each.name == "properties"), None)
        data = self._file.read(stream, MAX_PROPERTIES) if stream else b""
        others = tuple(each for each in below if each is not stream)
        found = _NAMED.match(entry.name)
        name, pid = (found[1], int(found[2], 16)) if found else (entry.name, 0)
        return _Object(entry, name, pid, Values(data), others)

    def _mob(self, mob: _Object) -> Mob:
        name = mob.values.text(_MOB_NAME)
        addresses: dict[str, None] = {}
        file = False
        tracks: list[tuple[bool, str, int | None]] = []
        pending = [(mob, 0, "")]
        while pending:
            each, depth, rate = pending.pop()
            values = each.values
            if _TAG_NAME in values and _TAG_VALUE in values:
                told = Said(each.name, name, values.text(_TAG_NAME), values.indirect(_TAG_VALUE))
                if told.text:
                    self.said.append(told)
            if comment := values.text(_EVENT) if _EVENT in values else "":
                self.said.append(Said("Marker", name, "Comment", comment))
            if address := values.text(_URL) if _URL in values else "":
                addresses[address] = None
            file = file or (depth == 1 and each.pid == _DESCRIPTION and _SAMPLE_RATE in values)
            if each.pid == _SEGMENT and rate:
                picture = values.get(_DATA_KIND, b"")[-16:] in _PICTURES
                tracks.append((picture, rate, values.number(_LENGTH)))
            if depth >= MAX_DEPTH:
                raise DamagedFileError(f"objects more than {MAX_DEPTH} deep; the rest was not read")
            rate = values.rate(_RATE) if each.pid == _SLOTS else ""
            below = [self._object(one) for one in each.below if not one.stream]
            pending += [(one, depth + 1, rate) for one in reversed(below)]
        tracks.sort(key=lambda each: not each[0])
        _, edit_rate, duration = tracks[0] if tracks else (False, "", None)
        return Mob(
            id=umid(mob.values.get(_MOB_ID, b"")),
            name=name,
            kind=_MOB_KINDS.get(mob.entry.kind, ""),
            top=mob.values.get(_USAGE, b"")[:16] == _TOP_LEVEL.bytes_le,
            addresses=tuple(addresses),
            edit_rate=edit_rate,
            duration=duration if duration is not None and duration >= 0 else None,
            file=file,
        )


def umid(data: bytes) -> str:
    """A mob id as SMPTE ST 330 writes a UMID, in hexadecimal digits; "" where it is none.

    The second half is kept as a structure whose first numbers are little endian.
    """
    if len(data) != 32:  # noqa: PLR2004
        return ""
    return (data[:16] + UUID(bytes_le=data[16:]).bytes).hex()


def _pid(name: str) -> int:
    found = _NAMED.match(name)
    return int(found[2], 16) if found else 0
