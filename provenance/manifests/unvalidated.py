"""A manifest store read without the engine: what its claims say, and nothing on whether it holds.

For fast effort, which validates nothing: starting the engine and asking it for each file costs
more than reading all other evidence. The store's boxes are put into the shape of the engine's
crJSON report, so that one module (``crjson``) maps both to the model; a test compares the two on
real files. Never used where integrity or trust is asked for: both stay unchecked.

Left out, since no reader of evidence needs it: the data of hash assertions, of embedded files
and of identity assertions. Their labels are told.

Sources: C2PA 2.2 sections 8 (JUMBF labels), 10 and 11 (claims, manifests, stores), 13.2 (COSE);
ISO 19566-5. Limits: ``MAX_MANIFESTS``, ``MAX_ASSERTIONS``, ``MAX_DECODED``, those of ``cbor``; the
structure has a fixed depth. Whatever does not fit is UNREADABLE with the reason, never an error.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from provenance.manifests.cbor import CborError, Tagged, decode, decode_kept
from provenance.manifests.crjson import store_from
from provenance.manifests.der import plain_facts
from provenance.manifests.leaf import Leaf, certificate_facts, leaf_from, leaf_of
from provenance.manifests.reading import StoreReading, without_store
from provenance.manifests.shared import Outcome
from provenance.manifests.statements import Held
from provenance.model.evidence import Integrity, Trust
from provenance.model.manifest import StoreLocation

MAX_MANIFESTS: Final = 1000
MAX_ASSERTIONS: Final = 1000
"""Assertions of one manifest."""
MAX_DECODED: Final = 2 << 20
"""Bytes of one assertion that is decoded. Prompts and histories reach some kilobytes."""

_SHORT: Final = 4 << 10
"""Bytes of a manifest's assertions, hashes and files aside, of which the values are kept."""
_LABEL: Final = 64
"""Bytes that an assertion counts for beside its content and its label."""
_LONG: Final = 64 << 10
"""Bytes of a certificate from which on it is not kept."""

_MANIFEST: Final = b"c2ma"
_UPDATE: Final = b"c2um"
_COMPRESSED: Final = b"c2cm"
_MANIFESTS: Final = frozenset({_MANIFEST, _UPDATE, _COMPRESSED})
_ASSERTIONS, _CLAIM, _SIGNATURE = b"c2as", b"c2cl", b"c2cs"
_JSON, _CBOR = b"json", b"cbor"
_LABEL_PRESENT: Final = 0x02
_HEADER: Final = struct.Struct(">I4s")
_DESCRIPTION: Final = struct.Struct(">I4s4s12xB")
"""A description box up to its label: size, name, UUID, toggles (ISO 19566-5 annex A)."""
_NOT_DECODED: Final = ("c2pa.hash.", "cawg.identity")
_ALGORITHMS: Final = {
    -7: "es256", -35: "es384", -36: "es512", -37: "ps256", -38: "ps384", -39: "ps512",
    -8: "ed25519", -19: "ed25519",
}  # fmt: skip
"""COSE algorithms (RFC 9053, RFC 9864) by the names of C2PA 2.2 section 13.2.1."""
_ALGORITHM, _X5CHAIN = 1, (33, "x5chain")

_Box = tuple[bytes, int, int]
"""Type, where the content starts, where it ends."""
_Content = tuple[bytes, bytes]
"""Type and content of a box."""


class _Unreadable(Exception):  # noqa: N818 - a reason, never seen outside
    """Why a store cannot be read here."""


