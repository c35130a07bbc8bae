"""consent and revoke_consent: what a performer allowed, signed and kept in the house.

A consent holds personal data. Its file is for its owner's eyes, its folder is kept out of version
control, and a disclosure refers to it by id and by the salted hash of the name (docs/adr/0013).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import ValidationError

from provenance.errors import RecordError, UnreadableFileError
from provenance.formats.digest import digest_of
from provenance.manifests.engine import Engine
from provenance.manifests.records import parse_record
from provenance.manifests.signer import Signer
from provenance.model.consent import Consent
from provenance.model.record import new_id, now
from provenance.model.talent import TalentUse
from provenance.recording import lying_in, malformed, write
from provenance.register import Register
from provenance.standings.territories import territory_flaw

GITIGNORE: Final = "# Consents hold personal data and stay in the house.\n*\n"


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent, or its revocation, that was written.

    Attributes:
        record: The consent.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        signed: Whether it is signed. An unsigned one counts only through the register.
    """

    record: Consent
    path: Path
    signed: bool


def consent(
    talent: str,
    *,
    title_id: str,
    types: Iterable[TalentUse],
    signed_at: datetime,
    use_description: str = "",
    given_by: Literal["talent", "guardian", "estate", "union"] = "talent",
    minor: bool = False,
    guardian: str = "",
    represented_by: Literal["", "counsel", "union", "agent"] = "",
    union: str = "",
    signed_separately: bool = False,
    scan_notice_at: datetime | None = None,
    scan_reason: str = "",
    term_end: date | None = None,
    territories: Iterable[str] = (),
    compensation_ref: str = "",
    security_controls: str = "",
    reuse_allowed: bool = False,
    training_allowed: bool = False,
    document: Path | str | None = None,
    author: str = "",
    note: str = "",
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
) -> Consented:
    """Record what a performer allowed, and sign the record.

    The signature is that of whoever keeps the record: it says that the production holds this
    consent. What the performer signed is the document.

    Args:
        talent: Name of the performer.
        title_id: The production that it is for.
        types: Kinds of use that are allowed.
        signed_at: When it was given.
        use_description: What is allowed, reasonably specific.
        given_by: Who signed.
        minor: Whether the performer is a minor; a guardian then signs.
        guardian: Name of the guardian.
        represented_by: Who stood by the performer.
        union: The performer's union.
        signed_separately: Whether it was signed apart from the rest of the contract.
        scan_notice_at: When the performer was told of a scan.
        scan_reason: Why a scan was made.
        term_end: Last day on which it holds.
        territories: Where; empty for everywhere.
        compensation_ref: Where the compensation is agreed on.
        security_controls: How scans and models are kept.
        reuse_allowed: Whether what was made may be used in another production.
        training_allowed: Whether a model may be trained on the performer.
        document: The signed document, as a file; its digest is recorded, the file is not kept.
        author: Who records it.
        note: Free text.
        folder: Where the record is written; made if missing, for its owner alone.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too.

    Raises:
        RecordError: It would cover nothing, was not given yet, or by nobody who could; or the
            document cannot be read.
        SigningError: It could not be signed; nothing is left behind.
    """
    record = _valid(
        talent=talent,
        title_id=title_id,
        types=tuple(types),
        signed_at=signed_at,
        use_description=use_description,
        given_by=given_by,
        minor=minor,
        guardian=guardian,
        represented_by=represented_by,
        union=union,
        signed_separately=signed_separately,
        scan_notice_at=scan_notice_at,
        scan_reason=scan_reason,
        term_end=term_end,
        territories=tuple(territories),
        compensation_ref=compensation_ref,
        security_controls=security_controls,
        reuse_allowed=reuse_allowed,
        training_allowed=training_allowed,
        document_sha256=_hashed(Path(document)) if document is not None else None,
        author=author,
        note=note,
    )
    _refuse_void(record)
    return _write(record, Path(folder), signer, register)


