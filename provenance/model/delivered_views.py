"""What a report tells of packages and signed lists. Pure.

Fields may be added, never changed, as in ``model.report``.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from provenance.model.finding import Verdict
from provenance.model.package import Member, Package, PackageKind, Presence
from provenance.model.package_view import package_values
from provenance.model.record import Moment
from provenance.model.signed_list import SignedList
from provenance.model.values import clean

if TYPE_CHECKING:
    from provenance.model.report import Group, Result

MAX_PROBLEMS: Final = 100
"""Problems of one package or list that a report names; the findings tell the others."""
MAX_MEMBERS: Final = 1000
"""Members of one package that a report names; ``count`` tells how many there are."""
_COVERAGE: Final = ("missing", "unreadable", "not_supported", "partly_read", "read")
_VERDICTS: Final = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.WARN, Verdict.PASS)
_DECLARED: Final = ("generated", "composite", "enhanced", "silent", "not_generated")
_DISCLOSURE: Final = ("contradicted", "none", "incomplete", "complete")
_APPROVAL: Final = (
    *("missing", "out_of_scope", "expired", "rejected", "revoked", "conditions_open", "approved"),
)
_FIRM: Final = frozenset({"generated", "composite"})
_NONE: Final = "none"
_NOT_NEEDED: Final = "not_needed"
_TOLD: Final = frozenset(PackageKind) - {PackageKind.FOLDER}
_UNNAMED: Final = frozenset({PackageKind.SEQUENCE, PackageKind.MHL, PackageKind.CHECKSUMS})
"""Kinds whose files a report does not name: there may be half a million."""
_LOST: Final = frozenset({Presence.MISSING, Presence.REFUSED})
T = TypeVar("T")


class MemberRow(BaseModel):
    """A file of a package."""

    model_config = ConfigDict(frozen=True)

    path: str | None = None
    """As results name it; null where nobody says where it is."""
    role: str
    """What it is for, as in ``provenance.packages/1``."""
    presence: str
    """Whether it is there, as in ``provenance.packages/1``."""
    id: str | None = None
    title: str = ""
    """What the package calls it."""
    found_in: str | None = None
    """Path of the other package that holds it."""
    match: str | None = None
    """By what it was found, as in ``provenance.packages/1``; null but for the media of a cut."""
    own_id: str | None = None
    """UMID that the file states of itself where that is not ``id``."""
    verdict: Verdict | None = None
    """Of its own result; null where there is none."""


class PackageRow(BaseModel):
    """A package of the delivery: one asset with members, and what comes of its files together."""

    model_config = ConfigDict(frozen=True)

    kind: str
    name: str
    path: str
    id: str | None = None
    title: str = ""
    standard: str = ""
    count: int = 0
    """Its files, here or not."""
    compared: int = 0
    """Those whose hashes, as its lists state them, were compared with the files."""
    size: int | None = None
    frames: dict[str, Any] | None = None
    """Of a sequence, as in ``provenance.packages/1``."""
    compositions: tuple[dict[str, Any], ...] = ()
    """What it plays, as in ``provenance.packages/1``: title, id, timeline."""
    coverage: str | None = None
    """The worst of its files; null where none of them was looked at, or it only lists files."""
    verdict: Verdict | None = None
    """The worst of its files, a file that is missing being undetermined; null as above."""
    ai: str | None = None
    """Of its files' declarations the one that says most of generation; null as above."""
    disclosure: str | None = None
    """The worst of those of its files that are disclosed or declare generation; null as above."""
    approval: str | None = None
    """The worst of those of its files that need one; null as above."""
    members: tuple[MemberRow, ...] = ()
    """Its files, at most 1,000; none of a sequence, whose frames say it, nor of a hash list."""
    problems: tuple[dict[str, Any], ...] = ()
    """As in ``provenance.packages/1``."""
    notes: tuple[str, ...] = ()
    """As in ``provenance.packages/1``."""


class SealView(BaseModel):
    """A signed list of files: a hash list or a seal, compared with the files."""

    model_config = ConfigDict(frozen=True)

    path: str
    kind: Literal["hash list", "seal"]
    id: str | None = None
    title: str = ""
    title_id: str = ""
    integrity: str
    trust: str
    trust_list: str | None = None
    signer: str = ""
    count: int = 0
    """Files that it lists."""
    fitting: int = 0
    """Files that are here with the bytes that were signed."""
    problems: tuple[dict[str, Any], ...] = ()
    """What is wrong: ``code``, which files (``told``), and their ``path`` where it is one."""
    stage: str | None = None
    policy: str | None = None
    verdict: str | None = None
    """That a seal tells of its scan."""
    at: Moment | None = None
    unreadable: str | None = None