def read_unvalidated(store: bytes, *, location: StoreLocation, where: str) -> StoreReading:
    """What the manifests of a store claim.

    Args:
        store: The JUMBF superbox.
        location: Where it was found.
        where: Place in the file, or the sidecar's path.

    Returns:
        A reading with integrity NOT_CHECKED and trust not asked; UNREADABLE_STORE with the
        reason where the bytes are no manifest store that can be read here.
    """
    try:
        entries, leaves = _entries(store)
    except (_Unreadable, CborError) as error:
        return without_store(
            Outcome.UNREADABLE_STORE, f"{where}: the manifest store cannot be decoded: {error}"
        )
    found = store_from({"manifests": entries}, location=location, where=where, leaves=leaves)
    if found is None:
        return without_store(Outcome.UNREADABLE_STORE, f"{where}: holds no manifest")
    return StoreReading(Outcome.FOUND, found, Integrity.NOT_CHECKED, Trust())


def _entries(store: bytes) -> tuple[list[dict[str, Any]], dict[str, Leaf]]:
    """One entry of the report for each manifest, the active one first, and the signers' leaves."""
    outer = next(_boxes(store, 0, len(store)), None)
    if outer is None or outer[0] != b"jumb":
        raise _Unreadable("not a JUMBF box")
    entries: list[dict[str, Any]] = []
    leaves: dict[str, Leaf] = {}
    for what, label, start, end in _superboxes(store, outer[1], outer[2]):
        if what not in _MANIFESTS:
            continue
        if what == _COMPRESSED:
            raise _Unreadable("a compressed manifest, which only a full reading unpacks")
        if len(entries) >= MAX_MANIFESTS:
            raise _Unreadable(f"more than {MAX_MANIFESTS} manifests")
        entry, leaf = _manifest(store, label, start, end)
        if leaf is not None:
            leaves[label] = leaf
        entries.append(entry)
    # C2PA 2.2 section 11.1.4.2: the last manifest of the store is the active one.
    entries.reverse()
    return entries, leaves


def _manifest(store: bytes, label: str, start: int, end: int) -> tuple[dict[str, Any], Leaf | None]:
    """One manifest's entry. Its claim must be there once, as the engine demands."""
    entry: dict[str, Any] = {"label": label, "assertions": {}}
    leaf = None
    for what, name, content, stop in _superboxes(store, start, end):
        if what == _CLAIM:
            key = "claim.v2" if name == "c2pa.claim.v2" else "claim"
            if "claim" in entry or "claim.v2" in entry:
                raise _Unreadable(f"manifest {label} has more than one claim")
            told = _content(store, content, stop)
            entry[key] = _value(*told) if told else None
        elif what == _ASSERTIONS:
            held = _assertions(store, content, stop)
            entry["assertions"] = {**entry["assertions"], **held} if entry["assertions"] else held
        elif what == _SIGNATURE:
            entry["signature"], leaf = _signature(store, content, stop)
    claim = entry.get("claim.v2", entry.get("claim"))
    if not isinstance(claim, dict):
        raise _Unreadable(f"manifest {label} has no claim")
    if not claim.get("claim_generator_info") and "claim_generator" in claim:
        # Claims before C2PA 1.3 have a string only; the engine's report gives it as a name.
        claim["claim_generator_info"] = {"name": claim["claim_generator"]}
    return entry, leaf


def _assertions(store: bytes, start: int, end: int) -> dict[str, Any]:
    """The values of assertions by label; the same object for all that hold the same bytes."""
    contents: dict[str, _Content | None] = {}
    size = 0
    for _, name, content, stop in _superboxes(store, start, end):
        if len(contents) >= MAX_ASSERTIONS:
            raise _Unreadable(f"more than {MAX_ASSERTIONS} assertions")
        each = None if name.startswith(_NOT_DECODED) else _content(store, content, stop)
        size += _LABEL + len(name) + (len(each[1]) if each else 0)
        contents[name] = each
    told = contents.items()
    return _remembered(tuple(told)) if size < _SHORT else _values(told)


def _values(contents: "Iterable[tuple[str, _Content | None]]") -> dict[str, Any]:
    return {name: _value(*each) if each else None for name, each in contents}


@lru_cache(maxsize=256)
def _remembered(contents: "tuple[tuple[str, _Content | None], ...]") -> Held:
    """To be read only: what a tool says of many files is the same object."""
    return Held(_values(contents))


