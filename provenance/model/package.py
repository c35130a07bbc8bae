"""A package: files that belong together and count as one asset with members. Pure values.

What a package is made of is told by its own lists (asset map, packing list, composition, hash
list) or, for an image sequence, by names and picture headers. Nothing here opens a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provenance.model.composition import Composition
from provenance.model.frames import Frames


class PackageKind(StrEnum):
    """What kind of package it is."""

    SEQUENCE = "sequence"
    """One picture a file, numbered."""
    IMP = "imp"
    """An Interoperable Master Package (SMPTE ST 2067-2)."""
    DCP = "dcp"
    """A Digital Cinema Package (SMPTE ST 429 or Interop)."""
    MAPPED = "mapped"
    """Files under an asset map that shows neither an IMP nor a DCP."""
    MASTER = "master"
    """A film in one file with the side files that are named after it."""
    STEMS = "stems"
    """Sound files of one programme, split by what they hold or by channel."""
    ARTWORK = "artwork"
    """Still pictures of one folder that are frames of nothing: key art, posters, stills, titles."""
    PAPER = "paper"
    """Documents of one folder: reports, scripts, cue sheets, lists of cuts, captions."""
    MHL = "mhl"
    """A media hash list: an ASC MHL history, or a classic list (version 1)."""
    CHECKSUMS = "checksums"
    """A plain list of checksums."""
    AAF = "aaf"
    """A cut with the media that it refers to."""
    FOLDER = "folder"
    """What belongs to no package."""

    @property
    def owns(self) -> bool:
        """Whether its members are its own; a hash list or a cut only speaks of files."""
        return self not in _SPEAKING


_SPEAKING = frozenset({PackageKind.MHL, PackageKind.CHECKSUMS, PackageKind.AAF, PackageKind.FOLDER})


class Role(StrEnum):
    """What a member is for."""

    ASSET_MAP = "asset map"
    VOLUME_INDEX = "volume index"
    PACKING_LIST = "packing list"
    COMPOSITION = "composition"
    OUTPUT_PROFILE = "output profile"
    SIDECAR_MAP = "sidecar map"
    SIDECAR = "sidecar"
    MASTER = "master"
    IMAGE = "image"
    AUDIO = "audio"
    TEXT = "text"
    DATA = "data"
    DOCUMENT = "document"
    HASH_LIST = "hash list"
    FILE = "file"
    """Listed, and nothing says what for."""


class Presence(StrEnum):
    """Whether a member is there."""

    HERE = "here"
    MISSING = "missing"
    """Listed as part of this package, and not there."""
    ELSEWHERE = "elsewhere"
    """Referred to but not listed here: a supplemental package builds on another one."""
    REFUSED = "refused"
    """Its path leaves the delivery; nobody looked."""


class Match(StrEnum):
    """By what a file that a cut refers to was found."""

    UMID = "umid"
    """It bears the UMID, and the stated name where one is stated."""
    RENAMED = "renamed"
    """It bears the UMID, under another name."""
    NAME = "name"
    """It has the name; there was no UMID to compare."""
    OTHER_UMID = "other umid"
    """It has the name, and another UMID."""


class HashState(StrEnum):
    """What came out of comparing a listed hash."""

    NOT_CHECKED = "not checked"
    MATCHES = "matches"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class ListedHash:
    """A hash that a list states for a file.

    Attributes:
        algorithm: ``md5``, ``sha1``, ``sha256``, ``sha512``, ``c4``, ``xxh32``, ``xxh64``,
            ``xxh64le`` (the same in the opposite order), ``xxh3``, ``xxh128``, or the list's own
            word where we know none.
        value: Lower-case hexadecimal digits, big endian; a C4 id as it is written.
        state: Whether the file has it.
        reason: Why it was not checked although it was asked for, or "".
    """

    algorithm: str
    value: str
    state: HashState = HashState.NOT_CHECKED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a package.

    Attributes:
        path: As seen from the scanned root, with forward slashes; "" where nobody says.
        role: What it is for.
        presence: Whether it is there.
        id: UUID in lower case, of a cut's media the UMID; or "".
        title: What the package calls it: an annotation or the original file name.
        media_type: As listed.
        size: Bytes on disk; None where it is not here.
        listed_size: Bytes as listed; None where no list says.
        hashes: As listed.
        found_in: Shown path of the other package that holds it, for a member that is elsewhere.
        match: By what it was found, for a member to which a cut refers; None for others.
        own_id: UMID that the file states of itself where that is not ``id``, or "".
    """

    path: str
    role: Role = Role.FILE
    presence: Presence = Presence.HERE
    id: str = ""
    title: str = ""
    media_type: str = ""
    size: int | None = None
    listed_size: int | None = None
    hashes: tuple[ListedHash, ...] = ()
    found_in: str = ""
    match: Match | None = None
    own_id: str = ""


