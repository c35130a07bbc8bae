"""What a cut refers to, and what media state of themselves, as their readers hand it over."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provenance.model.composition import Composition


@dataclass(frozen=True, slots=True)
class Reference:
    """A file that a cut refers to.

    Attributes:
        address: Where it lay, as stated; "" where it is known by its UMID alone.
        ids: UMIDs of the sources that lie there, as hexadecimal digits; a file with sound of
            several channels may be several sources.
        title: What the source is called.
        file: Whether the sources are files, so that a file of another UMID is another one; what
            was imported or transferred has an id of its own making.
    """

    address: str
    ids: tuple[str, ...] = ()
    title: str = ""
    file: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """What a cut says of itself.

    Attributes:
        standard: Format and program.
        compositions: Its timelines, without a path.
        references: The files that it refers to, each address once.
        notes: What else is worth knowing, a line each.
    """

    standard: str
    compositions: tuple[Composition, ...]
    references: tuple[Reference, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file states of itself: UMIDs as hexadecimal digits.

    Attributes:
        essence: Of the essence in it.
        material: Of the clips that play it; several files may share one.
    """

    essence: tuple[str, ...] = ()
    material: tuple[str, ...] = ()

    @property
    def own(self) -> str:
        """That of its essence, or "": a clip is played by other files as well."""
        return next(iter(self.essence), "")


Refer = Callable[[Path], Cut]
"""Reads a cut; raises ``ProvenanceError`` where it cannot."""

Identify = Callable[[Path], Identity]
"""Reads what a file states of itself; raises ``ProvenanceError`` where it cannot."""
