"""A package in the making: what its asset map lists, and where that is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from provenance.errors import DamagedFileError, UnreadableFileError
from provenance.model.composition import Composition
from provenance.model.package import Member, PackageKind, Presence, ProblemCode, Role
from provenance.packages.assetmaps import AssetMap, Mapped
from provenance.packages.base import Problems
from provenance.packages.places import Place, Places

_T = TypeVar("_T")


@dataclass(slots=True)
class Build:
    """A package in the making.

    Attributes:
        places: Finds files.
        folder: Where the asset map lies.
        shown: That folder as seen from the scanned root.
        members: By shown path or, where there is none, by id.
        problems: What is wrong.
        notes: What is worth knowing.
        compositions: What is played.
        referred: Ids that documents refer to, with the role that this gives.
        kinds: Kinds of package that the documents show, most telling first.
        editions: Standards in use, each once.
        title: What the packing list calls it.
    """

    places: Places
    folder: Path
    shown: str
    members: dict[str, Member] = field(default_factory=dict)
    problems: Problems = field(default_factory=Problems)
    notes: list[str] = field(default_factory=list)
    compositions: list[Composition] = field(default_factory=list)
    referred: dict[str, Role] = field(default_factory=dict)
    kinds: list[PackageKind] = field(default_factory=list)
    editions: dict[str, None] = field(default_factory=dict)
    title: str = ""

    def path(self, name: str) -> str:
        """A name of this folder as seen from the scanned root."""
        return f"{self.shown}/{name}" if self.shown else name

    def disk(self, shown: str) -> Path:
        """Where a path as it is shown lies on disk."""
        return self.places.disk(shown)

    def read(self, shown: str, parse: Callable[[Path], _T]) -> _T | None:
        """What a document says; None and a problem where it cannot be read."""
        try:
            return parse(self.disk(shown))
        except UnreadableFileError as error:
            self.problems.add(ProblemCode.UNREADABLE, str(error), shown)
        except DamagedFileError as error:
            code = ProblemCode.NOT_UNDERSTOOD if _is_other(error) else ProblemCode.XML_REFUSED
            self.problems.add(code, str(error), shown)
        return None


def _is_other(error: DamagedFileError) -> bool:
    return str(error).startswith(("is no ", "lists more", "states no"))


def place_assets(made: Build, listed: AssetMap, volume: int) -> None:
    """Every asset of the map becomes a member, there or not.

    Args:
        made: The package.
        listed: Its asset map.
        volume: The volume that lies here.
    """
    ids: set[str] = set()
    for asset in listed.assets:
        if asset.id in ids:
            made.problems.add(ProblemCode.DUPLICATE, f"two assets of the map have id {asset.id}")
            continue
        ids.add(asset.id)
        if len(asset.paths) > 1:
            told = f"{asset.id} is in {len(asset.paths)} pieces; its hash is not checked"
            made.notes.append(told)
        for stated in asset.paths or ("",):
            _add(made, asset, made.places.find(made.folder, stated, uri=True), volume)
    if listed.volumes > 1:
        made.notes.append(f"volume {volume} of {listed.volumes}")


def _add(made: Build, asset: Mapped, place: Place, volume: int) -> None:
    key, presence = place.shown, Presence.HERE
    if place.refused:
        presence = Presence.REFUSED
        made.problems.add(ProblemCode.REFUSED, f"{place.refused}, in the asset map", key)
    elif place.size is None and asset.volume != volume:
        presence = Presence.ELSEWHERE
        made.notes.append(f"{key} is on volume {asset.volume}")
    elif place.size is None:
        presence = Presence.MISSING
        made.problems.add(ProblemCode.MISSING, "in the asset map, and not there", key)
    elif place.size == 0:
        made.problems.add(ProblemCode.EMPTY, "zero bytes", key)
    if key in made.members:
        made.problems.add(ProblemCode.DUPLICATE, "two assets of the map have this path", key)
        return
    made.members[key] = Member(
        path=key,
        role=Role.PACKING_LIST if asset.packing_list else Role.FILE,
        presence=presence,
        id=asset.id,
        size=place.size,
        listed_size=asset.length if len(asset.paths) == 1 else None,
    )
