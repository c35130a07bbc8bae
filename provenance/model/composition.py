"""A composition playlist of an IMP or a DCP: what is played, from which files. Pure values.

Words of SMPTE ST 2067-3 and ST 429-7; a reel of a DCP is a segment here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resource:
    """One piece of a track: a range of an essence file.

    Attributes:
        track: Kind of track in the composition's words ("MainImage", "MainSound").
        asset: UUID of the file, in lower case.
        edit_rate: Units per second as a fraction ("24000/1001").
        entry_point: First unit that is played.
        duration: Units that are played, once; None where nothing usable is stated.
        repeats: How often it is played.
        encrypted: Whether a key is needed.
    """

    track: str
    asset: str
    edit_rate: str
    entry_point: int = 0
    duration: int | None = None
    repeats: int = 1
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of an IMF composition, or a reel of a DCP.

    Attributes:
        id: UUID in lower case.
        title: Its annotation, or "".
        resources: Track by track, each in playing order.
    """

    id: str
    title: str
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """What a composition playlist plays.

    Attributes:
        path: The playlist, as seen from the scanned root.
        id: UUID in lower case.
        title: Content title.
        annotation: Annotation text.
        kind: Content kind ("feature").
        edit_rate: Units per second as a fraction ("24/1").
        duration: Units of the edit rate, all segments together; None where it cannot be told.
        issuer: Who issued it.
        creator: The program that wrote it.
        issued: When, as it is written there.
        application: What the composition says that it conforms to.
        segments: In playing order.
    """

    path: str
    id: str
    title: str = ""
    annotation: str = ""
    kind: str = ""
    edit_rate: str = ""
    duration: int | None = None
    issuer: str = ""
    creator: str = ""
    issued: str = ""
    application: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def assets(self) -> tuple[str, ...]:
        """UUIDs of all that it plays, each once, in order of first use."""
        used = (piece.asset for part in self.segments for piece in part.resources)
        return tuple(dict.fromkeys(used))
