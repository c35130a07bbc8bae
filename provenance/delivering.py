"""deliver: what a scan knows of a delivery as a whole, beside the evidence of its files."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Final, TypeVar

from provenance.besides import lists_beside
from provenance.manifests.engine import Engine
from provenance.model.asset import Digest
from provenance.model.delivery import DeliveryEvidence, Held
from provenance.model.entry import Entry
from provenance.model.evidence import Evidence
from provenance.model.package import Package, PackageKind
from provenance.model.policy import Policy
from provenance.model.vocabulary import Effort
from provenance.packages import checksums, cuts, flat, mhl
from provenance.packages.assetmaps import MAP_NAMES
from provenance.packages.base import Check
from provenance.packages.folder import Delivery, Unit
from provenance.records import Records
from provenance.standings.expecting import names_of
from provenance.understanding import understand
from provenance.verifying import Verifier, signed_lists

_LISTS: Final = (mhl.ENDING, cuts.ENDING)
_SUMS: Final = ("sum", "sums", "sum.txt", "sums.txt")
_SIGNS: Final = (*_LISTS, *MAP_NAMES, *checksums.ENDINGS, *_SUMS)
"""How paths end, in lower case, that may be lists; what may be, its whole name decides."""
_TAIL: Final = 3
"""Characters that each of these, and of those below, has at least."""
_FLAT: Final = tuple(flat.FILMS | flat.SOUNDS)
_HELD: Final = tuple(flat.HELD)
MAX_LOOKED_UP: Final = 1000
"""Digests of approved files that are asked for in the register; half a millisecond each."""

_H = TypeVar("_H", bound=Held)


def placed(records: Records, survey: Delivery, roots: Sequence[Path]) -> Records:
    """The records, those of the delivery with their place as seen from what was scanned.

    What a report says of a record must not name a folder of this machine.

    Args:
        records: All that were read.
        survey: What lies there.
        roots: What was asked for.
    """
    places = _places(survey, roots)

    def each_of(held: tuple[_H, ...]) -> tuple[_H, ...]:
        return tuple(_placed(each, places) for each in held)

    return replace(
        records,
        approvals=each_of(records.approvals),
        disclosures=each_of(records.disclosures),
        consents=each_of(records.consents),
        waivers=each_of(records.waivers),
        labellings=each_of(records.labellings),
    )


def delivery_of(
    survey: Delivery,
    records: Records,
    roots: Sequence[Path],
    *,
    title_id: str = "",
    entries: Iterable[Entry] = (),
    packages: Iterable[Package] = (),
) -> DeliveryEvidence:
    """The delivery as a whole; its assets are added when they are judged.

    Args:
        survey: What lies there.
        records: All that were read, placed, those of the register included.
        roots: What was asked for.
        title_id: Of the production, or "".
        entries: What the register holds of its assets.
        packages: What its files form.
    """
    here = frozenset(_places(survey, roots).values())
    kinds: tuple[tuple[Held, ...], ...] = (
        records.approvals,
        records.disclosures,
        records.consents,
        records.waivers,
        records.labellings,
    )
    sources = {held.attestation.source for held in chain.from_iterable(kinds)}
    return DeliveryEvidence(
        title_id=title_id,
        approvals=records.approvals,
        disclosures=records.disclosures,
        consents=records.consents,
        labellings=records.labellings,
        waivers=records.waivers,
        entries=tuple(entries),
        elsewhere=frozenset(sources - here),
        packages=tuple(packages),
        left_out=survey.left_out,
        excluded=survey.excluded + survey.ignored,
        part=not any(map(_is_folder, roots)),
    )


def looked_up(
    whole: DeliveryEvidence,
    assets: Iterable[Evidence],
    find: Callable[[Digest], tuple[Entry, ...]],
) -> DeliveryEvidence:
    """The delivery with what the register says of files that are approved and were not found.

    It knows by which other names each goes and where it lay; without it a digest is a digest.

    Args:
        whole: The delivery.
        assets: What was gathered.
        find: Looks a digest up.
    """
    names = names_of(replace(whole, assets=tuple(assets)))
    absent = dict.fromkeys(
        name
        for held in whole.here(whole.approvals)
        for name in held.record.scope.digests
        if not names.here(name)
    )
    found = {entry.id: entry for digest in islice(absent, MAX_LOOKED_UP) for entry in find(digest)}
    found |= {entry.id: entry for entry in whole.entries}
    return replace(whole, entries=tuple(found.values()))


def lists_of(
    survey: Delivery,
    roots: Sequence[Path],
    policy: Policy,
    effort: Effort,
    *,
    hidden: bool,
    check: Check,
) -> tuple[Package, ...]:
    """What the lists and cuts say that a delivery brings, and what its names hold together.

    Args:
        survey: What lies there.
        roots: What was asked for.
        policy: Whether it asks for a comparison.
        effort: How much to read; fast reading compares nothing.
        hidden: Whether names that begin with a dot count.
        check: Compares what they state of a file.
    """
    if not _brings_lists(survey):
        return _flat(survey)
    compared = effort is not Effort.FAST and policy.lists("delivery-list-mismatch")
    found = understand(roots, headers=False, hidden=hidden, check=check if compared else None)
    # Sequences are found by the scan itself, out of the files that count.
    return tuple(each for each in found if each.kind is not PackageKind.SEQUENCE)


def _brings_lists(survey: Delivery) -> bool:
    """Whether a file is called as hash lists, asset maps and cuts are: else none is looked for."""
    for unit in _ending(survey.units, _SIGNS):
        name = unit.shown.rpartition("/")[2].lower()
        if name in MAP_NAMES or name.endswith(_LISTS) or checksums.is_named_so(name):
            return True
    return False


def _ending(units: Iterable[Unit], endings: tuple[str, ...]) -> list[Unit]:
    """The files whose paths, in lower case, end in one of these.

    Few do, and paths end alike: what they end in is looked at once for each way to end.
    """
    last = {each[-_TAIL:] for each in endings}
    tails = {unit.shown[-_TAIL:] for unit in units}
    tails = {each for each in tails if each.lower()[-_TAIL:] in last}
    if not tails:
        return []
    return [
        unit
        for unit in units
        if unit.shown[-_TAIL:] in tails and unit.shown.lower().endswith(endings)
    ]


def _flat(survey: Delivery) -> tuple[Package, ...]:
    """Masters with their side files, and stems, by the names alone."""
    places = {unit.shown.rpartition("/")[0]: unit for unit in _ending(survey.units, _FLAT)}
    names: dict[str, list[str]] = {folder: [] for folder in places}
    for unit in _ending(survey.units, _HELD) if names else ():
        if not unit.problem:
            folder, _, name = unit.shown.rpartition("/")
            if folder in names:
                names[folder].append(name)
    return tuple(
        package
        for folder, unit in places.items()
        for package in flat.packages(unit.path.parent, folder, names[folder])
    )


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long
        return False


def shown_records(records: Iterable[Path], roots: Sequence[Path]) -> dict[Path, str]:
    """What reports call some records of a delivery: the names that files beside them have.

    Args:
        records: As they were found.
        roots: What was asked for.
    """
    return {path: _shown(path, roots) for path in records}


def verifier_of(survey: Delivery, roots: Sequence[Path], engine: Engine) -> Verifier | None:
    """Compares the signed lists that lie there or speak of it; None where there is none.

    Args:
        survey: What lies there.
        roots: What was asked for.
        engine: Verifies.
    """
    lists, beside = signed_lists(survey.records), lists_beside(roots)
    return Verifier(shown_records(lists, roots), engine, beside) if lists or beside else None


def _shown(path: Path, roots: Sequence[Path]) -> str:
    for root in roots:
        if root != path and path.is_relative_to(root):
            below = path.relative_to(root).as_posix()
            return below if len(roots) == 1 else f"{root.name or root.resolve().name}/{below}"
    return path.name if len(roots) == 1 else path.as_posix()


def without_roots(text: str, roots: Iterable[Path]) -> str:
    """A text about a file, its path as seen from what was scanned."""
    for root in roots:
        # Not within a path: a folder "s" is no part of "sub/approvals/x.json".
        text = re.sub(rf"(?<![^\s'\"(]){re.escape(str(root))}/", "", text)
    return text


def _places(survey: Delivery, roots: Sequence[Path]) -> dict[str, str]:
    return {str(path): without_roots(str(path), roots) for path in survey.records}


def _placed(held: _H, places: Mapping[str, str]) -> _H:
    place = places.get(held.attestation.source)
    if place is None:
        return held
    return replace(held, attestation=replace(held.attestation, source=place))
