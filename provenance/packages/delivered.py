"""All packages below one root, and what belongs to none of them.

A file belongs to one package at most: to that of an asset map, else to a sequence. Hash lists own
nothing. Everything is looked at folder by folder, a parent before what lies in it, so that a map
is known before the files that it lists.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from provenance.model.hashlist import HASHLIST_SUFFIX
from provenance.model.package import Member, Package, PackageKind, Presence, ProblemCode
from provenance.model.seal import SEAL_NAME
from provenance.packages import cuts, flat, loose, mapped, mhl, sequences
from provenance.packages.assetmaps import INDEX_NAMES, MAP_NAMES
from provenance.packages.base import MAX_MEMBERS, Check, Look, Problems
from provenance.packages.folder import SIDECAR_SUFFIXES
from provenance.packages.hashlists import is_list, read_history, read_list
from provenance.packages.listing import Listing, unlisted
from provenance.packages.loose import Tell
from provenance.packages.naming import ENDINGS, Named, ending, group
from provenance.packages.places import Places
from provenance.packages.references import Identify, Refer
from provenance.packages.tree import Folder, Tree

_STRAYS: Final = {
    "PackingList": "a packing list",
    "CompositionPlaylist": "a composition",
    "OutputProfileList": "an output profile list",
    "SidecarCompositionMap": "a sidecar map",
}
"""Documents of a package that mean nothing without an asset map."""
_OWN: Final = 2
"""Members of a package whose map was not read: the map and the volume index."""
_Names: TypeAlias = Callable[[Tree], Iterable[str]]


class Delivered:
    """One root of what was delivered. Use it once."""

    def __init__(
        self,
        home: Path,
        prefix: str,
        *,
        look: Look | None,
        check: Check | None,
        hidden: bool,
        refer: Refer | None = None,
        identify: Identify | None = None,
        tell: Tell | None = None,
    ) -> None:
        """Reads nothing yet.

        Args:
            home: The root, which nothing may leave.
            prefix: What stands before every shown path, "" or with a slash at its end.
            look: Reads a frame's header; None goes by names alone.
            check: Compares listed hashes with the files; None leaves that out.
            hidden: Whether names that begin with a dot count.
            refer: Reads a cut; None leaves cuts alone.
            identify: Reads what a file states of itself; None finds a cut's media by names alone.
            tell: Says what a file is that belongs to nothing; None leaves artwork and paper among
                the rest.
        """
        self._home, self._prefix, self._hidden = home, prefix, hidden
        self._look, self._check, self._refer = look, check, refer
        self._identify, self._tell = identify, tell
        self._places = Places(home, prefix)
        self._tree = Tree(home, prefix, hidden)
        self._problems = Problems()
        self._packages: list[Package] = []
        self._lists: list[Path] = []
        self._histories: list[Path] = []
        self._cuts: list[str] = []
        self._owners: dict[str, str] = {}
        self._loose: list[str] = []
        self._count = 0

    def packages(self, names: frozenset[str] | None = None) -> list[Package]:
        """All packages of this root; what belongs to none comes last.

        Args:
            names: Those that count, where files were named; None for everything below.
        """
        if names is not None:
            root = Folder(self._home, self._prefix.rstrip("/"))
            there = tuple(self._those(root, names))
            self._folder(root, lambda _: there)
        for folder in self._tree.folders() if names is None else ():
            if folder.path.name == mhl.HISTORY and folder.path != self._home:
                self._histories.append(folder.path)
            else:
                self._folder(folder, partial(_names, folder))
        check = self._check
        listings = [read_list(self._places, each, check=check) for each in self._lists]
        listings += [read_history(self._places, each, check=check) for each in self._histories]
        made = [self._beside(each) for each in self._packages]
        made += [self._left_out(each) for each in listings]
        if self._refer and self._cuts:
            every = self._every_file()
            made += cuts.packages(self._places, self._cuts, every, self._refer, self._identify)
        return made + list(self._rest())

    def _those(self, folder: Folder, names: frozenset[str]) -> Iterator[str]:
        """The names that are there; of the others it is told that they are not."""
        for name in sorted(names):
            place = self._places.find(folder.path, name)
            if place.size is None or place.refused:
                told = place.refused or "no such file"
                self._problems.add(ProblemCode.UNREADABLE, told, folder.shown_of(name))
            else:
                yield name

    def _folder(self, folder: Folder, names: _Names) -> None:
        others: list[str] = []
        named = self._grouped(folder, names(self._tree), others)
        documents = [name for name in others if _may_be_document(name)]
        maps = mapped.find_maps(folder.path, documents)
        if maps.map:
            self._add_map(folder, maps)
            if any(ending(path) in ENDINGS for path in self._owners):
                others = []  # again, now that some pictures belong to the map
                named = self._grouped(folder, names(self._again()), others)
        else:
            for name, root in maps.roots.items():
                if root in _STRAYS and folder.shown_of(name) not in self._owners:
                    told = f"{_STRAYS[root]} without an asset map; nothing of it was looked at"
                    self._problems.add(ProblemCode.NOT_UNDERSTOOD, told, folder.shown_of(name))
        self._packages += sequences.packages(named, folder.path, folder.shown, self._look)
        rest = self._sort(folder, others)
        self._keep(folder, [*named.singles, *rest], named.count + len(rest))

    def _grouped(self, folder: Folder, names: Iterable[str], others: list[str]) -> Named:
        """The sequences of a folder; what is no picture goes to ``others``."""

        def pictures() -> Iterator[str]:
            for name in names:
                if ending(name) not in ENDINGS:
                    others.append(name)
                elif not self._owners or folder.shown_of(name) not in self._owners:
                    yield name

        return group(pictures(), folder.shown)

    def _add_map(self, folder: Folder, maps: mapped.Maps) -> None:
        package = mapped.build(self._places, folder.path, folder.shown, maps, check=self._check)
        problems = Problems()
        for member in package.members:
            if member.presence is Presence.HERE:
                owner = self._owners.setdefault(member.path, package.path)
                if owner != package.path:
                    told = f"belongs to the package {owner} as well"
                    problems.add(ProblemCode.DUPLICATE, told, member.path)
        self._packages.append(replace(package, problems=package.problems + problems.all()))

    def _sort(self, folder: Folder, others: list[str]) -> list[str]:
        """What is no picture: hash lists, masters, stems; what belongs to none is returned."""
        free = []
        for name in others:
            if is_list(folder.path, name):
                self._lists.append(folder.path / name)
            elif ending(name) not in SIDECAR_SUFFIXES:
                free.append(name)
            if ending(name) == cuts.ENDING:
                self._cuts.append(folder.shown_of(name))
        free = [name for name in free if folder.shown_of(name) not in self._owners]
        made = flat.packages(folder.path, folder.shown, free)
        self._packages += made
        taken = {member.path for package in made for member in package.members}
        return [name for name in free if folder.shown_of(name) not in taken]

    def _keep(self, folder: Folder, names: list[str], count: int) -> None:
        """What belongs to nothing else: artwork, paper, and the rest."""
        if self._tell is not None:
            root, before = self._places.name, len(names)
            made, names = loose.packages(folder.path, folder.shown, root, names, self._tell)
            self._packages += made
            count -= before - len(names)
        self._count += count
        room = MAX_MEMBERS - len(self._loose)
        self._loose += [folder.shown_of(name) for name in sorted(names)[:room]]

    def _beside(self, package: Package) -> Package:
        """A package of an asset map with what lies among its files and is none of them."""
        if package.kind not in mapped.KINDS or (package.undetermined and package.count <= _OWN):
            return package  # of a map that was not read nobody knows what it lists
        tree = self._again()
        names = (
            folder.shown_of(name)
            for folder in map(self._as_folder, mapped.folders_of(package))
            for name in tree.names(folder)
            if not self._speaks_of_another(folder, name)
        )
        foreign = (name for name in names if self._owners.get(name, package.path) == package.path)
        return replace(package, problems=package.problems + mapped.unlisted(package, foreign))

    def _left_out(self, listing: Listing) -> Package:
        """The package of a hash list with what it leaves out."""
        package = listing.package
        tree = self._again()
        names = (
            folder.shown_of(name)
            for folder in self._spoken_of(listing)
            for name in tree.names(folder)
            if not self._speaks_of_another(folder, name)
        )
        return replace(package, problems=package.problems + unlisted(listing, names))

    def _spoken_of(self, listing: Listing) -> Iterator[Folder]:
        """The folders of which a list ought to name every file."""
        if not listing.whole:
            yield from map(self._as_folder, filter(listing.speaks_of, sorted(listing.folders)))
            return
        lead = f"{listing.root}/" if listing.root else ""
        roots = (self._places.shown(each.parent) for each in self._histories)
        inner = {f"{each}/" for each in roots if each.startswith(lead) and each != listing.root}
        for folder in Tree(self._places.disk(listing.root), hidden=self._hidden).folders():
            shown = self._places.shown(folder.path)
            # A history below speaks of its own folder.
            if folder.path.name != mhl.HISTORY and not any(map(f"{shown}/".startswith, inner)):
                yield Folder(folder.path, shown)

    def _every_file(self) -> Iterator[str]:
        tree = self._again()
        for folder in tree.folders():
            yield from map(folder.shown_of, tree.names(folder))

    def _again(self) -> Tree:
        """To list a folder a second time without telling its problems a second time."""
        return Tree(self._home, self._prefix, self._hidden)

    def _as_folder(self, shown: str) -> Folder:
        return Folder(self._places.disk(shown), shown)

    def _speaks_of_another(self, folder: Folder, name: str) -> bool:
        if name.endswith((HASHLIST_SUFFIX, SEAL_NAME)):  # ours, signed over what lies there
            return True
        return ending(name) in SIDECAR_SUFFIXES or is_list(folder.path, name)

    def _rest(self) -> Iterator[Package]:
        """What belongs to no package, and what could not be walked."""
        problems = self._tree.problems.all() + self._problems.all()
        notes = []
        if self._tree.left_out:
            count = self._tree.left_out
            notes.append(f"{count} name{'s' if count > 1 else ''} beginning with a dot left out")
        if self._count or problems:
            yield Package(
                kind=PackageKind.FOLDER,
                name=self._places.name,
                path=self._prefix.rstrip("/") or ".",
                members=tuple(Member(each) for each in self._loose),
                count=self._count,
                problems=problems,
                notes=tuple(notes),
            )


def _may_be_document(name: str) -> bool:
    return ending(name) == ".xml" or name.lower() in MAP_NAMES | INDEX_NAMES


def _names(folder: Folder, tree: Tree) -> Iterator[str]:
    return tree.names(folder)
