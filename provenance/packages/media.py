"""The media of a delivery to which a cut refers: found by UMID first, by name second.

An address leads to a disk of the editor's, so that of it only the name at its end is compared,
letter case aside. A UMID is in the file and stays when that is renamed; but many files bear none.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final
from urllib.parse import unquote

from provenance.errors import ProvenanceError
from provenance.model.package import Match
from provenance.packages.naming import ending
from provenance.packages.places import Places
from provenance.packages.references import Identify, Identity, Reference
from provenance.packages.umids import keys

MAX_NAMES: Final = 2_000_000
"""Files of a delivery among which media are looked for."""
MAX_ASKED: Final = 4000
"""Files that are opened for their UMID, those of a stated name first; each costs an eighth of a
millisecond where it is at hand. A turnover of a reel has some thousand."""
MAX_ALIKE: Final = 64
"""Files of one name or one UMID of which the nearest is told; the others are not compared."""
BEARING: Final = frozenset({".mxf", ".wav", ".wave", ".bwf", ".rf64"})
"""Endings of files that may state a UMID."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one reference.

    Attributes:
        path: The file as seen from the scanned root; "" where none is here.
        match: By what it was found; None where it was not.
        id: The UMID that the cut states: the one that fits, else the first; or "".
        own_id: The UMID of the file where it is another one, or "".
        several: Whether other files would have done as well.
    """

    path: str = ""
    match: Match | None = None
    id: str = ""
    own_id: str = ""
    several: bool = False


class Media:
    """The files of a delivery that cuts refer to.

    Attributes:
        not_asked: Files that may bear a UMID and were not opened.
    """

    def __init__(
        self,
        places: Places,
        names: Iterable[str],
        references: Sequence[Reference],
        identify: Identify | None,
    ) -> None:
        """Looks for everything at once.

        Args:
            places: Finds files of the delivery.
            names: Every file of it, as seen from the scanned root.
            references: Of all cuts.
            identify: Reads what a file states of itself; None goes by names alone.
        """
        self._places, self._identify = places, identify
        self._named: dict[str, list[str]] = {}
        self._bearers: dict[str, dict[str, bool]] = {}  # by key of a UMID: whether of essence
        self._stated: dict[str, Identity] = {}
        self.not_asked = 0
        wanted = {key_of(name_in(each.address)) for each in references} - {""}
        others: list[str] = []
        for shown in islice(names, MAX_NAMES):
            key = key_of(shown.rpartition("/")[2])
            if key in wanted:
                held = self._named.setdefault(key, [])
                held += [shown] if len(held) < MAX_ALIKE else []
            elif ending(shown) in BEARING:
                others.append(shown)
        if identify is None:
            return
        sought = {key for each in references for id_ in each.ids for key in keys(id_)}
        named = (shown for held in self._named.values() for shown in held)
        self._ask([shown for shown in named if ending(shown) in BEARING], sought)
        if any(each.ids and not self._bearing(each) for each in references):
            self._ask(others, sought)

    def _ask(self, paths: Sequence[str], sought: set[str]) -> None:
        room = MAX_ASKED - len(self._stated)
        self.not_asked += max(len(paths) - room, 0)
        for shown in paths[:room]:
            self._stated[shown] = stated = self._identity(shown)
            for umids, essence in ((stated.essence, True), (stated.material, False)):
                for key in {key for umid in umids for key in keys(umid)} & sought:
                    held = self._bearers.setdefault(key, {})
                    if len(held) < MAX_ALIKE:
                        held.setdefault(shown, essence)

    def _identity(self, shown: str) -> Identity:
        if self._identify is None:
            return Identity()
        try:
            return self._identify(self._places.disk(shown))
        except ProvenanceError:  # it is told where that file is read; here it states nothing
            return Identity()

    def _bearing(self, reference: Reference) -> dict[str, str]:
        """Files that bear a UMID of a reference, each with that one; of essence, if any does."""
        found: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for id_ in reference.ids:
            for key in keys(id_):
                for shown, essence in self._bearers.get(key, {}).items():
                    found[essence].setdefault(shown, id_)
        return found[True] or found[False]

    def resolve(self, references: Sequence[Reference]) -> list[Found]:
        """What came of the references of one cut, in their order."""
        by_umid = [self._by_umid(each) for each in references]
        claimed = {found.path for found in by_umid if found}
        return [
            found or self._by_name(each, claimed)
            for each, found in zip(references, by_umid, strict=True)
        ]

    def _by_umid(self, reference: Reference) -> Found | None:
        bearing = self._bearing(reference)
        if not bearing:
            return None
        path = nearest(parts_of(reference.address), list(bearing))
        name = key_of(name_in(reference.address))
        same = not name or name == key_of(path.rpartition("/")[2])
        alike = [each for each in bearing if _upwards(each)[0] == name]
        several = len(alike if same and alike else bearing) > 1
        return Found(path, Match.UMID if same else Match.RENAMED, bearing[path], several=several)

    def _by_name(self, reference: Reference, claimed: set[str]) -> Found:
        """By name; a file that another reference has by its UMID is not this one's as well."""
        first = next(iter(reference.ids), "")
        candidates = self._named.get(key_of(name_in(reference.address)), [])
        others = {each: self._other(reference, each) for each in candidates}
        silent = [each for each in candidates if not others[each]]
        left = silent or [each for each in candidates if each not in claimed]
        if not left:
            return Found(id=first)
        path = nearest(parts_of(reference.address), left)
        match = Match.OTHER_UMID if others[path] else Match.NAME
        return Found(path, match, first, others[path], several=len(left) > 1)

    def _other(self, reference: Reference, shown: str) -> str:
        """The UMID of a file where it shows that this is not what is referred to, or ""."""
        stated = self._stated.get(shown)
        return stated.own if stated and reference.file and any(map(keys, reference.ids)) else ""


def nearest(parts: Sequence[str], candidates: Sequence[str]) -> str:
    """The file whose folders agree with an address the furthest, of several the first by path."""
    if len(candidates) == 1:
        return candidates[0]
    wanted = tuple(map(key_of, reversed(parts)))

    def shared(shown: str) -> int:
        pairs = zip(wanted, _upwards(shown), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    return min(candidates, key=lambda each: (-shared(each), each), default="")


@lru_cache(maxsize=1024)  # thousands of clips may ask for the same few files
def _upwards(shown: str) -> tuple[str, ...]:
    """The name of a file and its folders, the innermost first, as they are compared."""
    return tuple(map(key_of, reversed(shown.split("/"))))


def parts_of(address: str) -> list[str]:
    """The folders of an address and the name at its end."""
    plain = unquote(address).replace("\\", "/").rstrip("/")
    return plain.split("/")


def name_in(address: str) -> str:
    """The name at the end of an address."""
    return parts_of(address)[-1]


def key_of(name: str) -> str:
    """What names are compared by: letter case and the way of writing accents aside."""
    return unicodedata.normalize("NFC", name).casefold()