class ProblemCode(StrEnum):
    """What is wrong with a package."""

    MISSING = "missing"
    """Listed, and not there."""
    UNLISTED = "unlisted"
    """There, and in no list that speaks of its folder."""
    REFUSED = "refused"
    """A path or a link that leaves the delivery."""
    SIZE = "size"
    """The file has another size than is listed."""
    HASH = "hash"
    """The file has another hash than is listed, or was marked so by who listed it."""
    DUPLICATE = "duplicate"
    """Two entries for one id or one path."""
    CONTRADICTION = "contradiction"
    """Two lists of one package say different things."""
    UNMAPPED = "unmapped"
    """In a packing list, and the asset map does not say where."""
    UNPACKED = "unpacked"
    """In the asset map, and in no packing list: nothing vouches for its bytes."""
    NOTHING_HERE = "nothing here"
    """A composition plays nothing, or nothing of what it plays is in what was looked at."""
    GAP = "gap"
    """Frames are missing between the first and the last."""
    PADDING = "padding"
    """Numbers of one sequence are filled to different widths."""
    ODD_FRAME = "odd frame"
    """Frames that differ from the others in format, size or origin."""
    EMPTY = "empty"
    """A file of zero bytes."""
    BROKEN_CHAIN = "broken chain"
    """A history that is not as its chain says."""
    NOT_UNDERSTOOD = "not understood"
    """A document that cannot be taken for what it ought to be."""
    XML_REFUSED = "xml refused"
    """XML that is not read: entities, a document type, not well-formed, or over a limit."""
    UNREADABLE = "unreadable"
    """A file or folder that cannot be read."""
    NOT_CHECKED = "not checked"
    """Listed hashes that were to be checked and could not be."""
    TOO_MANY = "too many"
    """Beyond a limit of ours; what lies beyond was not looked at."""

    @property
    def undetermined(self) -> bool:
        """Whether it means that something was not looked at."""
        return self in _UNDETERMINED


_UNDETERMINED = frozenset(
    {
        ProblemCode.NOT_UNDERSTOOD,
        ProblemCode.XML_REFUSED,
        ProblemCode.UNREADABLE,
        ProblemCode.NOT_CHECKED,
        ProblemCode.TOO_MANY,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: Which kind.
        message: What and why, on one line, without the path.
        path: As seen from the scanned root; "" where it is the package itself.
    """

    code: ProblemCode
    message: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """Files that belong together.

    Attributes:
        kind: What kind of package.
        name: Stable short name: that of its folder, list or frame pattern.
        path: Its folder or list as seen from the scanned root, "." for the root itself.
        id: UUID of its asset map, in lower case, or "".
        title: Content title, annotation or shot name.
        standard: Which standard or dialect it is written in, in words.
        members: Its files, by path; at most ``packages.base.MAX_MEMBERS`` of a hash list.
        count: How many members there are, whether or not they are kept here.
        size: Bytes of all that is here; None where nobody asked.
        compared: Members of whose listed hashes one at least was compared with the file.
        frames: The frames of a sequence, in place of members.
        picture: What most pictures of a sequence are ("exr 4096x2160 half RGB"), or "".
        compositions: What it plays.
        problems: What is wrong.
        notes: What is worth knowing or was not understood, a line each; no fault.
    """

    kind: PackageKind
    name: str
    path: str
    id: str = ""
    title: str = ""
    standard: str = ""
    members: tuple[Member, ...] = ()
    count: int = 0
    size: int | None = None
    compared: int = 0
    frames: Frames | None = None
    picture: str = ""
    compositions: tuple[Composition, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def paths(self) -> Iterator[str]:
        """Every file of it that is here, as seen from the scanned root, in a stable order."""
        if self.frames is not None:
            yield from self.frames.paths()
        yield from (each.path for each in self.members if each.presence is Presence.HERE)

    @property
    def undetermined(self) -> bool:
        """Whether something of it was not looked at."""
        return any(each.code.undetermined for each in self.problems)

    @property
    def faulty(self) -> bool:
        """Whether something of it is wrong, beyond what was not looked at."""
        return any(not each.code.undetermined for each in self.problems)
