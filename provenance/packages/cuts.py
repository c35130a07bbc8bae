"""Cuts (AAF): the media that they refer to, which of these are in the delivery, and by what sign.

What is not here is no fault: nobody promised that it would be. Nor is a file that has the name and
another UMID: programs give ids of their own to what they import. Both are told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from provenance.errors import ProvenanceError, UnreadableFileError
from provenance.model.package import (
    Match,
    Member,
    Package,
    PackageKind,
    Presence,
    ProblemCode,
    Role,
)
from provenance.packages.base import MAX_MEMBERS, Problems, one_line
from provenance.packages.flat import role_of
from provenance.packages.media import MAX_ASKED, Found, Media, name_in
from provenance.packages.naming import ending
from provenance.packages.places import Places
from provenance.packages.references import Cut, Identify, Refer, Reference

ENDING: Final = ".aaf"
_EITHER: Final = ".mxf"
"""Picture or sound: its name does not tell."""
MAX_TOLD: Final = 20
"""Files of one kind of note that are told one by one; the rest is counted."""
_FIRMEST: Final = (Match.UMID, Match.RENAMED, Match.NAME, Match.OTHER_UMID, None)
"""Of several references to one file, the match that is told."""


def packages(
    places: Places,
    cuts: Iterable[str],
    names: Iterable[str],
    refer: Refer,
    identify: Identify | None = None,
) -> tuple[Package, ...]:
    """One package for each cut.

    Args:
        places: Finds files of the delivery.
        cuts: Their paths as seen from the scanned root.
        names: Every file of the delivery, likewise.
        refer: Reads a cut.
        identify: Reads what a file states of itself; None goes by names alone.
    """
    read = [(shown, *_read(places, shown, refer)) for shown in sorted(cuts)]
    references = [each for _, cut, _ in read if cut for each in cut.references]
    media = Media(places, names, references, identify)
    return tuple(_package(places, shown, cut, problems, media) for shown, cut, problems in read)


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
    places: Places, shown: str, cut: Cut | None, problems: Problems, media: Media
) -> Package:
    package = Package(
        kind=PackageKind.AAF, name=shown.rpartition("/")[2], path=shown, problems=problems.all()
    )
    if cut is None:
        return package
    resolved = sorted(
        zip(media.resolve(cut.references), cut.references, strict=True),
        key=lambda each: _FIRMEST.index(each[0].match),
    )
    members: dict[str, Member] = {}
    told: list[tuple[Found, Reference]] = []
    for found, each in resolved:
        member = _member(places, each, found)
        key = member.path or each.address or member.id
        if members.setdefault(key, member) is member:
            told.append((found, each))
    kept = tuple(sorted(members.values(), key=lambda each: (each.path or each.title, each.id)))
    notes = [*cut.notes, *_notes(told, sum(found.several for found, _ in resolved))]
    if media.not_asked:
        notes.append(f"{media.not_asked} files beyond {MAX_ASKED} were not asked for their UMID")
    return replace(
        package,
        title=next((each.title for each in cut.compositions if each.title), ""),
        standard=cut.standard,
        members=kept[:MAX_MEMBERS],
        count=len(kept),
        compositions=tuple(replace(each, path=shown) for each in cut.compositions),
        notes=tuple(notes),
    )


def _notes(told: Sequence[tuple[Found, Reference]], several: int) -> list[str]:
    """What a person ought to know of how the files were found."""
    renamed = [
        f"{found.path}: found by its UMID; the cut calls it {one_line(name_in(each.address))}"
        for found, each in told
        if found.match is Match.RENAMED
    ]
    other = [
        f"{found.path}: the name that the cut states, but another UMID: {found.own_id}, where the "
        f"cut states {found.id}; other media, or an id that a program made up on import"
        for found, _ in told
        if found.match is Match.OTHER_UMID
    ]
    notes = renamed[:MAX_TOLD] + other[:MAX_TOLD]
    if len(renamed) > MAX_TOLD:
        notes.append(f"{len(renamed) - MAX_TOLD} more found by their UMID under another name")
    if len(other) > MAX_TOLD:
        notes.append(f"{len(other) - MAX_TOLD} more have the name that is stated, another UMID")
    if several:
        notes.append(f"{several} of the names stand for several files here; the nearest is told")
    return notes


def _member(places: Places, each: Reference, found: Found) -> Member:
    address = one_line(unquote(each.address))
    name = found.path or name_in(each.address)
    role = Role.FILE if ending(name) == _EITHER else role_of(name)
    if not found.path:
        return Member("", role, Presence.ELSEWHERE, found.id, address or one_line(each.title))
    try:
        size = places.disk(found.path).stat().st_size
    except OSError:
        size = None
    return Member(
        found.path,
        role,
        id=found.id,
        title=one_line(each.title) or address,
        size=size,
        match=found.match,
        own_id=found.own_id,
    )
