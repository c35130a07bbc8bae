"""What a report tells of packages and signed lists. Pure.

Fields may be added, never changed, as in ``model.report``.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from provenance.model.evidence import Coverage, Evidence
from provenance.model.finding import Verdict
from provenance.model.package import Package, PackageKind
from provenance.model.package_view import package_values
from provenance.model.record import Moment
from provenance.model.signed_list import SignedList
from provenance.model.values import clean

MAX_PROBLEMS: Final = 100
"""Problems of one package or list that a report names; the findings tell the others."""
_WORST: Final = (
    Coverage.MISSING,
    Coverage.UNREADABLE,
    Coverage.NOT_SUPPORTED,
    Coverage.PARTLY_READ,
    Coverage.READ,
)
_WORST_VERDICT: Final = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.WARN, Verdict.PASS)
_TOLD: Final = frozenset(PackageKind) - {PackageKind.FOLDER}


class PackageRow(BaseModel):
    """A package of the delivery: what it is, and what comes of its files together."""

    model_config = ConfigDict(frozen=True)

    kind: str
    name: str
    path: str
    id: str | None = None
    title: str = ""
    standard: str = ""
    count: int = 0
    """Its files, here or not."""
    size: int | None = None
    compared: int = 0
    """Those whose hashes, as its lists state them, were compared with the files."""
    frames: dict[str, Any] | None = None
    """Of a sequence, as in ``provenance.packages/1``."""
    compositions: tuple[dict[str, Any], ...] = ()
    """What it plays, as in ``provenance.packages/1``: title, id, timeline."""
    coverage: str | None = None
    """The worst of its files; null where none of them was looked at, or it only lists files."""
    verdict: Verdict | None = None
    """The worst of its files; null as above."""
    problems: tuple[dict[str, Any], ...] = ()
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


def package_rows(
    packages: Iterable[Package], assets: Iterable[Evidence], verdicts: Mapping[str, Verdict]
) -> tuple[PackageRow, ...]:
    """The packages of a delivery as a report tells them, by path.

    Args:
        packages: All that were understood.
        assets: The evidence of every asset.
        verdicts: By the path of the result.
    """
    told = [each for each in packages if each.kind in _TOLD]
    if not told:
        return ()
    coverage: dict[str, Coverage] = {}
    ends: dict[str, Verdict] = {}
    for each in assets:
        for path in (each.package, each.asset.path) if each.package else (each.asset.path,):
            found = verdicts.get(clean(each.path))
            if found is not None:
                ends[path] = min(ends.get(path, found), found, key=_WORST_VERDICT.index)
            known = coverage.get(path, each.coverage)
            coverage[path] = min(known, each.coverage, key=_WORST.index)
    rows = [_row(each, coverage, ends) for each in told]
    return tuple(sorted(rows, key=lambda row: (row.path, row.kind)))


def _row(
    package: Package, coverage: Mapping[str, Coverage], ends: Mapping[str, Verdict]
) -> PackageRow:
    values = package_values(package)
    for name in ("members", "picture", "notes"):
        del values[name]
    values["problems"] = values["problems"][:MAX_PROBLEMS]
    paths: tuple[str, ...] = ()
    if package.kind.owns:
        named = (each.path for each in package.members)
        paths = (package.path,) if package.frames is not None else tuple(named)
    met = [coverage[path] for path in paths if path in coverage]
    judged = [ends[path] for path in paths if path in ends]
    return PackageRow(
        **_cleaned(values),
        coverage=min(met, key=_WORST.index).value if met else None,
        verdict=min(judged, key=_WORST_VERDICT.index) if judged else None,
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
