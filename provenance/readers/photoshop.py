"""Photoshop: a history in XMP in which a step names generation.

Sources: Adobe XMP Specification part 2 (``xmpMM:History``), Photoshop's history log
(``photoshop:History``, written where the user switched it on), the names of its commands in
Adobe's help pages. Content Credentials say it better where they are. Select Subject, neural
filters, AI Denoise, Super Resolution and Generative Upscale are no generation, and a history that
is merely there says nothing.
"""

import re
from collections.abc import Iterator

from provenance.formats.base import BlockKind
from provenance.formats.xmp import XmpProperty
from provenance.model.evidence import Signal, Strength
from provenance.model.manifest import SoftwareAgent
from provenance.model.vocabulary import AiClass
from provenance.readers.base import Pattern, Reader, Reading, cut
from provenance.readers.texts import packets

NAME = "photoshop"

_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_COMMAND = re.compile(
    r"(?:^|[\t\n\r>;,.] {0,8})(Generative (?:Fill|Expand|Extend)|Generate (?:Image|Background))\b"
)
"""At the start of a step: a caption that talks of generative fill is none."""

_LOGGED = ("/stEvt:action", "/stEvt:parameters")


def read(reading: Reading) -> Iterator[Signal]:
    """One signal for each value that names generation."""
    for packet in packets(reading):
        for prop in packet.properties:
            step = _step(prop) if "History" in prop.path else ""
            if step:
                yield Signal(
                    NAME,
                    f"{packet.where} {prop.path}",
                    cut(step),
                    Strength.STATED,
                    AiClass.COMPOSITE,
                    generator=SoftwareAgent("Adobe Firefly"),
                )


def _step(prop: XmpProperty) -> str:
    value = prop.value.strip()
    if prop.path.endswith("/stEvt:softwareAgent"):
        return value if value.startswith("Adobe Firefly") else ""
    if prop.namespace != _PHOTOSHOP and not prop.path.endswith(_LOGGED):
        return ""
    found = _COMMAND.search(value)
    return found.group(1) if found else ""


READER = Reader(
    NAME,
    read,
    "Steps of Photoshop's history in XMP that name generation (Adobe's help pages)",
    (
        Pattern(
            "photoshop-history",
            "Adobe Photoshop",
            "XMP photoshop:History, xmpMM:History",
            "a step named Generative Fill, Generative Expand and so on, or the software agent "
            "Adobe Firefly: composite; every other step says nothing",
            "helpx.adobe.com, Photoshop: Generative Fill, history log",
        ),
    ),
    kinds=frozenset({BlockKind.XMP}),
)
