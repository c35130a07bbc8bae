"""One row per finding, for spreadsheets and trackers.

Choices, each pinned by a test:

* One row per finding and none for a file without findings: rows can be counted, filtered and
  assigned. Those about the delivery as a whole come first and say so under ``about``. Counts and
  verdict of the whole delivery stand in the other formats.
* UTF-8 with a byte order mark: without it Excel reads the bytes in a local code page. Python reads
  it with the encoding ``utf-8-sig``.
* RFC 4180: CRLF line ends, commas, every value quoted, quotes doubled.
* A value that a spreadsheet would run as a formula gets a leading apostrophe; hidden characters
  are spelled as escapes. The exact values stand in the JSON document.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from provenance.model.manifest_views import GeneratorView
from provenance.model.report import (
    DeliveryFindingView,
    FindingView,
    Report,
    Result,
    SignalView,
)
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.escaping import clip, guard_formula
from provenance.reporters.words import of_delivery

BYTE_ORDER_MARK: Final = "\ufeff"
VALUE_LIMIT: Final = 2000
"""Characters of one value: a cell of Excel holds 32,767, and escapes make values longer."""

COLUMNS: Final = (
    "finding_id",
    "verdict",
    "severity",
    "undetermined",
    "rule",
    "path",
    "media_type",
    "digest",
    "coverage",
    "integrity",
    "trust",
    "ai_declaration",
    "strength",
    "source_types",
    "generators",
    "disclosure",
    "approval",
    "waived_by",
    "message",
    "advice",
    "evidence",
    "label",
    "about",
    "notes",
    "frames",
)
"""The header, in order. Columns may be added at the end, never moved or renamed."""


def _tool(generator: GeneratorView) -> str:
    return f"{generator.name} {generator.version}".strip()


def _signal(signal: SignalView) -> str:
    return f"{signal.reader}: {signal.where} = {signal.value} ({signal.strength})"


def _values(result: Result, finding: FindingView) -> Iterator[str]:
    yield finding.id
    yield result.verdict.value
    yield finding.severity.value
    yield "yes" if finding.undetermined else "no"
    yield finding.rule
    yield result.path
    yield result.media_type
    yield result.digest or ""
    yield result.coverage
    yield result.integrity
    yield result.trust
    yield result.ai.declaration
    yield result.ai.strength or ""
    yield " | ".join(result.ai.source_types)
    yield " | ".join(map(_tool, result.ai.generators))
    yield result.disclosure.state
    yield result.approval.state
    yield finding.waived_by or ""
    yield finding.message
    yield finding.advice
    yield " | ".join(
        _signal(result.signals[index]) for index in finding.signals if index < len(result.signals)
    )
    yield result.label.state
    yield "file"
    yield " | ".join(finding.notes)
    yield (result.package.frames or "") if result.package else ""


def _whole_values(report: Report, finding: DeliveryFindingView) -> Iterator[str]:
    """A finding about the delivery as a whole: what only a file has is left empty."""
    verdict = of_delivery(report)
    known = {
        "finding_id": finding.id,
        "verdict": verdict.value if verdict else "",
        "severity": finding.severity.value,
        "undetermined": "yes" if finding.undetermined else "no",
        "rule": finding.rule,
        "path": finding.path,
        "waived_by": finding.waived_by or "",
        "message": finding.message,
        "advice": finding.advice,
        "about": "delivery",
        "notes": " | ".join(finding.notes),
    }
    return (known.get(column, "") for column in COLUMNS)


def sheet(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    """CSV as a spreadsheet opens it: byte order mark, header, and values that are not run."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([clip(guard_formula(value), VALUE_LIMIT) for value in row] for row in rows)
    return text.getvalue()


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    """All findings as CSV, with byte order mark and header.

    Args:
        report: What to render.
        thumbnails: Not used.
    """
    del thumbnails
    of_whole = (_whole_values(report, finding) for finding in report.findings)
    of_files = (
        _values(result, finding) for result in report.results for finding in result.findings
    )
    return sheet(COLUMNS, chain(of_whole, of_files))


REPORTER = Reporter("csv", ".csv", render, "one row per finding, for spreadsheets")
