"""The report: machine contract version 1. Every renderer renders this and nothing else.

Field names and values are pinned by ``tests/golden``; fields may be added, never changed.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from provenance.model.delivered_views import PackageRow, SealView
from provenance.model.disclosed import NoticeView, UseView
from provenance.model.finding import Severity, Verdict
from provenance.model.manifest_views import GeneratorView, ManifestView
from provenance.model.record import Moment
from provenance.model.values import EVIDENCE_SCHEMA, LIMITS, NOT_JUDGED
from provenance.model.vocabulary import Stage

REPORT_SCHEMA: Final = "provenance.report/1"


class _View(BaseModel):
    model_config = ConfigDict(frozen=True)


class ToolView(_View):
    """Name and version of this program and of the engines it asked."""

    name: str
    version: str
    engines: dict[str, str] = Field(default_factory=dict)


class SignalView(_View):
    """One observation."""

    reader: str
    where: str
    value: str
    strength: Literal["hint", "stated", "matched", "proven"]
    source_type: str | None = None
    generator: GeneratorView | None = None
    in_ingredient: bool = False


class AiView(_View):
    """The AI declaration."""

    declaration: Literal["generated", "composite", "enhanced", "not_generated", "silent"]
    strength: Literal["hint", "stated", "matched", "proven"] | None = None
    source_types: tuple[str, ...] = ()
    generators: tuple[GeneratorView, ...] = ()
    signals: tuple[int, ...] = ()
    contradicting: tuple[int, ...] = ()


class RecordState(_View):
    """State of disclosure or approval, and the records that it rests on."""

    state: str
    records: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class LabelView(RecordState):
    """State of the label, and the notices that are declared and count."""

    notices: tuple[NoticeView, ...] = ()
    """What is declared and counts."""


class FailureView(_View):
    """What was not read and why."""

    reader: str
    reason: str


class PartView(_View):
    """The package that a result is of, where it stands for files of one."""

    path: str
    """Of the package."""
    kind: str
    frames: str | None = None
    """Numbers of the frames that the result is of; null for a single file."""
    files: int = 1
    """How many files the result is of."""


class AssetView(_View):
    """ASSET of the contract."""

    path: str
    format: str
    family: str
    media_type: str
    name_contradicts: str | None = None
    size: int
    digest: str | None
    coverage: Literal["read", "partly_read", "unreadable", "not_supported", "missing"]
    failures: tuple[FailureView, ...] = ()
    integrity: Literal[
        "no_manifest", "external_only", "unreadable", "not_checked", "valid", "invalid"
    ]
    trust: Literal["not_asked", "untrusted", "trusted", "revoked", "expired"]
    trust_list: str | None = None
    ai: AiView
    manifest: ManifestView | None
    signals: tuple[SignalView, ...] = ()
    disclosure: RecordState
    approval: RecordState
    label: LabelView = LabelView(state=NOT_JUDGED)
    """State of the notice that the audience perceives."""
    sidecars: tuple[str, ...] = ()
    facts: dict[str, Any] | None = None
    package: PartView | None = None
    """The sequence whose frames it stands for; null for a file by itself."""


class FindingView(_View):
    """A finding."""

    id: str
    rule: str
    severity: Severity
    message: str
    advice: str
    signals: tuple[int, ...] = ()
    undetermined: bool = False
    waived_by: str | None = None
    notes: tuple[str, ...] = ()
    """Waivers that speak of it and do not count, with the reason."""


class DeliveryFindingView(FindingView):
    """A finding about the delivery as a whole; it rests on no signals."""

    path: str = ""
    """The file or record that it speaks of, as seen from the root; "" where it speaks of none."""


class Result(AssetView):
    """RESULT of the contract: an asset, its verdict and its findings."""

    verdict: Verdict
    findings: tuple[FindingView, ...] = ()
    uses: tuple[UseView, ...] = ()
    """What is disclosed of it, by every disclosure that counts."""


class PolicyView(_View):
    """The policy that was applied."""

    name: str
    version: str
    digest: str
    title: str = ""
    source: str = ""
    fail_on: Severity = Severity.BLOCKING


class Counts(_View):
    """How many files ended how."""

    files: int = 0
    passed: int = 0
    failed: int = 0
    warned: int = 0
    undetermined: int = 0
    unreadable: int = 0
    waived: int = 0


class WaiverView(_View):
    """A waiver that was used."""

    id: str
    rule: str
    reason: str
    owner: str
    expires: str
    signer: str = ""
    """Who signed it; "" for one that stands in the policy."""
    source: str = "policy"
    """``policy``, ``register``, or the name of the file that holds it."""


class EvidenceDocument(_View):
    """What ``provenance read --json`` prints."""

    schema_: Literal["provenance.evidence/1"] = Field(EVIDENCE_SCHEMA, alias="schema")
    tool: ToolView
    generated_at: Moment
    effort: str = "normal"
    assets: tuple[AssetView, ...] = ()
    limits: str = LIMITS


class Report(_View):
    """What ``provenance scan -o json`` writes and every renderer reads."""

    schema_: Literal["provenance.report/1"] = Field(REPORT_SCHEMA, alias="schema")
    tool: ToolView
    generated_at: Moment
    verdict: Verdict
    sentence: str
    """The verdict in words."""
    policy: PolicyView
    stage: Stage
    effort: str = "normal"
    digests: Literal["all", "needed", "none"] = "all"
    """Of which files a digest was made: ``needed``: of those only that a list, a record or the
    register at hand could name by it. It is null of all others."""
    roots: tuple[str, ...] = ()
    """Last path components of what was scanned; no path of this machine."""
    trust_lists: tuple[str, ...] = ()
    counts: Counts = Counts()
    results: tuple[Result, ...] = ()
    waivers: tuple[WaiverView, ...] = ()
    next_steps: tuple[str, ...] = ()
    limits: str = LIMITS
    problems: tuple[str, ...] = ()
    """Records that lie in the delivery and could not be read; what they say is not known."""
    left_out: tuple[str, ...] = ()
    """What lies in the delivery and was not looked at, because nobody asked for it."""
    findings: tuple[DeliveryFindingView, ...] = ()
    """What concerns the delivery as a whole and no single file of it."""
    packages: tuple[PackageRow, ...] = ()
    """What the files form: sequences, packages with lists of their own, hash lists."""
    seals: tuple[SealView, ...] = ()
    """Signed lists of files that came with it: of stamped sequences, and seals of deliveries."""

    def to_json(self) -> str:
        """The JSON document, ending with a newline."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"


