"""Which files a hash list speaks of, and which of them it leaves out."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fnmatch import fnmatchcase

from provenance.model.package import Package, Problem, ProblemCode
from provenance.packages.base import Problems


@dataclass(slots=True)
class Listing:
    """A hash list looked up, and what is needed to tell which files it leaves out.

    Attributes:
        package: The package.
        root: Folder that its paths are relative to, as seen from the scanned root.
        folders: How many files it lists in each folder, as seen from the scanned root.
        ignored: Patterns of names that it leaves out itself.
        whole: Whether it speaks of everything below its root.
        keys: ``hash`` of the path of each file that it lists.
    """

    package: Package
    root: str
    folders: dict[str, int]
    ignored: tuple[str, ...]
    whole: bool
    keys: AbstractSet[int]

    def lists(self, shown: str) -> bool:
        """Whether it lists a file, by its path as seen from the scanned root."""
        return hash(shown) in self.keys

    def speaks_of(self, folder: str) -> bool:
        """Whether what lies in a folder ought to be listed."""
        if self.whole:
            return not self.root or folder == self.root or folder.startswith(f"{self.root}/")
        return self.folders.get(folder, 0) > 1  # a single one is the checksum of that file

    def ignores(self, shown: str) -> bool:
        """Whether a file is left out by a pattern of the list itself."""
        below = shown[len(self.root) + 1 :] if self.root else shown
        return any(_matches(pattern, below) for pattern in self.ignored)


def unlisted(listing: Listing, names: Iterable[str]) -> tuple[Problem, ...]:
    """Problems for files of folders that the list speaks of and that it leaves out.

    Args:
        listing: The list.
        names: Files as seen from the scanned root; what speaks of another file (sidecars, hash
            lists) left out.
    """
    told = f"{listing.package.name} does not list it"
    found = Problems()
    left = (each for each in names if not listing.lists(each) and not listing.ignores(each))
    for each in sorted(left):
        found.add(ProblemCode.UNLISTED, told, each)
    return found.all()


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern as in ``.gitignore`` leaves a file out: names, folders, anchored paths."""
    name = pattern.strip("/")
    parts = path.split("/")
    if "/" not in name and not pattern.startswith("/"):
        looked = parts[:-1] if pattern.endswith("/") else parts
        return any(fnmatchcase(part, name) for part in looked)
    return any(fnmatchcase("/".join(parts[:length]), name) for length in range(1, len(parts) + 1))
