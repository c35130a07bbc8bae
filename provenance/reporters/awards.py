"""The statement on AI that an academy may ask for, per title: what it did, who performed and wrote.

Markdown, to be read and completed by people. It tells what makers disclosed and says of everything
else that it is not known; it judges nothing. Every value from a file is escaped, so that it can be
neither markup nor a link.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from provenance.model.disclosed import TalentUseView, UseView
from provenance.model.finding import Verdict
from provenance.model.report import Report, Result
from provenance.model.values import LIMITS
from provenance.model.vocabulary import UseCategory
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.cue_sheet import hinted, rows, software
from provenance.reporters.escaping import clip
from provenance.reporters.words import plural

VALUE_LIMIT: Final = 400
"""Characters shown of a value; the JSON document holds it whole."""
MAX_NAMED: Final = 20
"""Files that are named one by one in a list."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>()#|&~!@:])")
_START: Final = re.compile(r"^(\d*)([-+=.)])")
"""What would begin a list or a heading."""
_TALENT: Final = {
    "replica_employment": "replica made for the performer's own part",
    "replica_independent": "replica made without the performer",
    "synthetic": "synthetic performer, who is nobody",
    "alteration": "altered performance",
    "voice": "generated voice",
    "dub": "dubbed or lips changed",
}
_Row = tuple[Result, UseView]

_ABOUT: Final = (
    "This statement was made from the disclosures that came with the files. It tells what the "
    "makers said, and says where nobody said anything. It judges nothing, and it is no proof: "
    "generated content that left no mark and was not disclosed is not in it. Whoever signs it "
    "completes what is missing."
)


def _safe(text: str) -> str:
    """A value that can be no markup: CommonMark lets a backslash precede any punctuation."""
    escaped = _MARKUP.sub(r"\\\1", clip(text, VALUE_LIMIT))
    return _START.sub(r"\1\\\2", escaped)


def _category(name: str) -> str:
    return name.replace("_", " ") or "use not told"


def _titles(uses: Iterable[UseView]) -> str:
    named = dict.fromkeys(each.title or each.title_id for each in uses)
    return ", ".join(_safe(each) for each in named if each)


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(each)} |" for each in lines)


def _files(results: Sequence[Result]) -> Iterator[str]:
    yield from (f"- {_safe(each.path)}" for each in results[:MAX_NAMED])
    if len(results) > MAX_NAMED:
        yield f"- and {len(results) - MAX_NAMED:,} more; the JSON report names all"


def _grouped(told: Sequence[_Row]) -> dict[str, list[_Row]]:
    """Uses by category, in the order of the vocabulary, those without one last."""
    order = [each.value for each in UseCategory]
    groups: dict[str, list[_Row]] = {}
    for row in told:
        groups.setdefault(row[1].category, []).append(row)
    known = [each for each in order if each in groups]
    return {each: groups[each] for each in (*known, *(set(groups) - set(known)))}


def _paths(told: Sequence[_Row]) -> int:
    return len({result.path for result, _ in told})


def _short(report: Report, told: Sequence[_Row], undisclosed: Sequence[Result]) -> Iterator[str]:
    yield from ("## In short", "")
    yield f"- {plural(report.counts.files, 'file')} looked at."
    yield f"- {plural(_paths(told), 'file')} with generated content that was disclosed."
    sure = [each for each in undisclosed if not hinted(each)]
    yield f"- {plural(len(sure), 'file')} with generated content that nobody disclosed."
    yield f"- {plural(len(undisclosed) - len(sure), 'file')} that may be generated: a hint says so."
    yield f"- {plural(len(_open(report)), 'file')} of which that could not be said."


def _open(report: Report) -> list[Result]:
    return [
        each
        for each in report.results
        if each.verdict is Verdict.UNDETERMINED or each.coverage != "read"
    ]


def _did(told: Sequence[_Row]) -> Iterator[str]:
    yield from ("## What AI did", "")
    if not told:
        yield "No disclosure speaks of generated content. That is no statement that there is none."
        return
    lines = []
    for name, group in _grouped(told).items():
        tools = dict.fromkeys(_safe(software(use)) for _, use in group)
        much = dict.fromkeys(use.genai_used for _, use in group)
        lines.append((_category(name), str(_paths(group)), ", ".join(much), "<br>".join(tools)))
    yield from _table(("Use", "Files", "How much of it", "Tools"), lines)


