"""What ``provenance read`` shows: all that is known of each asset, without a verdict."""

from collections.abc import Iterator
from typing import Final

from provenance.model.manifest_views import (
    ActionView,
    IngredientView,
    ManifestNodeView,
    ManifestView,
)
from provenance.model.report import AssetView, EvidenceDocument, RecordState
from provenance.reporters.escaping import clip
from provenance.reporters.layout import KEEP, Page
from provenance.reporters.text import SENTENCE_LIMIT, VALUE_LIMIT, WIDTH
from provenance.reporters.tree import MAX_ACTIONS, Branch, tree
from provenance.reporters.words import (
    Word,
    declares_ai,
    facts,
    size_words,
    state_word,
    technical_words,
    tool_name,
)

COLUMN: Final = 16
MAX_STATUS: Final = 40
"""Status codes shown of one group."""
MAX_SIGNALS: Final = 200
"""Signals shown of one asset; the JSON document holds all."""


_STATUS: Final = {
    "success": "status success",
    "informational": "status info",
    "failure": "status failure",
}


def _row(page: Page, label: str, text: str) -> Iterator[str]:
    yield from page.block(label, text, 2, COLUMN)


def _source_code(uri: str | None) -> str:
    """The last part of a source type's URI: what people call it."""
    return clip(uri.rstrip("/").rsplit("/", 1)[-1], VALUE_LIMIT) if uri else ""


def _file(page: Page, asset: AssetView) -> Iterator[str]:
    if asset.coverage == "missing":
        return
    known = f"{asset.format or 'unknown format'} ({asset.media_type})"
    if asset.name_contradicts:
        known += f", although the name says {asset.name_contradicts}"
    yield from _row(page, "format", known)
    yield from _row(page, "size", f"{size_words(asset.size)} ({asset.size:,} bytes)")
    if asset.digest:
        yield from _row(page, "digest", asset.digest)
    technical = technical_words(asset.facts)
    if technical:
        yield from _row(
            page, "technical", " · ".join(each.replace(" ", KEEP) for each in technical)
        )
    tags = (asset.facts or {}).get("tags") or ()
    for name, value in tags:
        yield from _row(page, "tag", f"{clip(str(name), 80)}: {clip(str(value), VALUE_LIMIT)}")
    for sidecar in asset.sidecars:
        yield from _row(page, "sidecar", sidecar)


def _record(page: Page, label: str, record: RecordState, word: Word) -> Iterator[str]:
    rests = f" ({', '.join(record.records)})" if record.records else ""
    yield from page.block(label, word.text + rests, 2, COLUMN, word.tone)
    for reason in record.reasons:
        yield from _row(page, "", reason)


def _facts(page: Page, asset: AssetView) -> Iterator[str]:
    every = {fact.name: fact.word for fact in facts(asset)}
    for name in ("Coverage", "Integrity", "Trust"):
        word = every[name]
        yield from page.block(name.lower(), word.text, 2, COLUMN, word.tone)
        if name == "Coverage":
            for failure in asset.failures:
                yield from _row(page, "", f"{failure.reader}: {failure.reason}")
    yield from _row(page, "AI declaration", every["AI declaration"].text)
    for source_type in asset.ai.source_types:
        yield from _row(page, "source type", clip(source_type, VALUE_LIMIT))
    for generator in asset.ai.generators:
        yield from _row(page, "made with", clip(tool_name(generator), VALUE_LIMIT))
    for index in asset.ai.contradicting:
        if index < len(asset.signals):
            signal = asset.signals[index]
            said = f'{signal.reader}, {signal.where}: "{clip(signal.value, VALUE_LIMIT)}"'
            yield from _row(page, "contradicted by", said)
    wanted = declares_ai(asset)
    for label, record in (
        ("disclosure", asset.disclosure),
        ("approval", asset.approval),
        ("label", asset.label),
    ):
        yield from _record(page, label, record, state_word(record.state, wanted=wanted))
    for notice in asset.label.notices:
        said = " ".join(part for part in (notice.where, notice.start_tc) if part)
        yield from _row(page, "notice", clip(f'{said}: "{notice.text}"', VALUE_LIMIT))


def _action(action: ActionView) -> str:
    parts = [action.action]
    if action.source_type:
        parts.append(_source_code(action.source_type))
    if action.software_agent:
        parts.append(f"by {clip(tool_name(action.software_agent), VALUE_LIMIT)}")
    if action.when:
        parts.append(action.when)
    return " · ".join(parts)


