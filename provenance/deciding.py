"""What approving and revoking share: a decision as it is written, signed and registered."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from provenance.errors import RecordError, RegisterError
from provenance.manifests.engine import Engine
from provenance.manifests.records import read_record, write_record
from provenance.manifests.signer import Signer
from provenance.model.approval import Approval
from provenance.model.evidence import Attestation
from provenance.model.holding import REGISTER
from provenance.records import APPROVAL_SUFFIX
from provenance.register import Register


@dataclass(frozen=True, slots=True)
class Approved:
    """A decision that was written.

    Attributes:
        record: The approval or revocation.
        path: Where it lies; its signature lies next to it as ``.c2pa``.
        signed: Whether it is signed. An unsigned one counts only through the register.
    """

    record: Approval
    path: Path
    signed: bool


def malformed(error: ValidationError, what: str = "approval") -> RecordError:
    """What does not fit in a record, as one line."""
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    return RecordError(f"{what}: {key}: {first['msg']}")


def write_decision(
    record: Approval,
    folder: Path,
    signer: Signer | None,
    register: Register | None,
    engine: Engine,
) -> Approved:
    """Write a decision, sign it, and register it.

    Raises:
        RecordError: Its folder cannot be made.
        SigningError: It could not be signed; nothing is left behind.
        RegisterError: It is written, and could not be registered.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder}: cannot be made: {error.strerror}") from error
    path = folder / f"{record.id}{APPROVAL_SUFFIX}"
    write_record(record, path, signer=signer, engine=engine)
    _, attestation = read_record(path, Approval, engine)
    if register is not None:
        vouched = Attestation(REGISTER, attestation.integrity, signature=attestation.signature)
        try:
            register.add_approval(record, vouched)
        except RegisterError as error:
            raise RegisterError(
                f"{path.name}: written, but not registered: {error}", hint=error.advice()
            ) from error
    return Approved(record, path, signer is not None)
