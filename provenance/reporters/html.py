"""The report as one HTML file: needs no script, no network and no colour to be read.

What the page shows passes two gates, both set once on the environment and not at each place:
``finalize`` spells hidden characters as escapes, then autoescape quotes the markup. The page's own
Content-Security-Policy forbids scripts and every request.
"""

import base64
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from provenance.model.finding import Verdict
from provenance.model.report import (
    DeliveryFindingView,
    FindingView,
    Report,
    Result,
    SignalView,
)
from provenance.reporters import words
from provenance.reporters.base import Reporter, Thumbnails
from provenance.reporters.escaping import clip, escape_control
from provenance.reporters.packages_told import MAX_PACKAGES, packages_told
from provenance.reporters.tree import Tree, tree

if TYPE_CHECKING:
    import jinja2

VALUE_LIMIT: Final = 300
"""Characters shown of a value; the JSON document holds it whole."""
SENTENCE_LIMIT: Final = 1000
"""Characters shown of a message, of advice, of a path's part."""
MAX_BRANCHES: Final = 40
"""Manifests and ingredients drawn of one file; the JSON document holds all."""
MAX_ACTIONS: Final = 12
"""Actions listed of one manifest."""
MAX_THUMBNAIL: Final = 256 * 1024
"""Bytes; a larger picture is left out, so that a report stays a document."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Card:
    """One result as the page shows it.

    Attributes:
        number: Place in the report, from 1: anchors never hold a file's name.
        result: The result.
        folder: Directories of the path with the last slash, or "".
        name: Last component of the path.
        thumbnail: A data URI, or "".
    """

    number: int
    result: Result
    folder: str
    name: str
    thumbnail: str

    @property
    def findings(self) -> list[FindingView]:
        """Heaviest first, waived last."""
        return words.ordered(self.result.findings)

    @property
    def facts(self) -> tuple[words.Fact, ...]:
        """The separate facts."""
        return words.facts(self.result)

    @property
    def about(self) -> str:
        """Type, size and technical facts in one line."""
        technical = words.technical_words(self.result.facts)
        return " · ".join((*words.kind_words(self.result), *technical))

    @property
    def declares_ai(self) -> bool:
        """Whether it declares generated content."""
        return words.declares_ai(self.result)

    @property
    def tree(self) -> Tree | None:
        """The manifests, or None without a manifest store."""
        return tree(self.result.manifest, MAX_BRANCHES) if self.result.manifest else None

    @property
    def open_findings(self) -> int:
        """How many findings no waiver lets pass."""
        return sum(not finding.waived_by for finding in self.result.findings)

    def evidence(self, finding: FindingView) -> list[SignalView]:
        """The signals that a finding rests on."""
        signals = self.result.signals
        return [signals[index] for index in finding.signals if index < len(signals)]


@dataclass(frozen=True, slots=True)
class Whole:
    """The delivery as a whole, as the page shows it.

    Attributes:
        verdict: What its findings come to.
        findings: Heaviest first, waived last.
    """

    verdict: Verdict
    findings: list[DeliveryFindingView]

    def evidence(self, finding: FindingView) -> list[SignalView]:
        """Nothing: what is found in the whole rests on no signal of one file."""
        del finding
        return []


def _whole(report: Report) -> Whole | None:
    verdict = words.of_delivery(report)
    return Whole(verdict, words.ordered(report.findings)) if verdict else None


def _picture(image: bytes | None) -> str:
    if not image or not image.startswith(_PNG) or len(image) > MAX_THUMBNAIL:
        return ""
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")


def _cards(report: Report, thumbnails: Thumbnails) -> dict[Verdict, list[Card]]:
    groups: dict[Verdict, list[Card]] = {verdict: [] for verdict in words.VERDICT_ORDER}
    for number, result in enumerate(report.results, 1):
        path = PurePosixPath(result.path)
        folder = result.path[: len(result.path) - len(path.name)] if path.name else ""
        picture = _picture(thumbnails.get(result.path))
        name = path.name or result.path
        groups[result.verdict].append(Card(number, result, folder, name, picture))
    return groups


def _visible(value: Any) -> Any:
    return (
        value if not isinstance(value, str) or isinstance(value, Markup) else escape_control(value)
    )


def _cut(value: str) -> str:
    return clip(value, VALUE_LIMIT)


def _said(value: str) -> str:
    return clip(value, SENTENCE_LIMIT)


def _spoken(value: str) -> Markup:
    """A sentence in which what stands between backticks is set as code."""
    parts = escape_control(_said(value)).split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else Markup.escape(part)
        for index, part in enumerate(parts)
    )


def _code(uri: str) -> str:
    """The last part of a source type's URI: what people call it."""
    return _cut(uri.rstrip("/").rsplit("/", 1)[-1])


def _tools(generators: Iterable[Any]) -> str:
    return ", ".join(_cut(words.tool_name(each)) for each in generators)


@functools.cache
def _template() -> "jinja2.Template":
    import jinja2  # noqa: PLC0415 - most commands write no page

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("provenance.reporters", "."),
        autoescape=True,
        finalize=_visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "cut": _cut,
        "said": _said,
        "spoken": _spoken,
        "code": _code,
        "tools": _tools,
        "plural": words.plural,
    }
    limits = {"max_actions": MAX_ACTIONS, "max_packages": MAX_PACKAGES}
    environment.globals |= {"words": words, **limits}
    return environment.get_template("report.html")


def render(report: Report, thumbnails: Thumbnails | None = None) -> str:
    """The report as a whole HTML document.

    Args:
        report: What to render.
        thumbnails: PNG bytes by path; shown for files that need a look and for generated ones.
    """
    groups = _cards(report, thumbnails or {})
    passed = groups.pop(Verdict.PASS)
    return _template().render(
        report=report,
        whole=_whole(report),
        packages=packages_told(report),
        groups=groups,
        notes=words.noted(report),
        digests=words.DIGESTS.get(report.digests),
        needs_look=[card for cards in groups.values() for card in cards],
        passed_ai=[card for card in passed if card.declares_ai],
        passed=[card for card in passed if not card.declares_ai],
    )


REPORTER = Reporter("html", ".html", render, "one self-contained page, on screen and on paper")