def _node_details(node: ManifestNodeView) -> Iterator[str]:
    if node.claim_generator:
        yield f"claim generator {clip(node.claim_generator, VALUE_LIMIT)}"
    if node.signer:
        when = f", {node.time:%Y-%m-%d %H:%M} UTC" if node.time else ", no time-stamp"
        yield f"signed by {clip(node.signer, VALUE_LIMIT)}{when}"
    yield from (_action(action) for action in node.actions[:MAX_ACTIONS])
    if len(node.actions) > MAX_ACTIONS:
        yield f"and {len(node.actions) - MAX_ACTIONS:,} more actions"


def _ingredient_details(via: IngredientView | None) -> Iterator[str]:
    if via and via.source_type:
        yield f"ingredient says {_source_code(via.source_type)}"
    if via and via.failures:
        yield f"ingredient fails: {', '.join(via.failures[:MAX_STATUS])}"


def _branch(page: Page, branch: Branch) -> Iterator[str]:
    rails = "".join("│  " if runs else "   " for runs in branch.rails)
    head = rails + (("└─ " if branch.last else "├─ ") if branch.depth else "")
    under = rails + (("   " if branch.last else "│  ") if branch.depth else "")
    node, via = branch.node, branch.via
    relation = f"{via.relationship or 'ingredient'} " if via else ""
    title = (node.title if node else "") or (via.title if via else "")
    named = f"{relation}{clip(title, VALUE_LIMIT)}".strip()
    if node:
        named = f"{named}  {node.label}".strip()
        named += "" if node.referenced else "  (not referenced)"
        details = [*_node_details(node), *_ingredient_details(via)]
    else:
        named += "  (brings no manifest)"
        details = list(_ingredient_details(via))
    yield f"    {page.faint(head)}{clip(named, SENTENCE_LIMIT)}"
    yield from (f"    {page.faint(under)}  {clip(line, SENTENCE_LIMIT)}" for line in details)


def _manifest(page: Page, view: ManifestView) -> Iterator[str]:
    yield from _row(
        page, "manifest", f"{view.location}, {view.where}" if view.where else view.location
    )
    yield from _row(page, "active", view.active)
    yield from _row(page, "claim by", clip(view.claim_generator, VALUE_LIMIT))
    when = f", {view.time:%Y-%m-%d %H:%M} UTC" if view.time else ", no time-stamp"
    codes = {status.code for group in view.status.values() for status in group}
    if view.time and "timeStamp.untrusted" in codes:
        when += " (by an authority that stands on no list)"
    yield from _row(page, "signed by", clip(view.signer or "unknown", VALUE_LIMIT) + when)
    if view.signer_fingerprint:
        yield from _row(page, "certificate", clip(view.signer_fingerprint, VALUE_LIMIT))
    for group, statuses in view.status.items():
        for status in statuses[:MAX_STATUS]:
            said = f"{status.code} {status.explanation}" if group == "failure" else status.code
            yield from _row(page, _STATUS.get(group, "status"), said)
    yield "  manifests"
    drawn = tree(view)
    for branch in drawn.branches:
        yield from _branch(page, branch)
    if drawn.left_out:
        yield f"    and {drawn.left_out:,} more; the JSON document holds all"


def _signals(page: Page, asset: AssetView) -> Iterator[str]:
    if not asset.signals:
        yield from _row(page, "signals", "none")
        return
    yield "  signals"
    for signal in asset.signals[:MAX_SIGNALS]:
        inner = " in an ingredient" if signal.in_ingredient else ""
        said = f'{signal.reader}{inner}, {signal.where}: "{clip(signal.value, VALUE_LIMIT)}"'
        yield from page.block(signal.strength, said, 4, COLUMN - 2)
    if len(asset.signals) > MAX_SIGNALS:
        yield f"    and {len(asset.signals) - MAX_SIGNALS:,} more; the JSON document holds all"


def render_evidence(document: EvidenceDocument, *, colour: bool = False, width: int = WIDTH) -> str:
    """The evidence of each asset as text, ending with a newline.

    Args:
        document: What to render.
        colour: Whether to write ANSI colour; no meaning rests on it.
        width: Columns of the terminal.
    """
    page = Page(colour, width)
    lines: list[str] = []
    for asset in document.assets:
        lines.append(page.strong(clip(asset.path, SENTENCE_LIMIT)))
        lines += _file(page, asset)
        lines += _facts(page, asset)
        if asset.manifest:
            lines += _manifest(page, asset.manifest)
        lines += [*_signals(page, asset), ""]
    lines += page.block("Limits:", document.limits, 0)
    return "\n".join(lines) + "\n"
