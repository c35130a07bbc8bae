"""A scan of what was scanned before and is as it was: what it wrote is written again."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from provenance import houses
from provenance.locating import FILE_NAME, find_config
from provenance.packages.ignoring import IGNORE_NAME
from provenance.repeating import Output, Scan, Written, ends, policy_files
from provenance.retiming import parted
from provenance.storage import in_storage
from provenance.witnessing import State, state_of

from .words import colour_wanted
from .written import Rendered, put

if TYPE_CHECKING:
    from provenance.caching import Cache
    from provenance.config import Production
    from provenance.model.policy import Policy
    from provenance.model.report import Report
    from provenance.model.rows import Draft

_BESIDE: Final = frozenset(
    {"paths", "files_from", "null", "jobs", "timeout", "no_progress", "cache", "no_cache"}
    | {"executor", "scheduler"}
)
"""What is given and changes nothing in a report, or is told otherwise."""
_OTHER_TIME: Final = timedelta(days=-399, hours=-11, minutes=-11, seconds=-11)


def asked(given: Mapping[str, Any], paths: Sequence[Path]) -> Scan:
    """The scan that is asked for."""
    told = [f"{name}={given[name]!r}" for name in sorted(given) if name not in _BESIDE]
    near = find_config(Path.cwd())
    told.append(f"{near} {near is not None and houses.known(near.parent)}")
    coloured = colour_wanted(given["colour"])
    return Scan.of(paths, *told, f"{coloured} {sys.stdout.isatty()} {sys.stdout.encoding}")


def written_again(scan: Scan, cache: "Cache", *, quiet: bool) -> int | None:
    """The exit code of a scan whose reports were written again; None where it must be done."""
    found = scan.recall(cache, datetime.now(UTC).replace(microsecond=0))
    if found is None:
        return None
    put((_rendered(*each) for each in found.outputs), quiet=quiet)
    return found.code


def _rendered(name: str, file: str, pieces: Iterator[bytes]) -> Rendered:
    if file:
        return Rendered(name, Path(file), pieces)
    text = b"".join(pieces)
    # The page was made for this stdout: what stands in it stays.
    return (
        Rendered(name, None, text.decode(), colour=True)
        if name == "text"
        else Rendered(name, None, text)
    )


@dataclass(frozen=True, slots=True)
class Watch:
    """What a scan looks at, as it is when it begins."""

    scan: Scan
    others: tuple[Path, ...]
    before: State

    @classmethod
    def of(cls, scan: Scan, given: Mapping[str, Any], house: "Production") -> "Watch | None":
        """None where something counts whose state does not show in files."""
        register = given["register_place"]
        register = house.register if register is None else register
        if "://" in register or in_storage(scan.paths) or _plugged():
            return None
        others = tuple(dict.fromkeys(_others(given, house, register)))
        return cls(scan, others, state_of(scan.paths, others))

    def keep(
        self,
        cache: "Cache",
        *,
        report: "Report",
        policy: "Policy",
        reports: Sequence[Rendered],
        other: Sequence[Rendered],
        code: int,
    ) -> None:
        """Keep what was written, where nothing but the time tells it from what will be.

        Args:
            cache: Where to.
            report: What was found.
            policy: As it was applied.
            reports: As they were written.
            other: The same reports, of ``at_another_time``.
            code: Exit code.
        """
        at = report.generated_at
        then = at + _OTHER_TIME
        outputs = []
        for one, two in zip(reports, other, strict=True):
            told = parted(one.raw, at, two.raw, then)
            if told is None:
                return
            outputs.append(Output(one.name, str(one.file or ""), *told))
        written = Written(code, at, tuple(outputs))
        self.scan.keep(cache, self.before, self.others, written, until=ends(policy.time_zone))


def at_another_time(draft: "Draft") -> "Draft":
    """The report as if it had been made at another time, every part of which differs."""
    at = draft.head.generated_at + _OTHER_TIME
    return replace(draft, head=draft.head.model_copy(update={"generated_at": at}))


def _others(given: Mapping[str, Any], house: "Production", register: str) -> Iterator[Path]:
    """Files and folders that count beside what is scanned, whether they exist or not."""
    here = Path.cwd()
    yield from (folder / FILE_NAME for folder in (here, *here.parents))
    yield given["ignore_file"] or (house.root or here) / IGNORE_NAME
    if given["config"]:
        yield given["config"]
    yield from (*house.anchors, *given["trust"])
    yield from (*house.approvals, *house.consents, *house.labels)
    yield from (*given["approvals"], *given["consents"])
    if register:
        yield from (Path(register), Path(f"{register}-wal"))
    policy = given["policy"] or house.policy
    yield from policy_files(Path(policy))


def _plugged() -> bool:
    """Whether code of others takes part, which may change without a new version."""
    from provenance import plugins, readers, reporters, rules  # noqa: PLC0415 - loaded by now

    kinds = (("readers", readers.BUILTIN), ("rules", rules.BUILTIN))
    return any(len(plugins.load(name, known)) > len(known) for name, known in kinds) or len(
        plugins.load("reporters", reporters.BUILTIN)
    ) > len(reporters.BUILTIN)
