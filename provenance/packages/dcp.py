"""Documents of a Digital Cinema Package: the composition playlist, SMPTE ST 429-7 and Interop.

Asset map and packing list are those of ``assetmaps``; a reel becomes a segment.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from provenance.model.composition import Composition, Resource, Segment
from provenance.model.package import ListedHash
from provenance.packages.assetmaps import listed, listed_hash, uuid_of
from provenance.packages.base import one_line
from provenance.packages.imf import length, played, rate
from provenance.packages.markup import child, local, text_of

NAMESPACE_MARKS: Final = ("/429-", "/437-", "digicine.com")
"""Parts of the namespaces of ST 429 and of the Interop dialect (also of its stereoscopic one)."""
_WITHOUT_FILE: Final = frozenset({"MainMarkers", "CompositionMetadataAsset"})
_PICTURE: Final = "Main"


def composition(root: etree._Element, path: str) -> Composition:
    """What a ``CompositionPlaylist`` of a DCP plays.

    Args:
        root: The element.
        path: The file as seen from the scanned root.

    Raises:
        DamagedFileError: It lists more than we read.
    """
    reels = tuple(
        Segment(
            uuid_of(text_of(each, "Id")),
            one_line(text_of(each, "AnnotationText")),
            tuple(_resources(each)),
        )
        for each in listed(root, "ReelList", "Reel")
    )
    pictures = (
        piece.edit_rate
        for reel in reels
        for piece in reel.resources
        if piece.track.endswith("Picture")
    )
    first = next((piece.edit_rate for reel in reels for piece in reel.resources), "")
    edit_rate = next(pictures, first)
    return Composition(
        path=path,
        id=uuid_of(text_of(root, "Id")),
        title=one_line(text_of(root, "ContentTitleText")),
        annotation=one_line(text_of(root, "AnnotationText")),
        kind=one_line(text_of(root, "ContentKind")),
        edit_rate=edit_rate,
        duration=length(reels, edit_rate, _main(reels)),
        issuer=one_line(text_of(root, "Issuer")),
        creator=one_line(text_of(root, "Creator")),
        issued=one_line(text_of(root, "IssueDate")),
        segments=reels,
    )


def hashes(root: etree._Element) -> Iterator[tuple[str, ListedHash]]:
    """Hashes that a composition states of its assets itself, which ST 429-7 allows."""
    for reel in listed(root, "ReelList", "Reel"):
        for each in _assets(reel):
            stated = listed_hash(text_of(each, "Hash"))
            if stated is not None:
                yield uuid_of(text_of(each, "Id")), stated


def _main(reels: tuple[Segment, ...]) -> str:
    """The track that tells the length: the picture, flat or stereoscopic."""
    tracks = (piece.track for reel in reels for piece in reel.resources)
    return next((each for each in tracks if each.endswith("Picture")), _PICTURE)


def _assets(reel: etree._Element) -> Iterator[etree._Element]:
    holder = child(reel, "AssetList")
    for each in holder if holder is not None else ():
        if local(each) and local(each) not in _WITHOUT_FILE:
            yield each


def _resources(reel: etree._Element) -> Iterator[Resource]:
    for each in _assets(reel):
        entry, duration = played(each, "Duration")
        yield Resource(
            track=one_line(local(each))[:60],
            asset=uuid_of(text_of(each, "Id")),
            edit_rate=rate(text_of(each, "EditRate")),
            entry_point=entry,
            duration=duration,
            encrypted=child(each, "KeyId") is not None,
        )
