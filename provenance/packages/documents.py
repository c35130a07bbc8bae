"""The documents of an IMP or a DCP, opened: packing lists, compositions, profiles, sidecar maps.

What they say of one file is brought together under its id; where two of them differ, that is a
problem of the package.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from provenance.errors import DamagedFileError
from provenance.model.package import ListedHash, Member, PackageKind, Presence, ProblemCode, Role
from provenance.packages import dcp, imf
from provenance.packages.assetmaps import (
    Packed,
    PackingList,
    document,
    edition,
    packing_list,
    uuid_of,
)
from provenance.packages.building import Build
from provenance.packages.markup import SUSPICIOUS, child, local, namespace, root_name, text_of

OWN: Final = frozenset(
    {
        "AssetMap",
        "VolumeIndex",
        "PackingList",
        "CompositionPlaylist",
        "OutputProfileList",
        "SidecarCompositionMap",
    }
)
"""Roots of a package's own documents."""
_TEXTS: Final = frozenset({"tt", "SubtitleReel", "DCSubtitle"})
"""Roots of timed text: TTML and IMSC, ST 428-7, Interop."""
_XML_ENDINGS: Final = frozenset({".xml", ""})
_TRACKS: Final = (
    ("Image", Role.IMAGE),
    ("Picture", Role.IMAGE),
    ("Audio", Role.AUDIO),
    ("Sound", Role.AUDIO),
    ("IAB", Role.AUDIO),
    ("ADM", Role.AUDIO),
    ("Subtitle", Role.TEXT),
    ("Caption", Role.TEXT),
    ("Text", Role.TEXT),
    ("Commentary", Role.TEXT),
    ("Impaired", Role.TEXT),
    ("Karaoke", Role.TEXT),
    ("ForcedNarrative", Role.TEXT),
)
"""What a track of ST 2067-2, -201, -203 or ST 429-7 holds, by a part of its name."""


def open_documents(made: Build) -> None:
    """Reads all of them; packing lists first, for they say what the rest is."""
    roots = {
        shown: root_name(made.disk(shown))
        for shown, each in made.members.items()
        if each.presence is Presence.HERE
        and each.role in {Role.FILE, Role.PACKING_LIST}
        and PurePosixPath(shown).suffix.lower() in _XML_ENDINGS
    }
    packed: dict[str, Packed] = {}
    for shown, name in roots.items():
        if name == "PackingList" or made.members[shown].role is Role.PACKING_LIST:
            _open_list(made, shown, packed)
    if not any(each.role is Role.PACKING_LIST for each in made.members.values()):
        made.problems.add(ProblemCode.MISSING, "the asset map names no packing list")
    _compare_lists(made, packed)
    for shown, name in roots.items():
        if made.members[shown].role is Role.PACKING_LIST:
            continue
        if name in OWN or name == SUSPICIOUS:
            made.read(shown, partial(_open, made, shown))
        elif name in _TEXTS:
            _is(made, shown, Role.TEXT)


def role_of(track: str) -> Role:
    """What a track of a composition holds."""
    return next((role for part, role in _TRACKS if part in track), Role.DATA)


def _is(made: Build, shown: str, role: Role) -> None:
    made.members[shown] = replace(made.members[shown], role=role)


def _open_list(made: Build, shown: str, packed: dict[str, Packed]) -> None:
    _is(made, shown, Role.PACKING_LIST)
    root = made.read(shown, lambda path: document(path, "PackingList"))
    found = None if root is None else made.read(shown, lambda _: packing_list(root))
    if root is None or found is None:
        return
    made.editions[found.edition] = None
    made.title = made.title or found.title
    made.kinds.append(_kind(namespace(root)))
    _same_id(made, shown, found.id)
    if found.signed:
        made.notes.append(f"{shown} is signed; its signature is not checked")
    _take(made, shown, found, packed)


def _take(made: Build, shown: str, found: PackingList, packed: dict[str, Packed]) -> None:
    keys = {each.id: key for key, each in made.members.items()}
    mine: set[str] = set()
    for each in found.assets:
        if each.id in mine:
            made.problems.add(ProblemCode.DUPLICATE, f"lists {each.id} twice", shown)
            continue
        mine.add(each.id)
        before = packed.setdefault(each.id, each)
        if (before.hash, before.size) != (each.hash, each.size):
            told = f"another packing list says something else of {each.id}"
            made.problems.add(ProblemCode.CONTRADICTION, told, shown)
            continue
        key = keys.get(each.id)
        if key is not None:
            made.members[key] = _with(made.members[key], each)


