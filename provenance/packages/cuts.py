"""Cuts (AAF): the media that they refer to, and which of these are in the delivery.

An address leads to a disk of the editor's, so that only the name at its end is compared, letter
case aside. What is not here is no fault: nobody promised that it would be.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from provenance.errors import ProvenanceError, UnreadableFileError
from provenance.model.package import Member, Package, PackageKind, Presence, ProblemCode, Role
from provenance.packages.base import MAX_MEMBERS, Cut, Problems, Refer, Reference, one_line
from provenance.packages.flat import role_of
from provenance.packages.naming import ending
from provenance.packages.places import Places

ENDING: Final = ".aaf"
_EITHER: Final = ".mxf"
"""Picture or sound: its name does not tell."""
MAX_NAMES: Final = 2_000_000
"""Files of a delivery among which media are looked for."""


def packages(
    places: Places, cuts: Iterable[str], names: Iterable[str], refer: Refer
) -> tuple[Package, ...]:
    """One package for each cut.

    Args:
        places: Finds files of the delivery.
        cuts: Their paths as seen from the scanned root.
        names: Every file of the delivery, likewise.
        refer: Reads a cut.
    """
    read = [(shown, *_read(places, shown, refer)) for shown in sorted(cuts)]
    wanted = {
        _key(_parts(each.address)[-1]) for _, cut, _ in read if cut for each in cut.references
    }
    here: dict[str, list[str]] = {}
    for count, shown in enumerate(names):
        if count >= MAX_NAMES:
            break
        key = _key(shown.rpartition("/")[2])
        if key in wanted:
            here.setdefault(key, []).append(shown)
    return tuple(_package(places, shown, cut, problems, here) for shown, cut, problems in read)


def _read(places: Places, shown: str, refer: Refer) -> tuple[Cut | None, Problems]:
    problems = Problems()
    try:
        return refer(places.disk(shown)), problems
    except UnreadableFileError as error:
        problems.add(ProblemCode.UNREADABLE, str(error), shown)
    except ProvenanceError as error:
        problems.add(ProblemCode.NOT_UNDERSTOOD, str(error), shown)
    return None, problems


def _package(
    places: Places, shown: str, cut: Cut | None, problems: Problems, here: dict[str, list[str]]
) -> Package:
    found = Package(
        kind=PackageKind.AAF, name=shown.rpartition("/")[2], path=shown, problems=problems.all()
    )
    if cut is None:
        return found
    members: dict[str, Member] = {}
    several = 0
    for each in cut.references:
        parts = _parts(each.address)
        candidates = here.get(_key(parts[-1]), []) if parts[-1] else []
        several += len(candidates) > 1
        member = _member(places, each, _nearest(parts, candidates))
        members.setdefault(member.path or member.title, member)
    kept = tuple(members[key] for key in sorted(members))
    notes = list(cut.notes)
    if several:
        notes.append(f"{several} of the names stand for several files here; the nearest is told")
    return replace(
        found,
        title=next((each.title for each in cut.compositions if each.title), ""),
        standard=cut.standard,
        members=kept[:MAX_MEMBERS],
        count=len(kept),
        compositions=tuple(replace(each, path=shown) for each in cut.compositions),
        notes=tuple(notes),
    )


def _member(places: Places, each: Reference, path: str) -> Member:
    address = one_line(unquote(each.address))
    name = _parts(each.address)[-1]
    role = Role.FILE if ending(name) == _EITHER else role_of(name)
    if not path:
        return Member("", role, Presence.ELSEWHERE, each.id, address)
    try:
        size = places.disk(path).stat().st_size
    except OSError:
        size = None
    return Member(path, role, id=each.id, title=one_line(each.title) or address, size=size)


def _nearest(parts: Sequence[str], candidates: Sequence[str]) -> str:
    """The file whose folders agree with an address the furthest, of several the first by path."""

    def shared(shown: str) -> int:
        count = 0
        for one, other in zip(reversed(parts), reversed(shown.split("/")), strict=False):
            if _key(one) != _key(other):
                break
            count += 1
        return count

    return min(candidates, key=lambda each: (-shared(each), each), default="")


def _parts(address: str) -> list[str]:
    """The folders of an address and the name at its end."""
    plain = unquote(address).replace("\\", "/").rstrip("/")
    return plain.split("/")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
