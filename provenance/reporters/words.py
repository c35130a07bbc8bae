"""The words that people read for the values of the contract, the same in every renderer.

A tone says how a value weighs and never carries meaning alone: the word always stands beside it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

from provenance.model.finding import Severity, Verdict
from provenance.model.manifest_views import GeneratorView
from provenance.model.report import AssetView, FindingView, Report, Result
from provenance.model.summary import verdict_of
from provenance.model.vocabulary import SOURCE_TYPES

F = TypeVar("F", bound=FindingView)


class Tone(StrEnum):
    """How a value weighs."""

    GOOD = "good"
    BAD = "bad"
    CAUTION = "caution"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Word:
    """A value in words."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the separate facts about an asset."""

    name: str
    word: Word


VERDICT_ORDER: Final = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.WARN, Verdict.PASS)
"""How results are shown: what needs a person first."""

VERDICTS: Final[Mapping[Verdict, Word]] = {
    Verdict.FAIL: Word("Fail", Tone.BAD),
    Verdict.UNDETERMINED: Word("Undetermined", Tone.CAUTION),
    Verdict.WARN: Word("Warn", Tone.CAUTION),
    Verdict.PASS: Word("Pass", Tone.GOOD),
}

SEVERITIES: Final[Mapping[Severity, Word]] = {
    Severity.BLOCKING: Word("blocking", Tone.BAD),
    Severity.OVERRIDABLE: Word("overridable", Tone.BAD),
    Severity.WARNING: Word("warning", Tone.CAUTION),
    Severity.INFO: Word("info"),
    Severity.OFF: Word("off"),
}

COVERAGE: Final = {
    "read": Word("read", Tone.GOOD),
    "partly_read": Word("partly read", Tone.CAUTION),
    "unreadable": Word("unreadable", Tone.BAD),
    "not_supported": Word("not supported", Tone.CAUTION),
    "missing": Word("missing", Tone.BAD),
}

INTEGRITY: Final = {
    "no_manifest": Word("no manifest"),
    "external_only": Word("external only", Tone.CAUTION),
    "unreadable": Word("manifest unreadable", Tone.BAD),
    "not_checked": Word("not checked", Tone.CAUTION),
    "valid": Word("valid", Tone.GOOD),
    "invalid": Word("invalid", Tone.BAD),
}

TRUST: Final = {
    "not_asked": Word("not asked"),
    "untrusted": Word("untrusted signer", Tone.CAUTION),
    "trusted": Word("trusted signer", Tone.GOOD),
    "revoked": Word("revoked signer", Tone.BAD),
    "expired": Word("expired signer", Tone.BAD),
}

DECLARATIONS: Final = {
    "generated": "generated",
    "composite": "composite with generated",
    "enhanced": "enhanced",
    "not_generated": "not generated",
    "silent": "silent",
}

DIGESTS: Final = {
    "needed": "of those files only that a list, a record or the register here could name by one",
}
"""Of which files a report has digests, where that is not to be expected of its effort."""
STRENGTHS: Final = {
    "proven": "a valid signature says so",
    "matched": "the content equals a registered generated asset",
    "stated": "unsigned metadata says so",
    "hint": "a pattern that often means this",
}
"""Strongest first."""

_CODES: Final = {term.uri: term.code for term in SOURCE_TYPES.values()}
_SOURCE_TYPE: Final = re.compile(f"(?:{'|'.join(map(re.escape, _CODES))})(?![\\w/-])")

_STATES: Final = {
    "complete": Tone.GOOD,
    "approved": Tone.GOOD,
    "not_needed": Tone.PLAIN,
    "not_judged": Tone.PLAIN,
    "none": Tone.PLAIN,
    "incomplete": Tone.CAUTION,
    "conditions_open": Tone.CAUTION,
    "not_required": Tone.PLAIN,
    "present": Tone.GOOD,
    "undetermined": Tone.CAUTION,
}
"""Tones of disclosure, approval and label states; a state not named here is one that went wrong."""


def state_word(state: str, *, wanted: bool) -> Word:
    """A state of disclosure, approval or label in words.

    Args:
        state: As in the contract ("out_of_scope").
        wanted: Whether the asset declares AI, so that "none" is a gap.
    """
    tone = _STATES.get(state, Tone.BAD)
    if state == "none" and wanted:
        tone = Tone.BAD
    return Word(state.replace("_", " "), tone)


