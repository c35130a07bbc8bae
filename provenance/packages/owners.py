"""Which file a sidecar belongs to, as far as names tell."""

import os
from pathlib import Path
from typing import Final

from provenance.frozen import dataclass
from provenance.model.manifest import ManifestStore
from provenance.packages.folder import SIDECAR_SUFFIXES

SIDECARS: Final = frozenset({"c2pa", "xmp"})
"""Formats that speak of another file and have no content of their own."""
UNNAMED: Final = "another file"


@dataclass(frozen=True, slots=True)
class Owner:
    """The file that a sidecar speaks of.

    Attributes:
        name: Its name; a pattern ("shot.*") where the ending is not known.
        there: Whether it lies beside the sidecar.
    """

    name: str
    there: bool

    @property
    def reason(self) -> str:
        """Why the sidecar by itself tells nothing of the delivery."""
        why = "was not looked at" if self.there else "is not here"
        return f"belongs to {self.name}, which {why}"


def owner_of(sidecar: Path, format_name: str, store: ManifestStore | None = None) -> Owner | None:
    """The file that a manifest store or an XMP packet by itself belongs to; None for other files.

    Args:
        sidecar: ``shot.mov.c2pa`` is of ``shot.mov``, ``shot.c2pa`` of ``shot`` with any ending.
        format_name: What its content is.
        store: Its manifest store, whose title may name the file.
    """
    if format_name not in SIDECARS:
        return None
    title = Path(store.active.title).name if store else ""
    if sidecar.suffix.lower() not in SIDECAR_SUFFIXES:  # found by its content
        return Owner(title or UNNAMED, there=False)
    bare = sidecar.with_suffix("")
    if _is_file(bare):
        return Owner(bare.name, there=True)
    if beside := _of_stem(sidecar):
        return Owner(beside, there=True)
    if Path(title).stem == bare.name:
        return Owner(title, there=False)
    # The number of a frame (shot.1001) is no ending.
    has_ending = bare.suffix and not bare.suffix[1:].isdigit()
    return Owner(bare.name if has_ending else f"{bare.name}.*", there=False)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _of_stem(sidecar: Path) -> str:
    """The first file beside it with the same stem that is no sidecar itself, or ""."""
    try:
        with os.scandir(sidecar.parent) as entries:
            names = [entry.name for entry in entries if entry.is_file()]
    except OSError:
        return ""
    found = (
        name
        for name in names
        if Path(name).stem == sidecar.stem and Path(name).suffix.lower() not in SIDECAR_SUFFIXES
    )
    return min(found, default="")
