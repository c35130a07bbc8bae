"""Packages as plain JSON values: the document ``provenance.packages/1``. Pure and light.

Extended, never changed; the order of keys is that of the documentation.
"""

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from provenance.model.composition import Composition
from provenance.model.frames import Frames
from provenance.model.package import Member, Package

PACKAGES_SCHEMA: Final = "provenance.packages/1"
Values: TypeAlias = dict[str, Any]


def packages_values(packages: Iterable[Package]) -> list[Values]:
    """The packages as JSON values."""
    return [package_values(each) for each in packages]


def package_values(package: Package) -> Values:
    """One package as JSON values; ``frames`` and ``picture`` are null but for a sequence."""
    return {
        "kind": package.kind.value,
        "name": package.name,
        "path": package.path,
        "id": package.id or None,
        "title": package.title,
        "standard": package.standard,
        "count": package.count,
        "size": package.size,
        "compared": package.compared,
        "frames": _frames(package.frames) if package.frames else None,
        "picture": package.picture or None,
        "compositions": [_composition(each) for each in package.compositions],
        "members": [_member(each) for each in package.members],
        "problems": [
            {
                "code": each.code.value,
                "path": each.path or None,
                "message": each.message,
                "undetermined": each.code.undetermined,
            }
            for each in package.problems
        ],
        "notes": list(package.notes),
    }


def _frames(frames: Frames) -> Values:
    return {
        "pattern": frames.pattern,
        "range": frames.text,
        "first": frames.first,
        "last": frames.last,
        "step": frames.step,
        "count": frames.count,
        "missing": frames.missing,
        "runs": [[run.first, run.last, run.padding] for run in frames.runs],
    }


def _member(member: Member) -> Values:
    return {
        "path": member.path or None,
        "role": member.role.value,
        "presence": member.presence.value,
        "id": member.id or None,
        "title": member.title,
        "media_type": member.media_type or None,
        "size": member.size,
        "listed_size": member.listed_size,
        "hashes": [
            {
                "algorithm": each.algorithm,
                "value": each.value,
                "state": each.state.value,
                "reason": each.reason or None,
            }
            for each in member.hashes
        ],
        "found_in": member.found_in or None,
        "match": member.match.value if member.match else None,
        "own_id": member.own_id or None,
    }


def _composition(played: Composition) -> Values:
    return {
        "path": played.path,
        "id": played.id,
        "title": played.title,
        "annotation": played.annotation,
        "kind": played.kind,
        "edit_rate": played.edit_rate or None,
        "duration": played.duration,
        "issuer": played.issuer,
        "creator": played.creator,
        "issued": played.issued,
        "application": list(played.application),
        "segments": [
            {
                "id": segment.id,
                "title": segment.title,
                "resources": [
                    {
                        "track": piece.track,
                        "asset": piece.asset,
                        "edit_rate": piece.edit_rate or None,
                        "entry_point": piece.entry_point,
                        "duration": piece.duration,
                        "repeats": piece.repeats,
                        "encrypted": piece.encrypted,
                    }
                    for piece in segment.resources
                ],
            }
            for segment in played.segments
        ],
    }
