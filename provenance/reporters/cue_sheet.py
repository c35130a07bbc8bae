"""The cue sheet of generated material: one row per disclosed use of an asset.

Columns follow what the Archival Producers Alliance asks for (Best Practices for Use of Generative
AI in Documentaries, 2024): description with timecodes, prompts and software, underlying sources and
their copyright status, and how the audience is told. Prompts stay in the register; here stands the
digest that leads to one. An asset that declares generated content and that nobody disclosed has a
row too, which says so. The CSV is made as that of findings is: see ``provenance.reporters.csv``.
"""

from collections.abc import Iterator
from typing import Final

from provenance.model.disclosed import InputUseView, UseView
from provenance.model.report import Report, Result
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.csv import sheet
from provenance.reporters.words import declares_ai, tool_name

COLUMNS: Final = (
    "path",
    "timecodes",
    "description",
    "how_much_generated",
    "source_type",
    "software",
    "prompts",
    "underlying_sources",
    "copyright_status",
    "audience_told",
    "cue_sheet",
    "disclosure",
    "digest",
)
"""The header, in order. Columns may be added at the end, never moved or renamed."""

UNTOLD: Final = "not told"
UNDISCLOSED: Final = "generated content that nobody disclosed"
HINTED: Final = "perhaps generated (a hint), and nobody disclosed it"


def generated(use: UseView) -> bool:
    """Whether a disclosure speaks of generated content."""
    return use.genai_used != "none"


def hinted(result: Result) -> bool:
    """Whether nothing but a hint says that an asset was generated."""
    return result.ai.strength == "hint"


def software(use: UseView) -> str:
    """The tools of a use with versions and models."""
    names = (
        f"{each.name} {each.version}".strip() + (f" ({each.model})" if each.model else "")
        for each in use.tools
    )
    return "; ".join(names) or UNTOLD


def rows(report: Report) -> Iterator[tuple[Result, UseView | None]]:
    """Every disclosed use of generated content, and each asset whose use nobody disclosed."""
    for result in report.results:
        uses = [each for each in result.uses if generated(each)]
        yield from ((result, use) for use in uses)
        if not uses and declares_ai(result):
            yield result, None


def _prompt(given: InputUseView) -> str:
    return given.sha256 or "in the register"


def _source(given: InputUseView) -> str:
    return " ".join(part for part in (given.kind, given.owner, given.sha256 or "") if part)


def _rights(given: InputUseView) -> str:
    told = " ".join(part for part in (given.rights_basis, given.licence_ref) if part)
    return f"{given.kind}: {told or UNTOLD}"


def _told(result: Result) -> str:
    notices = (
        " ".join(part for part in (each.where, each.start_tc, f'"{each.text}"') if part)
        for each in result.label.notices
    )
    return "; ".join(notices) or result.label.state.replace("_", " ")


def _values(result: Result, use: UseView | None) -> Iterator[str]:
    yield result.path
    if use is None:
        yield from (
            "",
            HINTED if hinted(result) else UNDISCLOSED,
            "",
            " | ".join(result.ai.source_types),
        )
        yield "; ".join(map(tool_name, result.ai.generators)) or UNTOLD
        yield from (UNTOLD, UNTOLD, UNTOLD, _told(result), "", "", result.digest or "")
        return
    category = use.category.replace("_", " ") or "use not told"
    inputs = [each for each in use.inputs if each.kind != "prompt"]
    yield ", ".join(use.timecodes)
    yield f"{category}: {use.human_contribution}" if use.human_contribution else category
    yield use.genai_used
    yield use.source_type
    yield software(use)
    yield "; ".join(_prompt(each) for each in use.inputs if each.kind == "prompt") or UNTOLD
    yield "; ".join(map(_source, inputs)) or UNTOLD
    yield "; ".join((*map(_rights, inputs), use.rights_clearance_ref)).strip("; ") or UNTOLD
    yield _told(result)
    yield use.cue_sheet_ref
    yield use.disclosure
    yield result.digest or ""


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    """The cue sheet as CSV, with byte order mark and header.

    Args:
        report: What to render.
        thumbnails: Not used.
    """
    del thumbnails
    return sheet(COLUMNS, (_values(result, use) for result, use in rows(report)))


REPORTER = Reporter(
    "cue-sheet", ".cue-sheet.csv", render, "one row per generated element, as archives ask for it"
)
