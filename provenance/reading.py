"""read: paths -> EvidenceDocument. What files say, nothing judged."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from provenance.config import Production
from provenance.delivering import verifier_of
from provenance.errors import ProvenanceError
from provenance.gathering import Gatherer
from provenance.isolation import Isolated
from provenance.model.evidence import Evidence
from provenance.model.record import now
from provenance.model.report import EvidenceDocument, Report
from provenance.model.values import clean
from provenance.model.vocabulary import Effort
from provenance.opening import open_register, register_place, tool_view
from provenance.packages.folder import survey
from provenance.packages.ignoring import Ignoring
from provenance.storage import reached
from provenance.viewing import asset_view

THUMBNAIL_TIMEOUT: Final = 10.0
"""Seconds for one thumbnail; a picture is not worth more."""
MAX_THUMBNAILS: Final = 2000
"""Thumbnails per report; beyond, a page is no longer one that a browser opens."""


def read(
    paths: Path | str | Iterable[Path | str],
    *,
    production: Production | None = None,
    trust: Iterable[Path | str] = (),
    register: Path | str | None = None,
    effort: Effort = Effort.NORMAL,
    timeout: float = 60.0,
) -> EvidenceDocument:
    """What files say of how they were made.

    Args:
        paths: Files, folders, and URLs of object storage (extra ``s3``).
        production: Configuration to use; none by default.
        trust: PEM files with certificates whose signatures count.
        register: Path or URL of a register to ask.
        effort: How much to read.
        timeout: Seconds that the engine may take for one file of ordinary size.

    Returns:
        One asset a file. Files that could not be read are in it, with the reason.
    """
    house = production or Production()
    settings = house.trust(tuple(map(Path, trust)))
    with (
        reached(paths) as asked,
        open_register(register_place(register, house), read_only=True) as known,
        Gatherer(settings, effort=effort, timeout=timeout, register=known) as gatherer,
    ):
        found = _gathered(gatherer, asked, effort)
        tool = tool_view(None if effort is Effort.FAST else gatherer.engine)
    return EvidenceDocument(
        tool=tool,
        generated_at=now(),
        effort=effort,
        assets=tuple(asset_view(each) for each in found),
    )


def _gathered(gatherer: Gatherer, asked: Sequence[Path], effort: Effort) -> list[Evidence]:
    """The evidence of every file, with what signed lists say of its very bytes."""
    held = survey(asked)
    found = [gatherer.gather(unit) for unit in held.units]
    verifier = verifier_of(held, asked, gatherer.engine) if effort is not Effort.FAST else None
    if verifier is None:
        return found
    pairs = zip(held.units, found, strict=True)
    return [verifier.told(unit, verifier.seen(unit, each)) for unit, each in pairs]


def thumbnails(
    report: Report,
    paths: Iterable[Path | str],
    *,
    exclude: Iterable[str] = (),
    hidden: bool = False,
    ignoring: Ignoring | None = None,
) -> Mapping[str, bytes]:
    """Small pictures of the images with findings, by path as the report shows it.

    Args:
        report: What was found.
        paths: What was scanned.
        exclude: As in the scan.
        hidden: As in the scan.
        ignoring: The ignore file that counted.

    Returns:
        PNG bytes. A picture that cannot be made is left out.
    """
    wanted = {each.path for each in report.results if each.findings and each.family == "image"}
    if not wanted:
        return {}
    pictures: dict[str, bytes] = {}
    with Isolated() as isolated:
        found = survey(map(Path, paths), exclude=exclude, hidden=hidden, ignoring=ignoring)
        for unit in found.units:
            if clean(unit.shown) not in wanted:
                continue
            if len(pictures) >= MAX_THUMBNAILS:
                break
            try:
                made = isolated.call(
                    "provenance.readers.thumbnail:thumbnail_base64",
                    timeout=THUMBNAIL_TIMEOUT,
                    path=str(unit.path),
                )
            except ProvenanceError:
                continue
            if made:
                pictures[clean(unit.shown)] = base64.b64decode(made)
    return pictures
