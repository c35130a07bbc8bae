"""label: declare a notice that the audience perceives, signed, for the assets that it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.gathering import Gatherer
from provenance.manifests.signer import Signer
from provenance.model.approval import Scope
from provenance.model.label import TIMECODE, Label, Labelling, LabelPlace
from provenance.recording import malformed, write
from provenance.register import Register
from provenance.standings.completeness import is_told
from provenance.targeting import evidence_digest, name_targets, patterns_among

_HOW: Final = "Write it as HH:MM:SS:FF, for example 00:00:05:00."
_TO_SECOND: Final = len("HH:MM:SS")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record of notices that was written.

    Attributes:
        record: The record.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        signed: Whether it is signed. An unsigned one counts through the register, or in the
            production's own folder.
    """

    record: Labelling
    path: Path
    signed: bool


def label(
    targets: Iterable[Path | str],
    *,
    where: LabelPlace,
    text: str = "",
    kind: str = "",
    start_tc: str = "",
    end_tc: str = "",
    destinations: Iterable[str] = (),
    title_id: str = "",
    evidence: Path | None = None,
    author: str = "",
    note: str = "",
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
) -> Labelled:
    """Declare a notice that the audience perceives, and sign the declaration.

    Args:
        targets: Files, digests, or shell patterns on paths within the delivery. For a file, its
            digest, and where it is stamped also the digest it was made with and its disclosure's
            id, are put in scope. Without any, all assets of the title.
        where: Where the audience meets the notice.
        text: What it says.
        kind: Kind of notice ("eu-icon-generated"), for one without words.
        start_tc: Timecode of its first frame, as HH:MM:SS:FF; "" outside the picture.
        end_tc: Timecode after its last frame.
        destinations: Versions that carry it; all by default.
        title_id: Title to which it is restricted.
        evidence: A file that proves it (a frame, the credit roll); its digest is recorded.
        author: Who declares it.
        note: Free text.
        folder: Where the record is written; made if missing.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too.

    Raises:
        RecordError: It would say nothing or speak of nothing, a timecode is none, it would end
            before it starts, or a target is neither a file nor a digest.
        SigningError: It could not be signed; nothing is left behind.
    """
    if not (is_told(text) or is_told(kind)):
        raise RecordError(
            "a notice needs a text: it would say nothing",
            hint="Say what the audience reads or hears, or for an icon name its kind.",
        )
    for name, timecode in (("start_tc", start_tc), ("end_tc", end_tc)):
        if timecode and not TIMECODE.fullmatch(timecode):
            raise RecordError(f"label: {name}: {timecode!r} is no timecode", hint=_HOW)
    if start_tc and end_tc and not _lasts(start_tc, end_tc):
        raise RecordError(
            f"label: it ends at {end_tc}, which is not after its start at {start_tc}",
            hint="--end-tc is the frame after the last on which the notice is seen or heard.",
        )
    files, patterns = patterns_among(targets)
    with Gatherer(facts=False) as gatherer:
        digests, ids = name_targets(files, gatherer, "labelled")
        scope = Scope(title_id=title_id, digests=digests, asset_ids=ids, patterns=patterns)
        if not (digests or ids or patterns or title_id):
            raise RecordError(
                "a notice needs a scope: it would speak of nothing",
                hint="Name files, digests or a pattern; or the title, for all of it.",
            )
        try:
            notice = Label(
                type=kind,
                where=where,
                text=text,
                start_tc=start_tc,
                end_tc=end_tc,
                destinations=tuple(destinations),
                evidence_sha256=evidence_digest(evidence) if evidence else None,
            )
        except ValidationError as error:
            raise malformed(error, "label") from error
        record = Labelling(labels=(notice,), scope=scope, author=author, note=note)
        path = write(record, Path(folder), signer, register, gatherer.engine)
        return Labelled(record, path, signer is not None)


def _lasts(start: str, end: str) -> bool:
    """Whether an end lies after a start; also where frames meet milliseconds in one second."""
    first, last = start[:_TO_SECOND], end[:_TO_SECOND]
    if first != last:
        return last > first
    one, other = start[_TO_SECOND + 1 :], end[_TO_SECOND + 1 :]
    return len(one) != len(other) or other > one
