"""Documents of an Interoperable Master Package: composition, output profile, sidecar map.

SMPTE ST 2067-3 (composition playlist), ST 2067-100 (output profile list), ST 2067-9 (sidecar
composition map). Elements are found by their local names, as in ``assetmaps``.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lxml import etree

from provenance.model.composition import Composition, Resource, Segment
from provenance.packages.assetmaps import listed, uuid_of, whole
from provenance.packages.base import one_line
from provenance.packages.markup import child, children, local, text_of

NAMESPACE_MARK: Final = "/2067-"
"""Every namespace of ST 2067 contains it, whatever the edition."""
MAX_RATES: Final = 64
"""Edit rates of one track: a sum of more fractions than that is not worth its time."""
_SEQUENCE: Final = "Sequence"
_PICTURE: Final = "MainImage"


@dataclass(frozen=True, slots=True)
class SidecarMap:
    """A sidecar composition map.

    Attributes:
        id: UUID in lower case.
        sidecars: UUID of each sidecar asset, and of the compositions that it goes with.
    """

    id: str
    sidecars: tuple[tuple[str, tuple[str, ...]], ...]


def composition(root: etree._Element, path: str) -> Composition:
    """What a ``CompositionPlaylist`` of ST 2067-3 plays.

    Args:
        root: The element.
        path: The file as seen from the scanned root.

    Raises:
        DamagedFileError: It lists more than we read.
    """
    edit_rate = rate(text_of(root, "EditRate"))
    segments = tuple(
        Segment(
            uuid_of(text_of(each, "Id")),
            one_line(text_of(each, "Annotation")),
            tuple(_resources(each, edit_rate)),
        )
        for each in listed(root, "SegmentList", "Segment")
    )
    properties = child(root, "ExtensionProperties")
    return Composition(
        path=path,
        id=uuid_of(text_of(root, "Id")),
        title=one_line(text_of(root, "ContentTitle")),
        annotation=one_line(text_of(root, "Annotation")),
        kind=one_line(text_of(root, "ContentKind")),
        edit_rate=edit_rate,
        duration=length(segments, edit_rate, _PICTURE),
        issuer=one_line(text_of(root, "Issuer")),
        creator=one_line(text_of(root, "Creator")),
        issued=one_line(text_of(root, "IssueDate")),
        application=tuple(
            one_line("".join(each.itertext()))
            for each in children(properties, "ApplicationIdentification")
        ),
        segments=segments,
    )


def sidecar_map(root: etree._Element) -> SidecarMap:
    """What a ``SidecarCompositionMap`` says.

    Raises:
        DamagedFileError: It lists more than we read.
    """
    # The list stands below Properties or beside it, by who wrote the document.
    inner = child(root, "Properties")
    holder = inner if inner is not None and child(inner, "SidecarAssetList") is not None else root
    return SidecarMap(
        id=uuid_of(text_of(root, "Id") or text_of(inner, "Id")),
        sidecars=tuple(
            (
                uuid_of(text_of(each, "Id")),
                tuple(
                    uuid_of("".join(name.itertext()))
                    for name in children(child(each, "AssociatedCPLList"), "CPLId")
                ),
            )
            for each in listed(holder, "SidecarAssetList", "SidecarAsset")
        ),
    )


def profiled(root: etree._Element) -> str:
    """UUID of the composition that an ``OutputProfileList`` is for, or ""."""
    return uuid_of(text_of(root, "CompositionPlaylistId") or text_of(root, "CPLId"))


def rate(text: str) -> str:
    """An edit rate of two numbers as a fraction in lowest terms, "" where it is none."""
    words = text.replace("/", " ").split()
    if len(words) not in (1, 2) or not all(len(each) < 10 for each in words):  # noqa: PLR2004
        return ""
    numbers = [whole(each) for each in (*words, "1")][:2]
    if not numbers[0] or not numbers[1]:
        return ""
    fraction = Fraction(numbers[0], numbers[1])
    return f"{fraction.numerator}/{fraction.denominator}"


def length(segments: tuple[Segment, ...], edit_rate: str, main: str) -> int | None:
    """How long a composition is: its main track, or the first one, through all segments.

    Args:
        segments: In playing order.
        edit_rate: Of the composition.
        main: Beginning of the main track's kind.

    Returns:
        Units of the composition's edit rate; None where a piece does not say how long it is.
    """
    if not edit_rate or not segments:
        return None
    units: Counter[str] = Counter()
    for segment in segments:
        tracks = dict.fromkeys(each.track for each in segment.resources)
        track = next((each for each in tracks if each.startswith(main)), next(iter(tracks), ""))
        for piece in segment.resources:
            if piece.track != track:
                continue
            if piece.duration is None or not piece.edit_rate:
                return None
            units[piece.edit_rate] += piece.duration * piece.repeats
    if len(units) > MAX_RATES:
        return None
    seconds = sum((count / Fraction(each) for each, count in units.items()), Fraction(0))
    return int(seconds * Fraction(edit_rate))


def played(element: etree._Element, stated: str) -> tuple[int, int | None]:
    """Entry point and duration of a resource.

    Args:
        element: The resource.
        stated: Name of the element that states the duration; without it, the rest is played.
    """
    entry = whole(text_of(element, "EntryPoint")) or 0
    duration = whole(text_of(element, stated))
    intrinsic = whole(text_of(element, "IntrinsicDuration"))
    if duration is None and intrinsic is not None:
        duration = max(intrinsic - entry, 0)
    return entry, duration


def _resources(segment: etree._Element, edit_rate: str) -> Iterator[Resource]:
    sequences = child(segment, "SequenceList")
    for sequence in sequences if sequences is not None else ():
        kind = local(sequence).removesuffix(_SEQUENCE)
        for each in listed(sequence, "ResourceList", "Resource"):
            asset = text_of(each, "TrackFileId")
            if not asset:  # markers play nothing
                continue
            entry, duration = played(each, "SourceDuration")
            yield Resource(
                track=one_line(kind)[:60],
                asset=uuid_of(asset),
                edit_rate=rate(text_of(each, "EditRate")) or edit_rate,
                entry_point=entry,
                duration=duration,
                repeats=whole(text_of(each, "RepeatCount")) or 1,
            )