def revoke_consent(
    consent: Path | str,
    *,
    by: str = "",
    revoked_at: datetime | None = None,
    note: str = "",
    folder: Path | str,
    signer: Signer | None,
    register: Register | None = None,
) -> Consented:
    """End a consent by a signed record of its own; the consent itself is never changed.

    Args:
        consent: The consent's file, or its id.
        by: Who records it.
        revoked_at: Since when it no longer holds; now by default.
        note: Free text.
        folder: Where the record is written; also where an id is looked up.
        signer: Whose signature; None writes an unsigned record.
        register: Where it is recorded too; also where an id is looked up.

    Raises:
        RecordError: There is no such consent, or it is a revocation.
    """
    ended = _find(consent, Path(folder), register)
    if ended.revokes:
        raise RecordError(
            f"{consent}: it is a revocation itself",
            hint="Where it was a mistake, record the consent again with `provenance consent add`.",
        )
    told = ended.model_dump(by_alias=True) | {
        "id": new_id(),
        "created_at": now(),
        "author": by,
        "revokes": ended.id,
        "revoked_at": revoked_at or now(),
        "note": note,
    }
    return _write(_valid(**told), Path(folder), signer, register)


def _valid(**values: Any) -> Consent:
    try:
        return Consent.model_validate(values)
    except ValidationError as error:
        raise malformed(error, "consent") from error


def _refuse_void(record: Consent) -> None:
    """Refuse what no rule would accept: it is easier mended now than before the delivery."""
    if not record.types:
        raise RecordError(
            "a consent needs a kind of use: it would cover none", hint="Name it with --type."
        )
    if not (record.title_id or record.reuse_allowed):
        raise RecordError(
            "a consent needs the production that it is for: it would cover none",
            hint="Name it with --title-id, or set title_id under [production].",
        )
    flaw = next(filter(None, map(territory_flaw, record.territories)), "")
    if flaw:
        raise RecordError(f"a consent: {flaw}", hint="Write it like DE, EU or WORLDWIDE.")
    if record.signed_at > now():
        raise RecordError(
            f"a consent cannot have been given at {record.signed_at:%Y-%m-%d %H:%M} UTC: that is "
            "in the future",
            hint="Give the day on which it was signed; if the day is right, the clock is not.",
        )
    if record.term_end and record.term_end < record.signed_at.date():
        raise RecordError(f"its term would end on {record.term_end}, before it was signed")
    by_guardian = record.given_by == "guardian" and record.guardian.strip()
    if record.minor and not by_guardian:
        raise RecordError(
            "a minor cannot give it: a guardian has to sign and to be named",
            hint="Add --given-by guardian and --guardian NAME.",
        )


def _find(consent: Path | str, folder: Path, register: Register | None) -> Consent:
    path = Path(consent)
    if path.is_file():
        return parse_record(path, Consent)
    found = lying_in(folder, Consent, str(consent))
    if found is not None:
        return found
    for record, _ in register.records(Consent) if register else ():
        if record.id == str(consent):
            return record
    raise RecordError(
        f"{consent}: no such consent in {folder} or the register",
        hint="Run `provenance consent list` to list them.",
    )


def _hashed(document: Path) -> str:
    try:
        return digest_of(document)
    except UnreadableFileError as error:
        raise RecordError(f"document {error}", hint=error.advice()) from error


def _write(
    record: Consent, folder: Path, signer: Signer | None, register: Register | None
) -> Consented:
    _private(folder)
    with Engine() as engine:
        path = write(record, folder, signer, register, engine)
    return Consented(record, path, signer is not None)


def _private(folder: Path) -> None:
    """Make a folder for its owner alone, kept out of version control, unless it is there."""
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
            (folder / ".gitignore").write_text(GITIGNORE, "utf-8")
    except OSError as error:
        raise RecordError(f"{folder}: cannot be made: {error.strerror}") from error