def _contributed(told: Sequence[_Row]) -> Iterator[str]:
    yield from ("## What people did", "")
    for name, group in _grouped(told).items():
        said = dict.fromkeys(use.human_contribution for _, use in group if use.human_contribution)
        silent = sum(not use.human_contribution for _, use in group)
        yield from (f"- {_category(name)}: {_safe(each)}" for each in said)
        if silent:
            yield f"- {_category(name)}: not told for {plural(silent, 'use')}"
    if not told:
        yield "Nothing is disclosed, so nothing is told."


def _scripted(talents: Sequence[TalentUseView]) -> str:
    counts = (
        ("yes", sum(each.as_scripted is True for each in talents)),
        ("no", sum(each.as_scripted is False for each in talents)),
        ("not told", sum(each.as_scripted is None for each in talents)),
    )
    return ", ".join(f"{word}: {count}" for word, count in counts if count)


def _performed(told: Sequence[_Row]) -> Iterator[str]:
    yield from ("## Who performed", "")
    groups: dict[str, list[TalentUseView]] = {}
    for _, use in told:
        for each in use.talent:
            groups.setdefault(each.type, []).append(each)
    if not groups:
        yield (
            "No disclosure names a performer whose likeness or voice was generated or altered. "
            "That is the makers' word; nobody looked at the pictures or listened."
        )
    else:
        lines = []
        for kind, talents in sorted(groups.items()):
            names = {each.name for each in talents if each.name}
            references = [each.consent_ref for each in talents if each.consent_ref]
            consents = dict.fromkeys(map(_safe, references))
            without = len(talents) - len(references)
            told_consents = [*consents, *([f"{without} without a reference"] if without else [])]
            lines.append(
                (
                    _TALENT.get(kind, _safe(kind)),
                    str(len(talents)),
                    str(len(names)) if names else "not told here",
                    _scripted(talents),
                    "<br>".join(told_consents),
                )
            )
        head = ("How", "Uses", "Performers", "As scripted and recorded", "Consents")
        yield from _table(head, lines)
        yield from ("", "Names stay in the house; the consents named here lead to them.")
    yield from ("", "Add: the credited performers of the roles that are entered.")


def _wrote(told: Sequence[_Row]) -> Iterator[str]:
    yield from ("## Who wrote", "")
    texts = [row for row in told if row[1].category == UseCategory.TEXT.value]
    scripts = [row for row in told if any(each.kind == "script" for each in row[1].inputs)]
    if texts:
        yield f"{plural(_paths(texts), 'file')} with generated text, disclosed as such:"
        yield from ("", *_files([result for result, _ in texts]))
    else:
        yield "No disclosure speaks of generated text."
    if scripts:
        yield ""
        yield f"A script went into the tools for {plural(_paths(scripts), 'file')}."
    yield from ("", "Add: the writers' own statement. No media file shows who wrote a script.")


def _unknown(report: Report, undisclosed: Sequence[Result]) -> Iterator[str]:
    yield from ("## What is not known", "")
    sure = [each for each in undisclosed if not hinted(each)]
    hints = [each for each in undisclosed if hinted(each)]
    if sure:
        yield from ("Generated content that nobody disclosed:", "", *_files(sure), "")
    if hints:
        yield from ("Perhaps generated, by a hint, and nobody said:", "", *_files(hints), "")
    left = [each for each in _open(report) if each not in undisclosed]
    if left:
        yield from ("Not read whole, or not to be decided:", "", *_files(left), "")
    if report.problems:
        yield from (f"Records that could not be read: {len(report.problems):,}.", "")
    yield LIMITS


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    """The statement as Markdown, ending with a newline.

    Args:
        report: What to render.
        thumbnails: Not used.
    """
    del thumbnails
    every = list(rows(report))
    told: list[_Row] = [(result, use) for result, use in every if use is not None]
    undisclosed = [result for result, use in every if use is None]
    title = _titles(use for _, use in told) or ", ".join(map(_safe, report.roots)) or "untitled"
    tool = f"{report.tool.name} {report.tool.version}"
    made = f"Made on {report.generated_at:%Y-%m-%d %H:%M} UTC by {_safe(tool)} from "
    made += f"{', '.join(map(_safe, report.roots)) or 'files'} at stage {report.stage}."
    lines = [f"# Use of AI: {title}", "", _ABOUT, "", made]
    for section in (
        _short(report, told, undisclosed),
        _did(told),
        _performed(told),
        _wrote(told),
        _contributed(told),
        _unknown(report, undisclosed),
    ):
        lines += ["", *section]
    return "\n".join(lines) + "\n"


REPORTER = Reporter("awards", ".awards.md", render, "a statement on AI per title, for academies")
