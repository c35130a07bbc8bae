"""target: the files, digests and patterns that a person names as digests, ids and patterns."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provenance.errors import RecordError, UnreadableFileError
from provenance.formats.digest import digest_of
from provenance.gathering import Gatherer
from provenance.model.asset import Digest
from provenance.packages.folder import named
from provenance.storage import is_url

DIGEST_PREFIX: Final = "sha256:"
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_BARE: Final = re.compile(r"[0-9a-fA-F]{64}")
"""A digest as ``sha256sum`` prints it."""
_WILD: Final = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Targets:
    """What a person named.

    Attributes:
        digests: By which a record names it.
        ids: The same, of disclosures.
        talents: Performers as the disclosures in the files name them: salted.
    """

    digests: tuple[Digest, ...]
    ids: tuple[str, ...]
    talents: tuple[str, ...]


def name_targets(
    targets: Iterable[Path | str], gatherer: Gatherer, done: str
) -> tuple[tuple[Digest, ...], tuple[str, ...]]:
    """Digests and ids by which a record names what a person named: ``look_at_targets``."""
    found = look_at_targets(targets, gatherer, done)
    return found.digests, found.ids


def look_at_targets(targets: Iterable[Path | str], gatherer: Gatherer, done: str) -> Targets:
    """What a record can say of what a person named.

    Args:
        targets: Files, or digests as ``sha256:...`` or as ``sha256sum`` prints them. For a file,
            its digest, and where it is stamped also the digest it was made with and its
            disclosure's id.
        gatherer: Reads the files.
        done: What cannot be done with a target that cannot be read ("approved").

    Raises:
        RecordError: A target is neither a file that can be read nor a digest.
    """
    digests: dict[str, None] = {}
    ids: dict[str, None] = {}
    talents: dict[str, None] = {}
    for target in targets:
        if str(target).startswith(DIGEST_PREFIX):
            digests[_digest(str(target))] = None
            continue
        if is_url(target):
            raise RecordError(
                f"{target}: cannot be {done}: object storage is only read: download it first",
                hint="Or name its digest, sha256:..., which `provenance read URL --json` tells.",
            )
        path = Path(target)
        if _BARE.fullmatch(str(target)) and not path.exists():
            digests[_digest(DIGEST_PREFIX + str(target))] = None
            continue
        evidence = gatherer.gather(named(path))
        if evidence.asset.digest is None:
            reason = evidence.failures[0].reason if evidence.failures else "no digest"
            raise RecordError(
                f"{path}: cannot be {done}: {reason}",
                hint="Name a file that can be read, or its digest as sha256:...",
            )
        digests[evidence.asset.digest] = None
        for held in evidence.disclosures[:1]:
            ids[held.record.id] = None
            if held.record.subject.sha256:
                digests[held.record.subject.sha256] = None
            talents |= dict.fromkeys(each.name for each in held.record.talent if each.name)
    return Targets(tuple(digests), tuple(ids), tuple(talents))


def patterns_among(
    targets: Iterable[Path | str],
) -> tuple[tuple[Path | str, ...], tuple[str, ...]]:
    """Targets that are files or digests, and those that are shell patterns.

    A text with ``*``, ``?`` or ``[`` is a pattern where no file of that name exists.
    """
    files: list[Path | str] = []
    patterns: list[str] = []
    for target in targets:
        if _WILD.isdisjoint(str(target)) or Path(target).exists():
            files.append(target)
        else:
            patterns.append(str(target))
    return tuple(files), tuple(patterns)


def evidence_digest(evidence: Path) -> Digest:
    """Digest of the file that proves what a record says.

    Raises:
        RecordError: It cannot be read.
    """
    try:
        return digest_of(evidence)
    except UnreadableFileError as error:
        raise RecordError(f"evidence {error}", hint=error.advice()) from error


def _digest(text: str) -> Digest:
    lowered = text.lower()
    if not _DIGEST.fullmatch(lowered):
        raise RecordError(
            f"{text}: not a digest: sha256: and 64 hexadecimal digits are needed",
            hint="Copy it from `provenance read FILE --json`; a file of that name is ./sha256:...",
        )
    return lowered
