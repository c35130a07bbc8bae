"""What the commands share that list signed records: where they lie, who vouches for them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from provenance.config import Production
from provenance.manifests.engine import Engine
from provenance.model.evidence import Attestation
from provenance.records import Records, read_records, record_files

from .exits import Exit
from .words import near, say, warn


def found_in(places: Sequence[Path], house: Production, trust: Sequence[Path]) -> Records:
    """The records below some folders, their signatures verified."""
    with Engine(house.trust(tuple(trust))) as engine:
        return read_records(record_files(places), engine)


def row(kind: str, held: Any) -> dict[str, Any]:
    """A record of a kind and how it is vouched for, as JSON tells it."""
    vouched: Attestation = held.attestation
    return {
        kind: held.record.model_dump(mode="json", by_alias=True),
        "source": vouched.source,
        "integrity": vouched.integrity,
        "trust": vouched.trust.state,
        "signer": vouched.signature.name if vouched.signature else "",
        "fingerprint": vouched.signature.fingerprint if vouched.signature else "",
    }


def vouched(attestation: Attestation) -> str:
    """Who vouches for a record, and whether that holds, in words."""
    signature = attestation.signature
    if signature is None:
        return "unsigned"
    return f"{attestation.integrity}, {attestation.trust.state}, {signature.name}"


def none_there(what: str, places: Sequence[Path]) -> None:
    """Say that there are no such records."""
    where = ", ".join(map(near, places))
    say(f"no {what} in {where}" if where else f"no {what}: no folder for them is known")


def code_of(found: Records) -> Exit:
    """The exit code of a listing, its problems told."""
    for problem in found.problems:
        warn(problem)
    return Exit.FINDINGS if found.problems else Exit.PASS
