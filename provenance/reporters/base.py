"""What a reporter is: a name, a file extension and a pure function from report to text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from provenance.model.report import Report

Thumbnails: TypeAlias = Mapping[str, bytes]
"""PNG bytes by the path of a result. Reporters that show no pictures ignore it."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Renders the one report model; never prints, never opens a file.

    Attributes:
        name: The word after ``-o``.
        extension: Of the file it makes, with the dot.
        render: From report and thumbnails to the whole document. Its line ends are final: write
            ``encode()``, or text with ``newline=""``.
        summary: What it is for, in one line.
    """

    name: str
    extension: str
    render: Callable[[Report, Thumbnails], str]
    summary: str = ""

    def encode(self, report: Report, thumbnails: Thumbnails | None = None) -> bytes:
        """The document as the bytes of a file, in UTF-8.

        Args:
            report: What to render.
            thumbnails: Pictures to show, by path.
        """
        return self.render(report, thumbnails or {}).encode()
