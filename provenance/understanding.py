"""understand: paths -> packages. What the files of a delivery form, told by reading it only.

An asset map makes an IMP or a DCP of what it lists; numbered pictures make a sequence; a film and
what is named after it, a master with side files; the other pictures and documents of a folder, its
artwork and its paper; hash lists and cuts speak of files whosoever they are. Nothing is judged and
nothing is written.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from provenance.framing import frame
from provenance.model.package import Package, PackageKind
from provenance.packages import hashing
from provenance.packages.base import Check, Look
from provenance.packages.delivered import Delivered
from provenance.packages.mapped import resolve
from provenance.packages.places import name_of
from provenance.referring import identify, refer
from provenance.sorting import sort
from provenance.storage import reached, told


def understand(
    paths: Path | str | Iterable[Path | str],
    *,
    verify: bool = False,
    headers: bool = True,
    hidden: bool = False,
    check: Check | None = None,
) -> tuple[Package, ...]:
    """What the files of a delivery form.

    Args:
        paths: Folders, URLs of them (extra ``s3``), or files that were named one by one: an asset
            map or a hash list stands for all that it lists, frames for the sequence that those
            named form.
        verify: Whether the hashes that packages list are compared with the files, which reads all
            of these.
        headers: Whether the header of every frame is looked at, and of every file that belongs to
            nothing; without it a sequence goes by the names of its files alone, and artwork and
            paper are not told.
        hidden: Whether names that begin with a dot count.
        check: Compares the hashes that packages list, in place of ``verify``.

    Returns:
        The packages by path; what belongs to none comes last, as a package of the kind
        ``folder`` for each root. What could not be read or understood is a problem of one of
        them; nothing raises for what it contains.
    """
    look = frame if headers else None
    check = check or (hashing.check if verify else None)
    with reached(paths) as asked:
        return _understood(_roots(asked), look, check, hidden=hidden)


def _understood(
    roots: Mapping[Path, frozenset[str] | None],
    look: Look | None,
    check: Check | None,
    *,
    hidden: bool,
) -> tuple[Package, ...]:
    names_of = _names(roots)
    found: list[Package] = []
    for root, names in roots.items():
        prefix = f"{names_of[root]}/" if len(roots) > 1 else ""
        delivered = Delivered(
            root,
            prefix,
            look=look,
            check=check,
            hidden=hidden,
            refer=refer,
            identify=identify,
            tell=sort if look else None,
        )
        found += delivered.packages(names)
    found.sort(key=lambda each: (each.kind is PackageKind.FOLDER, each.path, each.kind, each.name))
    return resolve(found)


def _roots(asked: list[Path]) -> dict[Path, frozenset[str] | None]:
    """Folders, each with the names that count in it; None for all."""
    folders = {path for path in asked if _is_folder(path)}
    found: dict[Path, frozenset[str] | None] = {}
    for path in dict.fromkeys(asked):
        if path in folders:
            if not any(path != each and path.is_relative_to(each) for each in folders):
                found[path] = None
        elif not any(path.is_relative_to(each) for each in folders):
            found[path.parent] = (found.get(path.parent) or frozenset()) | {path.name}
    return found


def _names(roots: Iterable[Path]) -> dict[Path, str]:
    """What each root is called; the whole path where two have one name."""
    names = {root: name_of(root) for root in roots}
    uses = Counter(names.values())
    return {root: name if uses[name] == 1 else told(root) for root, name in names.items()}


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
