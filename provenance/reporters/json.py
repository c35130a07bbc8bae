"""The machine contract: the report model as JSON, and nothing added.

Of files of which the same is told but for what names each, the text of one result is made from its
model, with gaps; the others are that text with their own in the gaps.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from provenance.jsontext import frame, indented, quoted
from provenance.model.report import EvidenceDocument, Report, Result
from provenance.model.rows import Draft, Row
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.escaping import escape_json

_PIECE: Final = 1 << 16
"""Characters of a piece, about: one write to a pipe."""
_MARGIN: Final = "    "
_INNER: Final = "      "
_BEFORE: Final = f",\n{_MARGIN}"
_NONE: Final = '\n  "results": []'
"""What a report without results holds in their place; text in JSON breaks no line."""


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    r"""The report's JSON document, its hidden characters spelled as ``\u`` escapes.

    Args:
        report: What to render.
        thumbnails: Not used; pictures are no part of the contract.
    """
    del thumbnails
    return escape_json(report.to_json())


def pieces(draft: Draft) -> Iterator[str]:
    """The document as ``render`` makes it of the whole report, in pieces.

    Args:
        draft: The report, its results not made.
    """
    before, after = escape_json(draft.head.to_json()).split(_NONE)
    if not draft.rows:
        yield f"{before}{_NONE}{after}"
        return
    texts = _texts(draft.rows)
    waiting, length = [before, '\n  "results": [', next(texts)[1:]], 0
    for text in texts:
        waiting.append(text)
        length += len(text)
        if length > _PIECE:
            yield "".join(waiting)
            waiting, length = [], 0
    waiting.append(f"\n  ]{after}")
    yield "".join(waiting)


def _texts(rows: Iterable[Row]) -> Iterator[str]:
    """Each result, with the comma before it."""
    known: dict[int, str] = {}
    for row in rows:
        asset, sample = row.asset, row.sample
        if asset is None or asset.facts or sample.result.facts:
            yield _text(row.result())
            continue
        gaps = known.get(id(sample))
        if gaps is None:
            gaps = known[id(sample)] = _with_gaps(sample.result)
        path = escape_json(quoted(row.path))
        digest = f'"{asset.digest}"' if asset.digest else "null"
        yield gaps % (path, asset.size, digest, *row.ids())


def _text(result: Result) -> str:
    text = result.model_dump_json(by_alias=True, indent=2)
    return _BEFORE + escape_json(text.replace("\n", f"\n{_MARGIN}"))


def _with_gaps(result: Result) -> str:
    """A result with ``%s`` for path, size, digest and the id of each finding."""
    values = result.model_dump(mode="json", by_alias=True)
    own = dict.fromkeys(("path", "size", "digest"), "%s")
    own["findings"] = _list(
        _gapped(each, {"id": '"%s"'}, f"{_INNER}  ") for each in values["findings"]
    )
    return _BEFORE + escape_json(_gapped(values, own, _MARGIN))


def _gapped(values: dict[str, Any], own: dict[str, str], margin: str) -> str:
    inner = f"{margin}  "
    told = (
        own.get(name) or indented(each, inner).replace("%", "%%") for name, each in values.items()
    )
    return frame(tuple(values), margin) % tuple(told)


def _list(texts: Iterable[str]) -> str:
    lines = ",".join(f"\n{_INNER}  {each}" for each in texts)
    return f"[{lines}\n{_INNER}]" if lines else "[]"


def render_evidence(document: EvidenceDocument) -> str:
    """The JSON document of ``provenance read --json``, ending with a newline.

    Args:
        document: What to render.
    """
    return escape_json(document.model_dump_json(by_alias=True, indent=2) + "\n")


REPORTER = Reporter("json", ".json", render, "the machine contract, schema provenance.report/1")
