"""merge: the shards of one delivery -> the report of a scan that nobody divided.

The delivery is listed again, and its records, lists and packages are read here: they are few. Its
files are not read: what the shards say of them is taken, where they are still what was read. What
no shard read, or was changed since, is a file that was not scanned.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from provenance.config import Production
from provenance.digesting import hashes_asked, with_hashes
from provenance.errors import PolicyError, ShardError
from provenance.gathering import not_read
from provenance.model.evidence import Evidence
from provenance.model.finding import Severity
from provenance.model.policy import Policy
from provenance.model.report import Report, ToolView
from provenance.model.shard import Asked, Shard, ShardFile
from provenance.model.vocabulary import Stage
from provenance.opening import load_policy
from provenance.packages.folder import Delivery, Unit
from provenance.packages.ignoring import Ignoring
from provenance.policies.loading import profiles
from provenance.recalling import with_entries
from provenance.scanning import Request, examine
from provenance.sharding import changed, digest_of, read_shard
from provenance.spreading import Progress, Task

if TYPE_CHECKING:
    from provenance.register import Register

_WORDS: Final = {
    "policy_digest": "under different policies",
    "policy": "under different policies",
    "stage": "for different stages",
    "effort": "with different --effort",
    "digests": "with and without --digests",
    "facts": "with and without --facts",
    "trust": "with different certificates (--trust)",
    "exclude": "with different --exclude",
    "ignoring": "with different ignore files",
    "hidden": "with and without --hidden",
}
"""How shards may differ that cannot be merged; all else that was asked says which delivery."""


def merge(
    shards: Iterable[Path | str],
    policy: Policy | str | Path | None = None,
    *,
    paths: Iterable[Path | str] = (),
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    trust: Iterable[Path | str] = (),
    approvals: Iterable[Path | str] = (),
    consents: Iterable[Path | str] = (),
    destinations: Iterable[str] = (),
    production: Production | None = None,
    register: Path | str | None = None,
    timeout: float = 60.0,
    progress: Progress | None = None,
) -> Report:
    """Judge a delivery by the shards of its scan. Arguments that are not told here: as of ``scan``.

    Args:
        shards: Files that ``scan_shard`` wrote.
        policy: The one under which the shards were read; found by their word if it is a profile.
        paths: Where the delivery lies, if not where it was read.
        stage: That of the shards.
        fail_on: As of ``scan``.
        trust: The certificates with which the shards were read.
        approvals: As of ``scan``.
        consents: As of ``scan``.
        destinations: As of ``scan``.
        production: As of ``scan``.
        register: As of ``scan``.
        timeout: As of ``scan``.
        progress: As of ``scan``.

    Returns:
        The report that a scan would have made, its time aside. Files that no shard read, or that
        were changed since, are told as not scanned.

    Raises:
        ShardError: A shard cannot be read, or they are not of one scan.
        PolicyError, ConfigError, RegisterError: As of ``scan``.
    """
    files = {Path(each): read_shard(Path(each)) for each in shards}
    asked = _of_one_scan(files)
    house = production or Production()
    settings = house.trust(tuple(map(Path, trust)))
    if digest_of(settings) != asked.trust:
        raise ShardError(
            "the shards were read with other certificates than are named here",
            hint="Give the same --trust, and the same --config, to every shard and to the merge.",
        )
    applied = _policy(policy, house, asked, stage, fail_on)
    supply = _Supply(tuple(files.values()))
    return examine(
        Request(
            paths=tuple(map(Path, paths)) or _places(asked),
            policy=applied,
            stage=applied.stage,
            fail_on=applied.fail_on,
            trust=tuple(trust),
            approvals=tuple(approvals),
            consents=tuple(consents),
            destinations=tuple(destinations),
            production=house,
            register=register,
            effort=asked.effort,
            digests=asked.digests,
            timeout=timeout,
            exclude=asked.exclude,
            hidden=asked.hidden,
            # An empty one where the shards followed none: that of a production must not count now.
            ignore_file=Ignoring((asked.ignoring or ("",))[0], asked.ignoring[1:]),
            progress=progress,
            supply=supply,
        )
    ).report


def _of_one_scan(shards: dict[Path, Shard]) -> Asked:
    """What all shards were asked.

    Raises:
        ShardError: There is none, or they differ.
    """
    if not shards:
        raise ShardError("no shard was named")
    (first, one), *others = shards.items()
    names = {one.share.index: first}
    for path, other in others:
        if one.share.count != other.share.count:
            why = f"one of {one.share.count} and one of {other.share.count}"
            raise ShardError(f"{first} and {path} are not of one scan: {why}")
        for name in Asked.model_fields:
            if name != "folder" and getattr(one.asked, name) != getattr(other.asked, name):
                why = _WORDS.get(name, "of different deliveries")
                raise ShardError(f"{first} and {path} are not of one scan: read {why}")
        if one.tool != other.tool:
            raise ShardError(f"{first} and {path} are not of one scan: read by different versions")
        if other.share.index in names:
            same = names[other.share.index]
            raise ShardError(f"{same} and {path} are both shard {other.share.index}")
        names[other.share.index] = path
    return one.asked


def _policy(
    policy: Policy | str | Path | None,
    house: Production,
    asked: Asked,
    stage: Stage | None,
    fail_on: Severity | None,
) -> Policy:
    named = policy or (asked.policy if asked.policy in profiles() else house.policy)
    applied = load_policy(named, stage=stage or asked.stage, fail_on=fail_on)
    if applied.digest != asked.policy_digest:
        raise PolicyError(
            f"the shards were read under another policy than {applied.name} {applied.version}: "
            f"{asked.policy}",
            hint="Name the policy of the shards with --policy.",
        )
    if applied.stage is not asked.stage:
        raise PolicyError(f"the shards were read for the stage {asked.stage}, not {applied.stage}")
    return applied


def _places(asked: Asked) -> tuple[Path, ...]:
    """Where the delivery was read, as it is shortest to say from here."""
    same = asked.folder == os.getcwd()  # noqa: PTH109 - text
    return tuple(Path(each) if same else Path(asked.folder, each) for each in asked.paths)


@dataclass(frozen=True, slots=True)
class _Supply:
    """Gives a scan what the shards read."""

    shards: Sequence[Shard]

    def delivery(self, found: Delivery) -> Delivery:
        """The delivery with the files that are gone since the shards listed them."""
        there = {unit.shown for unit in found.units}
        listed = {shown for shard in self.shards for shown in shard.units}
        gone = tuple(
            Unit(os.devnull, shown, "gone since its shard was scanned", missing=True)
            for shown in listed - there
        )
        every = sorted((*found.units, *gone), key=attrgetter("shown"))
        return replace(found, units=tuple(every)) if gone else found

    def evidence(self, work: Task, tool: ToolView, known: "Register | None") -> list[Evidence]:
        """The evidence of every file of a task, in its order.

        Raises:
            ShardError: The shards were read by another version.
        """
        if any(shard.tool != tool for shard in self.shards):
            raise ShardError(
                "the shards were read by another version of this program or its engines",
                hint="Merge with the version that read them, or read them again.",
            )
        read = {file.path: file for shard in self.shards for file in shard.files}
        return [with_entries(_of(unit, read.get(unit.shown)), known) for unit in work.units]


def _of(unit: Unit, file: ShardFile | None) -> Evidence:
    if unit.missing:
        return not_read(unit, unit.problem)
    if file is None:
        return not_read(unit, "not scanned: no shard read it")
    if (file.size, file.changed) != changed(unit.path):
        return not_read(unit, "not scanned: it was changed after its shard had read it")
    return with_hashes(file.evidence, hashes_asked(unit)) or file.evidence
