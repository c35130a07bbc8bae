"""The little that we read of a manifest store's bytes ourselves: labels and signing certificates.

The engine tells a certificate's names and serial number but not the certificate. Whose key
signed a record decides about approvals, so we take the leaf out of the COSE signature and report
its fingerprint. Boxes: ISO 19566-5 (JUMBF); signature: RFC 9052 and 9360 (``x5chain``).

Structure has a fixed depth (store, manifest, signature), so nothing here recurses without bound.
Anything unexpected yields less, never an exception.
"""

from collections.abc import Iterator
from typing import Final

from provenance.manifests.cbor import CborError, Tagged, decode, decode_kept

_HEADER: Final = 8
_LARGE_HEADER: Final = 16
_UUID: Final = 16
_LABEL_PRESENT: Final = 0x02
_MANIFEST_TYPES: Final = (b"c2ma", b"c2um", b"c2cm")  # standard, update, compressed
_SIGNATURE_TYPE: Final = b"c2cs"
_ASSERTION_STORE: Final = b"c2as"
_X5CHAIN: Final = (33, "x5chain")
_MAX_MANIFESTS: Final = 10_000


def manifest_labels(store: bytes) -> tuple[str, ...]:
    """Labels of the manifests of a store in the order of the bytes; the last one is active."""
    return tuple(label for label, _ in _manifests(memoryview(store)))


def signing_certificates(store: bytes) -> dict[str, bytes]:
    """DER of the leaf behind each manifest's signature, where there is exactly one candidate."""
    found: dict[str, bytes] = {}
    ambiguous: set[str] = set()
    for label, content in _manifests(memoryview(store)):
        if label in found:
            ambiguous.add(label)
        leaf = _leaf(content)
        if leaf is not None:
            found[label] = leaf
    return {label: leaf for label, leaf in found.items() if label not in ambiguous}


def assertion_box(store: bytes, manifest: str, label: str) -> bytes | None:
    """What the superbox of an assertion holds, where there is exactly one candidate.

    A claim has the hash of just these bytes (C2PA 2.2 section 8.4.2.3: without the header).
    """
    found = [
        bytes(assertion)
        for name, content in _manifests(memoryview(store))
        if name == manifest
        for held in _superboxes(content, _ASSERTION_STORE)
        for assertion in _superboxes(held, label=label)
    ]
    return found[0] if len(found) == 1 else None


def content_of(superbox: bytes) -> bytes | None:
    """The CBOR that a superbox holds behind its description, if it holds that and nothing else."""
    boxes = list(_boxes(memoryview(superbox)))
    whole = sum(len(body) + _HEADER for _, body in boxes) == len(superbox)
    return bytes(boxes[1][1]) if whole and [kind for kind, _ in boxes[1:]] == [b"cbor"] else None


def _superboxes(
    data: memoryview, kind: bytes | None = None, label: str | None = None
) -> Iterator[memoryview]:
    """The superboxes of one level that have a type, or a label."""
    for name, body in _boxes(data):
        described = _description(body) if name == b"jumb" else None
        if described is not None and (described[0] == kind or described[1] == label):
            yield body


def _manifests(store: memoryview) -> Iterator[tuple[str, memoryview]]:
    outer = next((body for kind, body in _boxes(store) if kind == b"jumb"), memoryview(b""))
    count = 0
    for kind, body in _boxes(outer):
        described = _description(body) if kind == b"jumb" else None
        if described is None or described[0] not in _MANIFEST_TYPES:
            continue
        count += 1
        if count > _MAX_MANIFESTS:
            return
        yield described[1], body


def _leaf(manifest: memoryview) -> bytes | None:
    signatures = [
        body
        for kind, body in _boxes(manifest)
        if kind == b"jumb" and (_description(body) or (b"", ""))[0] == _SIGNATURE_TYPE
    ]
    if len(signatures) != 1:
        return None
    payloads = [body for kind, body in _boxes(signatures[0]) if kind == b"cbor"]
    if len(payloads) != 1:
        return None
    try:
        return _x5chain(bytes(payloads[0]))
    except CborError:
        return None


def _x5chain(payload: bytes) -> bytes:
    sign1 = decode(payload)
    if isinstance(sign1, Tagged):
        sign1 = sign1.value
    if not (isinstance(sign1, list) and len(sign1) == 4):  # noqa: PLR2004 - COSE_Sign1
        raise CborError("not a COSE_Sign1")
    protected = decode_kept(sign1[0]) if isinstance(sign1[0], bytes) and sign1[0] else {}
    candidates = [
        headers[key]
        for headers in (protected, sign1[1])
        if isinstance(headers, dict)
        for key in _X5CHAIN
        if key in headers
    ]
    # Two chains in one signature: the engine may have taken the other one, so we say nothing.
    if len(candidates) != 1:
        raise CborError("no certificate chain, or more than one")
    chain = candidates[0]
    leaf = chain[0] if isinstance(chain, list) and chain else chain
    if not isinstance(leaf, bytes):
        raise CborError("the certificate chain holds no bytes")
    return leaf


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """The boxes of one level: type and content. Ends at the first that does not fit."""
    position = 0
    while position + _HEADER <= len(data):
        size = int.from_bytes(data[position : position + 4], "big")
        kind = bytes(data[position + 4 : position + 8])
        header = _HEADER
        if size == 1:
            size = int.from_bytes(data[position + 8 : position + 16], "big")
            header = _LARGE_HEADER
        elif size == 0:
            size = len(data) - position
        if size < header or position + size > len(data):
            return
        yield kind, data[position + header : position + size]
        position += size


def _description(superbox: memoryview) -> tuple[bytes, str] | None:
    """Type (the first four bytes of its UUID) and label of a superbox."""
    kind, body = next(_boxes(superbox), (b"", memoryview(b"")))
    if kind != b"jumd" or len(body) <= _UUID or not body[_UUID] & _LABEL_PRESENT:
        return None
    label, end, _ = bytes(body[_UUID + 1 :]).partition(b"\0")
    return (bytes(body[:4]), label.decode(errors="replace")) if end else None