def _content(store: bytes, start: int, end: int) -> "_Content | None":
    """Kind and bytes of the CBOR or JSON in a superbox; None for any other content."""
    for kind, inner, stop in _boxes(store, start, end):
        if kind not in {_CBOR, _JSON}:
            continue
        if stop - inner > MAX_DECODED:
            raise _Unreadable(f"an assertion of more than {MAX_DECODED} bytes")
        return kind, store[inner:stop]
    return None


def _value(kind: bytes, data: bytes) -> Any:
    if kind == _CBOR:
        return decode(data, told=True)
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _Unreadable("an assertion that is not JSON") from error


def _signature(store: bytes, start: int, end: int) -> tuple[dict[str, Any], Leaf | None]:
    """Who signed, out of the COSE signature: nothing of it is verified."""
    payload = next((box for box in _boxes(store, start, end) if box[0] == _CBOR), None)
    try:
        sign1 = decode(store[payload[1] : payload[2]]) if payload else None
        if isinstance(sign1, Tagged):
            sign1 = sign1.value
        if not (isinstance(sign1, list) and len(sign1) == 4):  # noqa: PLR2004 - COSE_Sign1
            return {}, None
        protected = decode_kept(sign1[0]) if isinstance(sign1[0], bytes) and sign1[0] else {}
    except CborError:
        return {}, None  # the claims stand for themselves; who signed them is not known
    headers = [each for each in (protected, sign1[1]) if isinstance(each, dict)]
    told: dict[str, Any] = {}
    algorithm = next((each[_ALGORITHM] for each in headers if _ALGORITHM in each), None)
    if isinstance(algorithm, int) and algorithm in _ALGORITHMS:
        told["algorithm"] = _ALGORITHMS[algorithm]
    chains = [each[key] for each in headers for key in _X5CHAIN if key in each]
    chain = chains[0] if len(chains) == 1 else None
    first = chain[0] if isinstance(chain, list) and chain else chain
    if not isinstance(first, bytes):
        return told, None
    facts, leaf = _signer(first)
    return told | {"certificateInfo": facts}, leaf


def _signer(der: bytes) -> tuple[Mapping[str, Any], Leaf | None]:
    return _known_signer(der) if len(der) < _LONG else _certificate(der)


def _certificate(der: bytes) -> tuple[Mapping[str, Any], Leaf | None]:
    facts = plain_facts(der)
    if facts is None:
        return certificate_facts(der), leaf_from(der)
    return facts, leaf_of(der, int(facts["serialNumber"], 16))


_known_signer = lru_cache(maxsize=64)(_certificate)
"""A tree of files has few signers, and reading a certificate costs more than its claim."""


def _superboxes(data: bytes, position: int, end: int) -> Iterator[tuple[bytes, str, int, int]]:
    """The described superboxes of one level.

    Each with its type (the first four bytes of its UUID), its label, and where what follows its
    description begins and ends.
    """
    for kind, start, stop in _boxes(data, position, end):
        if kind != b"jumb" or stop - start < _DESCRIPTION.size:
            continue
        size, inner, what, toggles = _DESCRIPTION.unpack_from(data, start)
        content = start + size
        if inner != b"jumd" or content > stop or size < _DESCRIPTION.size:
            continue
        close = data.find(b"\0", start + _DESCRIPTION.size, content)
        if toggles & _LABEL_PRESENT and close >= 0:
            label = data[start + _DESCRIPTION.size : close].decode(errors="replace")
            yield what, label, content, stop


def _boxes(data: bytes, position: int, end: int) -> Iterator[_Box]:
    """The boxes of one level. Ends at the first that does not fit."""
    while position + 8 <= end:
        size, kind = _HEADER.unpack_from(data, position)
        lead = 8
        if size == 1:
            size, lead = int.from_bytes(data[position + 8 : position + 16], "big"), 16
        elif size == 0:
            size = end - position
        if size < lead or position + size > end:
            return
        yield kind, position + lead, position + size
        position += size
