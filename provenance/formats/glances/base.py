"""The contract of this folder: a glance tells sound, ordinary files in one look, or leaves them.

A glance follows the walker of its container step by step, but keeps nothing on the way: no block
with its place and key, no problem, no element counted. So it answers only where a walker would
find no problem, and none but plain metadata: EXIF, and texts of the container. It answers None to
all the rest, damaged or unusual, signed or with an XMP packet, and the walker goes its way.
"""

from typing import NamedTuple, TypeAlias

from provenance.formats.base import Format, read_at
from provenance.model.picture import Picture


class Glance(NamedTuple):  # one for most files of a tree
    """What one look showed.

    Attributes:
        format: As ``recognise`` names it.
        exif: The data of its EXIF blocks.
        texts: The keys and the values of its texts, as they stand there.
        picture: What its header says of the picture; of the formats of cinema only.
    """

    format: Format
    exif: tuple[bytes, ...] = ()
    texts: tuple[bytes, ...] = ()
    picture: Picture | None = None


Seen: TypeAlias = Glance | None
MAX_STEPS = 512
"""Segments, chunks or attributes of an ordinary file; one with more is walked."""
MAX_PLAIN = 64 << 10
"""Bytes of one EXIF block or text of an ordinary file; a longer one is walked."""


def taken(descriptor: int, head: bytes, offset: int, count: int) -> bytes:
    """Bytes of a file, by its first page where they lie on it.

    Raises:
        EOFError: It holds fewer.
    """
    end = offset + count
    if end <= len(head):
        return head[offset:end]
    data = read_at(descriptor, count, offset)
    if len(data) < count:
        raise EOFError
    return data