def _with(member: Member, packed: Packed) -> Member:
    return replace(
        member,
        title=packed.title or packed.file_name,
        media_type=packed.media_type,
        listed_size=packed.size if packed.size is not None else member.listed_size,
        hashes=(packed.hash,) if packed.hash else (),
    )


def _compare_lists(made: Build, packed: dict[str, Packed]) -> None:
    """What is in the map or in a packing list, and not in the other."""
    mapped = {each.id for each in made.members.values()}
    if packed:
        for shown, each in made.members.items():
            own = each.role in {Role.PACKING_LIST, Role.ASSET_MAP, Role.VOLUME_INDEX}
            if not own and each.id not in packed:
                told = "in the asset map, and in no packing list"
                made.problems.add(ProblemCode.UNPACKED, told, shown)
    for id_, entry in packed.items():
        if id_ not in mapped:
            name = entry.file_name or entry.title
            told = f"{name or id_}: in a packing list, and the asset map does not say where"
            made.problems.add(ProblemCode.UNMAPPED, told)
            made.members[id_] = Member("", Role.FILE, Presence.MISSING, id_, name)


def _open(made: Build, shown: str, path: Path) -> None:
    """One document that is no packing list."""
    root = document(path)
    kind = local(root)
    if kind == "CompositionPlaylist":
        _is(made, shown, Role.COMPOSITION)
        _open_composition(made, shown, root)
    elif kind == "OutputProfileList":
        _is(made, shown, Role.OUTPUT_PROFILE)
        _same_id(made, shown, uuid_of(text_of(root, "Id")))
        _refer(made, imf.profiled(root), Role.COMPOSITION)
    elif kind == "SidecarCompositionMap":
        _is(made, shown, Role.SIDECAR_MAP)
        found = imf.sidecar_map(root)
        _same_id(made, shown, found.id)
        for asset, compositions in found.sidecars:
            _refer(made, asset, Role.SIDECAR)
            for each in compositions:
                _refer(made, each, Role.COMPOSITION)
    else:
        raise DamagedFileError(f"is no document of a package: its root is {kind[:60]!r}")


def _open_composition(made: Build, shown: str, root: etree._Element) -> None:
    made.editions[edition(root)] = None
    made.kinds.insert(0, _kind(namespace(root)))
    if child(root, "ReelList") is not None:
        found = dcp.composition(root, shown)
        for id_, stated in dcp.hashes(root):
            _same_hash(made, shown, id_, stated)
    else:
        found = imf.composition(root, shown)
    _same_id(made, shown, found.id)
    made.compositions.append(found)
    for segment in found.segments:
        for piece in segment.resources:
            _refer(made, piece.asset, role_of(piece.track))
    if any(piece.encrypted for segment in found.segments for piece in segment.resources):
        made.notes.append(f"{shown} plays encrypted essence; a key is needed to look into it")


def _refer(made: Build, id_: str, role: Role) -> None:
    if id_:
        made.referred.setdefault(id_, role)


def _same_id(made: Build, shown: str, stated: str) -> None:
    mapped = made.members[shown].id
    if stated != mapped:
        told = f"has id {stated or '(none)'}, and the asset map says {mapped or '(none)'}"
        made.problems.add(ProblemCode.CONTRADICTION, told, shown)


def _same_hash(made: Build, shown: str, id_: str, stated: ListedHash) -> None:
    for each in made.members.values():
        if each.id == id_ and each.hashes and each.hashes[0] != stated:
            told = f"states another hash for {each.path or id_} than the packing list"
            made.problems.add(ProblemCode.CONTRADICTION, told, shown)


def _kind(uri: str) -> PackageKind:
    if imf.NAMESPACE_MARK in uri:
        return PackageKind.IMP
    if any(mark in uri for mark in dcp.NAMESPACE_MARKS):
        return PackageKind.DCP
    return PackageKind.MAPPED
