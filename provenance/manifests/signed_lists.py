"""Signed lists of files on disk: hash lists and seals, written and read whole.

Like records, with a manifest store beside them; larger, so that nothing here names lines.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from provenance.errors import RecordError
from provenance.manifests.definition import Definition, IngredientFile
from provenance.manifests.engine import Engine
from provenance.manifests.reading import StoreReading
from provenance.manifests.records import RECORD_SOURCE_TYPE, program
from provenance.manifests.sidecar import sidecar_name
from provenance.manifests.signer import Signer
from provenance.model.disclosure import Disclosure
from provenance.model.evidence import Attestation
from provenance.model.flaws import flaw_of
from provenance.model.hashlist import HASHLIST_SCHEMA, FileList, HashList
from provenance.model.seal import SEAL_SCHEMA, Seal
from provenance.model.values import clean
from provenance.replacing import Replacement, write_error

MAX_LIST: Final = 256 << 20
"""Bytes of a signed list that are read: one and a half million files of usual names."""
LIST_TYPE: Final = "application/json"
_HEAD: Final = 512
"""Bytes in which a record names its schema: it is its first key."""
_NAMED: Final = re.compile(
    rb'\s*(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"(provenance\.[a-z]{1,40})/'
)
_KINDS: Final[dict[str, type[HashList] | type[Seal]]] = {
    HASHLIST_SCHEMA.partition("/")[0]: HashList,
    SEAL_SCHEMA.partition("/")[0]: Seal,
}


@dataclass(frozen=True, slots=True)
class ReadList:
    """A signed list as it was read.

    Attributes:
        record: What it says.
        attestation: Whether its signature holds, and whose it is.
        reading: Its manifest store; None for an unsigned one.
    """

    record: HashList | Seal
    attestation: Attestation
    reading: StoreReading | None


def kind_of(path: Path) -> type[HashList] | type[Seal] | None:
    """Which signed list a file begins as; None for every other file."""
    try:
        with path.open("rb") as file:
            found = _NAMED.match(file.read(_HEAD))
    except OSError:
        return None
    return _KINDS.get(found[1].decode()) if found else None


def write_list(
    record: FileList,
    path: Path,
    files: Replacement,
    *,
    signer: Signer,
    engine: Engine,
    disclosure: Disclosure | None = None,
    ingredients: tuple[IngredientFile, ...] = (),
) -> str:
    """Write a list and its signature into temporary files beside their places.

    Args:
        record: What to write.
        path: Where the list will lie; its sidecar is ``<path>.c2pa``.
        files: Where temporary files are made, and put into place later: the list, then its
            signature.
        signer: Who vouches for it.
        engine: Signs.
        disclosure: What is stated of the files, in the form that may leave the house.
        ingredients: Files that went into them.

    Returns:
        Label of the manifest.

    Raises:
        SigningError: It could not be signed.
        StampError: The folder cannot be written.
        RecordError: It would be larger than anybody reads.
        ManifestError: Anything else.
    """
    text = record.to_json().encode()
    if len(text) > MAX_LIST:
        raise RecordError(
            f"{path}: it would have more than {MAX_LIST} bytes",
            hint="Take the delivery apart: one list for each folder.",
        )
    written = files.beside(path)
    sidecar = files.beside(sidecar_name(path))
    definition = Definition(
        clean(path.name),
        disclosure,
        program(),
        ingredients=ingredients,
        source_type="" if disclosure else RECORD_SOURCE_TYPE,
    )
    try:
        written.write_bytes(text)
        digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
        signed = engine.sign_sidecar(written, digest=digest, definition=definition, signer=signer)
        sidecar.write_bytes(signed.store)
    except OSError as error:
        raise write_error(path, error) from error
    return signed.label


def read_list(
    path: Path, kind: type[HashList] | type[Seal], engine: Engine, *, shown: str = ""
) -> ReadList:
    """Read a list and verify its signature over the very bytes that are read.

    Args:
        path: The list; its signature lies in ``<path>.c2pa``.
        kind: Which list it must be.
        engine: Verifies.
        shown: What reports call the list; its path by default.

    Raises:
        RecordError: It cannot be read, is too large, or is no such list.
    """
    data = _load(path)
    try:
        record = kind.model_validate_json(data)
    except ValidationError as error:
        raise RecordError(f"{path}: {flaw_of(error, 'list')}") from error
    unknown = record.unknown_keys()
    if unknown:
        raise RecordError(f"{path}: {unknown[0]}: unknown key")
    sidecar = sidecar_name(path)
    if not sidecar.is_file():
        return ReadList(record, Attestation(str(path)), None)
    reading = engine.read(
        path,
        media_type=LIST_TYPE,
        where=str(sidecar_name(Path(shown or path))),
        sidecar=sidecar,
        digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
    )
    signature = reading.store.active.signature if reading.store else None
    attestation = Attestation(str(path), reading.integrity, reading.trust, signature)
    return ReadList(record, attestation, reading)


def _load(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_LIST + 1)
    except OSError as error:
        raise RecordError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_LIST:
        raise RecordError(f"{path}: larger than {MAX_LIST} bytes, so no list of ours")
    return data
