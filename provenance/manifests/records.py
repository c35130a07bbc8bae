"""Records on disk: JSON, signed by a manifest store beside it like everything else.

A reader of a record is told the line and the key of what is wrong with it.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from provenance.errors import ManifestError, RecordError
from provenance.manifests.definition import Definition
from provenance.manifests.engine import Engine
from provenance.manifests.jsonlines import JsonError, Located, locate
from provenance.manifests.sidecar import sidecar_name
from provenance.manifests.signer import Signer
from provenance.model.evidence import Attestation, Integrity
from provenance.model.flaws import first_flaw
from provenance.model.manifest import SoftwareAgent
from provenance.model.record import Record, is_later

R = TypeVar("R", bound=Record)

MAX_RECORD: Final = 4 << 20
"""Bytes of a record that are read; a real one has a few thousand."""
RECORD_SOURCE_TYPE: Final = "digitalCreation"
"""What a record is: made with software, by people."""
_RECORD_TYPE: Final = "application/json"


def program() -> SoftwareAgent:
    """This program, as claims name it."""
    try:
        return SoftwareAgent("media-provenance", version("media-provenance"))
    except PackageNotFoundError:  # run from a folder of sources
        return SoftwareAgent("media-provenance")


def write_record(
    record: Record, path: Path, *, signer: Signer | None, engine: Engine, private: bool = False
) -> None:
    """Write a record, and its signature beside it, each whole or not at all.

    Args:
        record: What to write.
        path: Where; replaced if it is there. Its sidecar is ``<path>.c2pa``.
        signer: Who vouches for it. None writes it unsigned, and removes the signature of what
            stood there before.
        engine: Signs.
        private: Whether it holds personal data: its owner alone may then read it.

    Raises:
        SigningError: It could not be signed. Nothing was written.
        ManifestError: The folder cannot be written.
    """
    text = record.to_json().encode()
    sidecar = sidecar_name(path)
    mode = 0o600 if private else 0o666
    try:
        with _temporary(path, mode) as written:
            written.write_bytes(text)
            store = None
            if signer is not None:
                definition = Definition(path.name, None, program(), source_type=RECORD_SOURCE_TYPE)
                store = engine.sign_sidecar(written, definition=definition, signer=signer).store
            # The old signature goes first: in between, the record is unsigned, never mis-signed.
            sidecar.unlink(missing_ok=True)
            _replace(written, path)
        if store is not None:
            with _temporary(sidecar, mode) as signed:
                signed.write_bytes(store)
                _replace(signed, sidecar)
    except OSError as error:
        raise ManifestError(
            f"{path}: cannot be written: {error.strerror}",
            hint="Name a file in a folder that is there and that you may write to.",
        ) from error


def read_record(path: Path, kind: type[R], engine: Engine) -> tuple[R, Attestation]:
    """Read a record and verify its signature.

    A record of a later version of the schema is read as ours; the keys that we do not know are
    kept in it.

    Args:
        path: The JSON file; its signature is looked for in ``<path>.c2pa``.
        kind: Which record it must be.
        engine: Verifies.

    Returns:
        The record, and how it is vouched for.

    Raises:
        RecordError: The file cannot be read, is no JSON, has another schema, or a key is wrong
            or unknown: ``file:line: key: what``.
    """
    data = _load(path)
    record = parse_text(data, kind, str(path))
    sidecar = sidecar_name(path)
    if not sidecar.is_file():
        return record, Attestation(str(path))
    reading = engine.read(path, media_type=_RECORD_TYPE, where=str(sidecar), sidecar=sidecar)
    signature = reading.store.active.signature if reading.store else None
    with contextlib.suppress(OSError):
        if path.read_bytes() != data:  # swapped between the two readings
            return record, Attestation(str(path), Integrity.INVALID, signature=signature)
    return record, Attestation(str(path), reading.integrity, reading.trust, signature)


def parse_record(path: Path, kind: type[R]) -> R:
    """Read a record whose signature does not matter.

    Raises:
        RecordError: As ``read_record``.
    """
    return parse_text(_load(path), kind, str(path))


def parse_text(data: bytes, kind: type[R], place: str) -> R:
    """Parse and judge a record.

    Args:
        data: JSON in UTF-8.
        kind: Which record it must be.
        place: What to call the file in a message.

    Raises:
        RecordError: ``place:line: key: what``.
    """
    try:
        located = locate(data)
    except JsonError as error:
        raise RecordError(f"{place}:{error.line}: {error}") from error
    if not isinstance(located.value, dict):
        raise RecordError(f"{place}:1: a record is a JSON object")
    later = _judge_schema(located, kind, place)
    try:
        record = kind.model_validate(located.value)
    except ValidationError as error:
        raise _complaint(located, place, *first_flaw(error)) from error
    except RecursionError as error:
        raise RecordError(f"{place}:1: nested too deeply") from error
    unknown = () if later else record.unknown_keys()
    if unknown:
        path = tuple(unknown[0].replace("[", ".").replace("]", "").split("."))
        steps = tuple(int(each) if each.isdigit() else each for each in path)
        raise _complaint(located, place, steps, "unknown key")
    return record


def _load(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_RECORD + 1)
    except OSError as error:
        raise RecordError(
            f"{path}: cannot be read: {error.strerror}", hint="Name a record that can be read."
        ) from error
    if len(data) > MAX_RECORD:
        raise RecordError(f"{path}: larger than {MAX_RECORD} bytes, so no record")
    return data


def _judge_schema(located: Located, kind: type[Record], place: str) -> bool:
    """Whether the record is of a later version of the schema."""
    ours, told = str(kind.model_fields["schema_"].default), located.value.get("schema")
    if not isinstance(told, str):
        raise _complaint(located, place, ("schema",), f"must be {ours!r}")
    later = is_later(told, ours)
    if told != ours and not later:
        raise _complaint(located, place, ("schema",), f"is {told!r}, expected {ours!r}")
    return later


def _complaint(located: Located, place: str, path: tuple[int | str, ...], what: str) -> RecordError:
    key = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
    return RecordError(f"{place}:{located.line(path)}: {key or 'record'}: {what}")


@contextmanager
def _temporary(path: Path, mode: int) -> Iterator[Path]:
    """A file in the folder of ``path``; removed if it is still there at the end."""
    # Not mkstemp: most records are for others to read, as far as the umask allows.
    name = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}.tmp")
    os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield name
    finally:
        name.unlink(missing_ok=True)


def _replace(written: Path, path: Path) -> None:
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(path)