def shorten_types(text: str) -> str:
    """A text with the URIs of known source types cut to their codes.

    Only a URI to the letter is cut: one that is spelled otherwise is what a finding may be about.
    """
    if "digitalsourcetype/" not in text:
        return text
    return _SOURCE_TYPE.sub(lambda found: _CODES[found[0]], text)


def kind_words(asset: AssetView) -> tuple[str, ...]:
    """What the file is and how large, or that it is not there."""
    if asset.coverage == "missing":
        return (COVERAGE["missing"].text,)
    part = asset.package
    if part is None or part.frames is None:
        return (asset.media_type, size_words(asset.size))
    return (asset.media_type, size_words(asset.size), f"{part.files} frames, {part.frames}")


def noted(report: Report) -> int:
    """How many files pass and have findings all the same, which only inform."""
    return sum(
        result.verdict is Verdict.PASS and any(not each.waived_by for each in result.findings)
        for result in report.results
    )


def declares_ai(asset: AssetView) -> bool:
    """Whether the asset declares generated content, in whole or in part."""
    return asset.ai.declaration in {"generated", "composite"}


def facts(asset: AssetView) -> tuple[Fact, ...]:
    """The separate facts about one asset, what people ask first comes first."""
    trust = TRUST[asset.trust]
    if asset.trust_list:
        trust = Word(f"{trust.text} ({asset.trust_list})", trust.tone)
    ai = DECLARATIONS[asset.ai.declaration]
    ai += f" ({asset.ai.strength})" if asset.ai.strength else ""
    wanted = declares_ai(asset)
    return (
        Fact("AI declaration", Word(ai)),
        Fact("Integrity", INTEGRITY[asset.integrity]),
        Fact("Trust", trust),
        Fact("Disclosure", state_word(asset.disclosure.state, wanted=wanted)),
        Fact("Approval", state_word(asset.approval.state, wanted=wanted)),
        Fact("Label", state_word(asset.label.state, wanted=wanted)),
        Fact("Coverage", COVERAGE[asset.coverage]),
    )


def sentence(report: Report) -> str:
    """The report's sentence without the verdict's word before it: renderers show that apart."""
    word = f"{VERDICTS[report.verdict].text}: "
    said = report.sentence.removeprefix(word)
    return said[:1].upper() + said[1:]


def tool_name(generator: GeneratorView) -> str:
    """A generator with its version."""
    return f"{generator.name} {generator.version}".strip()


def of_delivery(report: Report) -> Verdict | None:
    """What is found in the delivery as a whole comes to; None where nothing is."""
    if not report.findings:
        return None
    return verdict_of(report.findings, report.policy.fail_on)


def ordered(findings: Iterable[F]) -> list[F]:
    """Heaviest first, waived last; else as given."""
    weight = list(Severity)
    return sorted(findings, key=lambda each: (bool(each.waived_by), weight.index(each.severity)))


def by_verdict(report: Report) -> dict[Verdict, list[Result]]:
    """Results by verdict, worst first, each in the order of the report."""
    groups: dict[Verdict, list[Result]] = {verdict: [] for verdict in VERDICT_ORDER}
    for result in report.results:
        groups[result.verdict].append(result)
    return groups


def plural(number: int, noun: str) -> str:
    """A number and its noun: "1 file", "2 files"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size_words(size: int) -> str:
    """Bytes in decimal units, as media people and disks count: "2.1 MB"."""
    value = float(size)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:  # noqa: PLR2004  SI units
            return f"{size} bytes" if unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def technical_words(technical: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Technical facts in words, what is not known left out.

    Args:
        technical: ``AssetView.facts``; keys as in ``provenance.model.asset.Facts``.
    """
    if not technical:
        return ()
    get = technical.get
    found = (
        get("width") and get("height") and f"{get('width')} × {get('height')}",  # noqa: RUF001
        get("frame_rate") and f"{get('frame_rate')} fps",
        (get("frames") or 0) > 1 and f"{get('frames')} frames",
        isinstance(get("duration"), int | float) and f"{get('duration'):.2f} s",
        get("timecode") and f"from {get('timecode')}",
        get("video_codec"),
        get("colour"),
        get("audio_codec"),
        isinstance(get("channels"), int) and plural(get("channels") or 0, "channel"),
        get("sample_rate") and f"{get('sample_rate')} Hz",
    )
    return tuple(str(each) for each in found if each)
