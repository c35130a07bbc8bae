"""Packages of a report in words: one asset with members, the same in every renderer.

A sequence is told where something is wrong with it; its frames are one result already.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from provenance.model.delivered_views import MemberRow, PackageRow
from provenance.model.finding import Verdict
from provenance.model.package import Match, PackageKind
from provenance.model.report import Report
from provenance.reporters.packages_text import MATCHES, long_words
from provenance.reporters.words import (
    COVERAGE,
    DECLARATIONS,
    VERDICT_ORDER,
    VERDICTS,
    Fact,
    Tone,
    Word,
    plural,
    state_word,
)

MAX_PACKAGES: Final = 200
"""Packages that a page tells; the JSON document holds all."""
MAX_NAMED: Final = 8
"""Members that are named where several need a look."""
_SHOWN_ABOVE: Final = frozenset({"missing", "refused"})
"""Codes of problems that the members tell."""
_REMARKABLE: Final = frozenset({Match.RENAMED, Match.OTHER_UMID})
"""Matches of which the notes of a cut tell more."""
_LISTED: Final = Word("listed")
_NOT_SEEN: Final = Word("not looked at", Tone.CAUTION)


@dataclass(frozen=True, slots=True)
class Told:
    """One package in words.

    Attributes:
        kind: What kind of package.
        path: Its folder, list or main file.
        title: What it is called, or "".
        word: The worst verdict of its files; for what owns none, that it only lists.
        facts: What its files come to together; none where none was looked at.
        lines: A label and a text each: what it plays, how many files, which need a look.
    """

    kind: str
    path: str
    title: str
    word: Word
    facts: tuple[Fact, ...]
    lines: tuple[tuple[str, str], ...]


def packages_told(report: Report) -> tuple[Told, ...]:
    """The packages of a report, those that need a person first.

    Args:
        report: Any report; one of before packages has none.
    """
    rows = [each for each in report.packages if each.frames is None or each.problems]
    rows.sort(key=lambda each: (_place(each.verdict), each.path, each.kind))
    return tuple(map(_told, rows))


def _place(verdict: Verdict | None) -> int:
    return VERDICT_ORDER.index(verdict) if verdict else len(VERDICT_ORDER)


def _told(row: PackageRow) -> Told:
    if row.verdict:
        word = VERDICTS[row.verdict]
    else:
        word = _NOT_SEEN if PackageKind(row.kind).owns else _LISTED
    return Told(
        kind=row.kind,
        path=row.path if row.path != "." else row.name,
        title=row.title,
        word=word,
        facts=tuple(_facts(row)),
        lines=tuple(_lines(row)),
    )


def _facts(row: PackageRow) -> Iterator[Fact]:
    if row.verdict is None or row.coverage is None or row.ai is None:
        return
    wanted = row.ai in {"generated", "composite"}
    yield Fact("AI declaration", Word(DECLARATIONS.get(row.ai, row.ai)))
    yield Fact("Disclosure", state_word(row.disclosure or "none", wanted=wanted))
    yield Fact("Approval", state_word(row.approval or "not_needed", wanted=wanted))
    yield Fact("Coverage", COVERAGE.get(row.coverage, Word(row.coverage, Tone.BAD)))


def _lines(row: PackageRow) -> Iterator[tuple[str, str]]:
    for played in row.compositions:
        title = played.get("title") or played.get("annotation") or "a composition without a title"
        yield "plays:", f"{title}{_long(played)}, id {played.get('id')}"
    yield "files:", ", ".join(_counts(row))
    for verdict in (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.WARN):
        names = [_name(each) for each in row.members if each.verdict is verdict]
        if names:
            yield f"{VERDICTS[verdict].text.lower()}:", _some(names)
    for presence in ("missing", "refused"):
        names = [_name(each) for each in row.members if each.presence == presence]
        if names:
            yield f"{presence}:", _some(names)
    if row.kind == PackageKind.AAF:
        yield from _media(row)
    wrong = [each for each in row.problems if each.get("code") not in _SHOWN_ABOVE]
    for each in wrong[:MAX_NAMED]:
        where = f"{each['path']}: " if each.get("path") else ""
        yield f"{each.get('code')}:", f"{where}{each.get('message', '')}"
    if len(wrong) > MAX_NAMED:
        yield "", f"and {len(wrong) - MAX_NAMED} more problems; the JSON document holds them"


def _media(row: PackageRow) -> Iterator[tuple[str, str]]:
    """Which of the files that a cut refers to are here, and by what they were found."""
    here = [each for each in row.members if each.presence == "here"]
    if not here:
        yield "here:", "none of the files that it refers to, by UMID or by name"
    for match in dict.fromkeys((*MATCHES, *(each.match for each in here))):
        names = [_name(each) for each in here if each.match == match]
        if names:
            yield f"here, {MATCHES.get(match or '', match or 'by name')}:", _some(names)
    if any(each.match in _REMARKABLE for each in here):
        for note in row.notes[:MAX_NAMED]:
            yield "note:", note


def _counts(row: PackageRow) -> Iterator[str]:
    yield plural(row.count, "file")
    kept = Counter(each.presence for each in row.members)
    if set(kept) - {"here"}:
        yield from (f"{count:,} {presence}" for presence, count in sorted(kept.items()))


def _long(played: Mapping[str, Any]) -> str:
    rate, duration = played.get("edit_rate"), played.get("duration")
    try:
        return long_words(Fraction(rate), duration) if rate else ""
    except (TypeError, ValueError, ZeroDivisionError):  # of a report that somebody edited
        return ""


def _name(member: MemberRow) -> str:
    return member.path or member.title or member.id or "a file without a name"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more
