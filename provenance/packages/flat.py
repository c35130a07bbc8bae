"""Flat masters with their side files, and stems: what names of one folder hold together.

A master is a film in one file; its side files (captions, separate sound, lists, paper) begin with
its name. Stems are sound files of one programme that differ in a word for what they hold, or in
the channel. Nothing else says that these belong together, so that only names are looked at.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from provenance.model.package import Member, Package, PackageKind, Role
from provenance.packages.naming import ending

FILMS: Final = frozenset({".mov", ".mxf", ".mp4", ".m4v", ".mkv", ".avi", ".ts"})
SOUNDS: Final = frozenset({".wav", ".aif", ".aiff", ".flac", ".w64", ".caf", ".bwf", ".adm"})
TEXTS: Final = frozenset(
    {".srt", ".vtt", ".stl", ".scc", ".pac", ".ttml", ".dfxp", ".itt", ".imsc", ".cap", ".sbv"}
)
_DATA: Final = frozenset(
    {
        *(".xml", ".json", ".edl", ".aaf", ".otio", ".fcpxml", ".ale", ".cdl", ".ccc", ".cube"),
        *(".lut", ".csv", ".txt", ".pdf", ".html", ".yaml", ".docx", ".xlsx"),
    }
)
_SEPARATORS: Final = "._- ("
_WORD: Final = re.compile(
    r"(?:^|(?<=[._\- ]))(?:dx|dia|dialogue|dialog|mx|mus|music|fx|sfx|efx|effects|foley|fol|bg|bgs|"
    r"amb|ambience|vo|nar|narration|adr|me|m&e|mne|pm|printmaster|mix|fullmix|optional|opt|"
    r"l|r|c|lfe|ls|rs|lss|rss|lsr|rsr|lt|rt|lb|rb)(?=$|[._\- ])",
    re.IGNORECASE,
)
"""Words for what a stem holds, and for its channel (ITU-R BS.2051 and the usual short forms)."""
LEAST_STEMS: Final = 2
MAX_NAME: Final = 255
"""Characters of a file name (NAME_MAX of Linux)."""
_SIDES: Final = TEXTS | _DATA | SOUNDS
HELD: Final = FILMS | _SIDES
"""Endings of all that names hold together."""


def packages(folder: Path, shown: str, names: Iterable[str]) -> tuple[Package, ...]:
    """The masters with side files, and the stems, among files that belong to nothing else.

    Args:
        folder: Where they are.
        shown: That folder as seen from the scanned root.
        names: Their names.
    """
    free = sorted(names)
    films: dict[str, str] = {}
    for name in free:
        if ending(name) in FILMS:
            films.setdefault(name[: name.rfind(".")], name)
    sides: dict[str, list[str]] = {}
    for name in free if films else ():
        master = _master(name, films)
        if master:
            sides.setdefault(master, []).append(name)
    found: list[Package] = []
    for master, beside in sides.items():
        members = [_member(folder, shown, name) for name in (master, *beside)]
        members[0] = replace(members[0], role=Role.MASTER)
        found.append(_package(PackageKind.MASTER, shown, master, members))
    taken = {name for beside in sides.values() for name in beside}
    groups: dict[str, list[str]] = {}
    for name in free:
        programme = _programme(name) if name not in taken else ""
        if programme:
            groups.setdefault(programme, []).append(name)
    for programme, stems in groups.items():
        if len(stems) >= LEAST_STEMS:
            members = [_member(folder, shown, name) for name in stems]
            found.append(_package(PackageKind.STEMS, shown, programme, members))
    return tuple(found)


def role_of(name: str) -> Role:
    """What a file is for, by its ending."""
    tail = ending(name)
    if tail in FILMS:
        return Role.IMAGE
    if tail in SOUNDS:
        return Role.AUDIO
    if tail in TEXTS:
        return Role.TEXT
    return Role.DATA if tail in _DATA else Role.FILE


def _master(name: str, films: Mapping[str, str]) -> str:
    """The film of which a file is a side file: the longest stem with which its name begins."""
    if ending(name) not in _SIDES:
        return ""
    for at in range(min(len(name), MAX_NAME) - 1, 0, -1):
        if name[at] in _SEPARATORS and name[:at] in films:
            return films[name[:at]]
    return ""


def _programme(name: str) -> str:
    """The name of a sound file without the word that tells stems apart; "" for other files."""
    if ending(name) not in SOUNDS:
        return ""
    stem = name[: name.rfind(".")]
    words = list(_WORD.finditer(stem))
    if not words:
        return ""
    last = words[-1]
    rest = stem[: last.start()] + "*" + stem[last.end() :]
    return f"{rest}{ending(name)}" if rest.strip("*._- ") else ""


def _member(folder: Path, shown: str, name: str) -> Member:
    try:
        size = (folder / name).stat().st_size
    except OSError:
        size = None
    return Member(f"{shown}/{name}" if shown else name, role_of(name), size=size)


def _package(kind: PackageKind, shown: str, name: str, members: list[Member]) -> Package:
    return Package(
        kind=kind,
        name=name,
        path=f"{shown}/{name}" if shown else name,
        title=name[: name.rfind(".")].replace("*", "").strip(_SEPARATORS),
        members=tuple(members),
        count=len(members),
        size=sum(each.size or 0 for each in members),
    )