def package_rows(packages: Iterable[Package], groups: Iterable["Group"]) -> tuple[PackageRow, ...]:
    """The packages of a delivery as a report tells them, by path.

    Args:
        packages: All that were understood.
        groups: The results of every file; those of frames name their sequence.
    """
    told = [each for each in packages if each.kind in _TOLD]
    if not told:
        return ()
    named = {clean(each.path) for each in told}
    named.update(clean(member.path) for each in told for member in each.members)
    of: dict[str, list[Result]] = {}
    for each, paths in groups:
        for path in named.intersection(paths) if len(paths) > 1 else paths:
            of.setdefault(path, []).append(each)
        if each.package and each.package.path not in paths:
            of.setdefault(each.package.path, []).append(each)
    rows = [_row(each, of) for each in told]
    return tuple(sorted(rows, key=lambda row: (row.path, row.kind)))


def _row(package: Package, of: Mapping[str, Sequence["Result"]]) -> PackageRow:
    values = package_values(package)
    for name in ("members", "picture"):
        del values[name]
    values["problems"] = values["problems"][:MAX_PROBLEMS]
    members = () if package.kind in _UNNAMED else package.members[:MAX_MEMBERS]
    paths = (package.path,) if package.frames is not None else (one.path for one in package.members)
    owned = paths if package.kind.owns else ()
    met = [result for path in owned for result in of.get(clean(path), ())]
    lost = package.kind.owns and any(one.presence in _LOST for one in package.members)
    return PackageRow(
        **_cleaned(values),
        **_standing(met, lost=lost),
        members=tuple(_member(each, of) for each in members),
    )


def _standing(met: Sequence["Result"], *, lost: bool) -> dict[str, Any]:
    """What files come to together: of each fact the one that needs a person first.

    Args:
        met: Results of those that are here.
        lost: Whether others ought to be here: of these nobody can say that they pass.
    """
    if not met:
        return {"coverage": "missing", "verdict": Verdict.UNDETERMINED} if lost else {}
    coverage = [each.coverage for each in met] + ["missing"] * lost
    verdicts = [each.verdict for each in met] + [Verdict.UNDETERMINED] * lost
    firm = [each for each in met if each.ai.declaration in _FIRM]
    disclosed = [each.disclosure.state for each in met if each.disclosure.state != _NONE]
    disclosed += [each.disclosure.state for each in firm]
    needed = [each.approval.state for each in met if each.approval.state != _NOT_NEEDED]
    return {
        "coverage": _worst(coverage, _COVERAGE),
        "verdict": _worst(verdicts, _VERDICTS),
        "ai": _worst((each.ai.declaration for each in met), _DECLARED),
        "disclosure": _worst(disclosed, _DISCLOSURE) if disclosed else _NONE,
        "approval": _worst(needed, _APPROVAL) if needed else _NOT_NEEDED,
    }


def _worst(states: Iterable[T], order: Sequence[T]) -> T:
    """The state that stands first; one that is not known comes before all others."""
    return min(states, key=lambda each: order.index(each) if each in order else -1)


def _member(member: Member, of: Mapping[str, Sequence["Result"]]) -> MemberRow:
    met = of.get(clean(member.path), ()) if member.path else ()
    return MemberRow(
        path=clean(member.path) or None,
        role=member.role.value,
        presence=member.presence.value,
        id=clean(member.id) or None,
        title=clean(member.title),
        found_in=clean(member.found_in) or None,
        match=member.match.value if member.match else None,
        own_id=member.own_id or None,
        verdict=_worst((each.verdict for each in met), _VERDICTS) if met else None,
    )


def seal_view(one: SignedList) -> SealView:
    """A signed list as a report tells it."""
    signature, trust = one.attestation.signature, one.attestation.trust
    problems = [
        {"code": each.code.value, "told": clean(each.told), "path": clean(each.path) or None}
        for each in one.problems[:MAX_PROBLEMS]
    ]
    return SealView(
        path=clean(one.path),
        kind=one.kind.value,
        id=one.id or None,
        title=clean(one.title),
        title_id=clean(one.title_id),
        integrity=one.attestation.integrity.value,
        trust=trust.state.value,
        trust_list=clean(trust.list_name) or None,
        signer=clean(signature.name) if signature else "",
        count=one.count,
        fitting=one.fitting,
        problems=tuple(problems),
        stage=one.stage or None,
        policy=clean(one.policy) or None,
        verdict=one.verdict or None,
        at=one.at,
        unreadable=clean(one.unreadable) or None,
    )


def _cleaned(value: Any) -> Any:
    """Text that can be written as UTF-8, at any depth; packages nest no deeper than six."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    return [_cleaned(each) for each in value] if isinstance(value, list | tuple) else value
