"""shard: read one part of a delivery here, the others elsewhere; a shard is what was read.

Which part a file belongs to follows from its path alone, so that it is the same on every machine
and does not change when other files come or go. A shard holds evidence and no verdict:
``provenance.merging`` judges all of them together.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from provenance.caching import Cache, opened
from provenance.config import Production
from provenance.delivering import lists_of
from provenance.digesting import ListedHashes
from provenance.errors import ShardError
from provenance.manifests.settings import TrustSettings
from provenance.model.encoding import encode
from provenance.model.evidence import Evidence
from provenance.model.finding import Severity
from provenance.model.flaws import flaw_of
from provenance.model.policy import Policy
from provenance.model.record import now
from provenance.model.shard import SHARD_SCHEMA, Asked, Shard, Share
from provenance.model.vocabulary import Effort, Stage
from provenance.opening import ignoring_of, load_policy, tool_view
from provenance.packages.folder import Unit, survey
from provenance.recalling import gather_again
from provenance.spreading import Progress, Task, gathering, silent

MAX_BYTES: Final = 1 << 30
"""Bytes of a shard that are read: some five hundred thousand files."""


@dataclass(frozen=True, slots=True)
class Sharded:
    """One shard that was read.

    Attributes:
        text: The document.
        files: Files in it.
        units: Files of the whole delivery.
    """

    text: bytes
    files: int
    units: int


def share_of(text: str) -> Share:
    """``2/8``: the second of eight.

    Raises:
        ShardError: It is nothing of the kind.
    """
    index, _, count = text.partition("/")
    try:
        return Share.model_validate({"index": int(index), "count": int(count)})
    except (ValidationError, ValueError) as error:
        raise ShardError(
            f"no shard is called {text!r}", hint="Write INDEX/COUNT, as in 1/4 to 4/4."
        ) from error


def number_of(shown: str, count: int) -> int:
    """Which shard reads a file, from 1.

    Args:
        shown: Its path, as reports show it.
        count: How many shards there are.
    """
    name = shown.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()) % count + 1


def scan_shard(
    paths: Path | str | Iterable[Path | str],
    share: Share,
    policy: Policy | str | Path | None = None,
    *,
    stage: Stage | None = None,
    fail_on: Severity | None = None,
    trust: Iterable[Path | str] = (),
    production: Production | None = None,
    effort: Effort = Effort.NORMAL,
    timeout: float = 60.0,
    exclude: Iterable[str] = (),
    hidden: bool = False,
    ignore_file: Path | str | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    cache: Cache | Path | str | None = None,
    digests: bool = False,
    facts: bool = False,
) -> Sharded:
    """Read one part of a delivery. Arguments as of ``scan``.

    Args:
        paths: The whole delivery.
        share: Which part.
        policy: Nothing is judged; the policy is checked, and told to who merges.
        stage: As of ``scan``.
        fail_on: As of ``scan``.
        trust: As of ``scan``.
        production: As of ``scan``. Its register is asked by who merges.
        effort: As of ``scan``.
        timeout: As of ``scan``.
        exclude: As of ``scan``.
        hidden: As of ``scan``.
        ignore_file: As of ``scan``.
        jobs: As of ``scan``.
        progress: As of ``scan``.
        cache: As of ``scan``.
        facts: As of ``scan``.
        digests: As of ``scan``, told to who merges: a shard makes them all.

    Raises:
        PolicyError, ConfigError: Before the first file is opened.
    """
    house = production or Production()
    applied = load_policy(policy or house.policy, stage=stage or house.stage, fail_on=fail_on)
    settings = house.trust(tuple(map(Path, trust)))
    named = [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
    patterns = tuple(exclude)
    ignoring = ignoring_of(house, Path(ignore_file) if ignore_file else None)
    delivery = survey(named, exclude=patterns, hidden=hidden, ignoring=ignoring)
    listed = ListedHashes()
    lists_of(delivery, named, applied, effort, hidden=hidden, check=listed.note)
    units = listed.asked_of(delivery.units)
    own = tuple(unit for unit in units if number_of(unit.shown, share.count) == share.index)
    before = {unit.file: changed(unit.path) for unit in own}
    work = Task(own, settings, effort, timeout, "", facts)
    with gathering(work) as (_, here), opened(cache) as kept:
        tool = tool_view(here.engine)
        gathered = gather_again(
            work,
            here,
            cache=kept,
            engines=tool.engines,
            known=None,
            jobs=jobs,
            executor=None,
            progress=progress or silent,
        )
    asked = Asked(
        policy=applied.name,
        policy_digest=applied.digest,
        stage=applied.stage,
        effort=effort,
        trust=digest_of(settings),
        folder=os.getcwd(),  # noqa: PTH109 - text
        paths=tuple(map(os.fspath, named)),
        exclude=patterns,
        ignoring=(ignoring.folder, *ignoring.lines) if ignoring else (),
        hidden=hidden,
        digests=digests,
        facts=facts,
    )
    head = {
        "schema": SHARD_SCHEMA,
        "tool": tool.model_dump(mode="json"),
        "generated_at": now().isoformat().replace("+00:00", "Z"),
        "share": share.model_dump(),
        "asked": asked.model_dump(mode="json"),
        "units": [unit.shown for unit in units],
    }
    text = b"".join(_document(head, own, gathered, before))
    return Sharded(text, len(own), len(units))


def _document(
    head: dict[str, Any],
    units: Sequence[Unit],
    gathered: Sequence[Evidence],
    before: dict[str, tuple[int, int]],
) -> Iterator[bytes]:
    """The document, a line a file."""
    yield json.dumps(head).encode().removesuffix(b"}") + b', "files": ['
    for number, (unit, evidence) in enumerate(zip(units, gathered, strict=True)):
        size, at = before[unit.file]
        own = json.dumps({"path": unit.shown, "size": size, "changed": at}).encode()
        yield b",\n" if number else b"\n"
        yield own.removesuffix(b"}") + b', "evidence": ' + encode(evidence) + b"}"
    yield b"\n]}\n"


def changed(path: Path) -> tuple[int, int]:
    """Size of a file and when it was last changed, in nanoseconds; -1 and 0 where it is not."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return -1, 0
    return status.st_size, status.st_mtime_ns


