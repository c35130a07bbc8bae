"""Artwork and paper: what lies in a folder and belongs to nothing else, by what it is.

A file is taken for what its content shows; where it lies makes the package, and its name only helps
to say what a document is about. What a file is, is told by a function, since formats are strangers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.model.package import Member, Package, PackageKind, Role
from provenance.packages.base import MAX_MEMBERS

_SUBJECTS: Final = (
    ("a music cue sheet", r"(?:music[._ -]?)?cue[._ -]?sheets?"),
    ("a quality control report", r"qc"),
    ("a camera report", r"camera[._ -]?(?:report|log)s?"),
    ("a sound report", r"(?:sound|audio)[._ -]?(?:report|log)s?"),
    ("a script", r"(?:shooting[._ -]?)?script|screenplay|teleplay"),
    ("a dialogue list", r"dialogue[._ -]?list|ccsl|cdsl"),
    ("a credit list", r"credits?(?:[._ -]?list)?"),
    ("insurance (errors and omissions)", r"e&o|(?-i:E[nN]O)"),
    ("a disclosure of AI", r"(?:gen[._ -]?)?ai[._ -]?(?:disclosure|usage|use)s?"),
    (
        "a release or consent",
        r"(?:talent|location|model)[._ -]?releases?|releases?[._ -]?forms?|consents?",
    ),
)
_ABOUT: Final = tuple(
    (words, re.compile(rf"(?:^|[^A-Za-z0-9])(?:{pattern})(?:$|[^A-Za-z])", re.IGNORECASE))
    for words, pattern in _SUBJECTS
)
"""Of what documents speak by their names, the most telling first."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one file is.

    Attributes:
        kind: ``ARTWORK`` or ``PAPER``.
        role: What it is for.
        what: What its content shows, in words ("PDF document").
        media_type: Of its content.
    """

    kind: PackageKind
    role: Role
    what: str
    media_type: str


Tell = Callable[[Path], Piece | None]
"""Says what a file is; None for what is neither artwork nor paper, and for what cannot be read."""


def packages(
    folder: Path, shown: str, root: str, names: Iterable[str], tell: Tell
) -> tuple[tuple[Package, ...], list[str]]:
    """The artwork and the paper of a folder, and the names of what is neither.

    Args:
        folder: Where they are.
        shown: That folder as seen from the scanned root, "" for the root.
        root: What the root is called.
        names: Files that belong to nothing else.
        tell: Says what each is.
    """
    found: dict[PackageKind, list[tuple[str, Piece]]] = {}
    rest: list[str] = []
    for name in sorted(names):
        piece = tell(folder / name)
        if piece is None:
            rest.append(name)
        else:
            found.setdefault(piece.kind, []).append((name, piece))
    title = shown.rpartition("/")[2] or root
    made = (_package(folder, shown, title, kind, each) for kind, each in sorted(found.items()))
    return tuple(made), rest


def about(name: str) -> str:
    """What a document speaks of, by its name alone; "" where that does not say.

    Args:
        name: Of the file.
    """
    stem = name[: name.rfind(".")] if "." in name else name
    return next((words for words, pattern in _ABOUT if pattern.search(stem)), "")


def _package(
    folder: Path, shown: str, title: str, kind: PackageKind, pieces: list[tuple[str, Piece]]
) -> Package:
    lead = f"{shown}/" if shown else ""
    members: list[Member] = []
    total = 0
    for name, piece in pieces:
        try:
            size = (folder / name).stat().st_size
        except OSError:
            size = None
        total += size or 0
        if len(members) < MAX_MEMBERS:
            subject = about(name) if kind is PackageKind.PAPER else ""
            told = f"{piece.what}; by its name {subject}" if subject else piece.what
            members.append(
                Member(lead + name, piece.role, title=told, media_type=piece.media_type, size=size)
            )
    counted = Counter(piece.what for _, piece in pieces)
    return Package(
        kind=kind,
        name=title,
        path=shown or ".",
        members=tuple(members),
        count=len(pieces),
        size=total,
        notes=(", ".join(f"{what} ({count})" for what, count in sorted(counted.items())),),
    )
