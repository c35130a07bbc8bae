"""refer: an AAF -> its timelines, and the files that it refers to."""

from pathlib import Path
from typing import Final

from provenance import formats
from provenance.errors import DamagedFileError
from provenance.formats.aaf import Aaf, Mob
from provenance.formats.collecting import Collector
from provenance.model.composition import Composition
from provenance.packages.base import Cut, Reference, one_line

MAX_TIMELINES: Final = 1000
"""Timelines of one AAF that are told."""


def refer(path: Path) -> Cut:
    """What an AAF refers to.

    Args:
        path: The file.

    Raises:
        UnreadableFileError: It cannot be opened or read.
        DamagedFileError: It is no AAF, is damaged, or has more in it than is read.
    """
    with formats.open_source(path) as source:
        form = formats.recognise(source)
        if form is None or form.name != "aaf":
            raise DamagedFileError(f"is no AAF: the content is {form.name if form else 'unknown'}")
        opened = Aaf(source, Collector(source, form).step)
        programs = list(opened.programs())
        mobs, media = opened.content()
    last = programs[-1] if programs else {}
    maker = one_line(" ".join(last.get(key, "") for key in ("CompanyName", "ProductName")))
    references = {
        address: Reference(address, mob.id, mob.name) for mob in mobs for address in mob.addresses
    }
    notes = []
    if media:
        size = sum(each.stream.size for each in media)
        count = len(media)
        notes.append(f"{count} medi{'a' if count > 1 else 'um'} inside, {size:,} bytes")
    return Cut(
        standard=f"AAF, by {maker}" if maker else "AAF",
        compositions=tuple(_timelines(mobs)),
        references=tuple(references.values()),
        notes=tuple(notes),
    )


def _timelines(mobs: list[Mob]) -> list[Composition]:
    """The timelines; where none is marked as one, every composition."""
    found = [each for each in mobs if each.kind == "composition"]
    marked = [each for each in found if each.top] or found
    return [
        Composition(
            path="",
            id=each.id,
            title=one_line(each.name),
            edit_rate=each.edit_rate,
            duration=each.duration,
        )
        for each in marked[:MAX_TIMELINES]
    ]
