"""An IMP or a DCP out of its asset map, compared with the disk and with other packages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from provenance.model.composition import Composition
from provenance.model.package import (
    Member,
    Package,
    PackageKind,
    Presence,
    Problem,
    ProblemCode,
    Role,
)
from provenance.packages.assetmaps import INDEX_NAMES, MAP_NAMES, AssetMap, read_index, read_map
from provenance.packages.base import Check, Problems
from provenance.packages.building import Build, place_assets
from provenance.packages.checking import Checking, compared
from provenance.packages.documents import open_documents
from provenance.packages.markup import root_name
from provenance.packages.places import Places, name_of

KINDS: Final = frozenset({PackageKind.IMP, PackageKind.DCP, PackageKind.MAPPED})
"""Kinds of packages that an asset map makes."""
_LISTED: Final = frozenset({Presence.HERE, Presence.MISSING})
"""Members in whose folders others may lie. Where a refused path leads, nobody looks."""
_ESSENCE: Final = frozenset({Role.IMAGE, Role.AUDIO, Role.TEXT, Role.DATA})
_DOCUMENTS: Final = frozenset(
    {
        *(Role.ASSET_MAP, Role.VOLUME_INDEX, Role.PACKING_LIST, Role.COMPOSITION),
        *(Role.OUTPUT_PROFILE, Role.SIDECAR_MAP),
    }
)


@dataclass(frozen=True, slots=True)
class Maps:
    """What XML of a folder makes it a package.

    Attributes:
        map: Name of the asset map, or "".
        index: Name of the volume index, or "".
        others: Further asset maps.
        roots: Root element of every XML file of the folder, by name.
    """

    map: str
    index: str
    others: tuple[str, ...]
    roots: dict[str, str]


def find_maps(folder: Path, names: Iterable[str]) -> Maps:
    """The asset map among the XML files of a folder; what it is called decides between two.

    Args:
        folder: Where they are.
        names: Names that end in ``.xml``, or are those that Interop gives without an ending.
    """
    roots = {name: root_name(folder / name) for name in sorted(names)}
    maps = [name for name, root in roots.items() if root == "AssetMap" or name.lower() in MAP_NAMES]
    maps.sort(key=lambda name: (name.lower() not in MAP_NAMES, "." not in name, name))
    indexes = [
        name for name, root in roots.items() if root == "VolumeIndex" or name.lower() in INDEX_NAMES
    ]
    if maps and not indexes:  # the map alone was named
        indexes = [name for name in ("VOLINDEX.xml", "VOLINDEX") if (folder / name).is_file()]
    return Maps(
        map=maps[0] if maps else "",
        index=indexes[0] if indexes else "",
        others=tuple(maps[1:]),
        roots=roots,
    )


def build(places: Places, folder: Path, shown: str, maps: Maps, *, check: Check | None) -> Package:
    """The package of an asset map.

    Args:
        places: Finds files of the delivery.
        folder: Where the map lies.
        shown: That folder as seen from the scanned root.
        maps: Which files are its map and index.
        check: Compares listed hashes with the files; None leaves that out.
    """
    made = Build(places, folder, shown)
    for name, role in ((maps.map, Role.ASSET_MAP), (maps.index, Role.VOLUME_INDEX)):
        if name:
            key = made.path(name)
            made.members[key] = Member(key, role, size=places.find(folder, name).size)
    for name in maps.others:
        told = "a second asset map; nothing of it was looked at"
        made.problems.add(ProblemCode.NOT_UNDERSTOOD, told, made.path(name))
    listed = made.read(made.path(maps.map), read_map)
    if listed is not None:
        made.editions[listed.edition] = None
        volume = made.read(made.path(maps.index), read_index) if maps.index else None
        place_assets(made, listed, volume or 1)
        open_documents(made)
        _give_roles(made)
        _compare(made, check)
    return _package(made, listed)


def _give_roles(made: Build) -> None:
    """What compositions refer to gets a role; what is listed nowhere here is elsewhere."""
    keys = {each.id: key for key, each in made.members.items() if each.id}
    for id_, role in made.referred.items():
        key = keys.get(id_)
        if key is None:
            made.members[id_] = Member("", role, Presence.ELSEWHERE, id_)
        elif made.members[key].role is Role.FILE:
            made.members[key] = replace(made.members[key], role=role)
        elif role in _ESSENCE and made.members[key].role in _DOCUMENTS:
            told = f"a composition plays it, and it is no essence but the {made.members[key].role}"
            made.problems.add(ProblemCode.CONTRADICTION, told, made.members[key].path)


def _compare(made: Build, check: Check | None) -> None:
    """Sizes, and hashes where asked for, with what is on disk."""
    checking = Checking(made.problems, check)
    for key, each in list(made.members.items()):
        if each.presence is not Presence.HERE:
            continue
        if each.listed_size not in (None, each.size):
            told = f"{each.size} bytes, where {each.listed_size} are listed"
            made.problems.add(ProblemCode.SIZE, told, each.path)
        checking.form(each)
        made.members[key] = checking.check(made.disk(each.path), each)
    checking.tell()


def _package(made: Build, listed: AssetMap | None) -> Package:
    titles = (each.title or each.annotation for each in made.compositions)
    said = (listed.title if listed else "") or made.title
    members = sorted(made.members.values(), key=lambda each: (each.path == "", each.path, each.id))
    return Package(
        kind=_kind(made),
        name=name_of(made.folder),
        path=made.shown or ".",
        id=listed.id if listed else "",
        title=next((title for title in titles if title), said),
        standard=", ".join(made.editions),
        members=tuple(members),
        count=len(members),
        size=sum(each.size or 0 for each in members),
        compared=sum(map(compared, members)),
        compositions=tuple(made.compositions),
        problems=made.problems.all(),
        notes=tuple(made.notes),
    )


def _kind(made: Build) -> PackageKind:
    """By its compositions, else by its packing lists, else by its map."""
    sure = (kind for kind in made.kinds if kind is not PackageKind.MAPPED)
    interop = PackageKind.DCP if "Interop" in made.editions else PackageKind.MAPPED
    return next(sure, interop)


def unlisted(package: Package, names: Iterable[str]) -> tuple[Problem, ...]:
    """Problems for files that lie among the members and are none.

    Args:
        package: The package.
        names: What lies in the folders of its members, as seen from the scanned root; what
            speaks of another file (sidecars, hash lists) left out.
    """
    own = {each.path for each in package.members} | {each.path for each in package.problems}
    told = "lies in the package, and no list of it names it"
    found = Problems()
    for each in sorted(set(names) - own):
        found.add(ProblemCode.UNLISTED, told, each)
    return found.all()


def folders_of(package: Package) -> tuple[str, ...]:
    """The folders in which members lie, as seen from the scanned root, "" for the root."""
    here = (each.path for each in package.members if each.presence in _LISTED and each.path)
    found = {str(PurePosixPath(path).parent) for path in here}
    return tuple(sorted("" if each == "." else each for each in found))


def resolve(packages: Sequence[Package]) -> tuple[Package, ...]:
    """Packages that refer to one another: what a supplemental one needs, where it is.

    A composition that plays nothing, or nothing of which is in any of these packages, is a
    problem; a part that is elsewhere is a note: a supplemental package is made like that.
    """
    homes = {
        each.id: package.path
        for package in packages
        for each in package.members
        if each.id and each.presence is Presence.HERE
    }
    return tuple(_resolved(each, homes) for each in packages)


def _resolved(package: Package, homes: dict[str, str]) -> Package:
    if package.kind not in KINDS:
        return package
    members = tuple(
        replace(each, found_in=homes.get(each.id, ""))
        if each.presence is Presence.ELSEWHERE
        else each
        for each in package.members
    )
    problems, notes = list(package.problems), list(package.notes)
    away = {each.id for each in members if each.presence is Presence.ELSEWHERE}
    for each in package.compositions:
        _told(each, homes, away, problems, notes)
    return replace(package, members=members, problems=tuple(problems), notes=tuple(notes))


def _told(
    played: Composition,
    homes: dict[str, str],
    away: set[str],
    problems: list[Problem],
    notes: list[str],
) -> None:
    count = len(played.assets)
    files = f"{count} file{'s' if count > 1 else ''}"
    if not count:
        problems.append(Problem(ProblemCode.NOTHING_HERE, "plays nothing", played.path))
    elif not any(each in homes for each in played.assets):
        told = f"plays {files}, none of which was found"
        problems.append(Problem(ProblemCode.NOTHING_HERE, told, played.path))
    elif others := [each for each in played.assets if each in away]:
        found = sum(each in homes for each in others)
        where = "found beside this one" if found == len(others) else "which is not here"
        if 0 < found < len(others):
            where = f"{found} of them found beside this one"
        told = f"plays {files}, {len(others)} of them from another package, {where}"
        notes.append(f"{played.path} {told}")
