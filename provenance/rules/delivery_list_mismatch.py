"""Rule ``delivery-list-mismatch``."""

from collections.abc import Iterator, Mapping
from typing import Final

from provenance.model.asset import Digest
from provenance.model.delivery import DeliveryEvidence
from provenance.model.finding import Problem, Severity
from provenance.model.package import (
    HashState,
    ListedHash,
    Member,
    Package,
    PackageKind,
    Presence,
    ProblemCode,
)
from provenance.model.policy import Policy
from provenance.rules.base import capped, delivery_rule, enumerated, shown

_LOOKED_AT: Final = frozenset(PackageKind) - {PackageKind.SEQUENCE, PackageKind.FOLDER}
"""Kinds of packages in which something may be wrong between what is said and what is here."""
_LISTS: Final = frozenset(
    {
        PackageKind.IMP,
        PackageKind.DCP,
        PackageKind.MAPPED,
        PackageKind.MHL,
        PackageKind.CHECKSUMS,
    }
)
"""Kinds of packages that consist of lists, or bring them."""
_WRONG: Final = frozenset(
    {
        ProblemCode.MISSING,
        ProblemCode.UNLISTED,
        ProblemCode.REFUSED,
        ProblemCode.SIZE,
        ProblemCode.HASH,
        ProblemCode.DUPLICATE,
        ProblemCode.CONTRADICTION,
        ProblemCode.UNMAPPED,
        ProblemCode.UNPACKED,
        ProblemCode.BROKEN_CHAIN,
    }
)
"""What is wrong between a list and the files; other problems are of what a package plays."""
_COMPARE: Final = (
    "Scan with `--effort normal`, or `deep` for what is left out of the scan, or compare them by "
    "hand: `provenance packages PATH --verify`."
)
_READ: Final = "Ask the sender for a list that can be read."


@delivery_rule(Severity.BLOCKING, parameters={"required": False}, agreements={"required": "most"})
def delivery_list_mismatch(delivery: DeliveryEvidence, policy: Policy) -> Iterator[Problem]:
    """The delivery is what its own lists say, file by file and hash by hash.

    A list in the delivery (of checksums, an ASC MHL history, the asset map and the packing list
    of an IMP or a DCP) names a file that is not here, or names one twice; a file has another size
    or hash than is listed; or it lies where the list speaks for everything and is not in it;
    sidecars and records need not be listed. A list that cannot be read, and hashes that nobody
    compared, leave the delivery undetermined. Whatever a list states (MD5, SHA-1, SHA-256,
    SHA-512, C4, xxHash) is made in the one reading of each file and compared; a fast reading
    makes none, and of files that were left out of the scan only a deep one does.

    With the parameter ``required`` a delivery has to bring a list at all. Of a scan of named files
    nothing is said.

    Why:
        A list made by the sender is the only way to see that something was lost, added or changed
        on the way, and that somebody meant each file to be here.

    Source:
        House rule, after ASC MHL 2.0 and the packing lists of SMPTE ST 429-8 and ST 2067-2.

    Fix:
        Ask the sender for the file that is missing or differs, or for a list of what was sent.

    Fails:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[packages]]
        members = [{ path = "bg.png", hashes = [{ algorithm = "sha256", value = "b" }] }]

    Passes:
        [[assets]]
        asset = { path = "bg.png", digest = "a" }

        [[packages]]
        members = [{ path = "bg.png", hashes = [{ algorithm = "sha256", value = "a" }] }]
    """
    if delivery.part or not delivery.assets:
        return
    required = policy.parameter("delivery-list-mismatch", "required", default=False)
    if required and not any(each.kind in _LISTS for each in delivery.packages):
        yield Problem("it brings no list of its files", key="none")
    here = delivery.digests()
    for each in (one for one in delivery.packages if one.kind in _LOOKED_AT):
        yield from capped(_wrong(each, here), f"files that do not fit {shown(each.name)}")
        yield from _open(each, here)


def _wrong(package: Package, here: Mapping[str, Digest]) -> Iterator[Problem]:
    for problem in package.problems:
        # Sidecars, records and what was left out on purpose need not be listed.
        spoken_of = problem.code is not ProblemCode.UNLISTED or problem.path in here
        if problem.code in _WRONG and spoken_of:
            yield Problem(
                f"{shown(package.name)}: {shown(problem.path or package.path)}: {problem.message}",
                key=f"{package.path} {problem.code}",
                path=problem.path or package.path,
                digest=here.get(problem.path, ""),
            )
    for member in package.members:
        digest = here.get(member.path, "")
        if any(_matches(each, digest) is False for each in _unchecked(member)):
            yield Problem(
                f"{shown(package.name)}: {shown(member.path)}: it has another SHA-256 than is "
                "listed",
                key=f"{package.path} sha256",
                path=member.path,
                digest=digest,
            )


def _open(package: Package, here: Mapping[str, Digest]) -> Iterator[Problem]:
    for problem in package.problems:
        if problem.code.undetermined:
            yield Problem(
                f"{shown(package.name)}: {shown(problem.path or package.path)}: {problem.message}",
                advice=_COMPARE if problem.code is ProblemCode.NOT_CHECKED else _READ,
                undetermined=True,
                key=f"{package.path} {problem.code}",
                path=problem.path or package.path,
                at_most=Severity.WARNING,
            )
    unsure = [
        member.path
        for member in package.members
        if _unchecked(member)
        and all(_matches(each, here.get(member.path, "")) is None for each in member.hashes)
    ]
    # Of a long list the first members are kept; nobody here can compare the others.
    beyond = package.count - len(package.members)
    if beyond > 0 and any(map(_unchecked, package.members)):
        unsure += [f"file {len(package.members) + 1} of the list"] * beyond
    if unsure:
        yield Problem(
            f"{shown(package.name)}: nobody compared the listed hashes of {enumerated(unsure)}",
            advice=_COMPARE,
            undetermined=True,
            key=f"{package.path} not compared",
            path=package.path,
            at_most=Severity.WARNING,
        )


def _unchecked(member: Member) -> tuple[ListedHash, ...]:
    """Hashes of a file that is here, where whoever read the list compared none and says not why."""
    if member.presence is not Presence.HERE:
        return ()
    if any(each.state is not HashState.NOT_CHECKED or each.reason for each in member.hashes):
        return ()
    return member.hashes


def _matches(hashed: ListedHash, digest: Digest) -> bool | None:
    if hashed.algorithm != "sha256" or not digest:
        return None
    return digest == f"sha256:{hashed.value}"
