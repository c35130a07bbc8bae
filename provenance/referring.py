"""refer: an AAF -> its timelines, and the files it refers to; identify: a file -> its UMIDs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from provenance import formats
from provenance.errors import DamagedFileError
from provenance.formats.aaf import Aaf, Essence, Mob
from provenance.formats.collecting import Collector
from provenance.formats.umids import stated_umids
from provenance.model.composition import Composition
from provenance.packages.base import one_line
from provenance.packages.references import Cut, Identity, Reference

MAX_TIMELINES: Final = 1000
"""Timelines of one AAF that are told."""
MAX_REFERENCES: Final = 1 << 16
"""Files of one AAF that are looked for; a feature refers to some thousand."""


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
    references = list(_references(mobs, media))
    notes = []
    if len(references) > MAX_REFERENCES:
        notes.append(f"{len(references) - MAX_REFERENCES} more files that were not looked for")
    if media:
        size = sum(each.stream.size for each in media)
        count = len(media)
        notes.append(f"{count} medi{'a' if count > 1 else 'um'} inside, {size:,} bytes")
    return Cut(
        standard=f"AAF, by {maker}" if maker else "AAF",
        compositions=tuple(_timelines(mobs)),
        references=tuple(references[:MAX_REFERENCES]),
        notes=tuple(notes),
    )


def identify(path: Path) -> Identity:
    """The UMIDs that a file states of itself; none where it is no MXF or WAVE.

    Args:
        path: The file.

    Raises:
        UnreadableFileError: It cannot be opened or read.
        DamagedFileError: Its header cannot be followed, or holds more than is read.
    """
    with formats.open_source(path) as source:
        form = formats.recognise(source)
        stated = stated_umids(source, form) if form else None
    return Identity(stated.essence, stated.material) if stated else Identity()


def _references(mobs: Sequence[Mob], inside: Sequence[Essence]) -> Iterator[Reference]:
    """Each address once, with all the sources that lie there; then the sources without one."""
    sources: dict[str, list[Mob]] = {}
    for mob in mobs:
        for address in mob.addresses:
            sources.setdefault(address, []).append(mob)
    for address, found in sources.items():
        files = [each for each in found if each.file]
        ids = dict.fromkeys(each.id for each in files or found if each.id)
        yield Reference(address, tuple(ids), found[-1].name, bool(files))
    held = {each.mob for each in inside}
    for mob in mobs:
        if mob.file and mob.id and not mob.addresses and mob.id not in held:
            yield Reference("", (mob.id,), mob.name, file=True)


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
