"""Packages as lines for people: one heading each, then what it holds, plays and lacks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from provenance.model.composition import Composition
from provenance.model.package import HashState, Match, Member, Package, PackageKind, Presence
from provenance.reporters.escaping import clip

MAX_MEMBERS: Final = 40
"""Members that are shown by name; the JSON document holds all that are kept."""
_MAX_TEXT: Final = 300
_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")
_STEP: Final = 1000
_TALLIED: Final = frozenset({PackageKind.MHL, PackageKind.CHECKSUMS, PackageKind.FOLDER})
"""Kinds whose members are counted, not named: they speak of half a million files."""
MATCHES: Final[Mapping[str, str]] = {
    Match.UMID: "by UMID",
    Match.RENAMED: "by UMID, renamed",
    Match.NAME: "by name",
    Match.OTHER_UMID: "by name, another UMID",
}
"""By what a file that a cut refers to was found, in words."""


_TITLED: Final = frozenset({PackageKind.ARTWORK, PackageKind.PAPER})
"""Kinds of whose members the title says what they are."""


def render_packages(packages: Iterable[Package]) -> str:
    """What was understood, package by package.

    Args:
        packages: As ``understand`` returns them.
    """
    blocks = ["\n".join(_package(each)) for each in packages]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _package(package: Package) -> Iterator[str]:
    name = package.path if package.path != "." else package.name
    yield f"{package.kind.value}  {_safe(name)}"
    if package.title:
        yield _row("title", package.title)
    if package.id:
        yield _row("id", package.id)
    if package.standard:
        yield _row("standard", package.standard)
    if package.frames:
        count = _many(package.count, "frame")
        size = f", {_bytes(package.size)}" if package.size is not None else ""
        yield _row("frames", f"{package.frames.text}, {count}{size}")
    else:
        yield _row("files", ", ".join(_counts(package)))
    if package.picture:
        yield _row("picture", package.picture)
    for each in package.compositions:
        yield from _composition(each, package.members)
    if package.kind not in _TALLIED:
        yield from _members(package.members, titled=package.kind in _TITLED)
    for note in package.notes:
        yield _row("note", note)
    for problem in package.problems:
        where = f"{problem.path}: " if problem.path else ""
        mark = "?" if problem.code.undetermined else "!"
        yield f"  {mark} {problem.code.value}: {_safe(where + problem.message)}"


def _counts(package: Package) -> Iterator[str]:
    """How many files there are, and what came out of comparing hashes."""
    kept = Counter(each.presence for each in package.members)
    if package.count > len(package.members):
        yield _many(package.count, "file")
    else:
        here = _many(kept[Presence.HERE], "file")
        yield here if package.kind is PackageKind.FOLDER else f"{here} here"
        for presence in (Presence.MISSING, Presence.ELSEWHERE, Presence.REFUSED):
            if kept[presence]:
                yield f"{kept[presence]} {presence.value}"
    if package.size is not None:
        yield _bytes(package.size)
    states = Counter(stated.state for each in package.members for stated in each.hashes)
    checked = states[HashState.MATCHES] + states[HashState.DIFFERS]
    if checked:
        yield f"{states[HashState.MATCHES]} of {_many(checked, 'checked hash', 'es')} match"
    elif states:
        yield f"{_many(states.total(), 'listed hash', 'es')} not checked"


def _composition(played: Composition, members: tuple[Member, ...]) -> Iterator[str]:
    title = played.title or played.annotation or played.id
    yield _row("plays", f"{title}{_long(played)}")
    yield _row("", f"{played.path}, id {played.id}")
    names = {each.id: each for each in members}
    for segment in played.segments:
        tracks: dict[str, list[str]] = {}
        for piece in segment.resources:
            member = names.get(piece.asset)
            tracks.setdefault(piece.track, []).append(_named(member, piece.asset))
        for track, pieces in tracks.items():
            told = ", ".join(dict.fromkeys(pieces[:4]))
            more = f" and {len(pieces) - 4} more" if len(pieces) > 4 else ""  # noqa: PLR2004
            yield _row("", f"{track}: {told}{more}")


def _named(member: Member | None, asset: str) -> str:
    """A file by its name and, where it is not here, by where it is."""
    if member is None or not member.path:
        where = f"in {member.found_in}" if member and member.found_in else "not here"
        return f"{asset} ({where})"
    name = member.path.rpartition("/")[2]
    return name if member.presence is Presence.HERE else f"{name} ({member.presence.value})"


def _long(played: Composition) -> str:
    """How long it is: edit units and rate, and seconds."""
    if not played.edit_rate:
        return ""
    return long_words(Fraction(played.edit_rate), played.duration)


def long_words(rate: Fraction, duration: int | None) -> str:
    """A length in words that follow a title.

    Args:
        rate: Units per second.
        duration: Units; None where nobody says.
    """
    shown = f"{rate.numerator}" if rate.denominator == 1 else f"{float(rate):.3f}"
    if duration is None:
        return f", {shown} fps"
    return f", {_many(duration, 'frame')} at {shown} fps, {_clock(duration / rate)}"


def _clock(seconds: Fraction) -> str:
    whole, part = divmod(int(seconds * _STEP), _STEP)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}.{part:03}"


def _members(members: tuple[Member, ...], *, titled: bool) -> Iterator[str]:
    for each in members[:MAX_MEMBERS]:
        told = [each.title if titled else each.role.value]
        if each.presence is not Presence.HERE:
            told.append(each.presence.value if not each.found_in else f"in {each.found_in}")
        if each.size is not None:
            told.append(_bytes(each.size))
        if each.match:
            told.append(MATCHES[each.match])
        told += [f"{h.algorithm} {h.state.value}" for h in each.hashes if each.size is not None]
        yield _row("member", f"{each.path or each.title or each.id} ({', '.join(told)})")
    if len(members) > MAX_MEMBERS:
        yield _row("", f"and {len(members) - MAX_MEMBERS} more")


def _row(name: str, text: str) -> str:
    return f"  {name:<9} {_safe(text)}".rstrip()


def _safe(text: str) -> str:
    return clip(text, _MAX_TEXT)


def _many(count: int, word: str, ending: str = "s") -> str:
    return f"{count:,} {word}{ending if count != 1 else ''}"


def _bytes(count: int) -> str:
    if count < _STEP:
        return f"{count} bytes"
    size, unit = float(count), 0
    while size >= _STEP and unit < len(_UNITS) - 1:
        size, unit = size / _STEP, unit + 1
    return f"{size:.1f} {_UNITS[unit]}"
