"""Packages out of hash lists: every listed file looked up, whatever the list's dialect.

Lists are read as streams and their files are looked up (and, on request, hashed) on the way, so
that half a million entries need no more memory than eight bytes each beside what is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from provenance.errors import DamagedFileError, ProvenanceError, UnreadableFileError
from provenance.model.package import (
    Member,
    Package,
    PackageKind,
    Presence,
    ProblemCode,
    Role,
)
from provenance.packages import checksums, mhl
from provenance.packages.base import MAX_MEMBERS, Check, Problems
from provenance.packages.checking import Checking
from provenance.packages.entries import Entry
from provenance.packages.listing import Listing
from provenance.packages.mhl import HashList, Link
from provenance.packages.places import Place, Places, name_of


@dataclass(slots=True)
class _Taking:
    """Looks up entry after entry."""

    places: Places
    check: Check | None
    members: list[Member] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)
    folders: dict[str, int] = field(default_factory=dict)
    count: int = 0
    size: int = 0
    checking: Checking = field(init=False)

    def __post_init__(self) -> None:
        self.checking = Checking(self.problems, self.check)

    def take(self, root: Path, entry: Entry, *, newest_first: bool = False) -> None:
        """One more; of a history the newest word on a file counts."""
        place = self.places.find(root, entry.path)
        key = hash(place.shown)
        if key in self.listed:
            if not newest_first:
                self.problems.add(ProblemCode.DUPLICATE, "listed twice", place.shown)
            return
        self.listed.add(key)
        if entry.was:
            self.listed.add(hash(self.places.find(root, entry.was).shown))
        presence = Presence.HERE
        if place.refused:
            presence = Presence.REFUSED
            self.problems.add(ProblemCode.REFUSED, f"{place.refused}, in the list", place.shown)
        elif place.size is None:
            presence = Presence.MISSING
            self.problems.add(ProblemCode.MISSING, "listed, and not there", place.shown)
        member = Member(
            place.shown,
            Role.FILE,
            presence,
            size=place.size,
            listed_size=entry.size,
            hashes=entry.hashes,
        )
        if presence is Presence.HERE:
            member = self._compare(place, member)
            folder = place.shown.rpartition("/")[0]
            self.folders[folder] = self.folders.get(folder, 0) + 1
        if entry.failed:
            told = "was found changed by whoever wrote the list"
            self.problems.add(ProblemCode.HASH, told, place.shown)
        self.count += 1
        self.size += place.size or 0
        if len(self.members) < MAX_MEMBERS:
            self.members.append(member)

    def _compare(self, place: Place, member: Member) -> Member:
        if member.listed_size not in (None, member.size):
            told = f"{member.size} bytes, where {member.listed_size} are listed"
            self.problems.add(ProblemCode.SIZE, told, member.path)
        self.checking.form(member)
        return self.checking.check(place.path, member)

    def read(self, shown: str, entries: Iterable[Entry], root: Path, **how: bool) -> None:
        """All entries of a list; what cannot be read of it is a problem."""
        try:
            for entry in entries:
                self.take(root, entry, **how)
        except UnreadableFileError as error:
            self.problems.add(ProblemCode.UNREADABLE, str(error), shown)
        except DamagedFileError as error:
            self.problems.add(ProblemCode.NOT_UNDERSTOOD, str(error), shown)

    def listing(
        self, package: Package, root: Path, ignored: tuple[str, ...], *, whole: bool
    ) -> Listing:
        """The result."""
        return Listing(
            package=package,
            root=self.places.shown(root),
            folders=self.folders,
            ignored=ignored,
            whole=whole,
            keys=self.listed,
        )


def is_list(folder: Path, name: str) -> bool:
    """Whether a file is a hash list, by its name and then by its content."""
    if not name.lower().endswith(mhl.ENDING) and not checksums.is_named_so(name):
        return False
    path = folder / name
    if path.suffix.lower() == mhl.ENDING:
        return True
    try:
        return next(checksums.entries(path), None) is not None
    except ProvenanceError:
        return path.suffix.lower() in checksums.ENDINGS


def read_list(places: Places, path: Path, *, check: Check | None) -> Listing:
    """A list of checksums, or a hash list that stands by itself.

    Args:
        places: Finds files of the delivery.
        path: The list.
        check: Compares listed hashes with the files; None leaves that out.
    """
    taking = _Taking(places, check)
    shown, root = places.shown(path), path.parent
    classic = path.suffix.lower() == mhl.ENDING
    hash_list = HashList(path)
    entries = hash_list.entries() if classic else checksums.entries(path)
    taking.read(shown, entries, root)
    taking.checking.tell()
    package = _package(
        taking,
        PackageKind.MHL if classic else PackageKind.CHECKSUMS,
        path.name,
        shown,
        f"MHL, by {hash_list.creator}" if hash_list.creator else "MHL" if classic else "",
    )
    return taking.listing(package, root, hash_list.ignored, whole=classic)


def read_history(places: Places, folder: Path, *, check: Check | None) -> Listing:
    """An ASC MHL history: its chain, its generations, and every file that they list.

    Args:
        places: Finds files of the delivery.
        folder: The folder named ``ascmhl``.
        check: Compares listed hashes with the files; None leaves that out.
    """
    taking = _Taking(places, check)
    root = folder.parent
    creator, directories = "", 0
    ignored: tuple[str, ...] = ()
    for path in reversed(list(_generations(taking, folder))):
        generation = HashList(path)
        taking.read(places.shown(path), generation.entries(), root, newest_first=True)
        creator, ignored = creator or generation.creator, ignored or generation.ignored
        directories += generation.directories
        for link in generation.references:
            _check_link(taking, root, link)
    taking.checking.tell()
    if directories:
        taking.notes.append(f"{directories} hashes of folders are not checked")
    package = _package(
        taking,
        PackageKind.MHL,
        name_of(root),
        places.shown(folder),
        f"ASC MHL 2.0, by {creator}" if creator else "ASC MHL 2.0",
    )
    return taking.listing(package, root, ignored, whole=True)


def _generations(taking: _Taking, folder: Path) -> Iterator[Path]:
    """The lists of a history in order; every one is compared with the chain."""
    shown = taking.places.shown(folder / mhl.CHAIN)
    try:
        there = {path.name for path in folder.iterdir() if path.suffix.lower() == mhl.ENDING}
    except OSError as error:
        told = f"folder cannot be listed: {error.strerror}"
        taking.problems.add(ProblemCode.UNREADABLE, told, taking.places.shown(folder))
        return
    try:
        chain = mhl.read_chain(folder / mhl.CHAIN)
    except ProvenanceError as error:
        taking.problems.add(ProblemCode.BROKEN_CHAIN, f"no chain: {error}", shown)
        yield from (folder / name for name in sorted(there))
        return
    for link in chain:
        if _check_link(taking, folder, link):
            yield folder / link.path
    for name in sorted(there - {link.path for link in chain}):
        told = "is not in the chain; nothing of it was looked at"
        taking.problems.add(ProblemCode.BROKEN_CHAIN, told, taking.places.shown(folder / name))


def _check_link(taking: _Taking, folder: Path, link: Link) -> bool:
    """Whether a list that another names is there; a problem where it is not the one meant."""
    place = taking.places.find(folder, link.path)
    if place.refused or place.size is None:
        code = ProblemCode.REFUSED if place.refused else ProblemCode.BROKEN_CHAIN
        why = place.refused or "a hash list that another one names is not there"
        taking.problems.add(code, why, place.shown)
        return False
    try:
        same = mhl.c4_of_file(place.path) == link.c4
    except ProvenanceError as error:
        taking.problems.add(ProblemCode.UNREADABLE, str(error), place.shown)
        return False
    if not same:
        told = "is not the hash list that was written: its C4 id differs"
        taking.problems.add(ProblemCode.BROKEN_CHAIN, told, place.shown)
    return True


def _package(taking: _Taking, kind: PackageKind, name: str, shown: str, standard: str) -> Package:
    notes = list(taking.notes)
    if taking.count > len(taking.members):
        notes.append(f"{taking.count} members, the first {len(taking.members)} of which are kept")
    return Package(
        kind=kind,
        name=name,
        path=shown,
        standard=standard,
        members=tuple(sorted(taking.members, key=lambda each: each.path)),
        count=taking.count,
        size=taking.size,
        compared=taking.checking.compared,
        problems=taking.problems.all(),
        notes=tuple(notes),
    )