Group: TypeAlias = tuple[Result, Sequence[str]]
"""A result, and the paths of all files of which the same is told but for what names each."""


def alone(results: Iterable[Result]) -> tuple[Group, ...]:
    """Results as groups of one."""
    return tuple((each, (each.path,)) for each in results)


def count(groups: Iterable[Group], findings: Iterable[FindingView] = ()) -> Counts:
    """Count files by verdict; each frame of a sequence is one.

    Args:
        groups: The results of every file.
        findings: About the delivery as a whole; those that were waived are counted with the rest.
    """
    every = tuple((each, _files(each) * len(paths), len(paths)) for each, paths in groups)
    by_verdict = {
        verdict: sum(files for each, files, _ in every if each.verdict is verdict)
        for verdict in Verdict
    }
    return Counts(
        files=sum(files for _, files, _ in every),
        passed=by_verdict[Verdict.PASS],
        failed=by_verdict[Verdict.FAIL],
        warned=by_verdict[Verdict.WARN],
        undetermined=by_verdict[Verdict.UNDETERMINED],
        unreadable=sum(
            files for each, files, _ in every if each.coverage in {"unreadable", "missing"}
        ),
        waived=sum(bool(each.waived_by) for each in findings)
        + sum(
            number * sum(bool(finding.waived_by) for finding in each.findings)
            for each, _, number in every
        ),
    )


def _files(result: Result) -> int:
    return result.package.files if result.package else 1
