"""record: what all verbs share that write a signed record: written, signed, registered, found."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from provenance.errors import RecordError, RegisterError
from provenance.manifests.engine import Engine
from provenance.manifests.records import parse_record, read_record, write_record
from provenance.manifests.signer import Signer
from provenance.model.approval import Approval, Decision, Waiver
from provenance.model.consent import Consent
from provenance.model.evidence import Attestation
from provenance.model.flaws import flaw_of
from provenance.model.holding import REGISTER
from provenance.model.label import Labelling
from provenance.model.record import Record
from provenance.records import APPROVAL_SUFFIX, CONSENT_SUFFIX, LABEL_SUFFIX, WAIVER_SUFFIX
from provenance.register import Register

R = TypeVar("R", bound=Record)

_SUFFIXES: Final[dict[type[Record], str]] = {
    Approval: APPROVAL_SUFFIX,
    Consent: CONSENT_SUFFIX,
    Labelling: LABEL_SUFFIX,
    Waiver: WAIVER_SUFFIX,
}


@dataclass(frozen=True, slots=True)
class Approved:
    """A decision that was written.

    Attributes:
        record: The approval or revocation.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        signed: Whether it is signed. An unsigned one counts only through the register.
        earlier: Of a revocation: those of the same record that were there before. ``record`` is
            one of them where nothing was written, for it says the same.
        unmatched: Of an approval: talents whose salted form the named files do not tell.
        told: Of an approval: talents as the named files tell them.
    """

    record: Approval
    path: Path
    signed: bool
    earlier: tuple[Approval, ...] = ()
    unmatched: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def already(self) -> bool:
        """Whether it was there before, and nothing was written."""
        return self.record in self.earlier


def malformed(error: ValidationError, what: str) -> RecordError:
    """What does not fit in a record, as one line."""
    return RecordError(f"{what}: {flaw_of(error)}")


def write(
    record: Approval | Consent | Labelling | Waiver,
    folder: Path,
    signer: Signer | None,
    register: Register | None,
    engine: Engine,
) -> Path:
    """Write a record, sign it, and register it.

    Args:
        record: Its id becomes its name; a consent is for its owner's eyes.
        folder: Where; made if missing.
        signer: Whose signature; None writes it unsigned.
        register: Where it is recorded too.
        engine: Signs.

    Returns:
        Where it lies; its signature lies next to it as ``.c2pa``.

    Raises:
        RecordError: Its folder cannot be made.
        SigningError: It could not be signed; nothing is left behind.
        RegisterError: It is written, and could not be registered.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder}: cannot be made: {error.strerror}") from error
    kind = type(record)
    path = folder / f"{record.id}{_SUFFIXES[kind]}"
    private = isinstance(record, Consent)
    write_record(record, path, signer=signer, engine=engine, private=private)
    if register is not None:
        _, read = read_record(path, kind, engine)
        vouched = Attestation(REGISTER, read.integrity, signature=read.signature)
        try:
            if isinstance(record, Approval):
                register.add_approval(record, vouched)
            else:
                register.add_record(record, vouched)
        except RegisterError as error:
            raise RegisterError(
                f"{path.name}: written, but not registered: {error}", hint=error.advice()
            ) from error
    return path


def revocations_in(folder: Path, ended: str) -> Iterator[tuple[Path, Approval]]:
    """The revocations of a record that lie in a folder, their signatures aside."""
    for path in sorted(folder.glob(f"*{APPROVAL_SUFFIX}")):
        with suppress(RecordError):  # a broken neighbour revokes nothing
            record = parse_record(path, Approval)
            if record.decision is Decision.REVOKED and record.revokes == ended:
                yield path, record


def lying_in(folder: Path, kind: type[R], id_: str) -> R | None:
    """The record of an id that lies in a folder, its signature aside; None where none does."""
    for path in sorted(folder.glob(f"*{_SUFFIXES[kind]}")):
        with suppress(RecordError):  # a broken neighbour is not the one that is looked for
            record = parse_record(path, kind)
            if record.id == id_:
                return record
    return None