def digest_of(trust: TrustSettings) -> str:
    """Digest of whose signatures count."""
    told = json.dumps([(anchor.name, anchor.pem) for anchor in trust.anchors])
    return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"


def read_shard(path: Path) -> Shard:
    """A shard from a file. It comes from elsewhere: everything in it is checked.

    Raises:
        ShardError: It cannot be read, is too large or no shard; where and why.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ShardError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ShardError(f"{path!s}: no file can have such a name") from error
    if len(text) > MAX_BYTES:
        raise ShardError(f"{path}: larger than {MAX_BYTES} bytes")
    shard = _parsed(path, text)
    seen: set[str] = set()
    for each in shard.files:
        if number_of(each.path, shard.share.count) != shard.share.index:
            raise ShardError(f"{path}: {each.path!r} belongs to another shard")
        if each.path in seen:
            raise ShardError(f"{path}: {each.path!r} stands there twice")
        seen.add(each.path)
    return shard


def _parsed(path: Path, text: bytes) -> Shard:
    try:
        return Shard.model_validate_json(text)
    except ValidationError as error:
        problem = error
    try:  # its parser takes no name that is no UTF-8, that of the standard library does
        return Shard.model_validate(json.loads(text))
    except (ValueError, RecursionError):
        raise ShardError(
            f"{path}: no shard: {flaw_of(problem, 'text')}",
            hint="`provenance scan --shard 1/4 -o shard=FILE DELIVERY` writes one.",
        ) from problem
